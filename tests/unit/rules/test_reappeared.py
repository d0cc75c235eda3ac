from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, TODAY, Bench, Row, pupil
from tests.unit.rules.files import a_file, ago, found, known

FILE, FLAG = a_file(1, "persuading"), known(1, "VANISHED", ago(14), status="confirmed")


def called(person: int, presence: str, **columns: Any) -> Row:
    """A row of a roll call."""
    place = {"snapshot_id": 5, "row_no": person, "seen_on": TODAY, "school_code": SCHOOL}
    return {"person": person, "presence": presence, **place, **columns}


def test_a_missing_child_on_a_later_roster_is_proposed_with_its_row(bench: Bench) -> None:
    [row] = bench.find(
        "REAPPEARED", cases=[FILE], known=[FLAG], current=[pupil(1, school_code=OTHER)]
    )
    assert (row["case_id"], row["attends_on"], row["found_on"]) == (1, TODAY, ago(14))
    assert (row["source"], row["snapshot_id"], row["school_code"]) == ("registry", 2, OTHER)


@pytest.mark.parametrize("row", [pupil(9, student_key=1), pupil(9, id_key=1)])
def test_a_child_known_by_one_number_is_seen_under_another(bench: Bench, row: Row) -> None:
    assert bench.persons("REAPPEARED", cases=[FILE], known=[FLAG], current=[row]) == [1]


@pytest.mark.parametrize(
    "columns",
    [{"status": "suspended"}, {"status": "transferring"}, {"in_school": False},
     {"seen_on": ago(14)}],
)  # fmt: skip
def test_only_attending_on_a_later_day_proves_it(bench: Bench, columns: dict[str, Any]) -> None:
    current = [pupil(1, **columns)]
    assert bench.persons("REAPPEARED", cases=[FILE], known=[FLAG], current=current) == []


@pytest.mark.parametrize("state", ["returned", "placed", "closed", "excluded"])
def test_files_that_wait_for_no_return_are_left_alone(bench: Bench, state: str) -> None:
    cases = [a_file(1, state)]
    assert bench.persons("REAPPEARED", cases=cases, known=[FLAG], current=[pupil(1)]) == []


def test_whom_another_rule_still_finds_has_not_come_back(bench: Bench) -> None:
    given: dict[str, Any] = {"cases": [FILE], "known": [FLAG], "current": [pupil(1)]}
    assert bench.persons("REAPPEARED", found=[found(1, "LEFT_SCHOOL")], **given) == []
    data_task = [found(1, "HOME_TEACHING_IDLE")]
    assert bench.persons("REAPPEARED", found=data_task, **given) == [1]


@pytest.mark.parametrize("status", ["wrong", "excused"])
def test_a_finding_that_did_not_stand_proves_no_absence(bench: Bench, status: str) -> None:
    flags = [known(1, "VANISHED", ago(14), status=status)]
    assert bench.persons("REAPPEARED", cases=[FILE], known=flags, current=[pupil(1)]) == []


def test_findings_of_an_earlier_episode_do_not_count(bench: Bench) -> None:
    cases = [a_file(1, "persuading", episode=2)]
    assert bench.persons("REAPPEARED", cases=cases, known=[FLAG], current=[pupil(1)]) == []


def test_who_was_absent_at_a_roll_call_must_be_present_at_a_later_one(bench: Bench) -> None:
    flags = [known(1, "ABSENT", ago(7))]
    given: dict[str, Any] = {"cases": [FILE], "known": flags, "current": [pupil(1)]}
    assert bench.persons("REAPPEARED", **given) == []
    for word, day in (("excused", TODAY), ("absent", TODAY), ("present", ago(7))):
        rows = [called(1, word, called_on=day)]
        assert bench.persons("REAPPEARED", roll_call=rows, **given) == []
    [row] = bench.find("REAPPEARED", roll_call=[called(1, "present", called_on=ago(1))], **given)
    assert (row["source"], row["attends_on"]) == ("roll_call", ago(1))
