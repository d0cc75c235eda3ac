"""Which roster of a school is compared with which: pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracking.snapshots.policy import Part

WEEK = timedelta(days=6)


@dataclass
class Comparison:
    """The parts of one scan.

    `previous`: as last compared, of schools with a newer roster (and rosters in between that
    no scan saw). `current`: the newest good roster of each school, and rows of newer ones set
    aside, which prove presence. `stale`: good rosters that nothing newer has replaced.
    """

    previous: list[Part] = field(default_factory=list)
    current: list[Part] = field(default_factory=list)
    stale: list[Part] = field(default_factory=list)
    standing: dict[str, Part] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)

    def recent_schools(self) -> set[str]:
        """Schools whose standing roster is of the newest week."""
        newest = max((part.as_of for part in self.standing.values()), default=date.max)
        return {code for code, part in self.standing.items() if part.as_of >= newest - WEEK}


def compare(parts: Iterable[Part], baseline: Mapping[str, int]) -> Comparison:
    """Sort the parts known on a day; `baseline` is school → snapshot of the last scan before."""
    schools: dict[str, list[Part]] = defaultdict(list)
    for part in sorted(parts, key=lambda p: p.order):
        schools[part.school_code].append(part)
    result = Comparison()
    for code, history in schools.items():
        usable = [p for p in history if p.is_usable]
        if usable:
            _place(code, usable, baseline.get(code), result)
        after = usable[-1].order if usable else None
        result.current += [
            p for p in history if not p.is_usable and (after is None or p.order > after)
        ]
    return result


def _place(code: str, usable: list[Part], compared: int | None, result: Comparison) -> None:
    """Put one school's good rosters into their roles."""
    latest = usable[-1]
    base = next((p for p in usable if p.snapshot_id == compared), None)
    result.standing[code] = latest
    if base is not None and base.order >= latest.order:
        result.stale.append(latest)
        return
    result.fresh.add(code)
    result.current.append(latest)
    result.previous += [p for p in usable[:-1] if base is None or p.order >= base.order]
