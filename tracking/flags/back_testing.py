"""What another threshold, or a switch, would have changed in the last scans. Writes nothing.

The frames of each day are put together once, only those that the rule needs, and the rule runs
over them twice. Who was found is matched with the flags that are kept by keyed hashes; no
identity is opened for it. The files of children are taken as they stand today.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import FlagStatus
from tracking.comparison.frames import Frames, assemble
from tracking.flags import queries
from tracking.flags.policy import Judged
from tracking.identity.queries import children_by_person
from tracking.kernel.engine import Engine, engine_for
from tracking.kernel.errors import RefusedError
from tracking.kernel.settings import Settings
from tracking.rules._kit import NOBODY, Rule, all_rules, frames_of
from tracking.thresholds.queries import rules_in_force

Parameters = dict[str, Any]
Key = tuple[int, str]  # person, and the school for findings about a school
Found = dict[Key, str]  # → school code
_turn = threading.Lock()


@dataclass(frozen=True)
class Trial:
    """One day: who is found with the values in force and with those proposed, by school."""

    as_of: date
    present: Found
    proposed: Found
    lacking: tuple[str, ...] = ()

    @property
    def new(self) -> set[Key]:
        """Found with the proposed values only."""
        return self.proposed.keys() - self.present.keys()

    @property
    def gone(self) -> set[Key]:
        """Found with the values in force only."""
        return self.present.keys() - self.proposed.keys()


@dataclass(frozen=True)
class SchoolChange:
    """One school over all days tried, each child counted once."""

    code: str
    present: int
    proposed: int
    new: int
    gone: int


@dataclass(frozen=True)
class Result:
    """All days together. `kept`, `gone` and `new` say how stored flags of those were judged."""

    trials: list[Trial]
    schools: list[SchoolChange]
    kept: Judged
    gone: Judged
    new: Judged
    totals: Counter[str] = field(default_factory=Counter)


@contextmanager
def turn() -> Iterator[None]:
    """One at a time in a process: the others who use it must not have to wait."""
    if not _turn.acquire(blocking=False):
        raise RefusedError(_l("Somebody else is trying something out. Try again in a minute."))
    try:
        yield
    finally:
        _turn.release()


def try_out(
    rule: Rule,
    present: Parameters | None,
    proposed: Parameters | None,
    days: list[date],
    settings: Settings,
) -> Result:
    """Run a rule twice over each day; None stands for switched off."""
    with turn():
        trials = [trial(rule, present, proposed, day, settings) for day in days]
    return result_of(rule, trials)


def trial(
    rule: Rule,
    present: Parameters | None,
    proposed: Parameters | None,
    day: date,
    settings: Settings,
) -> Trial:
    """One day. A rule that looks at what others found has those run before it."""
    others = first_round(rule)
    with engine_for(settings) as engine:
        wanted = frames_of([rule, *(all_rules()[code] for code in others)])
        frames = assemble(engine, settings.archive_dir, day, wanted)
        lacking = rule.lacks(frames.there)
        if lacking:
            return Trial(day, {}, {}, lacking)
        if rule.is_second:
            frames.tables["found"] = engine.table(found_by(engine, frames, others))
        before, after = (found(engine, frames, rule, given) for given in (present, proposed))
    return Trial(day, before, after)


def first_round(rule: Rule) -> dict[str, Parameters]:
    """The rules that a rule of the second round looks at, as they are in force."""
    if not rule.is_second:
        return {}
    return {c: given for c, given in rules_in_force().items() if not all_rules()[c].is_second}


def found_by(engine: Engine, frames: Frames, others: dict[str, Parameters]) -> pa.Table:
    """The frame `found`."""
    rows = [
        (person, code, school)
        for code, given in others.items()
        if not all_rules()[code].lacks(frames.there)
        for (person, _), school in found(engine, frames, all_rules()[code], given).items()
    ]
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    types = {"person": pa.int64(), "rule": pa.string(), "school_code": pa.string()}
    pairs = zip(types.items(), columns, strict=True)
    return pa.table({name: pa.array(list(values), kind) for (name, kind), values in pairs})


def found(engine: Engine, frames: Frames, rule: Rule, given: Parameters | None) -> Found:
    """Who a rule finds with some values; nobody while it is switched off."""
    if given is None:
        return {}
    frame = rule.find(
        frames.tables, as_of=frames.as_of, year=frames.year, keep=engine.keep, **given
    )
    rows = engine.collect(frame.select("person", "school_code")).to_pylist()
    codes = [(row["person"], row["school_code"] or "") for row in rows]
    return {(person, code if person == NOBODY else ""): code for person, code in codes}


def result_of(rule: Rule, trials: list[Trial]) -> Result:
    """Put the days together, each child counted once."""
    present: Found = {}
    proposed: Found = {}
    for one in trials:
        present |= one.present
        proposed |= one.proposed
    groups = {
        "kept": present.keys() & proposed.keys(),
        "gone": present.keys() - proposed.keys(),
        "new": proposed.keys() - present.keys(),
    }
    statuses = statuses_of(rule, {person for person, _ in {**present, **proposed}})
    judged = {name: judged_of(statuses, keys) for name, keys in groups.items()}
    totals = Counter({name: len(keys) for name, keys in groups.items()})
    totals.update(present=len(present), proposed=len(proposed))
    return Result(trials, schools_of(present, proposed), **judged, totals=totals)


def schools_of(present: Found, proposed: Found) -> list[SchoolChange]:
    """A line per school, those with the largest change first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for key, code in {**present, **proposed}.items():
        before, after = key in present, key in proposed
        counts[code].update(present=before, proposed=after, new=after and not before,
                            gone=before and not after)  # fmt: skip
    lines = [
        SchoolChange(code, c["present"], c["proposed"], c["new"], c["gone"])
        for code, c in counts.items()
    ]
    return sorted(lines, key=lambda s: (-(s.new + s.gone), -s.proposed, s.code))


def statuses_of(rule: Rule, persons: set[int]) -> dict[int, FlagStatus]:
    """Person → how the flag of the rule about this child was judged, where one is kept."""
    children = children_by_person(persons - {NOBODY})
    kept = queries.statuses_of(rule.code, children.values())
    return {person: kept[child] for person, child in children.items() if child in kept}


def judged_of(statuses: dict[int, FlagStatus], keys: set[Key]) -> Judged:
    """How the flags of some children were judged."""
    counted = Counter(statuses[person] for person, _ in keys if person in statuses)
    return Judged(
        true=counted[FlagStatus.CONFIRMED],
        excused=counted[FlagStatus.EXCUSED],
        wrong=counted[FlagStatus.WRONG],
        open=counted[FlagStatus.OPEN],
    )
