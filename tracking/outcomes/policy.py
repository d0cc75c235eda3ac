"""What each verification outcome (V01–V23) needs as proof; which a school may propose."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.outcomes import OutcomeCode as V

SHORTEST_PROOF = 10  # characters; less cannot say who saw what when

PROOF: dict[V, Any] = {
    V.V01: _l("Roll call of several days; signed by class teacher and head."),
    V.V02: _l("New school code and student number, or its certificate of attendance."),
    V.V03: _l("Stamped certificate of attendance; registry transfer under way."),
    V.V04: _l("Certificate of attendance and a call back to that school."),
    V.V05: _l("Approval of the leave and the hospital's paper, with the end date."),
    V.V06: _l("Approval of deferral by township or county bureau."),
    V.V07: _l("Assessment by the experts' committee and the parents' consent."),
    V.V08: _l("Confirmation of the special or inclusive school."),
    V.V09: _l("The official document; registration stays with the former school."),
    V.V10: _l("Graduation certificate or birth date."),
    V.V11: _l("Confirmation of the school attended now."),
    V.V12: _l("Passport stamp, visa or certificate of the school abroad."),
    V.V13: _l("Deregistration from the household or death certificate."),
    V.V14: _l("Reply of the police station."),
    V.V15: _l("Household book; the correction asked for in the registry."),
    V.V16: _l("Confirmation of both schools; one registration removed."),
    V.V17: _l("What is known of the place; it counts as suspected dropout."),
    V.V20: _l("Who was met, when, and why the child does not attend."),
    V.V21: _l("Written report; persuasion records."),
    V.V22: _l("At least three attempts with date, way and person; the search goes on."),
    V.V23: _l("Date of return; attendance list of the class."),
}
PROPOSABLE = tuple(PROOF)
ATTENDS = frozenset({V.V01, V.V02, V.V03, V.V04, V.V08, V.V23})  # the child is at some school

# Outcomes that hold for a time: the last day has to be said, and how far it may lie ahead.
LIMITED: dict[V, int] = {
    **dict.fromkeys((V.V03, V.V04), 60),  # two months are enough to move a registration
    **dict.fromkeys((V.V05, V.V06, V.V12), 366),  # a school year; longer is asked for anew
}


def latest_end(code: V, today: date) -> date | None:
    """The last day until which an outcome may hold; None where it holds for good."""
    days = LIMITED.get(code)
    return None if days is None else today + timedelta(days=days)
