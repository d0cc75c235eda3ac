from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from models.case import Case
from models.database import db
from models.outcome import Outcome
from models.scan import ScanPart
from models.snapshot import SnapshotPart
from models.vocabulary.cases import CaseState as S
from models.vocabulary.outcomes import Decision, OutcomeCode
from models.vocabulary.roles import Role
from models.vocabulary.snapshots import PartState
from tests.builders import City, a_case, a_city, a_flag, a_scan, a_snapshot, a_user
from tests.builders.people import kept
from tests.conftest import Backstage
from tracking.kernel import clock


@dataclass(frozen=True)
class Ledger:
    """A city whose cases stand in many states."""

    city: City
    due: Case
    overdue: Case
    waiting: Case
    returned_result: Case
    clue: Case
    ended: Case
    far: Case


def a_result(case: Case, decision: Decision) -> Outcome:
    """A result that a school submitted."""
    return kept(
        Outcome(
            case_id=case.id,
            episode=case.episode,
            code=OutcomeCode.V02,
            from_state=S.VERIFYING,
            happened_on=clock.today(),
            proof="转入学校出具的就读证明。",
            submitted_at=clock.now(),
            submitted_by_id=a_user(Role.SCHOOL_ADMIN).id,
            decision=decision,
        )
    )


def a_roster(city: City, rows: dict[str, int], as_of: date) -> None:
    """Rosters that a scan has compared; a school that is left out has none."""
    snapshot, scan = a_snapshot(as_of=as_of), a_scan(as_of)
    for school in city.schools:
        if school.code in rows:
            part = {"snapshot_id": snapshot.id, "school_code": school.code}
            state = PartState.ACCEPTED
            kept(SnapshotPart(**part, state=state, rows=rows[school.code], org_path=school.path))
            kept(ScanPart(scan_id=scan.id, **part))


@pytest.fixture
def ledger(backstage: Backstage) -> Ledger:
    """Six cases in the first county (five at its first school), one in the second."""
    with backstage():
        city, today = a_city(), clock.today()
        first, second, far = city.schools
        past = today - timedelta(days=10)
        made = Ledger(
            city=city,
            due=a_case(S.ASSIGNED, first, due_on=today),
            overdue=a_case(S.VERIFYING, first, due_on=past, opened_on=past),
            waiting=a_case(S.SUBMITTED, first, due_on=today + timedelta(days=9)),
            returned_result=a_case(S.VERIFYING, first, due_on=today),
            clue=a_case(S.CLUE, second, owner=city.counties[0], due_on=today),
            ended=a_case(S.EXCLUDED, first, due_on=None, opened_on=past, closed_on=today),
            far=a_case(S.ASSIGNED, far, due_on=past),
        )
        for case in (made.due, made.overdue, made.waiting, made.returned_result, made.clue):
            a_flag(db.session.merge(case))
        a_result(made.waiting, Decision.PENDING)
        a_result(made.returned_result, Decision.RETURNED)
        a_roster(city, {first.code: 120, second.code: 80, far.code: 60}, today)
        return made
