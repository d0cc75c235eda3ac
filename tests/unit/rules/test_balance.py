from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, TODAY, Bench, Row, before, moved, pupil

NOVEMBER = date(2026, 11, 9)


def sums(bench: Bench, previous: list[Row], current: list[Row], **given: Any) -> list[Any]:
    rows = bench.find(
        "BALANCE",
        previous=[{"seen_on": date(2026, 11, 2)} | r for r in previous],
        current=current,
        as_of=given.pop("as_of", NOVEMBER),
        **given,
    )
    assert all((r["person"], r["source"]) == (0, "ledger") for r in rows)
    return sorted(
        (r["school_code"], r["grade"], r["opening"], r["arrived"], r["left"], r["closing"],
         r["difference"])
        for r in rows
    )  # fmt: skip


def was(person: int, **columns: Any) -> Row:
    return before(person, **{"seen_on": TODAY, **columns})


def now(person: int, **columns: Any) -> Row:
    return pupil(person, **{"seen_on": NOVEMBER, **columns})


def test_numbers_that_add_up_are_not_told(bench: Bench) -> None:
    assert sums(bench, [was(1), was(2)], [now(1), now(2)]) == []
    gone = moved(2, "transfer_out", date(2026, 11, 4))
    came = moved(3, "transfer_in", date(2026, 11, 4), from_school=OTHER, to_school=SCHOOL)
    assert sums(bench, [was(1), was(2)], [now(1), now(3)], movements=[gone, came]) == []


def test_a_child_without_a_record_is_told_by_school_and_grade(bench: Bench) -> None:
    rows = [was(1), was(2), was(3, grade=8)], [now(1), now(3, grade=8), now(4, grade=8)]
    assert sums(bench, *rows) == [
        (SCHOOL, 7, 2, 0, 0, 1, -1),
        (SCHOOL, 8, 1, 0, 0, 2, 1),
    ]


def test_a_change_of_grade_needs_a_record_too(bench: Bench) -> None:
    rows = [was(1), was(2)], [now(1), now(2, grade=8)]
    assert [(s[1], s[6]) for s in sums(bench, *rows)] == [(7, -1), (8, 1)]
    assert sums(bench, *rows, movements=[moved(2, "skip", TODAY)]) == []


def test_who_is_marked_as_gone_needs_a_record(bench: Bench) -> None:
    rows = [was(1), was(2)], [now(1), now(2, status="transferred")]
    assert [s[6] for s in sums(bench, *rows)] == [-1]
    assert sums(bench, *rows, movements=[moved(2, "transfer_out", TODAY)]) == []


@pytest.mark.parametrize("kind", ["transfer_out", "death", "abroad", "delete", "leave"])
def test_each_way_of_leaving_counts_at_the_school_left_only(bench: Bench, kind: str) -> None:
    rows = [was(1), was(2)], [now(1)]
    assert sums(bench, *rows, movements=[moved(2, kind, TODAY)]) == []
    assert len(sums(bench, *rows, movements=[moved(2, kind, TODAY, from_school=OTHER)])) == 1
    assert len(sums(bench, *rows, movements=[moved(2, kind, date(2026, 7, 1))])) == 1


def test_a_school_that_is_not_fresh_or_new_or_partly_set_aside_is_not_counted(
    bench: Bench,
) -> None:
    rows = [was(1), was(2)], [now(1)]
    assert sums(bench, *rows, schools=[(SCHOOL, False)]) == []
    assert sums(bench, [], [now(1)]) == []
    assert sums(bench, rows[0], [now(1), now(1, snapshot_id=5, row_no=9)]) == []


def test_across_promotion_the_school_is_counted_as_a_whole(bench: Bench) -> None:
    june = {"seen_on": date(2026, 6, 22)}
    september = {"seen_on": date(2026, 9, 14)}
    old = [was(1, **june), was(2, **june, grade=9)]
    new = [now(1, **september, grade=8), now(3, **september, grade=7)]
    new.append(now(4, **september, grade=9))
    kept = [*old, was(4, **june, grade=8)]
    assert sums(bench, kept, new, as_of=date(2026, 9, 14)) == []
    told = sums(bench, old, new, as_of=date(2026, 9, 14))
    assert told == [(SCHOOL, None, 2, 1, 1, 3, 1)]


def test_of_several_rosters_the_first_is_the_opening(bench: Bench) -> None:
    first = [was(n, seen_on=date(2026, 11, 1), snapshot_id=0) for n in (1, 2)]
    between = [was(1)]
    assert [s[2:] for s in sums(bench, [*first, *between], [now(1)])] == [(2, 0, 0, 1, -1)]
