"""Which of the first rows is the header: titles, units and remarks may stand above it."""

from __future__ import annotations

from collections.abc import Sequence

from tracking.snapshots.reading.plain import plain

HEADER_ROWS = 15  # title rows above the header are tolerated up to here
FEWEST = 2  # known headers that make a row the header beyond doubt


def header_row(rows: Sequence[Sequence[str]], known: frozenset[str]) -> int:
    """The index of the header among the first rows.

    The row with the most known headers; where no row has any (an office's own words), the
    first row in which most cells are filled and differ.
    """
    scores = [sum(plain(cell) in known for cell in row) for row in rows]
    if scores and max(scores) >= FEWEST:
        return scores.index(max(scores))
    widths = [len({cell for cell in row if cell.strip()}) for row in rows]
    widest = max(widths, default=0)
    return next((n for n, width in enumerate(widths) if width > 1 and width * 2 > widest), 0)


def named_once(cells: Sequence[str]) -> list[str]:
    """Header names; blank ones stay blank, repeated ones get a number."""
    seen: dict[str, int] = {}
    names = []
    for cell in cells:
        name = cell.strip()
        seen[name] = seen.get(name, 0) + 1
        names.append(name if not name or seen[name] == 1 else f"{name} ({seen[name]})")
    return names
