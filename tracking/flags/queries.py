"""Reads over flags, scans, and children by their keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, false, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from models.case import Case
from models.child import Child, ChildKey
from models.database import among, db
from models.flag import Flag
from models.organisation import Organisation
from models.outcome import Outcome
from models.scan import Scan
from models.scope import AFTER_SLASH, EVERYWHERE, current_scope
from models.snapshot import Snapshot
from models.vocabulary.cases import CaseState
from models.vocabulary.flags import FlagStatus, Severity
from models.vocabulary.organisations import Level
from models.vocabulary.registry import KeyKind
from models.vocabulary.snapshots import SnapshotKind, SnapshotState
from tracking.comparison.queries import last_scan
from tracking.rules._kit import LEDGER


def newest_registry_day(until: date) -> date | None:
    """The day of the newest accepted registry file up to a day."""
    query = select(func.max(Snapshot.as_of)).where(
        Snapshot.kind == SnapshotKind.REGISTRY,
        Snapshot.state != SnapshotState.REFUSED,
        Snapshot.as_of <= until,
    )
    return db.session.scalar(query)


def children_by_key(values: Iterable[int]) -> dict[tuple[KeyKind, int], int]:
    """(kind, keyed hash) → child id, for hashes that are known."""
    query = select(ChildKey.kind, ChildKey.value, ChildKey.child_id)
    rows = db.session.execute(query.where(among(ChildKey.value, values)))
    return {(kind, value): child_id for kind, value, child_id in rows}


def births(ids: Iterable[int]) -> dict[int, date | None]:
    """Birth dates of children by id."""
    rows = db.session.execute(select(Child.id, Child.birth_date).where(among(Child.id, ids)))
    return dict(rows.all())


@dataclass(frozen=True)
class KnownFlag:
    """What a scan has to know of a flag that is there already."""

    id: int
    case_id: int
    status: FlagStatus
    last_as_of: date


def known_flags(child_ids: Iterable[int]) -> dict[tuple[int, str, str], KnownFlag]:
    """Flags of children by (child, rule, evidence key)."""
    columns: Any = (Flag.id, Flag.case_id, Flag.status, Flag.last_as_of)
    found: dict[tuple[int, str, str], KnownFlag] = {}
    query = select(Flag.child_id, Flag.rule, Flag.evidence_key, *columns)
    for row in db.session.execute(query.where(among(Flag.child_id, child_ids))):
        child, rule, key, *rest = tuple(row)
        found[child, rule, key] = KnownFlag(*rest)
    return found


def statuses_of(rule: str, child_ids: Iterable[int]) -> dict[int, FlagStatus]:
    """Child id → what became of its flag of a rule: of several, the one that proved true."""
    found: dict[int, FlagStatus] = {}
    query = select(Flag.child_id, Flag.status).where(Flag.rule == rule)
    for child, status in db.session.execute(query.where(among(Flag.child_id, set(child_ids)))):
        if found.get(child) is not FlagStatus.CONFIRMED:
            found[child] = status
    return found


def scan_days(limit: int) -> list[date]:
    """The days of the last scans, newest first."""
    query = select(Scan.as_of).distinct().order_by(Scan.as_of.desc()).limit(limit)
    return list(db.session.scalars(query))


def flag_in_scope(number: int) -> Flag | None:
    """One flag with what its page shows; None outside the scope."""
    query = queue(FlagFilter()).where(Flag.id == number)
    return db.session.scalars(query.options(joinedload(Flag.decided_by))).one_or_none()


def registry_days() -> list[tuple[int, date]]:
    """(snapshot id, day) of every accepted registry file, newest first."""
    query = (
        select(Snapshot.id, Snapshot.as_of)
        .where(Snapshot.kind == SnapshotKind.REGISTRY, Snapshot.state != SnapshotState.REFUSED)
        .order_by(Snapshot.as_of.desc(), Snapshot.id.desc())
    )
    return list(db.session.execute(query))


def schools_in_scope() -> dict[str, str]:
    """Code → name of the schools that the scope in force covers, by name."""
    query = select(Organisation.code, Organisation.name).where(Organisation.level == Level.SCHOOL)
    path = current_scope()
    if path != EVERYWHERE:
        last = path[:-1] + AFTER_SLASH
        query = query.where(Organisation.path >= path, Organisation.path < last)
    rows = db.session.execute(query.order_by(Organisation.name, Organisation.code))
    return dict(rows.all())


def counties_of_schools() -> dict[str, str]:
    """School code → name of the bureau above it."""
    above = aliased(Organisation)
    query = select(Organisation.code, above.name).join(above, above.id == Organisation.parent_id)
    rows = db.session.execute(query.where(Organisation.level == Level.SCHOOL))
    return dict(rows.all())


@dataclass(frozen=True)
class FlagFilter:
    """What the queue shows; None leaves a field open."""

    rule: str | None = None
    school: str | None = None
    state: CaseState | None = None
    severity: Severity | None = None
    status: FlagStatus | None = None
    as_of: date | None = None
    grade: int | None = None
    source: str | None = None
    is_judged: bool = False


def source_of() -> Any:
    """What kind of file the row of a flag stands in; "ledger" for the bureau's own files."""
    return func.coalesce(Flag.evidence[("rows", 0, "source")].as_string(), LEDGER)


