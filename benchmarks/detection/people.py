"""The children of the city, and what a roster says of each in each week."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import numpy as np

from demo import headers as h
from demo.numbers import LaterNumbers, first_sequences, id_numbers
from demo.people import families, names
from demo.places import JUNIOR, PRIMARY, Organisation
from demo.roster import yyyymmdd

DAYS: Final = (
    date(2026, 1, 12),
    date(2026, 3, 16),
    date(2026, 7, 20),
    date(2026, 10, 12),
    date(2026, 11, 2),
    date(2026, 11, 9),
)
"""Days of the rosters; all but the first are scanned."""
WINTER, SPRING, SUMMER, AUTUMN, NOVEMBER, LAST = range(6)
YEAR: Final = 2025  # the school year of the first roster; grades are those of this year
ENTERING: Final = 0  # the grade of those who come to school in the autumn
HOUSEHOLD, RESIDENCE, UNLISTED = "household", "residence", ""
REPORTED, PLACED, LEAVE_BEGINS = "是否报到", "特教就读类型", "休学起期"
STUDYING: Final = "在读"


@dataclass
class Child:
    """One child: who it is, where it belongs, and what happens to its row of the roster.

    `grade` is that of the first school year; `changes` are cells from a week on, `there` says from
    which week on it stands on the roll or does not; `calls` what roll calls say of it by week
    (nothing where a call does not name it).
    """

    tag: str
    name: str
    boy: bool
    born: str
    number: str
    student: str
    local: str
    guardian: str
    phone: str
    region: str
    primary: Organisation
    junior: Organisation
    grade: int
    room: str
    listed: str = UNLISTED
    changes: dict[int, dict[str, str]] = field(default_factory=dict)
    there: dict[int, bool] = field(default_factory=dict)
    calls: dict[int, dict[str, str] | None] = field(default_factory=dict)

    @property
    def sex(self) -> str:
        """As a roster writes it."""
        return "男" if self.boy else "女"

    def is_there(self, week: int) -> bool:
        """Whether the roll has it."""
        known = [w for w in self.there if w <= week]
        return self.there[max(known)] if known else False

    def grade_in(self, week: int) -> int:
        """Its grade by promotion."""
        return self.grade + (week >= AUTUMN)

    def seat(self, week: int) -> tuple[str, int]:
        """School and grade that its row names."""
        row = self.row(week)
        return row[h.SCHOOL_CODE], h.GRADES.index(row[h.GRADE][0]) + 1

    def row(self, week: int) -> dict[str, str]:
        """Its row of the roster of a week."""
        grade = self.grade_in(week)
        school = self.primary if grade <= 6 else self.junior
        first = YEAR + (week >= AUTUMN) - (grade - 1 if grade <= 6 else grade - 7)
        row = {
            h.STUDENT_NO: self.student,
            h.NAME: self.name,
            h.SEX: self.sex,
            h.ID_KIND: "居民身份证",
            h.ID_NUMBER: self.number,
            h.BIRTH_DATE: self.born,
            h.SCHOOL_CODE: school.code,
            h.SCHOOL_NAME: school.name,
            h.GRADE: h.grade_name(min(max(grade, 1), 9)),
            h.CLASS_NO: self.room,
            h.STATUS: STUDYING,
            h.ENTRY_MONTH: f"{first}09",
            h.HOUSEHOLD_REGION: f"{self.region}000000",
            h.DISABILITY: "无残疾",
            h.INCLUSIVE_CLASS: "非随班就读",
            PLACED: "",
            h.ORIGIN: "正常入学",
            h.LOCAL_NO: self.local,
            LEAVE_BEGINS: "",
            h.LEAVE_ENDS: "",
            h.GUARDIAN_NAME: self.guardian,
            h.GUARDIAN_PHONE: self.phone,
            REPORTED: "是",
        }
        for since in sorted(w for w in self.changes if w <= week):
            row |= self.changes[since]
        return row


class Registrar:
    """Issues what nobody else has."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self._numbers = LaterNumbers()
        self._count = 0

    def tag(self) -> str:
        """What the truth calls a child."""
        self._count += 1
        return f"C{self._count:06d}"

    def number(self, child: Child, born: str = "") -> str:
        """A new identity number for a child, in order."""
        region = 150299 - int(self.rng.integers(0, 5))
        return self._numbers.issue(region, born or child.born, boy=child.boy)

    def local(self) -> str:
        """A local number."""
        self._count += 1
        return f"F{self._count:08d}"

    def phone(self) -> str:
        """A telephone that no family has."""
        self._count += 1
        return f"198{self._count:08d}"

    def renumbered(self, child: Child, born: str = "") -> Child:
        """The child with other numbers, as if it were registered for the first time."""
        number = self.number(child, born)
        return replace(
            child, number=number, student=f"G{number}", local=self.local(),
            born=born or child.born, changes={}, there={}, calls={},
        )  # fmt: skip


def population(students: int, schools: list[Organisation], registrar: Registrar) -> list[Child]:
    """Nine grades, and those who enter in the autumn."""
    rng = registrar.rng
    primary = [s for s in schools if s.stage == PRIMARY]
    juniors = {p.code: _juniors(p, schools) for p in primary}
    grades = np.arange(students) % 10
    births = _births(grades, rng)
    homes = [primary[(n // 10) % len(primary)] for n in range(students)]
    regions = np.array([int(p.parent_code) for p in homes])
    boys = rng.random(students) < 0.5
    kin = families(students, rng)
    numbers = id_numbers(regions, births, first_sequences(regions, births, boys, rng))
    called = names(kin.people, kin.surnames, boys, rng)
    lists = rng.choice([HOUSEHOLD, RESIDENCE, UNLISTED], size=students, p=(0.7, 0.2, 0.1))
    found = []
    for n in range(students):
        grade, home = int(grades[n]), homes[n]
        after = juniors[home.code]
        child = Child(
            tag=registrar.tag(),
            name=str(called[n]),
            boy=bool(boys[n]),
            born=str(births[n]),
            number=str(numbers[n]),
            student=f"G{numbers[n]}",
            local=registrar.local(),
            guardian=str(kin.guardians[n]),
            phone=str(kin.phones[n]),
            region=str(regions[n]),
            primary=home,
            junior=after[(n // 10 // len(primary)) % len(after)],
            grade=grade,
            room=f"{1 + n // 10 // len(primary) // 40:02d}",
            listed=str(lists[n]),
        )
        child.there = {AUTUMN: True} if grade == ENTERING else {WINTER: True}
        if grade == 9:
            child.there[AUTUMN] = False
        found.append(child)
    return found


def _juniors(primary: Organisation, schools: list[Organisation]) -> list[Organisation]:
    """The junior schools of its county."""
    return [s for s in schools if s.stage == JUNIOR and s.parent_code == primary.parent_code]


def _births(grades: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Days of the cohort of each grade."""
    starts = np.array([f"{YEAR - 6 - grade}-09-01" for grade in range(10)], "datetime64[D]")
    days = starts[grades] + rng.integers(0, 365, size=len(grades))
    return yyyymmdd(days.astype("datetime64[D]"))
