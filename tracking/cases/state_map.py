"""The life of a case as a picture: where each state stands, and the usual ways between them.

The page of states and `docs/images/states.svg` show it. A test holds every way against the table
of moves, so that the picture cannot promise what nobody may do.
"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from models.vocabulary.cases import CaseState as S
from tracking.cases import policy

# State → column and row of the picture; the usual way is the first row.
PLACES: dict[S, tuple[float, float]] = {
    S.CLUE: (0, 0),
    S.ASSIGNED: (1, 0),
    S.VERIFYING: (2, 0),
    S.SUBMITTED: (3, 0),
    S.CONFIRMED: (4, 0),
    S.PERSUADING: (5, 0),
    S.RETURNED: (6, 0),
    S.CLOSED: (7, 0),
    S.EXCLUDED: (1.5, 1.2),
    S.HANDED_OVER: (2.6, 1.2),
    S.MISSING: (3.7, 1.2),
    S.PLACED: (4.8, 1.2),
    S.REPORTED: (5.6, -1.1),
    S.DROPOUT: (6.6, -1.1),
    S.LEGAL: (7.6, -1.1),
}
WAYS: tuple[tuple[S, S], ...] = (
    (S.CLUE, S.ASSIGNED),
    (S.ASSIGNED, S.VERIFYING),
    (S.VERIFYING, S.SUBMITTED),
    (S.SUBMITTED, S.CONFIRMED),
    (S.SUBMITTED, S.EXCLUDED),
    (S.SUBMITTED, S.HANDED_OVER),
    (S.SUBMITTED, S.MISSING),
    (S.SUBMITTED, S.PLACED),
    (S.CONFIRMED, S.PERSUADING),
    (S.PERSUADING, S.REPORTED),
    (S.REPORTED, S.DROPOUT),
    (S.DROPOUT, S.LEGAL),
    (S.PERSUADING, S.RETURNED),
    (S.RETURNED, S.CLOSED),
)
COLUMN, ROW, WIDTH, HEIGHT, MARGIN = 128, 84, 112, 44, 16
INK, LINE, PAPER, ENDED = "#1b1f24", "#5b6570", "#ffffff", "#e9eef5"
BREAKS = " (\uff08"  # where a long label may go on in a second line
FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"


def drawing(words: Callable[[S], str], title: str) -> Markup:
    """The picture as SVG with each state in words."""
    lowest, highest = min(r for _, r in PLACES.values()), max(r for _, r in PLACES.values())
    width = (max(c for c, _ in PLACES.values()) * COLUMN) + WIDTH + 2 * MARGIN
    height = (highest - lowest) * ROW + HEIGHT + 2 * MARGIN
    parts = [_arrow(a, b, lowest) for a, b in WAYS]
    parts += [_box(state, words(state), lowest) for state in PLACES]
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'font-family="{}" font-size="13"><defs><marker id="tip" viewBox="0 0 8 8" refX="7" '
        'refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" '
        'fill="{}"/></marker></defs>'
    ).format(f"{width:g}", f"{height:g}", title, FONT, LINE)
    return head + Markup("").join(parts) + Markup("</svg>")


def _middle(state: S, lowest: float) -> tuple[float, float]:
    column, row = PLACES[state]
    return MARGIN + WIDTH / 2 + column * COLUMN, MARGIN + HEIGHT / 2 + (row - lowest) * ROW


def _box(state: S, words: str, lowest: float) -> Markup:
    x, y = _middle(state, lowest)
    fill = ENDED if state in policy.FINAL else PAPER
    return Markup(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="6" fill="{}" stroke="{}"/>{}'
    ).format(
        f"{x - WIDTH / 2:g}", f"{y - HEIGHT / 2:g}", WIDTH, HEIGHT, fill, INK, _lines(words, x, y)
    )


def _lines(words: str, x: float, y: float) -> Markup:
    """A label in one line, or in two where it is long."""
    lines, limit = [words], 16 if words.isascii() else 8
    if len(words) > limit:
        half = len(words) // 2
        at = min(
            (n for n, c in enumerate(words) if c in BREAKS),
            key=lambda n: abs(n - half),
            default=half,
        )
        lines = [words[:at].strip(), words[at:].strip()]
    start = y + 4.5 - 7.5 * (len(lines) - 1)
    return Markup("").join(
        Markup('<text x="{}" y="{}" text-anchor="middle" fill="{}">{}</text>').format(
            f"{x:g}", f"{start + 15 * n:g}", INK, line
        )
        for n, line in enumerate(lines)
    )


def _arrow(source: S, target: S, lowest: float) -> Markup:
    """A straight line from the edge of one box to the edge of the other."""
    (x1, y1), (x2, y2) = _middle(source, lowest), _middle(target, lowest)
    dx, dy = x2 - x1, y2 - y1
    part = min(
        WIDTH / 2 / abs(dx) if dx else 1,
        HEIGHT / 2 / abs(dy) if dy else 1,
    )
    ends = (x1 + dx * part, y1 + dy * part, x2 - dx * part, y2 - dy * part)
    return Markup(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1.4" '
        'marker-end="url(#tip)"/>'
    ).format(*(f"{n:.1f}" for n in ends), LINE)
