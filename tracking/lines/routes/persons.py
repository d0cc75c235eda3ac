"""Both lines of a file: who holds each post, naming somebody, acknowledging."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.case import Case
from models.responsible import Responsible
from models.vocabulary.roles import Permission as P
from tracking.cases.queries import case_in_scope
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires
from tracking.lines import queries, service
from tracking.lines.forms import AcknowledgedForm, PersonForm, RevealForm
from tracking.lines.page import lines_page
from tracking.lines.routes.chapter import blueprint


@blueprint.get("/cases/<int:case_id>/lines")
@requires(P.CASE_READ)
def show(case_id: int) -> str:
    """Who answers for a child now, and who did before."""
    return lines_file(case_in_scope(case_id) or abort(404))


@blueprint.post("/cases/<int:case_id>/lines")
@requires(P.CASE_READ, P.LINE_NAME)
def name(case_id: int) -> Response | tuple[str, int]:
    """Name who holds a post from now on."""
    case = case_in_scope(case_id) or abort(404)
    form = person_form(case)
    if not form.validate():
        return lines_file(case, naming=form), 422
    try:
        service.name(case, form.person(), by=actor())
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return lines_file(case_in_scope(case_id) or abort(404), naming=form), 409
    flash(_("Named. The history below keeps who held the post before."), "success")
    return redirect(url_for("lines.show", case_id=case_id))


@blueprint.post("/cases/<int:case_id>/lines/<int:responsible_id>/acknowledge")
@requires(P.CASE_READ, P.LINE_ACKNOWLEDGE)
def acknowledge(case_id: int, responsible_id: int) -> Response | tuple[str, int]:
    """Acknowledge the file for the own organisation, or note that somebody did."""
    case = case_in_scope(case_id) or abort(404)
    row = queries.holder_of(case, responsible_id) or abort(404)
    form = AcknowledgedForm(is_noted=row.organisation_id != actor().organisation_id)
    if not form.validate():
        return lines_file(case, noting=(row, form)), 422
    try:
        service.acknowledge(case, row, by=actor(), way=form.chosen(), on=form.on.data)
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return lines_file(case_in_scope(case_id) or abort(404), noting=(row, form)), 409
    flash(_("Acknowledged. The timeline keeps it."), "success")
    return redirect(url_for("lines.show", case_id=case_id))


@blueprint.post("/cases/<int:case_id>/lines/telephones")
@requires(P.CASE_READ, P.CASE_REVEAL)
def reveal(case_id: int) -> str | tuple[str, int]:
    """The lines with telephone numbers in full, this once; who asked and why is recorded."""
    case, form = case_in_scope(case_id) or abort(404), RevealForm()
    if not form.validate():
        return lines_file(case, asking=form), 422
    try:
        service.reveal(case, by=actor(), purpose=form.purpose.data)
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return lines_file(case_in_scope(case_id) or abort(404), asking=form), 409
    return lines_file(case_in_scope(case_id) or abort(404), reveal=True)


def person_form(case: Case) -> PersonForm:
    """The form with everybody who may be named."""
    form, places = PersonForm(), queries.places_of(case)
    form.offer(places, queries.accounts_of(places))
    return form


def lines_file(
    case: Case,
    *,
    naming: PersonForm | None = None,
    noting: tuple[Responsible, AcknowledgedForm] | None = None,
    asking: RevealForm | None = None,
    reveal: bool = False,
) -> str:
    """The page of both lines."""
    lines = lines_page(case, actor(), reveal=reveal)
    if noting:  # the fields stand once for each person
        noting[1].way.id, noting[1].on.id = f"way-{noting[0].id}", f"on-{noting[0].id}"
    form = naming or (person_form(case) if lines.may_name else None)
    return render_template(
        "lines/show.html",
        case=case,
        lines=lines,
        naming=form,
        noted=noting[0].id if noting else 0,
        noting=noting[1] if noting else AcknowledgedForm(
            is_noted=True, formdata=None, on=clock.today()),
        asking=asking or RevealForm(formdata=None),
        is_revealed=reveal,
    )  # fmt: skip
