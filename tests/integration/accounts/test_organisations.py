from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.case import Case
from models.child import Child
from models.database import db
from models.organisation import Organisation
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tests.builders import City, a_case, a_city, a_flag, a_user
from tests.conftest import Backstage, SignInAs
from tests.pages import PageClient
from tracking.accounts.service import ensure_first_administrator, import_organisations
from tracking.accounts.tree import OrganisationsRefusedError
from tracking.kernel.errors import FileRefusedError

HEAD = "code,name,level,parent_code,stage\n"
CITY = "150200,虚构市教育局,city,,\n"
EAST = "150291,虚构东区教育局,county,150200,\n"
SCHOOL = "2115100001,虚构第1小学,school,150291,小学\n"


@pytest.fixture
def city(backstage: Backstage) -> City:
    with backstage():
        return a_city()


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "organisations.csv"
    path.write_bytes(text.encode(encoding))
    return path


def paths(backstage: Backstage) -> dict[str, str]:
    with backstage():
        return {o.code: o.path for o in db.session.scalars(select(Organisation))}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_parents_may_come_after_their_children(
    backstage: Backstage, tmp_path: Path, encoding: str
) -> None:
    file = written(tmp_path, HEAD + SCHOOL + EAST + "\n" + CITY, encoding)
    with backstage():
        done = import_organisations(file, None)
        assert (done.created, done.updated, done.unchanged) == (3, 0, 0)
        school = db.session.scalars(select(Organisation).where(Organisation.code == "2115100001"))
        assert school.one().name == "虚构第1小学"
    assert paths(backstage)["2115100001"] == "150200/150291/2115100001/"


def test_the_same_file_again_changes_nothing_and_another_one_updates(
    backstage: Backstage, tmp_path: Path
) -> None:
    text = HEAD + CITY + EAST + SCHOOL
    with backstage():
        import_organisations(written(tmp_path, text), None)
        again = import_organisations(written(tmp_path, text), None)
        assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
        renamed = text.replace("第1小学", "第一小学")
        changed = import_organisations(written(tmp_path, renamed), None)
        assert (changed.created, changed.updated, changed.unchanged) == (0, 1, 2)


def test_what_moves_takes_everything_below_it_along(
    backstage: Backstage, city: City, tmp_path: Path
) -> None:
    with backstage():
        case = a_case(school=city.schools[0])
        a_flag(case)
        moved = HEAD + "2115100001,虚构第1小学,school,150292,小学\n"
        import_organisations(written(tmp_path, moved), None)
        path = "150200/150292/2115100001/"
        assert paths_of_rows() == {path}
    assert paths(backstage)["2115100001"] == path


def paths_of_rows() -> set[str]:
    return {*db.session.scalars(select(Case.org_path)), *db.session.scalars(select(Child.org_path))}


def test_the_first_list_takes_the_place_of_the_placeholder(
    backstage: Backstage, tmp_path: Path
) -> None:
    with backstage():
        assert ensure_first_administrator()
        assert ensure_first_administrator() is None
    assert paths(backstage) == {"-": "-/"}
    with backstage():
        import_organisations(written(tmp_path, HEAD + SCHOOL + EAST + CITY), None)
        top = db.session.scalars(select(Organisation).where(Organisation.parent_id.is_(None))).one()
        assert (top.code, top.name, top.is_active) == ("150200", "虚构市教育局", True)
    assert sorted(paths(backstage)) == ["150200", "150291", "2115100001"]


