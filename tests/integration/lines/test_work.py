"""The workload of an area, and giving somebody's open work to another, with its way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.case import Case
from models.database import db
from models.organisation import Organisation
from models.responsible import Responsible
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.lines import Post
from models.vocabulary.roles import Role
from tests.builders import City, a_case, a_child, a_city, a_responsible, a_user
from tests.desks import Desk
from tests.pages import Page
from tracking.kernel import clock
from tracking.lines import workload


@pytest.fixture
def city(desk: Desk) -> City:
    with desk.backstage():
        return a_city()


def file(state: CaseState, school: Organisation) -> Case:
    return a_case(state, school, a_child(school))


def give(desk: Desk, kind: str, giver: str, taker: str) -> tuple[Page, TestResponse]:
    """Count first, then give; both answers."""
    form = {"kind": kind, "giver": giver, "taker": taker, "reason": "学校撤并"}
    counted = Page(desk.client.send("/workload/give", form).text)
    [fields] = [f["fields"] for f in counted.forms if "giver" in f["fields"]]
    form["counted"] = fields["counted"]
    return counted, desk.client.send("/workload/give", form)


def owners(cases: list[Case]) -> list[str]:
    return [db.session.get_one(Case, case.id).owner.code for case in cases]


def test_all_cases_of_a_school_go_to_another_and_untouched_ones_come_back(
    desk: Desk, city: City
) -> None:
    old, new = city.schools[:2]
    with desk.backstage():
        cases = [file(CaseState.VERIFYING, old), file(CaseState.PERSUADING, old)]
        waits = file(CaseState.SUBMITTED, old)
        a_case(CaseState.CLOSED, old, a_child(old))
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    counted, answer = give(desk, "organisation", f"o{old.id}", f"o{new.id}")
    assert "2 files go to the other" in counted.text
    assert "1 stays" in counted.text
    assert answer.status_code == 302
    with desk.backstage():
        assert owners([*cases, waits]) == [new.code, new.code, old.code]
        assert db.session.get_one(Case, cases[0].id).org_path == new.path
    assert [e.kind for e in desk.story(cases[0])] == [EventKind.OPENED, EventKind.ASSIGNED]
    assert desk.story(cases[0])[-1].reason == "学校撤并"
    with desk.backstage():
        touched = db.session.get_one(Case, cases[1].id)
        touched.touched_at = clock.now() + timedelta(minutes=1)
    back = desk.client.send("/workload/transfers/1/undo", {}, page="/workload")
    assert back.status_code == 302
    assert "Taken back: 1 of 2 files" in desk.client.page("/workload").text
    with desk.backstage():
        assert owners(cases) == [old.code, new.code]


def test_what_changed_since_the_count_is_counted_again(desk: Desk, city: City) -> None:
    old, new = city.schools[:2]
    with desk.backstage():
        cases = [file(CaseState.VERIFYING, old)]
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    form = {
        "kind": "organisation",
        "giver": f"o{old.id}",
        "taker": f"o{new.id}",
        "reason": "撤并学校",
    }
    stale = desk.client.send("/workload/give", {**form, "counted": f"o{old.id}-o{new.id}-5"})
    assert stale.status_code == 409
    other = desk.client.send("/workload/give", {**form, "counted": f"o{new.id}-o{old.id}-1"})
    assert "1 file goes to the other" in other.text
    wrong = desk.client.send("/workload/give", {**form, "taker": f"o{city.schools[2].id}"})
    assert wrong.status_code == 422  # a school of another county is not offered
    with desk.backstage():
        assert owners(cases) == [old.code]


def test_a_persons_posts_go_to_a_colleague_and_come_back(desk: Desk, city: City) -> None:
    school = city.schools[0]
    with desk.backstage():
        leaves, stays = (a_user(Role.SCHOOL_ADMIN, school) for _ in range(2))
        case = file(CaseState.VERIFYING, school)
        a_responsible(case, Post.SCHOOL, school, user_id=leaves.id)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    _counted, answer = give(desk, "person", f"p{leaves.id}", f"p{stays.id}")
    assert answer.status_code == 302
    holder = select(Responsible.user_id).where(Responsible.ended_at.is_(None))
    with desk.backstage():
        assert list(db.session.scalars(holder)) == [stays.id]
    assert stays.display_name in desk.client.page("/workload").text
    desk.client.send("/workload/transfers/1/undo", {}, page="/workload")
    with desk.backstage():
        assert list(db.session.scalars(holder)) == [leaves.id]


def test_the_forecast_counts_deadlines_and_expects_what_came_before(desk: Desk, city: City) -> None:
    school, today = city.schools[0], clock.today()
    first = workload.week_starts(today)[0]
    with desk.backstage():
        for day in (first, first + timedelta(days=6), first + timedelta(weeks=1)):
            a_case(CaseState.VERIFYING, school, a_child(school), due_on=day)
        a_case(CaseState.VERIFYING, school, a_child(school), due_on=today - timedelta(days=1))
        loads = workload.by_organisation(today)
        assert [(x.name, x.open, x.overdue, x.ahead) for x in loads] == [
            (school.name, 4, 1, [2, 1, 0, 0])
        ]
        weeks = workload.forecast(loads, today)
        assert [week.due for week in weeks] == [2, 1, 0, 0]
        assert {week.expected for week in weeks} == {4 / workload.WEEKS_BACK}
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert "2 due, about 0.5 new" in desk.client.page("/workload").text
