"""Quality of the registry: numbers, key data, ages, double registrations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from benchmarks.detection.people import AUTUMN, LAST, NOVEMBER, SPRING, WINTER, Child
from benchmarks.detection.town import Town
from demo import headers as h
from demo.numbers import mistyped

GRADES = (1, 2, 3, 4, 7)


def number_is_wrong(town: Town) -> None:
    for wrong, why in (
        (mistyped, "check digit"),
        (lambda n: n[:-1], "a character short"),
        (lambda n: n[:10] + "1345" + n[14:], "no such day"),
    ):
        child = town.pick(GRADES)
        child.changes = {WINTER: {h.ID_NUMBER: wrong(child.number)}}
        town.find("ID_INVALID", child, SPRING, f"wrong number: {why}")
        town.find("STUDENT_NO_MISMATCH", child, SPRING, f"another number than G: {why}")
    child = town.pick(GRADES)
    child.changes = {WINTER: {h.SEX: "女" if child.boy else "男"}}
    town.find("ID_INVALID", child, SPRING, "another sex than the number says")


def number_is_another_document(town: Town) -> None:
    child = town.pick(GRADES)
    child.changes = {WINTER: {h.ID_KIND: "护照", h.ID_NUMBER: f"E{child.number[-8:]}",
                              h.STUDENT_NO: f"L{child.number}"}}  # fmt: skip
    town.trap("ID_INVALID ID_MISSING STUDENT_NO_MISMATCH", child, "a passport")


def number_is_missing(town: Town) -> None:
    child = town.pick(GRADES)
    child.changes = {WINTER: {h.ID_NUMBER: "", h.STUDENT_NO: f"J{town.registrar.number(child)}"}}
    town.find("ID_MISSING", child, SPRING, "no identity number for more than a term")
    town.find("STUDENT_NO_MISMATCH", child, SPRING, "a J number after a term")
    child = town.pick((0,))
    child.changes = {AUTUMN: {h.ID_NUMBER: "", h.STUDENT_NO: f"L{town.registrar.number(child)}"}}
    town.trap("ID_MISSING STUDENT_NO_MISMATCH", child, "came this term")


def student_number_is_wrong(town: Town) -> None:
    child = town.pick(GRADES)
    child.changes = {WINTER: {h.STUDENT_NO: child.student[:-2]}}
    town.find("STUDENT_NO_MISMATCH", child, SPRING, "not nineteen characters")
    child = town.pick(GRADES)
    child.changes = {WINTER: {h.STUDENT_NO: f"G{town.registrar.number(child)}"}}
    town.find("STUDENT_NO_MISMATCH", child, SPRING, "another identity number in it")
    child = town.pick(GRADES)
    child.changes = {WINTER: {h.STUDENT_NO: f"L{town.registrar.number(child)}"}}
    town.find("STUDENT_NO_MISMATCH", child, SPRING, "an L number after a term")


def key_data_change(town: Town) -> None:
    rule = "IDENTITY_CHANGED"
    for cells, also in (
        ({h.NAME: "改名未录"}, False),
        ({h.BIRTH_DATE: "day"}, True),
        ({h.ID_NUMBER: "new"}, True),
    ):
        for is_recorded in (False, True):
            child = town.pick(GRADES)
            changed = dict(cells)
            if h.BIRTH_DATE in changed:
                changed[h.BIRTH_DATE] = child.born[:6] + ("11" if child.born[6:] != "11" else "12")
            if h.ID_NUMBER in changed:
                changed[h.ID_NUMBER] = town.registrar.number(child)
            child.changes = {NOVEMBER: changed}
            if also:
                other = "ID_INVALID" if h.BIRTH_DATE in changed else "STUDENT_NO_MISMATCH"
                town.find(other, child, NOVEMBER, "does not fit any more")
            if is_recorded:
                town.move(NOVEMBER, child, "关键数据变更", date(2026, 10, 29))
                town.trap(rule, child, "the change is recorded")
            else:
                town.find(rule, child, NOVEMBER, f"other: {'，'.join(changed)}")
    child = town.pick(GRADES)
    child.changes = {WINTER: {h.ID_NUMBER: ""}, SPRING: {h.ID_NUMBER: child.number}}
    town.trap(f"{rule} ID_MISSING", child, "was blank before")


def age_does_not_fit(town: Town) -> None:
    for grade, years in ((2, -3), (4, 2), (8, -2)):
        child = aged(town, grade, years)
        town.find("AGE_GRADE", child, SPRING, f"born {years:+d} years from its grade")
    for grade, years, cells in ((3, -1, {}), (4, 1, {}), (3, -3, {h.DISABILITY: "智力残疾"})):
        child = aged(town, grade, years)
        child.changes = {WINTER: cells} if cells else {}
        town.trap("AGE_GRADE", child, "a year, or a disability")


def aged(town: Town, grade: int, years: int) -> Child:
    """A pupil born some years earlier or later than its class, with a number of that day."""
    like = town.pick((grade,), "")
    like.there = {WINTER: False}
    born = f"{int(like.born[:4]) + years}{like.born[4:6]}{min(int(like.born[6:]), 28):02d}"
    child = replace(town.registrar.renumbered(like, born), tag=town.registrar.tag())
    child.there = {WINTER: True}
    return town.add(child)


def is_registered_twice(town: Town) -> None:
    child = town.pick((1, 2, 3))
    there = town.other_school(child, AUTUMN)
    student = f"J{town.registrar.number(child)}"
    second = replace(
        child, student=student, local=town.registrar.local(), there={NOVEMBER: True}, calls={},
        changes={NOVEMBER: {h.ENTRY_MONTH: "202609", h.SCHOOL_CODE: there.code,
                            h.SCHOOL_NAME: there.name}},
    )  # fmt: skip
    town.add(second)
    town.unbalance(second, NOVEMBER, 1)
    town.find("DUPLICATE", child, NOVEMBER, "one identity number at two schools")
    child = town.pick((1, 2, 3))
    there = town.other_school(child, AUTUMN)
    child.changes = {NOVEMBER: {h.STATUS: "转学办理中"}}
    second = replace(
        child, there={NOVEMBER: True}, calls={},
        changes={NOVEMBER: {h.SCHOOL_CODE: there.code, h.SCHOOL_NAME: there.name}},
    )  # fmt: skip
    town.add(second)
    town.move(
        NOVEMBER, child, "转学(转出)", date(2026, 10, 29), 去向学校码=there.code, 办理状态="办理中"
    )
    town.move(
        NOVEMBER, child, "转学(转入)", date(2026, 10, 29), 去向学校码=there.code, 来源学校码=""
    )
    child.calls = dict.fromkeys((NOVEMBER, LAST))
    town.trap("DUPLICATE TRANSFER_OPEN NEVER_PRESENT", child, "a transfer between two rosters")


PLANTS = (
    number_is_wrong, number_is_another_document, number_is_missing, student_number_is_wrong,
    key_data_change, age_does_not_fit, is_registered_twice,
)  # fmt: skip
