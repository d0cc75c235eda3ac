"""A registry roster (学籍花名册) in the archived form."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.registry import EnrolStatus
from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.cleaning.sealing import hashed, joined, sealed
from tracking.snapshots.cleaning.values import (
    as_date,
    mapped,
    ruined,
    tidy,
    tidy_names,
    tidy_numbers,
)
from tracking.snapshots.columns import (
    LEFT_BEHIND,
    NO_DISABILITY,
    NOT_INCLUSIVE,
    SEX,
    STATUS,
    YES,
    grade_of,
    plain,
)
from tracking.snapshots.form import SEALED_FIELDS
from tracking.snapshots.issues import Issues
from tracking.snapshots.reading import RawTable

NUMBERS = {"student_no", "id_number", "local_no", "school_code"} | {
    f"guardian{n}_{what}" for n in (1, 2) for what in ("id", "phone")
}
NAMES = {"name", "guardian1_name", "guardian2_name"}


def roster_columns(raw: RawTable, issues: Issues) -> dict[str, pa.Array]:
    """All columns of the archived form from the text columns of a roster."""
    text = tidied(raw)
    without_ruined(text, raw.rows, issues)
    typed = typed_columns(text, raw.rows, issues)
    lists = {n: text[n].to_pylist() for n in SEALED_FIELDS[SnapshotKind.REGISTRY]}
    births = ["" if d is None else d.isoformat() for d in typed["birth_date"].to_pylist()]
    sexes = [s or "" for s in typed["sex"].to_pylist()]
    phones = [a or b for a, b in zip(lists["guardian1_phone"], lists["phone"], strict=True)]
    return {
        "row_no": raw.rows,
        "student_key": hashed("student", lists["student_no"]),
        "id_key": hashed("id", lists["id_number"]),
        "local_key": hashed("local", lists["local_no"]),
        "person_key": hashed("person", joined(lists["name"], births, sexes)),
        "name_key": hashed("name", lists["name"]),
        "phone_key": hashed("phone", phones),
        "guardian_key": hashed("name", lists["guardian1_name"]),
        "guardian_id_key": hashed("id", lists["guardian1_id"]),
        **typed,
        "sealed": sealed(SnapshotKind.REGISTRY, lists, len(raw.rows)),
    }


def tidied(raw: RawTable) -> dict[str, pa.Array]:
    """Every field of a roster as uniform text; a field the file lacks is blank."""
    blank = pa.array([""] * len(raw.rows), pa.string())
    fields = {c: raw.columns.get(c, blank) for c in FIELDS}
    return {
        name: (
            tidy_numbers(column)
            if name in NUMBERS
            else tidy_names(column)
            if name in NAMES
            else tidy(column)
        )
        for name, column in fields.items()
    }


FIELDS = (
    *SEALED_FIELDS[SnapshotKind.REGISTRY],
    "sex",
    "birth_date",
    "school_code",
    "grade",
    "class_no",
    "status",
    "entered_in",
    "leave_until",
    "household_region",
    "boarding",
    "left_behind",
    "orphan",
    "migrant",
    "disability",
    "inclusive",
    "origin",
)


def without_ruined(text: dict[str, pa.Array], rows: pa.Array, issues: Issues) -> None:
    """List and blank the numbers of children that a spreadsheet has changed."""
    for name in ("student_no", "id_number", "local_no"):
        bad = ruined(text[name])
        if not pc.any(bad).as_py():
            continue
        for row, value in zip(rows.filter(bad), text[name].filter(bad), strict=True):
            issues.add(row.as_py(), name, "excel_number", value.as_py())
        text[name] = pc.if_else(bad, "", text[name])


def typed_columns(text: dict[str, pa.Array], rows: pa.Array, issues: Issues) -> dict[str, pa.Array]:
    """Codes and dates, with an issue for every needed value that is not understood."""
    typed: dict[str, Any] = {
        "sex": mapped(text["sex"], lambda v: SEX.get(plain(v)), pa.string()),
        "birth_date": mapped(text["birth_date"], as_date, pa.date32()),
        "school_code": pc.if_else(pc.equal(text["school_code"], ""), None, text["school_code"]),
        "grade": mapped(text["grade"], grade_of, pa.int8()),
        "class_no": text["class_no"],
        "status": mapped(text["status"], status_of, pa.string()),
        "status_text": text["status"],
        "entered_on": mapped(text["entered_in"], as_date, pa.date32()),
        "leave_until": mapped(text["leave_until"], as_date, pa.date32()),
        "household_region": text["household_region"],
        "boarding": text["boarding"],
        "left_behind": mapped(text["left_behind"], LEFT_BEHIND.get, pa.int8()),
        "orphan": mapped(text["orphan"], YES.__contains__, pa.bool_()),
        "migrant": mapped(text["migrant"], YES.__contains__, pa.bool_()),
        "disability": mapped(text["disability"], _unless(NO_DISABILITY), pa.string()),
        "inclusive": mapped(text["inclusive"], _unless(NOT_INCLUSIVE), pa.string()),
        "origin": text["origin"],
    }
    list_bad(rows, pc.equal(text["name"], ""), text["name"], ("name", "no_name"), issues)
    for name, code in (("sex", "bad_sex"), ("grade", "bad_grade"), ("school_code", "no_school")):
        list_bad(rows, pc.is_null(typed[name]), text[name], (name, code), issues)
    blank = pa.array([""] * len(rows), pa.string())  # a wrong birth date is not repeated
    list_bad(rows, pc.is_null(typed["birth_date"]), blank, ("birth_date", "bad_date"), issues)
    note_statuses(typed["status"], text["status"], issues)
    return typed


def status_of(value: str) -> str:
    """The registry status; a blank one counts as attending, as rosters of pupils imply."""
    if not value:
        return str(EnrolStatus.STUDYING)
    return str(STATUS.get(plain(value), EnrolStatus.UNKNOWN))


def list_bad(
    rows: pa.Array, bad: pa.Array, values: pa.Array, where: tuple[str, str], issues: Issues
) -> None:
    """List each row where `bad` holds; `where` is the column and the code of the issue."""
    if pc.any(bad).as_py():
        for row, value in zip(rows.filter(bad), values.filter(bad), strict=True):
            issues.add(row.as_py(), where[0], where[1], value.as_py())


def note_statuses(status: pa.Array, raw: pa.Array, issues: Issues) -> None:
    """Name each status text that is not understood once, with its number of rows."""
    strange = raw.filter(pc.equal(status, EnrolStatus.UNKNOWN.value))
    for entry in pc.value_counts(strange).to_pylist():
        issues.note("unknown_status", entry["values"], entry["counts"])


def _unless(words: frozenset[str]) -> Any:
    return lambda value: None if plain(value) in words else value
