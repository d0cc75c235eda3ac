"""Hand-drawn rolls as the rules get them, on the embedded engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from models.vocabulary.snapshots import SnapshotKind
from tracking.comparison.frames import SCHOOLS
from tracking.comparison.ledger import CASES, KNOWN_FLAGS, TIPS
from tracking.kernel.engine import EmbeddedEngine, Frame
from tracking.kernel.school_year import school_year
from tracking.rules._kit import ROLLS, all_rules
from tracking.snapshots.form import FORMS

Row = dict[str, Any]
TODAY = date(2026, 11, 2)
SCHOOL, OTHER = "2115100001", "2115100002"
ADDED = [("person", pa.int64()), ("snapshot_id", pa.int64()), ("seen_on", pa.date32())]
FOUND_BY = pa.schema([("person", pa.int64()), ("rule", pa.string()), ("school_code", pa.string())])
SCHEMAS = {
    "schools": SCHOOLS,
    "cases": CASES,
    "known": KNOWN_FLAGS,
    "found": FOUND_BY,
    "tips": TIPS,
}


def schema_of(kind: SnapshotKind) -> pa.Schema:
    """The columns of a kind's frame: the archived ones in clear, and who, where from, when."""
    return pa.schema([*(f for f in FORMS[kind] if f.name != "sealed"), *ADDED])


def columns_of(name: str) -> pa.Schema:
    """The columns of a frame by the name rules ask for it."""
    if name in SCHEMAS:
        return SCHEMAS[name]
    return schema_of(SnapshotKind.REGISTRY if name in ROLLS else SnapshotKind(name))


def pupil(person: int, **columns: Any) -> Row:
    """A row of the present roll."""
    given = {"status": "studying", "status_text": "在读", "grade": 7, "school_code": SCHOOL}
    place = {"snapshot_id": 2, "row_no": person, "seen_on": TODAY}
    return {"person": person, **place, **given, **columns}


def before(person: int, **columns: Any) -> Row:
    """A row of the last roll."""
    return pupil(person, **{"snapshot_id": 1, "seen_on": date(2026, 10, 26), **columns})


def moved(person: int, kind: str, moved_on: date, **columns: Any) -> Row:
    """A movement of a child out of SCHOOL."""
    given = {"kind": kind, "kind_text": kind, "state": "done", "from_school": SCHOOL}
    place = {"snapshot_id": 3, "row_no": person, "seen_on": TODAY}
    return {"person": person, "moved_on": moved_on, "to_school": "", **place, **given, **columns}


def school(code: str, is_fresh: bool, as_of: date) -> Row:  # noqa: FBT001 - as a pair in tests
    """A school, with a roster of the day if it is fresh."""
    last = as_of if is_fresh else None
    return {"school_code": code, "is_fresh": is_fresh, "last_roster_on": last}


def called(person: int, presence: str | None, called_on: date, **columns: Any) -> Row:
    """A child in a roll call of SCHOOL."""
    day = {"called_on": called_on, "seen_on": called_on, "snapshot_id": 40, "row_no": person}
    return {"person": person, "presence": presence, "school_code": SCHOOL, **day, **columns}


def listed(person: int, **columns: Any) -> Row:
    """A row of a department's list about a child of the age of grade 7."""
    given = {"birth_date": date(2014, 5, 6), "person_key": 1000 + person}
    place = {"snapshot_id": 4, "row_no": person, "seen_on": date(2026, 10, 20)}
    return {"person": person, **place, **given, **columns}


class Bench:
    """One engine, and what a rule finds on it."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self.engine = engine

    def frame(self, rows: Iterable[Row], schema: pa.Schema) -> Frame:
        """Rows as a lazy frame; what a row does not say is blank."""
        table = pa.Table.from_pylist(list(rows), schema=schema)
        return self.engine.table(table)

    def find(
        self,
        code: str,
        *,
        schools: Iterable[tuple[str, bool] | Row] = ((SCHOOL, True), (OTHER, True)),
        as_of: date = TODAY,
        **given: Any,
    ) -> list[Row]:
        """What a rule finds, in the order of persons.

        Rows are given by the name of their frame; other keywords are the rule's thresholds.
        """
        rule = all_rules()[code]
        known = [school(*s, as_of) if isinstance(s, tuple) else s for s in schools]
        drawn = {"schools": known} | {n: given.pop(n) for n in rule.frames if n in given}
        frames = {name: self.frame(drawn.get(name, ()), columns_of(name)) for name in rule.frames}
        year, keep = school_year(as_of), self.engine.keep
        found = rule.find(frames, as_of=as_of, year=year, keep=keep, **given)
        rows: list[Row] = self.engine.collect(found).to_pylist()
        return sorted(rows, key=lambda row: row["person"])

    def persons(self, code: str, **frames: Any) -> list[int]:
        """Only who is found."""
        return [row["person"] for row in self.find(code, **frames)]


@pytest.fixture
def bench() -> Iterator[Bench]:
    """The engine of every day; that the others find the same is shown in test_engines.py."""
    with EmbeddedEngine() as engine:
        yield Bench(engine)
