"""Every rule finds the same on every engine, on frames of random rows with all their gaps."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest

from models.vocabulary.cases import CaseState
from models.vocabulary.flags import FlagStatus
from models.vocabulary.lists import (
    DisabilityKind,
    NumberCheck,
    Placement,
    PovertyKind,
    Presence,
    RegisterEnd,
    WelfareKind,
)
from models.vocabulary.outcomes import OutcomeCode
from models.vocabulary.registry import EnrolStatus, MovementKind, MovementState, Sex
from tests.engines import engine_named, ordered
from tests.unit.rules.conftest import OTHER, SCHOOL, TODAY, columns_of
from tracking.kernel.engine import Engine
from tracking.kernel.school_year import school_year
from tracking.rules._kit import Rule, all_rules

ROWS, PEOPLE = 400, 150
SCHOOLS = [SCHOOL, OTHER, "2115100003", ""]
WORDS: dict[str, list[str]] = {
    name: [term.value for vocabulary in vocabularies for term in vocabulary]
    for name, vocabularies in {
        "status": (EnrolStatus, FlagStatus),
        "kind": (MovementKind,),
        "state": (MovementState, CaseState, RegisterEnd),
        "sex": (Sex,),
        "presence": (Presence,),
        "category": (DisabilityKind, WelfareKind, PovertyKind),
        "placement": (Placement,),
        "outcome": (OutcomeCode,),
        "id_check": (NumberCheck,),
        "student_check": (NumberCheck,),
    }.items()
}
WORDS |= dict.fromkeys(("school_code", "from_school", "to_school", "actual_school"), SCHOOLS)
REGIONS = ["150291", "150292001", "370102", ""]
WORDS |= dict.fromkeys(("household_region", "residence_region", "county"), REGIONS)


def value(field: pa.Field, row: int, rng: random.Random) -> Any:
    """What a random row says in a column: nothing at times, never nothing of who and where."""
    if field.name == "row_no":
        return row
    if field.name == "person":
        return rng.randrange(1, PEOPLE)
    if field.name == "snapshot_id":
        return rng.randrange(1, 4)
    if field.name == "seen_on":
        return TODAY - timedelta(days=7 * rng.randrange(4))
    if rng.random() < 0.15:
        return None
    return some(field, rng)


def some(field: pa.Field, rng: random.Random) -> Any:
    """A random value of a column's kind."""
    if field.name == "birth_date":
        return date(2010, 3, 1) + timedelta(days=rng.randrange(4_000))
    if field.name == "rule":
        return rng.choice(list(all_rules()))
    if pa.types.is_date(field.type):
        return TODAY - timedelta(days=rng.randrange(-60, 500))
    if pa.types.is_boolean(field.type):
        return rng.random() < 0.5
    if pa.types.is_integer(field.type):
        return rng.randrange(1, 12)
    return rng.choice(WORDS.get(field.name, ["", "甲", "乙"]))


@pytest.fixture(scope="module")
def tables() -> dict[str, pa.Table]:
    """Random rows for every frame that a rule asks for."""
    rng = random.Random(20261102)
    made = {}
    for name in sorted({name for rule in all_rules().values() for name in rule.frames}):
        schema = columns_of(name)
        rows = [{f.name: value(f, n, rng) for f in schema} for n in range(1, ROWS + 1)]
        made[name] = pa.Table.from_pylist(rows, schema=schema)
    codes = [code for code in SCHOOLS if code]
    if "schools" in made:
        made["schools"] = (
            made["schools"].slice(0, len(codes)).set_column(0, "school_code", pa.array(codes))
        )
    return made


def found(rule: Rule, tables: dict[str, pa.Table], engine: Engine) -> pa.Table:
    """What a rule finds on an engine."""
    frames = {name: engine.table(tables[name]) for name in rule.frames}
    return engine.collect(rule.find(frames, as_of=TODAY, year=school_year(TODAY), keep=engine.keep))


@pytest.mark.parametrize("code", list(all_rules()))
def test_each_rule_finds_the_same_on_each_engine(
    code: str, other_engine: str, tables: dict[str, pa.Table]
) -> None:
    rule = all_rules()[code]
    with engine_named("embedded") as embedded, engine_named(other_engine) as other:
        expected, got = (found(rule, tables, engine) for engine in (embedded, other))
    assert ordered(got) == ordered(expected)
    assert got.column_names == expected.column_names
    for one, same in zip(got.schema.types, expected.schema.types, strict=True):
        both_whole = pa.types.is_integer(one) and pa.types.is_integer(same)  # of any width
        assert one == same or both_whole or pa.types.is_null(one)  # a column without any value
