"""The list of cases, the same as a file, and giving out several at once."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from models.case import Case
from models.vocabulary.roles import Permission as P
from tracking.cases import exporting, queries, service
from tracking.cases.forms import GROUP_LABELS, AssignForm, FilterForm
from tracking.cases.next_step import short_title
from tracking.cases.routes.chapter import blueprint
from tracking.flags.sentences import class_words
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError, RefusedError
from tracking.kernel.paging import SIZE, SIZES, Sort, address, paged, sort_of
from tracking.kernel.tables import MIME
from tracking.kernel.web.guards import actor, requires
from tracking.kernel.web.setup import LARGEST_ID
from tracking.kernel.web.targets import safe_target

NAMED = 3  # refused cases that a message names


@blueprint.get("/cases")
@requires(P.CASE_READ)
def index() -> str:
    """Cases in scope, narrowed and sorted by what stands in the address."""
    form, sort = asked_filters(), asked_sort()
    filters = form.filters()
    keys = queries.sort_keys(sort.key, descending=sort.descending)
    page = paged(queries.listing(filters), keys, Case.id, request.args)
    may_assign = actor().can(P.CASE_ASSIGN)
    return render_template(
        "cases/index.html",
        form=form,
        sort=sort,
        page=page,
        sizes=[(size, address(request.args, **{SIZE: str(size)})) for size in SIZES],
        groups=GROUP_LABELS,
        counts=queries.counts(),
        is_narrowed=bool(exporting.codes_of(filters)),
        owners=queries.owners_in_scope() if may_assign else [],
        class_words=class_words,
        short_title=short_title,
    )


@blueprint.get("/cases.<any(csv, xlsx):ending>")
@requires(P.CASE_READ, P.CASE_EXPORT)
def export(ending: str) -> Response:
    """The cases that the list shows under the same address, masked, as a file."""
    filters = asked_filters().filters()
    content = exporting.download(filters, asked_sort(), f".{ending}", actor())
    name = f"cases-{clock.today():%Y%m%d}.{ending}"
    kind = MIME[f".{ending}"]
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)


@blueprint.post("/cases/assign")
@requires(P.CASE_ASSIGN)
def assign_selected() -> Response:
    """Give the selected clues out, each for itself: one that is refused stops no other."""
    numbers = {n for n in request.form.getlist("case", type=int) if 0 < n <= LARGEST_ID}
    found = queries.cases_in_scope(numbers)
    done, problems = 0, [_("not found")] * (len(numbers) - len(found))
    form = AssignForm()
    for case in found:
        try:
            give_out(case, form, case.version)
            done += 1
        except BaoxueError as error:
            problems.append(f"{case.number}{_(': ')}{error}")
    tell(done, problems)
    return redirect(safe_target(form.next.data) or url_for("cases.index"))


def give_out(case: Case, form: AssignForm, version: int) -> None:
    """Give a clue to the owner that was chosen, or to the last school of record."""
    code = form.owner.data or (case.school.code if case.school else "")
    if not code:
        raise RefusedError(_("The last school is not known: choose who looks into this clue."))
    owner = queries.owner_in_scope(code)
    if owner is None:
        raise RefusedError(_("Choose an active school, township or county bureau of your area."))
    service.assign(case, owner, by=actor(), version=version, reason=form.reason.data or "")


def tell(done: int, problems: list[str]) -> None:
    """Say how many were given out, and which were not and why."""
    if done:
        words = ngettext("%(num)d case assigned.", "%(num)d cases assigned.", done)
        flash(words, "success")
    if problems:
        words = ngettext("%(num)d case not assigned.", "%(num)d cases not assigned.", len(problems))
        more = [_("and others")] if len(problems) > NAMED else []
        flash(f"{words} {' · '.join([*problems[:NAMED], *more])}", "error")
    if not done and not problems:
        flash(_("Select the cases to be assigned first."), "error")


def asked_filters() -> FilterForm:
    """The filters in the address, with the choices that the reader has."""
    form = FilterForm(request.args)
    form.offer(queries.schools_in_scope(), queries.owners_in_scope())
    return form


def asked_sort() -> Sort:
    """The order in the address; what is due first stands first."""
    return sort_of(request.args, queries.SORTS, "due_on")
