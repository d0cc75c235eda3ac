"""Codes of roll calls and of other departments' lists, and what a check of a number can say.

Sources: GB/T 26341 for kinds and levels of disability, the placements of the regulation on the
education of people with disabilities (残疾人教育条例), categories of the civil affairs and
rural departments as their lists name them. Raw text is kept beside every code.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class Presence(Term):
    """What a roll call says about one pupil (在校核实)."""

    PRESENT = "present", _l("present")  # 在校/到校/已报到
    EXCUSED = "excused", _l("absent with leave")  # 事假/病假
    ABSENT = "absent", _l("absent without leave")  # 旷课/缺勤/未到校
    SUSPENDED = "suspended", _l("on leave of absence")  # 休学
    HOME_TAUGHT = "home_taught", _l("taught at home")  # 送教上门
    ELSEWHERE = "elsewhere", _l("attends another school")  # 借读/外地就读
    LEFT = "left", _l("has left the school")  # 离校/辍学/转出
    UNREACHED = "unreached", _l("cannot be reached")  # 失联


class DisabilityKind(Term):
    """Kind of disability (GB/T 26341 残疾类别)."""

    VISUAL = "1", _l("visual")  # 视力
    HEARING = "2", _l("hearing")  # 听力
    SPEECH = "3", _l("speech")  # 言语
    PHYSICAL = "4", _l("physical")  # 肢体
    INTELLECTUAL = "5", _l("intellectual")  # 智力
    MENTAL = "6", _l("mental")  # 精神
    MULTIPLE = "7", _l("multiple")  # 多重
    OTHER = "9", _l("other disability")  # 其他


class Placement(Term):
    """How a child with a disability is schooled (安置方式)."""

    INCLUSIVE = "inclusive", _l("in a regular class")  # 随班就读
    SPECIAL_CLASS = "special_class", _l("special class of a regular school")  # 普通学校特教班
    SPECIAL_SCHOOL = "special_school", _l("special school")  # 特殊教育学校
    HOME_TEACHING = "home_teaching", _l("teaching at home")  # 送教上门
    REMOTE = "remote", _l("remote teaching")  # 远程教育
    INSTITUTION = (
        "institution",
        _l("class at a care or rehabilitation centre"),
    )  # 康复/福利机构办学点
    DEFERRED = "deferred", _l("enrolment deferred")  # 延缓入学
    NONE = "none", _l("not placed")  # 未安置/未入学


class WelfareKind(Term):
    """Why a child is on a welfare list (民政对象类别)."""

    ORPHAN = "orphan", _l("orphan")  # 孤儿
    UNATTENDED = "unattended", _l("child without actual care")  # 事实无人抚养儿童
    DESTITUTE = "destitute", _l("person in extreme hardship")  # 特困供养人员
    ALLOWANCE = "allowance", _l("household with minimum living allowance")  # 低保
    LEFT_BEHIND = "left_behind", _l("left-behind child")  # 留守儿童
    HARDSHIP = "hardship", _l("child in difficulty")  # 困境儿童
    RESCUED = "rescued", _l("minor taken into care")  # 被救助/流浪未成年人
    LOW_INCOME = "low_income", _l("household on the edge of the allowance")  # 低收入/低保边缘家庭


class PovertyKind(Term):
    """Why a household is followed by the rural department (户类型)."""

    LIFTED = "lifted", _l("household lifted out of poverty")  # 脱贫户
    UNSTABLE = "unstable", _l("lifted household at risk")  # 脱贫不稳定户
    MARGINAL = "marginal", _l("household on the edge of poverty")  # 边缘易致贫户
    SUDDEN = "sudden", _l("household in sudden hardship")  # 突发严重困难户
    MONITORED = "monitored", _l("monitored household")  # 监测对象


class RegisterEnd(Term):
    """Why an entry of the household register ended (注销原因)."""

    DEATH = "death", _l("death")  # 死亡
    MOVED = "moved", _l("moved away")  # 迁出
    ABROAD = "abroad", _l("settled abroad")  # 出国(境)定居
    DOUBLE = "double", _l("double or wrong entry")  # 重户/错户
    OTHER = "other", _l("other reason")  # 其他


class NumberCheck(Term):
    """What a check of an identity or student number found; the first fault counts."""

    OK = "ok", _l("in order")  # 无误
    MISSING = "missing", _l("missing")  # 缺失
    LENGTH = "length", _l("wrong length")  # 位数不对
    CHARACTER = "character", _l("wrong character")  # 字符不对
    DATE = "date", _l("wrong date of birth in the number")  # 出生日期不对
    CHECK = "check", _l("wrong check digit")  # 校验码不对
    SEX = "sex", _l("another sex than stated")  # 与性别不符
    BIRTH = "birth", _l("another date of birth than stated")  # 与出生日期不符
    OTHER_ID = "other_id", _l("contains another identity number")  # 与身份证号不符
    OTHER_KIND = "other_kind", _l("not a resident identity card")  # 非居民身份证
