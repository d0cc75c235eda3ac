"""Proposals of a scan to close a file because the child attends again: kept as flags.

A person confirms or refuses them (the chapter of outcomes). One that a later scan does
not make again is withdrawn, and stands again when it comes back; a refused one stays refused
until its row changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from models.case import Case
from models.database import among, db
from models.flag import Flag
from models.organisation import Organisation
from models.scan import Scan
from models.vocabulary.cases import EventKind
from models.vocabulary.flags import FlagStatus, Makes
from models.vocabulary.notices import NoticeKind
from models.vocabulary.organisations import Level
from models.vocabulary.outcomes import OutcomeCode
from tracking.cases.alarms import named, open_cases_by_id, write
from tracking.flags import service as flags
from tracking.flags.findings import Finding
from tracking.flags.policy import makes_of
from tracking.kernel.notices import tell
from tracking.rules._kit import all_rules


def keep_proposals(found: Iterable[Finding], ran: Iterable[str], scan: Scan, at: datetime) -> int:
    """Give each proposal its flag and say so; `ran` are the rules that ran. How many are new."""
    by_case = [(int(f.evidence["case_id"]), f) for f in found]
    cases = open_cases_by_id({number for number, _ in by_case})
    known = proposals_of(cases)
    made, new = set(), 0
    for number, finding in by_case:
        case, flag = cases.get(number), known.get((number, finding.evidence_key))
        if case is None:
            continue
        made.add((number, finding.evidence_key))
        if flag is None:
            add(case, finding, scan, at)
            new += 1
        elif flag.decided_by_id is None:
            flag.status, flag.decided_at = FlagStatus.OPEN, None
            flag.last_as_of = max(flag.last_as_of, scan.as_of)
    withdraw(made, [code for code in ran if is_proposal(code)], scan, at)
    return new


def is_proposal(code: str) -> bool:
    """Whether a rule proposes closing."""
    return makes_of(code) is Makes.PROPOSAL


def is_suspicion(flag: Flag) -> bool:
    """Whether a flag says something against the child's being at school; a proposal does not."""
    return not is_proposal(flag.rule)


def proposals_of(case_ids: Iterable[int]) -> dict[tuple[int, str], Flag]:
    """Proposals about some files by (case, evidence key)."""
    codes = [code for code in all_rules() if is_proposal(code)]
    found: dict[tuple[int, str], Flag] = {}
    query = select(Flag).where(Flag.rule.in_(codes), among(Flag.case_id, case_ids))
    found |= {(f.case_id, f.evidence_key): f for f in db.session.scalars(query)}
    return found


def add(case: Case, finding: Finding, scan: Scan, at: datetime) -> None:
    """One proposal: its flag, its line on the timeline, its messages."""
    place = {"case_id": case.id, "episode": case.episode, "org_path": case.org_path}
    db.session.add(Flag(**flags.flag_row(finding, case.child_id, place, scan)))
    write(case, EventKind.PROPOSED, at, rule=finding.rule.code, evidence=finding.evidence)
    key = f"proposed:{case.id}:{finding.evidence_key}"
    for organisation in {o.id: o for o in (case.owner, bureau_of(case.owner))}.values():
        tell(organisation.id, NoticeKind.PROPOSED, key=key, at=at, case_id=case.id,
             attends_on=finding.evidence["attends_on"], **named(case))  # fmt: skip


def bureau_of(owner: Organisation) -> Organisation:
    """The bureau that decides on a file: the owner, or the one above a school or township."""
    is_bureau = owner.level in {Level.COUNTY, Level.CITY}
    return owner if is_bureau else owner.parent or owner


def withdraw(made: set[tuple[int, str]], ran: list[str], scan: Scan, at: datetime) -> None:
    """Take back proposals that are open and were not made again, by the machine."""
    query = select(Flag).where(
        Flag.rule.in_(ran), Flag.status == FlagStatus.OPEN, Flag.last_as_of < scan.as_of
    )
    for flag in db.session.scalars(query):
        if (flag.case_id, flag.evidence_key) not in made:
            flag.status, flag.decided_at = FlagStatus.EXCUSED, at


def open_proposal(case: Case) -> Flag | None:
    """The proposal that a person has to decide on; None when there is none."""
    waiting = [f for f in case.flags if f.status is FlagStatus.OPEN and is_proposal(f.rule)]
    return next((f for f in waiting if f.episode == case.episode), None)


def settle_proposals(case: Case, status: FlagStatus, by: int, at: datetime) -> None:
    """What became of open proposals of a file that somebody decided on otherwise."""
    for flag in case.flags:
        if flag.status is FlagStatus.OPEN and not is_suspicion(flag):
            flag.status, flag.decided_by_id, flag.decided_at = status, by, at


def code_of(case: Case, flag: Flag) -> OutcomeCode:
    """The outcome that a proposal comes to: back at school, or registered at another one."""
    here = case.school.code if case.school else flag.school_code
    return OutcomeCode.V23 if flag.school_code == here else OutcomeCode.V02
