"""Codes, dates and places of the archived form from uniform text, field by field.

What a field is follows from its name and its type in the form; a word that no table knows is
told once with its number of rows, and the row goes on without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.cleaning.text import Texts, note_values
from tracking.snapshots.cleaning.values import as_date, as_last_date, as_year_or_date, mapped
from tracking.snapshots.columns import COLUMNS, grade_of, plain
from tracking.snapshots.columns.codes import (
    ETHNIC_GROUP,
    ID_TYPE,
    LEFT_BEHIND_WORDS,
    NO,
    SEX_WORDS,
    YES,
)
from tracking.snapshots.columns.list_codes import (
    DISABILITY,
    LEVEL,
    PLACEMENT,
    POVERTY,
    PRESENCE,
    REGISTER_END,
    WELFARE,
)
from tracking.snapshots.columns.words import Words
from tracking.snapshots.form import FORMS, KEYS
from tracking.snapshots.issues import Issues

REGIONS = ("household_region", "residence_region")
WORDS: dict[str, Words] = {
    "sex": SEX_WORDS,
    "id_type": ID_TYPE,
    "ethnic_group": ETHNIC_GROUP,
    "left_behind": LEFT_BEHIND_WORDS,
    "presence": PRESENCE,
    "disability_kind": DISABILITY,
    "disability_level": LEVEL,
    "level": LEVEL,
    "placement": PLACEMENT,
}
CATEGORIES: dict[tuple[SnapshotKind, str], Words] = {
    (SnapshotKind.DISABILITY, "category"): DISABILITY,
    (SnapshotKind.WELFARE, "category"): WELFARE,
    (SnapshotKind.POVERTY, "category"): POVERTY,
    (SnapshotKind.DEATHS, "category"): REGISTER_END,
    (SnapshotKind.HOUSEHOLD, "state"): REGISTER_END,
}
SOURCES = {"entered_on": "entered_in", "disability_kind": "disability"}
DATES: dict[str, Callable[[str], date | None]] = {
    "valid_until": as_last_date,
    "graduated_on": as_year_or_date,
}
REGION = re.compile(r"^([1-9]\d{5})(\d{6})?(?!\d)")
COUNT = re.compile(r"(\d{1,4})\D*")


def typed(kind: SnapshotKind, text: Texts, rows: pa.Array, issues: Issues) -> dict[str, pa.Array]:
    """Every field of a kind's form that is a plain reading of one column."""
    found: dict[str, pa.Array] = {}
    for field in FORMS[kind]:
        source = SOURCES.get(field.name, field.name.removesuffix("_text"))
        if field.type == KEYS or source not in text:
            continue
        found[field.name] = _read(kind, field, text[source], rows, issues)
    if "school_code" in found:
        code = found["school_code"]
        found["school_code"] = pc.if_else(pc.equal(code, ""), None, code)
    return found


def _read(
    kind: SnapshotKind, field: pa.Field, text: pa.Array, rows: pa.Array, issues: Issues
) -> pa.Array:
    words = WORDS.get(field.name) or CATEGORIES.get((kind, field.name))
    if words:
        return coded(words, text, (kind, field), issues)
    if field.type == pa.date32():
        return dated(text, field.name, rows, issues)
    if field.type == pa.bool_():
        return mapped(text, _yes, pa.bool_())
    if field.name in {"grade", "from_grade", "to_grade"}:
        return mapped(text, grade_of, field.type)
    if pa.types.is_integer(field.type):
        return mapped(text, _count, field.type)
    if field.name in REGIONS:
        return mapped(text, _region, pa.string())
    return text


def coded(
    words: Words, text: pa.Array, what: tuple[SnapshotKind, pa.Field], issues: Issues
) -> pa.Array:
    """A column as codes; blank and “none of these” become null, strange words are noted."""
    codes = mapped(text, lambda value: words.read(value) if value else "", pa.string())
    strange = pc.is_null(codes)
    kind, field = what
    is_listed = kind is SnapshotKind.REGISTRY and field.name == "sex"  # row by row, as an error
    if not is_listed and pc.any(strange).as_py():
        source = SOURCES.get(field.name, field.name)
        header = next(c.headers[0] for c in COLUMNS[kind] if c.field == source)
        note_values(text.filter(strange), "unknown_word", issues, f"{header}: ")
    blank = pc.if_else(pc.equal(codes, ""), None, codes)
    return blank if field.type == pa.string() else blank.cast(field.type)


def dated(text: pa.Array, name: str, rows: pa.Array, issues: Issues) -> pa.Array:
    """A column as days; what holds figures and is no day is remarked."""
    days = mapped(text, DATES.get(name, as_date), pa.date32())
    bad = pc.and_(pc.is_null(days), pc.match_substring_regex(text, r"\d"))
    if name not in {"birth_date", "moved_on"} and pc.any(bad).as_py():
        issues.remark(rows.filter(bad), SOURCES.get(name, name), "unclear_date")
    return days


def note_regions(
    columns: dict[str, pa.Array], known: frozenset[str], issues: Issues, numbers: pa.Array
) -> None:
    """Name region codes that no list knows: in ID numbers that are in order, and in places."""
    if not known:
        return
    places = [columns[name] for name in REGIONS if name in columns]
    for column in (numbers, *places):
        codes = pc.utf8_slice_codeunits(pc.drop_null(column), 0, 6)
        counted = pc.value_counts(codes.filter(pc.match_substring_regex(codes, r"^\d{6}$")))
        for entry in counted.to_pylist():
            if entry["values"] not in known:
                issues.note("unknown_region", entry["values"], entry["counts"])


def _yes(value: str) -> bool | None:
    word = plain(value)
    return True if word in YES else False if word in NO else None


def _count(value: str) -> int | None:
    found = COUNT.fullmatch(value)
    return int(found[1]) if found else None


def _region(value: str) -> str:
    """The code in front of a place's name, else the name."""
    found = REGION.match(value)
    return found[0] if found else value
