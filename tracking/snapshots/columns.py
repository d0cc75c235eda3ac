"""The only map from Chinese headers and values to the fields of the house.

Headers are compared after `plain` (full width, spaces, line breaks and stars removed), so a
variant is listed once. Sources: import and export templates of the national student registry
(学籍系统), its code tables of the JY/T 1001 family, GB/T 2261.1.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from models.vocabulary.registry import EnrolStatus, MovementKind, MovementState, Sex
from models.vocabulary.snapshots import SnapshotKind


@dataclass(frozen=True)
class Column:
    """One field: its name in the house, the headers it arrives under, whether a file needs it."""

    field: str
    headers: tuple[str, ...]
    required: bool = False


def plain(text: str) -> str:
    """A header or code word without the dressing that exports put around it."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s★*'\"\ufeff\u200b]", "", folded)


ID_HEADERS = ("身份证件号", "身份证件号码", "身份证号", "身份证号码", "证件号码", "公民身份号码")
STUDENT_HEADERS = ("学籍号", "全国学籍号", "个人标识码", "学生学籍号", "学籍号码", "国网学籍号")
PLACES = ("一", "二", "三", "四", "五", "六", "七", "八", "九")


def member(number: int) -> tuple[Column, ...]:
    """The columns of one family member (成员1, 成员2)."""
    who = f"成员{number}"
    also = ("监护人", "家长") if number == 1 else ()
    return (
        Column(f"guardian{number}_name", (who + "姓名", *(a + "姓名" for a in also))),
        Column(f"guardian{number}_relation", (who + "关系", *(a + "关系" for a in also))),
        Column(
            f"guardian{number}_phone",
            (
                who + "联系电话",
                who + "电话",
                *(a + "联系电话" for a in also),
                *(a + "电话" for a in also),
            ),
        ),
        Column(
            f"guardian{number}_id",
            (who + "身份证件号", who + "身份证号", *(a + "身份证号" for a in also)),
        ),
    )


REGISTRY = (
    Column("student_no", STUDENT_HEADERS, required=True),
    Column("name", ("姓名", "学生姓名"), required=True),
    Column("sex", ("性别", "性别码"), required=True),
    Column("id_type", ("身份证件类型", "证件类型", "身份证件类型码")),
    Column("id_number", ID_HEADERS, required=True),
    Column("birth_date", ("出生日期", "出生年月日", "出生年月"), required=True),
    Column(
        "school_code",
        ("学校标识码", "学校代码", "学校编码", "学校码", "学校(机构)标识码", "就读学校标识码"),
        required=True,
    ),
    Column("school_name", ("学校名称", "就读学校", "学校", "所在学校")),
    Column("grade", ("年级", "年级名称", "所在年级", "就读年级"), required=True),
    Column("class_no", ("班号", "班级", "班级名称", "所在班级", "班级号")),
    Column("status", ("学籍状态", "学生状态", "学生当前状态", "当前状态", "就读状态", "在校状态")),
    Column("entered_in", ("入学年月", "入学时间", "入学日期")),
    Column("boarding", ("就读方式",)),
    Column("household_region", ("户口所在地行政区划", "户口所在地行政区划代码", "户口所在地")),
    Column("address", ("现住址", "家庭地址", "家庭住址")),
    Column("phone", ("联系电话", "电话", "手机号码")),
    Column("left_behind", ("是否留守儿童", "留守儿童", "是否留守")),
    Column("orphan", ("是否孤儿", "孤儿")),
    Column("migrant", ("是否进城务工人员随迁子女", "是否随迁子女", "随迁子女")),
    Column("disability", ("残疾类型", "残疾类别")),
    Column("inclusive", ("随班就读", "是否随班就读")),
    Column("origin", ("学生来源",)),
    Column("local_no", ("学籍辅号", "本市学籍辅号", "学籍副号")),
    Column("leave_until", ("休学止期", "休学截止日期", "休学结束日期", "休学终止日期")),
    *member(1),
    *member(2),
)

MOVEMENTS = (
    Column("student_no", STUDENT_HEADERS, required=True),
    Column("name", ("姓名", "学生姓名")),
    Column("id_number", ID_HEADERS),
    Column("kind", ("异动类型", "异动类别", "变动类型"), required=True),
    Column("moved_on", ("异动日期", "异动时间", "申请日期"), required=True),
    Column("approved_on", ("审批日期", "批准日期", "办结日期")),
    Column("approval_no", ("审批文号", "批准文号")),
    Column("state", ("办理状态", "审批状态", "业务状态", "状态")),
    Column("from_school", ("来源学校码", "来源学校标识码", "转出学校标识码", "原学校标识码")),
    Column("from_school_name", ("来源学校名称", "来源学校", "转出学校名称")),
    Column("to_school", ("去向学校码", "去向学校标识码", "转入学校标识码")),
    Column("to_school_name", ("去向学校名称", "去向学校", "转入学校名称")),
    Column("cause", ("异动原因", "原因")),
    Column("note", ("异动说明", "说明", "备注")),
)

COLUMNS: dict[SnapshotKind, tuple[Column, ...]] = {
    SnapshotKind.REGISTRY: REGISTRY,
    SnapshotKind.MOVEMENTS: MOVEMENTS,
}


def header_fields(kind: SnapshotKind) -> dict[str, str]:
    """Plain header → field for one kind of file."""
    return {plain(header): c.field for c in COLUMNS[kind] for header in c.headers}


SEX = {"男": Sex.MALE, "男性": Sex.MALE, "1": Sex.MALE, "01": Sex.MALE, "M": Sex.MALE} | {
    "女": Sex.FEMALE,
    "女性": Sex.FEMALE,
    "2": Sex.FEMALE,
    "02": Sex.FEMALE,
    "F": Sex.FEMALE,
}

