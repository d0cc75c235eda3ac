"""What rules about the work itself set off: an entry on the file's timeline, and who is told.

An alarm is rung once for the same evidence, however often the clock and the scans find it. A
passed deadline (OVERDUE) is told to whoever has the turn, and to the levels above in their time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.case import Case, CaseEvent
from models.database import among, db
from models.organisation import Organisation
from models.vocabulary.cases import EventKind
from models.vocabulary.notices import NoticeKind
from tracking.cases import policy
from tracking.cases.deadlines import escalates_after
from tracking.cases.townships import named_townships, township_above
from tracking.flags.findings import Finding
from tracking.kernel.notices import tell
from tracking.kernel.schooldays import school_days_between

OVERDUE = "OVERDUE"
Rung = tuple[int, str, str]  # case, rule, evidence key


@dataclass
class Told:
    """How many files were marked overdue, escalated, and set off another alarm."""

    overdue: int = 0
    escalated: int = 0
    alarms: int = 0


@dataclass(frozen=True)
class Bell:
    """When the alarms ring, and who is above whom: organisations by id.

    `townships` holds those that are named on the government line of a case, by its id.
    """

    day: date
    at: datetime
    parents: Mapping[int, Organisation]
    townships: dict[int, int] = field(default_factory=dict)

    def above(self, organisation: Organisation) -> Organisation:
        """The level above; the top has none but itself."""
        return self.parents.get(organisation.parent_id or 0, organisation)

    def township(self, case: Case) -> int | None:
        """The township on the other line of a child, where one is known."""
        in_tree = (
            township_above(number, self.parents) for number in (case.owner_id, case.school_id)
        )
        return self.townships.get(case.id) or next((number for number in in_tree if number), None)

    def whose_turn(self, case: Case) -> Organisation:
        """Who has to act now: the owner, or the bureau above it where that one decides."""
        return self.above(case.owner) if case.state in policy.DECIDED_ABOVE else case.owner


def everybody() -> dict[int, Organisation]:
    """All organisations by id, also those that do not work any more."""
    return {o.id: o for o in db.session.scalars(select(Organisation))}


def ring_all(found: Iterable[Finding], bell: Bell) -> Told:
    """Ring what was not rung before; files are read anew in the running transaction."""
    told, by_case = Told(), [(int(f.evidence["case_id"]), f) for f in found]
    cases = open_cases_by_id({number for number, _ in by_case})
    rung = rung_before(cases)
    bell.townships.update(named_townships(cases))
    for number, finding in by_case:
        case = cases.get(number)
        if case is None:
            continue
        if finding.rule.code == OVERDUE:
            mark_overdue(case, finding, bell, told)
        elif (number, finding.rule.code, finding.evidence_key) not in rung:
            ring(case, finding, bell)
            told.alarms += 1
    return told


def open_cases_by_id(ids: Iterable[int]) -> dict[int, Case]:
    """Open files that stand for themselves."""
    found: dict[int, Case] = {}
    query = (
        select(Case)
        .where(among(Case.id, sorted(ids)), Case.state.in_(policy.OPEN))
        .where(Case.merged_into_id.is_(None))
        .options(joinedload(Case.owner))
    )
    found |= {case.id: case for case in db.session.scalars(query)}
    return found


def rung_before(case_ids: Iterable[int]) -> set[Rung]:
    """Alarms that stand on the timelines of some files."""
    rung: set[Rung] = set()
    query = select(CaseEvent.case_id, CaseEvent.details).where(
        CaseEvent.kind == EventKind.ALARM, among(CaseEvent.case_id, case_ids)
    )
    found = db.session.execute(query)
    rung |= {(n, d["rule"], d["evidence_key"]) for n, d in found if "rule" in d}
    return rung


def ring(case: Case, finding: Finding, bell: Bell) -> None:
    """Write the alarm down; tell the owner and the level above."""
    write(case, EventKind.ALARM, bell.at, **facts_of(finding))
    code = finding.rule.code
    key = f"alarm:{case.id}:{code}:{finding.evidence_key}"
    for organisation in {o.id: o for o in (case.owner, bell.above(case.owner))}.values():
        tell(organisation.id, NoticeKind.ALARM, key=key, at=bell.at, case_id=case.id, rule=code,
             **named(case))  # fmt: skip


def mark_overdue(case: Case, finding: Finding, bell: Bell, told: Told) -> None:
    """Mark a passed deadline once, and tell the levels above when their time has come."""
    if case.due_on is None or case.due_on.isoformat() != finding.evidence["due_on"]:
        return  # it moved on meanwhile
    turn, key = bell.whose_turn(case), f"overdue:{case.id}:{case.due_on}"
    if tell(turn.id, NoticeKind.OVERDUE, key=key, at=bell.at, case_id=case.id, **named(case)):
        due = case.due_on.isoformat()
        write(case, EventKind.OVERDUE, bell.at, due_on=due, **facts_of(finding))
        told.overdue += 1
    overdue = school_days_between(case.due_on, bell.day)
    level = policy.escalation_level(overdue, escalates_after())
    while case.escalation < level:
        escalate(case, bell)
        told.escalated += 1


def escalate(case: Case, bell: Bell) -> None:
    """Tell the level above the one that was told last, and at first the other line too."""
    case.escalation += 1
    above = bell.whose_turn(case)
    for _step in range(case.escalation):
        above = bell.above(above)
    key = f"escalated:{case.id}:{case.due_on}:{case.escalation}"
    to = [above.id, bell.township(case) if case.escalation == 1 else None]
    for number in dict.fromkeys(number for number in to if number is not None):
        tell(number, NoticeKind.ESCALATED, key=key, at=bell.at, case_id=case.id, **named(case))
    write(case, EventKind.ESCALATED, bell.at, level=case.escalation, owner_id=above.id)


def facts_of(finding: Finding) -> dict[str, object]:
    """What the timeline keeps of an alarm, to explain it years later."""
    return {
        "rule": finding.rule.code,
        "version": finding.rule.version,
        "parameters": finding.parameters,
        "evidence": finding.evidence,
        "evidence_key": finding.evidence_key,
    }


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
