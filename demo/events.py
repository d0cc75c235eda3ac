"""What happens to single children: one small function per event, with the truth it leaves behind.

Half of them are traps: children who seem to be gone and are not. Each function touches one child
(and at most one more), writes what an office would have written, and notes what must be found.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from demo import headers
from demo.numbers import mistyped
from demo.people import HOMOPHONES, families
from demo.week import Week

Event = Callable[[Week], None]


def vanished(week: Week) -> None:
    """Gone, and nobody wrote anything down."""
    row = week.child()
    week.expect("VANISHED", row, 1, "no record")
    week.leave(row)


def comes_back(week: Week) -> None:
    """Gone for one week, then on the same roll again."""
    row = week.child()
    week.expect("VANISHED", row, 1, "will come back")
    week.leave(row)

    def back(then: Week) -> None:
        then.roll.active[row] = True
        then.expect("REAPPEARED", row, 1, "back after absence from the roll")

    week.later(back)


def moved_with_record(week: Week) -> None:
    """Another school of the city, with both halves of the transfer."""
    row = week.child()
    school = week.other_school(row)
    to = (school.code, school.name)
    week.expect("VANISHED", row, 0, "moved inside, recorded")
    week.record(row, "转学(转出)", to=to)
    # The receiving school files its own half on the spot, without a paper.
    week.record(row, "转学(转入)", to=to, approved_after=0, paper=False)
    week.enter(row, school)


def moved_without_record(week: Week) -> None:
    """Another school of the city; only the rosters show it."""
    row = week.child()
    week.expect("VANISHED", row, 0, "moved inside, unrecorded")
    week.enter(row, week.other_school(row))


def left_the_province(week: Week) -> None:
    """Transferred out of the city, and the transfer is completed."""
    row = week.child()
    week.expect("VANISHED", row, 0, "left, transfer completed")
    week.record(row, "转学(转出)", to=week.outside(row))
    week.leave(row)


def transfer_stuck(week: Week) -> None:
    """On its way to a school of the city for 45 days, and on no roll."""
    row = week.child()
    school = week.other_school(row)
    week.expect("TRANSFER_OPEN", row, 1, "pending 45 days, nowhere")
    to = (school.code, "")
    week.record(row, "转学(转出)", to=to, days_ago=45, approved_after=None)
    week.leave(row)


def transfer_fresh(week: Week) -> None:
    """On its way out for four days; a week later the transfer is completed."""
    row = week.child()
    for rule in ("TRANSFER_OPEN", "VANISHED"):
        week.expect(rule, row, 0, "pending 4 days")
    movement = week.record(row, "转学(转出)", to=week.outside(row), approved_after=None)
    week.leave(row)
    week.later(lambda then: then.settle(movement))


def id_corrected(week: Week) -> None:
    """Another ID number; the student number keeps the old one inside."""
    row = week.child()
    week.expect("VANISHED", row, 0, "id corrected, number kept")
    week.roll.change(row, {headers.ID_NUMBER: week.new_number(row)})


def reissued_with_local_number(week: Week) -> None:
    """Registered anew at the same school under new numbers; the city's own number stays."""
    row = week.child()
    week.expect("VANISHED", row, 0, "re-issued, same local number")
    _reissue(week, row)


def reissued_elsewhere(week: Week) -> None:
    """Registered anew at another school: only name, birth date, sex and guardian agree."""
    row = week.child()
    week.expect("VANISHED", row, 0, "re-issued, only attributes agree")
    _reissue(week, row)
    week.roll.change(row, {headers.LOCAL_NO: ""})
    week.enter(row, week.other_school(row))


def reissued_with_other_name(week: Week) -> None:
    """Registered anew, and the name corrected to a character that sounds the same."""
    row = week.child(lambda row: week.roll.value(row, headers.NAME)[-1] in HOMOPHONES)
    week.expect("VANISHED", row, 0, "re-issued and name corrected")
    name = week.roll.value(row, headers.NAME)
    _reissue(week, row)
    week.roll.change(row, {headers.LOCAL_NO: "", headers.NAME: name[:-1] + HOMOPHONES[name[-1]]})


def namesake_enters(week: Week) -> None:
    """Gone; in the same week a child of the other sex, same name and birthday, enters elsewhere."""
    row = week.child()
    week.expect("VANISHED", row, 1, "namesake entered elsewhere")
    number = week.new_number(row, other_sex=True)
    family = families(1, week.story.rng)
    newcomer = week.roll.add_like(
        row,
        {
            headers.STUDENT_NO: f"G{number}",
            headers.ID_NUMBER: number,
            headers.SEX: "女" if week.roll.value(row, headers.SEX) == "男" else "男",
            headers.LOCAL_NO: f"F{week.roll.used + 1:08d}",
            headers.ADDRESS: family.addresses[0],
            headers.PHONE: family.phones[0],
            headers.GUARDIAN_NAME: family.guardians[0],
            headers.GUARDIAN_RELATION: family.relations[0],
            headers.GUARDIAN_PHONE: family.phones[0],
        },
    )
    week.enter(newcomer, week.other_school(row))
    week.leave(row)


