"""Days of the calendar from a table that a bureau wrote, one day per row. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from tracking.calendar.columns import (
    AT_SCHOOL,
    DATE,
    HEADERS,
    NAME,
    NO,
    SAYS_NO,
    SAYS_YES,
    WRITTEN_DAY,
    YES,
)
from tracking.calendar.policy import OwnDay

MOST_ROWS = 2000
LONGEST_NAME = 60


@dataclass(frozen=True)
class Problem:
    """What is wrong in one row (the header is row 1), at one column, and what to do."""

    row: int
    column: str
    words: Any
    values: Mapping[str, Any]

    def __str__(self) -> str:
        text = str(self.words) % self.values if self.values else str(self.words)
        where = str(_l("Row %(row)s, “%(column)s”:")) % {"row": self.row, "column": self.column}
        return f"{where} {text}"


NO_COLUMN = _l("this column is missing: write it into the first row.")
NO_DAY = _l("“%(value)s” is no day: write it as 2026-10-01.")
TWICE = _l("the day %(value)s stands twice: leave one of them out.")
NOT_SAID = _l("“%(value)s” does not say it: write %(yes)s or %(no)s.")
LONG = _l("the name is longer than 60 characters: shorten it.")
EMPTY = _l("there is no day in the table: write at least one below the header.")
TOO_MANY = _l("there are more than 2,000 rows: bring them in year by year.")


def decoded(content: bytes) -> str:
    """The text of a file as offices save it: UTF-8, or the code page of Chinese Excel."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def read_days(text: str) -> tuple[dict[date, OwnDay], list[Problem]]:
    """The days of a table, and everything that is wrong with it."""
    rows = list(csv.reader(io.StringIO(text.strip("\ufeff\r\n "))))
    places = _places(rows[0] if rows else [])
    missing = [name for name in (DATE, AT_SCHOOL) if name not in places]
    if missing:
        return {}, [Problem(1, name, NO_COLUMN, {}) for name in missing]
    if len(rows) > MOST_ROWS + 1:
        return {}, [Problem(MOST_ROWS + 2, DATE, TOO_MANY, {})]
    days: dict[date, OwnDay] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows[1:], 2):
        cells = {n: row[p].strip() if p < len(row) else "" for n, p in places.items()}
        if any(cells.values()):
            _read_row(number, cells, days, problems)
    if not days and not problems:
        problems.append(Problem(2, DATE, EMPTY, {}))
    return days, problems


def _places(head: list[str]) -> dict[str, int]:
    words = [cell.strip().strip("\ufeff").lower() for cell in head]
    found = ((n, next((words.index(h) for h in hs if h in words), -1)) for n, hs in HEADERS.items())
    return {name: place for name, place in found if place >= 0}


def _read_row(
    number: int, cells: Mapping[str, str], days: dict[date, OwnDay], problems: list[Problem]
) -> None:
    day, said, name = day_in(cells[DATE]), cells[AT_SCHOOL].lower(), cells.get(NAME, "")
    wrong = [
        (day is None, DATE, NO_DAY, cells[DATE]),
        (day in days, DATE, TWICE, cells[DATE]),
        (said not in SAYS_YES | SAYS_NO, AT_SCHOOL, NOT_SAID, cells[AT_SCHOOL]),
        (len(name) > LONGEST_NAME, NAME, LONG, name),
    ]
    found = [
        Problem(number, column, words, {"value": value, "yes": YES, "no": NO})
        for is_wrong, column, words, value in wrong
        if is_wrong
    ]
    problems += found
    if day is not None and not found:
        days[day] = OwnDay(said in SAYS_YES, name)


def day_in(text: str) -> date | None:
    """A day as people write it; None when it is none."""
    match = WRITTEN_DAY.fullmatch(text.replace(" ", ""))
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
