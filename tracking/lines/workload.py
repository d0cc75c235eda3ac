"""Who has how much open work, and what comes: by organisation and by person.

The forecast adds deadlines that are known to openings that are only expected: as many a week as
in the last weeks on average. Each is named as what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, case, func, select

from models.case import Case, CaseEvent
from models.database import db
from models.organisation import Organisation
from models.responsible import Responsible, WorkTransfer
from models.scope import AFTER_SLASH, current_scope
from models.user import User
from models.vocabulary.cases import EventKind
from tracking.cases.policy import OPEN
from tracking.cases.queries import IS_LED, OWNER_LEVELS
from tracking.kernel import clock

WEEKS_AHEAD = 4
WEEKS_BACK = 8
BEGINNINGS = (EventKind.OPENED, EventKind.REOPENED)
LAST_TRANSFERS = 10


@dataclass
class Load:
    """Open work of one organisation or person."""

    name: str
    place: str = ""
    code: str = ""
    is_active: bool = True
    open: int = 0
    week: int = 0
    overdue: int = 0
    ahead: list[int] = field(default_factory=lambda: [0] * WEEKS_AHEAD)


@dataclass(frozen=True)
class Week:
    """One week ahead: deadlines that are known, and cases expected to be opened."""

    first: date
    due: int
    expected: float


def week_starts(today: date) -> list[date]:
    """The Mondays of the weeks ahead, next week first."""
    monday = today - timedelta(days=today.weekday())
    return [monday + timedelta(weeks=n) for n in range(1, WEEKS_AHEAD + 1)]


def sums(today: date) -> list[Any]:
    """Open, due in the rest of this week, overdue, due in each week ahead; as sums of a query."""
    starts = week_starts(today)
    wanted = [Case.due_on < starts[0], Case.due_on < today]
    wanted[0] = and_(Case.due_on >= today, wanted[0])
    wanted += [and_(Case.due_on >= d, Case.due_on < d + timedelta(weeks=1)) for d in starts]
    return [func.count(Case.id), *(func.sum(case((w, 1), else_=0)) for w in wanted)]


def filled(load: Load, figures: Sequence[Any]) -> Load:
    """A load with its figures."""
    numbers = [int(n or 0) for n in figures]
    load.open, load.week, load.overdue, load.ahead = *numbers[:3], numbers[3:]
    return load


def by_organisation(today: date) -> list[Load]:
    """Organisations that own open cases in scope, the most overdue first."""
    query = (
        select(Organisation.name, Organisation.code, Organisation.is_active, *sums(today))
        .select_from(Case)
        .join(Organisation, Organisation.id == Case.owner_id)
        .where(Case.state.in_(OPEN), IS_LED)
        .group_by(Organisation.name, Organisation.code, Organisation.is_active)
    )
    rows = db.session.execute(query)
    loads = [filled(Load(n, code=c, is_active=a), figures) for n, c, a, *figures in rows]
    return sorted(loads, key=lambda load: (load.is_active, -load.overdue, -load.open, load.code))


def by_person(today: date) -> list[Load]:
    """Persons with an account who stand on a line of open cases in scope."""
    cases = (
        select(Responsible.case_id, Responsible.user_id)
        .where(Responsible.ended_at.is_(None), Responsible.user_id.is_not(None))
        .distinct()
        .subquery()
    )
    columns = (User.id, User.display_name, User.enabled, Organisation.name)
    query = (
        select(*columns, *sums(today))
        .select_from(Case)
        .join(cases, cases.c.case_id == Case.id)
        .join(User, User.id == cases.c.user_id)
        .join(Organisation, Organisation.id == User.organisation_id)
        .where(Case.state.in_(OPEN), IS_LED)
        .group_by(*columns)
    )
    loads = [
        filled(Load(name, place, str(number), is_active), figures)
        for number, name, is_active, place, *figures in db.session.execute(query)
    ]
    return sorted(loads, key=lambda load: (load.is_active, -load.overdue, -load.open, load.name))


def forecast(loads: list[Load], today: date) -> list[Week]:
    """The weeks ahead: what falls due, and how many cases will be opened if things go on so."""
    since = clock.at(today - timedelta(weeks=WEEKS_BACK))
    query = (
        select(func.count(CaseEvent.id))
        .join(Case, Case.id == CaseEvent.case_id)
        .where(CaseEvent.kind.in_(BEGINNINGS), CaseEvent.at >= since)
    )
    expected = (db.session.scalar(query) or 0) / WEEKS_BACK
    return [
        Week(first, sum(load.ahead[n] for load in loads), expected)
        for n, first in enumerate(week_starts(today))
    ]


def places() -> list[Organisation]:
    """Organisations in scope that own work or may, those that do not work any more included."""
    query = select(Organisation).where(Organisation.level.in_(OWNER_LEVELS), below())
    return list(db.session.scalars(query.order_by(Organisation.path)))


def persons() -> list[User]:
    """Accounts in scope that may stand on a line, disabled ones included, by organisation."""
    query = select(User).join(User.organisation).where(below(), User.role.is_not(None))
    return list(db.session.scalars(query.order_by(Organisation.path, User.display_name)))


def below() -> Any:
    """Organisations in the scope in force."""
    path = current_scope()
    return and_(Organisation.path >= path, Organisation.path < path[:-1] + AFTER_SLASH)


def transfers() -> list[WorkTransfer]:
    """Work that was given away lately, newest first."""
    query = select(WorkTransfer).order_by(WorkTransfer.id.desc()).limit(LAST_TRANSFERS)
    return list(db.session.scalars(query))