def twin_vanishes(week: Week) -> None:
    """One of two twins is gone; the other, of the same birthday and guardian, is not that child."""
    row = week.twin()
    week.expect("VANISHED", row, 1, "one of twins")
    week.leave(row)


def died(week: Week) -> None:
    """The office recorded a death."""
    row = week.child()
    week.expect("VANISHED", row, 0, "died")
    week.record(row, "死亡")
    week.leave(row)


def went_abroad(week: Week) -> None:
    """The office recorded that the child left the country."""
    row = week.child()
    week.expect("VANISHED", row, 0, "abroad")
    week.record(row, "出国(境)")
    week.leave(row)


def whereabouts_unknown(week: Week) -> None:
    """Still on the roll, with a status that says the child is not there."""
    _gets_status(week, "下落不明")


def left_otherwise(week: Week) -> None:
    """Still on the roll, with the status under which dropouts are often filed."""
    _gets_status(week, "其他离校")


def leave_expired(week: Week) -> None:
    """On leave that ended 30 days ago."""
    row = week.child()
    week.expect("SUSPENSION_EXPIRED", row, 1, "leave over 30 days ago")
    _on_leave(week, row, days=-30)


def leave_runs_on(week: Week) -> None:
    """On leave until well into the next year."""
    row = week.child()
    week.expect("SUSPENSION_EXPIRED", row, 0, "leave runs on")
    _on_leave(week, row, days=200)


def registered_twice(week: Week) -> None:
    """A second registration at another school, cleaned up a week later."""
    row = week.child()
    week.expect("DUPLICATE", row, 1, "same id at two schools")
    second = week.roll.add_like(row, {headers.LOCAL_NO: ""})
    week.enter(second, week.other_school(row))

    def cleaned_up(then: Week) -> None:
        then.expect("VANISHED", second, 0, "second registration removed")
        then.leave(second)

    week.later(cleaned_up)


def id_mistyped(week: Week) -> None:
    """A slip in the last digit of the ID number."""
    row = week.child()
    wrong = mistyped(week.roll.value(row, headers.ID_NUMBER))
    week.roll.change(row, {headers.ID_NUMBER: wrong})
    week.expect("ID_INVALID", row, 1, "check digit")
    week.expect("VANISHED", row, 0, "id typo")


def _reissue(week: Week, row: int) -> None:
    number = week.new_number(row)
    week.roll.change(row, {headers.STUDENT_NO: f"G{number}", headers.ID_NUMBER: number})


def _gets_status(week: Week, status: str) -> None:
    row = week.child()
    week.expect("LEFT_SCHOOL", row, 1, status)
    week.roll.change(row, {headers.STATUS: status})


def _on_leave(week: Week, row: int, *, days: int) -> None:
    ends = week.as_of + timedelta(days=days)
    week.roll.change(row, {headers.STATUS: "休学", headers.LEAVE_ENDS: f"{ends:%Y%m%d}"})


EVENTS: Final[tuple[tuple[Event, int], ...]] = (
    (vanished, 2),
    (moved_with_record, 5),
    (moved_without_record, 3),
    (left_the_province, 2),
    (transfer_stuck, 1),
    (transfer_fresh, 1),
    (id_corrected, 1),
    (reissued_with_local_number, 1),
    (reissued_elsewhere, 1),
    (reissued_with_other_name, 1),
    (namesake_enters, 1),
    (twin_vanishes, 1),
    (died, 1),
    (went_abroad, 1),
    (whereabouts_unknown, 1),
    (left_otherwise, 1),
    (leave_expired, 1),
    (leave_runs_on, 1),
    (registered_twice, 1),
    (id_mistyped, 1),
    (comes_back, 1),
)
"""Each event with how often it happens in a week in a city of 1,800 pupils."""

_CITY_OF_EVENTS: Final = 1_800


def events_of_a_week(students: int) -> list[Event]:
    """Every event at least once; in bigger cities more often, growing with the square root.

    Flags in a real week do not grow in step with the city, and a reader of a demonstration
    should be able to look at all of them.
    """
    factor = (students / _CITY_OF_EVENTS) ** 0.5
    return [event for event, usual in EVENTS for _ in range(max(1, round(usual * factor)))]
