from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.case import Case
from models.child import Child
from models.database import db
from models.field_packet import FieldPacket, PacketReturn, PacketSheet
from models.follow_up import FollowUp
from models.vocabulary.cases import CaseState as S
from models.vocabulary.follow_ups import ContactResult
from models.vocabulary.roles import Role
from tests.builders import City, a_contact, a_user
from tests.desks import ADDRESS, NAME, Desk
from tests.pages import Page
from tracking.kernel import clock

ACCOUNT = "入户见到祖母, 孩子随父母在外地。"
TODAY = clock.today()


def packed(desk: Desk, *cases: Case) -> int:
    """Make a packet of these children; its number."""
    answer = desk.client.send("/field-packet", {"case": [case.id for case in cases]})
    assert answer.status_code == 302, answer.text
    return int(str(answer.location).rsplit("/", 1)[1])


def rows_in(desk: Desk, packet: int) -> list[list[Any]]:
    content = desk.client.get(f"/field-packets/{packet}.xlsx").data
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def a_row(**cells: Any) -> dict[str, Any]:
    given = {
        "Date": TODAY.isoformat(),
        "Way of the contact": "Home visit",
        "Who went or called": "虚构教师",
        "With whom": "Relative",
        "What was found and said": ACCOUNT,
        "Finding": "Said to be at school elsewhere",
    }
    return given | cells


