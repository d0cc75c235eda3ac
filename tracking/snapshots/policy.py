"""The guard's decisions on one school's rows: pure, from counts.

Most sudden losses are a file that was cut or a school that was left out, not children who
left: comparing such a roster would send teachers to hundreds of doors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.vocabulary.snapshots import PartState

USABLE = (PartState.ACCEPTED, PartState.RELEASED, PartState.UNKNOWN)
PRESENT = (*USABLE, PartState.SHRUNK)
SET_ASIDE = (PartState.SHRUNK, PartState.ABSENT)


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
class ShrinkLimits:
    """A roster is set aside when more than `share` and at least `children` left unexplained."""

    share: float = 0.20
    children: int = 10


@dataclass(frozen=True)
class Losses:
    """Pupils of a school's last roster, and how many are gone without a movement record.

    `worst_grade` is (pupils before, gone) of the grade with the greatest unexplained loss.
    """

    before: int
    lost: int
    worst_grade: tuple[int, int] = (0, 0)


LIMITS = ShrinkLimits()


def shrank(losses: Losses, limits: ShrinkLimits = LIMITS) -> bool:
    """Whether a school, or one of its grades, lost too many to be believed."""
    pairs = ((losses.before, losses.lost), losses.worst_grade)
    return any(lost >= limits.children and lost > limits.share * before for before, lost in pairs)


def judged(*, known: bool, outdated: bool, losses: Losses | None) -> PartState:
    """What to do with the rows of one school in a new file."""
    if outdated:
        return PartState.OUTDATED
    if not known:
        return PartState.UNKNOWN
    return PartState.SHRUNK if losses and shrank(losses) else PartState.ACCEPTED
