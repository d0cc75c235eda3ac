"""The call list: families to be called, with one tap for the call that nobody answered."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from models.case import Case
from models.vocabulary.roles import Permission as P
from tracking.flags.sentences import class_words
from tracking.followups import calling
from tracking.followups.forms import NumbersForm
from tracking.followups.routes.chapter import blueprint, case_or_404
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.paging import paged
from tracking.kernel.web.filters import day
from tracking.kernel.web.guards import actor, requires
from tracking.kernel.web.targets import safe_target

LABELS = {
    "today": _l("Due today and overdue"),
    "overdue": _l("Overdue"),
    "week": _l("Due this week"),
}


@blueprint.get("/call-list")
@requires(P.CASE_READ, P.FOLLOW_UP_RECORD)
def call_list() -> str:
    """Families to be called, numbers partly hidden."""
    return list_page(NumbersForm())


@blueprint.post("/call-list")
@requires(P.CASE_READ, P.FOLLOW_UP_RECORD, P.CASE_REVEAL)
def call_list_in_full() -> str | tuple[str, int]:
    """The same page of the list with its numbers, this once; recorded of each child."""
    form = NumbersForm()
    if not form.validate():
        return list_page(form), 422
    shown = [line.case for line in lines()[1]]
    calling.reveal(shown, by=actor(), purpose=form.purpose.data)
    return list_page(form, is_full=True)


@blueprint.post("/cases/<int:case_id>/no-answer")
@requires(P.CASE_READ, P.FOLLOW_UP_RECORD)
def no_answer(case_id: int) -> Response:
    """Write down that a call was not answered."""
    try:
        made = calling.record_no_answer(case_or_404(case_id), by=actor())
    except BaoxueError as error:
        flash(str(error), "error")
    else:
        words = _("%(number)s: nobody answered. Next try on %(day)s.",
                  number=made.case.number, day=day(made.next_on))  # fmt: skip
        flash(words, "success")
    return redirect(safe_target(request.form.get("next")) or url_for("followups.call_list"))


def asked_when() -> str:
    """Which time the list is about; what is not understood is today."""
    when = request.args.get("when", "")
    return when if when in calling.WHEN else "today"


def lines() -> tuple[object, list[calling.Line]]:
    """The page of the list that was asked for."""
    query = calling.listing(asked_when(), clock.today())
    page = paged(query, calling.sort_keys(), Case.id, request.args)
    return page, calling.lines_of(page.rows)


def list_page(form: NumbersForm, *, is_full: bool = False) -> str:
    """The list, with numbers in full where that has been recorded."""
    page, found = lines()
    return render_template(
        "followups/call_list.html",
        form=form,
        page=page,
        lines=found,
        when=asked_when(),
        labels=LABELS,
        is_full=is_full,
        class_words=class_words,
    )
