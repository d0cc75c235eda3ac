"""Off the roll with and without a record: VANISHED, TRANSFER_OPEN, LEFT_SCHOOL, REAPPEARED."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from benchmarks.detection.people import AUTUMN, LAST, NOVEMBER, SPRING, WINTER
from benchmarks.detection.town import Town
from demo import headers as h
from demo.numbers import mistyped
from demo.places import OUTSIDE, PRIMARY

MIDDLE = (1, 2, 3, 4, 7)  # grades of the first year whose pupils stay at their school for two years
LATELY = date(2026, 10, 28)
NOT_MISSING = "VANISHED NOT_REGISTERED RESIDENT_NOT_ENROLLED"


def vanishes(town: Town) -> None:
    """Gone without any record; in spring, in autumn, in the last week."""
    for week in (SPRING, NOVEMBER, LAST):
        child = town.pick(MIDDLE)
        town.gone(child, week)
        town.find("VANISHED", child, week, "gone without a record")
        town.missing(child, week, "gone from school")


def vanishes_and_comes_back(town: Town) -> None:
    child = town.pick(MIDDLE)
    town.gone(child, NOVEMBER)
    town.back(child, LAST)
    town.find("VANISHED", child, NOVEMBER, "gone for a week")
    town.missing(child, NOVEMBER, "gone for a week")
    town.find("REAPPEARED", child, LAST, "on the roster again")


def twin_stays(town: Town) -> None:
    """One of two twins vanishes; the other must not be taken for it, nor flagged."""
    child = town.pick(MIDDLE)
    twin = replace(
        town.registrar.renumbered(child), tag=town.registrar.tag(), name=child.name[:-1] + "屹"
    )
    twin.there = {WINTER: True}
    town.add(twin)
    town.gone(child, NOVEMBER)
    town.find("VANISHED", child, NOVEMBER, "its twin is still there")
    town.missing(child, NOVEMBER, "its twin is still there")
    if twin.listed:
        town.trap(f"{NOT_MISSING} DUPLICATE", twin, "the twin that stays")


def namesake_arrives(town: Town) -> None:
    """A stranger of the same name, birth date and sex, with a number and family of its own."""
    child = town.pick((1, 2, 3, 4))
    other = replace(
        town.registrar.renumbered(child), tag=town.registrar.tag(), guardian="另一监护",
        phone=town.registrar.phone(), listed="", primary=town.other_school(child, WINTER),
    )  # fmt: skip
    town.add(other)
    town.gone(child, LAST)
    town.back(other, LAST)
    town.find("VANISHED", child, LAST, "a namesake came elsewhere")
    town.missing(child, LAST, "a namesake came elsewhere")
    town.trap(f"{NOT_MISSING} IDENTITY_CHANGED", other, "a namesake that came")


def only_asked_to_be_dead(town: Town) -> None:
    child = town.pick(MIDDLE)
    town.gone(child, NOVEMBER, recorded=True)
    town.move(NOVEMBER, child, "死亡", LATELY, 办理状态="办理中", 审批日期="", 审批文号="")
    town.find("VANISHED", child, NOVEMBER, "a death that nobody confirmed")
    town.missing(child, NOVEMBER, "a death that nobody confirmed")


def left_came_back_and_vanishes(town: Town) -> None:
    child = town.pick(MIDDLE)
    outside = OUTSIDE[PRIMARY][0]
    town.move(SPRING, child, "转学(转出)", date(2026, 8, 20), said_in=AUTUMN, 去向学校码=outside)
    town.move(SPRING, child, "转学(转入)", date(2026, 9, 20), said_in=AUTUMN, 来源学校码=outside)
    town.gone(child, LAST, recorded=True)
    town.find("VANISHED", child, LAST, "an exit on record that a return has undone")
    town.missing(child, LAST, "an exit on record that a return has undone")


def leaves_on_record(town: Town) -> None:
    """Transferred out of the area, died, went abroad, removed."""
    for kind, cells in (
        ("转学(转出)", {"去向学校码": OUTSIDE[PRIMARY][0], "去向学校名称": "外省某小学"}),
        ("死亡", {}),
        ("出国(境)", {}),
    ):
        child = town.pick(MIDDLE)
        town.gone(child, NOVEMBER, recorded=True)
        town.move(NOVEMBER, child, kind, LATELY, said_in=None, **cells)
        town.trap(f"{NOT_MISSING} TRANSFER_OPEN", child, f"{kind} on record")
    child = town.pick(MIDDLE)
    town.gone(child, NOVEMBER, recorded=True)
    town.move(NOVEMBER, child, "注销学籍", LATELY)
    town.trap("VANISHED", child, "registration removed on record")
    town.missing(child, NOVEMBER, "its registration was removed, and it is on no roll")


def dies_by_the_list(town: Town) -> None:
    child = town.pick(MIDDLE)
    town.gone(child, LAST)
    town.put("deaths", LAST, child, 注销日期="2026-11-03", 注销原因="死亡")
    town.trap(NOT_MISSING, child, "in the list of deaths")


def moves(town: Town) -> None:
    child = town.pick((1, 2, 3))
    town.transfer(child, LAST, date(2026, 11, 5))
    town.trap(f"{NOT_MISSING} TRANSFER_OPEN DUPLICATE", child, "on another school's roll")


def is_registered_anew(town: Town) -> None:
    """The same child under another student number: by its number, one wrong digit, its family."""
    child = town.pick((1, 2, 3))
    town.gone(child, LAST, recorded=True)
    again = replace(
        child, student=f"J{town.registrar.number(child)}", changes={}, there={LAST: True}
    )
    again.changes = {LAST: {h.ENTRY_MONTH: "202609"}}
    town.add(again)
    town.trap(f"{NOT_MISSING} IDENTITY_CHANGED DUPLICATE", child, "same identity number")
    child = town.pick((1, 2, 3))
    town.gone(child, LAST, recorded=True)
    wrong = mistyped(child.number)
    again = replace(child, student=f"G{wrong}", number=wrong, local=town.registrar.local())
    again.changes, again.there, again.calls = {}, {LAST: True}, {}
    town.add(again)
    town.trap(NOT_MISSING, child, "one digit of its number is wrong")
    town.find("ID_INVALID", child, LAST, "wrong check digit")
    town.find("IDENTITY_CHANGED", child, LAST, "another identity number")
    child = town.pick((1, 2, 3))
    town.gone(child, LAST, recorded=True)
    again = town.registrar.renumbered(child)
    again.there = {LAST: True}
    town.add(again)
    town.trap(NOT_MISSING, child, "all numbers are new, name and family the same: likely")
    town.find("IDENTITY_CHANGED", child, LAST, "another identity number")


def temporary_number_ends(town: Town) -> None:
    child = town.pick((0,))
    temporary = f"L{town.registrar.number(child)}"
    child.changes = {AUTUMN: {h.STUDENT_NO: temporary}, NOVEMBER: {h.STUDENT_NO: child.student}}
    town.trap(f"{NOT_MISSING} STUDENT_NO_MISMATCH IDENTITY_CHANGED", child, "L became G")


def transfer_never_arrives(town: Town) -> None:
    """To a school of the city, asked for only, to nowhere."""
    for cells in (
        {"去向学校码": "there"},
        {"去向学校码": OUTSIDE[PRIMARY][0], "办理状态": "办理中"},
        {"去向学校码": "", "去向学校名称": ""},
    ):
        child = town.pick((1, 2, 3))
        if cells["去向学校码"] == "there":
            cells["去向学校码"] = town.other_school(child, SPRING).code
        town.gone(child, AUTUMN, recorded=True)
        town.move(AUTUMN, child, "转学(转出)", date(2026, 8, 24), said_in=None, **cells)
        town.find("TRANSFER_OPEN", child, AUTUMN, "transferred and nowhere to be seen")
        town.trap("VANISHED NOT_REGISTERED RESIDENT_NOT_ENROLLED", child, "a transfer under way")
    child = town.pick((1, 2, 3))
    town.unbalance(child, AUTUMN, -1)
    child.changes = {AUTUMN: {h.STATUS: "转出"}}
    child.calls = {AUTUMN: None, NOVEMBER: None, LAST: None}
    town.find("TRANSFER_OPEN", child, NOVEMBER, "marked as transferred on two rosters, no record")
    town.trap("VANISHED", child, "a transfer that is only marked")


def transfer_arrives_late(town: Town) -> None:
    child = town.pick((1, 2, 3))
    town.gone(child, AUTUMN, recorded=True)
    day = date(2026, 8, 24)
    there = town.transfer(child, AUTUMN, day)
    town.movements[AUTUMN].pop()
    town.move(NOVEMBER, child, "转学(转入)", LATELY, 去向学校码=there.code, 来源学校码="")
    town.back(child, NOVEMBER, recorded=True)
    town.find("TRANSFER_OPEN", child, AUTUMN, "not arrived for seven weeks")
    town.find("REAPPEARED", child, NOVEMBER, "arrived at last")


def transfer_is_young(town: Town) -> None:
    child = town.pick((1, 2, 3))
    town.gone(child, NOVEMBER, recorded=True)
    there = town.other_school(child, AUTUMN)
    town.move(NOVEMBER, child, "转学(转出)", date(2026, 10, 26), 去向学校码=there.code)
    town.trap(f"{NOT_MISSING} TRANSFER_OPEN", child, "ten working days each")


def transfer_waits_for_a_roster(town: Town) -> None:
    """Its new school is missing from the file of a week: nobody can know."""
    child, late = town.pick((1, 2, 3)), town.special.late
    town.gone(child, AUTUMN, recorded=True)
    town.move(AUTUMN, child, "转学(转出)", date(2026, 9, 24), 去向学校码=late.code)
    child.changes = {LAST: {h.SCHOOL_CODE: late.code, h.SCHOOL_NAME: late.name}}
    child.calls = {AUTUMN: None, NOVEMBER: None}
    town.move(LAST, child, "转学(转入)", date(2026, 11, 4), 去向学校码=late.code)
    town.back(child, LAST, recorded=True)
    town.trap(f"{NOT_MISSING} TRANSFER_OPEN", child, "its new school's roster is missing")


def marked_as_left(town: Town) -> None:
    for mark in ("其他离校", "流失", "下落不明"):
        child = town.pick((*MIDDLE, 8))
        child.changes = {NOVEMBER: {h.STATUS: mark}}
        town.find("LEFT_SCHOOL", child, NOVEMBER, f"marked “{mark}”")
        town.trap("VANISHED", child, "still on the roll")
    child = town.pick(MIDDLE)
    child.changes = {NOVEMBER: {h.STATUS: "退学"}, LAST: {h.STATUS: "在读"}}
    town.find("LEFT_SCHOOL", child, NOVEMBER, "marked for a week")
    town.find("REAPPEARED", child, LAST, "attends again")
    child = town.pick(MIDDLE)
    town.gone(child, NOVEMBER, recorded=True)
    town.move(NOVEMBER, child, "退学", LATELY)
    town.find("LEFT_SCHOOL", child, NOVEMBER, "left by a movement")
    town.missing(child, NOVEMBER, "left by a movement, on no roll")
    town.trap("VANISHED", child, "leaving is recorded")


def marked_at_the_old_school(town: Town) -> None:
    """“Left” on the old school's roster, attending at the new one."""
    child = town.pick((1, 2, 3))
    old = replace(child, changes={LAST: {h.STATUS: "转出"}}, there={LAST: True}, calls={LAST: None})
    town.transfer(child, LAST, date(2026, 11, 5))
    town.add(old)
    town.trap("LEFT_SCHOOL DUPLICATE TRANSFER_OPEN VANISHED", child, "attends elsewhere")


