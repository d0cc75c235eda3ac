from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from tests.unit.snapshots.lists import WEIGHTS, id_number
from tracking.kernel.id_numbers import Fault, id_numbers, student_numbers
from tracking.kernel.region_file import packaged_spans

# Wrong in python-stdnum: counties it lacks raise KeyError, 83 is refused, and it ties the life
# of a code to the birth date. Codes that were always there have no span.
LASTING = sorted(
    span.code
    for span in packaged_spans()
    if span.valid_until is None
    and span.valid_from == date(1949, 10, 1)
    and not span.code.endswith("00")
    and span.code[:2] not in {"71", "81", "82"}
)


def plainly(text: str) -> Fault:
    """The same judgement, one character after the other."""
    if not text:
        return Fault.BLANK
    if not text.isascii() or len(text) not in {15, 18}:
        return Fault.LENGTH
    if not text[:17].isdigit() or (len(text) == 18 and text[17] not in "0123456789X"):
        return Fault.CHARACTER
    day = text[6:14] if len(text) == 18 else f"19{text[6:12]}"
    try:
        born = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return Fault.DATE
    if not 1900 <= born.year <= 2099:
        return Fault.DATE
    if len(text) == 15:
        return Fault.NONE
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], WEIGHTS, strict=True))
    return Fault.NONE if "10X98765432"[total % 11] == text[17] else Fault.CHECK


def fault(text: str) -> Fault:
    return Fault(int(id_numbers(pa.array([text])).fault[0]))


NUMBERISH = st.one_of(
    st.text("0123456789X", max_size=20),
    st.from_regex(r"[1-8]\d{5}(19|20)\d{2}[01]\d[0-3]\d\d{3}[\dX]", fullmatch=True),
    st.from_regex(r"[1-8]\d{5}\d{2}[01]\d[0-3]\d\d{3}", fullmatch=True),
    st.builds(
        lambda day, sequence: id_number(f"{day:%Y%m%d}", sequence),
        st.dates(date(1900, 1, 1), date(2099, 12, 31)),
        st.integers(1, 999),
    ),
)


@given(st.lists(NUMBERISH, max_size=30))
def test_it_judges_a_column_as_one_would_judge_each_number(numbers: list[str]) -> None:
    found = id_numbers(pa.array(numbers, pa.string())).fault.tolist()
    assert found == [plainly(number) for number in numbers]


@given(
    st.sampled_from(LASTING),
    st.dates(date(1950, 1, 1), date(2024, 12, 31)),
    st.integers(1, 999),
    st.one_of(st.none(), st.tuples(st.integers(0, 17), st.sampled_from("0123456789"))),
)
def test_it_agrees_with_stdnum_where_that_is_right(
    region: str, born: date, sequence: int, slip: tuple[int, str] | None
) -> None:
    number = id_number(f"{born:%Y%m%d}", sequence, int(region))
    if slip and slip[0] >= 6:
        number = number[: slip[0]] + slip[1] + number[slip[0] + 1 :]
    try:
        ric.validate(number)
        is_valid = 1900 <= ric.get_birth_date(number).year <= 2099  # no bounds there
    except ValidationError:
        is_valid = False
    assert (fault(number) is Fault.NONE) == is_valid


@pytest.mark.parametrize("region", [330113, 330114, 830000, 810000, 150291, 150299])
def test_a_region_alone_never_makes_a_number_wrong(region: int) -> None:
    assert fault(id_number(region=region)) is Fault.NONE


def test_it_reads_sex_and_birth_date_and_completes_old_numbers() -> None:
    number = id_number("19900101", 123)
    old = number[:6] + number[8:17]
    found = id_numbers(pa.array([number, id_number("20160229", 244), old, "", "E1234567"]))
    assert found.sex.tolist() == [1, 2, 1, 0, 0]
    assert found.birth[:3].tolist() == [date(1990, 1, 1), date(2016, 2, 29), date(1990, 1, 1)]
    assert np.isnat(found.birth[3:]).all()
    assert found.long.to_pylist() == [number, id_number("20160229", 244), number, "", "E1234567"]


def test_width_case_and_spaces_make_no_difference() -> None:
    number = id_number("20150903", 121)
    assert number.endswith("X")
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    written = [number.lower(), wide, f"{number[:6]} {number[6:14]}-{number[14:]}", f" {number}"]
    found = id_numbers(pa.array(written))
    assert found.long.to_pylist() == [number] * 4
    assert not found.fault.any()


def test_the_first_fault_is_told() -> None:
    number = id_number()
    wrong = [
        number[:-1],
        number[:6] + "20150230" + number[14:],
        "A" + number[1:],
        number[:-1] + "1",
        "张",
    ]
    expected = [Fault.LENGTH, Fault.DATE, Fault.CHARACTER, Fault.CHECK, Fault.LENGTH]
    assert [fault(text) for text in wrong] == expected


def test_student_numbers_are_a_letter_and_eighteen_characters() -> None:
    number = id_number()
    found = student_numbers(pa.array([f"G{number}", f"l{number}", f"K{number}", number, "", None]))
    assert [Fault(f) for f in found.fault] == [
        Fault.NONE, Fault.NONE, Fault.CHARACTER, Fault.LENGTH, Fault.BLANK, Fault.BLANK,
    ]  # fmt: skip
    assert found.letter.to_pylist() == ["G", "L", "", "", "", ""]
    assert found.body.to_pylist()[:2] == [number, number]


def test_a_column_cut_out_of_another_is_read_in_its_place() -> None:
    numbers = pa.array([id_number(sequence=n) for n in range(1, 40)])
    assert id_numbers(numbers.slice(11, 7)).long.to_pylist() == numbers.to_pylist()[11:18]


def test_the_packaged_regions_know_when_a_code_was_valid() -> None:
    spans = [span for span in packaged_spans() if span.code == "110103"]
    assert [(s.valid_from, s.valid_until) for s in spans] == [
        (date(1949, 10, 1), date(2010, 12, 31))
    ]
    later = next(span for span in packaged_spans() if span.code == "110115")
    assert (later.parent_code, later.valid_from, later.valid_until) == (
        "110100",
        date(2001, 1, 1),
        None,
    )
