from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.vocabulary.snapshots import SnapshotKind
from tests.unit.snapshots.lists import cleaned, id_number, rows, table
from tracking.snapshots.issues import Issues
from tracking.snapshots.reading import RawTable

HEADERS = [
    "学籍号",
    "姓名",
    "性别",
    "身份证件号",
    "出生日期",
    "学校标识码",
    "年级",
    "班号",
    "学籍状态",
]
NUMBER = id_number()


def roster(extra: dict[str, str] | None = None, /, **cells: str) -> RawTable:
    """A roster of one pupil: cells by field, further columns by header."""
    row = {
        "student_no": f"G{NUMBER}",
        "name": "乌云",
        "sex": "男",
        "id_number": NUMBER,
        "birth_date": "20150903",
        "school_code": "2115100001",
        "grade": "四年级",
        "class_no": "1",
        "status": "在读",
        **cells,
    }
    more = extra or {}
    return table([*HEADERS, *more], [*row.values(), *more.values()])


def issues(raw: RawTable, regions: frozenset[str] = frozenset()) -> Issues:
    return cleaned(raw, SnapshotKind.REGISTRY, regions).issues


def pupil(raw: RawTable) -> dict[str, Any]:
    [row] = rows(raw, SnapshotKind.REGISTRY)
    return row


@pytest.mark.parametrize(
    ("cells", "remark"),
    [
        ({"id_number": NUMBER[:-1]}, "id_length"),
        ({"id_number": "A" + NUMBER[1:]}, "id_character"),
        ({"id_number": id_number("20150230")}, "id_date"),
        ({"id_number": NUMBER[:-1] + "1"}, "id_check"),
        ({"sex": "女"}, "id_sex"),
        ({"birth_date": "2015-09-04"}, "id_birth"),
        ({"student_no": f"K{NUMBER}"}, "student_form"),
    ],
)
def test_a_doubtful_number_is_remarked_and_the_row_counts_as_good(
    cells: dict[str, str], remark: str
) -> None:
    found = issues(roster(**cells))
    report = found.report()
    assert not found.rows
    assert not report["rows"]
    assert report["remark_counts"] == {remark: 1}
    [listed] = report["remarks"]
    assert (listed["row"], listed["code"], listed["value"]) == (2, remark, "")


@pytest.mark.parametrize("region", [150291, 150299, 999999, 330114])
def test_an_unknown_region_is_noted_with_its_number_of_rows(region: int) -> None:
    number = id_number(region=region)
    raw = roster({"户口所在地行政区划": "150298000000"}, id_number=number, student_no=f"G{number}")
    found = issues(raw, frozenset({"150202"}))
    assert not found.rows
    assert not found.remark_counts
    assert found.notes == {"unknown_region": {str(region): 1, "150298": 1}}


def test_known_regions_and_an_empty_list_of_regions_make_no_notes() -> None:
    assert not issues(roster(), frozenset({"150291"})).notes
    assert not issues(roster()).notes


def test_remarks_are_counted_beyond_those_that_are_listed() -> None:
    raw = table(
        HEADERS,
        *(
            [f"G{NUMBER}", "乌云", "女", NUMBER, "20150903", "2115100001", "4", "1", "在读"]
            for _ in range(700)
        ),
    )
    report = issues(raw).report()
    assert report["remark_counts"] == {"id_sex": 700}
    assert len(report["remarks"]) == 500


def test_passports_are_not_held_against_the_standard() -> None:
    raw = roster({"身份证件类型": "护照"}, id_number="E12345678")
    assert not issues(raw).remark_counts
    assert (pupil(raw)["id_type"], pupil(raw)["id_check"]) == ("A", "other_kind")


def test_verdicts_and_letter_of_the_student_number_are_kept_for_the_rules() -> None:
    row = pupil(roster(student_no=f"G{id_number(sequence=345)}"))
    assert (row["id_check"], row["student_check"], row["student_kind"]) == ("ok", "other_id", "G")
    assert pupil(roster(student_no=f"L{NUMBER}"))["student_kind"] == "L"
    assert pupil(roster(id_number=""))["id_check"] == "missing"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"sex": "人"}, "bad_sex"),
        ({"birth_date": "2015-02-30"}, "bad_date"),
        ({"grade": "大班"}, "bad_grade"),
        ({"school_code": ""}, "no_school"),
        ({"name": ""}, "no_name"),
        ({"id_number": "1.50291E+17"}, "excel_number"),
    ],
)
def test_a_needed_value_that_is_not_understood_is_an_error_and_its_child_stays(
    cells: dict[str, str], code: str
) -> None:
    found = cleaned(roster(**cells), SnapshotKind.REGISTRY)
    assert [issue["code"] for issue in found.issues.report()["rows"]] == [code]
    assert found.table.num_rows == 1


def test_sex_and_birth_date_come_from_the_number_where_the_row_has_none() -> None:
    row = pupil(roster(sex="", birth_date=""))
    assert (row["sex"], row["birth_date"]) == ("1", date(2015, 9, 3))


def test_words_and_codes_of_the_national_template_are_understood() -> None:
    extra = {
        "是否留守儿童": "1-单亲留守儿童",
        "是否孤儿": "1",
        "是否进城务工人员随迁子女": "否",
        "残疾类型": "听力残疾",
        "残疾程度": "二级",
        "随班就读": "听力随班就读",
        "特教就读类型": "随班就读",
        "民族★": "蒙古族",
        "身份证件类型": "1",
        "户口所在地行政区划★": "150291",
        "曾用名": "乌兰",
        "成员1姓名": "乌日图",
        "成员2身份证件号": NUMBER,
        "是否报到": "未报到",
        "休学起期": "2026.3.1",
        "班主任": "李老师",
    }
    row = pupil(roster(extra, status="02", grade="初一"))
    expected = {
        "left_behind": 1,
        "orphan": True,
        "migrant": False,
        "disability": "听力残疾",
        "disability_kind": "2",
        "disability_level": "2",
        "inclusive": "听力随班就读",
        "placement": "inclusive",
        "ethnic_group": "02",
        "id_type": "1",
        "household_region": "150291",
        "former_name": "乌兰",
        "reported": False,
        "leave_from": date(2026, 3, 1),
        "teacher_name": "李老师",
        "status": "suspended",
        "grade": 7,
    }
    assert {name: row[name] for name in expected} == expected
    assert row["former_person_key"] != row["person_key"]
    assert row["guardian2_id_key"] == row["id_key"]


def test_without_a_status_being_away_from_school_counts() -> None:
    assert pupil(roster({"是否在校": "否"}, status=""))["status"] == "left_otherwise"
    assert pupil(roster({"是否在校": "是"}, status=""))["status"] == "studying"
    assert pupil(roster(status=""))["status"] == "studying"
    assert pupil(roster(status="怪状态"))["status"] == "unknown"
