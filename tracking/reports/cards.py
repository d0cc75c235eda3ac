"""The cards of the home page: for each case one line that says who, what next, and by when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.case import Case
from models.user import User
from models.vocabulary.cases import CaseState
from models.vocabulary.outcomes import Decision
from models.vocabulary.roles import Permission as P
from tracking.cases.next_step import short_title
from tracking.cases.queries import Filters
from tracking.flags.sentences import class_words, sentence
from tracking.kernel.masking import masked_name
from tracking.kernel.web.filters import due
from tracking.reports import queries


@dataclass(frozen=True)
class Line:
    """One case on a card."""

    sentence: str
    url: str
    meta: list[str]


@dataclass(frozen=True)
class Card:
    """One question of the day: how many cases, the first of them, and where all are."""

    title: Any
    total: int
    items: list[Line]
    all_url: str
    none_text: Any
    tone: str


@dataclass(frozen=True)
class Kind:
    """What a card asks of the list of cases, and how it speaks of each."""

    title: Any
    filters: Filters
    none_text: Any
    say: Callable[[Case], str]
    tone: str = "neutral"

    @property
    def arguments(self) -> dict[str, Any]:
        """What the address of the whole list carries."""
        state = self.filters.state
        given = {
            "group": self.filters.group,
            "turn": self.filters.turn,
            "state": state.value if state else "",
        }
        return {name: value for name, value in given.items() if value}


def child_words(case: Case) -> str:
    """Who it is about: the masked name and the class."""
    name, place = masked_name(case.child.name), class_words(case.child.grade, case.child.class_no)
    return str(_("%(name)s (%(place)s)", name=name, place=place)) if place else name


def say_step(case: Case) -> str:
    """What has to happen next."""
    return str(_("%(child)s: %(step)s", child=child_words(case), step=short_title(case.state)))


def say_result(case: Case) -> str:
    """Which result waits for a decision."""
    waiting = [o for o in case.outcomes if o.decision is Decision.PENDING]
    if not waiting:
        return say_step(case)
    return str(_("%(child)s: “%(result)s”", child=child_words(case), result=waiting[0].code.label))


def say_reason(case: Case) -> str:
    """Why the child was flagged."""
    if not case.flags:
        return say_step(case)
    return str(_("%(child)s: %(step)s", child=child_words(case), step=sentence(case.flags[0])))


DUE = Kind(
    _l("To do today"),
    Filters(group="due", turn="owner"),
    _l("Nothing is due today or on the next school day. New work appears here after the scan."),
    say_step,
    "due",
)
LATE = Kind(
    _l("Overdue"),
    Filters(group="overdue", turn="owner"),
    _l("Nothing is overdue."),
    say_step,
    "overdue",
)
OVERDUE = Kind(
    _l("Overdue in our area"),
    Filters(group="overdue"),
    _l("Nothing is overdue."),
    say_step,
    "overdue",
)
AT_BUREAU = Kind(
    _l("Waiting for the bureau"),
    Filters(group="waiting"),
    _l("No result waits. What you submit stands here until the bureau has decided."),
    say_result,
)
TO_DECIDE = Kind(
    _l("Waiting for your decision"),
    Filters(group="waiting"),
    _l("No result waits for a decision. Results appear here as soon as a school submits them."),
    say_result,
    "due",
)
CLUES = Kind(
    _l("New clues"),
    Filters(state=CaseState.CLUE),
    _l("No clue waits to be given out. The weekly scan puts new ones here."),
    say_reason,
)
IN_PROGRESS = Kind(
    _l("In progress"),
    Filters(group="open"),
    _l("No case is with you. The bureau gives you those that the school could not settle."),
    say_step,
)


def cards_for(user: User) -> list[Card]:
    """The cards of a role: three at most, none for those who only look or see no cases."""
    kinds = kinds_for(user)
    totals = queries.totals([kind.filters for kind in kinds])
    return [_filled(kind, total, user) for kind, total in zip(kinds, totals, strict=True)]


def kinds_for(user: User) -> tuple[Kind, ...]:
    """Which questions a role asks of the day."""
    if user.can(P.OUTCOME_DECIDE):
        return TO_DECIDE, OVERDUE, CLUES
    if user.can(P.OUTCOME_SUBMIT):
        return DUE, LATE, AT_BUREAU
    if user.can(P.FOLLOW_UP_RECORD):
        return DUE, LATE, IN_PROGRESS
    return ()


def _filled(kind: Kind, total: int, user: User) -> Card:
    found = queries.first_cases(kind.filters)
    return Card(
        title=kind.title,
        total=total,
        items=[_line(case, kind, user) for case in found],
        all_url=url_for("cases.index", **kind.arguments),
        none_text=kind.none_text,
        tone=kind.tone if total else "neutral",
    )


def _line(case: Case, kind: Kind, user: User) -> Line:
    meta = [due(case.due_on)]
    if case.owner_id != user.organisation_id:
        meta.insert(0, case.owner.name)
    elif kind.filters.state and case.school:
        meta.insert(0, case.school.name)
    if _was_returned(case):
        meta.append(str(_("returned by the bureau")))
    return Line(kind.say(case), url_for("cases.show", case_id=case.id), meta)


def _was_returned(case: Case) -> bool:
    """Whether the last result of this episode came back for want of proof."""
    results = [o for o in case.outcomes if o.episode == case.episode]
    return bool(results) and results[0].decision is Decision.RETURNED
