"""Roll calls: ABSENT, NEVER_PRESENT, SCHOOL_MISMATCH, SILENT_SCHOOL."""

from __future__ import annotations

from benchmarks.detection.people import AUTUMN, LAST, NOVEMBER, SPRING, WINTER, Child
from benchmarks.detection.town import Town, Truth
from demo import headers as h

SAID = "在校情况"
GRADES = (1, 2, 3, 4, 7)
NOT_THERE = "ABSENT NEVER_PRESENT"


def is_absent(town: Town) -> None:
    for cells in (
        {SAID: "旷课", "缺勤开始日期": "2026-10-28"},
        {SAID: "缺勤", "连续缺勤天数": "5"},
        {SAID: "失联"},
    ):
        child = town.pick(GRADES)
        child.calls[NOVEMBER] = cells
        town.find("ABSENT", child, NOVEMBER, f"roll call: {'，'.join(cells.values())}")
        town.find("REAPPEARED", child, LAST, "present a week later")
    child = town.pick(GRADES)
    child.calls |= {NOVEMBER: {SAID: "旷课"}, LAST: {SAID: "旷课"}}
    town.find("ABSENT", child, LAST, "absent at two calls, a week apart")


def is_excused(town: Town) -> None:
    for words in ("病假", "送教上门", "事假"):
        child = town.pick(GRADES)
        child.calls |= {week: {SAID: words} for week in (AUTUMN, NOVEMBER, LAST)}
        town.trap(NOT_THERE, child, words)
    child = town.pick(GRADES)
    child.calls[NOVEMBER] = {SAID: "旷课"}
    town.trap(NOT_THERE, child, "absent for a day")
    child = town.pick(GRADES)
    child.calls |= {AUTUMN: {SAID: "旷课"}, LAST: {SAID: "旷课"}}
    town.trap(NOT_THERE, child, "present in between")


def is_never_there(town: Town) -> None:
    child = town.pick(GRADES)
    child.calls |= {AUTUMN: {SAID: "旷课"}, NOVEMBER: {SAID: "旷课"}}
    town.find("NEVER_PRESENT", child, NOVEMBER, "absent at every call of the term")
    town.find("ABSENT", child, NOVEMBER, "absent at every call of the term")
    town.find("REAPPEARED", child, LAST, "present for the first time")
    child = town.pick(GRADES)
    child.calls |= dict.fromkeys((AUTUMN, NOVEMBER, LAST))
    town.find("NEVER_PRESENT", child, NOVEMBER, "named by no call of its class")


def half_a_class_is_named(town: Town) -> None:
    """Calls that leave out half of a class say nothing of those they leave out."""
    here = town.special.nameless
    pupils = [c for c in town.children if c.primary is here and c.grade == 2]
    for child in pupils[::2]:
        child.calls |= dict.fromkeys((AUTUMN, NOVEMBER, LAST))
        town.trap(NOT_THERE, child, "half of its class is not named")


def only_absentees_are_named(town: Town) -> None:
    """Not being named means being there: three days in a row are needed, and are enough."""
    here = town.special.absentees
    pupils = [c for c in town.children if c.primary is here and c.grade in (1, 2, 3, 4)]
    for child, days in zip(pupils, ((5, 6, 9), (9,)), strict=False):
        for day in days:
            called(town, child, LAST, f"2026-11-{day:02d}", "旷课")
        if len(days) > 1:
            town.find("ABSENT", child, LAST, "named on three days in a row")
        else:
            town.trap("ABSENT", child, "named on one day")
    excused = pupils[2]
    for week, on in ((AUTUMN, "2026-10-12"), (NOVEMBER, "2026-11-02")):
        called(town, excused, week, on, "病假")
    town.trap(NOT_THERE, excused, "excused, in a list of those who are away")


def called(town: Town, child: Child, week: int, day: str, words: str) -> None:
    """A row of the list of those who are away."""
    town.lists["absentees", week].append(
        (child.tag, {"学籍号": child.student, "姓名": child.name,
                     "学校标识码": child.primary.code, SAID: words, "核实日期": day})
    )  # fmt: skip


def is_at_another_school(town: Town) -> None:
    child = town.pick((1, 2, 3))
    there = town.other_school(child, AUTUMN).code
    child.calls[NOVEMBER] = {SAID: "他校就读", "实际就读学校标识码": there}
    child.calls[LAST] = {SAID: "他校就读", "实际就读学校标识码": there}
    town.find("SCHOOL_MISMATCH", child, NOVEMBER, "the roll call names another school")
    town.trap(NOT_THERE, child, "at another school")
    child = town.pick((1, 2, 3))
    child.calls[NOVEMBER] = {SAID: "在校", "实际就读学校标识码": child.primary.code}
    town.trap("SCHOOL_MISMATCH", child, "the roll call names its own school")


def guests(town: Town) -> None:
    child = town.pick(GRADES)
    child.changes = {WINTER: {h.ORIGIN: "借读"}}
    town.find("SCHOOL_MISMATCH", child, SPRING, "a guest by the roster")


def silence(town: Town) -> None:
    """No roster for three weeks; no roll call although others send them."""
    special = town.special
    town.truth += [
        Truth("SILENT_SCHOOL", special.late.code, NOVEMBER, "no roster for three weeks"),
        Truth("SILENT_SCHOOL", special.quiet.code, AUTUMN, "no roll call this term"),
        Truth("SILENT_SCHOOL", special.cut.code, None, "its last good roster is a week old"),
        Truth("SILENT_SCHOOL", special.absentees.code, None, "names those who are away"),
    ]


ONCE = (half_a_class_is_named, only_absentees_are_named, silence)
PLANTS = (is_absent, is_excused, is_never_there, is_at_another_school, guests)
