"""Leaves (休学): SUSPENSION_EXPIRED and SUSPENSION_SUSPECT."""

from __future__ import annotations

from datetime import date

from benchmarks.detection.people import AUTUMN, LAST, LEAVE_BEGINS, NOVEMBER, SPRING, SUMMER, Child
from benchmarks.detection.town import Town
from demo import headers as h

BOTH = "SUSPENSION_EXPIRED SUSPENSION_SUSPECT"
LONG_AGO = "2025-02-10"  # before anything that a file of movements tells


def on_leave(town: Town, week: int, begins: str = "", ends: str = "", grade: int = 0) -> Child:
    """A pupil on leave from a week on; in the grade where it was."""
    child = town.pick((grade,) if grade else (1, 2, 3, 4, 7))
    child.changes = {week: {h.STATUS: "休学", LEAVE_BEGINS: begins, h.LEAVE_ENDS: ends}}
    return child


def is_over(town: Town) -> None:
    child = on_leave(town, SPRING, LONG_AGO, "2026-08-31")
    town.find("SUSPENSION_EXPIRED", child, AUTUMN, "ended by the roster")
    town.trap("SUSPENSION_SUSPECT", child, "long known")
    child = on_leave(town, SPRING, LONG_AGO)
    town.find("SUSPENSION_EXPIRED", child, SPRING, "a year is over, no end is named")
    child = on_leave(town, AUTUMN)
    town.move(AUTUMN, child, "休学", date(2026, 3, 20), 休学止期="2026-10-20")
    town.find("SUSPENSION_EXPIRED", child, NOVEMBER, "ended by the movement")
    town.trap("SUSPENSION_SUSPECT", child, "approved, with dates")
    child = on_leave(town, SPRING, LONG_AGO, "2026-08-31")
    child.changes[LAST] = {h.STATUS: "在读", LEAVE_BEGINS: "", h.LEAVE_ENDS: ""}
    town.move(LAST, child, "复学", date(2026, 11, 3))
    town.find("SUSPENSION_EXPIRED", child, AUTUMN, "ended, back in November")
    town.find("REAPPEARED", child, LAST, "back at school")


def is_not_over(town: Town) -> None:
    child = on_leave(town, SPRING, LONG_AGO, "2027-02-28")
    town.trap(BOTH, child, "the leave runs")
    child = on_leave(town, SPRING, LONG_AGO, "2026-08-31")
    town.move(AUTUMN, child, "休学", date(2026, 8, 31), 休学止期="2027-08-31")
    town.trap(BOTH, child, "the leave was extended")
    child = on_leave(town, SPRING, LONG_AGO, "2026-08-31")
    child.changes[AUTUMN] = {h.STATUS: "在读", LEAVE_BEGINS: LONG_AGO}
    town.move(AUTUMN, child, "复学", date(2026, 9, 1))
    town.trap(f"{BOTH} NOT_PROMOTED", child, "back in time")


def is_doubtful(town: Town) -> None:
    rule = "SUSPENSION_SUSPECT"
    child = on_leave(town, SPRING, "2026-03-05", "2027-03-05", grade=9)
    child.there[AUTUMN] = True
    child.changes[AUTUMN] = {h.GRADE: h.grade_name(9)}
    town.move(SPRING, child, "休学", date(2026, 3, 5))
    town.find(rule, child, SPRING, "in the last term of grade 9")
    town.find("LEFT_BEFORE_GRADUATION", child, SUMMER, "on leave instead of graduating")
    child = on_leave(town, AUTUMN)
    town.move(AUTUMN, child, "休学", date(2025, 3, 10), 休学止期="2025-08-31")
    town.move(AUTUMN, child, "复学", date(2025, 9, 1))
    town.move(AUTUMN, child, "休学", date(2026, 9, 10), 休学止期="2027-09-10")
    town.find(rule, child, AUTUMN, "a second leave")
    child = on_leave(town, AUTUMN)
    town.move(
        AUTUMN, child, "休学", date(2026, 9, 5), 审批日期="", 审批文号="", 休学止期="2027-08-31"
    )
    town.find(rule, child, AUTUMN, "not approved after 37 days")
    child = on_leave(town, AUTUMN)
    town.find(rule, child, AUTUMN, "no day is named, for others it is")
    child = on_leave(town, AUTUMN)
    town.move(AUTUMN, child, "休学", date(2026, 10, 6), 审批日期="", 审批文号="", 办理状态="办理中")
    town.move(
        AUTUMN, child, "休学", date(2026, 10, 6), said_in=NOVEMBER, 审批日期="2026-10-30",
        休学止期="2027-08-31",
    )  # fmt: skip
    town.trap(BOTH, child, "approved within 30 days")


def follows_absence(town: Town) -> None:
    child = town.pick((1, 2, 3, 4))
    child.calls[NOVEMBER] = {"在校情况": "旷课", "连续缺勤天数": "6"}
    child.changes = {
        LAST: {h.STATUS: "休学", LEAVE_BEGINS: "2026-11-04", h.LEAVE_ENDS: "2027-11-04"}
    }
    town.move(LAST, child, "休学", date(2026, 11, 4), 休学止期="2027-11-04")
    town.find("ABSENT", child, NOVEMBER, "absent for six days")
    town.find("SUSPENSION_SUSPECT", child, LAST, "on leave within a week of absence")


PLANTS = (is_over, is_not_over, is_doubtful, follows_absence)
