"""What a column is, and the columns that every list of persons may have.

Headers are compared after `plain` (full width, spaces, line breaks and stars removed), so a
variant is listed once. Sources: import and export templates of the national student registry
(学籍系统) and of other departments' lists.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One field: its name in the house, the headers it arrives under, whether a file needs it.

    `tells` marks columns by which a kind of file is recognised.
    """

    field: str
    headers: tuple[str, ...]
    required: bool = False
    tells: bool = False


ID_HEADERS = (
    "身份证件号", "身份证件号码", "身份证号", "身份证号码", "证件号码", "证件号", "公民身份号码", "公民身份证号码",
    "居民身份证号码", "身份号码", "学生身份证号", "儿童身份证号", "本人身份证号",
)  # fmt: skip
STUDENT_HEADERS = (
    "学籍号", "全国学籍号", "个人标识码", "学生学籍号", "学籍号码", "国网学籍号", "全国学籍号码", "学籍编号",
)  # fmt: skip
NAME_HEADERS = (
    "姓名", "学生姓名", "儿童姓名", "人员姓名", "持证人姓名", "残疾人姓名", "对象姓名", "家庭成员姓名", "死者姓名",
    "毕业生姓名", "本人姓名",
)  # fmt: skip
SCHOOL_HEADERS = (
    "学校标识码", "学校代码", "学校编码", "学校码", "学校(机构)标识码", "就读学校标识码", "学籍学校标识码",
    "所在学校标识码", "毕业学校标识码",
)  # fmt: skip
SCHOOL_NAME_HEADERS = (
    "学校名称",
    "就读学校",
    "学校",
    "所在学校",
    "就读学校名称",
    "学籍学校",
    "学籍学校名称",
)
GRADE_HEADERS = ("年级", "年级名称", "所在年级", "就读年级", "所属年级")
CLASS_HEADERS = ("班号", "班级", "班级名称", "所在班级", "班级号", "就读班级")

STUDENT_NO = Column("student_no", STUDENT_HEADERS)
NAME = Column("name", NAME_HEADERS, required=True)
ID_NUMBER = Column("id_number", ID_HEADERS, required=True)
ID_TYPE = Column("id_type", ("身份证件类型", "证件类型", "身份证件类型码", "证件种类"))
SEX = Column("sex", ("性别", "性别码", "性别代码"))
BIRTH_DATE = Column("birth_date", ("出生日期", "出生年月日", "出生年月", "出生时间", "生日"))
LOCAL_NO = Column("local_no", ("学籍辅号", "本市学籍辅号", "学籍副号", "地方学籍号"))
FORMER_NAME = Column("former_name", ("曾用名",))
ETHNIC_GROUP = Column("ethnic_group", ("民族", "民族码", "民族代码"))
HOUSEHOLD_REGION = Column(
    "household_region",
    (
        "户口所在地行政区划", "户口所在地行政区划代码", "户籍地行政区划代码", "户籍地行政区划", "户籍区划代码", "户籍所在地区划",
        "户口所在地", "户籍所在地", "户籍地",
    ),
)  # fmt: skip
RESIDENCE_REGION = Column(
    "residence_region",
    (
        "居住地行政区划代码",
        "居住地行政区划",
        "现住址行政区划代码",
        "居住地区划",
        "现居住地区划",
        "行政区划代码",
        "区划代码",
    ),
)
TOWNSHIP = Column(
    "township",
    (
        "苏木乡镇",
        "乡镇",
        "乡镇(街道)",
        "苏木乡镇(街道)",
        "街道(乡镇)",
        "所属乡镇",
        "镇街",
        "街道",
        "户籍所在乡镇",
        "乡镇街道",
        "乡(镇)",
    ),
)
VILLAGE = Column(
    "village",
    (
        "嘎查村",
        "村",
        "行政村",
        "村(社区)",
        "社区(村)",
        "村(居)",
        "嘎查村(社区)",
        "社区",
        "所属村",
        "村居",
        "居(村)委",
        "村(居)委会",
        "村委会",
        "居委会",
        "居委会(村)",
    ),
)
ADDRESS = Column(
    "address",
    (
        "现住址",
        "家庭地址",
        "家庭住址",
        "住址",
        "详细地址",
        "居住地址",
        "现居住地址",
        "地址",
        "通信地址",
    ),
)
PHONE = Column("phone", ("联系电话", "电话", "手机号码", "手机号", "本人电话", "联系方式"))
NOTE = Column("note", ("备注", "说明", "备注说明"))
SCHOOL_CODE = Column("school_code", SCHOOL_HEADERS)
SCHOOL_NAME = Column("school_name", SCHOOL_NAME_HEADERS)
GRADE = Column("grade", GRADE_HEADERS)
CLASS_NO = Column("class_no", CLASS_HEADERS)


def guardian(number: int, also: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """The columns of one family member (成员1, 成员2) under its official and other names."""
    who = (f"成员{number}", *also)
    field = f"guardian{number}_"
    return (
        Column(f"{field}name", (*(w + "姓名" for w in who), *also)),
        Column(f"{field}relation", tuple(w + "关系" for w in who)),
        Column(
            f"{field}phone",
            tuple(w + tail for w in who for tail in ("联系电话", "电话", "手机号码")),
        ),
        Column(
            f"{field}id",
            tuple(
                w + tail
                for w in who
                for tail in ("身份证件号", "身份证号", "身份证号码", "身份证件号码")
            ),
        ),
    )


GUARDIANS = ("监护人", "家长", "监护人1", "法定监护人", "户主")
PERSON = (
    STUDENT_NO,
    NAME,
    SEX,
    ID_TYPE,
    ID_NUMBER,
    BIRTH_DATE,
    LOCAL_NO,
    FORMER_NAME,
    ETHNIC_GROUP,
    PHONE,
    *guardian(1, GUARDIANS),
    NOTE,
)
PLACE = (HOUSEHOLD_REGION, RESIDENCE_REGION, TOWNSHIP, VILLAGE, ADDRESS)
SCHOOL = (SCHOOL_CODE, SCHOOL_NAME, GRADE, CLASS_NO)
