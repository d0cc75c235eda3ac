"""What a value would change is said before it holds, and saying so changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.audit import AuditEntry
from models.database import db
from models.flag import Flag
from models.threshold import Threshold
from models.user import User
from models.vocabulary.flags import FlagStatus
from models.vocabulary.roles import Role
from tests.builders import a_city
from tests.conftest import Backstage, SignInAs
from tests.integration.snapshots.towns import Town, move, pupils, week
from tests.pages import PageClient
from tracking.kernel.settings import Settings

pytestmark = pytest.mark.one_database  # scans take long; the story scans on both

ALL = pupils(range(1, 31))
LEFT, GONE = ALL[-1], ALL[-2]
EXIT_DAYS = "/back-tests/rule.VANISHED.exit_days"


@pytest.fixture
def officer(backstage: Backstage, sign_in_as: SignInAs, client: PageClient) -> User:
    with backstage():
        bureau = a_city().bureau
    user = sign_in_as(Role.CITY_OFFICER, bureau)
    client.send("/language", {"locale": "en"}, page="/")
    return user


@pytest.fixture
def town(backstage: Backstage, settings: Settings, tmp_path: Path, officer: User) -> Town:
    """One child left on record on 10 October, one without; both are on no roster in week 7."""
    folder = tmp_path / "files"
    folder.mkdir()
    with backstage():
        built = Town(settings, folder)
        built.take(ALL, week(1))
        built.scan(week(1))
        built.take_moves([move(LEFT, "转学(转出)", "9999999999")], week(2))
        built.take(ALL[:-2], week(7))
        built.scan(week(7))
        [flag] = db.session.scalars(select(Flag).where(Flag.rule == "VANISHED"))
        assert flag.child.student_no == GONE[0]
        flag.status = FlagStatus.CONFIRMED
        return built


def ask(client: PageClient, value: str, path: str = EXIT_DAYS, **data: str) -> str:
    page = path.replace("/back-tests/", "/settings/")
    answer = client.send(path, {"value": value, **data}, page=page)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def figures(text: str) -> list[int]:
    """In force, tried, in addition, no longer: the four cards."""
    parts = text.split('class="figure-value">')[1:5]
    return [int(part.split("<")[0]) for part in parts]


def test_a_smaller_number_would_find_one_child_more(client: PageClient, town: Town) -> None:
    text = ask(client, "30")
    assert figures(text) == [1, 2, 1, 0]
    assert 'Found either way</th> <td data-label="Found" class="figure">1<' in text
    assert "虚构第1小学" in text
    assert "虚构东区教育局" in text
    assert GONE[1] not in text
    assert figures(ask(client, "30", scans="4")) == [1, 2, 1, 0]


def test_a_switch_turned_off_would_lose_what_had_proved_true(
    client: PageClient, town: Town
) -> None:
    text = ask(client, "0", "/back-tests/rule.VANISHED.on")
    assert figures(text) == [1, 0, 0, 1]
    gone = text.split("No longer found</th>")[1].split("</tr>")[0]
    assert 'data-label="Proved true" class="figure">1<' in gone


def test_nothing_is_written(client: PageClient, town: Town, backstage: Backstage) -> None:
    def stored() -> list[int]:
        with backstage():
            counts = (select(func.count(m.id)) for m in (Flag, Threshold, AuditEntry))
            return [db.session.scalar(query) or 0 for query in counts]

    before = stored()
    ask(client, "30")
    assert stored() == before


def test_what_was_typed_is_kept_until_it_is_put_in_force(client: PageClient, town: Town) -> None:
    text = ask(client, "30", basis="Decision 5 of 2026")
    assert "Decision 5 of 2026</textarea>" in text
    data = {"value": "30", "basis": "Decision 5 of 2026", "version": "0"}
    answer = client.send("/settings/rule.VANISHED.exit_days", data)
    assert answer.status_code == 302


def test_a_value_that_is_none_is_refused_with_its_bounds(client: PageClient, town: Town) -> None:
    answer = client.send(EXIT_DAYS, {"value": "soon"}, page="/settings/rule.VANISHED.exit_days")
    assert answer.status_code == 422
    assert "A whole number between" in answer.text
    assert 'value="soon"' in answer.text


def test_a_rule_without_its_list_is_said_to_rest(client: PageClient, town: Town) -> None:
    text = ask(client, "0", "/back-tests/rule.NOT_REGISTERED.on")
    assert "the rule rested" in text
    assert "Household register" in text


def test_a_rule_that_looks_at_others_is_tried_with_them(client: PageClient, town: Town) -> None:
    second = "/back-tests/rule.LEFT_AGAIN.on"
    assert figures(ask(client, "0", second)) == [0, 0, 0, 0]


def test_only_settings_of_rules_can_be_tried_and_the_page_says_where(
    client: PageClient, town: Town
) -> None:
    sent = client.send("/back-tests/guard.share", {"value": "20"}, page="/settings/guard.share")
    assert sent.status_code == 404
    assert "back-tests" not in client.get("/settings/guard.share").text
    assert (
        'formaction="/back-tests/rule.VANISHED.exit_days"'
        in client.get("/settings/rule.VANISHED.exit_days").text
    )


def test_before_the_first_scan_there_is_nothing_to_try_on(
    client: PageClient, officer: User
) -> None:
    assert "No scan has run yet" in ask(client, "30")
