"""The alarm for the one failure that nobody sees: that nothing is compared any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import case, func, select

from models.database import db
from models.job_run import JobRun
from models.organisation import Organisation
from models.scan import Scan
from models.vocabulary.notices import NoticeKind
from models.vocabulary.organisations import Level
from tracking.kernel import clock
from tracking.kernel.notices import tell
from tracking.kernel.transaction import transaction

SILENT_AFTER = timedelta(days=8)


def last_sign(now: datetime) -> datetime | None:
    """When the last scan ended; before the first scan, when the scheduler first ran a job."""
    scanned = db.session.scalar(select(func.max(Scan.finished_at)).where(Scan.finished_at <= now))
    return scanned or db.session.scalar(select(func.min(JobRun.started_at)))


def city_bureau() -> Organisation | None:
    """The bureau that hears of what concerns the whole installation; None before set-up."""
    rank = case((Organisation.level == Level.CITY, 0), else_=1)
    query = (
        select(Organisation)
        .where(Organisation.parent_id.is_(None), Organisation.is_active.is_(True))
        .order_by(rank, Organisation.id)
    )
    return db.session.scalars(query).first()


def raise_alarm(now: datetime) -> int:
    """Tell the city bureau that no scan was made for 8 days, once per 8 days of silence.

    Returns how many messages were written: 0 or 1.
    """
    with transaction():
        last, bureau = last_sign(now), city_bureau()
        if last is None or bureau is None or now - last < SILENT_AFTER:
            return 0
        key = f"silent:{last:%Y%m%dT%H%M%S}:{(now - last) // SILENT_AFTER}"
        since = clock.local(last).date().isoformat()
        days = (now - last).days
        return int(tell(bureau.id, NoticeKind.SILENT, key=key, at=now, days=days, since=since))
