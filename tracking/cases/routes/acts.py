"""The file of one case and the acts on it; one that is refused shows the file again."""

from __future__ import annotations

from flask import abort, flash
from flask_babel import gettext as _
from werkzeug import Response

from models.vocabulary.roles import Permission as P
from tracking.cases import policy, queries, service
from tracking.cases.forms import AssignForm, ReasonForm, RevealForm, first_error
from tracking.cases.routes.chapter import back, blueprint, case_or_404, case_page, refused
from tracking.cases.routes.listing import give_out
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires


@blueprint.get("/cases/<int:case_id>")
@requires(P.CASE_READ)
def show(case_id: int) -> str:
    """One child's file on one page."""
    return case_page(case_or_404(case_id))


@blueprint.post("/cases/<int:case_id>/assign")
@requires(P.CASE_ASSIGN)
def assign(case_id: int) -> Response | tuple[str, int]:
    """Give a clue to a school, township or county bureau."""
    case, form = case_or_404(case_id), AssignForm()
    owner = form.owner.data or ""
    if not form.validate():
        return refused(case_id, "assign", first_error(form), text=owner)
    try:
        give_out(case, form, form.version.data or 0)
    except BaoxueError as error:
        return refused(case_id, "assign", error, text=owner)
    flash(_("The case has been given to %(owner)s.", owner=case.owner.name), "success")
    return back(case_id)


@blueprint.post("/cases/<int:case_id>/flags/<int:flag_id>/wrong")
@requires(P.FLAG_JUDGE)
def mark_wrong(case_id: int, flag_id: int) -> Response | tuple[str, int]:
    """Mark a flag as a false alarm, with the reason."""
    case, form = case_or_404(case_id), ReasonForm()
    flag = queries.flag_in_scope(case_id, flag_id) or abort(404)
    typed = form.reason.data or ""
    if not form.validate():
        return refused(case_id, "mark_wrong", first_error(form), text=typed, flag_id=flag_id)
    try:
        service.mark_wrong(flag, by=actor(), reason=typed)
    except BaoxueError as error:
        return refused(case_id, "mark_wrong", error, text=typed, flag_id=flag_id)
    if case.state in policy.FINAL:
        flash(_("The flag is marked wrong. No other is open: the case is excluded."), "success")
    else:
        flash(_("The flag is marked wrong. The case goes on for its other flags."), "success")
    return back(case_id)


@blueprint.post("/cases/<int:case_id>/close")
@requires(P.OUTCOME_DECIDE)
def close(case_id: int) -> Response | tuple[str, int]:
    """Close the case of a child that stayed at school through the observation."""
    case, form = case_or_404(case_id), ReasonForm()
    typed = form.reason.data or ""
    if not form.validate():
        return refused(case_id, "close", first_error(form), text=typed)
    try:
        service.close(case, by=actor(), version=form.version.data or 0, reason=typed)
    except BaoxueError as error:
        return refused(case_id, "close", error, text=typed)
    flash(_("The case is closed."), "success")
    return back(case_id)


@blueprint.post("/cases/<int:case_id>/reveal")
@requires(P.CASE_READ, P.CASE_REVEAL)
def reveal(case_id: int) -> str | tuple[str, int]:
    """The file with names and numbers in full, this once; who asked and why is recorded."""
    case, form = case_or_404(case_id), RevealForm()
    if not form.validate():
        return refused(case_id, "reveal", first_error(form))
    try:
        service.reveal(case, by=actor(), purpose=form.purpose.data)
    except BaoxueError as error:
        return refused(case_id, "reveal", error)
    return case_page(case_or_404(case_id), reveal=True)
