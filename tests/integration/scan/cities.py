"""A whole city as files with its truth, and what must have been found after each of its days."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from models.vocabulary.flags import Makes
from tests.bureaus import Bureau
from tracking.rules._kit import all_rules
from tracking.snapshots import queries

KINDS = ("registry", "movements")


@dataclass(frozen=True)
class Expected:
    """One row of a city's truth that a rule of this product must find."""

    as_of: date
    rule: str
    student_no: str
    school_code: str
    note: str


@dataclass(frozen=True)
class City:
    """The folder of a city: `organisations.csv`, dated rosters and movements, `truth.csv`."""

    folder: Path

    @property
    def days(self) -> list[date]:
        """The Mondays of its rosters."""
        return sorted(day_of(path) for path in self.folder.glob("registry-*"))

    def files(self, day: date) -> list[tuple[Path, str]]:
        """The files of a day with their kinds."""
        return [
            (path, kind)
            for kind in KINDS
            for path in sorted(self.folder.glob(f"{kind}-{day:%Y%m%d}.*"))
        ]

    def truth(self, expected: str) -> list[Expected]:
        """Rows of the truth with one verdict ("1" or "0"), for rules that flag children."""
        rules = {code for code, rule in all_rules().items() if rule.makes is not Makes.TASK}
        with (self.folder / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
            return [
                Expected(
                    date.fromisoformat(row["as_of"]),
                    row["rule"],
                    row["student_no"],
                    row["school_code"],
                    row["note"],
                )
                for row in csv.DictReader(file)
                if row["expected"] == expected and row["rule"] in rules
            ]

    def came_back(self) -> set[str]:
        """Children who were missing for a while and stand on a roll again at the end."""
        with (self.folder / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
            return {r["student_no"] for r in csv.DictReader(file) if r["rule"] == "REAPPEARED"}

    def take_in(self, bureau: Bureau, day: date) -> None:
        """Bring the files of a day in, the roster first, as they lie in the folder."""
        for path, kind in self.files(day):
            bureau.take(path, kind, day)


def day_of(path: Path) -> date:
    """The date in a file's name."""
    return datetime.strptime(path.stem[-8:], "%Y%m%d").date()  # noqa: DTZ007 - a day, no moment


def differences(bureau: Bureau, city: City, day: date) -> dict[str, list[Any]]:
    """What is wrong after the scan of a day: empty lists everywhere when all is well.

    Who is missing from a school whose roster is set aside is found with its next good roster.
    """
    aside = {part.school_code for part in queries.open_set_asides()}
    flags = bureau.flags()
    got = {(f.rule, f.student_no): f for f in flags}
    want = {(e.rule, e.student_no): e for e in city.truth("1") if e.as_of <= day}
    cases = {
        f.student_no: {g.case_number for g in flags if g.student_no == f.student_no} for f in flags
    }
    return {
        "missed": [e for key, e in want.items() if key not in got and e.school_code not in aside],
        "false": [f for key, f in got.items() if key not in want],
        "wrong school": [
            (e, f)
            for key, e in want.items()
            if (f := got.get(key)) and not f.school_code == f.owner == e.school_code
        ],
        "several cases": [found for found in cases.items() if len(found[1]) != 1],
    }


NOTHING: dict[str, list[Any]] = {
    "missed": [],
    "false": [],
    "wrong school": [],
    "several cases": [],
}
