"""What people do in this chapter: they say that messages have been read."""

from __future__ import annotations

from sqlalchemy import update

from models.database import db
from models.notice import Notice
from models.user import User
from tracking.kernel import clock
from tracking.kernel.notices import kinds_read_by
from tracking.kernel.transaction import transaction


def mark_read(user: User) -> None:
    """Every message to the person's organisation, of those it may read, has been read now."""
    with transaction():
        db.session.execute(
            update(Notice)
            .where(
                Notice.organisation_id == user.organisation_id,
                Notice.kind.in_(list(kinds_read_by(user))),
                Notice.read_at.is_(None),
            )
            .values(read_at=clock.now()),
            execution_options={"synchronize_session": False},
        )
