"""What a person does about a data task: explain it, or take the explanation back.

Nothing else: what was corrected in the registry settles itself with the next roster.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.data_task import DataTask
from models.user import User
from models.vocabulary.flags import TaskStatus
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError, StaleError
from tracking.kernel.transaction import transaction


def explain(task: DataTask, *, by: User, version: int, reason: str) -> None:
    """Say why the data are right as they are; the same finding is not asked about again."""
    with transaction():
        check(task, TaskStatus.OPEN, version)
        task.status, task.reason = TaskStatus.EXPLAINED, reason
        task.handled_at, task.handled_by_id = clock.now(), by.id
        audit.record("data_task.explain", by=by, target=f"data_task:{task.id}")


def undo(task: DataTask, *, by: User, version: int) -> None:
    """Open an explained task again."""
    with transaction():
        check(task, TaskStatus.EXPLAINED, version)
        task.status, task.reason = TaskStatus.OPEN, ""
        task.handled_at = task.handled_by_id = None
        audit.record("data_task.reopen", by=by, target=f"data_task:{task.id}")


def check(task: DataTask, status: TaskStatus, version: int) -> None:
    """Refuse an act on a page that is too old, or on a task that is not in that state."""
    if task.version != version:
        raise StaleError(
            _l("Somebody else, or a scan, changed this task meanwhile. Nothing was saved.")
        )
    if task.status is not status:
        raise RefusedError(
            _l("This is not possible while the task is “%(status)s”."), status=task.status.label
        )
