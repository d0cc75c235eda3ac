"""Which calendar is in force, and how it came to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction, joinedload

from models.calendar_day import CalendarDay
from models.database import db
from models.school_term import SchoolTerm
from models.user import User
from models.vocabulary.calendar import TermPart
from tracking.calendar.policy import Calendar, OwnDay, Term

CACHED = "school calendar in force"


@event.listens_for(Session, "after_transaction_end")
def forget(session: Session, _ended: SessionTransaction) -> None:
    """Read the calendar again in the next transaction: somebody may have changed it."""
    session.info.pop(CACHED, None)


def in_force() -> Calendar:
    """The calendar that counts; two statements per transaction, however often it is asked.

    Asked in the middle of a change, it must not write what is half made.
    """
    session = db.session()
    if CACHED not in session.info:
        with session.no_autoflush:
            session.info[CACHED] = read()
    found: Calendar = session.info[CACHED]
    return found


def read() -> Calendar:
    """The newest row of each day and of each term."""
    columns = (CalendarDay.id, CalendarDay.day, CalendarDay.is_school_day, CalendarDay.name)
    days: dict[date, OwnDay] = {}
    terms: dict[tuple[int, TermPart], Term] = {}
    last_day = last_term = 0
    for number, day, is_school_day, name in db.session.execute(
        select(*columns).order_by(CalendarDay.id)
    ):
        days[day], last_day = OwnDay(is_school_day, name), number
    for row in db.session.scalars(select(SchoolTerm).order_by(SchoolTerm.id)):
        term = Term(row.year, row.part, row.first_on, row.last_on, row.is_proposal)
        terms[row.year, row.part], last_term = term, row.id
    return Calendar(days, tuple(terms.values()), f"{last_day}.{last_term}")


@dataclass(frozen=True)
class Change:
    """What one person put in force at one time."""

    at: datetime
    by: User
    basis: str
    days: list[CalendarDay]
    terms: list[SchoolTerm]


def history(limit: int = 20) -> list[Change]:
    """The newest changes, newest first."""
    moments = sorted(set(_moments(CalendarDay)) | set(_moments(SchoolTerm)), reverse=True)
    since = moments[: limit + 1][-1] if moments else None
    if since is None:
        return []
    found: dict[tuple[datetime, int, str], Change] = {}
    for row in (*_rows(SchoolTerm, since), *_rows(CalendarDay, since)):
        key = (row.changed_at, row.changed_by_id, row.basis)
        made = found.setdefault(key, Change(row.changed_at, row.changed_by, row.basis, [], []))
        if isinstance(row, CalendarDay):
            made.days.append(row)
        else:
            made.terms.append(row)
    return sorted(found.values(), key=lambda change: change.at, reverse=True)[:limit]


def _moments(model: type[CalendarDay | SchoolTerm]) -> list[datetime]:
    query = select(model.changed_at).distinct().order_by(model.changed_at.desc()).limit(21)
    return list(db.session.scalars(query))


def _rows(
    model: type[CalendarDay | SchoolTerm], since: datetime
) -> Iterable[CalendarDay | SchoolTerm]:
    query = select(model).where(model.changed_at >= since).order_by(model.id)
    return db.session.scalars(query.options(joinedload(model.changed_by)))
