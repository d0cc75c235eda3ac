"""The funnel and its lists, and the balance sheet, as a bureau reads them."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from sqlalchemy import select

from models.audit import AuditEntry
from models.database import db
from models.scan_box import ScanBox
from models.snapshot import Snapshot
from models.vocabulary.comparison import Compared as C
from models.vocabulary.roles import Role
from models.vocabulary.snapshots import SnapshotKind
from tests.builders import a_city
from tests.conftest import Backstage, SignInAs
from tests.integration.comparison.conftest import Compared
from tests.pages import PageClient

pytestmark = pytest.mark.one_database  # scans take long; the story scans on both


def boxes(backstage: Backstage, scan: int, comparison: C) -> dict[str, int]:
    """Kept counts by box, the whole city."""
    with backstage():
        query = select(ScanBox).where(ScanBox.scan_id == scan, ScanBox.comparison == comparison)
        found: Counter[str] = Counter()
        for row in db.session.scalars(query):
            found[row.box.value] += row.count
    return dict(found)


def test_a_scan_keeps_how_many_are_in_each_box(compared: Compared, backstage: Backstage) -> None:
    found = {c: boxes(backstage, compared.scan, c) for c in C}
    assert found[C.WEEK] == {
        "stayed": 16, "moved": 1, "vanished": 1, "transferred": 1, "unrecorded": 1,
    }  # fmt: skip
    assert found[C.HOUSEHOLD] == {
        "attending": 2, "again": 1, "older": 1, "younger": 1, "ended": 1, "not_registered": 2,
    }  # fmt: skip
    assert found[C.ROLL_CALL] == {
        "present": 1, "below": 1, "absent": 1, "not_called": 8, "no_roll_call": 7,
    }  # fmt: skip
    assert found[C.POVERTY] == {"attending": 1, "not_registered": 1}


def test_the_funnel_adds_up_and_each_number_leads_to_its_list(
    compared: Compared, client: PageClient, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.CITY_OFFICER, compared.city.bureau)
    page = client.get("/comparisons?scan=").text
    assert "19 = 16 + 1 + 1 + 1" in page
    links = dict(re.findall(r'href="(/comparisons/\d+/[^"]+)"[^>]*>([\d,]+)<', page))
    assert len(links) > 12
    for link, count in links.items():
        shown = client.page(link.replace("&amp;", "&")).text
        assert f"/ {count}" in shown or f"共 {count}" in shown or count in shown, link


def test_a_list_shows_masked_names_and_is_recorded(
    compared: Compared, client: PageClient, sign_in_as: SignInAs, backstage: Backstage
) -> None:
    sign_in_as(Role.CITY_OFFICER, compared.city.bureau)
    page = client.page(f"/comparisons/{compared.scan}/week/vanished").text
    assert "**" in page
    content = client.get(f"/comparisons/{compared.scan}/week/vanished/list.csv").text
    assert content.count("\r\n") == 2
    with backstage():
        query = select(AuditEntry.action, AuditEntry.details).order_by(AuditEntry.sequence)
        acts = {a: d for a, d in db.session.execute(query) if a.startswith("comparison.")}
    assert {a: d["rows"] for a, d in acts.items()} == {
        "comparison.view": 1,
        "comparison.export": 1,
    }


def test_a_county_sees_its_own_rows_and_a_move_elsewhere_is_still_a_move(
    compared: Compared, client: PageClient, sign_in_as: SignInAs
) -> None:
    east, west = compared.city.counties
    sign_in_as(Role.COUNTY_OFFICER, east)
    page = client.get("/comparisons").text
    assert "16 = 13 + 1 + 1 + 1" in page
    moved = client.page(f"/comparisons/{compared.scan}/week/moved").text
    assert "**" in moved
    assert client.get(f"/comparisons?area={west.code}").status_code == 404
    assert (
        client.get(f"/comparisons/{compared.scan}/week/moved?area={west.code}").status_code == 404
    )
    sign_in_as(Role.COUNTY_OFFICER, west)
    assert "**" in client.page(f"/comparisons/{compared.scan}/household/not_registered").text


def test_what_is_no_list_is_not_there(
    compared: Compared, client: PageClient, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.CITY_OFFICER, compared.city.bureau)
    for address in ("week/younger", "week/nothing", "nothing/stayed"):
        assert client.get(f"/comparisons/{compared.scan}/{address}").status_code == 404
    assert client.get("/comparisons/999999/week/stayed").status_code == 404


def test_a_list_whose_file_was_deleted_says_so(
    compared: Compared, client: PageClient, sign_in_as: SignInAs, backstage: Backstage
) -> None:
    with backstage():
        for file in db.session.scalars(
            select(Snapshot).where(Snapshot.kind == SnapshotKind.POVERTY)
        ):
            file.report = {**file.report, "deleted": {"rows": "2026-11-20"}}
    sign_in_as(Role.CITY_OFFICER, compared.city.bureau)
    page = client.get(f"/comparisons/{compared.scan}/poverty/attending")
    assert page.status_code == 200
    assert "deleted" in page.text or "删除" in page.text


def test_the_balance_sheet_tells_who_came_and_went_without_a_record(
    compared: Compared, client: PageClient, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.CITY_OFFICER, compared.city.bureau)
    lines = client.get("/balance.csv").text.splitlines()
    cells = {line.split(",")[0]: line.split(",") for line in lines[1:]}
    east, west = (cells[county.name] for county in compared.city.counties)
    assert (east[1], east[-2], east[-1]) == ("16", "14", "\N{MINUS SIGN}1")
    assert (west[1], west[-2], west[-1]) == ("3", "4", "1")
    school = compared.city.schools[0]
    page = client.page(f"/balance?area={school.code}").text
    assert page.count("**") >= 3


def test_without_a_scan_the_pages_say_what_is_missing(
    client: PageClient, sign_in_as: SignInAs, backstage: Backstage
) -> None:
    with backstage():
        city = a_city()
    sign_in_as(Role.INSPECTOR, city.bureau)
    for address in ("/comparisons", "/balance"):
        assert client.page(address).text
