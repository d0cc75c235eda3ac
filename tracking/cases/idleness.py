"""Silence on a case is an alert: nobody has done anything for days, whatever its deadline says."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from models.case import Case, CaseEvent
from models.database import db
from models.scope import bulk_insert
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.notices import NoticeKind
from tracking.cases.alarms import Bell
from tracking.cases.ladder import CLIMBED
from tracking.kernel import clock
from tracking.kernel.notices import Message, not_told, tell_all
from tracking.kernel.schooldays import school_days_between
from tracking.thresholds.queries import value_of

WATCHED = tuple(state for state in CLIMBED if state is not CaseState.MISSING)  # a rule looks there
LOOKED_ONLY = (EventKind.REVEALED, EventKind.DOWNLOADED)


def ring_idle(bell: Bell) -> int:
    """Tell owner and level above, once per so many days without an act; returns how many files.

    Files with a deadline of weeks (returned, placed, not found) are left to that deadline.
    """
    limit = int(value_of("silence.case_days"))
    elapsed: dict[date, int] = {}
    messages: list[Message] = []
    episodes: dict[int, int] = {}
    for case_id, number, episode, owner_id, since in last_acts():
        if since not in elapsed:
            elapsed[since] = school_days_between(since, bell.day)
        times = elapsed[since] // limit
        if times < 1:
            continue
        details = {"number": number, "since": since.isoformat(), "days": elapsed[since]}
        key, episodes[case_id] = f"idle:{case_id}:{since}:{times}", episode
        above = bell.above(bell.parents[owner_id])
        messages += [
            Message(to, NoticeKind.IDLE, key, details, case_id)
            for to in dict.fromkeys((owner_id, above.id))
        ]
    new = not_told(messages)
    silent = {message.case_id or 0: message.details for message in new}
    bulk_insert(
        CaseEvent,
        [
            {
                "case_id": case_id,
                "episode": episodes[case_id],
                "at": bell.at,
                "kind": EventKind.ALARM,
                "details": {"idle_since": facts["since"]},
            }
            for case_id, facts in silent.items()
        ],
    )
    tell_all(new, bell.at)
    return len(silent)


def last_acts() -> list[tuple[int, str, int, int, date]]:
    """(case, number, episode, owner, day of a person's last act or of the opening), open files."""
    acts = (
        select(CaseEvent.case_id, func.max(CaseEvent.at).label("at"))
        .where(CaseEvent.actor_id.is_not(None), CaseEvent.kind.not_in(LOOKED_ONLY))
        .group_by(CaseEvent.case_id)
        .subquery()
    )
    query = (
        select(Case.id, Case.number, Case.episode, Case.owner_id, Case.opened_on, acts.c.at)
        .outerjoin(acts, acts.c.case_id == Case.id)
        .where(Case.state.in_(WATCHED), Case.merged_into_id.is_(None))
        .order_by(Case.id)
    )
    return [
        (case_id, number, episode, owner_id, last_day(opened_on, at))
        for case_id, number, episode, owner_id, opened_on, at in db.session.execute(query)
    ]


def last_day(opened_on: date, at: datetime | None) -> date:
    """The later of the opening and the last act."""
    return max(opened_on, clock.local(at).date()) if at else opened_on
