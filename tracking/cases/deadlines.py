"""When the next step of a case is due, by the settings in force, in school days.

Whoever moves a case, or lets its deadline run anew, does it here: the deadline keeps the day and
the number it was counted from, so that it moves when the calendar changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.case import Case
from models.vocabulary.cases import CaseState
from tracking.calendar import reader
from tracking.cases import policy
from tracking.kernel.schooldays import add_school_days
from tracking.thresholds.queries import value_of

reader.register()  # whatever counts the days of a case counts by the bureau's calendar


def days_of(state: CaseState) -> int | None:
    """School days that a state gives for its step; None where nothing is awaited."""
    return int(value_of(f"deadlines.{state.value}")) if state in policy.DEADLINES else None


def deadline_of(state: CaseState, since: date) -> dict[str, Any]:
    """The columns of a case that say when its step is due."""
    days = days_of(state)
    if days is None:
        return {"due_on": None, "due_since": None, "due_days": None}
    return {"due_on": add_school_days(since, days), "due_since": since, "due_days": days}


def begin(case: Case, since: date) -> None:
    """Let the deadline of the state a case is in begin on a day; nobody was told of it yet."""
    put(case, deadline_of(case.state, since))
    case.escalation = 0


def put(case: Case, columns: Mapping[str, Any]) -> None:
    """Set the columns of a deadline."""
    for name, value in columns.items():
        setattr(case, name, value)


def escalates_after() -> tuple[int, int]:
    """School days overdue after which the first and the second level above are told."""
    return int(value_of("escalation.first")), int(value_of("escalation.second"))
