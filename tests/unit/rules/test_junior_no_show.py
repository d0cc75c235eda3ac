from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, TODAY, Bench, Row, before, listed, moved, pupil

JUNE, SUMMER = date(2026, 6, 20), date(2026, 7, 1)


def graduate(**columns: Any) -> Row:
    given = {"school_code": SCHOOL, "graduated_on": SUMMER, "seen_on": date(2026, 7, 5)}
    return listed(1, **{**given, **columns})


def last_grade(person: int = 1, **columns: Any) -> Row:
    return before(person, **{"grade": 6, "seen_on": JUNE, **columns})


def found(bench: Bench, frames: dict[str, Any] | None = None, **columns: Any) -> list[int]:
    return bench.persons("JUNIOR_NO_SHOW", **{"graduates": [graduate(**columns)], **(frames or {})})


def rolled(bench: Bench, *rows: Row, **frames: Any) -> list[int]:
    """What is found of the last school year's roll, without a list of graduates."""
    return bench.persons("JUNIOR_NO_SHOW", year_before=rows or [last_grade()], **frames)


def test_a_graduate_on_no_roll_is_given_to_the_receiving_school(bench: Bench) -> None:
    rows = bench.find("JUNIOR_NO_SHOW", graduates=[graduate(to_school=OTHER)])
    assert [(r["person"], r["school_code"], r["from_school"]) for r in rows] == [(1, OTHER, SCHOOL)]
    assert (rows[0]["source"], rows[0]["graduated_on"]) == ("graduates", SUMMER)


def test_without_a_receiving_school_the_primary_school_is_asked(bench: Bench) -> None:
    for columns in ({}, {"to_school": ""}, {"to_school_name": "虚构第3中学"}):
        rows = bench.find("JUNIOR_NO_SHOW", graduates=[graduate(**columns)])
        assert [(r["person"], r["school_code"]) for r in rows] == [(1, SCHOOL)]


@pytest.mark.parametrize(("grade", "persons"), [(7, []), (8, []), (None, []), (6, [1])])
def test_only_a_junior_school_s_roll_ends_it(
    bench: Bench, grade: int | None, persons: list[int]
) -> None:
    assert found(bench, {"current": [pupil(1, grade=grade, school_code=OTHER)]}) == persons


def test_it_is_told_two_weeks_after_the_term_began(bench: Bench) -> None:
    assert found(bench, {"as_of": date(2026, 9, 15)}) == [1]
    assert found(bench, {"as_of": date(2026, 9, 14)}) == []
    assert found(bench, {"as_of": date(2026, 9, 14), "term_days": 13}) == [1]


@pytest.mark.parametrize(
    ("columns", "persons"),
    [
        ({"graduated_on": date(2025, 7, 1)}, []),
        ({"graduated_on": None}, [1]),
        ({"graduated_on": None, "seen_on": date(2025, 7, 5)}, []),
        ({"result": "毕业"}, [1]),
        ({"result": "留级"}, []),
        ({"to_school": "9999999999"}, []),
        ({"to_school_name": "外省某中学"}, []),
        ({"birth_date": None}, [1]),
        ({"birth_date": date(2010, 1, 1)}, [1]),
        ({"school_code": None, "to_school": OTHER}, [1]),
    ],
)
def test_the_list_tells_who_left_this_summer_and_where_to(
    bench: Bench, columns: dict[str, Any], persons: list[int]
) -> None:
    assert found(bench, **columns) == persons


def test_a_receiving_school_without_a_new_roster_is_waited_for(bench: Bench) -> None:
    schools = ((SCHOOL, True), (OTHER, False))
    assert found(bench, {"schools": schools}, to_school=OTHER) == []


