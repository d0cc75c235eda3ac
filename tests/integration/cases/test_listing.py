from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from models.database import db
from models.organisation import Organisation
from models.sealing import keyed_hash
from models.vocabulary.cases import CaseState as S
from models.vocabulary.roles import Role
from tests.builders import City, a_case, a_child, a_flag
from tests.desks import NAME, Desk
from tests.pages import Page
from tracking.kernel import clock


def numbers(text: str, *cases: object) -> list[str]:
    """Which of these cases a page or file names."""
    return [case.number for case in cases if case.number in text]  # type: ignore[attr-defined]


def test_everybody_sees_the_cases_of_the_own_area_with_names_masked(desk: Desk, city: City) -> None:
    near, beside, far = (desk.file(S.ASSIGNED, school) for school in city.schools)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    text = desk.client.page("/cases").text
    assert numbers(text, near, beside, far) == [near.number]
    assert NAME not in text
    assert NAME[0] + "*" * (len(NAME) - 1) in text
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert numbers(desk.client.get("/cases").text, near, beside, far) == [
        near.number,
        beside.number,
    ]
    desk.sit(Role.CITY_OFFICER, city.bureau)
    assert len(numbers(desk.client.get("/cases").text, near, beside, far)) == 3


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_the_three_administrators_see_no_cases(desk: Desk, city: City, role: Role) -> None:
    desk.sit(role, city.bureau)
    assert desk.client.get("/cases").status_code == 403
    assert desk.client.get("/cases.csv").status_code == 403


def test_filters_stand_in_the_address_and_narrow_the_list(desk: Desk, city: City) -> None:
    today = clock.today()
    late = desk.file(S.VERIFYING, city.schools[0], due_on=today - timedelta(days=4))
    soon = desk.file(S.ASSIGNED, city.schools[1], due_on=today)
    done = desk.file(S.EXCLUDED, city.schools[2], due_on=None)
    with desk.backstage():
        child = a_child(
            city.schools[0], name="孙小小", name_key=keyed_hash("name", "孙小小"), grade=3
        )
        named = a_case(S.PERSUADING, city.schools[0], child, due_on=today + timedelta(days=30))
        a_flag(named, "LEFT_SCHOOL")
    desk.sit(Role.CITY_OFFICER, city.bureau)
    expected = {
        "group=overdue": [late],
        "group=due": [soon],
        "group=open": [late, soon, named],
        "group=closed": [done],
        "state=assigned": [soon],
        f"school={city.schools[2].code}": [done],
        "owner=150291": [late, soon, named],
        "rule=LEFT_SCHOOL": [named],
        "grade=3": [named],
        f"due_before={today.isoformat()}": [late],
        f"q={done.number}": [done],
        "q=孙小小": [named],
        "q=孙小": [],
        "state=nonsense&grade=x&due_before=yesterday&size=7&after=x": [late, soon, done, named],
        "group=open&owner=150292": [],
    }
    for query, cases in expected.items():
        found = numbers(desk.client.get(f"/cases?{query}").text, late, soon, done, named)
        assert found == [case.number for case in cases], query


def test_counts_above_the_list_are_links_to_their_lists(desk: Desk, city: City) -> None:
    for state in (S.ASSIGNED, S.SUBMITTED, S.EXCLUDED):
        desk.file(state, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page("/cases")
    assert "Awaiting review 1" in page.text
    assert {"/cases?group=waiting", "/cases?group=closed"} <= set(page.links)


def test_a_long_list_has_pages_in_the_order_that_was_asked_for(desk: Desk, city: City) -> None:
    today = clock.today()
    with desk.backstage():
        made = [
            a_case(
                S.ASSIGNED, city.schools[0], due_on=today + timedelta(days=n), number=f"N-{n:02}"
            )
            for n in range(30)
        ]
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    first = desk.client.get("/cases?sort=-due_on")
    assert numbers(first.text, *made) == [case.number for case in made[5:]]
    assert first.text.index("N-29") < first.text.index("N-05")
    next_page = next(link for link in Page(first.text).links if "after=" in link)
    assert "sort=-due_on" in next_page
    assert numbers(desk.client.get(f"/cases{next_page}").text, *made) == [
        case.number for case in made[:5]
    ]
    assert len(numbers(desk.client.get("/cases?size=50").text, *made)) == 30


def test_an_empty_list_says_what_will_appear_and_how(desk: Desk, city: City) -> None:
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert "When a scan finds a child missing" in desk.client.page("/cases").text
    narrowed = desk.client.page("/cases?state=legal")
    assert "Fewer filters may find more" in narrowed.text
    assert "/cases" in narrowed.links


def test_the_file_holds_exactly_what_is_filtered_masked_and_is_recorded(
    desk: Desk, city: City
) -> None:
    wanted = desk.file(S.VERIFYING, city.schools[0])
    desk.file(S.ASSIGNED, city.schools[0])
    desk.file(S.VERIFYING, city.schools[2])
    me = desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    answer = desk.client.get("/cases.csv?state=verifying")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")  # Excel reads Chinese
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [wanted.number]
    with desk.backstage():
        child = db.session.get_one(type(wanted), wanted.id).child
        student_no, id_number = child.student_no, child.id_number
    for secret in (NAME, student_no, id_number):
        assert secret not in answer.text
    [entry] = desk.audit("cases.export")
    assert entry.actor == me.login
    assert entry.details == {"rows": 1, "ending": ".csv", "state": "verifying"}


def test_the_log_of_an_export_does_not_hold_the_name_that_was_looked_for(
    desk: Desk, city: City
) -> None:
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    desk.client.get(f"/cases.csv?q={NAME}")
    [entry] = desk.audit("cases.export")
    assert NAME not in str(entry.details)
    assert entry.details["text"] == "*"


def test_the_excel_file_shows_the_same_rows_as_text(desk: Desk, city: City) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.CITY_OFFICER, city.bureau)
    content = desk.client.get("/cases.xlsx").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == case.number
    assert all(isinstance(value, str) for value in rows[1])


