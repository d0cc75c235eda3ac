from __future__ import annotations

import numpy as np
import pytest

from demo.numbers import LaterNumbers, check_characters, first_sequences, id_numbers, mistyped
from tests.unit.demo.reading import expected_check


def test_it_computes_the_check_character_of_the_standard() -> None:
    bodies = np.array([15029120140821983, 15029320160911762, 15029220150120642])
    found = check_characters(bodies).tolist()
    assert found == [expected_check(str(body)) for body in bodies]
    assert found[1] == "X"


def test_it_never_gives_two_children_the_same_number() -> None:
    count = 700
    boys = np.arange(count) % 2 == 0
    regions, births = np.full(count, 150291), np.full(count, 20140821)
    sequences = first_sequences(regions, births, boys, np.random.default_rng(1))
    numbers = id_numbers(regions, births, sequences)
    assert len(set(numbers)) == count
    assert all((int(number[16]) % 2 == 1) == boy for number, boy in zip(numbers, boys, strict=True))


def test_it_refuses_a_birthday_with_too_many_children() -> None:
    many = np.full(401, 150291)
    with pytest.raises(ValueError, match="share a birthday"):
        first_sequences(many, many, np.ones(401, dtype=np.bool_), np.random.default_rng(1))


def test_it_issues_later_numbers_that_nobody_had() -> None:
    later = LaterNumbers()
    numbers = [later.issue(150299, "20140821", boy=boy) for boy in (True, False) * 50]
    assert len(set(numbers)) == 100
    assert all(number[-1] == expected_check(number[:-1]) for number in numbers)
    assert all(int(number[14:17]) > 800 for number in numbers)


def test_it_says_when_no_later_number_is_left() -> None:
    later = LaterNumbers()
    for _ in range(100):
        later.issue(150299, "20140821", boy=True)
    with pytest.raises(ValueError, match="no number left"):
        later.issue(150299, "20140821", boy=True)


def test_it_mistypes_only_the_check_character() -> None:
    for number in ("150293201408219830", "15029320160911762X"):
        wrong = mistyped(number)
        assert wrong[:-1] == number[:-1]
        assert wrong[-1] != number[-1]
