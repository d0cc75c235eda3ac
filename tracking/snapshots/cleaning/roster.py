"""A registry roster (学籍花名册) in the archived form."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.registry import EnrolStatus
from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.cleaning.persons import Columns, person_columns
from tracking.snapshots.cleaning.text import Texts, list_bad, note_values
from tracking.snapshots.cleaning.values import as_date, mapped
from tracking.snapshots.columns import NO_DISABILITY, NOT_INCLUSIVE, plain
from tracking.snapshots.columns.codes import SEX_WORDS
from tracking.snapshots.columns.words import Words
from tracking.snapshots.issues import Issues


def roster_columns(
    text: Texts, rows: pa.Array, issues: Issues, regions: frozenset[str], status: Words
) -> Columns:
    """All columns of the archived form from the text columns of a roster."""
    columns = person_columns(SnapshotKind.REGISTRY, text, rows, issues, regions)
    columns |= {
        "status": statuses(status, text["status"], columns["in_school"]),
        "disability": mapped(text["disability"], _unless(NO_DISABILITY), pa.string()),
        "inclusive": mapped(text["inclusive"], _unless(NOT_INCLUSIVE), pa.string()),
    }
    list_needed(columns, text, rows, issues)
    strange = pc.equal(columns["status"], EnrolStatus.UNKNOWN.value)
    note_values(text["status"].filter(strange), "unknown_status", issues)
    return columns


def statuses(words: Words, text: pa.Array, in_school: pa.Array) -> pa.Array:
    """The registry status; a blank one counts as attending, as rosters of pupils imply."""
    read = mapped(text, lambda v: words.read(v) or EnrolStatus.UNKNOWN.value, pa.string())
    absent = pc.fill_null(pc.invert(in_school), False)
    blank = pc.if_else(absent, EnrolStatus.LEFT_OTHERWISE.value, EnrolStatus.STUDYING.value)
    return pc.if_else(pc.equal(text, ""), blank, read)


def list_needed(columns: Columns, text: Texts, rows: pa.Array, issues: Issues) -> None:
    """List every needed value that is missing or not understood, whatever else tells it."""
    list_bad(rows, pc.equal(text["name"], ""), text["name"], ("name", "no_name"), issues)
    sex = mapped(text["sex"], SEX_WORDS.read, pa.string())
    for name, read, code in (
        ("sex", sex, "bad_sex"),
        ("grade", columns["grade"], "bad_grade"),
        ("school_code", columns["school_code"], "no_school"),
    ):
        list_bad(rows, pc.is_null(read), text[name], (name, code), issues)
    blank = pa.array([""] * len(rows), pa.string())  # a wrong birth date is not repeated
    birth = mapped(text["birth_date"], as_date, pa.date32())
    list_bad(rows, pc.is_null(birth), blank, ("birth_date", "bad_date"), issues)


def _unless(words: frozenset[str]) -> Any:
    return lambda value: None if plain(value) in words else value
