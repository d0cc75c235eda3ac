"""The city: its children, what departments know of them, and the truth about each rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from benchmarks.detection.people import (
    AUTUMN,
    DAYS,
    ENTERING,
    HOUSEHOLD,
    NOVEMBER,
    RESIDENCE,
    SUMMER,
    UNLISTED,
    WINTER,
    Child,
    Registrar,
    population,
)
from demo import headers as h
from demo.places import PRIMARY, Organisation, organisations

COUNTIES = 3
PUPILS_PER_SCHOOL = 250
FEWEST_SCHOOLS = 18
ACROSS = (SUMMER, AUTUMN, NOVEMBER)  # scans whose rosters have a promotion between them
LEAVES, COMES = {6, 9}, {1, 7}  # grades whose pupils leave, and come, with promotion
Row = dict[str, str]


@dataclass(frozen=True)
class Truth:
    """What a rule must find (`week`), or must never find (no week), and why."""

    rule: str
    tag: str
    week: int | None
    reason: str


@dataclass
class Special:
    """Schools about which something is special; nothing else is planted there."""

    nameless: Organisation  # names no identity number of anybody, nor who reported
    cut: Organisation  # half of its last roster is missing
    late: Organisation  # missing from the file of the second last week
    quiet: Organisation  # sends no roll calls
    absentees: Organisation  # its roll calls name only those who are away


@dataclass
class Town:
    """One city, being planted."""

    children: list[Child]
    schools: list[Organisation]
    everybody: list[Organisation]
    registrar: Registrar
    each: int
    special: Special
    truth: list[Truth] = field(default_factory=list)
    movements: dict[int, list[tuple[str, Row]]] = field(default_factory=lambda: defaultdict(list))
    lists: dict[tuple[str, int], list[tuple[str, Row]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    off: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    _free: dict[tuple[int, str], list[Child]] = field(default_factory=lambda: defaultdict(list))

    def find(self, rule: str, child: Child, week: int, reason: str) -> None:
        """A rule must find the child for the first time in a week."""
        self.truth.append(Truth(rule, child.tag, week, reason))

    def trap(self, rules: str, child: Child, reason: str) -> None:
        """Rules, with blanks between them, that must never find the child."""
        self.truth += [Truth(rule, child.tag, None, reason) for rule in rules.split()]

    def pick(
        self, grades: Iterable[int], listed: str | None = None, county: str | None = None
    ) -> Child:
        """A pupil of one of the grades about whom nothing else is planted."""
        kinds = [UNLISTED, HOUSEHOLD, RESIDENCE] if listed is None else [listed]
        places = [(grade, kind) for grade in grades for kind in kinds]
        for place in sorted(places, key=lambda place: -len(self._free[place])):
            pupils = self._free[place]
            for child in reversed(pupils):
                if county in {None, child.primary.parent_code}:
                    pupils.remove(child)
                    return child
        raise ValueError("too few pupils for what is to be planted")

    def other_school(self, child: Child, week: int) -> Organisation:
        """The last school of the same stage that is not the child's."""
        here = child.row(week)[h.SCHOOL_CODE]
        stage = next(s for s in self.schools if s.code == here).stage
        return next(s for s in reversed(self.schools) if s.stage == stage and s.code != here)

    def gone(self, child: Child, week: int, *, recorded: bool = False) -> None:
        """Off the roll from a week on; without a record the numbers do not add up."""
        if not recorded:
            self.unbalance(child, week, -1)
        child.there[week] = False

    def back(self, child: Child, week: int, *, recorded: bool = False) -> None:
        """On the roll from a week on."""
        child.there[week] = True
        if not recorded:
            self.unbalance(child, week, 1)

    def unbalance(self, child: Child, week: int, by: int, *, across: bool | None = None) -> None:
        """Count a pupil who comes or goes without a record; with promotion some may."""
        is_across = week in ACROSS if across is None else across
        school, grade = child.seat(week - 1 if by < 0 else week)
        if not (is_across and grade in (LEAVES if by < 0 else COMES)):
            self.off[week, school, "" if is_across else str(grade)] += by

    def missing(self, child: Child, week: int, reason: str) -> None:
        """The lists of the police know it, and no roll from a week on."""
        rule = {HOUSEHOLD: "NOT_REGISTERED", RESIDENCE: "RESIDENT_NOT_ENROLLED"}.get(child.listed)
        if rule:
            self.find(rule, child, max(week, AUTUMN), reason)

    def stranger(self, grade: int, listed: str = UNLISTED) -> Child:
        """A child of the age of a grade of the present year that stands on no roll."""
        like = self.children[int(self.registrar.rng.integers(0, len(self.children)))]
        year = DAYS[AUTUMN].year - 6 - grade
        born = f"{year}{int(self.registrar.rng.integers(9, 13)):02d}15"
        child = self.registrar.renumbered(replace(like, grade=ENTERING), born)
        return self.add(
            replace(
                child, tag=self.registrar.tag(), listed=listed, phone=self.registrar.phone(),
                name=f"{child.name[0]}{'甲乙丙丁戊己庚辛'[grade % 8]}未", guardian="无名监护",
            )
        )  # fmt: skip

    def add(self, child: Child) -> Child:
        """One more child (or one more registration of one)."""
        self.children.append(child)
        return child

    def move(
        self,
        week: int,
        child: Child,
        kind: str,
        day: date,
        *,
        said_in: int | None = None,
        **cells: str,
    ) -> None:
        """A movement, known from a week on; completed unless the cells say something else."""
        seat = max(WINTER, week - 1) if child.is_there(max(WINTER, week - 1)) else week
        school = child.row(seat)[h.SCHOOL_CODE]
        comes = kind in {"转学(转入)", "复学"}
        row = {
            h.STUDENT_NO: child.student,
            h.NAME: child.name,
            h.ID_NUMBER: child.number,
            "异动类型": kind,
            "异动日期": f"{day:%Y-%m-%d}",
            "审批日期": f"{day:%Y-%m-%d}",
            "审批文号": f"虚教批{day:%Y%m%d}",
            "办理状态": "已办结",
            "来源学校码": "" if comes else school,
            "去向学校码": school if comes else "",
            "去向学校名称": "",
        }
        self.movements[week if said_in is None else said_in].append((child.tag, row | cells))

    def transfer(self, child: Child, week: int, day: date) -> Organisation:
        """To another school of the city, completed on both sides."""
        here = child.row(week - 1)[h.SCHOOL_CODE]
        there = self.other_school(child, week - 1)
        self.move(week, child, "转学(转出)", day, 去向学校码=there.code, 去向学校名称=there.name)
        child.changes.setdefault(week, {}).update(
            {h.SCHOOL_CODE: there.code, h.SCHOOL_NAME: there.name}
        )
        self.move(week, child, "转学(转入)", day, 来源学校码=here, 去向学校码=there.code)
        return there

    def put(self, kind: str, week: int, child: Child, **cells: str) -> None:
        """A row of a department's list."""
        row = {
            "姓名": child.name,
            "性别": child.sex,
            "身份证号": child.number,
            "出生日期": child.born,
            "监护人姓名": child.guardian,
            "监护人电话": child.phone,
        }
        self.lists[kind, week].append((child.tag, row | cells))


