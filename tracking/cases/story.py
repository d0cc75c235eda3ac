"""The timeline of a case in words, newest first, and what was written down in each episode."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.case import Case, CaseEvent
from models.follow_up import FollowUp
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind as K
from models.vocabulary.follow_ups import FollowUpKind
from models.vocabulary.outcomes import OutcomeCode
from tracking.cases.purposes import purpose_label
from tracking.cases.queries import names_of
from tracking.flags.sentences import rule_title, said
from tracking.kernel import clock
from tracking.kernel.web.filters import day, moment

PERSUASION = frozenset({S.CONFIRMED, S.PERSUADING, S.REPORTED, S.DROPOUT, S.LEGAL})


@dataclass(frozen=True)
class Group:
    """A group of entries that the chips above the timeline filter by."""

    value: str
    label: Any


RECORDS = Group("records", _l("Records"))
DECISIONS = Group("decisions", _l("Decisions"))
PAPERS = Group("papers", _l("Documents"))
DATA = Group("data", _l("Data"))
DEADLINES = Group("deadlines", _l("Deadlines"))
ACCESS = Group("access", _l("Data shown"))

GROUPS: dict[K, Group] = {
    K.OPENED: DATA,
    K.REOPENED: DATA,
    K.FLAGGED: DATA,
    K.FLAG_WRONG: DECISIONS,
    K.ASSIGNED: DECISIONS,
    K.MOVED: DECISIONS,
    K.SUBMITTED: RECORDS,
    K.FOLLOW_UP: RECORDS,
    K.APPROVED: DECISIONS,
    K.RETURNED: DECISIONS,
    K.PROPOSED: DATA,
    K.PROPOSAL_REFUSED: DECISIONS,
    K.OVERDUE: DEADLINES,
    K.ALARM: DEADLINES,
    K.ESCALATED: DEADLINES,
    K.REVEALED: ACCESS,
    K.NOTE: RECORDS,
    K.CORRECTED: RECORDS,
    K.ATTACHED: PAPERS,
    K.WITHDRAWN: PAPERS,
    K.DOWNLOADED: ACCESS,
    K.NAMED: DECISIONS,
    K.ACKNOWLEDGED: RECORDS,
    K.INQUIRED: RECORDS,
    K.ANSWERED: RECORDS,
    K.PAPER: PAPERS,
    K.DELIVERED: PAPERS,
    K.ATTENDANCE: RECORDS,
    K.TAUGHT: RECORDS,
    K.SENT_OVER: DECISIONS,
    K.RECEIVED: DECISIONS,
    K.LADDER: DEADLINES,
    K.RESCHEDULED: DEADLINES,
    K.REMINDED: DEADLINES,
    K.CONTESTED: DECISIONS,
    K.CONTEST_DECIDED: DECISIONS,
    K.UNDONE: DECISIONS,
}


@dataclass(frozen=True)
class Entry:
    """One entry as the timeline macro shows it."""

    when_text: str
    who: str
    title: str
    text: str
    kind: Group
    details: list[tuple[str, str]] = field(default_factory=list)


def timeline_of(case: Case) -> list[Entry]:
    """Every entry of every episode, newest first."""
    owners = names_of(e.details["owner_id"] for e in case.events if "owner_id" in e.details)
    return [entry_of(event, owners, case.episode) for event in case.events]


def entry_of(event: CaseEvent, owners: Mapping[int, str], episode: int) -> Entry:
    """One event in words."""
    details = _changes(event, owners)
    if event.episode != episode:
        details.append((_("Episode"), str(event.episode)))
    return Entry(
        when_text=moment(event.at),
        who=_author(event),
        title=_title(event, owners),
        text=_text(event),
        kind=GROUPS[event.kind],
        details=details,
    )


def _author(event: CaseEvent) -> str:
    if event.actor is None:
        return str(_("The system"))
    return f"{event.actor.display_name} · {event.actor.organisation.name}"


def _title(event: CaseEvent, owners: Mapping[int, str]) -> str:
    """What happened, with whom or what it was about."""
    facts = event.details
    owner = owners.get(facts.get("owner_id", 0), "")
    titles: dict[K, Callable[[], str]] = {
        K.ASSIGNED: lambda: _("Given to %(owner)s", owner=owner),
        K.ESCALATED: lambda: _("Escalated to %(owner)s", owner=owner),
        K.REOPENED: lambda: _reopened(event),
        K.FOLLOW_UP: lambda: _(
            "%(form)s, contact %(number)s",
            form=_label(FollowUpKind, facts.get("form")),
            number=facts.get("number", ""),
        ),
        K.SUBMITTED: lambda: _("Result submitted: %(result)s", result=_outcome(facts)),
        K.APPROVED: lambda: _("Result approved: %(result)s", result=_outcome(facts)),
        K.RETURNED: lambda: _("Result returned: %(result)s", result=_outcome(facts)),
        K.OVERDUE: lambda: _("Deadline passed: %(day)s", day=_day(facts.get("due_on"))),
    }
    words = titles.get(event.kind)
    return words() if words else str(event.kind.label)


def _reopened(event: CaseEvent) -> str:
    if event.details.get("relapse"):
        return str(_("Left again after a return: episode %(number)s begins", number=event.episode))
    return str(_("Missing again: episode %(number)s begins", number=event.episode))


def _text(event: CaseEvent) -> str:
    """What was said: by a person, or by the rule that set off an alarm or a proposal."""
    facts = event.details
    if event.kind is K.REVEALED:
        return purpose_label(event.reason)
    if event.kind in {K.ALARM, K.PROPOSED}:
        return said(facts.get("rule", ""), facts.get("evidence", {}), clock.local(event.at).date())
    return event.reason


def _changes(event: CaseEvent, owners: Mapping[int, str]) -> list[tuple[str, str]]:
    found = []
    rules = event.details.get("rules") or [r for r in [event.details.get("rule")] if r]
    if rules:
        found.append((_("Rule"), _(", ").join(rule_title(code) for code in rules)))
    if event.kind in {K.OPENED, K.REOPENED} and owners.get(event.details.get("owner_id", 0)):
        found.append((_("Responsible"), owners[event.details["owner_id"]]))
    if event.from_state and event.to_state and event.from_state is not event.to_state:
        found.append((_("State"), f"{event.from_state.label} → {event.to_state.label}"))
    elif event.to_state and event.kind is K.OPENED:
        found.append((_("State"), str(event.to_state.label)))
    return found


def _outcome(facts: Mapping[str, Any]) -> str:
    code = str(facts.get("code", ""))
    return f"{code} {_label(OutcomeCode, code)}"


def _label(words: Any, code: Any) -> str:
    return str(words(code).label) if code in {term.value for term in words} else str(code or "")


def _day(text: Any) -> str:
    return day(date.fromisoformat(text)) if text else ""


@dataclass(frozen=True)
class Chapter:
    """Contacts of one part of the paper file: verification, home visits, persuasion."""

    title: Any
    follow_ups: list[FollowUp]


def chapters_of(case: Case, follow_ups: Iterable[FollowUp]) -> list[Chapter]:
    """Contacts in the order of the paper file; parts without any are left out."""
    persuading = {
        e.details.get("follow_up_id")
        for e in case.events
        if e.kind is K.FOLLOW_UP and e.from_state in PERSUASION
    }
    kept = list(follow_ups)
    talks = [f for f in kept if f.id in persuading]
    visits = [f for f in kept if f.kind is FollowUpKind.HOME_VISIT and f not in talks]
    others = [f for f in kept if f not in talks and f not in visits]
    parts = (
        Chapter(_("Verification"), others),
        Chapter(_("Home visits"), visits),
        Chapter(_("Persuasion"), talks),
    )
    return [part for part in parts if part.follow_ups]
