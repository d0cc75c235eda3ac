from __future__ import annotations

import pytest

from models.vocabulary.lists import DisabilityKind, PovertyKind, Presence, RegisterEnd, WelfareKind
from models.vocabulary.registry import EnrolStatus, MovementKind
from models.vocabulary.snapshots import SnapshotKind
from tests.unit.snapshots.lists import sample
from tracking.snapshots.columns import COLUMNS, grade_of, header_fields, kind_of
from tracking.snapshots.columns.codes import (
    ETHNIC_GROUP,
    ID_TYPE,
    LEFT_BEHIND_WORDS,
    movement_words,
    status_words,
)
from tracking.snapshots.columns.list_codes import (
    DISABILITY,
    LEVEL,
    PLACEMENT,
    POVERTY,
    PRESENCE,
    REGISTER_END,
    WELFARE,
)
from tracking.snapshots.form import FORMS, SEALED_FIELDS
from tracking.snapshots.reading.plain import plain

K = SnapshotKind
REGISTRY = [
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


def test_every_kind_has_a_column_map_a_form_and_sealed_fields() -> None:
    assert set(COLUMNS) == set(FORMS) == set(SEALED_FIELDS) == set(SnapshotKind)


@pytest.mark.parametrize("kind", list(SnapshotKind))
def test_no_identifying_field_stands_in_clear(kind: SnapshotKind) -> None:
    assert not (set(SEALED_FIELDS[kind]) - {"id_type", "relation"}) & set(FORMS[kind].names)


@pytest.mark.parametrize("kind", list(SnapshotKind))
def test_a_field_stands_once_in_a_map(kind: SnapshotKind) -> None:
    fields = [column.field for column in COLUMNS[kind]]
    assert len(fields) == len(set(fields))


@pytest.mark.parametrize("kind", [k for k in SnapshotKind if k is not K.REGISTRY])
def test_the_sample_of_each_kind_is_recognised(kind: SnapshotKind) -> None:
    assert kind_of(sample(kind).columns) is kind


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (REGISTRY, K.REGISTRY),
        ([*REGISTRY, "残疾类型", "是否孤儿", "是否在校", "户口所在地"], K.REGISTRY),
        (["姓名", "身份证号"], None),
        (["户籍地", "乡镇"], None),
        (["姓名", "身份证号", "儿童类别", "残疾类别"], None),
        ([], None),
    ],
)
def test_a_kind_is_only_told_when_it_is_certain(
    headers: list[str], kind: SnapshotKind | None
) -> None:
    assert kind_of(headers) is kind


@pytest.mark.parametrize(
    "header",
    [
        "学校标识码★",
        "学 校 标 识 码",
        "学校\n标识码",
        "学校(机构)标识码",
        "学校（机构）标识码",
        " *学校标识码* ",
    ],
)
def test_headers_are_read_whatever_their_dressing(header: str) -> None:
    assert header_fields(K.REGISTRY)[plain(header)] == "school_code"


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("一年级", 1),
        ("1", 1),
        ("01", 1),
        ("小学一年级", 1),
        ("3.0", 3),
        ("七年级", 7),
        ("初一", 7),
        ("初中三年级", 9),
        ("八年级(3)班", 8),
        ("八年级（3）班", 8),
        ("7年级2班", 7),
        ("七(2)班", 7),
        ("高一", 10),
        ("2023级", None),
        ("幼儿园大班", None),
        ("", None),
    ],
)
def test_grades_are_read_in_words_and_figures(text: str, grade: int | None) -> None:
    assert grade_of(text) == grade


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1-单亲留守儿童", "1"),
        ("双亲留守儿童", "2"),
        ("0", "0"),
        ("2.0", "2"),
        ("非留守儿童", "0"),
        ("？", None),
    ],
)
def test_left_behind_is_read_as_word_code_or_both(text: str, code: str | None) -> None:
    assert LEFT_BEHIND_WORDS.read(text) == code


def test_status_codes_follow_the_table_that_the_column_uses() -> None:
    national = status_words(["01", "02", "11", "13"])
    assert national.read("11") == EnrolStatus.DEAD
    assert national.read("13") == EnrolStatus.ABROAD
    platform = status_words(["11", "13", "23", "28"])
    assert platform.read("11") == EnrolStatus.STUDYING
    assert platform.read("23") == EnrolStatus.SUSPENDED
    assert platform.read("28") == EnrolStatus.DROPPED_OUT
    assert platform.read("休学") == EnrolStatus.SUSPENDED


def test_movement_codes_follow_the_table_that_the_column_uses() -> None:
    assert movement_words(["21", "22", "11"]).read("21") == MovementKind.TRANSFER_OUT
    platform = movement_words(["21", "27", "33", "11"])
    assert platform.read("21") == MovementKind.GRADUATE
    assert platform.read("27") == MovementKind.TRANSFER_OUT
    assert platform.read("33") == MovementKind.REPEAT
    assert movement_words(["关键数据变更"]).read("关键数据变更") == MovementKind.CORRECTION


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("是", Presence.PRESENT),
        ("1", Presence.PRESENT),
        ("到校", Presence.PRESENT),
        ("未到校", Presence.ABSENT),
        ("不在校", Presence.ABSENT),
        ("旷课3天", Presence.ABSENT),
        ("病假", Presence.EXCUSED),
        ("长期请假", Presence.EXCUSED),
        ("休学中", Presence.SUSPENDED),
        ("送教上门", Presence.HOME_TAUGHT),
        ("外省借读", Presence.ELSEWHERE),
        ("失联", Presence.UNREACHED),
        ("疑似辍学", Presence.LEFT),
        ("蓝色", None),
    ],
)
def test_presence_is_read_with_negations_first(text: str, presence: Presence | None) -> None:
    assert PRESENCE.read(text) == presence


def test_words_of_departments_become_codes() -> None:
    assert DISABILITY.read("视力残疾") == DisabilityKind.VISUAL
    assert DISABILITY.read("多重残疾(视力、智力)") == DisabilityKind.MULTIPLE
    assert DISABILITY.read("无残疾") == ""
    assert [LEVEL.read(t) for t in ("一级", "2级", "叁级", "4", "04")] == ["1", "2", "3", "4", "4"]
    assert WELFARE.read("低保、事实无人抚养儿童") == WelfareKind.UNATTENDED
    assert WELFARE.read("低保边缘家庭") == WelfareKind.LOW_INCOME
    assert POVERTY.read("脱贫不稳定户") == PovertyKind.UNSTABLE
    assert POVERTY.read("边缘易致贫户") == PovertyKind.MARGINAL
    assert REGISTER_END.read("户口迁往市外") == RegisterEnd.MOVED
    assert REGISTER_END.read("正常") == ""
    assert PLACEMENT.read("普通学校特教班") == "special_class"
    assert [ETHNIC_GROUP.read(t) for t in ("蒙古族", "汉", "2", "56")] == ["02", "01", "02", "56"]
    assert [ID_TYPE.read(t) for t in ("居民身份证", "1-居民身份证", "A", "外国护照")] == [
        "1",
        "1",
        "A",
        "A",
    ]
