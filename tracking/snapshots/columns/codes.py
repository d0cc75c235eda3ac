"""Words and codes of the student registry. Sources: JY/T 1001 family, GB/T 2261.1, GB/T 3304."""

from __future__ import annotations

from collections.abc import Iterable

from models.vocabulary.registry import EnrolStatus, MovementKind, MovementState, Sex
from tracking.snapshots.columns.words import Words

SEX = {
    **dict.fromkeys(("男", "男性", "1", "01", "M"), Sex.MALE),
    **dict.fromkeys(("女", "女性", "2", "02", "F"), Sex.FEMALE),
}

SEX_WORDS = Words({**SEX})

S = EnrolStatus
STATUS: dict[str, EnrolStatus] = {
    **dict.fromkeys(
        ("在读", "在校", "正常", "在籍", "在籍在校", "01", "1", "是", "复学", "05", "5", "在校生"),
        S.STUDYING,
    ),
    **dict.fromkeys(("休学", "02", "2", "休学中"), S.SUSPENDED),
    **dict.fromkeys(("转学办理中", "转学中", "转出办理中"), S.TRANSFERRING),
    **dict.fromkeys(("转学", "转出", "转学(转出)", "已转出", "10"), S.TRANSFERRED),
    **dict.fromkeys(("毕业", "结业", "肄业", "07", "7", "08", "8", "09", "9"), S.GRADUATED),
    **dict.fromkeys(("退学", "03", "3"), S.WITHDRAWN),
    **dict.fromkeys(("停学", "04", "4"), S.STOPPED),
    **dict.fromkeys(("流失", "06", "6"), S.DRIFTED),
    **dict.fromkeys(("辍学", "疑似辍学"), S.DROPPED_OUT),
    **dict.fromkeys(("开除", "开除学籍", "14"), S.EXPELLED),
    **dict.fromkeys(("下落不明", "失踪", "失联", "15"), S.WHEREABOUTS_UNKNOWN),
    **dict.fromkeys(("其他离校", "离校", "其它离校", "不在校", "否"), S.LEFT_OTHERWISE),
    **dict.fromkeys(("死亡", "11"), S.DEAD),
    **dict.fromkeys(("出国", "出国(境)", "出境", "公派出国", "13"), S.ABROAD),
}
# School platforms number states by the act that led to them; three codes mean something else.
PLATFORM_STATUS: dict[str, EnrolStatus] = {
    **dict.fromkeys(("11", "12", "13", "31", "32", "33", "41"), S.STUDYING),
    **dict.fromkeys(("招生", "转入", "升级", "调班", "留级", "导入"), S.STUDYING),
    **dict.fromkeys(("21", "22"), S.GRADUATED),
    "23": S.SUSPENDED,
    "24": S.WITHDRAWN,
    "25": S.EXPELLED,
    "26": S.DEAD,
    "27": S.TRANSFERRED,
    "28": S.DROPPED_OUT,
}

M = MovementKind
MOVEMENT: dict[str, MovementKind] = {
    **dict.fromkeys(("转学(转出)", "转出", "转学转出", "调出", "21"), M.TRANSFER_OUT),
    **dict.fromkeys(("转学(转入)", "转入", "转学转入", "调入", "22"), M.TRANSFER_IN),
    **dict.fromkeys(("休学", "11"), M.SUSPEND),
    **dict.fromkeys(("复学", "回国复学", "恢复学籍", "12", "08", "8", "17"), M.RESUME),
    **dict.fromkeys(("毕业", "结业", "肄业", "提前毕业", "61", "62", "63"), M.GRADUATE),
    **dict.fromkeys(("死亡", "51"), M.DEATH),
    **dict.fromkeys(("出国", "出国(境)", "出境", "出国出境", "公派出国"), M.ABROAD),
    **dict.fromkeys(
        (
            "退学", "停学", "辍学", "流失", "其他离校", "其它离校", "离校", "下落不明", "开除", "开除学籍", "13", "31", "42",
        ),
        M.LEAVE,
    ),
    **dict.fromkeys(("删除", "取消学籍", "注销学籍", "删除学籍", "取消入学资格", "16", "18"), M.DELETE),
    **dict.fromkeys(("留级", "降级", "02", "2", "03", "3"), M.REPEAT),
    **dict.fromkeys(("跳级", "04", "4"), M.SKIP),
    **dict.fromkeys(("关键数据变更", "关键信息变更", "信息变更", "数据变更"), M.CORRECTION),
    **dict.fromkeys(
        (
            "其他", "其它", "转班级", "调班", "转班", "升级", "招生", "导入", "保留入学资格", "恢复入学资格", "保留学籍", "借读",
            "14", "15", "19", "29", "99",
        ),
        M.OTHER,
    ),
}  # fmt: skip
PLATFORM_MOVEMENT: dict[str, MovementKind] = {
    **dict.fromkeys(("11", "31", "32", "41"), M.OTHER),
    "12": M.RESUME,
    "13": M.TRANSFER_IN,
    **dict.fromkeys(("21", "22"), M.GRADUATE),
    "23": M.SUSPEND,
    **dict.fromkeys(("24", "25", "28"), M.LEAVE),
    "26": M.DEATH,
    "27": M.TRANSFER_OUT,
    "33": M.REPEAT,
}


