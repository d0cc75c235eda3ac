"""The daily clock: reminds before a deadline, and acts on what the rules of the clock find.

Every message and entry bears the deadline or the evidence it is about, so that a day that runs
twice, or a week that is caught up, says nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.case import Case
from models.database import db
from models.organisation import Organisation
from models.scan import Scan
from models.tally import held_tally
from models.vocabulary.cases import EventKind
from models.vocabulary.flags import Makes
from models.vocabulary.notices import NoticeKind
from tracking.cases import policy
from tracking.cases.alarms import Bell, everybody, named, ring_all, write
from tracking.cases.climbing import climb
from tracking.cases.clock_rules import clock_findings
from tracking.cases.idleness import ring_idle
from tracking.cases.opening import move_rows
from tracking.cases.scanning import bench_at, keep_suspected
from tracking.flags.findings import Finding
from tracking.kernel import audit, clock
from tracking.kernel.notices import tell
from tracking.kernel.schooldays import add_school_days
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction


@dataclass
class ClockResult:
    """What the clock did on a day."""

    reminded: int = 0
    overdue: int = 0
    escalated: int = 0
    reassigned: int = 0
    alarms: int = 0
    rungs: int = 0
    idle: int = 0
    opened: int = 0
    joined: int = 0


def tick_clock(today: date, settings: Settings, at: datetime | None = None) -> ClockResult:
    """Look at every open case with a deadline, and at what time alone makes due, once."""
    result = ClockResult()
    at = at or clock.now()
    found = clock_findings(today, settings)
    with transaction():
        held_tally("scan")  # a scan at the same moment writes before or after
        bell = Bell(today, at, everybody())
        for case in ownerless():
            give_to_bureau(case, bell, result)
        for case in due_soon(today):
            remind(case, bell, result)
        told = ring_all([f for f in found if f.rule.makes is Makes.ALARM], bell)
        result.overdue, result.escalated = told.overdue, told.escalated
        result.alarms = told.alarms
        db.session.flush()
        result.rungs, result.idle = climb(bell), ring_idle(bell)
        open_again([f for f in found if f.rule.makes is not Makes.ALARM], bell, settings, result)
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
        .order_by(Case.id)
    )
    return list(db.session.scalars(query))


def due_soon(today: date) -> list[Case]:
    """Open cases that are due today or on the next school day."""
    query = (
        select(Case)
        .where(Case.state.in_(policy.OPEN), Case.merged_into_id.is_(None))
        .where(Case.due_on.between(today, add_school_days(today, 1)))
        .options(joinedload(Case.owner))
        .order_by(Case.id)
    )
    return list(db.session.scalars(query))


def remind(case: Case, bell: Bell, result: ClockResult) -> None:
    """Tell whoever has the turn that a deadline comes."""
    key = f"due:{case.id}:{case.due_on}"
    turn = bell.whose_turn(case)
    result.reminded += tell(
        turn.id, NoticeKind.DUE, key=key, at=bell.at, case_id=case.id, **named(case)
    )


def open_again(found: list[Finding], bell: Bell, settings: Settings, result: ClockResult) -> None:
    """Open or join the files of what time alone made due; tell those who have new work."""
    if not found:
        return
    bench = bench_at(bell.at, assign=settings.assign_on_scan)
    opened, _ = keep_suspected(found, Scan(as_of=bell.day), bench)  # no scan: it is never stored
    result.opened, result.joined = opened.opened, opened.joined
    for owner_id, count in sorted((opened.by_owner or {}).items()):
        key = f"assigned:clock:{bell.day}"
        tell(owner_id, NoticeKind.ASSIGNED, key=key, at=bell.at, count=count)


def give_to_bureau(case: Case, bell: Bell, result: ClockResult) -> None:
    """A case whose owner does not work any more goes to the bureau above, and says so."""
    owner = bell.parents[case.owner_id]
    while not owner.is_active and owner.parent_id:
        owner = bell.parents[owner.parent_id]
    case.owner_id = owner.id
    case.owner = owner
    move_rows(case, owner.path)
    key = f"no_owner:{case.id}:{bell.at:%Y%m%d}"
    tell(owner.id, NoticeKind.NO_OWNER, key=key, at=bell.at, case_id=case.id, **named(case))
    write(case, EventKind.ASSIGNED, bell.at, owner_id=owner.id)
    result.reassigned += 1
