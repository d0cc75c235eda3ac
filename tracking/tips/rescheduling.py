"""Moving the time limits of open tips when the calendar changes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models.database import db
from models.tip import Tip
from models.user import User
from models.vocabulary.tips import TipState
from tracking.calendar.following import Follower
from tracking.kernel import audit, clock
from tracking.kernel.schooldays import IsSchoolDay, counted_from


def moved_by(before: IsSchoolDay, after: IsSchoolDay) -> list[tuple[Tip, date]]:
    """Open tips whose limit moves, with the new day; they are few."""
    query = select(Tip).where(Tip.state == TipState.OPEN, Tip.due_days.is_not(None))
    found = []
    for tip in db.session.scalars(query.order_by(Tip.id)):
        since, days = clock.local(tip.recorded_at).date(), tip.due_days or 0
        now = counted_from(since, days, after)
        if tip.due_on == counted_from(since, days, before) != now:
            found.append((tip, now))
    return found


def count(before: IsSchoolDay, after: IsSchoolDay) -> int:
    """How many limits would move."""
    return len(moved_by(before, after))


def move(before: IsSchoolDay, after: IsSchoolDay, _reason: str, by: User) -> int:
    """Move them; a tip has no timeline, so each stands in the audit log."""
    found = moved_by(before, after)
    for tip, now in found:
        details = {"from": tip.due_on.isoformat(), "to": now.isoformat()}
        audit.record("tip.reschedule", by=by, target=f"tip:{tip.id}", details=details)
        tip.due_on = now
    return len(found)


FOLLOWER = Follower(count, move)
