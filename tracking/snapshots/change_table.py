"""What a checked roster changes, school by school, as a short table in the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from tracking.snapshots import queries
from tracking.snapshots.differences import COUNTS

LISTED = 20  # schools, those with the most changes first; --json gives all
GAP = "  "


def change_lines(differences: Sequence[dict[str, Any]]) -> list[str]:
    """The lines of the table; none where no roster changes."""
    changes = {d["school_code"]: [d[name] for name in COUNTS] for d in differences}
    if not changes:
        return []
    heads = [_("New"), _("Gone"), _("Moved here"), _("Changed")]
    names = queries.school_names()
    most = sorted(changes, key=lambda code: (-sum(changes[code]), code))
    rows = [
        [*(f"{n:,}" for n in changes[code]), f"{code} {names.get(code, '')}".rstrip()]
        for code in most[:LISTED]
    ]
    total = [f"{sum(column):,}" for column in zip(*changes.values(), strict=True)]
    lines = aligned([[*heads, _("School")], *rows, [*total, _("all schools")]])
    if len(most) > LISTED:
        more = _("… %(count)s more schools; --json lists them.", count=f"{len(most) - LISTED:,}")
        lines.insert(-1, more)
    return lines


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows with their figures right under each other; the last cell is text and comes last."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)][:-1]
    return [
        GAP.join([*(" " * (w - width(c)) + c for w, c in zip(widths, row, strict=False)), row[-1]])
        for row in rows
    ]


def width(text: str) -> int:
    """Columns of a terminal that a text takes: two for each Chinese character."""
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
