"""Every row of an input ends in exactly one box, on frames of random rows with all their gaps."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pyarrow as pa
import pytest

from models.vocabulary.comparison import Box, Compared
from tests.engines import engine_named, ordered
from tests.unit.rules.conftest import SCHOOL, TODAY, columns_of
from tests.unit.rules.test_engines import ROWS, SCHOOLS, value
from tracking.comparison.balance import CAME, WENT
from tracking.comparison.boxes import place_of
from tracking.comparison.funnel import BOXES, LINKS, NEW, PARTS
from tracking.comparison.presence import presence
from tracking.comparison.registration import files_of, household_boxes, poor_files, poverty_boxes
from tracking.comparison.week import ASIDE, FIRST, STALE, Week, week
from tracking.kernel.engine import Engine, Frame
from tracking.kernel.school_year import school_year
from tracking.rules._accounted import Books, Day
from tracking.rules.absent import absent
from tracking.rules.vanished import vanished

Row = dict[str, Any]
YEAR = school_year(TODAY)
NAMES = (
    "previous",
    "current",
    "year_before",
    "movements",
    "roll_call",
    "household",
    "poverty",
    "deaths",
    "cases",
    "schools",
)
UNCOUNTED = (Box.AGAIN, Box.NAMELESS)


@pytest.fixture(scope="module", params=[1, 2, 3])
def tables(request: pytest.FixtureRequest) -> dict[str, pa.Table]:
    """Random rows for every frame; some of nobody who could be recognised."""
    rng = random.Random(request.param)
    made = {}
    for name in NAMES:
        schema = columns_of(name)
        rows = [{f.name: value(f, n, rng) for f in schema} for n in range(1, ROWS + 1)]
        for row in rows if name not in ("cases", "schools", "movements") else ():
            row["person"] = None if rng.random() < 0.05 else row["person"]
            row["snapshot_id"] += 10 * (name == "previous")  # no row stands on both rolls
        made[name] = pa.Table.from_pylist(rows, schema=schema)
    return made


def parts() -> pa.Table:
    """Rosters of one file that wait, were set aside, or are the first of their school."""
    rows = zip(SCHOOLS, (STALE, ASIDE, FIRST), strict=False)
    named = [{"snapshot_id": 1, "school_code": code, "role": role} for code, role in rows]
    return pa.Table.from_pylist(named, schema=PARTS)


def links(tables: dict[str, pa.Table]) -> pa.Table:
    """Some rows of the last roll that were followed to another number."""
    rows = [
        {"place": spot(row), "link": (Box.LIKELY, Box.RENUMBERED)[n % 2].value}
        for n, row in enumerate(tables["previous"].slice(0, 30).to_pylist())
    ]
    return pa.Table.from_pylist(rows, schema=LINKS)


def spot(row: Row) -> int:
    return place_of(row["snapshot_id"], row["row_no"])


def boxed(engine: Engine, tables: dict[str, pa.Table], comparison: Compared) -> Frame:
    """A comparison over the random day."""
    at = {name: engine.table(table) for name, table in tables.items()}
    books = Books(*(at[n] for n in ("current", "year_before", "movements", "cases", "schools",
                                    "deaths")))  # fmt: skip
    day = Day(TODAY, YEAR, 29, 120)
    match comparison:
        case Compared.WEEK:
            return week(engine, week_of(engine, tables))
        case Compared.ROLL_CALL:
            found = absent(at["current"], at["roll_call"], as_of=TODAY, year=YEAR)
            return presence(engine, at["current"], at["roll_call"], found, TODAY)
        case Compared.HOUSEHOLD:
            return household_boxes(engine, at["household"], books, day)
        case Compared.POVERTY:
            return poverty_boxes(engine, at["poverty"], books, day)
        case Compared.FILES:
            return poor_files(at["cases"], at["poverty"], as_of=TODAY)


def week_of(engine: Engine, tables: dict[str, pa.Table]) -> Week:
    names = ("previous", "current", "movements")
    at = {name: engine.table(tables[name]) for name in names}
    dead = engine.table(tables["deaths"])
    return Week(
        previous=at["previous"],
        current=at["current"],
        movements=at["movements"],
        missing=vanished(*at.values(), dead, as_of=TODAY),
        dead=dead,
        parts=engine.table(parts()),
        links=engine.table(links(tables)),
        as_of=TODAY,
        year=YEAR,
    )


def rows_of(tables: dict[str, pa.Table], comparison: Compared) -> list[Row]:
    with engine_named("embedded") as engine:
        rows: list[Row] = engine.collect(boxed(engine, tables, comparison)).to_pylist()
    return rows


@pytest.mark.parametrize(
    ("comparison", "name"),
    [
        (Compared.ROLL_CALL, "current"),
        (Compared.HOUSEHOLD, "household"),
        (Compared.POVERTY, "poverty"),
    ],
)
def test_every_row_of_a_list_is_in_one_box_and_every_person_is_counted_once(
    tables: dict[str, pa.Table], comparison: Compared, name: str
) -> None:
    rows, given = rows_of(tables, comparison), tables[name].to_pylist()
    assert sorted(r["place"] for r in rows) == sorted(spot(row) for row in given)
    counted = Counter(r["person"] for r in rows if r["box"] not in UNCOUNTED)
    assert counted == dict.fromkeys({row["person"] for row in given} - {None}, 1)
    nameless = sum(row["person"] is None for row in given)
    assert nameless == sum(r["box"] == Box.NAMELESS for r in rows)
    assert {r["box"] for r in rows} <= set(BOXES[comparison])


def test_the_last_roll_and_who_came_new_are_in_the_boxes_of_the_week(
    tables: dict[str, pa.Table],
) -> None:
    rows = rows_of(tables, Compared.WEEK)
    role = {(p["snapshot_id"], p["school_code"]): p["role"] for p in parts().to_pylist()}
    held = [
        {**row, "role": role.get((row["snapshot_id"], row["school_code"] or ""))}
        for row in tables["current"].to_pylist()
    ]
    last = [*tables["previous"].to_pylist(), *(row for row in held if row["role"] == STALE)]
    known = {row["person"] for row in last} - {None}
    new = [r for r in held if r["role"] in (None, FIRST) and r["person"] not in known]
    assert Counter(r["place"] for r in rows) == Counter(spot(row) for row in [*last, *new])
    counted = Counter(r["person"] for r in rows if r["box"] not in UNCOUNTED)
    assert counted == dict.fromkeys(known | {row["person"] for row in new} - {None}, 1)
    newcomers = {r["person"] for r in rows if r["box"] in NEW}
    assert newcomers == {row["person"] for row in new} - {None}
    assert {r["box"] for r in rows} <= set(BOXES[Compared.WEEK])


def test_open_files_are_each_in_one_box(tables: dict[str, pa.Table]) -> None:
    rows = rows_of(tables, Compared.FILES)
    with engine_named("embedded") as engine:
        was_open, _lawful = files_of(engine.table(tables["cases"]), TODAY)
        cases = {row["case_id"] for row in engine.collect(was_open).to_pylist()}
    assert len(rows) == len(cases)
    assert {row["place"] for row in rows} == cases


def test_the_suspected_are_those_whom_the_rules_find(tables: dict[str, pa.Table]) -> None:
    missing = {r["person"] for r in rows_of(tables, Compared.WEEK) if r["box"] == Box.VANISHED}
    away = {r["person"] for r in rows_of(tables, Compared.ROLL_CALL) if r["box"] == Box.ABSENT}
    with engine_named("embedded") as engine:
        day = week_of(engine, tables)
        found = engine.collect(day.missing.select("person"))["person"].to_pylist()
        calls = engine.table(tables["roll_call"])
        absentees = absent(day.current, calls, as_of=TODAY, year=YEAR).select("person")
        told = engine.collect(absentees)["person"].to_pylist()
    assert missing <= set(found)
    assert set(told) - {None} <= away


@pytest.mark.parametrize("comparison", list(Compared))
def test_each_comparison_gives_the_same_boxes_on_each_engine(
    comparison: Compared, other_engine: str, tables: dict[str, pa.Table]
) -> None:
    with engine_named("embedded") as embedded, engine_named(other_engine) as other:
        expected, got = (
            engine.collect(boxed(engine, tables, comparison)) for engine in (embedded, other)
        )
    assert ordered(got) == ordered(expected)


def test_boxes_are_told_apart_by_words() -> None:
    assert all(str(box.label) and str(box.meaning) for box in Box)
    assert {b for boxes in (*BOXES.values(), CAME, WENT) for b in boxes} == set(Box)
    assert SCHOOL in SCHOOLS
