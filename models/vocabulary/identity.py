"""States of a proposed link between two rows, and the signs by which rows are compared."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class LinkState(Term):
    """What people decided about a likely link."""

    PROPOSED = "proposed", _l("to be decided")  # 待确认
    ACCEPTED = "accepted", _l("one child")  # 同一人
    REFUSED = "refused", _l("two children")  # 不是同一人
    UNDONE = "undone", _l("decision withdrawn")  # 已撤销,待确认


class Sign(Term):
    """What two rows have in common, exactly or as a slip would leave it; or what differs."""

    STUDENT = "student", _l("student number")  # 学籍号
    ID = "id", _l("identity number")  # 身份证件号
    ID_SLIP = "id_slip", _l("identity number but for one slip")  # 身份证件号一处笔误
    LOCAL = "local", _l("local student number")  # 学籍辅号
    NAME = "name", _l("name")  # 姓名
    NAME_FORMER = "name_former", _l("former name")  # 曾用名
    NAME_SOUND = "name_sound", _l("sound of the name")  # 姓名同音
    NAME_LOOK = "name_look", _l("look of the name")  # 姓名形近
    NAME_SLIP = "name_slip", _l("name but for one character")  # 姓名一字之差
    BIRTH = "birth", _l("date of birth")  # 出生日期
    BIRTH_SLIP = "birth_slip", _l("date of birth but for one slip")  # 出生日期一处笔误
    SEX = "sex", _l("sex")  # 性别
    GUARDIAN = "guardian", _l("guardian's name")  # 监护人姓名
    GUARDIAN_SOUND = "guardian_sound", _l("sound of the guardian's name")  # 监护人姓名同音
    GUARDIAN_ID = "guardian_id", _l("guardian's identity number")  # 监护人证件号
    PHONE = "phone", _l("telephone")  # 联系电话
    PHONE_SLIP = "phone_slip", _l("telephone but for one slip")  # 联系电话一处笔误