def late_school(town: Town) -> None:
    """Whoever leaves a school whose roster is missing is found with its next one."""
    pupils = [c for c in town.children if c.primary is town.special.late and c.grade in (1, 2, 3)]
    lost, moved = pupils[0], pupils[1]
    lost.there[LAST] = False
    town.unbalance(lost, LAST, -1, across=True)
    town.find("VANISHED", lost, LAST, "gone while the roster of its school was missing")
    town.missing(lost, LAST, "gone while the roster of its school was missing")
    town.transfer(moved, NOVEMBER, LATELY)
    town.trap(f"{NOT_MISSING} DUPLICATE", moved, "moved while the old roster was missing")


def cut_school(town: Town) -> None:
    """Half of a roster is missing: the file was cut."""
    pupils = [c for c in town.children if c.primary is town.special.cut and c.grade in range(6)]
    for child in pupils[: len(pupils) // 2 + 1]:
        child.there[LAST] = False
        child.calls[LAST] = {"在校情况": "在校"}
        town.trap(NOT_MISSING, child, "its school's roster is set aside")


ONCE = (late_school, cut_school)
PLANTS = (
    vanishes, vanishes_and_comes_back, twin_stays, namesake_arrives, only_asked_to_be_dead,
    left_came_back_and_vanishes, leaves_on_record, dies_by_the_list, moves, is_registered_anew,
    temporary_number_ends, transfer_never_arrives, transfer_arrives_late, transfer_is_young,
    transfer_waits_for_a_roster, marked_as_left, marked_at_the_old_school,
)  # fmt: skip
