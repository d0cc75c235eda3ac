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
from models.note import Note
from models.scope import covers, current_scope
from models.user import User
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind as K
from models.vocabulary.follow_ups import FollowUpKind
from models.vocabulary.outcomes import OutcomeCode
from models.vocabulary.roles import Permission as P
from tracking.cases.purposes import purpose_label
from tracking.cases.queries import names_of
from tracking.cases.titles import TITLES, idle_words, remedy_words, silence_words
from tracking.flags.sentences import rule_title, said
from tracking.kernel import clock
from tracking.kernel.web.filters import day, moment

NOTES = frozenset({K.NOTE, K.CORRECTED})
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
    number: int
    is_corrected: bool = False
    details: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """Beside the entries: names of organisations by id, and the notes that the reader may read."""

    owners: Mapping[int, str]
    notes: Mapping[int, str]
    episode: int


def timeline_of(case: Case, reader: User, newest: int | None = None) -> list[Entry]:
    """The newest entries of all episodes, or every one, with what the reader may read of notes."""
    events = case.events[:newest]
    owners = names_of(e.details["owner_id"] for e in events if "owner_id" in e.details)
    told = Told(owners, {n.id: n.text for n in case.notes if may_read(n, reader)}, case.episode)
    corrected = {note.corrects_id for note in case.notes}
    return [entry_of(event, told, is_corrected=event.id in corrected) for event in events]


def may_read(note: Note, reader: User) -> bool:
    """Whether a note is open: a restricted one to its writer, and to the bureau of the file."""
    is_writer = note.written_by_id == reader.id
    is_bureau = reader.can(P.NOTE_RESTRICTED) and covers(current_scope(), note.case.org_path)
    return not note.is_restricted or is_writer or is_bureau


def entry_of(event: CaseEvent, told: Told, *, is_corrected: bool = False) -> Entry:
    """One event in words."""
    owners = told.owners
    details = _changes(event, owners)
    if event.episode != told.episode:
        details.append((_("Episode"), str(event.episode)))
    if event.kind is K.CORRECTED:
        details.append((_("Corrects the entry"), f"#{event.details.get('corrects', '')}"))
    return Entry(
        when_text=moment(event.at),
        who=_author(event),
        title=_title(event, owners),
        text=_note(event, told) if event.kind in NOTES else _text(event),
        kind=GROUPS[event.kind],
        number=event.id,
        is_corrected=is_corrected,
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
    if event.kind in TITLES:
        return TITLES[event.kind](event)
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
    if event.kind is K.ESCALATED and facts.get("line"):
        return silence_words(facts)
    if event.kind is K.ALARM and facts.get("idle_since"):
        return idle_words(facts)
    if event.kind is K.LADDER:
        return remedy_words(facts)
    if event.kind in {K.ALARM, K.PROPOSED}:
        return said(facts.get("rule", ""), facts.get("evidence", {}), clock.local(event.at).date())
    return event.reason


def _note(event: CaseEvent, told: Told) -> str:
    hidden = _("Restricted: only its writer and the bureau read it.")
    return told.notes.get(event.details.get("note_id", 0), hidden)


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
