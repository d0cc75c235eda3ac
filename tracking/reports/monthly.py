"""The monthly reports of the schools: which are due, what they count, who has not sent one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from models.case import Case, CaseEvent
from models.database import db
from models.organisation import Organisation
from models.scan import Scan
from models.scope import current_scope
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.organisations import Level
from models.zero_report import ZeroReport
from tracking.cases import policy
from tracking.cases.queries import IS_LED
from tracking.kernel import clock
from tracking.thresholds.queries import value_of

SHOWN = 6  # months that a page looks back
SWITCHES = {2: "monthly.february", 8: "monthly.august"}


@dataclass(frozen=True)
class Figures:
    """What a school reports: open on the day of the report, opened and returned in the month."""

    open: int
    opened: int
    returned: int

    @property
    def is_zero(self) -> bool:
        """Whether there is nothing to report."""
        return not (self.open or self.opened or self.returned)


@dataclass(frozen=True)
class MonthlyReport:
    """What a school adds to its figures; `seen` is the number of the report on the page."""

    remark: str
    seen: int = 0


@dataclass(frozen=True)
class MonthLine:
    """One month of a school; `standing` is sent, late, missing, waiting or not_due."""

    month: date
    due_on: date | None
    report: ZeroReport | None
    standing: str


def month_of(day: date) -> date:
    """The first day of a month."""
    return day.replace(day=1)


def month_before(month: date) -> date:
    """The month before."""
    return month_of(month - timedelta(days=1))


def month_after(month: date) -> date:
    """The month after."""
    return month_of(month + timedelta(days=31))


def months(today: date, count: int = SHOWN) -> list[date]:
    """The present month and those before it."""
    found = [month_of(today)]
    while len(found) < count:
        found.append(month_before(found[-1]))
    return found


def due_on(month: date) -> date | None:
    """By when the report of a month is wanted; None when none is."""
    switch = SWITCHES.get(month.month)
    if switch and not value_of(switch):
        return None
    return month.replace(day=int(value_of("monthly.day")))


def read_month(text: str, today: date) -> date:
    """A month of the URL, as 2026-11; the present one when it is none that can be reported."""
    offered = {f"{month:%Y-%m}": month for month in months(today)}
    return offered.get(text, month_of(today))


def figures_of(month: date, school: Organisation) -> Figures:
    """What the cases of a school in scope say of a month."""
    mine = (Case.school_id == school.id, IS_LED)
    is_open = select(func.count(Case.id)).where(*mine, Case.state.in_(policy.OPEN))
    inside = (CaseEvent.at >= clock.at(month), CaseEvent.at < clock.at(month_after(month)))
    told = select(func.count(CaseEvent.id)).join(CaseEvent.case).where(*mine, *inside)
    opened = told.where(CaseEvent.kind.in_((EventKind.OPENED, EventKind.REOPENED)))
    returned = told.where(
        CaseEvent.to_state == CaseState.RETURNED, CaseEvent.from_state != CaseState.RETURNED
    )
    counts = (db.session.scalar(query) or 0 for query in (is_open, opened, returned))
    return Figures(*counts)


def lines_of(school: Organisation, today: date) -> list[MonthLine]:
    """The last months of a school, newest first."""
    sent = newest_reports(months(today), [school.id])
    since = first_scan()
    return [line_of(month, sent.get((school.id, month)), today, since) for month in months(today)]


def line_of(month: date, report: ZeroReport | None, today: date, since: date | None) -> MonthLine:
    """How a month stands for a school; nothing is missing from before the first scan."""
    due = due_on(month)
    if report is not None:
        on_time = due is None or clock.local(report.sent_at).date() <= due
        return MonthLine(month, due, report, "sent" if on_time else "late")
    if due is None or since is None or due < since:
        return MonthLine(month, due, None, "not_due")
    return MonthLine(month, due, None, "missing" if due < today else "waiting")


def line_to_do(school: Organisation, today: date) -> MonthLine:
    """The month that a school has to see to: a missing one before, else the present one."""
    present, before = lines_of(school, today)[:2]
    return before if before.standing == "missing" else present


def missing_lately(today: date) -> tuple[date, int] | None:
    """The newest month that was due, and how many reports of it are missing; None when none was."""
    since = first_scan()
    for month in months(today, 3):
        due = due_on(month)
        if due and since and since <= due < today:
            return month, totals(month)[1]
    return None


def newest_reports(
    wanted: Iterable[date], schools: Iterable[int]
) -> dict[tuple[int, date], ZeroReport]:
    """(school, month) → the report that holds, in scope."""
    query = (
        select(ZeroReport)
        .where(ZeroReport.month.in_(list(wanted)), ZeroReport.organisation_id.in_(list(schools)))
        .options(joinedload(ZeroReport.sent_by))
        .order_by(ZeroReport.number)
    )
    return {(row.organisation_id, row.month): row for row in db.session.scalars(query)}


def schools_for(month: date, standing: str) -> Select[Any]:
    """Active schools in scope, those that have sent their report of a month or have not."""
    query = select(Organisation).where(
        Organisation.level == Level.SCHOOL,
        Organisation.is_active.is_(True),
        Organisation.path.startswith(current_scope(), autoescape=True),
    )
    sent = select(ZeroReport.organisation_id).where(ZeroReport.month == month)
    if standing == "missing":
        return query.where(Organisation.id.not_in(sent))
    return query.where(Organisation.id.in_(sent)) if standing == "sent" else query


def totals(month: date) -> tuple[int, int]:
    """How many schools in scope report, and how many have not sent the report of a month."""
    wanted = [schools_for(month, standing) for standing in ("", "missing")]
    every, missing = (
        db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
        for query in wanted
    )
    return every, missing


def first_scan() -> date | None:
    """When the first scan was made: nobody owed a report before."""
    at = db.session.scalar(select(func.min(Scan.finished_at)))
    return clock.local(at).date() if at else None
