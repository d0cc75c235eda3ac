"""The ladder of one case as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.case import Case
from tracking.cases.ladder import LADDER, Rung, Standing, marks_of
from tracking.kernel import clock
from tracking.kernel.schooldays import add_school_days
from tracking.thresholds.queries import value_of


@dataclass(frozen=True)
class Step:
    """A rung of one case: the day it is due, and how it stands."""

    rung: Rung
    day: date
    standing: Standing


def ladder_of(case: Case) -> list[Step]:
    """The rungs of the present episode in their order; nothing is asked of the database."""
    marks: set[str] = set()
    for event in case.events:
        if event.episode == case.episode:
            level = event.actor.organisation.level if event.actor else None
            marks |= marks_of(event.kind, event.details, level)
    days = {rung: int(value_of(rung.setting)) for rung in LADDER}
    today, steps = clock.today(), []
    for rung in sorted(LADDER, key=lambda one: days[one]):
        day = add_school_days(case.opened_on, days[rung])
        standing = rung.standing(case.state, marks, is_reached=day <= today)
        steps.append(Step(rung, day, standing))
    return steps
