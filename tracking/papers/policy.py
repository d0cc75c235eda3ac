"""The legal ladder: which paper may be issued now, and what is missing for the others. Pure.

A step is proven when its paper reached the receiver with a receipt and the days that it gives to
comply are over; the next one is locked until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.cases import CaseState
from models.vocabulary.organisations import Level
from models.vocabulary.papers import PaperKind, PaperState
from tracking.papers.kinds import Kind, issuable, kinds

# The papers that follow on each other, as the picture shows them.
LADDER = (
    PaperKind.PERSUASION_NOTICE,
    PaperKind.DROPOUT_REPORT,
    PaperKind.RETURN_NOTICE,
    PaperKind.ORDER,
    PaperKind.REMINDER,
    PaperKind.PENALTY,
    PaperKind.ENFORCEMENT,
    PaperKind.COMPLAINT,
)


class Stand(Enum):
    """Where a step of the ladder stands."""

    DONE = "done"
    NOW = "now"
    LOCKED = "locked"


@dataclass(frozen=True)
class Issued:
    """What the ladder needs to know of a paper of the present episode."""

    kind: PaperKind
    state: PaperState
    reference: str
    due_on: date | None
    delivered_on: date | None
    has_scan: bool


@dataclass(frozen=True)
class Ground:
    """What a step is decided on: the case, its papers, the settings, and who asks."""

    state: CaseState
    papers: tuple[Issued, ...]
    switched_on: frozenset[str]
    level: Level | None
    needs_scan: bool
    today: date


@dataclass(frozen=True)
class Lock:
    """Why a paper cannot be issued now."""

    words: Any
    values: Mapping[str, Any]

    def __str__(self) -> str:
        return str(self.words) % {name: str(value) for name, value in self.values.items()}


@dataclass(frozen=True)
class Step:
    """One kind of paper as the page shows it for a case."""

    kind: Kind
    stand: Stand
    issued: tuple[Issued, ...]
    locks: tuple[Lock, ...]
    is_open: bool


def steps(ground: Ground, codes: Iterable[PaperKind]) -> list[Step]:
    """Steps in the order given."""
    return [step(ground, kinds()[code]) for code in codes]


def others() -> list[PaperKind]:
    """The papers of a case that stand off the ladder."""
    return [code for code, kind in issuable().items()
            if code not in LADDER and kind.is_about_a_child]  # fmt: skip


def step(ground: Ground, kind: Kind) -> Step:
    """Where one kind of paper stands in a case."""
    found = tuple(paper for paper in valid(ground.papers) if paper.kind is kind.code)
    locks = tuple(locks_of(ground, kind))
    done = any(missing_proof(paper, kind, ground) is None for paper in found)
    stand = Stand.DONE if done else Stand.NOW if found or not locks else Stand.LOCKED
    return Step(kind, stand, found, locks, is_open=not locks)


def locks_of(ground: Ground, kind: Kind) -> list[Lock]:
    """Everything that stands in the way of issuing a paper, in the order to remedy it."""
    found = []
    if kind.switch and kind.switch not in ground.switched_on:
        found.append(Lock(_l("It is switched off: the city bureau switches it on in the settings, "
                             "with the local basis."), {}))  # fmt: skip
    if ground.state not in kind.states:
        states = ", ".join(f"“{s.label}”" for s in CaseState if s in kind.states)
        found.append(Lock(_l("The case has to be %(states)s; it is “%(now)s”."),
                          {"states": states, "now": ground.state.label}))  # fmt: skip
    if kind.after:
        found += lock_of_former(ground, kind.after, must_exist=True)
    for code in kind.awaits:
        found += lock_of_former(ground, code, must_exist=False)
    if ground.level is not None and ground.level not in kind.levels:
        levels = ", ".join(str(level.label) for level in Level if level in kind.levels)
        found.append(Lock(_l("It is issued by: %(levels)s."), {"levels": levels}))
    return found


def lock_of_former(ground: Ground, code: PaperKind, *, must_exist: bool) -> list[Lock]:
    """What is missing of the paper before."""
    found = [paper for paper in valid(ground.papers) if paper.kind is code]
    if not found:
        words = _l("“%(paper)s” has to be issued and delivered first.")
        return [Lock(words, {"paper": code.label})] if must_exist else []
    missing = [missing_proof(paper, kinds()[code], ground) for paper in found]
    return [lock for lock in missing[-1:] if lock] if all(missing) else []


def missing_proof(paper: Issued, kind: Kind, ground: Ground) -> Lock | None:
    """Why a paper is no proven step yet; None when it is one."""
    about = {"paper": paper.kind.label, "reference": paper.reference}
    if not kind.needs_delivery:
        return None
    if paper.state is not PaperState.DELIVERED:
        return Lock(_l("The delivery of “%(paper)s” %(reference)s is not recorded yet."), about)
    if ground.needs_scan and not paper.has_scan:
        words = _l("The scan of the receipt of “%(paper)s” %(reference)s is missing.")
        return Lock(words, about)
    if paper.due_on and paper.due_on >= ground.today:
        words = _l("The days given by “%(paper)s” %(reference)s run until %(day)s.")
        return Lock(words, about | {"day": paper.due_on.isoformat()})
    return None


def former_of(ground: Ground, kind: Kind) -> Issued | None:
    """The paper that a new one follows on."""
    found = [paper for paper in valid(ground.papers) if paper.kind is kind.after]
    proven = [paper for paper in found if missing_proof(paper, kinds()[paper.kind], ground) is None]
    last = proven or found
    return last[-1] if last else None


def valid(papers: Iterable[Issued]) -> list[Issued]:
    """Papers that were not made void, oldest first."""
    return [paper for paper in papers if paper.state is not PaperState.VOID]
