"""Keyed hashes of whole columns equal the standard's own; identities open block by block."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.sealing import KEYS, UnsealError, keyed_hash
from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.cleaning.sealing import TOGETHER, hashed, joined, sealed
from tracking.snapshots.form import SEALED_FIELDS, opened

KIND = SnapshotKind.MOVEMENTS


@pytest.fixture(autouse=True)
def keys() -> None:
    KEYS.fill({1: b"d" * 32}, b"h" * 32)


@settings(deadline=None)
@given(st.lists(st.text(max_size=70), max_size=40))
def test_a_column_is_hashed_as_each_of_its_values(values: list[str]) -> None:
    KEYS.fill({1: b"d" * 32}, b"h" * 32)
    found = hashed("id", pa.array(values, pa.string()))
    assert found.to_pylist() == [keyed_hash("id", v) if v else None for v in values]


def test_a_part_of_a_column_is_hashed_as_the_whole() -> None:
    whole = pa.array(["", "赵安", None, "150291201305060010", "x" * 16, "y" * 32], pa.string())
    assert hashed("name", whole.slice(1, 4)).to_pylist() == hashed("name", whole).to_pylist()[1:5]


def test_kinds_and_keys_give_other_hashes() -> None:
    value = pa.array(["150291201305060010"], pa.string())
    first = hashed("id", value).to_pylist()
    assert hashed("student", value).to_pylist() != first
    KEYS.fill({1: b"d" * 32}, b"k" * 32)
    assert hashed("id", value).to_pylist() != first


def test_what_is_put_together_is_blank_where_a_part_is() -> None:
    names, births = pa.array(["赵安", "", "钱宁"]), pa.array(["2013-05-06", "2013-05-06", ""])
    assert joined(names, births).to_pylist() == ["赵安\x1f2013-05-06", "", ""]


def test_identities_open_block_by_block_and_not_when_altered() -> None:
    count = TOGETHER + 3
    rows = pa.array(range(2, count + 2), pa.int32())
    identity = {n: pa.array([f"{n}{i}" for i in range(count)]) for n in SEALED_FIELDS[KIND]}
    values, bearers = sealed(KIND, rows, identity)
    borne = {n: v for n, v in zip(rows.to_pylist(), values.to_pylist(), strict=True) if v}
    assert set(borne) == set(bearers.to_pylist()) == {2, TOGETHER + 2}
    last = opened(KIND, borne[TOGETHER + 2])
    assert set(last) == {TOGETHER + 2, TOGETHER + 3, TOGETHER + 4}
    assert last[TOGETHER + 3]["name"] == f"name{TOGETHER + 1}"
    with pytest.raises(UnsealError):
        opened(KIND, borne[2][:-1] + bytes([borne[2][-1] ^ 1]))
    with pytest.raises(UnsealError):
        opened(SnapshotKind.REGISTRY, borne[2])
