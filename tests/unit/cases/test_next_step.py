"""The next action: one button for whoever has the turn, a name for everybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.case import Case
from models.organisation import Organisation
from models.user import User
from models.vocabulary.cases import CaseState as S
from models.vocabulary.roles import Role
from tracking.cases import policy
from tracking.cases.next_step import NEXT, is_open_to, next_step
from tracking.kernel import clock

COUNTY = Organisation(name="County bureau", path="150291/")
SCHOOL = Organisation(name="School", parent=COUNTY, path="150291/1/")
TEACHER = User(role=Role.SCHOOL_ADMIN, organisation=SCHOOL)
OFFICER = User(role=Role.COUNTY_OFFICER, organisation=COUNTY)
INSPECTOR = User(role=Role.INSPECTOR, organisation=COUNTY)


def a_file(state: S, days: int = 3) -> Case:
    return Case(
        state=state, owner=SCHOOL, org_path=SCHOOL.path, due_on=clock.today() + timedelta(days=days)
    )


def buttons(case: Case, user: User) -> tuple[str, ...]:
    step = next_step(case, user)
    return step.acts if step else ()


def test_every_open_state_has_a_next_action_and_an_ended_one_has_none() -> None:
    assert set(NEXT) == policy.OPEN
    for state in policy.FINAL:
        assert next_step(a_file(state), OFFICER) is None


@pytest.mark.parametrize(
    ("state", "teacher", "officer"),
    [
        (S.CLUE, "", "assign"),
        (S.ASSIGNED, "record", "reassign"),
        (S.VERIFYING, "submit", "reassign"),
        (S.SUBMITTED, "", "approve"),
        (S.PERSUADING, "record", "reassign"),
        (S.MISSING, "record", "reassign"),
    ],
)
def test_the_button_is_the_first_act_that_the_reader_may_do(
    state: S, teacher: str, officer: str
) -> None:
    case = a_file(state)
    assert "".join(buttons(case, TEACHER)[:1]) == teacher
    assert "".join(buttons(case, OFFICER)[:1]) == officer


def test_whoever_can_do_nothing_is_told_whom_the_case_waits_for() -> None:
    waiting = {
        (state, user): step.waits_for
        for state in (S.ASSIGNED, S.SUBMITTED)
        for user in (TEACHER, OFFICER, INSPECTOR)
        if (step := next_step(a_file(state), user))
    }
    assert waiting == {
        (S.ASSIGNED, TEACHER): "",
        (S.ASSIGNED, OFFICER): "School",
        (S.ASSIGNED, INSPECTOR): "School",
        (S.SUBMITTED, TEACHER): "County bureau",
        (S.SUBMITTED, OFFICER): "",
        (S.SUBMITTED, INSPECTOR): "County bureau",
    }


def test_a_clue_waits_for_the_bureau_that_holds_it_not_for_the_one_above() -> None:
    city = Organisation(name="City bureau")
    held = Case(state=S.CLUE, owner=Organisation(name="County bureau", parent=city))
    step = next_step(held, INSPECTOR)
    assert step is not None
    assert step.waits_for == "County bureau"


def test_closing_is_offered_only_when_the_observation_is_over() -> None:
    assert not is_open_to("close", a_file(S.RETURNED, days=1), OFFICER)
    assert is_open_to("close", a_file(S.RETURNED, days=0), OFFICER)
    assert not is_open_to("close", a_file(S.RETURNED, days=0), TEACHER)
