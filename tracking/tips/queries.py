"""Reads over tips, and who a tip may be about."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from models.case import Case
from models.child import Child
from models.database import db
from models.organisation import Organisation
from models.scope import covers, current_scope
from models.sealing import keyed_hash
from models.tip import Tip
from models.vocabulary.organisations import Level
from models.vocabulary.tips import TipState
from tracking.snapshots import archive
from tracking.snapshots.cleaning.sealing import MARK
from tracking.snapshots.cleaning.values import tidy_names
from tracking.snapshots.queries import latest_usable, registry_parts, snapshots_by_id

HANDLING = (Level.CITY, Level.COUNTY, Level.TOWNSHIP)
SORTS: dict[str, list[tuple[Any, bool]]] = {
    "due": [(Tip.due_on, False)],
    "received": [(Tip.received_on, False)],
}


def listing(state: TipState | None) -> Select[Any]:
    """Tips in scope with what a line shows, without an order."""
    query = select(Tip).options(joinedload(Tip.school), joinedload(Tip.recorded_by))
    return query.where(Tip.state == state) if state else query


def sort_keys(key: str, *, descending: bool) -> list[tuple[Any, bool]]:
    """The keys a list is paged by."""
    return [(column, down != descending) for column, down in SORTS[key]]


def tip_in_scope(number: int) -> Tip | None:
    """One tip; None outside the scope."""
    query = listing(None).where(Tip.id == number).options(joinedload(Tip.decided_by))
    return db.session.scalars(query).one_or_none()


def counts() -> dict[TipState, int]:
    """State → tips in scope."""
    query = select(Tip.state, func.count(Tip.id)).group_by(Tip.state)
    found = dict(db.session.execute(query).all())
    return {state: found.get(state, 0) for state in TipState}


def waiting(today: date) -> tuple[int, int]:
    """Tips in scope that nobody has decided about: all of them, and those past their limit."""
    late = func.sum(case((Tip.due_on < today, 1), else_=0))
    query = select(func.count(Tip.id), late).where(Tip.state == TipState.OPEN)
    total, overdue = db.session.execute(query).one()
    return total, int(overdue or 0)


def handling_organisations() -> list[Organisation]:
    """Active bureaus and townships in scope, by level and name."""
    query = select(Organisation).where(
        Organisation.level.in_(HANDLING), Organisation.is_active.is_(True)
    )
    found = [o for o in db.session.scalars(query) if covers(current_scope(), o.path)]
    return sorted(found, key=lambda o: (HANDLING.index(o.level), o.code))


def schools_in_scope() -> dict[str, Organisation]:
    """Active schools in scope by code, in the order of their names."""
    query = select(Organisation).where(
        Organisation.level == Level.SCHOOL, Organisation.is_active.is_(True)
    )
    found = (o for o in db.session.scalars(query.order_by(Organisation.name, Organisation.code)))
    return {o.code: o for o in found if covers(current_scope(), o.path)}


def case_of(tip: Tip) -> Case | None:
    """The file of the tip's child, where it is in scope."""
    if tip.child_id is None:
        return None
    return db.session.scalars(select(Case).where(Case.child_id == tip.child_id)).one_or_none()


def name_key(tip: Tip) -> int:
    """The keyed hash of the child's name as rosters have it."""
    return keyed_hash("name", tidied(tip.child_name))


def person_key(tip: Tip) -> int | None:
    """The keyed hash of name, birth date and sex as rosters have it; None when one is missing."""
    if tip.birth_date is None or tip.sex is None:
        return None
    parts = (tidied(tip.child_name), tip.birth_date.isoformat(), tip.sex.value)
    return keyed_hash("person", MARK.join(parts))


def tidied(name: str) -> str:
    """A name in the one form in which names are compared."""
    return str(tidy_names(pa.array([name]))[0].as_py())


def known_child(tip: Tip) -> int | None:
    """The child in scope that was flagged before, by name, birth date and sex, if it is one."""
    if person_key(tip) is None:
        return None
    query = select(Child.id).where(
        Child.name_key == name_key(tip),
        Child.birth_date == tip.birth_date,
        Child.sex == tip.sex,
    )
    found = list(db.session.scalars(query.limit(2)))
    return found[0] if len(found) == 1 else None


def roster_row(tip: Tip, root: Path, today: date) -> dict[str, Any] | None:
    """The row of the newest rosters in scope that the tip is about, if it is one child's."""
    key = person_key(tip)
    if key is None:
        return None
    standing = latest_usable(registry_parts(today))
    files = {(part.snapshot_id, code) for code, part in standing.items()}
    rows: dict[Any, dict[str, Any]] = {}
    for number, snapshot in snapshots_by_id({number for number, _ in files}).items():
        path = archive.whole_rows(root, snapshot)
        numbers = archive.rows_with(path, {("person_key", key)})
        for row in archive.rows_at(path, snapshot.kind, numbers).values():
            if (number, row["school_code"]) in files:
                rows[row.get("student_key") or (number, row["row_no"])] = row
    told = [r for r in rows.values() if tip.school and r["school_code"] == tip.school.code]
    found = told or list(rows.values())
    return found[0] if len(found) == 1 else None


def own_key(tip: Tip) -> int:
    """A key for a child of whom name, birth date or sex is not known: it has this tip only."""
    return keyed_hash("tip", str(tip.id))
