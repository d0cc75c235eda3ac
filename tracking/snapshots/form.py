"""The archived form of a snapshot: keyed hashes to join, codes and dates in clear, identity sealed.

This form outlives the code that wrote it: fields are only ever added, and what reads old files
takes a field they lack as unknown. Keys are signed 64-bit integers (docs/decisions/0003);
identifying fields (SEALED_FIELDS) are sealed for some hundred rows together: one AES-GCM value,
bound to its kind of file, stands in `sealed` of the row whose number all of them have in `block`.
Texts are blank, codes and dates null when a file says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from models.sealing import unseal
from models.vocabulary.snapshots import SnapshotKind

KEYS = pa.int64()
TEXT, DAY, YES, SMALL = pa.string(), pa.date32(), pa.bool_(), pa.int8()
Fields = list[tuple[str, pa.DataType]]

# Who it is: by number, by name + birth date + sex (also under a former name),
# by the guardian and the phone (the guardian's before the own).
PERSON: Fields = [
    ("row_no", pa.int32()),
    *((name, KEYS) for name in ("student_key", "id_key", "local_key", "person_key")),
    *((name, KEYS) for name in ("former_person_key", "name_key", "phone_key")),
    *((name, KEYS) for name in ("guardian_key", "guardian_id_key")),
    ("sex", TEXT),
    ("birth_date", DAY),
    ("ethnic_group", TEXT),
    ("id_type", TEXT),
    ("id_check", TEXT),  # NumberCheck
    ("student_check", TEXT),  # NumberCheck
]
# Who has to look: regions and villages by the household register and by where the child lives.
PLACE: Fields = [(n, TEXT) for n in ("household_region", "residence_region", "township", "village")]
SCHOOL: Fields = [
    ("school_code", TEXT),
    ("school_name", TEXT),
    ("grade", SMALL),
    ("class_no", TEXT),
]
# The household a row belongs to, and how the person stands to its head.
HOUSE: Fields = [("household_key", KEYS), ("relation", TEXT)]
SCHOOLING: Fields = [("schooling", TEXT)]
SEALED: Fields = [("block", pa.int32()), ("sealed", pa.binary())]

REGISTRY: Fields = [
    ("row_no", pa.int32()),
    ("student_key", KEYS),
    ("id_key", KEYS),
    ("local_key", KEYS),
    ("person_key", KEYS),  # name + birth date + sex
    ("name_key", KEYS),
    ("phone_key", KEYS),
    ("guardian_key", KEYS),  # guardian's name
    ("guardian_id_key", KEYS),
    ("sex", TEXT),
    ("birth_date", DAY),
    ("school_code", TEXT),
    ("grade", SMALL),
    ("class_no", TEXT),
    ("status", TEXT),
    ("status_text", TEXT),
    ("entered_on", DAY),
    ("leave_until", DAY),
    ("household_region", TEXT),
    ("boarding", TEXT),
    ("left_behind", SMALL),
    ("orphan", YES),
    ("migrant", YES),
    ("disability", TEXT),
    ("inclusive", TEXT),
    ("origin", TEXT),
    *SEALED,
    ("former_person_key", KEYS),
    ("guardian2_key", KEYS),
    ("guardian2_id_key", KEYS),
    ("guardian2_phone_key", KEYS),
    ("school_name", TEXT),
    ("id_type", TEXT),
    ("id_check", TEXT),
    ("student_check", TEXT),
    ("student_kind", TEXT),  # G, J or L
    ("ethnic_group", TEXT),
    ("household_nature", TEXT),
    ("residence_region", TEXT),
    ("in_school", YES),
    ("reported", YES),
    ("leave_from", DAY),
    ("disability_kind", TEXT),
    ("disability_level", TEXT),
    ("placement", TEXT),
]
MOVEMENTS: Fields = [
    ("row_no", pa.int32()),
    ("student_key", KEYS),
    ("id_key", KEYS),
    ("name_key", KEYS),
    ("kind", TEXT),
    ("kind_text", TEXT),
    ("state", TEXT),
    ("moved_on", DAY),
    ("approved_on", DAY),
    ("from_school", TEXT),
    ("to_school", TEXT),
    ("to_school_name", TEXT),
    ("cause", TEXT),
    *SEALED,
    ("local_key", KEYS),
    ("from_school_name", TEXT),
    ("from_grade", SMALL),
    ("to_grade", SMALL),
    ("until", DAY),
    ("has_approval", YES),
]
ROLL_CALL: Fields = [
    *PERSON,
    *SCHOOL,
    ("presence", TEXT),
    ("presence_text", TEXT),
    ("called_on", DAY),
    ("absent_since", DAY),
    ("absent_days", pa.int16()),
    ("reported", YES),
    ("actual_school", TEXT),
    ("actual_school_name", TEXT),
]
HOUSEHOLD: Fields = [
    *PERSON,
    *PLACE,
    *HOUSE,
    ("state", TEXT),
    ("state_text", TEXT),
    ("ended_on", DAY),
]
RESIDENCE: Fields = [
    *PERSON,
    *PLACE,
    *SCHOOL,
    *SCHOOLING,
    ("permit", TEXT),
    ("since", DAY),
    ("valid_until", DAY),
]
DISABILITY: Fields = [
    *PERSON,
    *PLACE,
    *SCHOOL,
    *SCHOOLING,
    ("certificate_key", KEYS),
    ("category", TEXT),
    ("category_text", TEXT),
    ("level", TEXT),
    ("placement", TEXT),
    ("placement_text", TEXT),
    ("since", DAY),
    ("valid_until", DAY),
]
WELFARE: Fields = [
    *PERSON,
    *PLACE,
    *SCHOOL,
    *SCHOOLING,
    *HOUSE,
    ("category", TEXT),
    ("category_text", TEXT),
    ("benefit_state", TEXT),
    ("since", DAY),
    ("valid_until", DAY),
]
POVERTY: Fields = [
    *PERSON,
    *PLACE,
    *SCHOOL,
    *SCHOOLING,
    *HOUSE,
    ("category", TEXT),
    ("category_text", TEXT),
    ("since", DAY),
    ("risk_ended", YES),
    ("education", TEXT),
    ("unschooled_cause", TEXT),
    ("out_of_school", YES),
    ("health", TEXT),
]
DISPATCHED: Fields = [
    *PERSON,
    *PLACE,
    *SCHOOL,
    ("category_text", TEXT),
    ("source", TEXT),
    ("batch", TEXT),
    ("result", TEXT),
    ("dispatched_on", DAY),
    ("due_on", DAY),
    ("left_on", DAY),
]
GRADUATES: Fields = [
    *PERSON,
    *SCHOOL,
    ("household_region", TEXT),
    ("graduated_on", DAY),
    ("result", TEXT),
    ("to_school", TEXT),
    ("to_school_name", TEXT),
]
DEATHS: Fields = [*PERSON, *PLACE, ("category", TEXT), ("category_text", TEXT), ("ended_on", DAY)]

FORMS: dict[SnapshotKind, pa.Schema] = {
    SnapshotKind.REGISTRY: pa.schema(REGISTRY),
    SnapshotKind.MOVEMENTS: pa.schema(MOVEMENTS),
} | {
    kind: pa.schema([*fields, *SEALED])
    for kind, fields in (
        (SnapshotKind.ROLL_CALL, ROLL_CALL),
        (SnapshotKind.HOUSEHOLD, HOUSEHOLD),
        (SnapshotKind.RESIDENCE, RESIDENCE),
        (SnapshotKind.DISABILITY, DISABILITY),
        (SnapshotKind.WELFARE, WELFARE),
        (SnapshotKind.POVERTY, POVERTY),
        (SnapshotKind.DISPATCHED, DISPATCHED),
        (SnapshotKind.GRADUATES, GRADUATES),
        (SnapshotKind.DEATHS, DEATHS),
    )
}

_PERSON_SEALED = (
    "student_no",
    "name",
    "former_name",
    "id_number",
    "local_no",
    "address",
    "phone",
    "guardian1_name",
    "guardian1_relation",
    "guardian1_phone",
    "guardian1_id",
    "note",
)
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
        "former_name",
        "teacher_name",
        "teacher_phone",
    ),
    SnapshotKind.MOVEMENTS: ("student_no", "name", "id_number", "approval_no", "note", "local_no"),
    SnapshotKind.ROLL_CALL: (*_PERSON_SEALED, "cause"),
    SnapshotKind.HOUSEHOLD: (*_PERSON_SEALED, "household_no", "police_station"),
    SnapshotKind.RESIDENCE: (*_PERSON_SEALED, "permit_no"),
    SnapshotKind.DISABILITY: (*_PERSON_SEALED, "certificate_no"),
    SnapshotKind.WELFARE: (*_PERSON_SEALED, "household_no"),
    SnapshotKind.POVERTY: (*_PERSON_SEALED, "household_no", "person_no"),
    SnapshotKind.DISPATCHED: _PERSON_SEALED,
    SnapshotKind.GRADUATES: _PERSON_SEALED,
    SnapshotKind.DEATHS: (*_PERSON_SEALED, "relation", "cause", "certificate_no"),
}


def place(kind: SnapshotKind) -> str:
    """What sealed rows of a kind are bound to."""
    return f"archive.{kind.value}.1"


def opened(
    kind: SnapshotKind,
    sealed: bytes,
    numbers: Iterable[int] | None = None,
    fields: Sequence[str] | None = None,
) -> dict[int, dict[str, str]]:
    """Identities of a block by row number, all or some rows and fields; UnsealError if altered."""
    content = unseal(sealed, place(kind))
    names = pa.ipc.open_stream(content).schema.names
    kept = [i for i, n in enumerate(names) if fields is None or n in ("row_no", *fields)]
    options = pa.ipc.IpcReadOptions(included_fields=kept)
    with pa.ipc.open_stream(content, options=options) as stream:
        block = stream.read_all()
    if numbers is not None:
        wanted = pa.array(numbers, block["row_no"].type)
        block = block.filter(pc.is_in(block["row_no"], wanted))
    return {row.pop("row_no"): row for row in block.to_pylist()}
