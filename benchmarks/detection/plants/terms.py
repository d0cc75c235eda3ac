"""Terms and stages: reporting, promotion, graduation, from primary to junior school, grade 1."""

from __future__ import annotations

from datetime import date

from benchmarks.detection.people import (
    AUTUMN,
    HOUSEHOLD,
    NOVEMBER,
    REPORTED,
    RESIDENCE,
    SPRING,
    SUMMER,
    Child,
)
from benchmarks.detection.town import Town
from demo import headers as h
from demo.places import JUNIOR, OUTSIDE

ON_NO_ROLL = "JUNIOR_NO_SHOW NOT_REGISTERED RESIDENT_NOT_ENROLLED VANISHED"
ENTERS = "GRADE1_NO_SHOW NOT_REGISTERED RESIDENT_NOT_ENROLLED"


def has_not_reported(town: Town) -> None:
    child = town.pick((1, 2, 3, 4, 7))
    child.changes = {SPRING: {REPORTED: "否"}}
    town.find("NOT_REPORTED", child, SPRING, "not reported two weeks into the term")
    town.find("REAPPEARED", child, AUTUMN, "present at a roll call")
    child = town.pick((1, 2, 3, 4, 7))
    child.changes = {SPRING: {REPORTED: "否"}}
    child.calls[SPRING] = {"在校情况": "在校"}
    town.trap("NOT_REPORTED", child, "a roll call has seen it")
    child = town.pick((1, 2, 3, 4, 7))
    child.there = {SPRING: True}
    child.changes = {SPRING: {REPORTED: "否"}}
    town.unbalance(child, SPRING, 1)
    town.trap("NOT_REPORTED NOT_PROMOTED", child, "came to the city in spring")


def silent_about_reporting(town: Town) -> None:
    """A school that marks nobody has not told anything yet."""
    for child in town.children:
        if child.primary is town.special.quiet and child.grade in range(1, 7):
            child.changes.setdefault(SPRING, {})[REPORTED] = ""


def stays_in_its_grade(town: Town) -> None:
    for is_recorded in (False, True):
        child = town.pick((2, 3, 4, 7))
        kept = {h.GRADE: h.grade_name(child.grade)}
        child.changes = {AUTUMN: kept}
        if is_recorded:
            town.move(AUTUMN, child, "留级", date(2026, 9, 1))
            town.trap("NOT_PROMOTED AGE_GRADE", child, "repeating is recorded")
        else:
            town.find("NOT_PROMOTED", child, NOVEMBER, "in the grade of last year")
    child = town.pick((2, 3, 4))
    child.changes = {AUTUMN: {h.GRADE: h.grade_name(child.grade)}, NOVEMBER: {
        h.GRADE: h.grade_name(child.grade + 1)
    }}  # fmt: skip
    town.trap("NOT_PROMOTED", child, "promoted in October")


def leaves_before_graduation(town: Town) -> None:
    rule = "LEFT_BEFORE_GRADUATION"
    child = town.pick((9,))
    town.gone(child, SPRING)
    child.there.pop(AUTUMN, None)
    child.changes = {}
    town.find(rule, child, SPRING, "in grade 9 and gone in spring")
    town.find("VANISHED", child, SPRING, "in grade 9 and gone in spring")
    child = town.pick((9,))
    child.changes = {}
    town.find(rule, child, SUMMER, "no graduation is recorded")
    town.find("VANISHED", child, AUTUMN, "without graduation, gone in autumn")


def ends_grade_nine_otherwise(town: Town) -> None:
    rules = "LEFT_BEFORE_GRADUATION VANISHED"
    child = town.pick((9,))
    town.gone(child, SPRING, recorded=True)
    child.changes = {}
    outside, name = OUTSIDE[JUNIOR]
    town.move(SPRING, child, "转学(转出)", date(2026, 3, 2), 去向学校码=outside, 去向学校名称=name)
    town.trap(f"{rules} TRANSFER_OPEN", child, "transferred out of the area")
    child = town.pick((9,))
    town.gone(child, SPRING)
    child.changes = {}
    town.put("deaths", SPRING, child, 注销日期="2026-02-10", 注销原因="死亡")
    town.trap(rules, child, "died")
    child = town.pick((9,))
    child.changes = {AUTUMN: {h.GRADE: h.grade_name(9)}}
    child.there[AUTUMN] = True
    town.move(SUMMER, child, "留级", date(2026, 7, 1))
    town.trap(f"{rules} NOT_PROMOTED", child, "repeats grade 9")
    child = town.pick((9,))
    child.changes = {}
    town.put("graduates", SUMMER, child, 毕业日期="2026-07-01", 毕业结果="毕业",
             毕业学校标识码=child.junior.code)  # fmt: skip
    town.move(SUMMER, child, "毕业", date(2026, 8, 10), said_in=AUTUMN, 原年级="九年级")
    town.trap(rules, child, "only in the list of graduates at first")