def queue(wanted: FlagFilter) -> Select[Any]:
    """Flags in scope with all that a line of the queue shows, without an order.

    The number of statements does not grow with the rows.
    """
    query = (
        select(Flag)
        .join(Flag.case)
        .join(Flag.child)
        .options(
            joinedload(Flag.child).selectinload(Child.keys),
            joinedload(Flag.case).options(
                joinedload(Case.owner),
                joinedload(Case.school),
                selectinload(Case.flags).load_only(
                    Flag.rule, Flag.as_of, Flag.status, Flag.decided_at, Flag.episode
                ),
                selectinload(Case.outcomes).load_only(
                    Outcome.code, Outcome.decision, Outcome.decided_at
                ),
            ),
        )
    )
    conditions = {
        Flag.rule: wanted.rule,
        Flag.school_code: wanted.school,
        Case.state: wanted.state,
        Flag.severity: wanted.severity,
        Flag.status: wanted.status,
        Flag.as_of: wanted.as_of,
        Child.grade: wanted.grade,
        source_of(): wanted.source,
        Flag.status != FlagStatus.OPEN: wanted.is_judged,
    }
    return query.where(*(column == value for column, value in conditions.items() if value))


URGENCY = case((Flag.severity == Severity.HIGH, 0), (Flag.severity == Severity.MEDIUM, 1), else_=2)
SORTS: dict[str, list[tuple[Any, bool]]] = {  # columns, and whether each descends
    "urgency": [(URGENCY, False), (Flag.as_of, True)],
    "day": [(Flag.as_of, False)],
    "rule": [(Flag.rule, False)],
    "school": [(Flag.school_code, False)],
    "class": [(Child.grade, False), (Child.class_no, False)],
}


def sort_keys(key: str, *, descending: bool) -> list[tuple[Any, bool]]:
    """The keys a list is paged by."""
    return [(column, down != descending) for column, down in SORTS[key]]


@dataclass(frozen=True)
class QueueCounts:
    """Open flags in scope: all, those first raised by the newest scan, those not given out."""

    open: int
    new: int
    clues: int
    newest: date | None


def queue_counts() -> QueueCounts:
    """The figures above the queue."""
    scan = last_scan()
    newest = scan.as_of if scan else None
    is_new = Flag.as_of == newest if newest else false()
    query = (
        select(
            func.count(Flag.id),
            func.sum(case((is_new, 1), else_=0)),
            func.sum(case((Case.state == CaseState.CLUE, 1), else_=0)),
        )
        .join(Flag.case)
        .where(Flag.status == FlagStatus.OPEN)
    )
    total, new, clues = db.session.execute(query).one()
    return QueueCounts(total, int(new or 0), int(clues or 0), newest)


def new_flags_by_rule(scan: Scan) -> dict[str, int]:
    """Rule → flags in scope that a scan raised first."""
    query = (
        select(Flag.rule, func.count(Flag.id)).where(Flag.scan_id == scan.id).group_by(Flag.rule)
    )
    return dict(db.session.execute(query).all())


def scans(limit: int = 50) -> list[Scan]:
    """Newest scans first."""
    query = select(Scan).order_by(Scan.id.desc()).limit(limit)
    return list(db.session.scalars(query))


def scan_by_id(number: int) -> Scan | None:
    """One scan with its parts."""
    query = select(Scan).where(Scan.id == number).options(selectinload(Scan.parts))
    return db.session.scalars(query).first()


def receipt_text(number: int) -> str:
    """The signed receipt of a scan, as it is given away; blank for a scan without one."""
    return db.session.scalar(select(Scan.receipt).where(Scan.id == number)) or ""
