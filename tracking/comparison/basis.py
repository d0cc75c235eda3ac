"""Which files a comparison of a day rests on: all that has to be named to make it again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from models.snapshot import Snapshot
from models.vocabulary.snapshots import SnapshotKind
from tracking.comparison import lists
from tracking.comparison.policy import Comparison, compare
from tracking.comparison.queries import baseline_before
from tracking.kernel.school_year import SchoolYear, school_year
from tracking.rules._kit import LISTS
from tracking.snapshots.policy import Part
from tracking.snapshots.queries import movement_snapshots, registry_parts
from tracking.thresholds.queries import value_of


@dataclass(frozen=True)
class Basis:
    """The files of a day.

    `earlier` are the rosters of the roll at the end of the last term and school year, `lists` the
    files in force of departments' lists, both by the names of their frames.
    """

    as_of: date
    year: SchoolYear
    comparison: Comparison
    movements: list[Snapshot]
    earlier: dict[str, list[Part]] = field(default_factory=dict)
    lists: dict[str, list[Snapshot]] = field(default_factory=dict)

    @property
    def inputs(self) -> dict[str, list[int]]:
        """The snapshots behind each frame, by id."""
        now = [*self.comparison.current, *self.comparison.stale]
        rolls = {"previous": self.comparison.previous, "current": now, **self.earlier}
        return {
            **{name: sorted({part.snapshot_id for part in parts}) for name, parts in rolls.items()},
            "movements": [s.id for s in self.movements],
            **{name: [s.id for s in files] for name, files in self.lists.items()},
        }


def basis_of(
    as_of: date, wanted: Collection[str], baseline: Mapping[str, int] | None = None
) -> Basis:
    """What stands for a day as the database knows it, for the frames wanted.

    `baseline` is school → snapshot that the day is compared with, as the last scan before it did
    when none is given.
    """
    year, parts = year_of(as_of), registry_parts(as_of)
    ends = {
        "term_before": year.term_starts - timedelta(days=1),
        "year_before": date(year.first, 6, 30),
    }
    days = int(value_of("lists.days"))
    return Basis(
        as_of=as_of,
        year=year,
        comparison=compare(parts, baseline_before(as_of) if baseline is None else baseline),
        movements=movement_snapshots(as_of),
        earlier={n: standing_before(parts, ends[n]) for n in sorted({*ends} & {*wanted})},
        lists={
            name: lists.snapshots_in_force(SnapshotKind(name), as_of, year, days)
            for name in sorted({*LISTS} & {*wanted})
        },
    )


def year_of(day: date) -> SchoolYear:
    """The school year of a day, by the bureau's first days of terms."""
    autumn, spring = (
        (int(value_of(f"calendar.{term}_month")), int(value_of(f"calendar.{term}_day")))
        for term in ("autumn", "spring")
    )
    return school_year(day, autumn, spring)


def standing_before(parts: Collection[Part], last: date) -> list[Part]:
    """The newest good roster of each school up to a day, not older than a year before it."""
    known = [p for p in parts if p.is_usable and last - timedelta(days=365) < p.as_of <= last]
    newest = {p.school_code: p for p in sorted(known, key=lambda p: p.order)}
    return list(newest.values())