def graduate(town: Town) -> None:
    """Everybody else of grade 9 graduates on record; one county lists its primary graduates."""
    first = town.schools[0].parent_code
    for child in town.children:
        marked = child.changes.get(SUMMER, {}).get(h.STATUS) == "毕业"
        if child.grade == 9 and marked and child.is_there(SUMMER):
            town.move(SUMMER, child, "毕业", date(2026, 7, 5), 原年级="九年级")
        if child.grade == 6 and marked and child.primary.parent_code == first:
            listed_graduate(town, child)


def listed_graduate(town: Town, child: Child) -> None:
    """A row of the list of graduates, unless something special stands there."""
    if any(tag == child.tag for tag, _ in town.lists["graduates", SUMMER]):
        return
    town.put(
        "graduates", SUMMER, child, 毕业日期="2026-07-01", 毕业结果="毕业",
        毕业学校标识码=child.primary.code, 升入学校标识码=child.junior.code,
        升入学校=child.junior.name,
    )  # fmt: skip


def does_not_go_on(town: Town) -> None:
    """Finished primary school; on no roll in autumn."""
    for _ in range(2):
        child = town.pick((6,))
        child.there[AUTUMN] = False
        town.find("JUNIOR_NO_SHOW", child, AUTUMN, "on no junior school's roll")
        town.missing(child, AUTUMN, "on no junior school's roll")
        town.trap("VANISHED", child, "the business of JUNIOR_NO_SHOW")
    child = town.pick((6,))
    child.there[AUTUMN] = False
    child.there[NOVEMBER] = True
    town.find("JUNIOR_NO_SHOW", child, AUTUMN, "a month late")
    town.missing(child, AUTUMN, "a month late")
    town.find("REAPPEARED", child, NOVEMBER, "arrived after all")


def goes_elsewhere(town: Town) -> None:
    outside, name = OUTSIDE[JUNIOR]
    child = town.pick((6,), county=town.schools[0].parent_code)
    child.there[AUTUMN] = False
    town.put(
        "graduates", SUMMER, child, 毕业日期="2026-07-01", 毕业结果="毕业",
        毕业学校标识码=child.primary.code, 升入学校标识码=outside, 升入学校=name,
    )  # fmt: skip
    town.move(AUTUMN, child, "转学(转出)", date(2026, 8, 28), 去向学校码=outside, 去向学校名称=name)
    town.trap(ON_NO_ROLL, child, "received by a school of another province")
    child = town.pick((6,))
    child.there[AUTUMN] = False
    town.move(AUTUMN, child, "转学(转出)", date(2026, 8, 28), 去向学校码=outside, 去向学校名称=name)
    town.trap(f"{ON_NO_ROLL} TRANSFER_OPEN", child, "transferred out of the area")
    child = town.pick((6,))
    child.there[AUTUMN] = False
    town.put("deaths", AUTUMN, child, 注销日期="2026-08-01", 注销原因="死亡")
    town.trap(ON_NO_ROLL, child, "died in summer")
    child = town.pick((6,))
    child.changes[SUMMER] = {}
    child.changes[AUTUMN] = {
        h.STATUS: "在读", h.GRADE: h.grade_name(6), h.SCHOOL_CODE: child.primary.code,
        h.SCHOOL_NAME: child.primary.name,
    }  # fmt: skip
    town.move(SUMMER, child, "留级", date(2026, 7, 6))
    town.trap(f"{ON_NO_ROLL} NOT_PROMOTED", child, "repeats grade 6")


def does_not_enter(town: Town) -> None:
    for listed in (HOUSEHOLD, RESIDENCE):
        child = town.stranger(1, listed)
        town.find("GRADE1_NO_SHOW", child, AUTUMN, "six years old, on no roll")
        town.missing(child, AUTUMN, "six years old, on no roll")
    child = town.pick((0,))
    child.there = {NOVEMBER: True}
    if child.listed:
        town.find("GRADE1_NO_SHOW", child, AUTUMN, "entered two months late")
        town.missing(child, AUTUMN, "entered two months late")
        town.find("REAPPEARED", child, NOVEMBER, "entered after all")


def need_not_enter(town: Town) -> None:
    child = town.stranger(0, HOUSEHOLD)
    town.trap(ENTERS, child, "five years old")
    child = town.stranger(1, HOUSEHOLD)
    town.put("disability", AUTUMN, child, 残疾类别="智力", 残疾等级="一级", 安置方式="延缓入学")
    town.trap(f"{ENTERS} DISABLED_NOT_PLACED", child, "enrolment deferred")
    child = town.stranger(1, HOUSEHOLD)
    town.put("deaths", AUTUMN, child, 注销日期="2024-05-01", 注销原因="死亡")
    town.trap(ENTERS, child, "died long ago")


ONCE = (silent_about_reporting,)
PLANTS = (
    has_not_reported, stays_in_its_grade, leaves_before_graduation, ends_grade_nine_otherwise,
    does_not_go_on, goes_elsewhere, does_not_enter, need_not_enter,
)  # fmt: skip
