"""Attendance during the observation: the picture of its school days, and writing them down."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from models.case import Case
from models.vocabulary.placements import AttendanceMark
from models.vocabulary.roles import Permission as P
from tracking.cases.next_step import is_open_to
from tracking.cases.observation import observation_of
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires
from tracking.outcomes.attending import attend as write_down
from tracking.outcomes.daily_forms import AttendanceForm
from tracking.outcomes.routes.chapter import blueprint, case_or_404


@blueprint.get("/cases/<int:case_id>/attendance")
@requires(P.CASE_READ)
def attendance(case_id: int) -> str:
    """The school days of the observation."""
    return attendance_page(case_or_404(case_id))


@blueprint.post("/cases/<int:case_id>/attendance")
@requires(P.CASE_READ, P.OUTCOME_SUBMIT)
def attend(case_id: int) -> Response | tuple[str, int]:
    """Write down on which days the child was at school."""
    case, form = case_or_404(case_id), AttendanceForm()
    observed = observation_of(case)
    days = {day.day: day.mark for day in observed.past} if observed else {}
    marks = form.marks(request.form, days)
    if not form.validate() or (observed and not marks):
        return attendance_page(case, error=_("Choose for at least one day.")), 422
    try:
        count = write_down(case, marks, by=actor())
    except BaoxueError as error:
        return attendance_page(case_or_404(case_id), error=str(error)), 409
    words = ngettext("Written down for %(num)d day.", "Written down for %(num)d days.", count)
    flash(words, "success")
    return redirect(url_for("outcomes.attendance", case_id=case_id))


def attendance_page(case: Case, *, error: str = "") -> str:
    """The picture and the form."""
    return render_template(
        "outcomes/attendance.html",
        case=case,
        observed_now=observation_of(case),
        marks=list(AttendanceMark),
        may_attend=is_open_to("attend", case, actor()),
        error=error,
    )
