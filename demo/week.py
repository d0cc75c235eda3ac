"""One week of the city: the roll, the office's movement records, and the truth noted down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from demo import headers
from demo.numbers import REGIONS, LaterNumbers
from demo.places import OUTSIDE, Organisation
from demo.roll import Roll

_DAYS_BEFORE = 4  # a movement of the week happened on the Thursday before the roster's Monday


@dataclass(frozen=True)
class Movement:
    """One row of the cumulative movements file, in the order of its columns; dates YYYYMMDD."""

    student_no: str
    name: str
    id_number: str
    kind: str
    happened_on: str
    approved_on: str
    paper: str
    stage: str
    from_school: str
    to_school: str = ""
    to_name: str = ""
    reason: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Truth:
    """One row of truth.csv: what must (1) or must not (0) be flagged from this date on."""

    as_of: str
    rule: str
    student_no: str
    id_number: str
    expected: int
    school_code: str
    note: str


@dataclass
class Story:
    """What outlives a week: who was chosen already, records, truth, and what is still to come."""

    roll: Roll
    schools: Sequence[Organisation]
    pool: list[int]
    twins: list[tuple[int, int]]
    rng: np.random.Generator
    movements: list[Movement] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)
    agenda: dict[date, list[Callable[[Week], None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    numbers: LaterNumbers = field(default_factory=LaterNumbers)
    papers: int = 0


@dataclass(frozen=True)
class Week:
    """The hands with which an event touches the city. Only sound schools take part."""

    as_of: date
    story: Story

    @property
    def roll(self) -> Roll:
        """Every registration of the city."""
        return self.story.roll

    def child(self, fits: Callable[[int], bool] | None = None) -> int:
        """A child to whom nothing has happened yet. Raises ValueError if none is left."""
        pool = self.story.pool
        for place in range(len(pool) - 1, -1, -1):
            if fits is None or fits(pool[place]):
                return pool.pop(place)
        raise ValueError("the city is too small for so many weeks")

    def twin(self) -> int:
        """One of two twins, both still on the roll; the other one is left in peace."""
        if not self.story.twins:
            raise ValueError("the city has too few twins for so many weeks")
        return self.story.twins.pop()[0]

    def later(self, action: Callable[[Week], None]) -> None:
        """Do something a week from now."""
        self.story.agenda[self.as_of + timedelta(weeks=1)].append(action)

    def expect(self, rule: str, row: int, expected: int, note: str) -> None:
        """Note down what is true of a child from this roster on, under the keys it has now."""
        cell = self.roll.value
        self.story.truths.append(
            Truth(
                self.as_of.isoformat(),
                rule,
                cell(row, headers.STUDENT_NO),
                cell(row, headers.ID_NUMBER),
                expected,
                cell(row, headers.SCHOOL_CODE),
                note,
            )
        )

    def leave(self, row: int) -> None:
        """Take a registration off the roll."""
        self.roll.active[row] = False

    def enter(self, row: int, school: Organisation) -> None:
        """Put a registration on another school's roll; grade and class stay."""
        self.roll.change(row, {headers.SCHOOL_CODE: school.code, headers.SCHOOL_NAME: school.name})

    def home(self, row: int) -> Organisation:
        """The school on whose roll a child stands."""
        code = self.roll.value(row, headers.SCHOOL_CODE)
        return next(school for school in self.story.schools if school.code == code)

    def other_school(self, row: int) -> Organisation:
        """A sound school of the same stage."""
        home = self.home(row)
        others = [
            school
            for school in self.story.schools
            if school.stage == home.stage and school.code != home.code
        ]
        return others[int(self.story.rng.integers(len(others)))]

    def outside(self, row: int) -> tuple[str, str]:
        """Code and name of a school outside the province, of the child's stage."""
        return OUTSIDE[self.home(row).stage]

    def new_number(self, row: int, *, other_sex: bool = False) -> str:
        """An ID number for this child's birthday that nobody has."""
        boy = (self.roll.value(row, headers.SEX) == "男") != other_sex
        region = int(self.story.rng.choice(REGIONS))
        return self.story.numbers.issue(region, self.roll.value(row, headers.BIRTH_DATE), boy=boy)

    def record(
        self,
        row: int,
        kind: str,
        *,
        to: tuple[str, str] = ("", ""),
        days_ago: int = _DAYS_BEFORE,
        approved_after: int | None = 2,
        paper: bool = True,
    ) -> Movement:
        """File a movement of a child under the keys it has now; without approval it is pending."""
        cell = self.roll.value
        happened = self.as_of - timedelta(days=days_ago)
        decided = happened + timedelta(days=approved_after or 0)
        pending = approved_after is None
        self.story.papers += 1
        movement = Movement(
            cell(row, headers.STUDENT_NO),
            cell(row, headers.NAME),
            cell(row, headers.ID_NUMBER),
            kind,
            f"{happened:%Y%m%d}",
            "" if pending else f"{decided:%Y%m%d}",
            f"虚教〔{happened.year}〕{self.story.papers}号" if paper else "",
            "在办" if pending else "办结",
            cell(row, headers.SCHOOL_CODE),
            *to,
        )
        self.story.movements.append(movement)
        return movement

    def settle(self, movement: Movement) -> None:
        """The pending movement is done now: the next export shows its row as completed."""
        place = self.story.movements.index(movement)
        approved = self.as_of - timedelta(days=2)
        self.story.movements[place] = replace(
            movement, stage="办结", approved_on=f"{approved:%Y%m%d}"
        )
