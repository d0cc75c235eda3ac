"""Citizen ID numbers that no citizen has: right in form, issued for regions that do not exist.

Form of GB 11643: 6 digits region, 8 digits birth date, 3 digits sequence (odd for boys), 1 check.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Texts = NDArray[np.object_]

REGIONS: Final = tuple(range(150291, 150300))
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = np.array(list("10X98765432"), dtype=object)
_AT_FIRST: Final = 400  # sequences per region, day and sex at the first roster (1-800)
_LATER: Final = 801  # the first sequence kept back for numbers issued later


def check_characters(bodies: Integers) -> Texts:
    """The check character of each 17-digit body."""
    rest, total = bodies, np.zeros_like(bodies)
    for weight in reversed(_WEIGHTS):
        rest, digit = np.divmod(rest, 10)
        total = total + digit * weight
    checks: Texts = _CHECKS[total % 11]
    return checks


def id_numbers(regions: Integers, births: Integers, sequences: Integers) -> Texts:
    """18 characters each, from region codes, birth dates as YYYYMMDD and sequences 1-999."""
    bodies = regions * 10**11 + births * 1000 + sequences
    numbers: Texts = bodies.astype(np.str_).astype(object) + check_characters(bodies)
    return numbers


def first_sequences(
    regions: Integers, births: Integers, boys: NDArray[np.bool_], rng: np.random.Generator
) -> Integers:
    """A sequence for each child so that no two ID numbers agree; 801 and above stay free.

    Raises ValueError if more than 400 children share region, birthday and sex.
    """
    groups, member_of = np.unique(
        (regions * 10**8 + births) * 2 + boys.astype(np.int64), return_inverse=True
    )
    order = np.argsort(member_of, kind="stable")
    starts = np.searchsorted(member_of[order], np.arange(len(groups)))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - starts[member_of[order]]
    if len(rank) and rank.max() >= _AT_FIRST:
        raise ValueError("too many children of one region share a birthday")
    offset = rng.integers(0, _AT_FIRST, size=len(groups))
    return np.asarray(2 * ((rank + offset[member_of]) % _AT_FIRST) + np.where(boys, 1, 2))


class LaterNumbers:
    """Issues further ID numbers, none of which anybody in the city has or had."""

    def __init__(self) -> None:
        self._issued: Counter[tuple[int, str, bool]] = Counter()

    def issue(self, region: int, birth_date: str, *, boy: bool) -> str:
        """One number for a region code and a birth date YYYYMMDD."""
        key = (region, birth_date, boy)
        sequence = _LATER + 2 * self._issued[key] + (0 if boy else 1)
        self._issued[key] += 1
        if sequence > 999:
            raise ValueError(f"no number left for {region} {birth_date}")
        fields: list[Any] = [np.array([value]) for value in (region, int(birth_date), sequence)]
        return str(id_numbers(*fields)[0])


def mistyped(id_number: str) -> str:
    """The same number with a wrong check digit, as a clerk's slip would give."""
    return id_number[:-1] + ("0" if id_number[-1] != "0" else "1")
