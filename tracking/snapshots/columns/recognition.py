"""Which kind of file a header row belongs to; a guess is no answer."""

from __future__ import annotations

from collections.abc import Iterable

from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.columns.maps import COLUMNS
from tracking.snapshots.reading.plain import plain

CLEAR = 1.2  # how many times the second best the best must score
TELLING = 2  # what a telling column counts beyond itself


def scores(headers: Iterable[str]) -> dict[SnapshotKind, int]:
    """Kinds whose required columns, and one that tells them, are there, with their score."""
    found = {plain(header) for header in headers}
    fitting = {}
    for kind, columns in COLUMNS.items():
        there = [c for c in columns if any(plain(h) in found for h in c.headers)]
        needed = all(c in there for c in columns if c.required)
        if needed and any(c.tells for c in there):
            fitting[kind] = sum(1 + TELLING * c.tells for c in there)
    return fitting


def kind_of(headers: Iterable[str]) -> SnapshotKind | None:
    """The kind that headers belong to beyond doubt, else None."""
    ranked = sorted(scores(headers).items(), key=lambda item: -item[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] < CLEAR * ranked[1][1]):
        return None
    return ranked[0][0]
