"""Data tasks as the list, a file and the page of one show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from models.data_task import DataTask
from models.database import db
from models.user import User
from models.vocabulary.flags import TaskStatus
from models.vocabulary.roles import Permission as P
from tracking.flags import task_queries
from tracking.flags.pupils import Pupil, pupils_of
from tracking.flags.sentences import rule_title, school_name, sentence
from tracking.flags.task_queries import TaskFilter
from tracking.kernel import audit
from tracking.kernel.paging import Sort
from tracking.kernel.tables import as_bytes
from tracking.kernel.transaction import transaction
from tracking.kernel.web.filters import day, moment
from tracking.rules._kit import NOBODY

AT_ONCE = 500  # tasks whose rows are read at once


@dataclass(frozen=True)
class TaskLine:
    """One data task as the reader sees it, and what the reader may do about it."""

    task: DataTask
    rule: str
    sentence: str
    school: str
    pupil: Pupil
    is_of_school: bool
    may_explain: bool
    may_undo: bool


def lines_of(tasks: Iterable[DataTask], user: User) -> list[TaskLine]:
    """The tasks of one page, with their rows read at once."""
    tasks = list(tasks)
    pupils = pupils_of(tasks) if tasks else {}
    may = user.can(P.TASK_EXPLAIN)
    return [
        TaskLine(
            task=task,
            rule=rule_title(task.rule),
            sentence=sentence(task),
            school=school_name(task.school_code),
            pupil=pupils[task.id],
            is_of_school=task.person == NOBODY,
            may_explain=may and task.status is TaskStatus.OPEN,
            may_undo=may and task.status is TaskStatus.EXPLAINED,
        )
        for task in tasks
    ]


def history_of(task: DataTask) -> list[tuple[str, str]]:
    """When the finding was seen, and what became of it, by label."""
    pairs = [
        (_("First found"), day(task.as_of)),
        (_("Last found"), day(task.last_as_of)),
        (_("Status"), str(task.status.label)),
    ]
    if task.status is TaskStatus.EXPLAINED and task.handled_at:
        who = task.handled_by.display_name if task.handled_by else _("The system")
        pairs += [
            (_("Explained"), f"{moment(task.handled_at)}, {who}"),
            (_("Reason"), task.reason),
        ]
    elif task.status is TaskStatus.SETTLED and task.handled_at:
        pairs += [(_("Settled"), moment(task.handled_at))]
    return pairs


def download(wanted: TaskFilter, sort: Sort, ending: str, by: User) -> bytes:
    """A file with exactly the tasks that the list shows, masked, in its order; recorded."""
    keys = task_queries.sort_keys(sort.key, descending=sort.descending)
    keys = [*keys, (DataTask.id, keys[-1][1])]
    order = [column.desc() if down else column.asc() for column, down in keys]
    found = list(db.session.scalars(task_queries.tasks(wanted).order_by(*order)))
    content = as_bytes(ending, heads(), file_rows(found, by))
    chosen = {name: str(value) for name, value in vars(wanted).items() if value}
    with transaction():
        details = {"rows": len(found), "ending": ending, **chosen}
        audit.record("data_task.export", by=by, details=details)
    return content


def heads() -> list[str]:
    """Heads of the file's columns."""
    return [
        _("Rule"),
        _("School"),
        _("Name"),
        _("Student number"),
        _("Grade and class"),
        _("What was found"),
        _("Urgency"),
        _("First found"),
        _("Last found"),
        _("Status"),
        _("Reason"),
    ]


def file_rows(tasks: list[DataTask], user: User) -> Iterator[list[Any]]:
    """The rows of the file."""
    for start in range(0, len(tasks), AT_ONCE):
        for line in lines_of(tasks[start : start + AT_ONCE], user):
            task, pupil = line.task, line.pupil
            yield [
                line.rule, line.school, pupil.name or pupil.trouble, pupil.student_no,
                pupil.class_name, line.sentence, str(task.severity.label), task.as_of,
                task.last_as_of, str(task.status.label), task.reason,
            ]  # fmt: skip
