"""Millions of plain pupils for benchmarks: the official columns, nothing planted but losses.

No row is made by hand: whole blocks of columns are computed and written at once, so that making
10 million pupils takes minutes and a steady, small amount of memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
from numpy.typing import NDArray

from demo import headers
from demo.headers import MOVEMENTS, ORGANISATIONS, REGISTRY
from demo.numbers import Integers, check_characters
from demo.people import families, names
from demo.places import JUNIOR, OUTSIDE, PRIMARY, Organisation, organisations
from demo.roster import yyyymmdd
from demo.writers import write_rows

_BLOCK: Final = 100_000
_COUNTIES: Final = 9
_SEQUENCES: Final = 998
_COHORT_DAYS: Final = 365
_PUPILS_PER_SCHOOL: Final = 1_000
_RECORDED: Final = 0.5  # of those who are gone, the share with a completed transfer
_NAMES: Final = 100_000  # of each sex
_PLACES: Final = 9 * _COHORT_DAYS * _COUNTIES * _SEQUENCES
_STRIDE: Final = 11_184_811  # shares no factor with _PLACES: comes to every place exactly once

Masks = NDArray[np.bool_]


def write_bulk(
    students: int, folder: Path, as_of_dates: Sequence[date], seed: int, loss: float = 0.001
) -> list[Path]:
    """Write organisations, one UTF-8 CSV per date, and cumulative movements from the second on.

    At every date after the first, the share `loss` of all pupils is gone for good; half of these
    have a completed transfer out of the province. Returns the paths in order of import. Raises
    ValueError for more pupils than there are ID numbers (about 29 million).
    """
    if students > _PLACES:
        raise ValueError(f"at most {_PLACES} pupils can have numbers of their own")
    folder.mkdir(parents=True, exist_ok=True)
    count = max(6, students // _PUPILS_PER_SCHOOL)
    places = organisations(count, _COUNTIES)
    paths = [folder / "organisations.csv"]
    write_rows(paths[0], ORGANISATIONS, map(astuple, places), "utf-8")
    pupils = _Pupils([place for place in places if place.level == "school"], as_of_dates[0], seed)
    for week, as_of in enumerate(as_of_dates):
        paths.append(folder / f"registry-{as_of:%Y%m%d}.csv")
        with pv.CSVWriter(str(paths[-1]), _schema(REGISTRY), write_options=_options()) as writer:
            for start in range(0, students, _BLOCK):
                rows = np.arange(start, min(students, start + _BLOCK))
                here = np.all([~gone for gone in pupils.gone(rows, week, loss)], axis=0)
                writer.write_table(pupils.table(rows if week == 0 else rows[here]))
        if week:
            paths.append(folder / f"movements-{as_of:%Y%m%d}.csv")
            _write_movements(paths[-1], pupils, students, as_of_dates[: week + 1], loss)
    return paths


class _Pupils:
    """Every pupil as a function of a row number, so that no snapshot has to be remembered."""

    def __init__(self, schools: Sequence[Organisation], first: date, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self._seed = seed
        self._year = first.year if first.month >= 9 else first.year - 1
        self._offset = int(rng.integers(_PLACES))
        self._schools = {
            stage: [school for school in schools if school.stage == stage]
            for stage in (PRIMARY, JUNIOR)
        }
        boys = np.arange(2 * _NAMES) < _NAMES
        kinds = families(2 * _NAMES, rng)
        called = names(kinds.people, kinds.surnames, boys, rng)
        self._names = pa.array(called, pa.string())
        self._guardians = pa.array(kinds.guardians, pa.string())

    def gone(self, rows: Integers, weeks: int, loss: float) -> list[Masks]:
        """For each week after the first: who disappears in it. `rows` is one whole block."""
        start = int(rows[0]) // _BLOCK
        return [
            np.random.default_rng([self._seed, week, start]).random(len(rows)) < loss
            for week in range(1, weeks + 1)
        ]

    def table(self, rows: Integers) -> pa.Table:
        """The 28 columns of these pupils."""
        place = (rows * _STRIDE + self._offset) % _PLACES
        place, sequence = np.divmod(place, _SEQUENCES)
        place, county = np.divmod(place, _COUNTIES)
        grade, day = np.divmod(place, _COHORT_DAYS)
        births, girls = self._births(grade, day), sequence % 2
        regions = 150291 + county
        bodies = regions * 10**11 + births * 1000 + sequence + 1
        checks = pa.array(check_characters(bodies), pa.string())
        numbers = pc.binary_join_element_wise(_text(bodies), checks, "")
        telephones = _text(19_900_000_000 + (rows * 7919 + self._offset) % 10**7)
        columns = self._same_for_all(len(rows)) | self._seats(rows, grade)
        columns |= {
            headers.STUDENT_NO: pc.binary_join_element_wise("G", numbers, ""),
            headers.ID_NUMBER: numbers,
            headers.NAME: self._names.take(
                pa.array((rows * 31 + births) % _NAMES + girls * _NAMES)
            ),
            headers.SEX: pa.array(["男", "女"]).take(pa.array(girls)),
            headers.BIRTH_DATE: _text(births),
            headers.HOUSEHOLD_REGION: _text(regions * 10**6),
            headers.PHONE: telephones,
            headers.GUARDIAN_NAME: self._guardians.take(
                pa.array((rows * 17 + regions) % (2 * _NAMES))
            ),
            headers.GUARDIAN_PHONE: telephones,
            headers.LOCAL_NO: pc.binary_join_element_wise("F", _text(10**8 + rows), ""),
        }
        return pa.table([columns[header] for header in REGISTRY], names=list(REGISTRY))

    def _births(self, grade: Integers, day: Integers) -> Integers:
        cohorts = np.array([f"{self._year - 7 - number}-09-01" for number in range(9)])
        days = cohorts.astype("datetime64[D]")
        return yyyymmdd((days[grade] + day).astype("datetime64[D]"))

    def _seats(self, rows: Integers, grade: Integers) -> dict[str, pa.Array]:
        both = self._schools[PRIMARY] + self._schools[JUNIOR]
        primary, junior = len(self._schools[PRIMARY]), len(self._schools[JUNIOR])
        seat = np.where(grade < 6, rows % primary, primary + rows % junior)
        entry = [self._year - (number if number < 6 else number - 6) for number in range(9)]
        grades = [headers.grade_name(number) for number in range(1, 10)]
        at_grade = pa.array(grade)
        return {
            headers.SCHOOL_CODE: pa.array([school.code for school in both]).take(pa.array(seat)),
            headers.SCHOOL_NAME: pa.array([school.name for school in both]).take(pa.array(seat)),
            headers.GRADE: pa.array(grades).take(at_grade),
            headers.CLASS_NO: pa.array(["01", "02", "03", "04"]).take(pa.array(rows // 7 % 4)),
            headers.ENTRY_MONTH: pa.array([f"{year}09" for year in entry]).take(at_grade),
        }

    @staticmethod
    def _same_for_all(count: int) -> dict[str, pa.Array]:
        values = {
            headers.ID_KIND: "居民身份证",
            headers.STATUS: "在读",
            headers.BOARDING: "走读",
            headers.ADDRESS: "虚构市虚构区虚构路1号",
            headers.LEFT_BEHIND: "非留守儿童",
            headers.ORPHAN: "否",
            headers.MIGRANT: "否",
            headers.DISABILITY: "无残疾",
            headers.INCLUSIVE_CLASS: "非随班就读",
            headers.ORIGIN: "正常入学",
            headers.LEAVE_ENDS: "",
            headers.GUARDIAN_RELATION: "父亲",
            headers.GUARDIAN_ID: "",
        }
        return {header: pa.repeat(pa.scalar(value), count) for header, value in values.items()}


def _write_movements(
    path: Path, pupils: _Pupils, students: int, dates: Sequence[date], loss: float
) -> None:
    with pv.CSVWriter(str(path), _schema(MOVEMENTS), write_options=_options()) as writer:
        for start in range(0, students, _BLOCK):
            rows = np.arange(start, min(students, start + _BLOCK))
            before = np.zeros(len(rows), dtype=np.bool_)
            for as_of, gone in zip(dates[1:], pupils.gone(rows, len(dates) - 1, loss), strict=True):
                leavers = rows[gone & ~before]
                before |= gone
                recorded = leavers[leavers % 100 < _RECORDED * 100]
                if len(recorded):
                    writer.write_table(_transfers(pupils.table(recorded), as_of))


def _transfers(leavers: pa.Table, as_of: date) -> pa.Table:
    outside = OUTSIDE[PRIMARY]
    values = {
        "异动类型": "转学(转出)",
        "异动日期": f"{as_of - timedelta(days=4):%Y%m%d}",
        "审批日期": f"{as_of - timedelta(days=2):%Y%m%d}",
        "审批文号": f"虚教〔{as_of.year}〕1号",
        "办理状态": "办结",
        "去向学校码": outside[0],
        "去向学校名称": outside[1],
        "异动原因": "",
        "异动说明": "",
    }
    columns = {
        header: pa.repeat(pa.scalar(value), len(leavers)) for header, value in values.items()
    }
    columns |= {
        header: leavers[header] for header in (headers.STUDENT_NO, headers.NAME, headers.ID_NUMBER)
    }
    columns["来源学校码"] = leavers[headers.SCHOOL_CODE]
    return pa.table([columns[header] for header in MOVEMENTS], names=list(MOVEMENTS))


def _schema(names_of_columns: Sequence[str]) -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in names_of_columns])


def _options() -> pv.WriteOptions:
    return pv.WriteOptions(quoting_style="none", quoting_header="none")


def _text(numbers: Integers) -> pa.Array:
    return pc.cast(pa.array(numbers), pa.string())
