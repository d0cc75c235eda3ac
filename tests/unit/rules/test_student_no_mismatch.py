from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.rules.conftest import SCHOOL, Bench, Row, before, pupil


def doubts(bench: Bench, *, term_before: tuple[Row, ...] = (), **columns: Any) -> list[str]:
    found = bench.find(
        "STUDENT_NO_MISMATCH", current=[pupil(1, **columns)], term_before=term_before
    )
    assert all(row["school_code"] == SCHOOL for row in found)
    return [row["why"] for row in found]


@pytest.mark.parametrize(
    ("check", "why"),
    [
        ("length", ["number_form"]),
        ("character", ["number_form"]),
        ("date", ["number_form"]),
        ("check", ["number_form"]),
        ("missing", ["number_form"]),
        ("other_id", ["other_id"]),
        ("ok", []),
        (None, []),
    ],
)
def test_the_form_and_the_number_in_it_are_looked_at(
    bench: Bench, check: str | None, why: list[str]
) -> None:
    assert doubts(bench, student_check=check, student_kind="G") == why


@pytest.mark.parametrize("kind", ["L", "J"])
def test_a_temporary_number_may_be_kept_for_a_term(bench: Bench, kind: str) -> None:
    row: dict[str, Any] = {"student_check": "ok", "student_kind": kind}
    assert doubts(bench, **row) == []
    assert doubts(bench, **row, entered_on=date(2026, 9, 1)) == []
    assert doubts(bench, **row, entered_on=date(2026, 8, 31)) == ["temporary"]
    assert doubts(bench, **row, term_before=(before(1, student_kind=kind),)) == ["temporary"]
    assert doubts(bench, **row, term_before=(before(2, student_kind=kind),)) == []


def test_a_child_with_a_foreign_document_keeps_it(bench: Bench) -> None:
    row: dict[str, Any] = {
        "student_check": "ok",
        "student_kind": "J",
        "entered_on": date(2020, 9, 1),
    }
    assert doubts(bench, **row, id_check="other_kind") == []
    assert doubts(bench, **{**row, "student_kind": "G"}) == []


def test_who_has_left_is_not_asked_about(bench: Bench) -> None:
    assert doubts(bench, student_check="length", status="transferred") == []
