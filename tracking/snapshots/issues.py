"""What can be wrong with a row, in words a registry clerk can act on.

An issue names row, column and, where it tells nothing about a person, the value. A row in
error never makes its child vanish: whatever key is left keeps the child on the roll.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

KEPT = 500  # issues kept one by one; beyond that only the count goes on

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
    "bad_kind": _l("“%(value)s” is not a kind of movement that is understood."),
}
NOTES = {
    "unknown_school": _l("School code %(value)s is not among the organisations (%(count)s rows)."),
    "unknown_status": _l("Status “%(value)s” is not understood (%(count)s rows)."),
    "unknown_state": _l("Handling state “%(value)s” is not understood (%(count)s rows)."),
}


@dataclass
class Issues:
    """The findings of one file: rows in error, and values that are told once with a count."""

    rows: set[int] = field(default_factory=set)
    listed: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    notes: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, row: int, column: str, code: str, value: str = "") -> None:
        """Note one cell in error."""
        self.rows.add(row)
        self.counts[code] += 1
        if len(self.listed) < KEPT:
            self.listed.append({"row": row, "column": column, "code": code, "value": value[:24]})

    def note(self, code: str, value: str, count: int) -> None:
        """Note a value that concerns many rows, once."""
        self.notes.setdefault(code, {})[value[:40]] = count

    def report(self) -> dict[str, Any]:
        """The findings as plain data for the snapshot's report; `words` turns them to text."""
        return {
            "rows": sorted(self.listed, key=lambda i: (i["row"], i["column"])),
            "counts": dict(self.counts),
            "notes": self.notes,
        }


def words(issue: dict[str, Any]) -> str:
    """One listed issue in the reader's language."""
    return str(WORDS[issue["code"]]) % {"value": issue["value"]}


def note_words(report: dict[str, Any]) -> list[str]:
    """The notes of a report in the reader's language, one line per value."""
    return [
        str(NOTES[code]) % {"value": value, "count": count}
        for code, values in report.get("notes", {}).items()
        for value, count in sorted(values.items())
    ]
