"""How the cases of the city go: which steps are taken on which school day after opening.

The older a case, the further it came: most are settled, some were returned, some children are
back and observed, some cannot be found, and some cases lie. Steps with negative days are counted
back from the end, so that on whatever weekday the city is built something is due and something
waits for the bureau.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from demo.acts import (
    CALL,
    VISIT,
    Act,
    Scene,
    approve,
    ask_township,
    assign,
    contact,
    note_attendance,
    send_back,
    submit,
    teach,
)
from demo.staff import Staff
from models.case import Case
from models.database import db
from models.vocabulary.follow_ups import ContactResult as R
from models.vocabulary.outcomes import OutcomeCode as V
from tracking.kernel import clock
from tracking.kernel.schooldays import add_school_days
from tracking.kernel.settings import Settings


@dataclass(frozen=True)
class Step:
    """One act on a school day (counted from opening, or back from the end) at an hour."""

    day: int
    hour: int
    act: Act


Fate = tuple[Step, ...]

LEFT_ALONE: Final[Fate] = ()
ONE_CALL: Final[Fate] = (Step(1, 10, contact(CALL, R.NOT_REACHED)),)
MOVED_AWAY: Final[Fate] = (
    Step(1, 9, contact(CALL, R.ELSEWHERE)),
    Step(2, 15, submit(V.V02)),
    Step(3, 10, approve),
)
NEVER_GONE: Final[Fate] = (
    Step(1, 9, contact(CALL, R.AT_SCHOOL)),
    Step(1, 16, submit(V.V01)),
    Step(2, 11, approve),
)
COMES_BACK: Final[Fate] = (
    Step(1, 16, contact(VISIT, R.WILL_RETURN)),
    Step(2, 9, submit(V.V20)),
    Step(3, 10, approve),
    Step(4, 17, contact(VISIT, R.WILL_RETURN)),
    Step(6, 14, submit(V.V23)),
    Step(7, 9, approve),
    Step(-1, 17, note_attendance),
)
PERSUADED_STILL: Final[Fate] = (
    Step(1, 16, contact(VISIT, R.REFUSES)),
    Step(2, 9, submit(V.V20)),
    Step(3, 10, approve),
    Step(4, 17, contact(VISIT, R.REFUSES)),
    Step(-2, 17, contact(VISIT, R.REFUSES)),
)
ILL: Final[Fate] = (
    Step(1, 10, contact(CALL, R.OTHER)),
    Step(2, 11, submit(V.V05)),
    Step(3, 15, send_back),
    Step(4, 10, submit(V.V05)),
    Step(5, 9, approve),
)
REGISTERING: Final[Fate] = (
    Step(1, 14, contact(CALL, R.ELSEWHERE)),
    Step(3, 9, submit(V.V03)),
    Step(4, 16, approve),
)
TAUGHT_AT_HOME: Final[Fate] = (
    Step(1, 15, contact(VISIT, R.OTHER)),
    Step(3, 10, submit(V.V07)),
    Step(4, 10, approve),
    Step(6, 15, teach),
    Step(9, 15, teach),
    Step(12, 15, teach),
)
NOT_FOUND: Final[Fate] = (
    Step(1, 10, contact(CALL, R.NOT_REACHED)),
    Step(2, 10, contact(CALL, R.NOT_REACHED)),
    Step(2, 17, contact(VISIT, R.NOT_REACHED)),
    Step(3, 9, submit(V.V22)),
    Step(4, 11, approve),
    Step(5, 9, ask_township),
)
TO_REVIEW: Final[Fate] = (
    Step(1, 11, contact(CALL, R.ELSEWHERE)),
    Step(-1, 16, submit(V.V02)),
)
TO_REVIEW_SOON: Final[Fate] = (
    Step(1, 16, contact(VISIT, R.WILL_RETURN)),
    Step(-3, 10, submit(V.V20)),
)
DUE_SOON: Final[Fate] = (Step(-3, 15, contact(CALL, R.WILL_RETURN)),)
RETURNED: Final[Fate] = (
    Step(1, 10, contact(CALL, R.ELSEWHERE)),
    Step(-2, 9, submit(V.V03)),
    Step(-1, 15, send_back),
)
TRIAGED: Final[Fate] = (
    Step(1, 9, assign),
    Step(2, 16, contact(CALL, R.NOT_REACHED)),
)
TRIAGED_LATELY: Final[Fate] = (Step(2, 14, assign), Step(-1, 10, contact(CALL, R.ELSEWHERE)))

# Weeks between opening and the newest roster → the fates its cases meet in turn.
FATES: Final[dict[int, tuple[Fate, ...]]] = {
    0: (LEFT_ALONE, TRIAGED, LEFT_ALONE, TRIAGED_LATELY, LEFT_ALONE),
    1: (DUE_SOON, TO_REVIEW, NEVER_GONE, DUE_SOON, RETURNED, TO_REVIEW_SOON, LEFT_ALONE),
    2: (COMES_BACK, MOVED_AWAY, TO_REVIEW, ILL, ONE_CALL, DUE_SOON, PERSUADED_STILL),
}
SETTLED: Final[tuple[Fate, ...]] = (
    COMES_BACK,
    MOVED_AWAY,
    ILL,
    NEVER_GONE,
    COMES_BACK,
    REGISTERING,
    TAUGHT_AT_HOME,
    NOT_FOUND,
)


@dataclass(frozen=True)
class Town:
    """What the days of the city need to know: who works where, and when the story ends."""

    staff: Staff
    last_monday: date
    end: date
    settings: Settings

    def live(self, day: date) -> int:
        """Let the people do what they do on a school day, in order of the hours; acts done."""
        plans = sorted(self._plans(day), key=lambda plan: (plan[0].hour, plan[1]))
        for minute, (step, number) in enumerate(plans):
            case = db.session.get_one(Case, number)
            with clock.as_if(clock.at(day, step.hour, minute % 60)):
                step.act(Scene(case, self.staff, self.settings))
        return len(plans)

    def _plans(self, day: date) -> list[tuple[Step, int]]:
        ranks: dict[date, int] = defaultdict(int)
        plans = []
        query = select(Case.id, Case.opened_on).order_by(Case.id)
        for number, opened_on in db.session.execute(query):
            fate = self._fate(opened_on, ranks[opened_on])
            ranks[opened_on] += 1
            plans += [(step, number) for step in fate if self._falls_on(step, opened_on) == day]
        return plans

    def _fate(self, opened_on: date, rank: int) -> Fate:
        fates = FATES.get((self.last_monday - opened_on).days // 7, SETTLED)
        return fates[rank % len(fates)]

    def _falls_on(self, step: Step, opened_on: date) -> date:
        if step.day > 0:
            return add_school_days(opened_on, step.day)
        return max(add_school_days(self.end, step.day), add_school_days(opened_on, 1))
