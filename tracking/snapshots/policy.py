"""The guard's decisions on one school's rows: pure, from counts.

Most sudden losses are a file that was cut or a school that was left out, not children who
left: comparing such a roster would send teachers to hundreds of doors. The same goes for a
column that went empty or holds something else than before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.vocabulary.snapshots import PartState
from tracking.kernel.school_year import PROMOTION

USABLE = (PartState.ACCEPTED, PartState.RELEASED, PartState.UNKNOWN)
BELIEVED_LATER = (PartState.SHRUNK, PartState.EMPTIED, PartState.CHANGED)  # rows set aside
PRESENT = (*USABLE, *BELIEVED_LATER)
SET_ASIDE = (*BELIEVED_LATER, PartState.ABSENT)
# Pupils leave a school with its last grade between these days (month, day), and at no other time.
# A primary school has five grades or six.
GRADUATION = ((6, 1), (10, 31))
LAST_GRADES = (5, 6, 9)


@dataclass(frozen=True)
class Part:
    """One school's rows in one snapshot."""

    school_code: str
    snapshot_id: int
    as_of: date
    state: PartState

    @property
    def order(self) -> tuple[date, int]:
        """Later files, and later imports of one day, come after."""
        return self.as_of, self.snapshot_id

    @property
    def is_usable(self) -> bool:
        """Whether rows may be compared (a part set aside only proves who is present)."""
        return self.state in USABLE


@dataclass(frozen=True)
class Limits:
    """What the guard goes by; the catalogue of thresholds declares and explains each."""

    share: float
    children: int
    filled: float
    emptied: float
    changed: float
    covers: float


@dataclass(frozen=True)
class Losses:
    """Pupils of a school's last roster, and how many are gone without a movement record.

    `grades` is (pupils before, gone) of each grade.
    """

    before: int
    lost: int
    grades: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Counts:
    """A school's rows before and now; per column how many are filled, or mean something else.

    `filled` is column → (before, now); `stayed` pupils stand on both rosters, `changed` is
    column → how many of them have another value.
    """

    losses: Losses
    now: int = 0
    filled: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    stayed: int = 0
    changed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Judgement:
    """The guard's word; `columns` say which ones made it speak, for how many pupils at most."""

    state: PartState
    columns: tuple[str, ...] = ()
    affected: int = 0


def shrank(losses: Losses, limits: Limits) -> bool:
    """Whether a school, or one of its grades, lost too many to be believed."""
    pairs = ((losses.before, losses.lost), *losses.grades)
    return any(lost >= limits.children and lost > limits.share * before for before, lost in pairs)


def emptied(counts: Counts, limits: Limits) -> dict[str, int]:
    """Columns that were filled and are not any more, with the pupils who lack the value."""
    before = counts.losses.before
    return {
        column: counts.now - now
        for column, (then, now) in counts.filled.items()
        if then >= limits.filled * before
        and now <= limits.emptied * counts.now
        and counts.now - now >= limits.children
    }


def changed(counts: Counts, limits: Limits) -> dict[str, int]:
    """Columns that hold something else for too many of the pupils who stayed."""
    return {
        column: count
        for column, count in counts.changed.items()
        if count >= limits.children and count > limits.changed * counts.stayed
    }


def judged(
    limits: Limits,
    counts: Counts | None,
    *,
    known: bool = True,
    outdated: bool = False,
) -> Judgement:
    """What to do with the rows of one school in a new file; no counts: it had no roster before."""
    if outdated:
        return Judgement(PartState.OUTDATED)
    fine = Judgement(PartState.ACCEPTED if known else PartState.UNKNOWN)
    if counts is None:
        return fine
    if shrank(counts.losses, limits):
        return Judgement(PartState.SHRUNK)
    for state, found in (
        (PartState.EMPTIED, emptied(counts, limits)),
        (PartState.CHANGED, changed(counts, limits)),
    ):
        if found:
            return Judgement(state, tuple(sorted(found)), max(found.values()))
    return fine


def promotions(before: date, now: date) -> int:
    """How many grades pupils may have gone up between two days."""
    return _summers(PROMOTION, before, now)


def graduations(before: date, now: date) -> int:
    """How many times pupils of a last grade may have graduated between two days."""
    return _summers(GRADUATION, before, now)


def _summers(span: tuple[tuple[int, int], tuple[int, int]], before: date, now: date) -> int:
    begin, end = span
    years = range(before.year, now.year + 1)
    return sum(date(y, *begin) <= now and date(y, *end) >= before for y in years)
