"""The daily clock: reminds before a deadline, marks what is overdue, tells the level above.

Every message and entry bears the deadline it is about, so that a day that runs twice, or a
week that is caught up, says nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.case import Case, CaseEvent
from models.database import db
from models.organisation import Organisation
from models.vocabulary.cases import EventKind
from models.vocabulary.notices import NoticeKind
from tracking.cases import policy
from tracking.cases.opening import move_rows
from tracking.kernel import audit, clock
from tracking.kernel.notices import tell
from tracking.kernel.schooldays import add_school_days, school_days_between
from tracking.kernel.transaction import transaction


@dataclass
class ClockResult:
    """What the clock did on a day."""

    reminded: int = 0
    overdue: int = 0
    escalated: int = 0
    reassigned: int = 0


def tick_clock(today: date, at: datetime | None = None) -> ClockResult:
    """Look at every open case with a deadline, once."""
    result = ClockResult()
    at = at or clock.now()
    with transaction():
        parents = {o.id: o for o in db.session.scalars(select(Organisation))}
        query = (
            select(Case)
            .where(Case.state.in_(policy.OPEN), Case.due_on <= add_school_days(today, 1))
            .where(Case.merged_into_id.is_(None))
            .options(joinedload(Case.owner))
            .order_by(Case.id)
        )
        for case in db.session.scalars(query):
            give_to_bureau(case, parents, at, result)
            look_at(case, parents, today, at, result)
        for case in ownerless():
            give_to_bureau(case, parents, at, result)
        if result != ClockResult():
            audit.record("clock.tick", by=None, details=vars(result))
    return result


def ownerless() -> list[Case]:
    """Open cases whose owner does not work any more."""
    query = (
        select(Case)
        .join(Case.owner)
        .where(Case.state.in_(policy.OPEN), Organisation.is_active.is_(False))
        .where(Case.merged_into_id.is_(None))
    )
    return list(db.session.scalars(query))


def look_at(
    case: Case, parents: dict[int, Organisation], today: date, at: datetime, result: ClockResult
) -> None:
    """Remind whoever has the turn, mark overdue or escalate one case."""
    if case.due_on is None:
        return
    turn = whose_turn(case, parents)
    if case.due_on >= today:
        key = f"due:{case.id}:{case.due_on}"
        result.reminded += tell(
            turn.id, NoticeKind.DUE, key=key, at=at, case_id=case.id, **named(case)
        )
        return
    key = f"overdue:{case.id}:{case.due_on}"
    if tell(turn.id, NoticeKind.OVERDUE, key=key, at=at, case_id=case.id, **named(case)):
        write(case, EventKind.OVERDUE, at, due_on=case.due_on.isoformat())
        result.overdue += 1
    level = policy.escalation_level(school_days_between(case.due_on, today))
    while case.escalation < level:
        escalate(case, parents, at, result)


def whose_turn(case: Case, parents: dict[int, Organisation]) -> Organisation:
    """Who has to act now: the owner, or the bureau above it where that one decides."""
    if case.state in policy.DECIDED_ABOVE:
        return parents.get(case.owner.parent_id or 0, case.owner)
    return case.owner


def escalate(
    case: Case, parents: dict[int, Organisation], at: datetime, result: ClockResult
) -> None:
    """Tell the level above the one that was told last."""
    case.escalation += 1
    above = whose_turn(case, parents)
    for _step in range(case.escalation):
        above = parents.get(above.parent_id or 0, above)
    key = f"escalated:{case.id}:{case.due_on}:{case.escalation}"
    tell(above.id, NoticeKind.ESCALATED, key=key, at=at, case_id=case.id, **named(case))
    write(case, EventKind.ESCALATED, at, level=case.escalation, owner_id=above.id)
    result.escalated += 1


def give_to_bureau(
    case: Case, parents: dict[int, Organisation], at: datetime, result: ClockResult
) -> None:
    """A case whose owner does not work any more goes to the bureau above, and says so."""
    if case.owner.is_active:
        return
    owner = parents[case.owner_id]
    while not owner.is_active and owner.parent_id:
        owner = parents[owner.parent_id]
    case.owner_id = owner.id
    case.owner = owner
    move_rows(case, owner.path)
    key = f"no_owner:{case.id}:{at:%Y%m%d}"
    tell(owner.id, NoticeKind.NO_OWNER, key=key, at=at, case_id=case.id, **named(case))
    write(case, EventKind.ASSIGNED, at, owner_id=owner.id)
    result.reassigned += 1


def named(case: Case) -> dict[str, str]:
    """What a message about a case says."""
    return {"number": case.number, "due_on": case.due_on.isoformat() if case.due_on else ""}


def write(case: Case, kind: EventKind, at: datetime, **details: object) -> None:
    """Add a line of the machine to the timeline."""
    case.touched_at = at
    db.session.add(
        CaseEvent(
            case_id=case.id,
            episode=case.episode,
            at=at,
            kind=kind,
            from_state=case.state,
            to_state=case.state,
            details=details,
        )
    )
