"""Write a whole made-up city: organisations, a roster per Monday, the movements, and the truth."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Literal

import numpy as np

from demo.events import events_of_a_week
from demo.headers import MOVEMENTS, ORGANISATIONS, SCHOOL_CODE, TRUTH
from demo.numbers import Integers
from demo.places import PRIMARY, Organisation, organisations
from demo.plan import CityPlan, Progress, schools_for
from demo.roll import Roll
from demo.roster import first_roster
from demo.week import Story, Week
from demo.writers import UTF8, XLSX, registry_format, write_registry, write_rows

__all__ = ["CityFile", "CityFiles", "CityPlan", "Progress", "build_city", "schools_for"]

Kind = Literal["organisations", "registry", "movements", "truth"]


@dataclass(frozen=True)
class CityFile:
    """One written file; `as_of` is its date, None for organisations and truth."""

    path: Path
    kind: Kind
    as_of: date | None = None


@dataclass(frozen=True)
class CityFiles:
    """Everything written for a city, in the order in which it should be imported."""

    files: tuple[CityFile, ...]

    def __iter__(self) -> Iterator[CityFile]:
        return iter(self.files)

    @property
    def organisations(self) -> Path:
        """The organisations, which come first."""
        return next(file.path for file in self.files if file.kind == "organisations")

    @property
    def truth(self) -> Path:
        """What should be found; never imported."""
        return next(file.path for file in self.files if file.kind == "truth")

    @property
    def snapshots(self) -> tuple[CityFile, ...]:
        """Rosters and movements, week by week, the roster of a week before its movements."""
        return tuple(file for file in self.files if file.kind in ("registry", "movements"))


@dataclass(frozen=True)
class Damage:
    """The two schools whose part of the last roster is no good: one absent, one cut to a third."""

    absent: str
    cut: str


def build_city(plan: CityPlan, folder: Path, progress: Progress | None = None) -> CityFiles:
    """Write the files of a city into `folder`, which is made if need be.

    The first Monday is undisturbed. On each later one every kind of event happens, and on the last
    one two schools' rosters are damaged. Raises ValueError for more weeks than the city can bear.
    """
    tell = progress or _silent
    total = plan.weeks + 1
    tell(0, total)
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(plan.seed)
    places = organisations(plan.schools, plan.counties)
    path = folder / "organisations.csv"
    write_rows(path, ORGANISATIONS, map(astuple, places), "utf-8")
    files = [CityFile(path, "organisations")]
    story, damage = _opening(plan, [place for place in places if place.level == "school"], rng)
    tell(1, total)
    for number, monday in enumerate(plan.mondays):
        week = Week(monday, story)
        if number:
            _happen(week, plan.students)
        last = number == plan.weeks - 1 and number > 0
        rows = _lost(week, damage) if last else story.roll.on_roll()
        files += _write_week(week, number, rows, folder)
        tell(number + 2, total)
    path = folder / "truth.csv"
    write_rows(path, TRUTH, map(astuple, story.truths), "utf-8")
    return CityFiles((*files, CityFile(path, "truth")))


def _silent(done: int, total: int) -> None:
    """Take the place of a progress bar where nobody watches."""


def _opening(
    plan: CityPlan, schools: Sequence[Organisation], rng: np.random.Generator
) -> tuple[Story, Damage]:
    roll, pairs = first_roster(plan, schools, rng)
    damage = _damage(roll, schools, rng)
    broken = (damage.absent, damage.cut)
    sound = ~np.isin(roll.columns[SCHOOL_CODE].astype(np.str_), broken)
    twins = rng.permutation(pairs[sound[pairs[:, 0]]])
    alone = sound.copy()
    alone[pairs.ravel()] = False
    story = Story(
        roll=roll,
        schools=[school for school in schools if school.code not in broken],
        pool=rng.permutation(np.flatnonzero(alone)).tolist(),
        twins=[(int(one), int(other)) for one, other in twins],
        rng=rng,
    )
    return story, damage


def _damage(roll: Roll, schools: Sequence[Organisation], rng: np.random.Generator) -> Damage:
    """Two of the larger primary schools, so that the loss is beyond any ordinary week."""
    primary = [school.code for school in schools if school.stage == PRIMARY]
    primary.sort(key=lambda code: (-len(roll.at_school(code)), code))
    absent, cut = rng.permutation(primary[: max(2, math.ceil(len(primary) / 2))])[:2]
    return Damage(str(absent), str(cut))


def _happen(week: Week, students: int) -> None:
    for action in week.story.agenda.pop(week.as_of, []):
        action(week)
    for event in events_of_a_week(students):
        event(week)


def _lost(week: Week, damage: Damage) -> Integers:
    """The rows that the damaged roster still shows; who is missing is noted down as a trap."""
    kept = week.story.rng.permutation(week.roll.at_school(damage.cut))
    gone = np.concatenate([week.roll.at_school(damage.absent), kept[len(kept) // 3 :]])
    for row in np.sort(gone):
        week.expect("VANISHED", int(row), 0, "school's file is missing or cut short")
    return np.setdiff1d(week.roll.on_roll(), gone)


def _write_week(week: Week, number: int, rows: Integers, folder: Path) -> list[CityFile]:
    form = registry_format(number, len(rows))
    ending = "xlsx" if form == XLSX else "csv"
    stamp = f"{week.as_of:%Y%m%d}"
    path = folder / f"registry-{stamp}.{ending}"
    # An export follows no order one could rely on.
    shuffled = week.story.rng.permutation(rows)
    write_registry(path, week.roll, shuffled, form, datetime.combine(week.as_of, time(7)))
    files = [CityFile(path, "registry", week.as_of)]
    if week.story.movements:
        path = folder / f"movements-{stamp}.csv"
        write_rows(path, MOVEMENTS, map(astuple, week.story.movements), UTF8)
        files.append(CityFile(path, "movements", week.as_of))
    return files
