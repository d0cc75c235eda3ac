"""Each row of the truth is checked against the files: the child really is where it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.unit.demo.reading import City, Row, expected_check

Check = Callable[[City, date, Row], bool]
EVERY_WEEK = {
    "no record",
    "will come back",
    "moved inside, recorded",
    "moved inside, unrecorded",
    "left, transfer completed",
    "pending 45 days, nowhere",
    "pending 4 days",
    "id corrected, number kept",
    "re-issued, same local number",
    "re-issued, only attributes agree",
    "re-issued and name corrected",
    "namesake entered elsewhere",
    "one of twins",
    "died",
    "abroad",
    "下落不明",
    "其他离校",
    "leave over 30 days ago",
    "leave runs on",
    "same id at two schools",
    "check digit",
    "id typo",
}
NEXT_WEEK = {"back after absence from the roll", "second registration removed"}
DAMAGE = "school's file is missing or cut short"


def same_person(row: Row) -> tuple[str, ...]:
    return row["姓名"], row["出生日期"], row["性别"], row["联系电话"]


def with_number(rows: list[Row], truth: Row) -> list[Row]:
    return [row for row in rows if row["学籍号"] == truth["student_no"]]


def last_row(city: City, as_of: date, truth: Row) -> Row:
    """The child's registration at the school of the truth, the week before."""
    (row,) = [
        row
        for row in with_number(city.roster_before(as_of), truth)
        if row["学校标识码"] == truth["school_code"]
    ]
    return row


def under_any_key(rows: list[Row], child: Row) -> list[Row]:
    return [
        row
        for row in rows
        if row["学籍号"] == child["学籍号"]
        or row["身份证件号"] == child["身份证件号"]
        or (row["学籍辅号"] and row["学籍辅号"] == child["学籍辅号"])
        or same_person(row) == same_person(child)
    ]


def records(city: City, as_of: date, truth: Row) -> list[Row]:
    return with_number(city.movements[as_of], truth)


def is_nowhere(city: City, as_of: date, truth: Row) -> bool:
    child = last_row(city, as_of, truth)
    return not any(under_any_key(rows, child) for rows in city.rosters_from(as_of))


def has_vanished(city: City, as_of: date, truth: Row) -> bool:
    return is_nowhere(city, as_of, truth) and not records(city, as_of, truth)


def is_gone_for_a_week(city: City, as_of: date, truth: Row) -> bool:
    child = last_row(city, as_of, truth)
    now, *later = city.rosters_from(as_of)
    return not under_any_key(now, child) and all(len(with_number(r, truth)) == 1 for r in later)


def is_back(city: City, as_of: date, truth: Row) -> bool:
    two_weeks_ago = city.rosters[as_of - timedelta(weeks=2)]
    (now,) = with_number(city.rosters[as_of], truth)
    return (
        with_number(two_weeks_ago, truth) == [now]
        and not with_number(city.roster_before(as_of), truth)
        and now["学校标识码"] == truth["school_code"]
    )


def stands_elsewhere(city: City, as_of: date, truth: Row) -> bool:
    child = last_row(city, as_of, truth)
    (now,) = with_number(city.rosters[as_of], truth)
    return (
        now["学校标识码"] != truth["school_code"]
        and now["学校标识码"][:2] == child["学校标识码"][:2]
    )


def moved_with_record(city: City, as_of: date, truth: Row) -> bool:
    out, received = records(city, as_of, truth)
    (now,) = with_number(city.rosters[as_of], truth)
    return (
        stands_elsewhere(city, as_of, truth)
        and [out["异动类型"], received["异动类型"]] == ["转学(转出)", "转学(转入)"]
        and all(r["来源学校码"] == truth["school_code"] for r in (out, received))
        and all(r["去向学校码"] == now["学校标识码"] for r in (out, received))
    )


def moved_without_record(city: City, as_of: date, truth: Row) -> bool:
    return stands_elsewhere(city, as_of, truth) and not records(city, as_of, truth)


def left_with(kind: str, stage: str, days: int) -> Check:
    def check(city: City, as_of: date, truth: Row) -> bool:
        (record,) = records(city, as_of, truth)
        happened = f"{as_of - timedelta(days=days):%Y%m%d}"
        return (
            is_nowhere(city, as_of, truth)
            and (record["异动类型"], record["办理状态"]) == (kind, stage)
            and record["异动日期"] == happened
            and bool(record["审批日期"]) == (stage == "办结")
        )

    return check


def has_other_id(city: City, as_of: date, truth: Row) -> bool:
    (now,) = with_number(city.rosters[as_of], truth)
    number = now["身份证件号"]
    return number != truth["id_number"] and number[17] == expected_check(number[:17])


def reissued(*, local_number: bool, moved: bool, renamed: bool) -> Check:
    def check(city: City, as_of: date, truth: Row) -> bool:
        child = last_row(city, as_of, truth)
        born = ("出生日期", "性别", "联系电话", "成员1姓名")
        same = [
            row
            for row in city.rosters[as_of]
            if all(row[header] == child[header] for header in born)
            and row not in city.roster_before(as_of)
        ]
        (now,) = same
        return (
            not with_number(city.rosters[as_of], truth)
            and now["身份证件号"] != child["身份证件号"]
            and (now["学籍辅号"] == child["学籍辅号"]) == local_number
            and (now["学校标识码"] != child["学校标识码"]) == moved
            and (now["姓名"] != child["姓名"]) == renamed
        )

    return check


