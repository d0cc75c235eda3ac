from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.sealing import keyed_hash
from models.vocabulary.snapshots import SnapshotKind
from tests.unit.snapshots.lists import cleaned, id_number, rows, sample, table

K = SnapshotKind
WUYUN = "15029120150903121X"


@pytest.mark.parametrize(
    ("kind", "number", "expected"),
    [
        (
            K.ROLL_CALL,
            1,
            {
                "presence": "absent",
                "presence_text": "旷课",
                "called_on": date(2026, 11, 20),
                "absent_since": date(2026, 11, 12),
                "absent_days": 6,
                "grade": 5,
                "class_no": "2",
                "cause": "家中无人",
            },
        ),
        (K.ROLL_CALL, 3, {"presence": "elsewhere", "called_on": date(2026, 11, 20), "grade": 3}),
        (
            K.HOUSEHOLD,
            0,
            {
                "household_region": "150291",
                "township": "和平街道",
                "village": "一社区",
                "state": None,
                "ethnic_group": "02",
                "birth_date": date(2015, 9, 3),
                "guardian1_name": "乌日图",
            },
        ),
        (
            K.HOUSEHOLD,
            1,
            {
                "household_region": "150292001001",
                "state": "death",
                "ended_on": date(2026, 1, 5),
                "birth_date": date(2014, 8, 21),
                "id_number": "150292201408212421",
            },
        ),
        (K.HOUSEHOLD, 2, {"household_region": "150291", "id_check": "missing", "id_key": None}),
        (
            K.RESIDENCE,
            0,
            {
                "household_region": "150291",
                "residence_region": "150295",
                "since": date(2025, 3, 1),
                "valid_until": date(2027, 3, 1),
                "guardian1_phone": "13800000001",
            },
        ),
        (K.RESIDENCE, 1, {"household_region": "甘肃", "valid_until": None, "sex": "2"}),
        (
            K.DISABILITY,
            1,
            {
                "category": "4",
                "level": "3",
                "placement": "home_teaching",
                "since": date(2023, 3, 15),
                "certificate_no": "15029220140821242143",
            },
        ),
        (K.DISABILITY, 2, {"category": "7", "level": "1", "placement": "none"}),
        (K.WELFARE, 0, {"category": "unattended", "since": date(2024, 1, 1)}),
        (K.WELFARE, 2, {"category": "left_behind", "category_text": "2-留守儿童"}),
        (K.WELFARE, 3, {"category": None, "category_text": "外星"}),
        (K.POVERTY, 0, {"category": "lifted", "schooling": "小学", "out_of_school": False}),
        (
            K.POVERTY,
            1,
            {
                "category": "sudden",
                "risk_ended": False,
                "out_of_school": True,
                "unschooled_cause": "因病",
                "village": "二村",
            },
        ),
        (
            K.DISPATCHED,
            1,
            {
                "batch": "2026-10",
                "dispatched_on": date(2026, 10, 8),
                "due_on": date(2026, 11, 8),
                "result": "已返校",
                "category_text": "在籍不在校",
                "grade": 5,
            },
        ),
        (
            K.GRADUATES,
            0,
            {
                "graduated_on": date(2026, 7, 1),
                "to_school": "3115100009",
                "student_check": "ok",
            },
        ),
        (K.DEATHS, 0, {"category": "death", "ended_on": date(2026, 1, 3), "cause": "疾病"}),
        (K.DEATHS, 1, {"category": "moved", "ended_on": date(2026, 3, 1)}),
        (K.MOVEMENTS, 0, {"kind": "transfer_out", "state": "open", "has_approval": False}),
        (K.MOVEMENTS, 1, {"kind": "repeat", "from_grade": 5, "to_grade": 4, "has_approval": True}),
    ],
)
def test_each_kind_is_archived_with_what_the_rules_need(
    kind: SnapshotKind, number: int, expected: dict[str, Any]
) -> None:
    row = rows(sample(kind), kind)[number]
    assert {name: row[name] for name in expected} == expected


def test_the_same_child_has_the_same_keys_in_every_list() -> None:
    kinds = (K.HOUSEHOLD, K.RESIDENCE, K.DISABILITY, K.WELFARE, K.POVERTY, K.DISPATCHED)
    found = [rows(sample(kind), kind)[0] for kind in kinds]
    assert {row["id_key"] for row in found} == {keyed_hash("id", WUYUN)}
    assert len({row["person_key"] for row in found}) == 1
    assert found[0]["person_key"] is not None


def test_a_row_without_a_number_is_listed_and_kept_by_name_birth_and_sex() -> None:
    found = cleaned(sample(K.HOUSEHOLD), K.HOUSEHOLD)
    assert found.table.num_rows == 3
    [issue] = found.issues.report()["rows"]
    assert (issue["row"], issue["column"], issue["code"]) == (4, "id_number", "no_key")


def test_a_row_that_tells_nobody_is_listed_and_left_out() -> None:
    raw = table(
        ["姓名", "身份证号", "死亡日期"], ["无名", "", "2026-01-01"], ["乌云", WUYUN, "2026-01-01"]
    )
    found = cleaned(raw, K.DEATHS)
    assert found.table["row_no"].to_pylist() == [3]
    assert found.issues.rows == {2}


def test_a_roll_call_needs_no_number_where_name_and_school_are_given() -> None:
    found = cleaned(sample(K.ROLL_CALL), K.ROLL_CALL)
    assert found.table.num_rows == 4
    assert not found.issues.rows


def test_a_roll_call_must_say_who_is_there() -> None:
    raw = table(
        ["学籍号", "姓名", "是否在校"], [f"G{WUYUN}", "乌云", ""], [f"G{WUYUN}", "乌云", "是"]
    )
    assert [i["code"] for i in cleaned(raw, K.ROLL_CALL).issues.report()["rows"]] == ["no_presence"]


def test_words_that_are_not_understood_are_told_once_under_their_header() -> None:
    notes = cleaned(sample(K.WELFARE), K.WELFARE).issues.report()["notes"]
    assert notes == {"unknown_word": {"救助类别: 外星": 1}}


def test_a_column_mapped_wrongly_does_not_fill_the_report() -> None:
    many = [[f"甲{n}", id_number(sequence=n), f"词语{n}"] for n in range(1, 200)]
    notes = cleaned(table(["姓名", "身份证号", "对象类别"], *many), K.WELFARE).issues.report()[
        "notes"
    ]
    assert len(notes["unknown_word"]) == 50


def test_a_report_repeats_no_number_and_no_name_from_a_column_mapped_wrongly() -> None:
    who = id_number(sequence=7)
    rows_ = [["甲", who, who], ["乙", id_number(sequence=8), "欧阳娜娜·阿不都热依木"]]
    report = cleaned(table(["姓名", "身份证号", "对象类别"], *rows_), K.WELFARE).issues.report()
    shown = {text.rpartition(": ")[2] for text in report["notes"]["unknown_word"]}
    assert shown == {"1***", "欧***"}


def test_old_numbers_join_with_their_new_form() -> None:
    new = id_number("19900101", 123)
    raw = table(["姓名", "身份证号", "死亡日期"], ["甲", new[:6] + new[8:17], "20260101"])
    [row] = rows(raw, K.DEATHS)
    assert row["id_key"] == keyed_hash("id", new)
    assert row["id_number"] == new[:6] + new[8:17]
    assert (row["birth_date"], row["sex"]) == (date(1990, 1, 1), "1")
