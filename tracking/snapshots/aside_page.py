"""Rosters that were set aside: why, in one sentence, and which of them are open tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from models.snapshot import SnapshotPart
from models.vocabulary.snapshots import PartState
from tracking.snapshots import queries
from tracking.snapshots.parts import header_of


@dataclass(frozen=True)
class Reason:
    """What the guard counted at a school: pupils before and gone, columns and their pupils."""

    state: PartState
    before: int
    lost: int
    columns: tuple[str, ...] = ()
    affected: int = 0

    @property
    def headers(self) -> str:
        """The columns by their official headers."""
        return str(_(", ")).join(header_of(column) for column in self.columns)


def set_aside_words(name: str, why: Reason) -> str:
    """Why a school was set aside, in one sentence."""
    facts = {"school": name, "before": why.before, "lost": why.lost}
    facts |= {"columns": why.headers, "affected": why.affected}
    match why.state:
        case PartState.ABSENT:
            words = _(
                "%(school)s is not in the file (%(before)s pupils before) and is set aside.",
                **facts,
            )
        case PartState.EMPTIED:
            words = _(
                "%(school)s is set aside: “%(columns)s” went empty, %(affected)s pupils lack it.",
                **facts,
            )
        case PartState.CHANGED:
            words = _(
                "%(school)s is set aside: “%(columns)s” is another one than before for "
                "%(affected)s pupils.",
                **facts,
            )
        case _other:
            words = _(
                "%(school)s lacks %(lost)s of %(before)s pupils without a record and is set aside.",
                **facts,
            )
    return str(words)


def reason_of(part: SnapshotPart) -> Reason:
    """What the guard counted when it set a part aside."""
    return Reason(part.state, part.rows_before, part.lost, tuple(part.columns), part.affected)


@dataclass(frozen=True)
class Aside:
    """A school that has to send its roster again: an open task."""

    part: SnapshotPart
    name: str

    @property
    def words(self) -> str:
        """Why its roster was set aside."""
        return set_aside_words(self.name, reason_of(self.part))

    @property
    def consequence(self) -> str:
        """What believing the roster leads to."""
        return consequence(self.part.state)


def consequence(state: PartState) -> str:
    """What believing a roster that was set aside leads to."""
    if state is PartState.ABSENT:
        return str(
            _(
                "If you believe that this school has no pupils any more, the next scan calls those "
                "of them missing who are on no other roster, and opens a case for each."
            )
        )
    if state is PartState.SHRUNK:
        return str(
            _(
                "If you believe it, the next scan calls these pupils missing and opens a case for "
                "each. A wrong roster sends teachers to their doors."
            )
        )
    return str(
        _(
            "If you believe it, the next scan compares this roster with the columns as they are. "
            "Wrong columns make children look like others."
        )
    )


def asides_of(parts: Iterable[SnapshotPart]) -> list[Aside]:
    """Parts with the names of their schools."""
    names = queries.school_names()
    return [Aside(part, names.get(part.school_code, part.school_code)) for part in parts]


def open_asides() -> list[Aside]:
    """Schools in scope whose newest roster is set aside."""
    return asides_of(queries.open_set_asides())