def founded(students: int, seed: int) -> Town:
    """A city in which nothing has happened yet; `students` is about how many it has."""
    registrar = Registrar(np.random.default_rng(seed))
    count = max(FEWEST_SCHOOLS, students // PUPILS_PER_SCHOOL)
    everybody = organisations(count, COUNTIES)
    schools = [place for place in everybody if place.level == "school"]
    children = population(students, schools, registrar)
    special = Special(*[s for s in schools if s.stage == PRIMARY][:5])
    town = Town(children, schools, everybody, registrar, max(1, students // 1200), special)
    kept = {s.code for s in vars(special).values()}
    for place in registrar.rng.permutation(len(children)):
        child = children[place]
        if child.primary.code not in kept:
            town._free[child.grade, child.listed].append(child)  # noqa: SLF001 - being made here
    for child in children:
        if child.grade == 9:
            child.changes[SUMMER] = {h.STATUS: "毕业"}
        if child.grade == 6:
            child.changes[SUMMER] = {h.STATUS: "毕业"}
            child.changes[AUTUMN] = {h.STATUS: "在读"}
        if child.primary is special.nameless and child.grade <= 6:
            child.changes.setdefault(WINTER, {})[h.ID_NUMBER] = ""
            if child.grade == 6:
                child.changes[AUTUMN][h.ID_NUMBER] = child.number
    return town
