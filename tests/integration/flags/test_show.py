from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from models.vocabulary.flags import FlagStatus
from models.vocabulary.roles import Role
from tests.builders import a_case, a_city, a_flag, a_user
from tests.conftest import Backstage, SignInAs
from tests.integration.flags.conftest import Scanned
from tests.pages import PageClient
from tracking.kernel import clock
from tracking.rules._kit import all_rules


def test_it_explains_one_flag_to_the_last_detail(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.CITY_OFFICER, scanned.city.bureau)
    page = client.page(f"/flags/{scanned.flags['赵小宁']}")
    rule = all_rules()["VANISHED"]
    for text in ("赵**", "150291********", "VANISHED", str(rule.parameters["exit_days"])):
        assert text in page.text
    assert f"/scans/{scanned.scan}" in page.links
    assert any(link.startswith("/cases/") for link in page.links)


@pytest.mark.parametrize(("name", "mark"), [("孙文和", "流失"), ("周思远", "退学")])
def test_a_row_of_the_newest_roster_stands_beside_the_one_before(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs, name: str, mark: str
) -> None:
    sign_in_as(Role.CITY_OFFICER, scanned.city.bureau)
    shown = client.get(f"/flags/{scanned.flags[name]}").text
    before, after = shown.index(">在读<"), shown.index(f">{mark}<")
    assert before < after
    assert 'class="differs"' in shown


def test_it_tells_who_judged_it_and_why(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        city, case = a_city(), a_case()
        judge = a_user(Role.COUNTY_OFFICER, city.counties[0], display_name="王审核")
        flag = a_flag(
            case, status=FlagStatus.WRONG, decided_by_id=judge.id, decided_at=clock.now(),
            decision_reason="名册漏报",
        )  # fmt: skip
        other = a_flag(case, "LEFT_SCHOOL")
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    page = client.page(f"/flags/{flag.id}")
    assert "王审核" in page.text
    assert "名册漏报" in page.text
    assert f"/flags/{other.id}" in page.links


def test_a_flag_of_a_rule_that_is_not_kept_any_more_is_still_shown(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        city = a_city()
        flag = a_flag(rule="OLD_RULE", parameters={"old_days": 5})
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    assert "OLD_RULE" in client.page(f"/flags/{flag.id}").text
    assert "OLD_RULE" in client.page("/flags").text


def test_a_stranger_cannot_tell_it_from_one_that_is_not_there(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.COUNTY_OFFICER, scanned.city.counties[1])
    foreign = client.get(f"/flags/{scanned.flags['赵小宁']}")
    missing = client.get("/flags/999999")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.text == missing.text.replace("/flags/999999", foreign.request.path)


@pytest.mark.parametrize("content", [None, b"", b"PAR1 nothing of value PAR1"])
def test_without_its_archive_a_flag_says_so_and_stays_readable(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs,
    damage: Callable[[bytes | None], None], content: bytes | None,
) -> None:  # fmt: skip
    damage(content)
    sign_in_as(Role.CITY_OFFICER, scanned.city.bureau)
    for path in ("/flags", f"/flags/{scanned.flags['赵小宁']}"):
        shown = client.get(path)
        assert shown.status_code == 200
        assert "赵**" in shown.text
        assert "flash-error" in shown.text


def test_the_receipt_of_a_scan_counts_and_leads_to_the_flags(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.COUNTY_OFFICER, scanned.city.counties[0])
    page = client.page(f"/scans/{scanned.scan}")
    assert "2026-11-16" in page.text
    link = next(link for link in page.links if "rule=VANISHED" in link)
    found = client.page(link)
    assert "赵**" in found.text
    assert "钱**" not in found.text


def test_the_system_administrator_reads_the_receipt_without_a_child(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.SYSTEM_ADMIN, scanned.city.bureau)
    page = client.page(f"/scans/{scanned.scan}")
    assert "VANISHED" in page.text
    assert not [li for li in page.links if li.startswith(("/flags", "/cases", "/snapshots"))]
    assert "虚构第" not in page.text.replace(scanned.city.bureau.name, "")


def test_schools_without_a_newer_roster_are_named_to_their_bureau(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs, rescanned: Callable[[date], int]
) -> None:
    number = rescanned(date(2026, 11, 23))
    sign_in_as(Role.COUNTY_OFFICER, scanned.city.counties[1])
    page = client.page(f"/scans/{number}")
    assert "虚构第3小学" in page.text
    assert "虚构第1小学" not in page.text
    assert any(link.startswith("/snapshots/") for link in page.links)


def test_who_may_not_see_runs_is_refused(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.SCHOOL_ADMIN, scanned.city.schools[0])
    assert client.get(f"/scans/{scanned.scan}").status_code == 403
    sign_in_as(Role.CITY_OFFICER, scanned.city.bureau)
    assert client.get("/scans/999999").status_code == 404
