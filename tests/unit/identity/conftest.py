"""Two rolls of hand-drawn rows, resolved as a scan does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from models.vocabulary.snapshots import SnapshotKind
from tracking.identity.resolve import Known, Resolved, resolve
from tracking.kernel.engine import EmbeddedEngine, Frame
from tracking.snapshots.form import FORMS

Row = dict[str, Any]
WEEKS = (date(2026, 10, 12), date(2026, 10, 19), date(2026, 10, 26))
BORN, SCHOOL = date(2013, 5, 6), "2115100001"
PLACE = [("snapshot_id", pa.int64()), ("seen_on", pa.date32())]


def number_of(text: str) -> int:
    """A keyed hash as tests need it: the same text, the same number."""
    return int.from_bytes(text.encode(), "big") % (2**61 - 1)


SEALED = {
    "student": "student_no",
    "id": "id_number",
    "local": "local_no",
    "phone": "guardian1_phone",
    "guardian": "guardian1_name",
    "guardian_id": "guardian1_id",
}


def row(**given: Any) -> Row:
    """One pupil. Keys are given as text: student, id, local, phone, guardian, guardian_id, name.

    Identity numbers count as sound unless `id_check` says something else.
    """
    texts = {key: given.pop(key) for key in SEALED if key in given}
    keys = {f"{key}_key": number_of(f"{key}:{text}") for key, text in texts.items()}
    sealed = {SEALED[key]: text for key, text in texts.items()}
    sealed["former_name"] = given.pop("former", "")
    name = given.pop("name", "安宁平")
    check = "ok" if "id" in texts else "missing"
    columns = {"birth_date": BORN, "sex": "2", "school_code": SCHOOL, "id_check": check, **given}
    person = f"person:{name}:{columns['birth_date']}:{columns['sex']}"
    keys |= {"name_key": number_of(f"name:{name}"), "person_key": number_of(person)}
    return {"name": name, **sealed, **keys, **columns}


@dataclass
class Bench:
    """Resolves rolls; each list of rows is the roster of one week, the last one is the present."""

    engine: EmbeddedEngine
    rows: dict[tuple[int, int], Row] = field(default_factory=dict)
    opened: list[tuple[int, int]] = field(default_factory=list)

    def resolve(
        self, *weeks: list[Row], movements: Iterable[Row] = (), known: Known | None = None
    ) -> Resolved:
        """Resolve all weeks but the last against the last."""
        placed = [self._placed(rows, number) for number, rows in enumerate(weeks, 1)]
        earlier = [r for rows in placed[:-1] for r in rows]
        moved = self._placed(list(movements), 9)
        return resolve(
            self.engine,
            self._frame(earlier, SnapshotKind.REGISTRY),
            self._frame(placed[-1], SnapshotKind.REGISTRY),
            self._frame(moved, SnapshotKind.MOVEMENTS),
            self._open,
            known,
        )

    def links(self, *weeks: list[Row]) -> tuple[int, int]:
        """How many certain and likely links there are."""
        found = self.resolve(*weeks)
        return found.certain.num_rows, len(found.likely)

    def frame(self, rows: list[Row], snapshot: int) -> Frame:
        """Rows of a roster of their own."""
        return self._frame(self._placed(rows, snapshot), SnapshotKind.REGISTRY)

    def persons(self, frame: Frame) -> list[int]:
        """Persons of a frame's rows, in the order they were given."""
        rows = self.engine.collect(frame).to_pylist()
        return [r["person"] for r in sorted(rows, key=lambda r: (r["snapshot_id"], r["row_no"]))]

    def _open(self, wanted: list[tuple[int, int]]) -> dict[tuple[int, int], Row]:
        self.opened += wanted
        return {place: self.rows[place] for place in wanted}

    def _placed(self, rows: list[Row], snapshot: int) -> list[Row]:
        self.rows |= {(snapshot, number): r for number, r in enumerate(rows, 1)}
        seen_on = WEEKS[min(snapshot, len(WEEKS)) - 1]
        return [
            {**r, "snapshot_id": snapshot, "row_no": number, "seen_on": seen_on}
            for number, r in enumerate(rows, 1)
        ]

    def _frame(self, rows: list[Row], kind: SnapshotKind) -> Frame:
        schema = pa.schema([*(f for f in FORMS[kind] if f.name != "sealed"), *PLACE])
        return self.engine.table(pa.Table.from_pylist(rows, schema=schema))


@pytest.fixture
def bench() -> Iterator[Bench]:
    with EmbeddedEngine() as engine:
        yield Bench(engine)
