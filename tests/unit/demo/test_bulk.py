from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from demo.bulk import write_bulk
from tests.unit.demo.reading import expected_check, lines_of, rows_of
from tests.unit.demo.test_city import MOVEMENTS_HEADER, REGISTRY_HEADER

DATES = [date(2026, 10, 19), date(2026, 10, 26), date(2026, 11, 2)]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_bulk(3_000, tmp_path_factory.mktemp("bulk"), DATES, seed=5, loss=0.02)


def test_it_writes_one_roster_per_date_and_the_movements_since(paths: list[Path]) -> None:
    assert [path.name for path in paths] == [
        "organisations.csv",
        "registry-20261019.csv",
        "registry-20261026.csv",
        "movements-20261026.csv",
        "registry-20261102.csv",
        "movements-20261102.csv",
    ]
    assert ",".join(lines_of(paths[1])[0]) == REGISTRY_HEADER
    assert ",".join(lines_of(paths[3])[0]) == MOVEMENTS_HEADER


def test_every_pupil_has_right_numbers_of_its_own(paths: list[Path]) -> None:
    rows = rows_of(paths[1])
    for key in ("学籍号", "身份证件号", "学籍辅号"):
        assert len({row[key] for row in rows}) == 3_000, key
    for row in rows:
        number = row["身份证件号"]
        assert number[17] == expected_check(number[:17])
        assert number[6:14] == row["出生日期"]
        assert (int(number[16]) % 2 == 1) == (row["性别"] == "男")
        assert len(row["学籍辅号"]) == 10
    known = {row["code"] for row in rows_of(paths[0])}
    assert {row["学校标识码"] for row in rows} <= known


def test_the_lost_stay_lost_and_about_half_of_them_have_a_record(paths: list[Path]) -> None:
    rolls = [{row["学籍号"] for row in rows_of(paths[place])} for place in (1, 2, 4)]
    recorded = [{row["学籍号"] for row in rows_of(paths[place])} for place in (3, 5)]
    assert rolls[0] > rolls[1] > rolls[2]
    assert 30 < len(rolls[0] - rolls[1]) < 90
    assert recorded[0] < rolls[0] - rolls[1]
    assert recorded[0] < recorded[1] < rolls[0] - rolls[2]
    assert 0.3 < len(recorded[1]) / len(rolls[0] - rolls[2]) < 0.7


def test_the_same_seed_gives_the_same_bytes(paths: list[Path], tmp_path: Path) -> None:
    again = write_bulk(3_000, tmp_path, DATES, seed=5, loss=0.02)
    assert [path.read_bytes() for path in paths] == [path.read_bytes() for path in again]


def test_it_refuses_more_pupils_than_there_are_numbers(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="numbers of their own"):
        write_bulk(30_000_000, tmp_path, DATES, seed=5)
    assert not list(tmp_path.iterdir())
