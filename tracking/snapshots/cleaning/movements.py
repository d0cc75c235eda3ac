"""Registry movements (学籍异动明细) in the archived form."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.registry import MovementKind, MovementState
from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel.id_numbers import id_numbers
from tracking.snapshots.cleaning.persons import Columns
from tracking.snapshots.cleaning.sealing import hashed
from tracking.snapshots.cleaning.text import Texts, list_bad, note_values
from tracking.snapshots.cleaning.typed import typed
from tracking.snapshots.cleaning.values import mapped
from tracking.snapshots.columns import STATE
from tracking.snapshots.columns.words import Words
from tracking.snapshots.form import FORMS
from tracking.snapshots.issues import Issues

KIND = SnapshotKind.MOVEMENTS


def movement_columns(text: Texts, rows: pa.Array, issues: Issues, words: Words) -> Columns:
    """All columns of the archived form from the text columns of a movements file."""
    facts = typed(KIND, text, rows, issues)
    blank = pa.array([""] * len(rows), pa.string())
    list_bad(rows, pc.is_null(facts["moved_on"]), blank, ("moved_on", "bad_date"), issues)
    found = {
        "row_no": rows,
        **facts,
        "student_key": hashed("student", text["student_no"]),
        "id_key": hashed("id", id_numbers(text["id_number"]).long),
        "local_key": hashed("local", text["local_no"]),
        "name_key": hashed("name", text["name"]),
        "kind": kinds(text["kind"], rows, issues, words),
        "state": states(text["state"], facts["approved_on"], issues),
        "has_approval": pc.not_equal(text["approval_no"], ""),
    }
    unsealed = [f for f in FORMS[KIND] if f.name not in found]
    return found | {f.name: pa.nulls(len(rows), f.type) for f in unsealed}


def kinds(column: pa.Array, rows: pa.Array, issues: Issues, words: Words) -> pa.Array:
    """The kind of each movement; one that is not understood is listed and explains nothing."""
    known = mapped(column, words.read, pa.string())
    list_bad(rows, pc.is_null(known), column, ("kind", "bad_kind"), issues)
    return pc.fill_null(known, MovementKind.OTHER.value)


def states(column: pa.Array, approved_on: pa.Array, issues: Issues) -> pa.Array:
    """How far each is handled; without a word for it, an approval date tells."""
    known = mapped(column, Words({**STATE}).read, pa.string())
    strange = pc.and_(pc.is_null(known), pc.not_equal(column, ""))
    note_values(column.filter(strange), "unknown_state", issues)
    dated = pc.if_else(pc.is_valid(approved_on), MovementState.DONE.value, MovementState.OPEN.value)
    return pc.coalesce(known, dated)
