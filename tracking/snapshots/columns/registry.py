"""Files of the student registry itself: roster, movements, roll call and graduates."""

from __future__ import annotations

from dataclasses import replace

from tracking.snapshots.columns.column import (
    ADDRESS,
    BIRTH_DATE,
    CLASS_NO,
    ETHNIC_GROUP,
    FORMER_NAME,
    GRADE,
    HOUSEHOLD_REGION,
    ID_NUMBER,
    ID_TYPE,
    LOCAL_NO,
    NAME,
    PERSON,
    PHONE,
    RESIDENCE_REGION,
    SCHOOL,
    SCHOOL_CODE,
    SCHOOL_NAME,
    SEX,
    STUDENT_NO,
    Column,
    guardian,
)

REGISTRY = (
    replace(STUDENT_NO, required=True),
    NAME,
    replace(SEX, required=True),
    ID_TYPE,
    ID_NUMBER,
    replace(BIRTH_DATE, required=True),
    replace(SCHOOL_CODE, required=True),
    SCHOOL_NAME,
    replace(GRADE, required=True),
    CLASS_NO,
    Column(
        "status",
        (
            "学籍状态",
            "学生状态",
            "学生当前状态",
            "当前状态",
            "就读状态",
            "在校状态",
            "学生当前状态码",
        ),
        tells=True,
    ),
    Column("in_school", ("是否在校", "是否在籍在校")),
    Column("reported", ("是否报到", "报到状态", "学生报到", "注册状态", "是否注册")),
    Column("entered_in", ("入学年月", "入学时间", "入学日期"), tells=True),
    Column("boarding", ("就读方式", "就读方式码"), tells=True),
    HOUSEHOLD_REGION,
    Column("household_nature", ("户口性质", "户口性质码")),
    ETHNIC_GROUP,
    RESIDENCE_REGION,
    ADDRESS,
    PHONE,
    Column("left_behind", ("是否留守儿童", "留守儿童", "是否留守")),
    Column("orphan", ("是否孤儿", "孤儿")),
    Column("migrant", ("是否进城务工人员随迁子女", "是否随迁子女", "随迁子女")),
    Column("disability", ("残疾类型", "残疾类别", "残疾类型码")),
    Column("disability_level", ("残疾程度", "残疾等级")),
    Column("inclusive", ("随班就读", "是否随班就读", "随班就读码")),
    Column("placement", ("特教就读类型", "特教安置方式", "安置方式")),
    Column("origin", ("学生来源", "学生来源码")),
    LOCAL_NO,
    FORMER_NAME,
    Column("leave_from", ("休学起期", "休学开始日期", "休学起始日期", "休学日期")),
    Column("leave_until", ("休学止期", "休学截止日期", "休学结束日期", "休学终止日期")),
    Column("teacher_name", ("班主任", "班主任姓名")),
    Column("teacher_phone", ("班主任电话", "班主任联系电话")),
    *guardian(1, ("监护人", "家长", "监护人1")),
    *guardian(2, ("监护人2",)),
)

MOVEMENTS = (
    replace(STUDENT_NO, required=True),
    replace(NAME, required=False),
    replace(ID_NUMBER, required=False),
    LOCAL_NO,
    Column("kind", ("异动类型", "异动类别", "变动类型", "异动类别码"), required=True, tells=True),
    Column("moved_on", ("异动日期", "异动时间", "申请日期"), required=True, tells=True),
    Column("approved_on", ("审批日期", "批准日期", "办结日期"), tells=True),
    Column("approval_no", ("审批文号", "批准文号"), tells=True),
    Column("state", ("办理状态", "审批状态", "业务状态", "状态")),
    Column("until", ("休学止期", "休学截止日期", "截止日期", "拟复学日期")),
    Column("from_school", ("来源学校码", "来源学校标识码", "转出学校标识码", "原学校标识码")),
    Column("from_school_name", ("来源学校名称", "来源学校", "转出学校名称")),
    Column("to_school", ("去向学校码", "去向学校标识码", "转入学校标识码")),
    Column("to_school_name", ("去向学校名称", "去向学校", "转入学校名称")),
    Column("from_grade", ("原年级", "异动前年级")),
    Column("to_grade", ("现年级", "异动后年级")),
    Column("cause", ("异动原因", "原因", "异动原因码")),
    Column("note", ("异动说明", "说明", "备注")),
)

ROLL_CALL = (
    *(replace(c, required=c.field == "name") for c in PERSON),
    *SCHOOL,
    Column(
        "presence",
        (
            "在校情况",
            "是否在校",
            "出勤状态",
            "考勤状态",
            "考勤结果",
            "到校情况",
            "在校核实结果",
            "在校核实情况",
            "核实结果",
            "是否到校",
            "出勤情况",
            "在校状态",
            "点名结果",
            "是否实际在校",
            "实际在校情况",
            "核实状态",
        ),
        required=True,
        tells=True,
    ),
    Column(
        "called_on",
        ("考勤日期", "核实日期", "点名日期", "日期", "核查日期", "统计日期"),
        tells=True,
    ),
    Column(
        "absent_since",
        ("缺勤开始日期", "离校日期", "最后在校日期", "未到校起始日期", "缺勤起始日期"),
        tells=True,
    ),
    Column("absent_days", ("缺勤天数", "连续缺勤天数", "未到校天数", "旷课天数"), tells=True),
    Column("reported", ("是否报到", "报到状态", "学生报到"), tells=True),
    Column("actual_school", ("实际就读学校标识码", "实际学校标识码")),
    Column("actual_school_name", ("实际就读学校", "实际就读学校名称", "现就读学校")),
    Column("cause", ("缺勤原因", "未到校原因", "不在校原因", "原因", "请假原因"), tells=True),
)

GRADUATES = (
    *(replace(c, required=c.field == "name") for c in PERSON),
    *(
        replace(c, headers=("毕业学校", "毕业学校名称", *c.headers))
        if c.field == "school_name"
        else c
        for c in SCHOOL
    ),
    Column(
        "graduated_on",
        ("毕业年月", "毕业日期", "毕业时间", "毕业年份", "毕业年度"),
        required=True,
        tells=True,
    ),
    Column("result", ("毕业结果", "毕业类型", "毕结业", "毕业情况", "毕业状态"), tells=True),
    Column(
        "to_school",
        ("升入学校标识码", "去向学校标识码", "录取学校标识码", "初中学校标识码", "对口初中标识码"),
    ),
    Column(
        "to_school_name",
        ("升入学校", "去向学校", "录取学校", "升入初中", "对口初中", "毕业去向"),
        tells=True,
    ),
    HOUSEHOLD_REGION,
    ADDRESS,
)
