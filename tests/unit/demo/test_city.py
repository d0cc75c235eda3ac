from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from demo.city import CityPlan, build_city
from tests.unit.demo.reading import City, Row, expected_check, lines_of, rows_of

REGISTRY_HEADER = (
    "学籍号,姓名,性别,身份证件类型,身份证件号,出生日期,学校标识码,学校名称,年级,班号,"
    "学籍状态,入学年月,就读方式,户口所在地行政区划,现住址,联系电话,是否留守儿童,是否孤儿,"
    "是否进城务工人员随迁子女,残疾类型,随班就读,学生来源,学籍辅号,休学止期,"
    "成员1姓名,成员1关系,成员1联系电话,成员1身份证件号"
)
MOVEMENTS_HEADER = (
    "学籍号,姓名,身份证件号,异动类型,异动日期,审批日期,审批文号,办理状态,"
    "来源学校码,去向学校码,去向学校名称,异动原因,异动说明"
)
TRUTH_HEADER = "as_of,rule,student_no,id_number,expected,school_code,note"
ORGANISATIONS_HEADER = "code,name,level,parent_code,stage"
GRADES = "一二三四五六七八九"


def first_roster(city: City) -> list[Row]:
    return city.rosters[min(city.rosters)]


def test_it_writes_the_official_columns_in_their_order(city: City) -> None:
    headers = {"registry": REGISTRY_HEADER, "movements": MOVEMENTS_HEADER, "truth": TRUTH_HEADER}
    for file in city.files:
        if file.kind in headers:
            assert ",".join(lines_of(file.path)[0]) == headers[file.kind], file.path.name
    assert ",".join(lines_of(city.files.organisations)[0]) == ORGANISATIONS_HEADER


def test_it_lists_the_files_in_the_order_of_import(city: City) -> None:
    assert [file.path.name for file in city.files] == [
        "organisations.csv",
        "registry-20261012.csv",
        "registry-20261019.csv",
        "movements-20261019.csv",
        "registry-20261026.xlsx",
        "movements-20261026.csv",
        "registry-20261102.csv",
        "movements-20261102.csv",
        "truth.csv",
    ]


def test_it_mixes_encodings_and_ends_lines_as_offices_do(city: City) -> None:
    raw = {file.path.name: file.path.read_bytes() for file in city.files}
    assert raw["registry-20261012.csv"].startswith(b"\xef\xbb\xbf")
    assert raw["registry-20261012.csv"].count(b"\xef\xbb\xbf") == 1
    assert raw["registry-20261019.csv"].startswith("学籍号".encode("gb18030"))
    assert raw["registry-20261026.xlsx"].startswith(b"PK")
    for name, content in raw.items():
        if name.endswith(".csv"):
            assert content.count(b"\r\n") == content.count(b"\n") > 1, name
            assert content.endswith(b"\r\n"), name


def test_the_same_seed_gives_the_same_bytes(city: City, plan: CityPlan, tmp_path: Path) -> None:
    again = build_city(plan, tmp_path / "again")
    other = build_city(replace(plan, seed=plan.seed + 1), tmp_path / "other")
    for file, same, different in zip(city.files, again, other, strict=True):
        assert file.path.read_bytes() == same.path.read_bytes(), file.path.name
        if file.kind != "organisations":
            assert file.path.read_bytes() != different.path.read_bytes(), file.path.name


def test_every_pupil_has_keys_of_its_own(city: City, plan: CityPlan) -> None:
    rows = first_roster(city)
    assert len(rows) == plan.students
    for key in ("学籍号", "身份证件号", "学籍辅号"):
        assert len({row[key] for row in rows}) == plan.students, key


def test_every_number_is_right_and_fits_birth_date_and_sex(city: City) -> None:
    for row in first_roster(city):
        number = row["身份证件号"]
        assert row["学籍号"] == f"G{number}"
        assert number[:6] in {str(region) for region in range(150291, 150300)}
        assert number[6:14] == row["出生日期"]
        assert (int(number[16]) % 2 == 1) == (row["性别"] == "男")
        assert number[17] == expected_check(number[:17])


def test_age_grade_stage_and_entry_belong_together(city: City) -> None:
    for row in first_roster(city):
        grade, birth = GRADES.index(row["年级"][0]) + 1, row["出生日期"]
        entered = int(birth[:4]) + (7 if birth[4:] >= "0901" else 6)
        assert 2026 - entered + 1 == grade
        assert row["学校标识码"].startswith("21151" if grade <= 6 else "31151")
        assert row["入学年月"] == f"{2027 - (grade if grade <= 6 else grade - 6)}09"


def test_organisations_come_after_their_parents_and_cover_every_school(city: City) -> None:
    known = {"": ""}
    for row in rows_of(city.files.organisations):
        assert row["parent_code"] in known
        known[row["code"]] = row["level"]
    assert set(known.values()) == {"", "city", "county", "township", "school", "department"}
    for rows in city.rosters.values():
        assert {row["学校标识码"] for row in rows} <= known.keys()


def test_schools_differ_in_size_and_every_county_has_both_stages(city: City) -> None:
    schools = [row for row in rows_of(city.files.organisations) if row["level"] == "school"]
    sizes = [
        sum(row["学校标识码"] == school["code"] for row in first_roster(city)) for school in schools
    ]
    assert max(sizes) > 1.5 * min(sizes) > 0
    assert len({(school["parent_code"], school["stage"]) for school in schools}) == 6


def test_movements_are_cumulative_and_a_pending_one_is_settled(city: City) -> None:
    dates = sorted(city.movements)
    for earlier, later in pairwise(dates):
        known = {row["审批文号"]: row for row in city.movements[later] if row["审批文号"]}
        for row in city.movements[earlier]:
            if row["审批文号"]:
                after = known[row["审批文号"]]
                assert after["学籍号"] == row["学籍号"]
                assert row["办理状态"] in ("在办", after["办理状态"])


def test_it_reports_its_progress(plan: CityPlan, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    build_city(replace(plan, weeks=2), tmp_path, lambda done, total: steps.append((done, total)))
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_one_week_is_undisturbed(plan: CityPlan, tmp_path: Path) -> None:
    files = build_city(replace(plan, weeks=1), tmp_path)
    assert [file.kind for file in files] == ["organisations", "registry", "truth"]
    assert rows_of(files.truth) == []


def test_a_long_year_keeps_its_promises_or_says_that_it_cannot(tmp_path: Path) -> None:
    plan = CityPlan(students=240, schools=6, counties=1, weeks=40, last_monday=date(2027, 6, 7))
    assert plan.mondays[0] == plan.last_monday - timedelta(weeks=39)
    with pytest.raises(ValueError, match=r"too small|too few twins"):
        build_city(plan, tmp_path)
