"""What weekly scans make of files that were handled: silence, the next episode, a proposal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from models.case import Case, CaseEvent
from models.database import db
from models.flag import Flag
from models.notice import Notice
from models.user import User
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind
from models.vocabulary.flags import FlagStatus
from models.vocabulary.notices import NoticeKind
from models.vocabulary.outcomes import OutcomeCode as V
from models.vocabulary.roles import Role
from tests.builders import a_user, proof_of
from tests.bureaus import ledger
from tests.conftest import Backstage
from tests.integration.snapshots.rosters import Line
from tests.integration.snapshots.towns import Town, child, pupils, week
from tracking.kernel.settings import Settings
from tracking.outcomes import returns, service
from tracking.outcomes.result import Result, Verdict

pytestmark = pytest.mark.one_database  # scans take long; the story scans on both

OTHERS = pupils(range(1, 30))
HERE, MARKED = child(30), child(30, status="退学")
PROOF = "休学审批表和医院诊断证明，写明起止日期。"


@pytest.fixture
def town(backstage: Backstage, settings: Settings, tmp_path: Path) -> Town:
    with backstage():
        return Town(settings, tmp_path)


def weeks(town: Town, first: int, *lines: Line | None) -> date:
    """A roster and a scan a week with one child's line, None for a week without it."""
    for number, line in enumerate(lines, first):
        town.take([*OTHERS, *([line] if line else [])], week(number))
        town.scan(week(number))
    return week(first + len(lines) - 1)


def case() -> Case:
    db.session.expire_all()
    return db.session.scalars(select(Case)).one()


def flags(rule: str) -> list[Flag]:
    return list(db.session.scalars(select(Flag).where(Flag.rule == rule).order_by(Flag.id)))


def settle(town: Town, code: V, until: date) -> User:
    """A school's result that its bureau approves."""
    school = a_user(Role.SCHOOL_ADMIN, town.city.schools[0])
    officer = a_user(Role.COUNTY_OFFICER, town.city.counties[0])
    found = case()
    proof_of(found, code)
    service.submit(found, Result(code, week(2), PROOF, until), by=school, version=found.version)
    service.decide(case(), Verdict(approve=True, reason=""), by=officer, version=case().version)
    return officer


def test_approved_leave_explains_a_mark_until_its_day_and_no_longer(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        weeks(town, 1, HERE, MARKED)
        settle(town, V.V05, week(4))
        assert (case().state, flags("LEFT_SCHOOL")[0].status) == (S.EXCLUDED, FlagStatus.EXCUSED)
        weeks(town, 3, MARKED, MARKED)
        assert (case().state, case().episode) == (S.EXCLUDED, 1)
        day = weeks(town, 5, MARKED)
        assert (case().state, case().episode) == (S.ASSIGNED, 2)
        assert [(f.episode, f.as_of) for f in flags("LEFT_SCHOOL")] == [(1, week(2)), (2, day)]
        before = ledger()
        town.scan(day)
        assert ledger() == before
        weeks(town, 6, MARKED)
        assert len(flags("LEFT_SCHOOL")) == 2


def test_a_school_elsewhere_explains_it_until_the_registration_should_have_moved(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        weeks(town, 1, HERE, MARKED)
        settle(town, V.V03, week(3))
        weeks(town, 3, MARKED)
        assert len(flags("LEFT_SCHOOL")) == 1
        weeks(town, 4, MARKED, MARKED)
        assert (case().state, case().episode) == (S.HANDED_OVER, 1)
        assert [f.status for f in flags("LEFT_SCHOOL")] == [FlagStatus.CONFIRMED, FlagStatus.OPEN]


def test_a_child_on_the_roll_again_is_proposed_once_and_told(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        day = weeks(town, 1, HERE, None, HERE)
        [proposal] = flags("REAPPEARED")
        assert (proposal.as_of, proposal.status) == (day, FlagStatus.OPEN)
        assert proposal.evidence["rows"][0]["source"] == "registry"
        assert case().state is S.ASSIGNED
        assert case().events[0].kind is EventKind.PROPOSED
        query = select(Notice).where(Notice.kind == NoticeKind.PROPOSED)
        told = {n.organisation.code for n in db.session.scalars(query)}
        assert told == {"2115100001", "150291"}
        before = ledger()
        assert town.scan(day).proposals == 0
        assert ledger() == before
        weeks(town, 4, HERE)
        assert len(flags("REAPPEARED")) == 1


def test_a_refused_proposal_comes_again_only_with_another_row(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        weeks(town, 1, HERE, None, HERE)
        officer = a_user(Role.COUNTY_OFFICER, town.city.counties[0])
        returns.refuse(
            case(), flags("REAPPEARED")[0], by=officer, version=case().version, reason="仍未到校。"
        )
        weeks(town, 4, HERE)
        assert [f.status for f in flags("REAPPEARED")] == [FlagStatus.WRONG]
        weeks(town, 5, child(30, class_no="5"))
        assert [f.status for f in flags("REAPPEARED")] == [FlagStatus.WRONG, FlagStatus.OPEN]


def test_a_proposal_is_withdrawn_when_the_child_is_gone_again(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        weeks(town, 1, HERE, None, HERE, None)
        [proposal] = flags("REAPPEARED")
        assert (proposal.status, proposal.decided_by_id) == (FlagStatus.EXCUSED, None)
        weeks(town, 5, HERE)
        db.session.expire_all()
        assert [f.status for f in flags("REAPPEARED")] == [FlagStatus.OPEN]


def test_who_leaves_again_after_a_confirmed_return_is_a_relapse(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        weeks(town, 1, HERE, None, HERE)
        officer = a_user(Role.COUNTY_OFFICER, town.city.counties[0])
        [proposal] = flags("REAPPEARED")
        assert returns.confirm(case(), proposal, by=officer, version=case().version) is V.V23
        assert case().state is S.RETURNED
        weeks(town, 4, HERE, None)
        assert (case().state, case().episode) == (S.ASSIGNED, 2)
        reopened = select(CaseEvent).where(CaseEvent.kind == EventKind.REOPENED)
        [event] = db.session.scalars(reopened).all()
        assert event.details["relapse"] is True
        assert event.details["rules"] == ["LEFT_AGAIN", "VANISHED"]