@pytest.mark.parametrize(
    ("line", "row", "column"),
    [
        ("150292,虚构西区教育局,county,999999,\n", 5, "parent_code"),
        ("150293,,county,150200,\n", 5, "name"),
        ("15 02,虚构旗教育局,county,150200,\n", 5, "code"),
        ("150292,虚构西区教育局,province,150200,\n", 5, "level"),
        ("150200,虚构市教育局,city,150291,\n", 5, "code"),
        ("150292,虚构西区教育局,county,150291,\n", 5, "parent_code"),
        ("2115100009,虚构第9小学,school,,\n", 5, "parent_code"),
        ("150300,虚构二市教育局,city,,\n", 5, "parent_code"),
    ],
)
def test_one_bad_row_refuses_the_whole_file_and_is_named(
    backstage: Backstage, tmp_path: Path, line: str, row: int, column: str
) -> None:
    file = written(tmp_path, HEAD + CITY + EAST + SCHOOL + line)
    with backstage(), pytest.raises(OrganisationsRefusedError) as refused:
        import_organisations(file, None)
    assert (row, column) in {(p.row, p.column) for p in refused.value.problems}
    assert paths(backstage) == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"\xff\xfe\xff\xff",
        HEAD.encode(),
        b"name,level\nx,city\n",
        b'code,name,level,parent_code\n"15,x,city,\n',
        b"PK\x03\x04 no csv at all",
    ],
)
def test_a_file_of_another_kind_is_refused(
    backstage: Backstage, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "organisations.csv"
    file.write_bytes(content)
    with backstage(), pytest.raises(FileRefusedError):
        import_organisations(file, None)
    assert paths(backstage) == {}


def test_a_circle_is_refused(backstage: Backstage, city: City, tmp_path: Path) -> None:
    text = HEAD + "150291,虚构东区教育局,county,150291,\n"
    with backstage(), pytest.raises(OrganisationsRefusedError):
        import_organisations(written(tmp_path, text), None)
    assert paths(backstage)["150291"] == "150200/150291/"


@pytest.mark.parametrize(
    "line",
    [
        "2115100003,虚构第3小学,school,150291,小学\n",  # takes a school from the neighbour
        "2115100001,虚构第1小学,school,150292,小学\n",  # gives one away
        "150291,虚构东区教育局,county,150200,\n150299,虚构新区教育局,county,150200,\n",
    ],
)
def test_a_county_changes_nothing_outside_itself(
    backstage: Backstage, city: City, tmp_path: Path, line: str
) -> None:
    before = paths(backstage)
    with backstage(), pytest.raises(OrganisationsRefusedError):
        import_organisations(
            written(tmp_path, HEAD + line), a_user(Role.SYSTEM_ADMIN, city.counties[0])
        )
    assert paths(backstage) == before


def test_a_list_is_uploaded_and_its_errors_stand_on_the_page(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    sign_in_as(Role.SYSTEM_ADMIN, city.bureau)
    good = HEAD + "2115100004,虚构第4小学,school,150292,小学\n"
    assert upload(client, good).location == "/organisations"
    assert "虚构第4小学" in client.get("/organisations").text
    bad = upload(client, HEAD + "2115100005,虚构第5小学,school,150299,小学\n")
    assert bad.status_code == 422
    assert "150299" in bad.text
    assert upload(client, "").status_code == 422
    assert client.send("/organisations", {}).status_code == 422


def upload(client: PageClient, text: str) -> TestResponse:
    file = (BytesIO(text.encode()), "organisations.csv")
    return client.send("/organisations", {"file": file})


def test_one_organisation_is_added_and_moved_by_hand(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    sign_in_as(Role.SYSTEM_ADMIN, city.bureau)
    data = {"code": "150291001", "name": "虚构镇", "level": "township", "parent_code": "150291"}
    saved = client.send("/organisations/new", {**data, "is_active": "y"})
    assert saved.location == "/organisations"
    again = client.send("/organisations/new", data)
    assert again.status_code == 422
    with backstage():
        named = select(Organisation).where(Organisation.code == "150291001")
        made = db.session.scalars(named).one()
        assert (made.level, made.is_active) == (Level.TOWNSHIP, True)
    page = f"/organisations/{made.id}"
    moved = {**data, "code": "other", "parent_code": "150292"}
    assert client.send(page, moved).location == "/organisations"
    assert paths(backstage)["150291001"] == "150200/150292/150291001/"
    assert client.send(page, {**moved, "parent_code": "999"}).status_code == 422


def test_a_county_administrator_sees_the_own_county_only(
    client: PageClient, sign_in_as: SignInAs, city: City
) -> None:
    sign_in_as(Role.SYSTEM_ADMIN, city.counties[0])
    listed = client.get("/organisations").text
    assert city.schools[0].name in listed
    assert city.schools[2].name not in listed
    assert client.get(f"/organisations/{city.schools[0].id}").status_code == 200
    assert client.get(f"/organisations/{city.schools[2].id}").status_code == 404
    assert client.get("/organisations?level=school&text=2").text.count("data-row>") == 2
