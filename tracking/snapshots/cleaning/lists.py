"""Roll calls, graduates and other departments' lists in the archived form."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.cleaning.persons import Columns, person_columns
from tracking.snapshots.cleaning.text import Texts, list_bad
from tracking.snapshots.issues import Issues


def list_columns(
    kind: SnapshotKind, text: Texts, rows: pa.Array, issues: Issues, regions: frozenset[str]
) -> Columns:
    """All columns of the archived form from the text columns of one list."""
    columns = person_columns(kind, text, rows, issues, regions)
    list_bad(rows, pc.equal(text["name"], ""), text["name"], ("name", "no_name"), issues)
    if kind is SnapshotKind.ROLL_CALL:
        blank = pc.equal(text["presence"], "")
        list_bad(rows, blank, text["presence"], ("presence", "no_presence"), issues)
    return columns