def _chosen(values: Iterable[str], standard: dict[str, str], platform: dict[str, str]) -> Words:
    """The table that a column's values belong to; codes that only one of them has decide."""
    codes = {value for value in values if value.isdigit()}
    is_platform = codes & (platform.keys() - standard.keys())
    is_standard = codes & (standard.keys() - platform.keys())
    if is_platform and not is_standard:
        return Words({**standard, **platform})
    return Words({**platform, **standard})


def status_words(values: Iterable[str]) -> Words:
    """How the registry states of one column are read."""
    return _chosen(values, {**STATUS}, {**PLATFORM_STATUS})


def movement_words(values: Iterable[str]) -> Words:
    """How the kinds of movement of one column are read."""
    return _chosen(values, {**MOVEMENT}, {**PLATFORM_MOVEMENT})


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

YES = frozenset(
    {
        "是",
        "1",
        "01",
        "有",
        "Y",
        "y",
        "TRUE",
        "true",
        "YES",
        "√",
        "已报到",
        "已注册",
        "已消除",
        "在校",
    }
)
NO = frozenset(
    {
        "否",
        "0",
        "00",
        "无",
        "N",
        "n",
        "FALSE",
        "false",
        "NO",
        "×",
        "未报到",
        "未注册",
        "未消除",
        "不在校",
        "不是",
    }
)
LEFT_BEHIND = {
    **dict.fromkeys(("非留守儿童", "非留守", "否", "0", "00"), 0),
    **dict.fromkeys(("单亲留守儿童", "单亲留守", "1", "01", "是", "留守儿童"), 1),
    **dict.fromkeys(("双亲留守儿童", "双亲留守", "2", "02"), 2),
}
LEFT_BEHIND_WORDS = Words({word: str(code) for word, code in LEFT_BEHIND.items()})
NO_DISABILITY = frozenset({"", "无残疾", "无", "否", "0", "00"})
NOT_INCLUSIVE = frozenset({"", "非随班就读", "否", "0", "00"})

ID_TYPE = Words(
    {
        **dict.fromkeys(("居民身份证", "身份证", "1", "01", "第二代居民身份证"), "1"),
        **dict.fromkeys(("户口簿", "户口本", "居民户口簿", "2", "02"), "2"),
        **dict.fromkeys(("香港特区护照/身份证明", "香港特区护照", "香港身份证", "6", "06"), "6"),
        **dict.fromkeys(("澳门特区护照/身份证明", "澳门特区护照", "澳门身份证", "7", "07"), "7"),
        **dict.fromkeys(("台湾居民来往大陆通行证", "台胞证", "8", "08"), "8"),
        **dict.fromkeys(
            ("境外永久居住证", "外国人永久居留身份证", "外国人永久居留证", "9", "09"), "9"
        ),
        **dict.fromkeys(("护照", "A", "0A"), "A"),
        **dict.fromkeys(("其他", "其它", "无", "Z", "0Z"), "Z"),
    },
    (("护照", "A"), ("身份证", "1"), ("通行证", "8"), ("户口", "2")),
)
OTHER_ID_TYPES = frozenset("6789AZ")  # numbers of these do not follow GB 11643

PEOPLES = [
    "汉",
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "门巴",
    "鄂伦春",
    "赫哲",
    "珞巴",
    "基诺",
]
ETHNIC_GROUP = Words(
    {
        word: f"{number:02}"
        for number, name in enumerate(PEOPLES, 1)
        for word in (name, f"{name}族", f"{number:02}", str(number))
    }
    | dict.fromkeys(("其他", "其它", "97", "98", "外国血统", "未识别民族"), "97")
)
