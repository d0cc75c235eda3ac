"""The step rail of a case: where it has been in this episode, where it stands, what is ahead.

Read from the timeline, so that a case which took another branch shows the branch it took.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from models.case import Case, CaseEvent
from models.vocabulary.cases import CaseState as S
from tracking.kernel import clock
from tracking.kernel.web.filters import day

USUAL = (
    S.CLUE,
    S.ASSIGNED,
    S.VERIFYING,
    S.SUBMITTED,
    S.CONFIRMED,
    S.PERSUADING,
    S.RETURNED,
    S.CLOSED,
)
# What is ahead of the states off the usual way. A child that was not found is never closed:
# only a new result leads on from there.
AHEAD: dict[S, tuple[S, ...]] = {
    S.REPORTED: (S.RETURNED, S.CLOSED),
    S.DROPOUT: (S.RETURNED, S.CLOSED),
    S.LEGAL: (S.RETURNED, S.CLOSED),
    S.MISSING: (S.SUBMITTED, S.RETURNED),
    S.PLACED: (S.SUBMITTED,),
    S.HANDED_OVER: (S.SUBMITTED, S.EXCLUDED),
    S.EXCLUDED: (),
    S.CLOSED: (),
}


@dataclass(frozen=True)
class Step:
    """One step as the rail macro shows it; `state` is done, now or ahead."""

    label: Any
    state: str
    date_text: str


def steps_of(case: Case) -> list[Step]:
    """The rail of the present episode."""
    entered = entered_on(case.events, case.episode)
    entered.setdefault(S.CLUE, clock.at(case.opened_on))
    done = sorted((s for s in entered if s is not case.state), key=lambda s: entered[s])
    ahead = [s for s in ahead_of(case.state, entered) if s is not case.state]
    steps = [Step(s.label, "done", _day_of(entered[s])) for s in done if s not in ahead]
    steps.append(Step(case.state.label, "now", _date_of_now(case, entered)))
    return steps + [Step(s.label, "ahead", "") for s in ahead]


def entered_on(events: Iterable[CaseEvent], episode: int) -> dict[S, datetime]:
    """State → the moment it was entered last, in an episode; `events` stand newest first."""
    found: dict[S, datetime] = {}
    for event in events:
        if event.episode == episode and event.to_state and event.from_state is not event.to_state:
            found.setdefault(event.to_state, event.at)
    return found


def ahead_of(state: S, entered: Iterable[S]) -> tuple[S, ...]:
    """The steps still to come; a result under review leads on from where it came from."""
    if state in AHEAD:
        return AHEAD[state]
    if state is S.SUBMITTED:
        been = [s for s in entered if s is not S.SUBMITTED]
        if set(been) & {S.CONFIRMED, S.PERSUADING, *AHEAD}:
            return (S.RETURNED, S.CLOSED)
    return USUAL[USUAL.index(state) + 1 :]


def _date_of_now(case: Case, entered: dict[S, datetime]) -> str:
    if case.closed_on:
        return day(case.closed_on)
    if case.due_on:
        return str(_("due %(day)s", day=day(case.due_on)))
    return _day_of(entered[case.state]) if case.state in entered else ""


def _day_of(moment: datetime) -> str:
    return day(clock.local(moment).date())
