"""Words and codes of roll calls and of other departments' lists."""

from __future__ import annotations

from models.vocabulary.lists import (
    DisabilityKind,
    Placement,
    PovertyKind,
    Presence,
    RegisterEnd,
    WelfareKind,
)
from tracking.snapshots.columns.words import Words

PRESENCE = Words(
    {
        **dict.fromkeys(
            (
                "是",
                "1",
                "在校",
                "到校",
                "出勤",
                "正常",
                "在",
                "√",
                "全勤",
                "在籍在校",
                "迟到",
                "早退",
                "复学",
            ),
            Presence.PRESENT,
        ),
        **dict.fromkeys(
            ("否", "0", "不在校", "旷课", "缺勤", "×", "缺席", "无故缺勤"), Presence.ABSENT
        ),
    },
    (
        ("失联", Presence.UNREACHED),
        ("联系不上", Presence.UNREACHED),
        ("下落不明", Presence.UNREACHED),
        ("送教", Presence.HOME_TAUGHT),
        ("休学", Presence.SUSPENDED),
        ("请假", Presence.EXCUSED),
        ("病假", Presence.EXCUSED),
        ("事假", Presence.EXCUSED),
        ("公假", Presence.EXCUSED),
        ("借读", Presence.ELSEWHERE),
        ("外地就读", Presence.ELSEWHERE),
        ("他校", Presence.ELSEWHERE),
        ("外校", Presence.ELSEWHERE),
        ("外省", Presence.ELSEWHERE),
        ("辍学", Presence.LEFT),
        ("离校", Presence.LEFT),
        ("转出", Presence.LEFT),
        ("转学", Presence.LEFT),
        ("退学", Presence.LEFT),
        ("旷", Presence.ABSENT),
        ("未到", Presence.ABSENT),
        ("未报到", Presence.ABSENT),
        ("不在", Presence.ABSENT),
        ("缺", Presence.ABSENT),
        ("逃学", Presence.ABSENT),
        ("已报到", Presence.PRESENT),
        ("在校", Presence.PRESENT),
        ("到校", Presence.PRESENT),
        ("在读", Presence.PRESENT),
    ),
)

D = DisabilityKind
DISABILITY = Words(
    {
        **{code: kind for kind in D for code in (kind.value, f"0{kind.value}")},
        **dict.fromkeys(("无残疾", "无", "否", "0", "00"), ""),
        **dict.fromkeys(("8", "08", "其他", "其它"), D.OTHER),
    },
    (
        ("多重", D.MULTIPLE),
        ("视力", D.VISUAL),
        ("听力", D.HEARING),
        ("言语", D.SPEECH),
        ("语言", D.SPEECH),
        ("肢体", D.PHYSICAL),
        ("智力", D.INTELLECTUAL),
        ("精神", D.MENTAL),
        ("孤独症", D.MENTAL),
        ("自闭", D.MENTAL),
        ("其他残疾", D.OTHER),
    ),
)
LEVEL = Words(
    {
        word: str(level)
        for level, names in enumerate(("一壹", "二贰", "三叁", "四肆"), 1)
        for word in (*(f"{n}级" for n in names), *names, str(level), f"0{level}", f"{level}级")
    }
    | dict.fromkeys(("无", "未评定", "未定级", "0"), ""),
    (("一级", "1"), ("二级", "2"), ("三级", "3"), ("四级", "4"), ("极重", "1"), ("轻度", "4")),
)

P = Placement
PLACEMENT = Words(
    dict.fromkeys(("", "否", "无", "0"), ""),
    (
        ("未安置", P.NONE),
        ("未入学", P.NONE),
        ("未就读", P.NONE),
        ("失学", P.NONE),
        ("延缓", P.DEFERRED),
        ("缓学", P.DEFERRED),
        ("送教", P.HOME_TEACHING),
        ("远程", P.REMOTE),
        ("机构", P.INSTITUTION),
        ("特教班", P.SPECIAL_CLASS),
        ("特殊教育班", P.SPECIAL_CLASS),
        ("特教学校", P.SPECIAL_SCHOOL),
        ("特殊教育学校", P.SPECIAL_SCHOOL),
        ("特校", P.SPECIAL_SCHOOL),
        ("随班", P.INCLUSIVE),
        ("普通学校", P.INCLUSIVE),
    ),
)

W = WelfareKind
WELFARE = Words(
    {},
    (  # the gravest first: a cell may name several
        ("事实无人", W.UNATTENDED),
        ("孤儿", W.ORPHAN),
        ("特困", W.DESTITUTE),
        ("五保", W.DESTITUTE),
        ("流浪", W.RESCUED),
        ("未成年人救助", W.RESCUED),
        ("被救助", W.RESCUED),
        ("低保边缘", W.LOW_INCOME),
        ("低收入", W.LOW_INCOME),
        ("低保", W.ALLOWANCE),
        ("最低生活保障", W.ALLOWANCE),
        ("留守", W.LEFT_BEHIND),
        ("困境", W.HARDSHIP),
        ("困难", W.HARDSHIP),
    ),
)

V = PovertyKind
POVERTY = Words(
    {},
    (
        ("不稳定", V.UNSTABLE),
        ("边缘", V.MARGINAL),
        ("突发", V.SUDDEN),
        ("监测", V.MONITORED),
        ("脱贫", V.LIFTED),
        ("建档立卡", V.LIFTED),
        ("贫困户", V.LIFTED),
    ),
)

E = RegisterEnd
REGISTER_END = Words(
    dict.fromkeys(("正常", "有效", "在册", "未注销", "否", "0", "常住", "健在"), ""),
    (
        ("死亡", E.DEATH),
        ("去世", E.DEATH),
        ("宣告", E.DEATH),
        ("迁", E.MOVED),
        ("出国", E.ABROAD),
        ("出境", E.ABROAD),
        ("境外", E.ABROAD),
        ("定居", E.ABROAD),
        ("重", E.DOUBLE),
        ("错", E.DOUBLE),
        ("虚假", E.DOUBLE),
        ("注销", E.OTHER),
        ("其他", E.OTHER),
        ("其它", E.OTHER),
    ),
)
