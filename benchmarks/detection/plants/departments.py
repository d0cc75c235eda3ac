"""Other departments: DISABLED, WELFARE, POVERTY, RESCUED, DISPATCHED."""

from __future__ import annotations

from datetime import date

from benchmarks.detection.people import AUTUMN, LAST, NOVEMBER, PLACED
from benchmarks.detection.town import Town
from demo import headers as h

GRADES = (1, 2, 3, 4, 7)


def is_not_placed(town: Town) -> None:
    rule = "DISABLED_NOT_PLACED"
    child = town.stranger(4)
    town.put("disability", AUTUMN, child, 残疾类别="肢体", 残疾等级="二级", 安置方式="未安置")
    town.find(rule, child, AUTUMN, "on no roll")
    child = town.pick(GRADES)
    town.put("disability", AUTUMN, child, 残疾类别="听力", 残疾等级="三级")
    town.find(rule, child, AUTUMN, "on a roll, nobody says how it is placed")
    child = town.stranger(6)
    town.put("disability", AUTUMN, child, 残疾类别="智力", 残疾等级="二级", 安置方式="延缓入学")
    town.find(rule, child, AUTUMN, "too old for a deferral")


def is_placed(town: Town) -> None:
    rule = "DISABLED_NOT_PLACED"
    for cells, placement, why in (
        (
            {h.INCLUSIVE_CLASS: "其他残疾随班就读", h.DISABILITY: "听力残疾"},
            "",
            "in an inclusive class",
        ),
        ({PLACED: "送教上门"}, "", "taught at home by the roster"),
        ({}, "随班就读", "placed by the list"),
    ):
        child = town.pick(GRADES)
        child.changes = {AUTUMN: cells} if cells else {}
        town.put("disability", AUTUMN, child, 残疾类别="听力", 残疾等级="三级", 安置方式=placement)
        town.trap(rule, child, why)
    child = town.stranger(12)
    town.put("disability", AUTUMN, child, 残疾类别="肢体", 残疾等级="一级")
    town.trap(rule, child, "over the age")


def is_cared_for_and_not_at_school(town: Town) -> None:
    rule = "WELFARE_NOT_ENROLLED"
    for category in ("孤儿", "事实无人抚养儿童", "困境儿童"):
        child = town.stranger(5)
        town.put("welfare", AUTUMN, child, 对象类别=category, 享受状态="在保")
        town.find(rule, child, AUTUMN, f"{category}, on no roll")
    child = town.pick(GRADES)
    town.put("welfare", AUTUMN, child, 对象类别="留守儿童", 享受状态="在保")
    child.calls[NOVEMBER] = {"在校情况": "旷课", "连续缺勤天数": "4"}
    town.find("ABSENT", child, NOVEMBER, "absent for four days")
    town.find(rule, child, NOVEMBER, "absent by the roll call")
    town.find("REAPPEARED", child, LAST, "present again")


def is_cared_for_and_fine(town: Town) -> None:
    rule = "WELFARE_NOT_ENROLLED"
    child = town.pick(GRADES)
    town.put("welfare", AUTUMN, child, 对象类别="孤儿", 享受状态="在保")
    town.trap(rule, child, "an orphan at school")
    for cells, why in (
        ({"对象类别": "孤儿", "享受状态": "停发"}, "the benefit has ended"),
        ({"对象类别": "孤儿", "有效期至": "2026-08-31"}, "the benefit has run out"),
        ({"对象类别": "最低生活保障"}, "a family with an allowance"),
        ({"对象类别": "孤儿", "就学情况": "中职一年级"}, "at a vocational school"),
    ):
        child = town.stranger(7)
        town.put("welfare", AUTUMN, child, **cells)
        town.trap(rule, child, why)


def is_poor_and_not_at_school(town: Town) -> None:
    rule = "POVERTY_NOT_ENROLLED"
    child = town.stranger(4)
    town.put("poverty", AUTUMN, child, 户编号="H1", 在校生状况="小学")
    town.find(rule, child, AUTUMN, "on no roll")
    child = town.pick(GRADES)
    town.put(
        "poverty", AUTUMN, child, 户编号="H2", 是否失学辍学="是", 义务教育阶段未上学原因="厌学"
    )
    town.find(rule, child, AUTUMN, "the list says that it is out of school")
    child = town.pick(GRADES)
    child.changes = {NOVEMBER: {h.STATUS: "流失"}}
    town.put("poverty", AUTUMN, child, 户编号="H3", 在校生状况="小学")
    town.find("LEFT_SCHOOL", child, NOVEMBER, "marked as having left")
    town.find(rule, child, NOVEMBER, "marked as having left")


