"""A file comes in through the browser: choose, map, check, accept, or nothing of it remains."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from models.database import db
from models.intake import ColumnChoice
from models.vocabulary.intakes import IntakeState
from models.vocabulary.roles import Role
from tests.builders import a_city
from tests.conftest import Backstage, SignInAs
from tests.integration.snapshots.rosters import (
    EAST,
    GOOD,
    HEADER,
    check,
    columns_of,
    intakes,
    kept,
    pupil,
    roster,
    send,
    settled,
    snapshots,
    upload,
)
from tests.pages import PageClient
from tests.unit.snapshots.workbooks import archive, workbook
from tracking.kernel import clock
from tracking.kernel.settings import Settings

pytestmark = pytest.mark.one_database  # each upload is worked on by a process of its own


@pytest.fixture(autouse=True)
def clerk(backstage: Backstage, sign_in_as: SignInAs) -> None:
    with backstage():
        bureau = a_city().bureau
    sign_in_as(Role.CITY_OFFICER, bureau)


def test_samples_are_masked_and_lie_sealed(
    client: PageClient, backstage: Backstage, settings: Settings
) -> None:
    page = upload(client, GOOD)
    text = settled(client, page)
    assert pupil(1)[3] not in text
    assert "150291********" in text
    [file] = kept(settings)
    assert "虚构".encode() not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    with backstage():
        assert intakes()[0].look is not None
    database = settings.data_dir / "baoxue.db"
    if database.exists():
        assert pupil(1)[3].encode() not in database.read_bytes()


def test_the_check_names_row_column_and_remedy_and_gives_the_rows_back(
    client: PageClient,
) -> None:
    broken = pupil(6, born="eben", grade="高处不胜寒")
    page = upload(client, roster([*(pupil(n) for n in range(1, 6)), broken]))
    text = check(client, page)
    assert "出生日期" in text
    assert "高处不胜寒" in text
    answer = client.get(f"{page}/rows-in-error.csv")
    lines = answer.get_data(as_text=True).splitlines()
    assert lines[0].startswith("\ufeffsheet,row,column,problem,学籍号")
    assert [line.split(",")[1] for line in lines[1:]] == ["7", "7"]
    assert all("eben" in line for line in lines[1:])


def test_an_unknown_school_is_told_once_with_its_number_of_rows(client: PageClient) -> None:
    page = upload(client, roster([pupil(1), *(pupil(n, "9999999999") for n in range(2, 6))]))
    text = check(client, page)
    assert text.count("9999999999") == 2  # in the remark, and in the list of schools


def test_headers_that_nobody_knows_are_mapped_once_and_remembered(
    client: PageClient, backstage: Backstage
) -> None:
    strange = ("编号甲", "叫什么", "男女", "证号", "哪天生", "校码", "几年级", "班", "状况", "电话")
    content = roster([pupil(n) for n in range(1, 4)], strange)
    chosen = dict(
        zip(
            ("student_no", "name", "sex", "id_number", "birth_date", "school_code", "grade"),
            strange,
            strict=False,
        )
    )
    page = upload(client, content, kind="registry")
    settled(client, page)
    without = client.send(
        f"{page}/columns",
        columns_of(client, page, "registry") | {"field-name": "叫什么"},
        page=page,
    )
    assert without.status_code == 422
    assert "学籍号" in without.text
    assert 'value="叫什么" selected' in without.text
    check(client, page, **chosen)
    send(client, page, "accept")
    settled(client, page)
    again = upload(client, roster([pupil(n) for n in range(2, 5)], strange))
    settled(client, again)
    assert columns_of(client, again, "registry")["field-name"] == "叫什么"
    with backstage():
        [choice] = db.session.scalars(select(ColumnChoice))
        assert choice.mapping["grade"] == "几年级"
        assert [s.rows_in_error for s in snapshots()] == [0]


def test_sheets_and_archives_are_one_roster_and_rows_keep_their_place(client: PageClient) -> None:
    book = workbook(
        {
            "一班": [HEADER, pupil(1), pupil(2)],
            "说明": [("填表说明",), ("请核对",)],
            "二班": [HEADER, pupil(3), pupil(4, born="eben")],
        }
    )
    page = upload(client, archive({"学籍.xlsx": book}), "学籍.zip")
    text = check(client, page)
    assert "二班 3" in " ".join(text.split())
    assert "说明" in text


def test_the_same_file_again_changes_nothing(client: PageClient, backstage: Backstage) -> None:
    for _ in range(2):
        page = upload(client, GOOD)
        check(client, page)
        send(client, page, "accept")
        settled(client, page)
    with backstage():
        assert len(snapshots()) == 1
        assert {i.snapshot_id for i in intakes()} == {snapshots()[0].id}


def test_differences_are_told_per_school(client: PageClient, backstage: Backstage) -> None:
    page = upload(client, GOOD, as_of="2026-11-09")
    check(client, page)
    send(client, page, "accept")
    settled(client, page)
    lines = [pupil(1), pupil(2, "3115100002"), pupil(3, class_no="4"), pupil(8)]
    page = upload(client, roster(lines))
    check(client, page)
    with backstage():
        found = {d["school_code"]: d for d in intakes()[-1].report["differences"]}
    assert {k: found[EAST][k] for k in ("new", "gone", "changed")} == {
        "new": 1, "gone": 2, "changed": 1,
    }  # fmt: skip
    assert found["3115100002"]["moved"] == 1


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"%PDF-1.7", "roster.xlsx"),
        (b"<html><table>", "roster.xls"),
        (GOOD[:-20], "roster.csv"),
    ],
)
def test_what_is_no_roster_is_refused_with_its_name_and_nothing_stays(
    client: PageClient, settings: Settings, content: bytes, name: str
) -> None:
    text = settled(client, upload(client, content, name))
    assert f"“{name}”" in text
    assert kept(settings) == []


def test_a_page_that_is_too_old_accepts_nothing(client: PageClient, backstage: Backstage) -> None:
    page = upload(client, GOOD)
    check(client, page)
    answer = client.send(f"{page}/accept", {"version": "1"}, page=page)
    assert answer.status_code == 409
    with backstage():
        assert intakes()[0].state is IntakeState.CHECKED


def test_a_day_that_has_not_come_is_told_at_its_field(client: PageClient) -> None:
    data = {"file": (io.BytesIO(GOOD), "a.csv"), "as_of": "2036-01-01", "kind": ""}
    answer = client.send("/snapshots/upload", data)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_work_that_died_is_started_again_by_a_person(
    client: PageClient, backstage: Backstage
) -> None:
    page = upload(client, GOOD)
    settled(client, page)
    with backstage():
        intake = intakes()[0]
        intake.state, intake.kind = IntakeState.CHECKING, None
        intake.seen_at = clock.now().replace(year=2025)
    assert client.get(f"{page}/progress").get_json()["finished"] is True
    assert send(client, page, "resume").status_code == 302
    settled(client, page)
    with backstage():
        assert intakes()[0].state is IntakeState.CHECKED


def test_a_stranger_and_a_school_see_no_upload(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    page = upload(client, GOOD)
    settled(client, page)
    with backstage():
        city = a_city()
    sign_in_as(Role.COUNTY_OFFICER, city.counties[0])
    assert client.get(page).status_code == 404
    sign_in_as(Role.SCHOOL_ADMIN, city.schools[0])
    assert client.get(page).status_code == 403
