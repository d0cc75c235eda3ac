"""The funnel of a scan as its page shows it: sums that can be added up, bars, and who is below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from models.organisation import Organisation
from models.scan import Scan
from models.vocabulary.comparison import Box, Compared
from models.vocabulary.snapshots import SnapshotKind
from tracking.comparison.counts import Kept, by_box, kept_counts, parts_of_area
from tracking.comparison.funnel import BOXES, NEEDS, NEW, SUSPECTED, TO_LOOK_AT

FULL, SHORTEST = 100.0, 0.8  # width of a bar in percent


@dataclass(frozen=True)
class Line:
    """One box: `share` is the width of its bar; a bar that is cut is longer than it is drawn."""

    box: Box
    count: int
    tone: str
    share: float
    is_cut: bool


@dataclass(frozen=True)
class AreaLine:
    """One county or school: how many of its rows are explained, to be looked at, suspected."""

    name: str
    code: str
    total: int
    calm: int
    to_look_at: int
    suspected: int


@dataclass(frozen=True)
class Section:
    """One comparison. `lines` add up to `total`; `new` are those who came on the other side."""

    comparison: Compared
    lacks: SnapshotKind | None
    lines: list[Line] = field(default_factory=list)
    new: list[Line] = field(default_factory=list)
    total: int = 0
    areas: list[AreaLine] = field(default_factory=list)

    @property
    def new_total(self) -> int:
        """All who came new."""
        return sum(line.count for line in self.new)


def sections_of(scan: Scan, area: Organisation) -> list[Section]:
    """Every comparison of a scan for one area, those that lacked a list too."""
    kept = kept_counts(scan.id, area.path)
    inputs = scan.counts.get("inputs", {})
    below = parts_of_area(area)
    sections = []
    for comparison in Compared:
        own = [entry for entry in kept if entry.comparison is comparison]
        need = NEEDS.get(comparison)
        lacks = need if need and not own and not inputs.get(need.value) else None
        sections.append(section_of(comparison, lacks, own, below))
    return sections


def section_of(
    comparison: Compared, lacks: SnapshotKind | None, kept: list[Kept], below: list[Organisation]
) -> Section:
    """One comparison from its counts."""
    counts = by_box(kept)
    longest = sorted(counts.values(), reverse=True)
    scale = longest[1] if len(longest) > 1 and longest[0] > 4 * longest[1] else max(longest or [1])
    lines = [
        line_of(box, counts[box], scale)
        for box in BOXES[comparison]
        if counts[box] or box in SUSPECTED
    ]
    return Section(
        comparison=comparison,
        lacks=lacks,
        lines=[line for line in lines if line.box not in NEW],
        new=[line for line in lines if line.box in NEW],
        total=sum(line.count for line in lines if line.box not in NEW),
        areas=[found for found in (area_line(o, kept) for o in below) if found.total],
    )


def line_of(box: Box, count: int, scale: int) -> Line:
    """One box with its bar; a box that is not empty has one that can be seen."""
    share = FULL * count / scale if scale else 0
    shown = min(FULL, max(share, SHORTEST if count else 0))
    return Line(box, count, tone_of(box), round(shown, 1), share > FULL)


def tone_of(box: Box) -> str:
    """How a box is drawn."""
    if box in SUSPECTED:
        return "suspected"
    return "look" if box in TO_LOOK_AT else "calm"


def area_line(organisation: Organisation, kept: Iterable[Kept]) -> AreaLine:
    """The rows of one part of the area; who came new is left out, as in the total."""
    own = [k for k in kept if k.path.startswith(organisation.path) and k.box not in NEW]
    sums = dict.fromkeys(("calm", "look", "suspected"), 0)
    for entry in own:
        sums[tone_of(entry.box)] += entry.count
    return AreaLine(
        organisation.name, organisation.code, sum(sums.values()), sums["calm"], sums["look"],
        sums["suspected"],
    )  # fmt: skip