def test_junior_schools_of_the_county_are_waited_for_where_none_is_named(bench: Bench) -> None:
    def schools(sent_on: date | None, county: str = "150291") -> list[Row]:
        given = {"is_fresh": True}
        return [
            {"school_code": SCHOOL, "county": "150291", "last_roster_on": TODAY, **given},
            {"school_code": OTHER, "county": county, "last_roster_on": sent_on, **given},
        ]

    june = {"year_before": [last_grade(9, grade=8, school_code=OTHER)]}
    september = {"as_of": date(2026, 9, 28), **june}
    assert found(bench, {"schools": schools(JUNE), **september}) == []
    assert found(bench, {"schools": schools(None), **september}) == []
    assert found(bench, {"schools": schools(date(2026, 9, 7)), **september}) == [1]
    assert found(bench, {"schools": schools(JUNE, "150292"), **september}) == [1]
    assert found(bench, {"schools": schools(JUNE), **june, "as_of": date(2026, 10, 16)}) == [1]


@pytest.mark.parametrize("kind", ["transfer_out", "abroad", "death"])
def test_a_departure_accounts_for_it(bench: Bench, kind: str) -> None:
    assert found(bench, {"movements": [moved(1, kind, date(2026, 8, 20))]}) == []


def test_the_graduation_itself_does_not(bench: Bench) -> None:
    for grade in (6, None):
        left = moved(1, "graduate", SUMMER, from_grade=grade)
        assert found(bench, {"movements": [left]}) == [1]


def test_repeating_deaths_and_results_in_force_do(bench: Bench) -> None:
    assert found(bench, {"movements": [moved(1, "repeat", SUMMER)]}) == []
    assert found(bench, {"deaths": [listed(1, category="death")]}) == []
    assert found(bench, {"cases": [{"person": 1, "outcome": "V04"}]}) == []


def test_without_the_list_the_last_grade_of_last_summer_is_looked_for(bench: Bench) -> None:
    rows = bench.find("JUNIOR_NO_SHOW", year_before=[last_grade()])
    assert [(r["person"], r["source"], r["school_code"]) for r in rows] == [(1, "registry", SCHOOL)]
    assert rows[0]["from_school"] == SCHOOL
    assert rolled(bench, current=[pupil(1, grade=7)]) == []


@pytest.mark.parametrize(
    ("grade", "status", "persons"),
    [
        (6, "studying", [1]),
        (6, "graduated", [1]),
        (6, "transferred", []),
        (6, "dead", []),
        (6, "drifted", []),
        (5, "studying", []),
        (5, "graduated", [1]),
        (4, "graduated", []),
        (7, "studying", []),
    ],
)
def test_its_last_grade_is_the_sixth_or_a_graduating_fifth(
    bench: Bench, grade: int, status: str, persons: list[int]
) -> None:
    assert rolled(bench, last_grade(grade=grade, status=status)) == persons


def test_a_graduation_in_the_movements_ends_five_years(bench: Bench) -> None:
    left = [moved(1, "graduate", SUMMER, from_grade=5)]
    assert rolled(bench, last_grade(grade=5), movements=left) == [1]


def test_who_repeats_the_last_grade_is_at_school(bench: Bench) -> None:
    assert rolled(bench, current=[pupil(1, grade=6, seen_on=date(2026, 9, 7))]) == []
    assert rolled(bench, current=[pupil(1, grade=6, seen_on=JUNE)]) == [1]


def test_a_school_in_the_list_is_not_looked_at_twice(bench: Bench) -> None:
    stayed = last_grade(2)
    gone = last_grade(3, school_code=OTHER)
    rows = bench.find(
        "JUNIOR_NO_SHOW", graduates=[graduate()], year_before=[last_grade(), stayed, gone]
    )
    assert [(r["person"], r["source"]) for r in rows] == [(1, "graduates"), (3, "registry")]


def test_who_graduates_at_the_end_of_the_school_year_is_not_expected_yet(bench: Bench) -> None:
    july = {"as_of": date(2027, 7, 20)}
    assert found(bench, july, graduated_on=date(2027, 7, 1)) == []
    assert found(bench, july, graduated_on=SUMMER) == [1]
