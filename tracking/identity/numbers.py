"""Slips of the pen in numbers and dates: pure decisions on text."""

from __future__ import annotations

from datetime import date

LONG, SHORT, BODY = 18, 15, 17  # characters of an identity number, of its old form, without check
BEFORE_SEQUENCE = 14  # region and birth date
LEAST = 7  # characters of a number in which one slip still says something


def one_slip(one: str, other: str) -> bool:
    """Whether two texts differ by one wrong, one missing or two exchanged characters."""
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return len(long) - len(short) == 1 and any(
            long[:place] + long[place + 1 :] == short for place in range(len(long))
        )
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 2:
        first, second = places
        is_beside = second == first + 1
        return is_beside and (one[first], one[second]) == (other[second], other[first])
    return len(places) == 1


def same_id(one: str, other: str) -> bool:
    """Whether two identity numbers are the same, one of them perhaps in the form until 1999."""
    short, long = sorted((one, other), key=len)
    if len(short) == SHORT and len(long) == LONG:
        return short == long[:6] + long[8:BODY]
    return bool(one) and one == other


def id_slip(one: str, other: str) -> bool:
    """Whether identity numbers differ by one slip, whatever that did to the check character."""
    if not LONG - 1 <= len(one) <= LONG or not LONG - 1 <= len(other) <= LONG:
        return False
    if len(one) != len(other):
        return one_slip(one, other)
    return one != other and (one[:BODY] == other[:BODY] or one_slip(one[:BODY], other[:BODY]))


def only_sequence_differs(one: str, other: str) -> bool:
    """Whether numbers are of one region and one day of birth, as those of twins are."""
    return one[:BEFORE_SEQUENCE] == other[:BEFORE_SEQUENCE]


def number_slip(one: str, other: str) -> bool:
    """Whether telephone numbers differ by one slip."""
    return min(len(one), len(other)) >= LEAST and one_slip(one, other)


def birth_slip(one: date, other: date) -> bool:
    """Whether dates differ by one slip, or by day and month exchanged."""
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return True
    return one_slip(f"{one:%Y%m%d}", f"{other:%Y%m%d}")
