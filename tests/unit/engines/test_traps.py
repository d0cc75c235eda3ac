"""Where engines are known to differ, ours agree: blanks, dates, small numbers, nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest

from models.vocabulary.snapshots import SnapshotKind
from tests.engines import engine_named, ordered
from tracking.kernel.engine import Engine, Frame
from tracking.snapshots import rolls

DAY = date(2026, 11, 2)
PUPILS = pa.table(
    {
        "person": pa.array([1, 2, 2, None, None, 6], pa.int64()),
        "row_no": pa.array([6, 5, 4, 3, 2, 1], pa.int32()),
        "grade": pa.array([7, None, 9, 1, 12, 127], pa.int8()),
        "name": pa.array(["甲", "", None, "𠮷", "a", "A"], pa.string()),
        "day": pa.array([DAY, None, date.max, date(1900, 1, 1), DAY, DAY], pa.date32()),
        "yes": pa.array([True, False, None, None, True, False], pa.bool_()),
    }
)
OTHERS = pa.table(
    {
        "person": pa.array([2, None, 9], pa.int64()),
        "left_on": pa.array([DAY, DAY, None], pa.date32()),
    }
)
Case = Callable[[Frame, Frame], Frame]
CASES: dict[str, Case] = {
    "nobody is in an empty list": lambda f, _: f.filter(~nw.col("name").is_in([])),
    "null is neither in a list nor not in it": lambda f, _: f.filter(~nw.col("name").is_in(["a"])),
    "null is not different": lambda f, _: f.filter(nw.col("name") != "a"),
    "a day as a literal": lambda f, _: f.with_columns(seen=nw.lit(DAY).cast(nw.Date)),
    "fields of an earlier form": lambda f, _: rolls.filled(f, SnapshotKind.MOVEMENTS),
    "a fixed number": lambda f, _: f.with_columns(n=nw.lit(0).cast(nw.Int32), s=nw.lit("x")),
    "days later": lambda f, _: f.filter(nw.col("day") < date.max).with_columns(
        later=nw.col("day").dt.offset_by("365d").cast(nw.Date)
    ),
    "days compared": lambda f, _: f.filter(nw.col("day") >= DAY),
    "the last of each": lambda f, _: f.with_columns(
        place=nw.col("row_no").cum_count().over("person", order_by=["day", "row_no"]),
        last=nw.len().over("person"),
    ),
    "the last of each by what is counted": lambda f, _: f.with_columns(
        place=nw.col("row_no").alias("nth").cum_count().over("person", order_by=["row_no"])
    ),
    "null meets nobody": lambda f, g: f.join(g, on="person", how="left"),
    "null is without a partner": lambda f, g: f.join(g, on="person", how="anti"),
    "null has no partner": lambda f, g: f.join(g, on="person", how="semi"),
    "groups of null": lambda f, _: f.group_by("person").agg(
        nw.len().alias("n"), nw.col("grade").max().alias("top"), nw.col("name").count().alias("k")
    ),
    "one after nothing": lambda f, _: nw.concat([f.filter(nw.col("row_no") > 9), f]),
    "nothing after nothing": lambda f, _: nw.concat([f.filter(nw.col("row_no") > 9)] * 2),
    "each once": lambda f, _: f.select("person", "yes").unique(),
    "the first that is there": lambda f, _: f.with_columns(
        x=nw.coalesce(nw.col("person"), nw.col("row_no").cast(nw.Int64))
    ),
    "a month and a year": lambda f, _: f.with_columns(
        m=nw.col("day").dt.month().cast(nw.Int32), y=nw.col("day").dt.year().cast(nw.Int32)
    ),
    "all of them": lambda f, _: f.with_columns(
        both=nw.all_horizontal(nw.col("yes"), nw.col("grade") > 6, ignore_nulls=False)
    ),
}


def answers(engine: Engine) -> dict[str, pa.Table]:
    """What an engine says to each case."""
    frames = engine.keep(engine.table(PUPILS)), engine.table(OTHERS)
    return {name: engine.collect(case(*frames)) for name, case in CASES.items()}


@pytest.fixture(scope="module")
def expected() -> dict[str, pa.Table]:
    with engine_named("embedded") as engine:
        return answers(engine)


def test_engines_agree_where_libraries_do_not(
    other_engine: str, expected: dict[str, pa.Table]
) -> None:
    with engine_named(other_engine) as engine:
        got = answers(engine)
    assert {n: ordered(t) for n, t in got.items()} == {n: ordered(t) for n, t in expected.items()}
    assert {n: t.schema.to_string() for n, t in got.items()} == {
        n: t.schema.to_string() for n, t in expected.items()
    }


def test_a_large_table_comes_back_whole(other_engine: str) -> None:
    numbers = pa.table({"n": pa.array(range(300_000), pa.int64())})
    with engine_named(other_engine) as engine:
        frame = engine.keep(engine.table(numbers))
        assert engine.collect(frame.filter(nw.col("n") >= 150_000)).num_rows == 150_000
