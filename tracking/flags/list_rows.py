"""What a row of a roll call or of another department's list says, in words by label."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.lists import (
    DisabilityKind,
    Placement,
    PovertyKind,
    Presence,
    RegisterEnd,
    WelfareKind,
)
from models.vocabulary.snapshots import SnapshotKind
from tracking.flags.sentences import class_words, school_name, term_label
from tracking.kernel.web.filters import day

Row = dict[str, Any]
Words = Callable[[Row], str]


def _text(column: str) -> Words:
    return lambda row: str(row.get(column) or "")


def _day(column: str) -> Words:
    return lambda row: day(row[column]) if row.get(column) else ""


def _coded(column: str, words: Any) -> Words:
    """The list's own text, or the label of what it was understood as."""
    return lambda row: row.get(f"{column}_text") or term_label(words, row.get(column) or "")


def _school(code: str, name: str) -> Words:
    return lambda row: row.get(name) or (school_name(row[code]) if row.get(code) else "")


def _class(row: Row) -> str:
    return class_words(row.get("grade"), row.get("class_no"))


SCHOOL: list[tuple[Any, Words]] = [
    (_l("School"), _school("school_code", "school_name")),
    (_l("Grade and class"), _class),
]
PLACE: list[tuple[Any, Words]] = [
    (_l("Region of the household"), _text("household_region")),
    (_l("Region of residence"), _text("residence_region")),
    (_l("Township"), _text("township")),
    (_l("Village or community"), _text("village")),
]
VALID: list[tuple[Any, Words]] = [(_l("Since"), _day("since")), (_l("Until"), _day("valid_until"))]
SAYS: dict[SnapshotKind, list[tuple[Any, Words]]] = {
    SnapshotKind.ROLL_CALL: [
        *SCHOOL,
        (_l("Presence"), _coded("presence", Presence)),
        (_l("Day of the roll call"), _day("called_on")),
        (_l("Absent since"), _day("absent_since")),
        (_l("School days absent"), _text("absent_days")),
        (_l("School attended"), _school("actual_school", "actual_school_name")),
    ],
    SnapshotKind.HOUSEHOLD: [
        *PLACE,
        (_l("Entry in the register"), _coded("state", RegisterEnd)),
        (_l("Entry ended on"), _day("ended_on")),
    ],
    SnapshotKind.RESIDENCE: [*SCHOOL, *PLACE, *VALID],
    SnapshotKind.DISABILITY: [
        *SCHOOL,
        *PLACE,
        (_l("Disability"), _coded("category", DisabilityKind)),
        (_l("Placement"), _coded("placement", Placement)),
    ],
    SnapshotKind.WELFARE: [
        *SCHOOL,
        *PLACE,
        (_l("On the list as"), _coded("category", WelfareKind)),
        *VALID,
    ],
    SnapshotKind.POVERTY: [
        *SCHOOL,
        *PLACE,
        (_l("On the list as"), _coded("category", PovertyKind)),
        (_l("Schooling, by the list"), _text("education")),
        (_l("Why not at school, by the list"), _text("unschooled_cause")),
    ],
    SnapshotKind.DISPATCHED: [
        *SCHOOL,
        *PLACE,
        (_l("On the list as"), _text("category_text")),
        (_l("Sent by"), _text("source")),
        (_l("Sent on"), _day("dispatched_on")),
        (_l("Answer due on"), _day("due_on")),
    ],
    SnapshotKind.GRADUATES: [
        *SCHOOL,
        (_l("Graduated on"), _day("graduated_on")),
        (_l("Receiving school"), _school("to_school", "to_school_name")),
    ],
    SnapshotKind.DEATHS: [
        *PLACE,
        (_l("On the list as"), _coded("category", RegisterEnd)),
        (_l("Entry ended on"), _day("ended_on")),
    ],
}


def list_words(kind: SnapshotKind, row: Row) -> dict[str, str]:
    """What a list says about a child besides who it is; what it leaves blank is left out."""
    said = {str(label): words(row) for label, words in SAYS[kind]}
    return {label: text for label, text in said.items() if text}
