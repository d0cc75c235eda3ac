"""What can be wrong with a row, in words a registry clerk can act on.

An issue names row, column and, where it tells nothing about a person, the value. A row in
error never makes its child vanish: whatever key is left keeps the child on the roll. A remark
is worth a clerk's look and no more: the row counts as good.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from flask_babel import lazy_gettext as _l

KEPT = 500  # issues kept one by one; beyond that only the count goes on
SHORT, RUINED = 8, 9  # characters of a value, digits of a number in scientific writing
CODES = frozenset({"unknown_school", "foreign_school", "unknown_region"})  # no values of persons
NOTED = 50  # values kept of each kind of note: more of them means a column mapped wrongly

WORDS = {
    "ragged": _l(
        "The number of cells differs from the header (%(value)s); check commas and quotes."
    ),
    "no_key": _l("No student number, identity number or local number; the pupil cannot be told."),
    "no_name": _l("The name is empty."),
    "excel_number": _l(
        "%(value)s is a number that Excel has changed; set the column to text and export again."
    ),
    "bad_date": _l("Not a date; use 20150903 or 2015-09-03."),
    "bad_sex": _l("“%(value)s” is not a sex; use the word or the code 1 or 2."),
    "bad_grade": _l("“%(value)s” is not a grade that is understood; use 1 to 9 or its name."),
    "no_school": _l("The school code is empty."),
    "no_presence": _l("The row does not say whether the pupil is at school."),
    "bad_kind": _l("“%(value)s” is not a kind of movement that is understood."),
}
REMARKS = {
    "excel_number": _l("A long number that Excel has changed; set the column to text."),
    "unclear_date": _l("Not a date that is understood; it was left out."),
    "id_length": _l("The identity number does not have 18 characters."),
    "id_character": _l("The identity number holds a character that does not belong there."),
    "id_date": _l("The date of birth in the identity number does not exist."),
    "id_check": _l("The check digit of the identity number is wrong."),
    "id_sex": _l("Sex and identity number do not agree."),
    "id_birth": _l("Date of birth and identity number do not agree."),
    "student_form": _l("The student number is not G, J or L with 18 characters."),
}
NOTES = {
    "unknown_school": _l("School code %(value)s is not among the organisations (%(count)s rows)."),
    "foreign_school": _l(
        "School %(value)s lies outside your area; its rows (%(count)s) were left out."
    ),
    "unknown_status": _l("Status “%(value)s” is not understood (%(count)s rows)."),
    "unknown_state": _l("Handling state “%(value)s” is not understood (%(count)s rows)."),
    "unknown_word": _l("“%(value)s” is not understood (%(count)s rows)."),
    "unknown_region": _l(
        "Region code %(value)s is not in the list of regions (%(count)s times). "
        "If it is right, add it to the list."
    ),
}


@dataclass
class Issues:
    """The findings of one file: rows in error, remarks, and values told once with a count."""

    rows: set[int] = field(default_factory=set)
    listed: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    notes: dict[str, dict[str, int]] = field(default_factory=dict)
    remarks: list[dict[str, Any]] = field(default_factory=list)
    remark_counts: Counter[str] = field(default_factory=Counter)

    def add(self, row: int, column: str, code: str, value: str = "") -> None:
        """Note one cell in error."""
        self.rows.add(row)
        self.counts[code] += 1
        if len(self.listed) < KEPT:
            shown = harmless(value)
            self.listed.append({"row": row, "column": column, "code": code, "value": shown})

    def note(self, code: str, value: str, count: int, where: str = "") -> None:
        """Note a value that concerns many rows, once; counts of the same value add up."""
        values = self.notes.setdefault(code, {})
        shown = where + (value if code in CODES else harmless(value))
        if shown in values or len(values) < NOTED:
            values[shown] = values.get(shown, 0) + count

    def remark(self, rows: pa.Array, column: str, code: str) -> None:
        """Remark something about one cell of each of the rows; what it holds is not repeated."""
        self.remark_counts[code] += len(rows)
        room = max(0, KEPT - len(self.remarks))
        self.remarks += [
            {"row": row, "column": column, "code": code, "value": ""}
            for row in rows.slice(0, room).to_pylist()
        ]

    def take(self, other: Issues) -> None:
        """Add what was found in the next portion of the file."""
        self.rows |= other.rows
        self.counts += other.counts
        self.listed += other.listed[: max(0, KEPT - len(self.listed))]
        self.remark_counts += other.remark_counts
        self.remarks += other.remarks[: max(0, KEPT - len(self.remarks))]
        for code, values in other.notes.items():
            mine = self.notes.setdefault(code, {})
            for value, count in values.items():
                if value in mine or len(mine) < NOTED:
                    mine[value] = mine.get(value, 0) + count

    def report(self) -> dict[str, Any]:
        """The findings as plain data for the snapshot's report; `words` turns them to text."""
        return {
            "rows": sorted(self.listed, key=lambda i: (i["row"], i["column"])),
            "counts": dict(self.counts),
            "notes": self.notes,
            "remarks": sorted(self.remarks, key=lambda i: (i["row"], i["column"])),
            "remark_counts": dict(self.remark_counts),
        }


def harmless(value: str) -> str:
    """A value as a report may keep it: whole when it cannot tell who somebody is, else hidden.

    A column that was mapped wrongly holds names and numbers of persons; the rows as they came
    lie sealed beside the file.
    """
    digits = sum(character.isdigit() for character in value)
    is_short = len(value) <= SHORT and digits < SHORT
    is_ruined = digits <= RUINED and "E+" in value
    return value if is_short or is_ruined else f"{value[:1]}***"


def words(issue: dict[str, Any]) -> str:
    """One listed issue in the reader's language."""
    return str(WORDS[issue["code"]]) % {"value": issue["value"]}


def remark_words(code: str) -> str:
    """One kind of remark in the reader's language."""
    return str(REMARKS[code])


def note_words(report: dict[str, Any]) -> list[str]:
    """The notes of a report in the reader's language, one line per value."""
    return [
        str(NOTES[code]) % {"value": value, "count": count}
        for code, values in report.get("notes", {}).items()
        for value, count in sorted(values.items())
    ]
