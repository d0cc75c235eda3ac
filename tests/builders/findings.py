"""Data tasks, tips and contests."""

from __future__ import annotations

from typing import Any

from models.case import Case
from models.contest import Contest
from models.data_task import DataTask
from models.organisation import Organisation
from models.tip import Tip
from models.vocabulary.contests import ContestedBy, ContestState
from models.vocabulary.flags import Severity, TaskStatus
from models.vocabulary.organisations import Level
from models.vocabulary.registry import Sex
from models.vocabulary.roles import Role
from models.vocabulary.tips import TipChannel, TipState
from tests.builders.cases import a_case, a_flag, a_scan
from tests.builders.people import a_city, a_school, a_user, kept, numbers
from tracking.kernel import clock


def a_data_task(
    school: Organisation | None = None, rule: str = "BALANCE", **columns: Any
) -> DataTask:
    """Something in the registry that a school's clerk has to settle."""
    school, scan = school or a_school(), a_scan()
    given = {
        "rule_version": 1,
        "severity": Severity.LOW,
        "status": TaskStatus.OPEN,
        "person": 0,
        "evidence": {},
        "evidence_key": f"{next(numbers):032x}",
        "as_of": scan.as_of,
        "last_as_of": scan.as_of,
        **columns,
    }
    is_school = school.level is Level.SCHOOL
    return kept(
        DataTask(
            rule=rule, scan_id=scan.id, school_code=school.code if is_school else "",
            school_id=school.id if is_school else None, org_path=school.path, **given,
        )
    )  # fmt: skip


def a_tip(owner: Organisation | None = None, **columns: Any) -> Tip:
    """A tip that a bureau or township has to decide about."""
    owner = owner or a_city().counties[0]
    today = clock.today()
    given = {
        "state": TipState.OPEN,
        "channel": TipChannel.HOTLINE,
        "received_on": today,
        "due_on": today,
        "child_name": "虚构丙",
        "sex": Sex.FEMALE,
        "birth_date": None,
        "place": "",
        "account": "虚构: 孩子九月起没有到校",
        "reporter": {"name": "虚构邻居", "contact": "19900007777"},
        "recorded_at": clock.now(),
        **columns,
    }
    clerk = given.pop("recorded_by_id", None) or a_user(Role.COUNTY_OFFICER, owner).id
    return kept(Tip(org_path=owner.path, recorded_by_id=clerk, **given))


def a_contest(case: Case | None = None, **columns: Any) -> Contest:
    """A guardian's contest of a flag of a file, which waits for the bureau."""
    case = case or a_case()
    flag = a_flag(case, is_contested=True)
    given = {
        "state": ContestState.OPEN,
        "contested_by": ContestedBy.GUARDIAN,
        "contested_on": clock.today(),
        "name": "虚构家长",
        "reason": "孩子一直在校，名册漏填。",
        "due_on": clock.today(),
        "filed_at": clock.now(),
        "filed_by_id": a_user(Role.SCHOOL_ADMIN, case.owner).id,
        **columns,
    }
    return kept(Contest(case_id=case.id, episode=case.episode, flag_id=flag.id, **given))
