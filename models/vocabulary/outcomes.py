"""Verification outcomes (核查结果) V01–V23 and the decision on a proposal.

The letters and numbers are the house's code list; what each needs as proof and where it
leads stands in `tracking/outcomes/policy.py`.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class OutcomeCode(Term):
    """What verification found."""

    V01 = "V01", _l("Attends this school (missed in the file, or false alarm)")  # 在本校在读
    V02 = "V02", _l("Moved to another school and registered there")  # 已转入他校且已注册学籍
    V03 = "V03", _l("Attends in the province, registration not moved yet")  # 省内就读未接学籍
    V04 = "V04", _l("Attends in another province, registration not moved yet")  # 省外就读未转籍
    V05 = "V05", _l("On approved leave")  # 已办休学
    V06 = "V06", _l("Enrolment lawfully deferred")  # 延缓入学获批
    V07 = "V07", _l("Taught at home for illness or disability")  # 送教上门/远程
    V08 = "V08", _l("In special or inclusive education")  # 特教学校/随班就读
    V09 = "V09", _l("In a specialised school or in custody")  # 专门学校/涉案
    V10 = "V10", _l("Finished junior high or over age")  # 已初中毕业/超龄
    V11 = "V11", _l("At a higher stage or a vocational school")  # 已升高阶段/中职技校
    V12 = "V12", _l("Abroad")  # 出国(境)
    V13 = "V13", _l("Died")  # 死亡
    V14 = "V14", _l("Household entry without a person, or twice")  # 户籍空挂/双重户籍
    V15 = "V15", _l("Wrong identity data, corrected")  # 身份信息错误
    V16 = "V16", _l("Registered twice, one removed")  # 重复学籍
    V17 = "V17", _l("Unregistered schooling")  # 国际学校/在家就读未备案
    V20 = "V20", _l("Suspected dropout confirmed")  # 疑似辍学(确认)
    V21 = "V21", _l("Dropout confirmed")  # 确认辍学
    V22 = "V22", _l("Not found")  # 失联/无法核实
    V23 = "V23", _l("Back at school")  # 已复学


class Closing(Term):
    """Whether a result ends the file, and what has to come first (是否可销号)."""

    YES = "yes", _l("ends the file")  # 可销号
    UNTIL = "until", _l("ends it until its last day, then it is verified anew")  # 到期复核
    PLACED = "placed", _l("stays open as a placement, verified anew at its end")  # 按安置管理
    MOVED = "moved", _l("stays open until the registration has moved")  # 学籍转接后销号
    OBSERVED = "observed", _l("can be closed after the observation")  # 观察期满后销号
    NO = "no", _l("does not end the file")  # 不可销号
    NEVER = "never", _l("never ends the file: the search goes on")  # 不得销号


class Decision(Term):
    """What the bureau decided on a proposal."""

    PENDING = "pending", _l("waiting")  # 待审核
    APPROVED = "approved", _l("approved")  # 通过
    RETURNED = "returned", _l("returned")  # 退回
    TAKEN_BACK = "taken_back", _l("taken back")  # 已撤回
