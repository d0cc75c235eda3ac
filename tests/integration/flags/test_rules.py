from __future__ import annotations

import pytest

from models.vocabulary.flags import FlagStatus
from models.vocabulary.roles import Role
from tests.builders import City, a_case, a_child, a_city, a_flag
from tests.conftest import Backstage, SignInAs
from tests.pages import PageClient
from tracking.rules._kit import all_rules

JUDGED = {FlagStatus.CONFIRMED: 9, FlagStatus.EXCUSED: 2, FlagStatus.WRONG: 1, FlagStatus.OPEN: 4}


@pytest.fixture
def city(backstage: Backstage) -> City:
    """Sixteen flags of one rule at one school, and one wrong one in another county."""
    with backstage():
        city = a_city()
        for status, count in JUDGED.items():
            for _ in range(count):
                a_flag(status=status, evidence={"rows": [{"source": "registry"}]})
        far = city.schools[2]
        strange = a_case(school=far, child=a_child(far))
        a_flag(strange, "LEFT_SCHOOL", status=FlagStatus.WRONG)
    return city


def shown(client: PageClient, sign_in_as: SignInAs, city: City) -> None:
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    client.send("/language", {"locale": "en"}, page="/")


def test_every_rule_says_what_it_looks_for_and_on_what_basis(
    client: PageClient, city: City, sign_in_as: SignInAs
) -> None:
    shown(client, sign_in_as, city)
    page = client.page("/rules")
    for rule in all_rules().values():
        assert str(rule.code) in page.text
        assert f"/settings/rule.{rule.code}.on" in page.links
    assert "On the roster of […] on […]" in page.text
    assert "Dynamic monitoring of the registry" in page.text
    assert "While no such list is in force" in page.text
    assert "explains a missing child for" in page.text


def test_each_number_of_a_rule_leads_to_as_many_flags(
    client: PageClient, city: City, sign_in_as: SignInAs
) -> None:
    shown(client, sign_in_as, city)
    page = client.page("/rules")
    wanted = {"judged": 12, "confirmed": 9, "excused": 2, "wrong": 1, "open": 4}
    for status, count in wanted.items():
        link = f"/flags?status={status}&rule=VANISHED"
        assert link in page.links
        cases = {li for li in client.page(link).links if li.startswith("/cases/")}
        assert len(cases) == count


def test_a_share_stands_with_its_interval_and_few_flags_have_none(
    client: PageClient, city: City, sign_in_as: SignInAs
) -> None:
    shown(client, sign_in_as, city)
    text = client.page("/precision").text
    assert "75 % (47–91 %)" in text
    assert "too few for a share" in text
    assert "none judged yet" in text
    assert "Wilson" in text


def test_a_bureau_sees_the_precision_of_its_own_area(
    client: PageClient, city: City, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.COUNTY_OFFICER, city.counties[1])
    client.send("/language", {"locale": "en"}, page="/")
    page = client.page("/precision")
    assert "75 %" not in page.text
    assert "虚构第3小学" in page.text
    assert "虚构第1小学" not in page.text


def test_a_source_leads_to_the_flags_that_rest_on_it(
    client: PageClient, city: City, sign_in_as: SignInAs
) -> None:
    shown(client, sign_in_as, city)
    links = client.page("/precision").links
    assert "/flags?status=judged&source=registry" in links
    assert "/flags?status=wrong&source=ledger" in links
    found = client.page("/flags?status=wrong&source=ledger").links
    assert len({link for link in found if link.startswith("/cases/")}) == 1


def test_before_anything_was_flagged_the_page_says_what_will_stand_there(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        bureau = a_city().bureau
    sign_in_as(Role.INSPECTOR, bureau)
    assert 'class="empty"' in client.get("/precision").text
    assert client.get("/rules").status_code == 200
