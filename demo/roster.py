"""The first roster: who is at which school, in which class, born when, from which family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo import headers
from demo.numbers import REGIONS, Integers, Texts, first_sequences, id_numbers
from demo.people import families, names
from demo.places import PRIMARY, Organisation
from demo.plan import CityPlan
from demo.roll import Roll

_CLASS_SIZE = 45
_TWIN_PAIRS_PER_PUPIL = 0.006
_FEWEST_TWIN_PAIRS = 12
_SIBLING_PAIRS_PER_PUPIL = 0.05
_FAR_FROM_HOME = 0.1


@dataclass(frozen=True)
class Seats:
    """Where each pupil sits; schools are positions in the list of schools, grades are 1-9."""

    schools: Integers
    grades: Integers
    classes: Integers

    def __len__(self) -> int:
        return len(self.grades)


@dataclass(frozen=True)
class Kinship:
    """The family of each pupil, and the twins as pairs of rows."""

    family: Integers
    twins: Integers


def first_roster(
    plan: CityPlan, schools: Sequence[Organisation], rng: np.random.Generator
) -> tuple[Roll, Integers]:
    """The roll of the first Monday and the pairs of rows that are twins (shape pairs × 2)."""
    seats = _seats(plan.students, schools, rng)
    kin = _kinship(seats, schools, rng)
    births = _births(seats.grades, plan.school_year, rng)
    migrants = rng.random(len(seats)) < _FAR_FROM_HOME
    homes = np.array([int(school.parent_code) for school in schools])[seats.schools]
    regions = np.where(migrants, rng.choice(REGIONS, size=len(seats)), homes)
    for array in (births, regions, migrants):
        array[kin.twins[:, 1]] = array[kin.twins[:, 0]]
    columns = _seat_columns(seats, schools, plan.school_year)
    columns |= _person_columns(regions, births, kin, rng)
    columns |= _circumstances(len(seats), migrants, columns[headers.GRADE], rng)
    ordered = {header: columns[header] for header in headers.REGISTRY}
    return Roll(ordered, np.ones(len(seats), dtype=np.bool_)), kin.twins


def _seats(students: int, schools: Sequence[Organisation], rng: np.random.Generator) -> Seats:
    sizes = np.clip(rng.lognormal(0, 0.45, size=len(schools)), 0.4, 2.5)
    primary = np.array([school.stage == PRIMARY for school in schools])
    parts: list[Seats] = []
    for grade in range(1, 10):
        here = np.flatnonzero(primary == (grade <= 6))
        pupils = students // 9 + (grade <= students % 9)
        heads = rng.multinomial(pupils, sizes[here] / sizes[here].sum())
        place = np.repeat(here, heads)
        position = np.arange(pupils) - np.repeat(np.cumsum(heads) - heads, heads)
        rooms = np.repeat(-(-heads // _CLASS_SIZE), heads)
        rank = 1 + position * rooms // np.repeat(heads, heads)
        parts.append(Seats(place, np.full(pupils, grade), rank))
    return Seats(
        np.concatenate([part.schools for part in parts]),
        np.concatenate([part.grades for part in parts]),
        np.concatenate([part.classes for part in parts]),
    )


def _kinship(seats: Seats, schools: Sequence[Organisation], rng: np.random.Generator) -> Kinship:
    """Twins are neighbours of one class; siblings are in different grades of one county."""
    family = np.arange(len(seats))
    left = np.arange(0, len(seats) - 1, 2)
    together = np.ones(len(left), dtype=np.bool_)
    for array in (seats.schools, seats.grades, seats.classes):
        together &= array[left] == array[left + 1]
    wanted = max(_FEWEST_TWIN_PAIRS, round(len(seats) * _TWIN_PAIRS_PER_PUPIL))
    elder = np.sort(rng.permutation(left[together])[:wanted])
    twins = np.stack([elder, elder + 1], axis=1)
    family[twins[:, 1]] = elder
    counties = np.array([int(school.parent_code) for school in schools])[seats.schools]
    order = np.lexsort((rng.random(len(seats)), counties))
    order = order[~np.isin(order, twins)]
    pairs = order[: len(order) // 2 * 2].reshape(-1, 2)
    pairs = pairs[seats.grades[pairs[:, 0]] != seats.grades[pairs[:, 1]]]
    chosen = rng.permutation(pairs)[: round(len(seats) * _SIBLING_PAIRS_PER_PUPIL)]
    family[chosen[:, 1]] = family[chosen[:, 0]]
    return Kinship(family, twins)


def _births(grades: Integers, school_year: int, rng: np.random.Generator) -> Integers:
    """YYYYMMDD between 1 September and 31 August of the grade's cohort (domain.md §5.1)."""
    starts = np.array([f"{school_year - 6 - grade}-09-01" for grade in range(1, 10)])
    days = starts.astype("datetime64[D]")[grades - 1] + rng.integers(0, 365, size=len(grades))
    return yyyymmdd(days.astype("datetime64[D]"))


