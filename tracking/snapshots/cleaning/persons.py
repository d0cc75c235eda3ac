"""What every list of persons has in common: who each row is about, under which keys."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.cleaning.numbers import judged, remark_ids, student_columns
from tracking.snapshots.cleaning.sealing import hashed, joined
from tracking.snapshots.cleaning.text import Texts
from tracking.snapshots.cleaning.typed import note_regions, typed
from tracking.snapshots.form import FORMS
from tracking.snapshots.issues import Issues

Columns = dict[str, pa.Array]

# Key in the form → kind of hash and field. A household number is the same in every list.
OTHER_KEYS = {
    "guardian_key": ("name", "guardian1_name"),
    "guardian_id_key": ("id", "guardian1_id"),
    "guardian2_key": ("name", "guardian2_name"),
    "guardian2_id_key": ("id", "guardian2_id"),
    "guardian2_phone_key": ("phone", "guardian2_phone"),
    "household_key": ("household", "household_no"),
    "certificate_key": ("certificate", "certificate_no"),
}


def person_columns(
    kind: SnapshotKind, text: Texts, rows: pa.Array, issues: Issues, regions: frozenset[str]
) -> Columns:
    """All columns of the archived form of a list of persons.

    Sex and birth date are the row's own, and those in the identity number where it has none.
    """
    facts = typed(kind, text, rows, issues)
    ids = judged(text["id_number"], facts["sex"], facts["birth_date"], facts.get("id_type"))
    remark_ids(ids, rows, issues)
    facts |= {
        "sex": pc.coalesce(facts["sex"], ids.sex),
        "birth_date": pc.coalesce(facts["birth_date"], ids.birth),
        "id_check": ids.check,
        **student_columns(text["student_no"], ids, rows, issues),
    }
    note_regions(facts, regions, issues, ids.in_order)
    wanted = [f.name for f in FORMS[kind]]
    found = {"row_no": rows, **facts, **keys(facts, text, ids.long, wanted)}
    lacking = {f.name: pa.nulls(len(rows), f.type) for f in FORMS[kind] if f.name not in found}
    return {name: (found | lacking)[name] for name in wanted}


def keys(facts: Columns, text: Texts, id_numbers: pa.Array, wanted: list[str]) -> Columns:
    """The keyed hashes by which rows of different files are joined."""
    births = pc.fill_null(pc.cast(facts["birth_date"], pa.string()), "")
    sexes = pc.fill_null(facts["sex"], "")
    own = text["guardian1_phone"]
    phones = pc.if_else(pc.equal(own, ""), text["phone"], own)
    sources = {
        "student_key": ("student", text["student_no"]),
        "id_key": ("id", id_numbers),
        "local_key": ("local", text["local_no"]),
        "person_key": ("person", joined(text["name"], births, sexes)),
        "former_person_key": ("person", joined(text["former_name"], births, sexes)),
        "name_key": ("name", text["name"]),
        "phone_key": ("phone", phones),
        **{n: (kind, text[f]) for n, (kind, f) in OTHER_KEYS.items() if n in wanted},
    }
    return {name: hashed(kind, column) for name, (kind, column) in sources.items()}
