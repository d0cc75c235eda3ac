"""Writing down lessons at home, and striking a record that is wrong."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.case import Case
from models.database import db
from models.lesson import Lesson
from models.user import User
from models.vocabulary.cases import EventKind
from tracking.cases.service import check, is_own, note
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError
from tracking.kernel.transaction import transaction
from tracking.outcomes import queries
from tracking.outcomes.policy import WITH_HOURS
from tracking.outcomes.result import Taught


def teach(case: Case, taught: Taught, *, by: User, attachment_id: int | None = None) -> Lesson:
    """Write a visit with lessons down; sent twice, as over a poor line, it is kept once."""
    with transaction():
        check(case, "teach", None, by)
        placement = queries.placement_in_force(case)
        if placement is None or placement.kind not in WITH_HOURS:
            raise RefusedError(_l("The child is not placed with teaching at home."))
        if taught.happened_on < placement.starts_on:
            raise RefusedError(
                _l("The placement began on %(day)s only."), day=placement.starts_on.isoformat()
            )
        if kept := sent_before(case, taught, by):
            return kept
        lesson = Lesson(
            case_id=case.id,
            episode=case.episode,
            recorded_at=clock.now(),
            recorded_by_id=by.id,
            attachment_id=attachment_id,
            **vars(taught),
        )
        db.session.add(lesson)
        db.session.flush()
        day = taught.happened_on.isoformat()
        note(case, EventKind.TAUGHT, by, lesson_id=lesson.id, day=day, hours=lesson.hours)
        audit.record("lesson.record", by=by, target=f"case:{case.id}")
    return lesson


def sent_before(case: Case, taught: Taught, by: User) -> Lesson | None:
    """The record that says the same in every field, by the same person."""
    return next(
        (
            lesson
            for lesson in queries.lessons_of(case)
            if lesson.recorded_by_id == by.id
            and lesson.struck_at is None
            and all(getattr(lesson, name) == value for name, value in vars(taught).items())
        ),
        None,
    )


def strike(lesson: Lesson, *, by: User, reason: str) -> None:
    """Let a wrong record count no more; it stays, with the reason."""
    with transaction():
        case = lesson.case
        check(case, "teach", None, by)
        if not is_own(case) and lesson.recorded_by_id != by.id:
            raise RefusedError(_l("You see this file, but it is its owner who does this."))
        if lesson.struck_at is not None:
            raise RefusedError(_l("This record was struck already."))
        lesson.struck_at, lesson.struck_by_id = clock.now(), by.id
        lesson.struck_reason = reason
        note(case, EventKind.TAUGHT, by, reason=reason, lesson_id=lesson.id)
        audit.record("lesson.strike", by=by, target=f"case:{case.id}")
