"""Asking a department on the page of a case; the lists of both sides; the department's reply."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.case import Case
from models.inquiry import Inquiry
from models.vocabulary.registry import Sex
from models.vocabulary.roles import Permission as P
from tracking.cases.next_step import is_open_to
from tracking.cases.queries import case_in_scope
from tracking.inquiries import queries, service
from tracking.inquiries.forms import AnswerForm, FilterForm, QuestionForm
from tracking.inquiries.policy import department_of
from tracking.kernel.errors import BaoxueError
from tracking.kernel.paging import paged, sort_of
from tracking.kernel.web.filters import due
from tracking.kernel.web.guards import actor, requires
from tracking.thresholds.queries import value_of

blueprint = Blueprint("inquiries", __name__)


@blueprint.app_template_global()
def inquiries_of(case: Case) -> list[Inquiry]:
    """The inquiries about a child, for the page of its case."""
    return queries.of_case(case)


@blueprint.app_template_global()
def may_ask(case: Case) -> bool:
    """Whether the reader may ask a department about this child now."""
    return is_open_to("ask", case, actor())


@blueprint.route("/cases/<int:case_id>/inquiries", methods=["GET", "POST"])
@requires(P.CASE_READ, P.INQUIRY_ASK)
def ask(case_id: int) -> Response | str | tuple[str, int]:
    """Ask a department about a child, with the least that it needs to know."""
    case = case_in_scope(case_id) or abort(404)
    if request.method == "GET" and not is_open_to("ask", case, actor()):
        return not_now(case)
    form = QuestionForm(version=str(case.version))
    form.offer(queries.departments_for(actor().organisation))
    if form.validate_on_submit():
        try:
            asked = service.ask(case, form.asked(), by=actor(), version=form.asked_version)
            flash(_("Asked. A reply is due on %(day)s.", day=due(asked.due_on)), "success")
            return redirect(url_for("cases.show", case_id=case_id) + "#inquiries")
        except BaoxueError as error:
            case = case_in_scope(case_id) or abort(404)
            form.form_errors.append(str(error))
            form.version.data = str(case.version)
    shown, days = service.least_of(case.child), value_of("inquiries.days")
    page = render_template("inquiries/ask.html", form=form, case=case, shown=shown, days=days)
    if not form.is_submitted():
        return page
    return page, 409 if form.form_errors else 422


def not_now(case: Case) -> Response:
    """Say on the page of the case why this is not possible in its state."""
    words = _("This is not possible while the case is “%(state)s”.")
    flash(words % {"state": case.state.label}, "error")
    return redirect(url_for("cases.show", case_id=case.id))


@blueprint.post("/cases/<int:case_id>/inquiries/<int:inquiry_id>/withdraw")
@requires(P.CASE_READ, P.INQUIRY_ASK)
def withdraw(case_id: int, inquiry_id: int) -> Response:
    """Take a question back that nobody has replied to."""
    case = case_in_scope(case_id) or abort(404)
    inquiry = queries.inquiry_of(case, inquiry_id) or abort(404)
    try:
        service.withdraw(case, inquiry, by=actor())
        flash(_("Taken back. The department does not see it any more."), "success")
    except BaoxueError as error:
        flash(str(error), "error")
    return redirect(url_for("cases.show", case_id=case_id) + "#inquiries")


@blueprint.get("/inquiries/asked")
@requires(P.CASE_READ, P.INQUIRY_ASK)
def asked() -> str:
    """All inquiries of the own area with their days, those without a reply first."""
    form, sort = FilterForm(request.args), sort_of(request.args, queries.SORTS, "due")
    keys = queries.sort_keys(sort.key, descending=sort.descending)
    return render_template(
        "inquiries/asked.html",
        sort=sort,
        page=paged(queries.asked(form.wanted()), keys, Inquiry.id, request.args),
        counts=queries.counts_of(queries.asked(None)),
        department_of=department_of,
    )


@blueprint.get("/inquiries")
@requires(P.INQUIRY_ANSWER)
def index() -> str:
    """What was put to the own department, what is due first."""
    form, sort = FilterForm(request.args), sort_of(request.args, queries.SORTS, "due")
    keys = queries.sort_keys(sort.key, descending=sort.descending)
    mine = actor().organisation_id
    return render_template(
        "inquiries/index.html",
        sort=sort,
        page=paged(queries.put_to(mine, form.wanted()), keys, Inquiry.id, request.args),
        counts=queries.counts_of(queries.put_to(mine, None)),
    )


@blueprint.get("/inquiries/<int:inquiry_id>")
@requires(P.INQUIRY_ANSWER)
def show(inquiry_id: int) -> str:
    """One inquiry, the child shown in part."""
    return inquiry_page(inquiry_or_404(inquiry_id))


@blueprint.post("/inquiries/<int:inquiry_id>/child")
@requires(P.INQUIRY_ANSWER)
def reveal(inquiry_id: int) -> str:
    """The inquiry with the child in full, this once; who looked is recorded in its file."""
    service.reveal(inquiry_or_404(inquiry_id), by=actor())
    return inquiry_page(inquiry_or_404(inquiry_id), is_revealed=True)


@blueprint.post("/inquiries/<int:inquiry_id>/answer")
@requires(P.INQUIRY_ANSWER)
def answer(inquiry_id: int) -> Response | tuple[str, int]:
    """Reply, or say why there is no reply."""
    inquiry, form = inquiry_or_404(inquiry_id), AnswerForm()
    if not form.validate():
        return inquiry_page(inquiry, form=form), 422
    try:
        service.answer(inquiry, form.given(), by=actor(), version=form.version.data or 0)
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return inquiry_page(inquiry_or_404(inquiry_id), form=form), 409
    flash(_("Sent. The reply stands in the child's file."), "success")
    return redirect(url_for("inquiries.index"))


def inquiry_or_404(number: int) -> Inquiry:
    """An inquiry put to the own department; another one's is not there."""
    return queries.put_to_me(actor(), number) or abort(404)


def inquiry_page(
    inquiry: Inquiry, *, form: AnswerForm | None = None, is_revealed: bool = False
) -> str:
    """The page of one inquiry for its department."""
    sexes = {sex.value: sex.label for sex in Sex}
    return render_template(
        "inquiries/show.html",
        inquiry=inquiry,
        form=form or AnswerForm(formdata=None),
        is_revealed=is_revealed,
        sex=sexes.get(inquiry.shown.get("sex", "")),
    )
