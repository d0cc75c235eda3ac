from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from tracking.snapshots.cleaning.values import (
    as_date,
    as_last_date,
    as_year_or_date,
    ruined,
    tidy,
    tidy_names,
    tidy_numbers,
    tidy_whole,
)

DAY = date(2015, 9, 3)


@pytest.mark.parametrize(
    "text",
    [
        "20150903", "2015-09-03", "2015/9/3", "2015.9.3", "2015年9月3日", "2015-09-03 00:00:00",
        "2015-09-03T08:00", "42250", "42250.0", "20150903.0",
    ],
)  # fmt: skip
def test_dates_are_read_in_every_spelling(text: str) -> None:
    assert as_date(text) == DAY


@pytest.mark.parametrize("text", ["", "2015-02-30", "20151301", "03/09/2015", "长期", "12345", "1"])
def test_what_is_no_day_stays_unknown(text: str) -> None:
    assert as_date(text) is None


def test_months_years_and_spans_are_read() -> None:
    assert as_date("201509") == as_date("2015年9月") == date(2015, 9, 1)
    assert as_last_date("2020.01.01-2030.05.06") == date(2030, 5, 6)
    assert as_last_date("20200101-20300506") == as_last_date("2030-05-06") == date(2030, 5, 6)
    assert as_year_or_date("2026届") == as_year_or_date("2026") == date(2026, 7, 1)
    assert as_year_or_date("202606") == date(2026, 6, 1)


def test_cells_lose_what_exports_put_around_them() -> None:
    cells = pa.array(["'1502", "\u00a0男\u3000", "\ufeff男", "ＡＢ１", None, "\u200b 7"])
    assert tidy(cells).to_pylist() == ["1502", "男", "男", "AB1", "", "7"]
    numbers = pa.array(["'150291 20150903-121x", "13800000001.0", "１５０", "\t15\u00a002"])
    assert tidy_numbers(numbers).to_pylist() == ["15029120150903121X", "13800000001", "150", "1502"]
    assert tidy_whole(pa.array(["3.0", "3.5", "三", "3.00"])).to_pylist() == ["3", "3.5", "三", "3"]


def test_names_have_one_kind_of_middle_dot_and_no_spaces() -> None:
    names = pa.array(["张 三", "买买提•阿里", "买买提・阿里", "买买提．阿里", "买买提·阿里"])
    assert tidy_names(names).to_pylist() == ["张三", *["买买提·阿里"] * 4]


def test_numbers_that_a_spreadsheet_ruined_are_seen() -> None:
    assert ruined(pa.array(["1.50291E+17", "15029120150903121X"])).to_pylist() == [True, False]
