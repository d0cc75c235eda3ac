"""What the page of a case shows, put together for one reader.

The pages of later chapters show it again when a decision taken on it was refused, with what
was typed (`Kept`). Personal numbers are masked here unless they were asked for with a purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import gettext as _

from models.case import Case
from models.flag import Flag
from models.outcome import Outcome
from models.user import User
from models.vocabulary.outcomes import Decision, OutcomeCode
from tracking.cases import policy
from tracking.cases.next_step import LABELS, NextStep, is_open_to, next_step
from tracking.cases.proposals import code_of, is_suspicion, open_proposal
from tracking.cases.purposes import PURPOSES
from tracking.cases.queries import owners_in_scope
from tracking.cases.readers import Readers, readers_of
from tracking.cases.service import is_own
from tracking.cases.steps import Step, steps_of
from tracking.cases.story import Chapter, Entry, chapters_of, timeline_of
from tracking.flags.evidence import Proof, proofs_of
from tracking.flags.sentences import class_words, rule_title, sentence
from tracking.identity.joins import Joins, joins_of
from tracking.kernel import clock
from tracking.kernel.masking import masked_id, masked_name, masked_phone

HIDDEN = "***"
NEWEST = 40  # entries of the timeline that a page shows at once
OFFERED = (*LABELS, "mark_wrong", "return", "confirm_return")


@dataclass(frozen=True)
class Kept:
    """What was typed in a form of the page that was refused, and why it was."""

    act: str = ""
    text: str = ""
    error: str = ""
    flag_id: int | None = None

    def error_of(self, act: str, flag_id: int | None = None) -> str:
        """Why this form was refused; "" when it was not."""
        return self.error if (self.act, self.flag_id) == (act, flag_id) else ""

    def text_of(self, act: str, flag_id: int | None = None) -> str:
        """What had been typed in this form."""
        return self.text if (self.act, self.flag_id) == (act, flag_id) else ""


@dataclass(frozen=True)
class Reason:
    """One flag as the page explains it."""

    flag: Flag
    title: str
    sentence: str
    proof: Proof


@dataclass(frozen=True)
class EpisodeFile:
    """All that belongs to one episode."""

    number: int
    reasons: list[Reason]
    chapters: list[Chapter]
    outcomes: list[Outcome]


@dataclass(frozen=True)
class CasePage:
    """The page of a case for one reader."""

    case: Case
    steps: list[Step]
    next: NextStep | None
    acts: dict[str, bool]
    labels: dict[str, Any]
    episodes: list[EpisodeFile]
    waiting: Outcome | None
    timeline: list[Entry]
    contacts: list[tuple[str, str]]
    readers: list[Readers]
    owners: list[Any]
    purposes: dict[str, Any]
    age: int | None
    grade: str
    is_revealed: bool
    kept: Kept
    joins: Joins
    proposal: Reason | None
    returns_elsewhere: bool
    is_own: bool

    @property
    def holds_until(self) -> date | None:
        """The last day on which the approved result of this episode holds."""
        approved = [o for o in self.present.outcomes if o.decision is Decision.APPROVED]
        return approved[0].valid_until if approved and self.case.outcome else None

    @property
    def present(self) -> EpisodeFile:
        """The episode the case is in."""
        return self.episodes[0]

    @property
    def leads_to(self) -> str:
        """The state that approving the waiting result leads to; "" when none waits."""
        return str(policy.AFTER_OUTCOME[self.waiting.code].label) if self.waiting else ""


def page_of(
    case: Case, user: User, *, reveal: bool = False, whole: bool = False, kept: Kept | None = None
) -> CasePage:
    """Put the page together; `reveal` shows numbers in full and must have been recorded.

    A timeline that is not wanted as a whole shows its newest entries.
    """
    acts = {act: is_open_to(act, case, user) for act in OFFERED}
    proposal = open_proposal(case)
    waiting = [o for o in case.outcomes if o.decision is Decision.PENDING]
    return CasePage(
        case=case,
        steps=steps_of(case),
        next=next_step(case, user),
        acts=acts,
        labels=LABELS,
        episodes=episodes_of(case),
        waiting=waiting[0] if waiting else None,
        timeline=timeline_of(case, user, None if whole else NEWEST),
        contacts=contacts_of(case, reveal=reveal),
        readers=readers_of(case),
        owners=owners_in_scope() if acts["assign"] else [],
        purposes=PURPOSES,
        age=age_of(case),
        grade=class_words(case.child.grade, case.child.class_no),
        is_revealed=reveal,
        kept=kept or Kept(),
        joins=joins_of(case),
        proposal=reasons_of([proposal])[0] if proposal else None,
        returns_elsewhere=proposal is not None and code_of(case, proposal) is OutcomeCode.V02,
        is_own=is_own(case),
    )


def episodes_of(case: Case) -> list[EpisodeFile]:
    """The present episode and all before it, newest first; proposals have their own place."""
    reasons = reasons_of([flag for flag in case.flags if is_suspicion(flag)])
    talks = by_episode(case.follow_ups)
    results = by_episode(case.outcomes)
    return [
        EpisodeFile(
            number=number,
            reasons=[r for r in reasons if r.flag.episode == number],
            chapters=chapters_of(case, talks.get(number, [])),
            outcomes=results.get(number, []),
        )
        for number in range(case.episode, 0, -1)
    ]


def reasons_of(flags: list[Flag]) -> list[Reason]:
    """Flags as the page explains them."""
    proofs = proofs_of(flags)
    return [Reason(f, rule_title(f.rule), sentence(f), proofs[f.id]) for f in flags]


def by_episode(rows: list[Any]) -> dict[int, list[Any]]:
    """Contacts or results by the episode they belong to, each in their order."""
    ordered = sorted(rows, key=lambda row: row.episode)
    return {number: list(found) for number, found in groupby(ordered, key=lambda r: r.episode)}


def contacts_of(case: Case, *, reveal: bool) -> list[tuple[str, str]]:
    """Who the child and its family are, by label; masked unless revealed."""
    child, details = case.child, case.child.details

    def shown(value: Any, mask: Any) -> str:
        text = str(value or "")
        return text if reveal else str(mask(text))

    pairs = [
        (_("Student number"), shown(child.student_no, masked_id)),
        (_("Local student number"), shown(details.get("local_no"), masked_id)),
        (_("Identity number"), shown(child.id_number, masked_id)),
        (_("Telephone"), shown(details.get("phone"), masked_phone)),
        (_("Address"), shown(details.get("address"), masked_address)),
    ]
    for number in ("1", "2"):
        name = shown(details.get(f"guardian{number}_name"), masked_name)
        relation = details.get(f"guardian{number}_relation") or ""
        phone = shown(details.get(f"guardian{number}_phone"), masked_phone)
        pairs.append((_("Guardian"), " ".join(t for t in (name, relation, phone) if t)))
    return [(label, text) for label, text in pairs if text]


def masked_address(address: str) -> str:
    """Where a family lives, as far as the street: the first half."""
    return address[: len(address) // 2] + HIDDEN if address else ""


def age_of(case: Case) -> int | None:
    """The child's age in full years today."""
    born, today = case.child.birth_date, clock.today()
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
