"""How a contact was made and with whom, what it was for and found, how the family stands to it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class FollowUpKind(Term):
    """Form of a contact (家访形式)."""

    CALL = "call", _l("Telephone call")  # 电话
    VIDEO = "video", _l("Video call")  # 视频
    HOME_VISIT = "home_visit", _l("Home visit")  # 入户家访
    WORKPLACE = "workplace", _l("Visit at the place of work")  # 到务工地
    OTHER = "other", _l("Other contact")  # 其他


class ContactPurpose(Term):
    """What a contact is for; contacts are numbered by it, and it decides the printed form."""

    VERIFY = "verify", _l("Verification")  # 核查
    PERSUADE = "persuade", _l("Persuasion to return")  # 劝返
    CARE = "care", _l("Help and care")  # 帮扶关爱
    WATCH = "watch", _l("Visit after the return")  # 复学回访


class Counterpart(Term):
    """With whom one spoke (对象)."""

    CHILD = "child", _l("The child")  # 学生本人
    GUARDIAN = "guardian", _l("Parent or guardian")  # 家长(监护人)
    BOTH = "both", _l("Child and parents")  # 学生及家长
    RELATIVE = "relative", _l("Relative")  # 亲属
    NEIGHBOUR = "neighbour", _l("Neighbour, village or employer")  # 邻居、村(居)委会、用工单位
    NOBODY = "nobody", _l("Nobody")  # 未见到(未接通)


class PartySide(Term):
    """Whose people took part beside the one who writes (参加人员)."""

    SCHOOL = "school", _l("School")  # 学校
    TOWNSHIP = "township", _l("Township")  # 苏木乡镇(街道)
    VILLAGE = "village", _l("Village or community")  # 嘎查村(社区)
    POLICE = "police", _l("Police")  # 公安
    JUSTICE = "justice", _l("Justice")  # 司法
    OTHERS = "others", _l("Others")  # 其他


class ContactResult(Term):
    """What the contact found."""

    AT_SCHOOL = "at_school", _l("The child is at school")  # 已在校
    WILL_RETURN = "will_return", _l("Promised to return")  # 同意返校
    REFUSES = "refuses", _l("Does not want to return")  # 不愿返校
    ELSEWHERE = "elsewhere", _l("Said to be at school elsewhere")  # 称在外地就读
    NOT_REACHED = "not_reached", _l("Nobody was reached")  # 未联系上
    OTHER = "other", _l("Other finding")  # 其他


class Attitude(Term):
    """How somebody stands to school (学生及家长态度)."""

    WILLING = "willing", _l("willing")  # 配合
    HESITANT = "hesitant", _l("hesitant")  # 犹豫
    UNWILLING = "unwilling", _l("unwilling")  # 抵触
    NOT_KNOWN = "not_known", _l("not known")  # 不详


class AbsenceCause(Term):
    """Why a child does not attend (辍学原因).

    Some say more about a child than others may know: those stand in its file only, never in a list.
    """

    is_delicate: bool

    def __init__(self, _code: str, _label: Any = None, is_delicate: str = "") -> None:
        super().__init__()
        self.is_delicate = bool(is_delicate)

    C01 = "01", _l("Weary of school, difficulties in learning")  # 厌学/学习困难
    C02 = "02", _l("Poverty of the family")  # 家庭经济困难
    C03 = "03", _l("Works away from home")  # 外出务工
    C04 = "04", _l("Early marriage or child")  # 早婚早育
    C05 = "05", _l("Religion"), "delicate"  # 宗教原因
    C06 = "06", _l("Illness"), "delicate"  # 疾病
    C07 = "07", _l("Disability"), "delicate"  # 残疾
    C08 = "08", _l("Mental health"), "delicate"  # 心理/精神问题
    C09 = "09", _l("Family broken up, nobody in charge")  # 家庭变故/监护缺失
    C10 = "10", _l("Moved with the parents, no new school yet")  # 随父母流动未衔接
    C11 = "11", _l("Bullying or strain with teachers")  # 校园欺凌/师生关系
    C12 = "12", _l("Internet or bad company")  # 沉迷网络/不良行为
    C13 = "13", _l("Proceedings or custody"), "delicate"  # 涉案涉罪/在专门机构
    C14 = "14", _l("Way to school too far")  # 上学远/交通
    C15 = "15", _l("Private classes or teaching at home instead")  # 国学班/私塾/在家自学
    C16 = "16", _l("Not known, cannot be reached")  # 失联不明
    C99 = "99", _l("Another cause")  # 其他
