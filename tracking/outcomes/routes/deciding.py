"""What the bureau decides about results and proposals, on the page of the case."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.vocabulary.outcomes import OutcomeCode
from models.vocabulary.roles import Permission as P
from tracking.cases import queries
from tracking.cases.page import Kept, page_of
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires
from tracking.outcomes import returns, service
from tracking.outcomes.decision_forms import DecisionForm, RefusalForm, VersionForm
from tracking.outcomes.routes.chapter import blueprint


@blueprint.post("/cases/<int:case_id>/outcomes/decision")
@requires(P.CASE_READ, P.OUTCOME_DECIDE)
def decide(case_id: int) -> Response | tuple[str, int]:
    """Approve the waiting result, or return it with the reason."""
    case = queries.case_in_scope(case_id) or abort(404)
    form = DecisionForm()
    typed = form.reason.data or ""
    if not form.validate():
        return refused(case_id, "decide", typed, str(next(iter(form.errors.values()))[0]), 422)
    try:
        service.decide(case, form.verdict(), by=actor(), version=form.version.data or 0)
    except BaoxueError as error:
        return refused(case_id, "decide", typed, str(error), 409)
    words = _("The result is approved.") if form.verdict().approve else _("The result is returned.")
    flash(words, "success")
    return redirect(url_for("cases.show", case_id=case_id))


@blueprint.post("/cases/<int:case_id>/proposals/<int:flag_id>/confirm")
@requires(P.CASE_READ, P.OUTCOME_DECIDE)
def confirm(case_id: int, flag_id: int) -> Response | tuple[str, int]:
    """Confirm that the child attends again: the row that proves it is the result."""
    case = queries.case_in_scope(case_id) or abort(404)
    flag = queries.flag_in_scope(case_id, flag_id) or abort(404)
    form = VersionForm()
    try:
        code = returns.confirm(case, flag, by=actor(), version=form.version.data or 0)
    except BaoxueError as error:
        return refused(case_id, "return", "", str(error), 409)
    if code is OutcomeCode.V23:
        flash(_("The return is confirmed. Observation begins."), "success")
    else:
        flash(_("Confirmed: the child is registered at another school. The file ends."), "success")
    return redirect(url_for("cases.show", case_id=case_id))


@blueprint.post("/cases/<int:case_id>/proposals/<int:flag_id>/refuse")
@requires(P.CASE_READ, P.OUTCOME_DECIDE)
def refuse(case_id: int, flag_id: int) -> Response | tuple[str, int]:
    """Say why the child is not back, whatever the file says."""
    case = queries.case_in_scope(case_id) or abort(404)
    flag = queries.flag_in_scope(case_id, flag_id) or abort(404)
    form = RefusalForm()
    typed = form.reason.data or ""
    if not form.validate():
        return refused(case_id, "return", typed, str(next(iter(form.errors.values()))[0]), 422)
    try:
        returns.refuse(case, flag, by=actor(), version=form.version.data or 0, reason=typed)
    except BaoxueError as error:
        return refused(case_id, "return", typed, str(error), 409)
    flash(_("The proposal is refused. It comes again only when its row changes."), "success")
    return redirect(url_for("cases.show", case_id=case_id))


def refused(case_id: int, act: str, typed: str, error: str, status: int) -> tuple[str, int]:
    """The file as it stands now, with what was typed and why it was not taken."""
    case = queries.case_in_scope(case_id) or abort(404)
    kept = Kept(act, typed, error)
    page = page_of(case, actor(), kept=kept)
    return render_template("cases/show.html", page=page), status
