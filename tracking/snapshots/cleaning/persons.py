"""What every list of persons has in common: who each row is about, under which keys."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.cleaning.numbers import judged, remark_ids, student_columns
from tracking.snapshots.cleaning.sealing import hashed, joined, sealed
from tracking.snapshots.cleaning.text import Texts
from tracking.snapshots.cleaning.typed import note_regions, typed
from tracking.snapshots.form import FORMS, SEALED_FIELDS
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
    lists = {name: text[name].to_pylist() for name in SEALED_FIELDS[kind]}
    found = {
        "row_no": rows,
        **facts,
        **keys(facts, lists, ids.long.to_pylist(), [f.name for f in FORMS[kind]]),
        "sealed": sealed(kind, lists, len(rows)),
    }
    lacking = {f.name: pa.nulls(len(rows), f.type) for f in FORMS[kind] if f.name not in found}
    return {name: (found | lacking)[name] for name in FORMS[kind].names}


def keys(
    facts: Columns, lists: dict[str, list[str]], id_numbers: list[str], wanted: list[str]
) -> Columns:
    """The keyed hashes by which rows of different files are joined."""
    births = ["" if d is None else d.isoformat() for d in facts["birth_date"].to_pylist()]
    sexes = [s or "" for s in facts["sex"].to_pylist()]
    phones = [a or b for a, b in zip(lists["guardian1_phone"], lists["phone"], strict=True)]
    found = {
        "student_key": hashed("student", lists["student_no"]),
        "id_key": hashed("id", id_numbers),
        "local_key": hashed("local", lists["local_no"]),
        "person_key": hashed("person", joined(lists["name"], births, sexes)),
        "former_person_key": hashed("person", joined(lists["former_name"], births, sexes)),
        "name_key": hashed("name", lists["name"]),
        "phone_key": hashed("phone", phones),
    }
    for name, (kind, field) in OTHER_KEYS.items():
        if name in wanted:
            found[name] = hashed(kind, lists[field])
    return found
