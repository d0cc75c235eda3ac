from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.case import Case
from models.child import Child
from models.database import db
from models.flag import Flag
from models.notice import Notice
from models.scope import within
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind
from models.vocabulary.flags import FlagStatus
from models.vocabulary.notices import NoticeKind
from models.vocabulary.roles import Role
from tests.builders import City, a_user, attended
from tests.conftest import Backstage
from tests.desks import Desk
from tests.pages import Page
from tracking.cases import queries, service
from tracking.kernel import clock
from tracking.kernel.errors import StaleError

REASON = "名册漏报，班主任已确认在校。"


def test_a_clue_is_given_to_the_last_school_with_a_deadline_and_a_message(
    desk: Desk, city: City
) -> None:
    school = city.schools[0]
    case = desk.file(S.CLUE, school, owner=city.counties[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.send(case, "/assign").location == f"/cases/{case.id}"
    now = desk.now(case)
    assert (now.state, desk.owner(case), now.org_path) == (S.ASSIGNED, school.code, school.path)
    assert now.due_on is not None
    assert now.due_on > clock.today()
    with desk.backstage():
        assert db.session.get_one(Child, case.child_id).org_path == school.path
        notices = db.session.scalars(select(Notice).where(Notice.case_id == case.id)).all()
        assert [(n.organisation_id, n.kind) for n in notices] == [(school.id, NoticeKind.ASSIGNED)]
    assert [entry.details for entry in desk.audit("case.assign")] == [{"to": school.code}]
    assert desk.story(case)[-1].kind is EventKind.ASSIGNED


def test_after_assigning_one_goes_back_to_where_one_came_from(desk: Desk, city: City) -> None:
    case = desk.file(S.CLUE, city.schools[0], owner=city.counties[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.send(case, "/assign", next="/flags?rule=VANISHED").location == (
        "/flags?rule=VANISHED"
    )


def test_a_clue_whose_school_is_not_known_wants_a_choice(desk: Desk, city: City) -> None:
    case = desk.file(S.CLUE, city.schools[0], owner=city.counties[0])
    with desk.backstage():
        db.session.get_one(Case, case.id).school_id = None
    case = desk.now(case)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    answer = desk.send(case, "/assign")
    assert answer.status_code == 409
    assert "choose who looks into this clue" in answer.text
    assert desk.send(case, "/assign", owner=city.schools[1].code).status_code == 302
    assert desk.now(case).school_id == city.schools[1].id


def test_a_stale_page_says_who_changed_what_and_changes_nothing(desk: Desk, city: City) -> None:
    case = desk.file(S.CLUE, city.schools[0], owner=city.counties[0])
    other = desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    desk.send(case, "/assign")
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    answer = desk.send(case, "/assign", owner=city.schools[1].code)
    assert answer.status_code == 409
    assert f"{other.display_name} changed this case" in answer.text
    assert desk.owner(case) == city.schools[0].code


@pytest.mark.parametrize("path", ["/assign", "/reassign", "/flags/1/wrong", "/close"])
def test_a_school_neither_assigns_nor_judges_nor_closes(desk: Desk, city: City, path: str) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert desk.send(case, path, reason=REASON).status_code == 403
    assert desk.now(case).version == case.version


@pytest.mark.parametrize("path", ["/assign", "/reassign", "/flags/1/wrong", "/close", "/reveal"])
def test_a_strangers_case_is_not_there_for_any_act(desk: Desk, city: City, path: str) -> None:
    case = desk.file(S.ASSIGNED, city.schools[2])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.send(case, path, reason=REASON).status_code == 404
    assert desk.now(case).version == case.version


def flagged(desk: Desk, city: City, *rules: str) -> tuple[Case, list[Flag]]:
    case = desk.file(S.ASSIGNED, city.schools[0])
    return case, [desk.flag(case, rule) for rule in rules]


def test_the_last_wrong_flag_excludes_the_case(desk: Desk, city: City) -> None:
    case, (one, two) = flagged(desk, city, "VANISHED", "LEFT_SCHOOL")
    me = desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    answer = desk.send(case, f"/flags/{one.id}/wrong", reason=REASON, next="/flags")
    assert answer.location == "/flags"
    assert desk.now(case).state is S.ASSIGNED
    assert desk.send(case, f"/flags/{two.id}/wrong", reason=REASON).location == f"/cases/{case.id}"
    now = desk.now(case)
    assert (now.state, now.due_on, now.closed_on) == (S.EXCLUDED, None, clock.today())
    with desk.backstage():
        judged = db.session.get_one(Flag, one.id)
        assert judged.status is FlagStatus.WRONG
        assert (judged.decided_by_id, judged.decision_reason) == (me.id, REASON)
    assert [e.target for e in desk.audit("flag.wrong")] == [f"flag:{one.id}", f"flag:{two.id}"]
    text = desk.client.page(f"/cases/{case.id}").text
    assert "the case is excluded" in text
    assert REASON in text


def test_a_short_reason_is_refused_on_the_page_with_what_was_typed(desk: Desk, city: City) -> None:
    case, (flag,) = flagged(desk, city, "VANISHED")
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    for reason in ("", "   ", "误报"):
        sent = {"reason": reason, "next": "/flags"}
        answer = desk.send(case, f"/flags/{flag.id}/wrong", **sent)
        assert answer.status_code == 422
        assert f">{reason.strip()}</textarea>" in answer.text
        form = next(f for f in Page(answer.text).forms if f.get("action", "").endswith("/wrong"))
        assert form["fields"]["next"] == "/flags"
    assert desk.now(case).state is S.ASSIGNED


def test_a_flag_is_judged_once_and_only_in_its_own_case(desk: Desk, city: City) -> None:
    case, (flag, _other) = flagged(desk, city, "VANISHED", "LEFT_SCHOOL")
    elsewhere = desk.file(S.ASSIGNED, city.schools[1])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    path = f"/flags/{flag.id}/wrong"
    assert desk.send(elsewhere, path, reason=REASON).status_code == 404
    desk.send(case, path, reason=REASON)
    again = desk.send(case, path, reason="又一个理由")
    assert again.status_code == 409
    assert "judged already" in again.text
    assert "又一个理由" in again.text


def test_a_returned_child_is_closed_when_the_observation_is_over(desk: Desk, city: City) -> None:
    today = clock.today()
    early = desk.file(S.RETURNED, city.schools[0], due_on=today + timedelta(days=1))
    ripe = desk.file(S.RETURNED, city.schools[0], due_on=today, opened_on=today - timedelta(days=7))
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    refused = desk.send(early, "/close", reason=REASON)
    assert refused.status_code == 409
    assert REASON in refused.text
    assert f"Observation runs until {early.due_on}" in refused.text
    assert 'id="close"' not in desk.client.get(f"/cases/{early.id}").text
    assert 'id="close"' in desk.client.get(f"/cases/{ripe.id}").text
    unproved = desk.send(ripe, "/close", reason=REASON)
    assert unproved.status_code == 409
    assert "Attendance is not recorded" in unproved.text
    with desk.backstage():
        attended(db.session.get_one(Case, ripe.id))
    assert desk.send(ripe, "/close", reason="短").status_code == 422
    assert desk.send(ripe, "/close", reason=REASON).location == f"/cases/{ripe.id}"
    assert (desk.now(early).state, desk.now(ripe).state) == (S.RETURNED, S.CLOSED)
    assert [entry.target for entry in desk.audit("case.close")] == [f"case:{ripe.id}"]


@pytest.mark.parametrize("state", [S.MISSING, S.PERSUADING, S.SUBMITTED, S.PLACED])
def test_nothing_else_is_ever_closed(desk: Desk, city: City, state: S) -> None:
    case = desk.file(state, city.schools[0], due_on=clock.today())
    desk.sit(Role.CITY_OFFICER, city.bureau)
    assert desk.send(case, "/close", reason=REASON).status_code == 409
    assert desk.now(case).state is state


def test_a_case_goes_to_another_owner_with_the_reason(desk: Desk, city: City) -> None:
    case = desk.file(S.VERIFYING, city.schools[0], due_on=clock.today() - timedelta(days=9))
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page(f"/cases/{case.id}/reassign")
    assert city.schools[1].name in page.text
    assert city.schools[2].name not in page.text
    new = city.schools[1]
    assert desk.send(case, "/reassign", owner=new.code, reason=REASON).location == (
        f"/cases/{case.id}"
    )
    now = desk.now(case)
    assert (desk.owner(case), now.state, now.org_path) == (new.code, S.VERIFYING, new.path)
    assert now.due_on is not None
    assert now.due_on >= clock.today()
    assert desk.story(case)[-1].reason == REASON
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert desk.client.get(f"/cases/{case.id}").status_code == 404


@pytest.mark.parametrize(
    ("owner", "reason"),
    [("", REASON), ("3115100002", ""), ("2115100001", REASON), ("2115100003", REASON)],
)
def test_a_new_owner_needs_a_choice_in_the_own_area_and_a_reason(
    desk: Desk, city: City, owner: str, reason: str
) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    answer = desk.send(case, "/reassign", owner=owner, reason=reason)
    assert answer.status_code == 422
    assert f">{reason}</textarea>" in answer.text.replace("\r\n", "")
    assert "error-summary" in answer.text
    assert desk.now(case).owner_id == case.owner_id


def test_a_stale_reassignment_keeps_what_was_typed_and_can_be_sent_again(
    desk: Desk, city: City
) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    stale = desk.send(case, "/reassign", version=0, owner=city.schools[1].code, reason=REASON)
    assert stale.status_code == 409
    assert REASON in stale.text
    assert "changed this case" in stale.text
    form = Page(stale.text).forms[-1]["fields"]
    assert form["version"] == str(case.version)


def test_what_is_with_the_bureau_for_review_is_not_given_away(desk: Desk, city: City) -> None:
    case = desk.file(S.SUBMITTED, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.client.get(f"/cases/{case.id}/reassign").location == f"/cases/{case.id}"
    answer = desk.send(case, "/reassign", owner=city.schools[1].code, reason=REASON)
    assert answer.status_code == 409
    assert REASON in answer.text


def test_whoever_lost_a_case_meanwhile_cannot_write_to_it(
    backstage: Backstage, desk: Desk, city: City
) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    with backstage():
        teacher = a_user(Role.SCHOOL_ADMIN, city.schools[0])
    with desk.client.application.app_context():
        with within(city.schools[0].path):
            mine = queries.case_in_scope(case.id)
            assert mine is not None
        with within(""):
            db.session.get_one(Case, case.id).org_path = city.schools[1].path
            db.session.commit()
        with within(city.schools[0].path), pytest.raises(StaleError):
            service.check(mine, "record", None, teacher)
