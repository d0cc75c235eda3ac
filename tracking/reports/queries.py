"""Reads across the whole story, set-based: a page takes the same number of statements always."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy import case as when
from sqlalchemy.orm import selectinload

from models.audit import AuditEntry
from models.case import Case
from models.database import db
from models.flag import Flag
from models.job_run import JobRun
from models.notice import Notice
from models.organisation import Organisation
from models.outcome import Outcome
from models.scan import ScanPart
from models.scope import AFTER_SLASH, current_scope
from models.snapshot import Snapshot, SnapshotPart
from models.vocabulary.cases import CaseState
from models.vocabulary.flags import FlagStatus
from models.vocabulary.notices import NoticeKind
from models.vocabulary.organisations import Level
from tracking.cases.queries import IS_LED, Filters, conditions, in_group, listing
from tracking.comparison.queries import last_scan
from tracking.kernel import clock
from tracking.kernel.scheduling.slots import EXTRA

LINES = 5  # of a card on the home page
WEEKS = 8  # of a trend line, this week included


def first_cases(filters: Filters) -> list[Case]:
    """The most urgent cases of a list, with what their line on a card says."""
    query = (
        listing(filters)
        .options(
            selectinload(Case.flags),
            selectinload(Case.outcomes).load_only(
                Outcome.code, Outcome.decision, Outcome.submitted_at, Outcome.episode
            ),
        )
        .order_by(Case.due_on.is_(None), Case.due_on, Case.id)
    )
    return list(db.session.scalars(query.limit(LINES)))


def totals(wanted: Sequence[Filters]) -> list[int]:
    """How many cases each of some lists holds, in one statement."""
    if not wanted:
        return []
    sums = [func.sum(when((and_(True, *conditions(f)), 1), else_=0)) for f in wanted]
    row = db.session.execute(select(*sums).select_from(Case)).one()
    return [int(count or 0) for count in row]


def cases_by_state() -> list[tuple[CaseState, int]]:
    """How many cases stand in each state, in the order of a case's life; empty ones left out."""
    query = select(Case.state, func.count(Case.id)).where(IS_LED).group_by(Case.state)
    found = dict(iter(db.session.execute(query)))
    return [(state, found[state]) for state in CaseState if state in found]


@dataclass
class Row:
    """One county or school on the page of a bureau.

    `silent` is the days since the roster that the last scan compared (the longest, for a
    county); `trend` the cases in progress at the end of each week, today last.
    """

    code: str
    name: str
    level: Level
    pupils: int = 0
    flags: int = 0
    open: int = 0
    overdue: int = 0
    silent: int | None = None
    late_schools: int = 0
    snapshot_id: int | None = None
    trend: list[int] = field(default_factory=lambda: [0] * WEEKS)


def county_rows() -> list[Row]:
    """The counties in scope, each with all that lies below it."""
    units = _units(Level.COUNTY)
    below = {unit.path: Row(unit.code, unit.name, unit.level) for unit in units}

    def row_of(path: str) -> Row | None:
        return below.get("/".join(path.split("/")[:2]) + "/")

    for path, *figures in _case_figures(Case.org_path):
        _add(row_of(path), figures)
    for path, count in _open_flags(Flag.org_path):
        if row := row_of(path):
            row.flags += count
    for standing in _standing_rosters():
        if row := row_of(standing.path):
            _place(row, standing)
    return list(below.values())


def school_rows(area: Organisation) -> list[Row]:
    """The schools of a county (or of any organisation in scope), the most overdue first."""
    units = _units(Level.SCHOOL, area.path)
    rows = {unit.id: Row(unit.code, unit.name, unit.level) for unit in units}
    by_code = {row.code: row for row in rows.values()}
    for number, *figures in _case_figures(Case.school_id):
        _add(rows.get(number), figures)
    for code, count in _open_flags(Flag.school_code):
        if row := by_code.get(code):
            row.flags += count
    for standing in _standing_rosters():
        if row := by_code.get(standing.school_code):
            _place(row, standing)
    return sorted(by_code.values(), key=lambda r: (-r.overdue, -r.open, -(r.silent or 0), r.code))


def county_in_scope(code: str) -> Organisation | None:
    """A county that the reader may see, by its code."""
    return next((unit for unit in _units(Level.COUNTY) if unit.code == code), None)


def week_ends(today: date) -> list[date]:
    """The last days of the weeks of a trend line: Sundays, and today."""
    sunday = today - timedelta(days=today.weekday() + 1)
    return [sunday - timedelta(weeks=n) for n in range(WEEKS - 2, -1, -1)] + [today]


def _add(row: Row | None, figures: Sequence[int]) -> None:
    if row is None:
        return
    row.open += figures[0]
    row.overdue += figures[1]
    row.trend = [before + now for before, now in zip(row.trend, figures[2:], strict=True)]