S = EnrolStatus
STATUS: dict[str, EnrolStatus] = {
    **dict.fromkeys(
        ("在读", "在校", "正常", "在籍", "在籍在校", "01", "1", "是", "复学", "05", "5"), S.STUDYING
    ),
    **dict.fromkeys(("休学", "02", "2", "休学中"), S.SUSPENDED),
    **dict.fromkeys(("转学办理中", "转学中", "转出办理中"), S.TRANSFERRING),
    **dict.fromkeys(("转学", "转出", "转学(转出)", "已转出", "10"), S.TRANSFERRED),
    **dict.fromkeys(("毕业", "结业", "肄业", "07", "7", "08", "8", "09", "9"), S.GRADUATED),
    **dict.fromkeys(("退学", "03", "3"), S.WITHDRAWN),
    **dict.fromkeys(("停学", "04", "4"), S.STOPPED),
    **dict.fromkeys(("流失", "06", "6"), S.DRIFTED),
    **dict.fromkeys(("辍学", "疑似辍学", "28"), S.DROPPED_OUT),
    **dict.fromkeys(("开除", "开除学籍", "14"), S.EXPELLED),
    **dict.fromkeys(("下落不明", "失踪", "失联", "15"), S.WHEREABOUTS_UNKNOWN),
    **dict.fromkeys(("其他离校", "离校", "其它离校", "不在校", "否"), S.LEFT_OTHERWISE),
    **dict.fromkeys(("死亡", "11"), S.DEAD),
    **dict.fromkeys(("出国", "出国(境)", "出境", "公派出国", "13"), S.ABROAD),
}

M = MovementKind
MOVEMENT: dict[str, MovementKind] = {
    **dict.fromkeys(("转学(转出)", "转出", "转学转出", "调出", "21"), M.TRANSFER_OUT),
    **dict.fromkeys(("转学(转入)", "转入", "转学转入", "调入", "22"), M.TRANSFER_IN),
    **dict.fromkeys(("休学", "11"), M.SUSPEND),
    **dict.fromkeys(("复学", "回国复学", "恢复学籍", "12", "08", "17"), M.RESUME),
    **dict.fromkeys(("毕业", "结业", "肄业", "提前毕业", "61", "62", "63"), M.GRADUATE),
    **dict.fromkeys(("死亡", "51"), M.DEATH),
    **dict.fromkeys(("出国", "出国(境)", "出境", "出国出境"), M.ABROAD),
    **dict.fromkeys(
        (
            "退学",
            "停学",
            "辍学",
            "流失",
            "其他离校",
            "其它离校",
            "下落不明",
            "开除学籍",
            "13",
            "31",
            "42",
        ),
        M.LEAVE,
    ),
    **dict.fromkeys(("删除", "取消学籍", "注销学籍", "删除学籍", "18"), M.DELETE),
}

STATE: dict[str, MovementState] = {
    **dict.fromkeys(
        ("办结", "已办结", "完成", "已完成", "通过", "审批通过", "审核通过", "同意"),
        MovementState.DONE,
    ),
    **dict.fromkeys(
        ("在办", "办理中", "审核中", "待审核", "待办", "申请", "已申请", "未办结"),
        MovementState.OPEN,
    ),
    **dict.fromkeys(
        ("退回", "驳回", "撤销", "不通过", "审核不通过", "拒绝", "不同意", "作废"),
        MovementState.REFUSED,
    ),
}

YES = frozenset({"是", "1", "有", "Y", "TRUE", "true"})
LEFT_BEHIND = {
    "非留守儿童": 0,
    "否": 0,
    "0": 0,
    "单亲留守儿童": 1,
    "单亲留守": 1,
    "1": 1,
    "是": 1,
} | {
    "双亲留守儿童": 2,
    "双亲留守": 2,
    "2": 2,
}
NO_DISABILITY = frozenset({"", "无残疾", "无", "否", "0"})
NOT_INCLUSIVE = frozenset({"", "非随班就读", "否", "0"})

HIGH_SCHOOL = re.compile(r"^高(中)?[一二三123]")
GRADE_WORDS = {
    **{f"{p}{tail}": n for n, p in enumerate(PLACES, 1) for tail in ("年级", "年")},
    **{f"小学{p}年级": n for n, p in enumerate(PLACES[:6], 1)},
    **{f"小{p}": n for n, p in enumerate(PLACES[:6], 1)},
    **{
        f"{head}{p}{tail}": n + 6
        for n, p in enumerate(PLACES[:3], 1)
        for head in ("初", "初中")
        for tail in ("", "年级")
    },
    **{p: n for n, p in enumerate(PLACES, 1)},
}
UPPER_GRADE = 10  # anything beyond compulsory education


def grade_of(text: str) -> int | None:
    """Grade 1–9 from words or digits (一年级, 初一, 7, 07, 七年级3班 …); None if not understood."""
    word = plain(text)
    if HIGH_SCHOOL.match(word):
        return UPPER_GRADE
    if found := re.match(r"^(?:小学)?0?([1-9])(?:年级|年)?(?:\D|$)", word):
        return int(found[1])
    if found := re.match(r"^初中?0?([123])(?:年级)?$", word):
        return int(found[1]) + 6
    if re.fullmatch(r"1[0-2](年级)?", word):
        return UPPER_GRADE
    if word in GRADE_WORDS:
        return GRADE_WORDS[word]
    found = re.match(r"^(?:[^一二三四五六七八九]{0,3})(初?[一二三四五六七八九](?:年级)?)", word)
    return GRADE_WORDS.get(found[1]) if found else None
