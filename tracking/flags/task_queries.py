"""Reads over data tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from models.case import Case
from models.data_task import DataTask
from models.database import db
from models.vocabulary.flags import Severity, TaskStatus
from tracking.identity.queries import children_by_person
from tracking.rules._kit import NOBODY

SEVERITY = DataTask.severity
URGENCY = case((SEVERITY == Severity.HIGH, 0), (SEVERITY == Severity.MEDIUM, 1), else_=2)
SORTS: dict[str, list[tuple[Any, bool]]] = {  # columns, and whether each descends
    "urgency": [(URGENCY, False), (DataTask.as_of, True)],
    "day": [(DataTask.as_of, False)],
    "rule": [(DataTask.rule, False)],
    "school": [(DataTask.school_code, False)],
}


@dataclass(frozen=True)
class TaskFilter:
    """What the list shows; None leaves a field open."""

    rule: str | None = None
    school: str | None = None
    status: TaskStatus | None = None
    grade: int | None = None


def tasks(wanted: TaskFilter) -> Select[Any]:
    """Data tasks in scope with all that a line shows, without an order.

    The grade is that of the finding; a task about a school as a whole has none.
    """
    conditions = {
        DataTask.rule: wanted.rule,
        DataTask.school_code: wanted.school,
        DataTask.status: wanted.status,
        DataTask.evidence["grade"].as_integer(): wanted.grade,
    }
    query = select(DataTask).where(*(c == value for c, value in conditions.items() if value))
    return query.options(joinedload(DataTask.handled_by))


def sort_keys(key: str, *, descending: bool) -> list[tuple[Any, bool]]:
    """The keys a list is paged by."""
    return [(column, down != descending) for column, down in SORTS[key]]


def task_in_scope(number: int) -> DataTask | None:
    """One data task; None outside the scope."""
    query = tasks(TaskFilter()).where(DataTask.id == number)
    return db.session.scalars(query).one_or_none()


def task_counts() -> dict[TaskStatus, int]:
    """Status → data tasks in scope."""
    query = select(DataTask.status, func.count(DataTask.id)).group_by(DataTask.status)
    found = dict(db.session.execute(query).all())
    return {status: found.get(status, 0) for status in TaskStatus}


def open_tasks() -> int:
    """How many data tasks wait in scope."""
    return task_counts()[TaskStatus.OPEN]


def cases_of(tasks_shown: Iterable[DataTask]) -> dict[int, Case]:
    """Task id → the file of its pupil, where there is one in scope."""
    persons = {t.id: t.person for t in tasks_shown if t.person != NOBODY}
    children = children_by_person(set(persons.values()))
    query = select(Case).where(Case.child_id.in_(list(children.values())))
    files = {c.child_id: c for c in db.session.scalars(query)} if children else {}
    found = {number: files.get(children.get(person, 0)) for number, person in persons.items()}
    return {number: one for number, one in found.items() if one is not None}
