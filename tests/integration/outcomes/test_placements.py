"""Where a child is placed, the lessons it gets at home, and what happens when that ends."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.case import Case
from models.database import db
from models.lesson import Lesson
from models.notice import Notice
from models.outcome import Outcome
from models.placement import Placement
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind as K
from models.vocabulary.notices import NoticeKind
from models.vocabulary.outcomes import Decision, OutcomeCode
from models.vocabulary.placements import PlacementKind
from models.vocabulary.roles import Role
from tests.builders import City, a_photo, a_user, proof_of
from tests.desks import Desk
from tests.pages import Page
from tracking.cases.clock_rules import clock_findings
from tracking.kernel import clock
from tracking.kernel.settings import Settings
from tracking.outcomes.expiry import verify_anew

PATH = "/outcomes/new"
TODAY = clock.today()


def placed(
    desk: Desk,
    city: City,
    code: str = "V07",
    kind: PlacementKind = PlacementKind.HOME,
    *,
    days_ago: int = 20,
    until: date | None = None,
    state: S = S.PLACED,
) -> Case:
    """A child whose placement was approved some days ago."""
    case = desk.file(state, city.schools[0], outcome=OutcomeCode(code))
    since = TODAY - timedelta(days=days_ago)
    with desk.backstage():
        clerk = a_user(Role.SCHOOL_ADMIN, city.schools[0])
        outcome = Outcome(
            case_id=case.id, episode=1, code=OutcomeCode(code), from_state=S.VERIFYING,
            happened_on=since, valid_until=until, proof="评估意见和家长同意书",
            submitted_at=clock.now(), submitted_by_id=clerk.id, decision=Decision.APPROVED,
            decided_at=clock.now() - timedelta(days=days_ago),
        )  # fmt: skip
        db.session.add(outcome)
        db.session.flush()
        db.session.add(
            Placement(
                outcome_id=outcome.id, kind=kind, place="虚构乡", starts_on=since, hours_a_week=4
            )
        )
    return case


def a_lesson(**changes: Any) -> dict[str, Any]:
    return {
        "happened_on": f"{TODAY}",
        "hours": "1.5",
        "teachers": "虚构老师",
        "subjects": "生活自理、识字",
        "response": "愿意跟读",
        "is_signed": "y",
        **changes,
    }


def lessons(desk: Desk, case: Case) -> list[Lesson]:
    with desk.backstage():
        query = select(Lesson).where(Lesson.case_id == case.id).order_by(Lesson.id)
        return list(db.session.scalars(query))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Choose the placement: Taught at home or Taught remotely."),
        ({"placement": "special"}, "Choose the placement"),
        ({"placement": "home"}, "how many lessons a week"),
        ({"placement": "home", "hours_a_week": "99"}, "from 1 to 40"),
        ({"placement": "remote", "hours_a_week": "4"}, "where the child is schooled"),
        ({"placement": "home", "hours_a_week": "4", "starts_on": "2999-01-01"}, "has not come yet"),
    ],
)
def test_a_placement_says_which_where_and_how_much(
    desk: Desk, city: City, changes: dict[str, str], words: str
) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    with desk.backstage():
        proof_of(db.session.get_one(Case, case.id), OutcomeCode.V07)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    given = {"code": "V07", "happened_on": f"{TODAY}", "proof": "评估意见和家长同意书", **changes}
    until = (TODAY + timedelta(days=100)).isoformat()
    answer = desk.send(case, PATH, valid_until=until, **given)
    assert answer.status_code == 422
    assert words in Page(answer.text).text


def test_a_placement_is_in_force_when_it_is_approved(desk: Desk, city: City) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    with desk.backstage():
        proof_of(db.session.get_one(Case, case.id), OutcomeCode.V07)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    until = TODAY + timedelta(days=100)
    given = {
        "code": "V07", "happened_on": f"{TODAY}", "proof": "评估意见和家长同意书",
        "valid_until": f"{until}", "placement": "home", "hours_a_week": "4",
    }  # fmt: skip
    assert desk.send(case, PATH, **given).status_code == 302
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page(f"/cases/{case.id}").text
    assert "Taught at home" in page  # in the result to be reviewed
    assert "Placement in force" not in page
    desk.send(desk.now(case), "/outcomes/decision", decision="approve")
    page = desk.client.page(f"/cases/{case.id}").text
    assert "Placement in force" in page
    assert f"{until}" in page
    assert desk.now(case).state is S.PLACED


def test_lessons_are_written_down_and_compared_with_the_plan(desk: Desk, city: City) -> None:
    case = placed(desk, city)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    photo = {"lesson_photo": (io.BytesIO(a_photo()), "送教.jpg")}
    assert desk.send(case, "/lessons", **a_lesson(), **photo).status_code == 302
    for _time in range(2):  # sent twice over a poor line
        desk.send(case, "/lessons", **a_lesson(hours="2", subjects="康复训练"))
    kept = lessons(desk, case)
    assert [(lesson.hours, lesson.is_signed) for lesson in kept] == [(1.5, True), (2.0, True)]
    assert kept[0].attachment_id is not None
    assert [entry.kind for entry in desk.story(case)].count(K.TAUGHT) == 2
    page = desk.client.page(f"/cases/{case.id}/lessons").text
    assert "3.5 given, 16 planned" in page
    assert "生活自理" in page
    assert "Lessons at home" in desk.client.page(f"/cases/{case.id}").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("hours", "0", "Write 1, 1.5, 2"),
        ("hours", "nan", "Write 1, 1.5, 2"),
        ("hours", "1.3", "Write 1, 1.5, 2"),
        ("hours", "9", "Write 1, 1.5, 2"),
        ("happened_on", "2999-01-01", "has not come yet"),
        ("teachers", " ", "Name who taught."),
        ("subjects", "", "Write down what was taught."),
    ],
)
def test_a_lesson_with_a_fault_is_told_at_the_field(
    desk: Desk, city: City, field: str, value: str, words: str
) -> None:
    case = placed(desk, city)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    answer = desk.send(case, "/lessons", **a_lesson(**{field: value}))
    assert answer.status_code == 422
    assert words in Page(answer.text).text
    assert "愿意跟读" in answer.text
    assert lessons(desk, case) == []


def test_no_lesson_before_the_placement_nor_without_one(desk: Desk, city: City) -> None:
    case = placed(desk, city)
    other = placed(desk, city, "V08", PlacementKind.SPECIAL)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    early = a_lesson(happened_on=f"{TODAY - timedelta(days=21)}")
    assert "began on" in desk.send(case, "/lessons", **early).text
    assert desk.client.page(f"/cases/{other.id}/lessons").text.count("Not taught at home") == 1
    token = desk.client.token(f"/cases/{case.id}/lessons")
    given = {"csrf_token": token, **a_lesson()}
    assert desk.client.post(f"/cases/{other.id}/lessons", data=given).status_code == 409


def test_a_wrong_lesson_is_struck_and_stays(desk: Desk, city: City) -> None:
    case = placed(desk, city)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    desk.send(case, "/lessons", **a_lesson())
    path = f"/lessons/{lessons(desk, case)[0].id}/strike"
    assert desk.send(case, path, reason="误").status_code == 422
    assert desk.send(case, path, reason="记错了学生").status_code == 302
    assert desk.send(case, path, reason="记错了学生").status_code == 409
    page = desk.client.page(f"/cases/{case.id}/lessons").text
    assert "0 given" in page
    assert "记错了学生" in page


def test_lessons_silence_the_rule_about_idle_teaching_and_visits_do_not(
    desk: Desk, city: City, settings: Settings
) -> None:
    case = placed(desk, city, days_ago=60)
    with desk.backstage():
        for event in db.session.get_one(Case, case.id).events:
            assert event.kind is K.OPENED
    day = TODAY + timedelta(days=15)
    with desk.backstage():
        found = [f.rule.code for f in clock_findings(day, settings)]
    assert "HOME_TEACHING_IDLE" in found
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    desk.send(case, "/lessons", **a_lesson())
    with desk.backstage():
        before = [f.rule.code for f in clock_findings(TODAY + timedelta(days=14), settings)]
        after = [f.rule.code for f in clock_findings(TODAY + timedelta(days=15), settings)]
    assert "HOME_TEACHING_IDLE" not in before
    assert "HOME_TEACHING_IDLE" in after


@pytest.mark.parametrize(
    ("code", "kind", "state"),
    [
        ("V07", PlacementKind.HOME, S.PLACED),
        ("V08", PlacementKind.SPECIAL, S.PLACED),
        ("V05", PlacementKind.LEAVE, S.EXCLUDED),
        ("V11", PlacementKind.VOCATIONAL, S.EXCLUDED),
    ],
)
def test_what_has_ended_is_verified_anew_once_and_told(
    desk: Desk, city: City, code: str, kind: PlacementKind, state: S
) -> None:
    case = placed(desk, city, code, kind, until=TODAY, state=state)
    with desk.backstage():
        assert verify_anew(TODAY) == 0
    with desk.backstage():
        assert verify_anew(TODAY + timedelta(days=1)) == 1
    with desk.backstage():
        assert verify_anew(TODAY + timedelta(days=2)) == 0
    now = desk.now(case)
    assert (now.state, now.outcome, now.closed_on) == (S.VERIFYING, None, None)
    assert now.due_on is not None
    with desk.backstage():
        notices = db.session.scalars(select(Notice).where(Notice.kind == NoticeKind.ENDED)).all()
        told = {notice.organisation_id for notice in notices}
    assert told == {city.schools[0].id, city.counties[0].id}
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page(f"/cases/{case.id}").text
    assert "to be verified anew" in page
    assert "Placement in force" not in page
    assert "held until" in desk.client.page("/notices").text


@pytest.mark.parametrize("code", ["V01", "V06", "V13"])
def test_what_holds_for_good_or_has_a_rule_of_its_own_is_left_alone(
    desk: Desk, city: City, code: str
) -> None:
    case = placed(desk, city, code, until=TODAY - timedelta(days=9), state=S.EXCLUDED)
    with desk.backstage():
        assert verify_anew(TODAY) == 0
    assert desk.now(case).state is S.EXCLUDED
