"""The archived form of a snapshot: keyed hashes to join, codes and dates in clear, identity sealed.

This form outlives the code that wrote it: fields are only ever added. Keys are signed 64-bit
integers (docs/decisions/0003); `sealed` is one AES-GCM value per row holding the identifying
fields as a JSON list in the order of SEALED_FIELDS, bound to its kind of file.
"""

from __future__ import annotations

import json

import pyarrow as pa

from models.sealing import unseal
from models.vocabulary.snapshots import SnapshotKind

KEYS = pa.int64()

REGISTRY = pa.schema(
    [
        ("row_no", pa.int32()),
        ("student_key", KEYS),
        ("id_key", KEYS),
        ("local_key", KEYS),
        ("person_key", KEYS),  # name + birth date + sex
        ("name_key", KEYS),
        ("phone_key", KEYS),
        ("guardian_key", KEYS),  # guardian's name
        ("guardian_id_key", KEYS),
        ("sex", pa.string()),
        ("birth_date", pa.date32()),
        ("school_code", pa.string()),
        ("grade", pa.int8()),
        ("class_no", pa.string()),
        ("status", pa.string()),
        ("status_text", pa.string()),
        ("entered_on", pa.date32()),
        ("leave_until", pa.date32()),
        ("household_region", pa.string()),
        ("boarding", pa.string()),
        ("left_behind", pa.int8()),
        ("orphan", pa.bool_()),
        ("migrant", pa.bool_()),
        ("disability", pa.string()),
        ("inclusive", pa.string()),
        ("origin", pa.string()),
        ("sealed", pa.binary()),
    ]
)

MOVEMENTS = pa.schema(
    [
        ("row_no", pa.int32()),
        ("student_key", KEYS),
        ("id_key", KEYS),
        ("name_key", KEYS),
        ("kind", pa.string()),
        ("kind_text", pa.string()),
        ("state", pa.string()),
        ("moved_on", pa.date32()),
        ("approved_on", pa.date32()),
        ("from_school", pa.string()),
        ("to_school", pa.string()),
        ("to_school_name", pa.string()),
        ("cause", pa.string()),
        ("sealed", pa.binary()),
    ]
)

FORMS: dict[SnapshotKind, pa.Schema] = {
    SnapshotKind.REGISTRY: REGISTRY,
    SnapshotKind.MOVEMENTS: MOVEMENTS,
}

SEALED_FIELDS: dict[SnapshotKind, tuple[str, ...]] = {
    SnapshotKind.REGISTRY: (
        "student_no",
        "name",
        "id_type",
        "id_number",
        "local_no",
        "address",
        "phone",
        "guardian1_name",
        "guardian1_relation",
        "guardian1_phone",
        "guardian1_id",
        "guardian2_name",
        "guardian2_relation",
        "guardian2_phone",
        "guardian2_id",
    ),
    SnapshotKind.MOVEMENTS: ("student_no", "name", "id_number", "approval_no", "note"),
}


def place(kind: SnapshotKind) -> str:
    """What sealed rows of a kind are bound to."""
    return f"archive.{kind.value}.1"


def opened(kind: SnapshotKind, sealed: bytes) -> dict[str, str]:
    """The identifying fields of one archived row; UnsealError when it was altered."""
    values: list[str] = json.loads(unseal(sealed, place(kind)))
    return dict(zip(SEALED_FIELDS[kind], values, strict=False))
