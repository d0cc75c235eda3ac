"""Kinds and states of snapshots, and of the parts of one that schools answer for."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class SnapshotKind(Term):
    """What a file is. Each kind has its column map in `tracking/snapshots/columns/`."""

    REGISTRY = "registry", _l("Registry roster")  # 学籍花名册
    MOVEMENTS = "movements", _l("Registry movements")  # 学籍异动明细
    ROLL_CALL = "roll_call", _l("Roll call")  # 在校核实/考勤
    HOUSEHOLD = "household", _l("Household register: children of school age")  # 户籍适龄人口
    RESIDENCE = "residence", _l("Residence permits")  # 居住证/流动人口
    DISABILITY = "disability", _l("Children with disabilities")  # 残疾儿童
    WELFARE = "welfare", _l("Children receiving welfare")  # 低保/特困/孤儿/事实无人抚养/留守/困境
    POVERTY = "poverty", _l("Households lifted from or at risk of poverty")  # 脱贫户/监测对象
    DISPATCHED = "dispatched", _l("Suspected dropouts sent by the ministry or province")  # 下发名单
    GRADUATES = "graduates", _l("Primary school graduates")  # 小学毕业生
    DEATHS = "deaths", _l("Deaths and cancelled household entries")  # 死亡/户籍注销


class SnapshotState(Term):
    """How an attempt to bring in a file ended."""

    ACCEPTED = "accepted", _l("Accepted")  # 已入库
    PARTIAL = "partial", _l("Accepted in part")  # 部分入库
    REFUSED = "refused", _l("Refused")  # 未通过


class PartState(Term):
    """What the guard decided on one school's rows."""

    ACCEPTED = "accepted", _l("Accepted")  # 已采用
    SHRUNK = "shrunk", _l("Set aside: too many pupils missing")  # 人数骤减,已隔离
    ABSENT = "absent", _l("Set aside: school is not in the file")  # 名册缺失,已隔离
    EMPTIED = "emptied", _l("Set aside: a column went empty")  # 整列变空,已隔离
    CHANGED = "changed", _l("Set aside: a column changed its meaning")  # 列含义改变,已隔离
    OUTDATED = "outdated", _l("Set aside: older than the last roster")  # 早于最近名册,已隔离
    UNKNOWN = "unknown", _l("School code is not known")  # 学校代码未登记
    FOREIGN = "foreign", _l("School outside your area")  # 非本辖区学校
    RELEASED = "released", _l("Accepted by a person")  # 人工确认采用


class Damage(Term):
    """What is wrong with an archived file."""

    MISSING = "missing", _l("missing")  # 缺失
    ALTERED = "altered", _l("altered")  # 被改动
    UNREADABLE = "unreadable", _l("cannot be read")  # 无法读取