def is_poor_and_fine(town: Town) -> None:
    rule = "POVERTY_NOT_ENROLLED"
    child = town.pick(GRADES)
    town.put("poverty", AUTUMN, child, 户编号="H4", 在校生状况="小学", 义务教育阶段未上学原因="无",
             是否失学辍学="否")  # fmt: skip
    town.trap(rule, child, "at school, says the list as well")
    child = town.pick(GRADES)
    child.changes = {AUTUMN: {h.STATUS: "休学", "休学起期": "2026-09-03", "休学止期": "2027-09-03"}}
    town.move(AUTUMN, child, "休学", date(2026, 9, 3), 休学止期="2027-09-03")
    town.put("poverty", AUTUMN, child, 户编号="H5", 义务教育阶段未上学原因="因病")
    town.trap(f"{rule} SUSPENSION_SUSPECT", child, "on leave, approved")
    child = town.stranger(9)
    town.put("poverty", AUTUMN, child, 户编号="H6", 在校生状况="普通高中一年级")
    town.trap(rule, child, "at a school of a higher stage")
    child = town.stranger(5)
    town.put("poverty", AUTUMN, child, 户编号="H7", 在校生状况="")
    town.put("deaths", AUTUMN, child, 注销日期="2026-01-05", 注销原因="死亡")
    town.trap(rule, child, "died")


def is_in_care(town: Town) -> None:
    child = town.stranger(6)
    town.put("welfare", AUTUMN, child, 对象类别="流浪乞讨未成年人", 居住地行政区划代码=child.region)
    town.find("RESCUED", child, AUTUMN, "on no roll")
    child = town.pick(GRADES)
    other = next(s.parent_code for s in town.schools if s.parent_code != child.region)
    town.put("welfare", AUTUMN, child, 对象类别="流浪乞讨未成年人", 居住地行政区划代码=other)
    town.find("RESCUED", child, AUTUMN, "on the roll of another county")
    child = town.pick(GRADES)
    town.put("welfare", AUTUMN, child, 对象类别="流浪乞讨未成年人",
             居住地行政区划代码=child.primary.parent_code)  # fmt: skip
    town.trap("RESCUED", child, "on the roll of the county")
    child = town.stranger(13)
    town.put("welfare", AUTUMN, child, 对象类别="流浪乞讨未成年人")
    town.trap("RESCUED", child, "grown up")


def is_dispatched(town: Town) -> None:
    rule = "DISPATCHED"
    sent = {"下发批次": "2026-10", "下发日期": "2026-10-09", "疑似类型": "疑似辍学"}
    child = town.stranger(6)
    town.put("dispatched", AUTUMN, child, **sent)
    town.find(rule, child, AUTUMN, "sent, on no roll")
    child = town.pick(GRADES)
    town.put("dispatched", AUTUMN, child, **sent, 核查结果="未核实")
    town.find(rule, child, AUTUMN, "sent, not answered")
    child = town.pick(GRADES)
    town.put("dispatched", AUTUMN, child, **sent)
    town.put("dispatched", LAST, child, **sent, 核查结果="已复学，在校就读")
    town.find(rule, child, AUTUMN, "sent, answered in November")
    town.find("REAPPEARED", child, LAST, "answered, and on the roster")
    for result in ("排除误报", "已转学", "在读"):
        child = town.pick(GRADES)
        town.put("dispatched", AUTUMN, child, **sent, 核查结果=result)
        town.trap(rule, child, f"answered: {result}")
    child = town.stranger(5)
    town.put("dispatched", AUTUMN, child, **sent)
    town.put("deaths", AUTUMN, child, 注销日期="2026-09-30", 注销原因="死亡")
    town.trap(rule, child, "died")


PLANTS = (
    is_not_placed, is_placed, is_cared_for_and_not_at_school, is_cared_for_and_fine,
    is_poor_and_not_at_school, is_poor_and_fine, is_in_care, is_dispatched,
)  # fmt: skip
