"""A large file is cleaned in portions: what is found is that of the whole file, row by row."""

from __future__ import annotations

import pyarrow as pa
import pytest

from models.sealing import KEYS
from models.vocabulary.snapshots import SnapshotKind
from tests.unit.snapshots.lists import id_number, table
from tracking.snapshots.cleaning import Cleaned, clean
from tracking.snapshots.cleaning.clean import PORTION
from tracking.snapshots.form import opened
from tracking.snapshots.mapping import mapped

HEADERS = ["学籍号", "姓名", "性别", "身份证件号", "出生日期", "学校标识码", "年级", "学籍状态"]
ROWS = 2 * PORTION + 100
LAST = ROWS - 1


@pytest.fixture(scope="module")
def told() -> list[int]:
    return []


@pytest.fixture(scope="module")
def found(told: list[int]) -> Cleaned:
    """Pupils in three portions: an error in the first and the last one, a strange word in each."""
    KEYS.fill({1: b"d" * 32}, b"h" * 32)
    lines = [
        [f"L{n:018d}", f"虚构{n}", "男", "", "20150903", "2115100001", "四年级", "在读"]
        for n in range(ROWS)
    ]
    lines[0][4] = lines[LAST][4] = "31.13.2015"
    for n in (1, PORTION + 1, 2 * PORTION + 1):
        lines[n][7] = "不知"
    raw = table(HEADERS, *lines)
    return clean(
        mapped([raw], SnapshotKind.REGISTRY, "test.csv").table,
        SnapshotKind.REGISTRY,
        tell=told.append,
    )


def test_every_row_is_there_in_its_order(found: Cleaned) -> None:
    assert found.table["row_no"].to_pylist() == list(range(2, ROWS + 2))
    assert found.table["student_key"].null_count == 0
    assert len(found.table["student_key"].unique()) == ROWS


def test_how_far_it_is_is_told_portion_by_portion(found: Cleaned, told: list[int]) -> None:
    assert len(found.table) == told[-1]
    assert told == [PORTION, 2 * PORTION, ROWS]


def test_findings_of_all_portions_add_up(found: Cleaned) -> None:
    report = found.issues.report()
    assert [issue["row"] for issue in report["rows"]] == [2, ROWS + 1]
    assert report["counts"] == {"bad_date": 2}
    assert report["notes"]["unknown_status"] == {"不知": 3}


def test_identities_open_again_wherever_a_portion_ends(found: Cleaned) -> None:
    bearers = found.table.filter(pa.compute.is_valid(found.table["sealed"])).to_pylist()
    names: dict[int, str] = {}
    for bearer in bearers:
        names |= {n: i["name"] for n, i in opened(SnapshotKind.REGISTRY, bearer["sealed"]).items()}
    assert names == {n + 2: f"虚构{n}" for n in range(ROWS)}
    blocks = dict(
        zip(found.table["row_no"].to_pylist(), found.table["block"].to_pylist(), strict=True)
    )
    assert {blocks[b["row_no"]] for b in bearers} == set(blocks.values())


def test_the_table_of_codes_is_chosen_by_the_whole_file() -> None:
    """Of the two tables in use only one has the code in the last row."""
    KEYS.fill({1: b"d" * 32}, b"h" * 32)
    number = id_number()
    heads = ["学籍号", "异动类别", "异动日期"]
    lines = [[f"G{number}", "13", "20261010"] for _ in range(PORTION + 1)]
    raw = table(heads, *lines[:-1], [f"G{number}", "27", "20261010"])
    kind = SnapshotKind.MOVEMENTS
    kinds = clean(mapped([raw], kind, "test.csv").table, kind).table["kind"]
    assert kinds[0].as_py() == "transfer_in"
    assert kinds[-1].as_py() == "transfer_out"