def test_no_cell_of_a_file_is_run_as_a_formula(desk: Desk, city: City) -> None:
    desk.file(S.VERIFYING, city.schools[0])
    with desk.backstage():
        db.session.get_one(Organisation, city.schools[0].id).name = '=HYPERLINK("x")'
    desk.sit(Role.CITY_OFFICER, city.bureau)
    rows = list(csv.reader(io.StringIO(desk.client.get("/cases.csv").data.decode("utf-8-sig"))))
    assert rows[1][3] == '\'=HYPERLINK("x")'


@pytest.mark.parametrize("role", [Role.SCHOOL_ADMIN, Role.INSPECTOR])
def test_who_may_not_export_is_refused_and_offered_no_button(
    desk: Desk, city: City, role: Role
) -> None:
    desk.file(S.VERIFYING, city.schools[0])
    place = city.schools[0] if role is Role.SCHOOL_ADMIN else city.bureau
    desk.sit(role, place)
    assert desk.client.get("/cases.csv").status_code == 403
    assert not [link for link in desk.client.page("/cases").links if ".csv" in link]
    assert desk.client.get("/cases.exe").status_code == 404


def test_several_clues_are_given_out_at_once_each_for_itself(desk: Desk, city: City) -> None:
    bureau = city.counties[0]
    clues = [desk.file(S.CLUE, school, owner=bureau) for school in city.schools[:2]]
    taken = desk.file(S.ASSIGNED, city.schools[0])
    strange = desk.file(S.CLUE, city.schools[2], owner=city.counties[1])
    desk.sit(Role.COUNTY_OFFICER, bureau)
    ids = [case.id for case in (*clues, taken, strange)]
    answer = desk.client.send("/cases/assign", {"case": ids, "next": "/flags"}, page="/cases")
    assert str(answer.location).startswith("/bulk-acts/")
    told = desk.client.page(str(answer.location))
    assert "/flags" in told.links
    for clue, school in zip(clues, city.schools, strict=False):
        assert (desk.now(clue).state, desk.owner(clue)) == (S.ASSIGNED, school.code)
    assert desk.now(taken).version == taken.version
    assert desk.now(strange).state is S.CLUE
    assert "Done for 2 children" in told.text
    assert "The case is with this owner already." in told.text
    assert strange.number not in told.text


def test_clues_go_to_the_owner_that_was_chosen(desk: Desk, city: City) -> None:
    clue = desk.file(S.CLUE, city.schools[0], owner=city.counties[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    chosen = {"case": [clue.id], "owner": city.schools[1].code}
    assert "/bulk-acts/" in str(desk.client.send("/cases/assign", chosen, page="/cases").location)
    assert desk.owner(clue) == city.schools[1].code


def test_selecting_nothing_or_nonsense_changes_nothing(desk: Desk, city: City) -> None:
    clue = desk.file(S.CLUE, city.schools[0], owner=city.counties[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    for ids in ([], ["x"], ["99999999999999"], ["-1"]):
        answer = desk.client.send("/cases/assign", {"case": ids}, page="/cases")
        assert answer.location == "/cases"
        assert "Select the children first" in desk.client.page("/cases").text
    outside = {"case": [clue.id], "owner": city.schools[2].code}
    answer = desk.client.send("/cases/assign", outside, page="/cases")
    assert "of your area" in desk.client.page(str(answer.location)).text
    assert desk.now(clue).state is S.CLUE


def test_nobody_is_sent_to_another_site_afterwards(desk: Desk, city: City) -> None:
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    for target in ("https://example.org/", "//example.org", "/\\example.org"):
        answer = desk.client.send("/cases/assign", {"next": target}, page="/cases")
        assert answer.location == "/cases"