def has_a_namesake(city: City, as_of: date, truth: Row) -> bool:
    child = last_row(city, as_of, truth)
    before = {row["学籍号"] for row in city.roster_before(as_of)}
    return has_vanished(city, as_of, truth) and any(
        row["学籍号"] not in before
        and (row["姓名"], row["出生日期"]) == (child["姓名"], child["出生日期"])
        and row["性别"] != child["性别"]
        and row["学校标识码"] != child["学校标识码"]
        and row["联系电话"] != child["联系电话"]
        for row in city.rosters[as_of]
    )


def has_a_twin(city: City, as_of: date, truth: Row) -> bool:
    child = last_row(city, as_of, truth)
    shared = ("出生日期", "学校标识码", "年级", "班号", "联系电话", "成员1姓名", "现住址")
    twins = [
        row for row in city.rosters[as_of] if all(row[header] == child[header] for header in shared)
    ]
    return has_vanished(city, as_of, truth) and [row["姓名"] == child["姓名"] for row in twins] == [
        False
    ]


def has_status(status: str) -> Check:
    def check(city: City, as_of: date, truth: Row) -> bool:
        last_row(city, as_of, truth)
        return all(
            [row["学籍状态"] for row in with_number(rows, truth)] == [status]
            for rows in city.rosters_from(as_of)
        )

    return check


def is_on_leave(days: int) -> Check:
    def check(city: City, as_of: date, truth: Row) -> bool:
        ends = f"{as_of + timedelta(days=days):%Y%m%d}"
        (now,) = with_number(city.rosters[as_of], truth)
        return (now["学籍状态"], now["休学止期"]) == ("休学", ends)

    return check


def stands_twice(city: City, as_of: date, truth: Row) -> bool:
    both = [row for row in city.rosters[as_of] if row["身份证件号"] == truth["id_number"]]
    return len(both) == 2 and both[0]["学校标识码"] != both[1]["学校标识码"]


def stands_once_again(city: City, as_of: date, truth: Row) -> bool:
    (now,) = with_number(city.rosters[as_of], truth)
    last_row(city, as_of, truth)
    return now["学校标识码"] != truth["school_code"]


def has_a_wrong_check_digit(city: City, as_of: date, truth: Row) -> bool:
    (now,) = with_number(city.rosters[as_of], truth)
    number = now["身份证件号"]
    return number == truth["id_number"] and number[17] != expected_check(number[:17])


def is_lost_with_its_school(city: City, as_of: date, truth: Row) -> bool:
    last_row(city, as_of, truth)
    return not with_number(city.rosters[as_of], truth)


CHECKS: dict[str, Check] = {
    "no record": has_vanished,
    "will come back": is_gone_for_a_week,
    "back after absence from the roll": is_back,
    "moved inside, recorded": moved_with_record,
    "moved inside, unrecorded": moved_without_record,
    "left, transfer completed": left_with("转学(转出)", "办结", 4),
    "pending 45 days, nowhere": left_with("转学(转出)", "在办", 45),
    "pending 4 days": left_with("转学(转出)", "在办", 4),
    "id corrected, number kept": has_other_id,
    "re-issued, same local number": reissued(local_number=True, moved=False, renamed=False),
    "re-issued, only attributes agree": reissued(local_number=False, moved=True, renamed=False),
    "re-issued and name corrected": reissued(local_number=False, moved=False, renamed=True),
    "namesake entered elsewhere": has_a_namesake,
    "one of twins": has_a_twin,
    "died": left_with("死亡", "办结", 4),
    "abroad": left_with("出国(境)", "办结", 4),
    "下落不明": has_status("下落不明"),
    "其他离校": has_status("其他离校"),
    "leave over 30 days ago": is_on_leave(-30),
    "leave runs on": is_on_leave(200),
    "same id at two schools": stands_twice,
    "second registration removed": stands_once_again,
    "check digit": has_a_wrong_check_digit,
    "id typo": has_a_wrong_check_digit,
    DAMAGE: is_lost_with_its_school,
}


@pytest.mark.parametrize("note", sorted(CHECKS))
def test_every_child_is_where_the_truth_says(city: City, note: str) -> None:
    rows = [row for row in city.truth if row["note"] == note]
    assert rows
    for row in rows:
        assert CHECKS[note](city, date.fromisoformat(row["as_of"]), row), row


def test_it_plants_every_event_in_every_week(city: City) -> None:
    mondays = sorted(city.rosters)
    planted = {
        monday: {row["note"] for row in city.truth if row["as_of"] == monday.isoformat()}
        for monday in mondays
    }
    assert planted[mondays[0]] == set()
    assert planted[mondays[1]] == EVERY_WEEK
    assert planted[mondays[2]] == EVERY_WEEK | NEXT_WEEK
    assert planted[mondays[3]] == EVERY_WEEK | NEXT_WEEK | {DAMAGE}


def test_whoever_leaves_a_roster_stands_in_the_truth(city: City) -> None:
    for monday in sorted(city.rosters)[1:]:
        here = {row["学籍号"] for row in city.rosters[monday]}
        told = {row["student_no"] for row in city.truth if row["as_of"] == monday.isoformat()}
        assert {row["学籍号"] for row in city.roster_before(monday)} - here <= told


def test_one_school_is_absent_and_one_cut_to_a_third_in_the_last_week(city: City) -> None:
    last = max(city.rosters)
    before = Counter(row["学校标识码"] for row in city.roster_before(last))
    after = Counter(row["学校标识码"] for row in city.rosters[last])
    left = sorted((after[code] / size, code) for code, size in before.items())
    assert left[0][0] == 0
    assert 0.3 < left[1][0] < 0.36
    assert left[2][0] > 0.8
    assert all(before[code] >= 30 for _, code in left[:2])
