"""Bringing the city in week by week, scanning it, and holding what was found against the truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.detection.files import Sent, write_week
from benchmarks.detection.people import DAYS, WINTER
from benchmarks.detection.plants import plant
from benchmarks.detection.town import Town, Truth, founded
from models.data_task import DataTask
from models.database import db
from models.flag import Flag
from models.organisation import Organisation
from models.vocabulary.organisations import Level
from models.vocabulary.snapshots import SnapshotKind
from tracking.cases.scanning import run_scan
from tracking.kernel import clock
from tracking.kernel.settings import Settings
from tracking.snapshots.arrivals import Arrival
from tracking.snapshots.service import import_file

Found = dict[tuple[str, str], date]  # rule and child (or school) → the day of the first finding


@dataclass
class Score:
    """How a rule did: planted, found as planted, and what went wrong."""

    planted: int = 0
    traps: int = 0
    found: int = 0
    missed: list[Truth] = field(default_factory=list)
    false: list[tuple[str, date, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of findings that are true."""
        return self.found / (self.found + len(self.false)) if self.found or self.false else 1.0

    @property
    def recall(self) -> float:
        """The share of planted cases that were found."""
        return self.found / self.planted if self.planted else 1.0


def built(students: int, seed: int) -> Town:
    """The city with everything planted."""
    town = founded(students, seed)
    plant(town)
    return town


def run(town: Town, folder: Path, settings: Settings) -> Found:
    """Import and scan each week; what stands in the ledger afterwards."""
    organise(town)
    sent: dict[int, Sent] = {}
    for week, day in enumerate(DAYS):
        for one in write_week(town, week, folder / f"{day:%Y%m%d}"):
            arrival = Arrival(one.path, SnapshotKind(one.kind), one.day)
            result = import_file(arrival, settings)
            if result.snapshot_id is not None:
                sent[result.snapshot_id] = one
        if week > WINTER:
            run_scan(day, settings, at=datetime.combine(day, time(12), tzinfo=clock.now().tzinfo))
    return found_by(sent)


def organise(town: Town) -> None:
    """The bureaus and schools of the city, parents first."""
    known: dict[str, Organisation] = {}
    for place in town.everybody:
        above = known.get(place.parent_code)
        organisation = Organisation(
            code=place.code,
            name=place.name,
            level=Level(place.level),
            stage=place.stage,
            parent_id=above.id if above else None,
            path=f"{above.path if above else ''}{place.code}/",
        )
        db.session.add(organisation)
        db.session.flush()
        known[place.code] = organisation
    db.session.commit()


def found_by(sent: dict[int, Sent]) -> Found:
    """Flags and data tasks, each under the child in the line that it points to."""
    found: Found = {}
    rows: list[Flag | DataTask] = [
        *db.session.scalars(select(Flag)),
        *db.session.scalars(select(DataTask)),
    ]
    for row in rows:
        key = row.rule, subject(row.evidence, row.school_code, sent)
        found[key] = min(row.as_of, found.get(key, row.as_of))
    return found


def subject(evidence: dict[str, Any], school: str, sent: dict[int, Sent]) -> str:
    """The child of a finding, or the school and grade it is about."""
    for place in evidence.get("rows", []):
        return sent[place["snapshot_id"]].tag(place["row_no"])
    grade = evidence.get("grade")
    if "difference" in evidence:
        return f"{evidence['closing_on']} {school} {grade or ''}".strip()
    return school


def truth_of(town: Town) -> list[Truth]:
    """All that is planted; numbers that do not add up follow from it."""
    off = [
        Truth("BALANCE", f"{DAYS[week]} {school} {grade}".strip(), week, f"{count:+d} on no record")
        for (week, school, grade), count in sorted(town.off.items())
        if count
    ]
    return [*town.truth, *off]


def compared(truth: Iterable[Truth], found: Found, rules: Iterable[str]) -> dict[str, Score]:
    """The score of each rule."""
    scores: dict[str, Score] = defaultdict(Score) | {rule: Score() for rule in rules}
    wanted = {(t.rule, t.tag): t for t in truth if t.week is not None}
    traps = {(t.rule, t.tag): t.reason for t in truth if t.week is None}
    for key, one in wanted.items():
        score = scores[one.rule]
        score.planted += 1
        if found.get(key) == DAYS[one.week or 0]:
            score.found += 1
        else:
            score.missed.append(one)
    for rule, _ in traps:
        scores[rule].traps += 1
    for (rule, tag), day in found.items():
        planted = wanted.get((rule, tag))
        if planted is None or day != DAYS[planted.week or 0]:
            later = f"planted for another day: {planted.reason}" if planted else "unplanted"
            scores[rule].false.append((tag, day, traps.get((rule, tag), later)))
    return dict(scores)
