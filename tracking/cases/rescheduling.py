"""Moving the deadlines of open cases when the calendar changes: set-based, each one written down.

Only a deadline that the calendar had made moves: one that somebody set otherwise stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from models.case import Case, CaseEvent
from models.database import among, db
from models.scope import bulk_insert
from models.user import User
from models.vocabulary.cases import EventKind
from tracking.calendar.following import Follower
from tracking.cases import policy
from tracking.kernel import clock
from tracking.kernel.schooldays import IsSchoolDay, counted_from


@dataclass(frozen=True)
class Moved:
    """One deadline that a new calendar makes otherwise."""

    case_id: int
    episode: int
    was: date
    now: date


def moved_by(before: IsSchoolDay, after: IsSchoolDay) -> Iterator[Moved]:
    """The deadlines of open cases that move."""
    columns = (Case.id, Case.episode, Case.due_on, Case.due_since, Case.due_days)
    query = select(*columns).where(Case.state.in_(policy.OPEN), Case.merged_into_id.is_(None))
    counted: dict[tuple[date, int], tuple[date, date]] = {}
    rows = db.session.execute(query.where(Case.due_since.is_not(None)).order_by(Case.id)).all()
    for case_id, episode, due_on, since, days in rows:
        if since is None or days is None:
            continue
        if (since, days) not in counted:
            was = counted_from(since, days, before)
            counted[since, days] = was, counted_from(since, days, after)
        was, now = counted[since, days]
        if due_on == was != now:
            yield Moved(case_id, episode, was, now)


def count(before: IsSchoolDay, after: IsSchoolDay) -> int:
    """How many deadlines would move."""
    return sum(1 for _moved in moved_by(before, after))


def move(before: IsSchoolDay, after: IsSchoolDay, reason: str, by: User) -> int:
    """Move them, and say so on each timeline. What was told of the old day counts no more."""
    found, at = list(moved_by(before, after)), clock.now()
    by_day: dict[date, list[int]] = defaultdict(list)
    for moved in found:
        by_day[moved.now].append(moved.case_id)
    for day, ids in by_day.items():
        db.session.execute(
            update(Case).where(among(Case.id, ids)).values(due_on=day, escalation=0),
            execution_options={"synchronize_session": False},
        )
    bulk_insert(
        CaseEvent,
        [
            {
                "case_id": moved.case_id,
                "episode": moved.episode,
                "at": at,
                "kind": EventKind.RESCHEDULED,
                "actor_id": by.id,
                "reason": reason,
                "details": {"from": moved.was.isoformat(), "to": moved.now.isoformat()},
            }
            for moved in found
        ],
    )
    return len(found)


FOLLOWER = Follower(count, move)
