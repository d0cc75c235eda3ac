"""The column names that registry offices use, in the order of their exports.

Kept apart from the product's own header map on purpose: a generator that shared it could not
notice a mistake in it.
"""

from __future__ import annotations

from typing import Final

STUDENT_NO: Final = "学籍号"
NAME: Final = "姓名"
SEX: Final = "性别"
ID_KIND: Final = "身份证件类型"
ID_NUMBER: Final = "身份证件号"
BIRTH_DATE: Final = "出生日期"
SCHOOL_CODE: Final = "学校标识码"
SCHOOL_NAME: Final = "学校名称"
GRADE: Final = "年级"
CLASS_NO: Final = "班号"
STATUS: Final = "学籍状态"
ENTRY_MONTH: Final = "入学年月"
BOARDING: Final = "就读方式"
HOUSEHOLD_REGION: Final = "户口所在地行政区划"
ADDRESS: Final = "现住址"
PHONE: Final = "联系电话"
LEFT_BEHIND: Final = "是否留守儿童"
ORPHAN: Final = "是否孤儿"
MIGRANT: Final = "是否进城务工人员随迁子女"
DISABILITY: Final = "残疾类型"
INCLUSIVE_CLASS: Final = "随班就读"
ORIGIN: Final = "学生来源"
LOCAL_NO: Final = "学籍辅号"
LEAVE_ENDS: Final = "休学止期"
GUARDIAN_NAME: Final = "成员1姓名"
GUARDIAN_RELATION: Final = "成员1关系"
GUARDIAN_PHONE: Final = "成员1联系电话"
GUARDIAN_ID: Final = "成员1身份证件号"

REGISTRY: Final = (
    STUDENT_NO,
    NAME,
    SEX,
    ID_KIND,
    ID_NUMBER,
    BIRTH_DATE,
    SCHOOL_CODE,
    SCHOOL_NAME,
    GRADE,
    CLASS_NO,
    STATUS,
    ENTRY_MONTH,
    BOARDING,
    HOUSEHOLD_REGION,
    ADDRESS,
    PHONE,
    LEFT_BEHIND,
    ORPHAN,
    MIGRANT,
    DISABILITY,
    INCLUSIVE_CLASS,
    ORIGIN,
    LOCAL_NO,
    LEAVE_ENDS,
    GUARDIAN_NAME,
    GUARDIAN_RELATION,
    GUARDIAN_PHONE,
    GUARDIAN_ID,
)
MOVEMENTS: Final = (
    STUDENT_NO,
    NAME,
    ID_NUMBER,
    "异动类型",
    "异动日期",
    "审批日期",
    "审批文号",
    "办理状态",
    "来源学校码",
    "去向学校码",
    "去向学校名称",
    "异动原因",
    "异动说明",
)
TRUTH: Final = ("as_of", "rule", "student_no", "id_number", "expected", "school_code", "note")
ORGANISATIONS: Final = ("code", "name", "level", "parent_code", "stage")

GRADES: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九")


def grade_name(grade: int) -> str:
    """`七年级` for 7."""
    return f"{GRADES[grade - 1]}年级"
