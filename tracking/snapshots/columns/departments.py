"""Lists of other departments: each has persons, where they live, and what it is about."""

from __future__ import annotations

from dataclasses import replace

from tracking.snapshots.columns.column import (
    ADDRESS,
    HOUSEHOLD_REGION,
    PERSON,
    PLACE,
    SCHOOL,
    Column,
)

HOUSEHOLD_NO = Column("household_no", ("户编号", "户号", "家庭编号", "户籍编号", "户口簿号"))
RELATION = Column("relation", ("与户主关系", "与申请人关系", "家庭关系", "与户主的关系"))
SINCE = Column(
    "since",
    (
        "认定日期",
        "认定时间",
        "享受时间",
        "享受起始日期",
        "纳入时间",
        "识别时间",
        "登记日期",
        "起始日期",
    ),
)
VALID_UNTIL = Column(
    "valid_until",
    ("有效期至", "有效期止", "有效期截止日期", "有效期", "到期日期", "截止日期", "证件有效期"),
)
SCHOOLING = Column(
    "schooling", ("在校生状况", "就学情况", "就读情况", "入学情况", "在校情况", "就学状况")
)

HOUSEHOLD = (
    *PERSON,
    replace(
        HOUSEHOLD_REGION,
        headers=(*HOUSEHOLD_REGION.headers, "省市县(区)", "行政区划代码", "区划代码"),
        tells=True,
    ),
    *(c for c in PLACE if c.field in {"township", "village"}),
    replace(
        ADDRESS,
        headers=("户籍地址", "户籍住址", "户籍详细地址", "户口地址", *ADDRESS.headers),
        tells=True,
    ),
    replace(HOUSEHOLD_NO, tells=True),
    replace(RELATION, tells=True),
    Column("state", ("户口状态", "人员状态", "户籍状态", "人口状态", "注销标识"), tells=True),
    Column("ended_on", ("注销日期", "迁出日期", "户口注销日期")),
    Column("police_station", ("派出所", "所属派出所", "户籍派出所", "管辖派出所"), tells=True),
)

RESIDENCE = (
    *PERSON,
    replace(
        HOUSEHOLD_REGION,
        headers=("户籍地行政区划代码", "原户籍地", "户籍地址", *HOUSEHOLD_REGION.headers),
    ),
    *(c for c in PLACE if c.field not in {"household_region", "address"}),
    replace(
        ADDRESS,
        headers=("居住地址", "现居住地址", "居住地详址", "暂住地址", *ADDRESS.headers),
        tells=True,
    ),
    Column(
        "permit_no", ("居住证号", "居住证编号", "居住登记号", "暂住证号", "居住证号码"), tells=True
    ),
    Column("permit", ("登记类型", "证件状态", "居住证状态", "人口类别", "居住类型"), tells=True),
    Column(
        "since",
        (
            "居住登记日期",
            "签发日期",
            "发证日期",
            "登记日期",
            "来本地日期",
            "居住起始日期",
            "流入时间",
        ),
        tells=True,
    ),
    replace(VALID_UNTIL, tells=True),
    *SCHOOL,
    SCHOOLING,
)

DISABILITY = (
    *PERSON,
    *PLACE,
    Column(
        "category", ("残疾类别", "残疾类型", "残疾种类", "残疾类别名称"), required=True, tells=True
    ),
    Column("level", ("残疾等级", "残疾程度", "残疾级别", "残疾等级名称"), tells=True),
    Column(
        "certificate_no",
        ("残疾人证号", "残疾证号", "残疾证号码", "残疾人证号码", "证号"),
        tells=True,
    ),
    Column("since", ("发证日期", "首次发证日期", "签发日期", "评定日期", "初次领证日期")),
    VALID_UNTIL,
    Column(
        "placement",
        (
            "安置方式",
            "入学安置",
            "教育安置方式",
            "就学方式",
            "特教就读类型",
            "安置情况",
            "入学方式",
        ),
        tells=True,
    ),
    *SCHOOL,
    SCHOOLING,
)

WELFARE = (
    *PERSON,
    *PLACE,
    Column(
        "category",
        (
            "救助类别",
            "对象类别",
            "保障类别",
            "儿童类别",
            "困境类型",
            "困境儿童类型",
            "救助类型",
            "人员类别",
            "对象类型",
            "保障类型",
            "儿童类型",
            "民政对象类别",
            "类别",
            "留守类型",
        ),
        required=True,
        tells=True,
    ),
    replace(SINCE, tells=True),
    VALID_UNTIL,
    HOUSEHOLD_NO,
    RELATION,
    Column(
        "benefit_state", ("享受状态", "保障状态", "救助状态", "在保状态", "人员状态"), tells=True
    ),
    *SCHOOL,
    SCHOOLING,
)

POVERTY = (
    *PERSON,
    *PLACE,
    Column(
        "category",
        (
            "户类型",
            "监测对象类别",
            "农户类型",
            "脱贫户类型",
            "户类别",
            "监测类型",
            "脱贫属性",
            "监测对象类型",
        ),
        tells=True,
    ),
    replace(HOUSEHOLD_NO, required=True),
    Column("person_no", ("人编号", "人员编号"), tells=True),
    RELATION,
    SINCE,
    Column("risk_ended", ("风险是否已消除", "风险是否消除", "是否消除风险"), tells=True),
    replace(SCHOOLING, tells=True),
    Column("education", ("文化程度", "文化水平"), tells=True),
    Column(
        "unschooled_cause",
        ("义务教育阶段未上学原因", "未上学原因", "失学辍学原因", "失学原因"),
        tells=True,
    ),
    Column(
        "out_of_school",
        ("是否义务教育阶段适龄儿童少年失学辍学", "是否失学辍学", "是否辍学", "失学辍学"),
        tells=True,
    ),
    Column("health", ("健康状况", "身体状况")),
    *SCHOOL,
)

DISPATCHED = (
    *PERSON,
    *PLACE,
    *SCHOOL,
    Column(
        "category",
        ("疑似类型", "疑似情形", "线索类型", "疑似辍学类型", "比对结果", "数据类型", "问题类型"),
        tells=True,
    ),
    Column("source", ("线索来源", "下发单位", "数据来源", "来源"), tells=True),
    Column("batch", ("下发批次", "批次", "批次号", "下发文号", "任务编号"), tells=True),
    Column(
        "dispatched_on", ("下发日期", "下发时间", "推送日期", "推送时间", "派发日期"), tells=True
    ),
    Column(
        "due_on", ("核查截止日期", "核查期限", "反馈截止日期", "办理期限", "截止日期"), tells=True
    ),
    Column("result", ("核查结果", "核实结果", "核查情况", "处理结果"), tells=True),
    Column("left_on", ("离校日期", "辍学日期", "辍学年月", "离校时间")),
)

DEATHS = (
    *PERSON,
    *PLACE,
    Column(
        "ended_on",
        ("死亡日期", "死亡时间", "注销日期", "户口注销日期", "销户日期", "注销时间"),
        required=True,
        tells=True,
    ),
    Column(
        "category", ("注销原因", "注销类型", "注销类别", "销户原因", "户口注销原因"), tells=True
    ),
    Column("cause", ("死亡原因", "死因"), tells=True),
    Column("certificate_no", ("死亡证明编号", "死亡医学证明编号", "证明编号"), tells=True),
    RELATION,
)
