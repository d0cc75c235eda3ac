"""The ladder as data: what has to happen by when while a child is not back, and who is told.

Counted in school days from the opening of the episode (`tracking/thresholds/ladder.py` has the
days and what they rest on). A rung is done when the file has left the states it concerns, or
when an entry of its timeline proves it. The ladder ends when the child is back, lawfully
elsewhere, or placed. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind as K
from models.vocabulary.organisations import Level
from tracking.thresholds.ladder import RUNGS


class Tells(Enum):
    """Whom a rung tells."""

    OWNER = _l("owner of the case")
    COUNTY = _l("county bureau")
    TOWNSHIP = _l("township")
    CITY = _l("city bureau")


class Standing(Enum):
    """How a rung stands."""

    DONE = "done"
    DUE = "due"
    AHEAD = "ahead"
    OVER = "over"  # the ladder has ended


@dataclass(frozen=True)
class Rung:
    """One rung; `proofs` are marks of entries that show it was climbed (`marks_of`)."""

    key: str
    title: Any
    remedy: Any
    states: tuple[S, ...]
    tells: tuple[Tells, ...]
    proofs: frozenset[str] = frozenset()

    @property
    def setting(self) -> str:
        """The threshold that says on which school day it is due."""
        return f"ladder.{self.key}"

    @property
    def default(self) -> int:
        """The school day of the preset."""
        return RUNGS[self.key][0]

    @property
    def basis(self) -> Any:
        """What the preset rests on."""
        return RUNGS[self.key][2]

    def standing(self, state: S, marks: Collection[str], *, is_reached: bool) -> Standing:
        """How it stands for a file in a state; a result that waits for review stops the clock."""
        if not self.proofs.isdisjoint(marks):
            return Standing.DONE
        if state not in CLIMBED:
            return Standing.OVER
        if state in self.states:
            return Standing.DUE if is_reached else Standing.AHEAD
        is_before = CLIMBED.index(state) < CLIMBED.index(self.states[0])
        return Standing.AHEAD if is_before or state is S.SUBMITTED else Standing.DONE


CLIMBED = (
    S.CLUE, S.ASSIGNED, S.VERIFYING, S.SUBMITTED, S.CONFIRMED, S.PERSUADING, S.REPORTED, S.MISSING,
    S.DROPOUT, S.LEGAL,
)  # fmt: skip
VERIFIED = (S.CLUE, S.ASSIGNED, S.VERIFYING)
PERSUADED = (S.CONFIRMED, S.PERSUADING)
LADDER = (
    Rung(
        "contact",
        _l("First contact with the family"),
        _l("Call or visit the family today and write down what was found."),
        (S.CLUE, S.ASSIGNED),
        (Tells.OWNER,),
        frozenset({"contact"}),
    ),
    Rung(
        "visit",
        _l("Visit at home"),
        _l("Visit the child at home, together with the village, and write the visit down."),
        VERIFIED,
        (Tells.OWNER,),
        frozenset({"visit"}),
    ),
    Rung(
        "school_report",
        _l("Report of the school"),
        _l("Submit what was found to the bureau as a result with its proof."),
        VERIFIED,
        (Tells.OWNER, Tells.COUNTY),
        frozenset({"result", "paper:dropout_report"}),
    ),
    Rung(
        "suspected",
        _l("Decision about the suspicion"),
        _l("Decide about the result: excluded, or a suspected dropout."),
        (*VERIFIED, S.SUBMITTED),
        (Tells.OWNER, Tells.COUNTY),
    ),
    Rung(
        "written_report",
        _l("Written report to township and bureau"),
        _l("Issue the written report of the pupil and hand it to the township and the bureau."),
        (*VERIFIED, *PERSUADED, S.MISSING),
        (Tells.OWNER, Tells.COUNTY, Tells.TOWNSHIP),
        frozenset({"paper:dropout_report"}),
    ),
    Rung(
        "township",
        _l("The township joins"),
        _l("The township visits the family together with the school and writes the visit down."),
        (*VERIFIED, *PERSUADED, S.REPORTED, S.MISSING),
        (Tells.TOWNSHIP, Tells.COUNTY),
        frozenset({"township"}),
    ),
    Rung(
        "order",
        _l("Ledger of dropouts, and order to the guardians"),
        _l("Decide whether the child is a dropout; issue the order to comply by a day."),
        (*VERIFIED, *PERSUADED, S.REPORTED, S.MISSING),
        (Tells.COUNTY, Tells.TOWNSHIP, Tells.CITY),
        frozenset({"paper:order"}),
    ),
    Rung(
        "legal",
        _l("Next legal step"),
        _l("Take the next legal step: reminder, penalty where local law allows it, or court."),
        (S.DROPOUT,),
        (Tells.COUNTY, Tells.TOWNSHIP),
        frozenset({"paper:reminder", "paper:penalty", "paper:enforcement", "paper:complaint"}),
    ),
)
PROVING = (K.FOLLOW_UP, K.SUBMITTED, K.PAPER)


def rung_of(key: str) -> Rung | None:
    """One rung by its key; None when there is none any more."""
    return next((rung for rung in LADDER if rung.key == key), None)


def marks_of(kind: K, facts: Mapping[str, Any], level: Level | None) -> set[str]:
    """What an entry of the timeline proves; `level` is that of whoever wrote it."""
    if kind is K.FOLLOW_UP:
        found = {"contact"}
        found |= {"visit"} if facts.get("form") == "home_visit" else set()
        return found | ({"township"} if level is Level.TOWNSHIP else set())
    if kind is K.SUBMITTED:
        return {"result"}
    if kind is K.PAPER and not facts.get("void"):
        return {f"paper:{facts.get('paper', '')}"}
    return set()
