"""Reads over snapshots and their parts; which part of which file stands for a school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from models.database import db
from models.organisation import Organisation
from models.scope import AFTER_SLASH, EVERYWHERE, covers, current_scope
from models.snapshot import Snapshot, SnapshotPart
from models.vocabulary.organisations import Level
from models.vocabulary.snapshots import SnapshotKind, SnapshotState
from tracking.snapshots.policy import PRESENT, SET_ASIDE, USABLE, Part


def registry_parts(until: date) -> list[Part]:
    """All parts of registry files up to a day that hold rows, oldest first."""
    query = (
        select(
            SnapshotPart.school_code, SnapshotPart.snapshot_id, Snapshot.as_of, SnapshotPart.state
        )
        .join(SnapshotPart.snapshot)
        .where(Snapshot.as_of <= until, SnapshotPart.state.in_(PRESENT))
        .order_by(Snapshot.as_of, Snapshot.id)
    )
    return [Part(*row) for row in db.session.execute(query)]


def latest_usable(parts: Iterable[Part]) -> dict[str, Part]:
    """The newest usable part of each school."""
    return {p.school_code: p for p in sorted(parts, key=lambda p: p.order) if p.is_usable}


def movement_snapshots(until: date) -> list[Snapshot]:
    """Accepted movement files up to a day, oldest first."""
    query = (
        select(Snapshot)
        .where(
            Snapshot.kind == SnapshotKind.MOVEMENTS,
            Snapshot.state != SnapshotState.REFUSED,
            Snapshot.as_of <= until,
        )
        .order_by(Snapshot.as_of, Snapshot.id)
    )
    return list(db.session.scalars(query))


def snapshots_by_id(ids: Iterable[int]) -> dict[int, Snapshot]:
    """Snapshots by id."""
    query = select(Snapshot).where(Snapshot.id.in_(set(ids)))
    return {s.id: s for s in db.session.scalars(query)}


def report_now(number: int) -> dict[str, Any]:
    """The report of a snapshot as it is committed, whatever the running transaction still sees."""
    with Session(db.engine) as fresh:
        return fresh.scalar(select(Snapshot.report).where(Snapshot.id == number)) or {}


def same_file(kind: SnapshotKind | None, digest: str, as_of: date, area: str) -> Snapshot | None:
    """An accepted snapshot of the same bytes and day that holds all that an area may bring in.

    A county's import of a file kept that county's rows only, so it does not stand for the same
    file brought in by another county or by the city. Of any kind when None is given.
    """
    query = select(Snapshot).where(
        Snapshot.content_hash == digest,
        Snapshot.as_of == as_of,
        Snapshot.state != SnapshotState.REFUSED,
    )
    if kind is not None:
        query = query.where(Snapshot.kind == kind)
    wider = (s for s in db.session.scalars(query) if covers(s.org_path, area))
    return next(wider, None)


def newest_accepted() -> int:
    """The id of the newest accepted snapshot: whatever was checked before it is out of date."""
    query = select(func.max(Snapshot.id)).where(Snapshot.state != SnapshotState.REFUSED)
    return db.session.scalar(query) or 0


def all_schools() -> dict[str, Organisation]:
    """Every school by code, those that do not work any more too."""
    query = select(Organisation).where(Organisation.level == Level.SCHOOL)
    return {o.code: o for o in db.session.scalars(query)}


def schools() -> dict[str, Organisation]:
    """Active schools by code."""
    query = select(Organisation).where(
        Organisation.level == Level.SCHOOL, Organisation.is_active.is_(True)
    )
    return {o.code: o for o in db.session.scalars(query)}


def root() -> Organisation | None:
    """The organisation at the top of the tree."""
    query = select(Organisation).where(Organisation.parent_id.is_(None)).order_by(Organisation.id)
    return db.session.scalars(query).first()


def visible_snapshots() -> Select[Any]:
    """The importer's own attempts, and files that hold parts in scope; without an order."""
    return select(Snapshot).where(*_seen()).options(joinedload(Snapshot.imported_by))


def visible_snapshot(number: int) -> Snapshot | None:
    """One attempt, if it may be seen."""
    return db.session.scalars(select(Snapshot).where(Snapshot.id == number, *_seen())).first()


def parts_of(snapshot: Snapshot) -> list[SnapshotPart]:
    """The parts of a file that may be seen."""
    query = select(SnapshotPart).where(SnapshotPart.snapshot_id == snapshot.id)
    return list(db.session.scalars(query.order_by(SnapshotPart.school_code)))


def part_in_scope(snapshot_id: int, part_id: int) -> SnapshotPart | None:
    """One school's part of a file."""
    query = (
        select(SnapshotPart)
        .where(SnapshotPart.id == part_id, SnapshotPart.snapshot_id == snapshot_id)
        .options(joinedload(SnapshotPart.snapshot))
    )
    return db.session.scalars(query).one_or_none()


def is_own(snapshot: Snapshot) -> bool:
    """Whether the importer's organisation lies in scope, so that all of the file may be seen."""
    return snapshot.org_path.startswith(current_scope())


def school_names() -> dict[str, str]:
    """School code → name, read once per request or command."""
    held = db.session().info
    if "school_names" not in held:
        query = select(Organisation.code, Organisation.name)
        query = query.where(Organisation.level == Level.SCHOOL)
        held["school_names"] = dict(db.session.execute(query).all())
    names: dict[str, str] = held["school_names"]
    return names


def open_set_asides() -> list[SnapshotPart]:
    """Parts set aside that no later good roster has replaced, one per school, newest first."""
    later, its_file = aliased(SnapshotPart), aliased(Snapshot)
    replaced = (
        select(later.id)
        .join(its_file, later.snapshot_id == its_file.id)
        .where(
            later.school_code == SnapshotPart.school_code,
            later.state.in_(USABLE),
            or_(
                its_file.as_of > Snapshot.as_of,
                and_(its_file.as_of == Snapshot.as_of, its_file.id > Snapshot.id),
            ),
        )
    )
    query = (
        select(SnapshotPart)
        .join(SnapshotPart.snapshot)
        .where(SnapshotPart.state.in_(SET_ASIDE), ~replaced.exists())
        .options(contains_eager(SnapshotPart.snapshot))
        .order_by(Snapshot.as_of.desc(), Snapshot.id.desc(), SnapshotPart.school_code)
    )
    found: dict[str, SnapshotPart] = {}
    for part in db.session.scalars(query):
        found.setdefault(part.school_code, part)
    return list(found.values())


def held_schools() -> dict[int, set[str]]:
    """Snapshot id → the schools whose rows lie in it, whatever the guard made of them."""
    query = select(SnapshotPart.snapshot_id, SnapshotPart.school_code).where(SnapshotPart.rows > 0)
    found: dict[int, set[str]] = defaultdict(set)
    for number, code in db.session.execute(query):
        found[number].add(code)
    return found


def _seen() -> tuple[ColumnElement[bool], ...]:
    path = current_scope()
    if path == EVERYWHERE:
        return ()
    last = path[:-1] + AFTER_SLASH
    own = and_(Snapshot.org_path >= path, Snapshot.org_path < last)
    holds = exists().where(
        SnapshotPart.snapshot_id == Snapshot.id,
        SnapshotPart.org_path >= path,
        SnapshotPart.org_path < last,
    )
    return (or_(own, holds),)