def yyyymmdd(days: NDArray[np.datetime64]) -> Integers:
    """Dates as whole numbers, as ID numbers contain them."""
    months = days.astype("datetime64[M]")
    count = months.astype(np.int64)
    day = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    return np.asarray((1970 + count // 12) * 10_000 + (count % 12 + 1) * 100 + day)


def _seat_columns(
    seats: Seats, schools: Sequence[Organisation], school_year: int
) -> dict[str, Texts]:
    codes = np.array([school.code for school in schools], dtype=object)
    titles = np.array([school.name for school in schools], dtype=object)
    grades = np.array([headers.grade_name(grade) for grade in range(1, 10)], dtype=object)
    entry = [
        f"{school_year - (grade - 1 if grade <= 6 else grade - 7)}09" for grade in range(1, 10)
    ]
    rooms = np.array([f"{number:02d}" for number in range(seats.classes.max() + 1)], dtype=object)
    return {
        headers.SCHOOL_CODE: codes[seats.schools],
        headers.SCHOOL_NAME: titles[seats.schools],
        headers.GRADE: grades[seats.grades - 1],
        headers.CLASS_NO: rooms[seats.classes],
        headers.ENTRY_MONTH: np.array(entry, dtype=object)[seats.grades - 1],
    }


def _person_columns(
    regions: Integers, births: Integers, kin: Kinship, rng: np.random.Generator
) -> dict[str, Texts]:
    count = len(births)
    boys = rng.random(count) < 0.52
    kinds = families(count, rng)
    own, (elder, younger) = kin.family, kin.twins.T
    called = names(kinds.people[own], kinds.surnames[own], boys, rng)
    while len(same := younger[called[younger] == called[elder]]):
        called[same] = names(kinds.people[own[same]], kinds.surnames[own[same]], boys[same], rng)
    numbers = id_numbers(regions, births, first_sequences(regions, births, boys, rng))
    serials = rng.permutation(count) + 1
    return {
        headers.STUDENT_NO: np.asarray("G" + numbers),
        headers.NAME: called,
        headers.SEX: _either(boys, "男", "女"),
        headers.ID_NUMBER: numbers,
        headers.BIRTH_DATE: births.astype(np.str_).astype(object),
        headers.HOUSEHOLD_REGION: np.asarray(regions.astype(np.str_).astype(object) + "000000"),
        headers.ADDRESS: kinds.addresses[own],
        headers.PHONE: kinds.phones[own],
        headers.GUARDIAN_NAME: kinds.guardians[own],
        headers.GUARDIAN_RELATION: kinds.relations[own],
        headers.GUARDIAN_PHONE: kinds.phones[own],
        headers.LOCAL_NO: np.array([f"F{serial:08d}" for serial in serials], dtype=object),
    }


def _circumstances(
    count: int, migrants: NDArray[np.bool_], grades: Texts, rng: np.random.Generator
) -> dict[str, Texts]:
    left_behind = np.array(["非留守儿童", "单亲留守儿童", "双亲留守儿童"], dtype=object)
    kinds = np.array(["无残疾", "智力残疾", "肢体残疾", "听力残疾"], dtype=object)
    disability = kinds[rng.choice(4, size=count, p=(0.99, 0.005, 0.003, 0.002))]
    junior = np.isin(grades, [headers.grade_name(grade) for grade in (7, 8, 9)])
    boards = rng.random(count) < np.where(junior, 0.3, 0.04)
    return {
        headers.ID_KIND: np.full(count, "居民身份证", dtype=object),
        headers.STATUS: np.full(count, "在读", dtype=object),
        headers.BOARDING: _either(boards, "住校", "走读"),
        headers.LEFT_BEHIND: left_behind[rng.choice(3, size=count, p=(0.93, 0.035, 0.035))],
        headers.ORPHAN: _either(rng.random(count) < 0.012, "是", "否"),
        headers.MIGRANT: _either(migrants, "是", "否"),
        headers.DISABILITY: disability,
        headers.INCLUSIVE_CLASS: _either(disability != "无残疾", "其他残疾随班就读", "非随班就读"),
        headers.ORIGIN: np.full(count, "正常入学", dtype=object),
        headers.LEAVE_ENDS: np.full(count, "", dtype=object),
        headers.GUARDIAN_ID: np.full(count, "", dtype=object),
    }


def _either(condition: NDArray[np.bool_], yes: str, no: str) -> Texts:
    texts: Texts = np.array([no, yes], dtype=object)[condition.astype(np.int64)]
    return texts
