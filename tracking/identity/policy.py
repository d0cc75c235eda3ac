"""Whether two written names can be the same name: pure decisions on text."""

from __future__ import annotations

from itertools import product

from pypinyin import Style, pinyin

MOST_READINGS = 64


def _apart(rest: str) -> str:
    """Characters without a reading stay what they are."""
    return rest


def sounds(name: str) -> frozenset[str]:
    """All readings of a name without tones; several, as surnames have readings of their own."""
    readings = pinyin(name, style=Style.NORMAL, heteronym=True, errors=_apart)
    combined: set[str] = set()
    for reading in product(*readings):
        combined.add(" ".join(reading))
        if len(combined) >= MOST_READINGS:
            break
    return frozenset(combined)


def same_sound(one: str, other: str) -> bool:
    """Whether two names can be read alike (余志红, 余智红); equal names are not asked here."""
    return len(one) == len(other) and bool(sounds(one) & sounds(other))


def one_character_off(one: str, other: str) -> bool:
    """Whether names of at least three characters differ in exactly one place."""
    if len(one) != len(other) or len(one) < 3:
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1