def _place(row: Row, standing: Any) -> None:
    days = (clock.today() - standing.as_of).days
    row.pupils += standing.rows
    row.silent = max(days, row.silent or 0)
    row.late_schools += not standing.is_newest
    row.snapshot_id = standing.snapshot_id


def _units(level: Level, path: str | None = None) -> list[Organisation]:
    inside = _within(Organisation.path, path or current_scope())
    query = select(Organisation).where(
        Organisation.level == level, Organisation.is_active.is_(True), inside
    )
    return list(db.session.scalars(query.order_by(Organisation.path)))


def _within(column: Any, path: str) -> ColumnElement[bool]:
    return and_(column >= path, column < path[:-1] + AFTER_SLASH)


def _case_figures(key: Any) -> list[tuple[Any, ...]]:
    """(key, in progress, overdue, in progress at each week's end) of the cases in scope.

    A case counts for its present episode: what an earlier one had been is on its own page.
    """
    today = clock.today()
    wanted = [in_group("open", today), in_group("overdue", today)]
    for day in week_ends(today):
        still = or_(Case.closed_on.is_(None), Case.closed_on > day)
        wanted.append(and_(Case.opened_on <= day, still))
    sums = [func.sum(when((condition, 1), else_=0)) for condition in wanted]
    rows = db.session.execute(select(key, *sums).where(IS_LED).group_by(key))
    return [(row[0], *(int(value or 0) for value in row[1:])) for row in rows]


def _open_flags(key: Any) -> Iterable[tuple[Any, int]]:
    query = select(key, func.count(Flag.id)).where(Flag.status == FlagStatus.OPEN).group_by(key)
    return [(found, count) for found, count in db.session.execute(query)]


@dataclass(frozen=True)
class Standing:
    """The roster that stood for a school in the last scan."""

    school_code: str
    path: str
    rows: int
    as_of: date
    snapshot_id: int
    is_newest: bool


def _standing_rosters() -> list[Standing]:
    scan = last_scan()
    if scan is None:
        return []
    query = (
        select(
            SnapshotPart.school_code,
            SnapshotPart.org_path,
            SnapshotPart.rows,
            Snapshot.as_of,
            Snapshot.id,
        )
        .join(SnapshotPart.snapshot)
        .join(
            ScanPart,
            and_(
                ScanPart.snapshot_id == SnapshotPart.snapshot_id,
                ScanPart.school_code == SnapshotPart.school_code,
            ),
        )
        .where(ScanPart.scan_id == scan.id)
    )
    week = timedelta(days=6)
    return [
        Standing(code, path, rows, as_of, number, as_of >= scan.as_of - week)
        for code, path, rows, as_of, number in db.session.execute(query)
    ]


def notices_of(organisation_id: int, kinds: Iterable[NoticeKind]) -> Select[Any]:
    """The messages of an organisation that are of some kinds, without an order."""
    return select(Notice).where(
        Notice.organisation_id == organisation_id, Notice.kind.in_(list(kinds))
    )


def readable_cases(ids: Iterable[int]) -> set[int]:
    """Those of some cases that the reader may open."""
    return set(db.session.scalars(select(Case.id).where(Case.id.in_(set(ids)))))


def runs() -> Select[Any]:
    """Every run of a job, without an order."""
    return select(JobRun)


def newest_runs() -> list[JobRun]:
    """The newest scheduled run of each job, by name of the job."""
    is_scheduled = JobRun.period.not_like(f"%{EXTRA}%")
    last = (
        select(JobRun.job, func.max(JobRun.due_at).label("due_at"))
        .where(is_scheduled)
        .group_by(JobRun.job)
        .subquery()
    )
    query = (
        select(JobRun)
        .join(last, and_(JobRun.job == last.c.job, JobRun.due_at == last.c.due_at))
        .where(is_scheduled)
        .order_by(JobRun.job)
    )
    return list(db.session.scalars(query))


def last_runs(limit: int = LINES) -> list[JobRun]:
    """The runs that started last."""
    query = select(JobRun).order_by(JobRun.started_at.desc(), JobRun.id.desc()).limit(limit)
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class LogFigures:
    """How long the audit log is, how many attempts were refused, and of which the last week."""

    entries: int
    refused: int
    refused_lately: int


def log_figures() -> LogFigures:
    """The figures of the audit log, in one statement."""
    is_refused = AuditEntry.allowed.is_(False)
    lately = and_(is_refused, AuditEntry.at >= clock.now() - timedelta(days=7))
    query = select(
        func.count(AuditEntry.id),
        func.sum(when((is_refused, 1), else_=0)),
        func.sum(when((lately, 1), else_=0)),
    )
    entries, refused, recent = db.session.execute(query).one()
    return LogFigures(entries, int(refused or 0), int(recent or 0))