def filled(rows: list[list[Any]], told: dict[int, dict[str, Any]]) -> bytes:
    """The workbook as somebody filled it in: row of the sheet → cells by header."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        cells = dict(zip(rows[0], row, strict=True)) | told.get(number + 1, {})
        for place, header in enumerate(rows[0]):
            sheet.write_string(number, place, header if number == 0 else str(cells[header]))
    book.close()
    return content.getvalue()


def sent(desk: Desk, content: bytes, name: str = "packet.xlsx") -> TestResponse:
    token = desk.client.token("/field-packet")
    data = {"csrf_token": token, "file": (io.BytesIO(content), name)}
    return desk.client.post("/field-packet/returns", data=data)


def decide(desk: Desk, page: str, **choices: str) -> TestResponse:
    form = next(f for f in desk.client.page(page).forms if "seen" in f["fields"])
    return desk.client.send(page, {"seen": form["fields"]["seen"], **choices})


def contacts(desk: Desk, cases: Iterable[Case]) -> list[FollowUp]:
    with desk.backstage():
        ids = [case.id for case in cases]
        query = select(FollowUp).where(FollowUp.case_id.in_(ids)).order_by(FollowUp.id)
        return list(db.session.scalars(query))


def test_the_sheets_name_the_child_and_the_workbook_does_not(desk: Desk, city: City) -> None:
    cases = [desk.file(S.ASSIGNED, city.schools[0]) for _ in range(2)]
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    packet = packed(desk, *cases)
    sheets = desk.client.page(f"/field-packets/{packet}").text
    with desk.backstage():
        codes = [s.code for s in db.session.scalars(select(PacketSheet))]
        student_no = db.session.get_one(Child, cases[0].child_id).student_no
    assert len(set(codes)) == 2
    for shown in (*codes, NAME, ADDRESS):
        assert shown in sheets
    assert student_no not in sheets
    assert [e.details["purpose"] for e in desk.audit("case.reveal")] == ["home_visit"] * 2
    rows = rows_in(desk, packet)
    visits = [*([codes[0], str(n)] for n in (1, 2, 3)), [codes[1], "1"]]
    assert [row[:2] for row in rows[1:5]] == visits
    assert student_no not in str(rows)
    assert NAME not in str(rows)


def test_a_packet_goes_out_and_comes_back_once(desk: Desk, city: City) -> None:
    cases = [desk.file(S.ASSIGNED, city.schools[0]) for _ in range(2)]
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    rows = rows_in(desk, packed(desk, *cases))
    told = {2: a_row(), 3: a_row(Date="2026/11/20"), 5: a_row(Finding="学生已在校")}
    page = str(sent(desk, filled(rows, told)).location)
    assert desk.client.page(page).text.count("will be recorded") == 4
    assert contacts(desk, cases) == []
    assert decide(desk, page).location == "/field-packet"
    made = contacts(desk, cases)
    numbered = [(cases[0].id, 1), (cases[0].id, 2), (cases[1].id, 1)]
    assert [(f.case_id, f.number) for f in made] == numbered
    assert made[2].result is ContactResult.AT_SCHOOL
    assert made[1].account == ACCOUNT
    assert desk.now(cases[0]).state is S.VERIFYING
    again = str(sent(desk, filled(rows, told)).location)
    assert desk.client.page(again).text.count("already on file") == 4
    decide(desk, again)
    assert len(contacts(desk, cases)) == 3
    with desk.backstage():
        assert [r.rows for r in db.session.scalars(select(PacketReturn))] == [{}, {}]


def test_what_is_wrong_names_row_column_and_remedy_and_nothing_of_it_is_recorded(
    desk: Desk, city: City
) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    rows = rows_in(desk, packed(desk, case))
    wrong = a_row(Finding="vielleicht", Date="2999-01-01", **{"Who went or called": ""})
    content = filled(rows, {2: wrong, 3: a_row(Code="AAAA-AAAA-AAAA-AAAA"), 4: a_row()})
    page = str(sent(desk, content).location)
    text = desk.client.page(page).text
    for words in (
        "Row 2, column “Finding”: “vielleicht” is not understood: choose an entry of the cell's",
        "Row 2, column “Date”: This day has not come yet",
        "Row 2, column “Who went or called”: This cell is blank: fill it in.",
        "Row 3, column “Code”: No packet has this code",
    ):
        assert words in text
    decide(desk, page)
    [made] = contacts(desk, [case])
    assert made.packet_row is not None


def test_conflicts_stand_side_by_side_and_are_decided_one_by_one(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    rows = rows_in(desk, packed(desk, case))
    with desk.backstage():
        other = a_contact(db.session.get_one(Case, case.id), account="当天另一位老师打了电话。")
    page = str(sent(desk, filled(rows, {2: a_row()})).location)
    text = desk.client.page(page).text
    assert "A contact of the same day is on file" in text
    assert other.account in text
    undecided = decide(desk, page)
    assert undecided.status_code == 422
    assert len(contacts(desk, [case])) == 1
    assert decide(desk, page, **{"row-2": "correct"}).status_code == 302
    assert contacts(desk, [case])[-1].corrects_id == other.id
    changed = filled(rows, {2: a_row(**{"What was found and said": "改写过的记录内容在此。"})})
    again = str(sent(desk, changed).location)
    assert "recorded before, and says something else now" in desk.client.page(again).text
    decide(desk, again, **{"row-2": "leave"})
    assert len(contacts(desk, [case])) == 2


def test_a_file_that_changed_since_the_preview_stops_all_of_it(desk: Desk, city: City) -> None:
    cases = [desk.file(S.ASSIGNED, city.schools[0]) for _ in range(2)]
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    rows = rows_in(desk, packed(desk, *cases))
    page = str(sent(desk, filled(rows, {2: a_row(), 5: a_row()})).location)
    seen = next(f["fields"]["seen"] for f in desk.client.page(page).forms if "seen" in f["fields"])
    with desk.backstage():
        db.session.get_one(Case, cases[1].id).state = S.EXCLUDED
    answer = desk.client.send(page, {"seen": seen})
    assert answer.status_code == 409
    assert "write a note on it instead" in answer.text
    assert contacts(desk, cases) == []


@pytest.mark.parametrize("way", ["revoked", "expired", "another person"])
def test_codes_that_do_not_count_any_more(desk: Desk, city: City, way: str) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    packet = packed(desk, case)
    rows = rows_in(desk, packet)
    if way == "revoked":
        path = f"/field-packets/{packet}"
        assert desk.client.send(f"{path}/revoke", {}, page=path).status_code == 302
        assert desk.client.get(f"{path}.xlsx").status_code == 404
    with desk.backstage():
        kept = db.session.get_one(FieldPacket, packet)
        if way == "expired":
            kept.valid_until = TODAY - timedelta(days=1)
        if way == "another person":
            kept.made_by_id = a_user(Role.SCHOOL_ADMIN, city.schools[0]).id
    page = str(sent(desk, filled(rows, {2: a_row()})).location)
    assert "column “Code”" in desk.client.page(page).text
    decide(desk, page)
    assert contacts(desk, [case]) == []


def test_a_file_that_is_no_packet_is_refused_with_the_remedy(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    rows = rows_in(desk, packed(desk, case))
    for content, words in (
        (b"a,b\n1,2\n3,4\n", "is not a workbook of a field packet"),
        (filled(rows, {}), "No visit is filled in yet"),
    ):
        answer = sent(desk, content)
        assert answer.status_code == 422
        assert words in Page(answer.text).text


def test_a_child_of_another_school_cannot_be_packed(desk: Desk, city: City) -> None:
    far = desk.file(S.ASSIGNED, city.schools[1])
    waits = desk.file(S.SUBMITTED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    for case, words in ((far, "Choose the children"), (waits, "cannot be taken along")):
        answer = desk.client.send("/field-packet", {"case": [case.id]})
        assert answer.status_code == 409
        assert words in answer.text
    assert desk.audit("case.reveal") == []
