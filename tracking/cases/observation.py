"""The observation of a child that came back: each school day of it, and what closing still needs.

It begins on the day after the return was approved and ends on the file's deadline. It stands
here and not with the results, because closing a file goes by it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _n
from sqlalchemy import select

from models.attendance import Attendance
from models.case import Case
from models.database import db
from models.vocabulary.cases import CaseState
from models.vocabulary.outcomes import Decision, OutcomeCode
from models.vocabulary.placements import AttendanceMark
from tracking.kernel import clock
from tracking.kernel.schooldays import is_school_day
from tracking.thresholds.queries import value_of

LONGEST = 400  # days: no observation is longer, whatever a deadline says


@dataclass(frozen=True)
class ObservedDay:
    """One school day, and what was written down of it."""

    day: date
    mark: AttendanceMark | None
    is_ahead: bool

    @property
    def tone(self) -> str:
        """How the picture shows it."""
        if self.mark is not None:
            return str(self.mark.value)
        return "ahead" if self.is_ahead else "blank"


@dataclass(frozen=True)
class Observation:
    """The school days of an observation, in order."""

    days: tuple[ObservedDay, ...]
    most_absent: int

    def count(self, mark: AttendanceMark) -> int:
        """Days of a mark."""
        return Counter(day.mark for day in self.days)[mark]

    @property
    def present(self) -> int:
        """Days at school."""
        return self.count(AttendanceMark.PRESENT)

    @property
    def absent(self) -> int:
        """Days absent without leave."""
        return self.count(AttendanceMark.ABSENT)

    @property
    def excused(self) -> int:
        """Days absent with leave."""
        return self.count(AttendanceMark.EXCUSED)

    @property
    def past(self) -> list[ObservedDay]:
        """Days that can be written down."""
        return [day for day in self.days if not day.is_ahead]

    @property
    def blank(self) -> int:
        """Past days of which nothing was written down."""
        return sum(day.mark is None for day in self.past)

    @property
    def ahead(self) -> int:
        """Days still to come."""
        return len(self.days) - len(self.past)

    @property
    def gaps(self) -> list[Any]:
        """What closing still needs, in words; none when the file can be closed."""
        found: list[Any] = []
        if self.ahead:
            found.append(
                _n("%(num)d school day of the observation is still to come.",
                    "%(num)d school days of the observation are still to come.", self.ahead)
            )  # fmt: skip
        if self.blank:
            found.append(
                _n("Attendance is not recorded for %(num)d school day.",
                    "Attendance is not recorded for %(num)d school days.", self.blank)
            )  # fmt: skip
        if self.absent > self.most_absent:
            words = _l(
                "Absent without leave on %(absent)s school days, at most %(most)s are allowed: "
                "talk with the family and submit what was found."
            )
            found.append(words % {"absent": self.absent, "most": self.most_absent})
        if not self.present:
            found.append(_l("No day at school is recorded."))
        return found


def observation_of(case: Case) -> Observation | None:
    """The observation of a child that is back; None in every other state."""
    if case.state is not CaseState.RETURNED or case.due_on is None:
        return None
    since = begun_on(case)
    count = min((case.due_on - since).days, LONGEST)
    marks, today = marks_of(case), clock.today()
    days = (since + timedelta(days=n) for n in range(1, count + 1))
    return Observation(
        tuple(ObservedDay(d, marks.get(d), d > today) for d in days if is_school_day(d)),
        int(value_of("outcomes.absent_days")),
    )


def begun_on(case: Case) -> date:
    """The day on which the return of this episode was approved."""
    returns = (
        outcome.decided_at
        for outcome in case.outcomes
        if outcome.episode == case.episode
        and outcome.code is OutcomeCode.V23
        and outcome.decision is Decision.APPROVED
    )
    at = next((moment for moment in returns if moment), None)
    return clock.local(at).date() if at else case.opened_on


def marks_of(case: Case) -> dict[date, AttendanceMark]:
    """What was written down of each day, the newest row of a day."""
    query = select(Attendance.day, Attendance.mark).where(
        Attendance.case_id == case.id, Attendance.episode == case.episode
    )
    return dict(iter(db.session.execute(query.order_by(Attendance.id))))
