"""Whether two written names can be the same name: pure decisions on text."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from typing import Any


@cache
def _dictionary() -> Any:
    """The readings of all characters; loaded when names are compared, as it takes its time."""
    return import_module("pypinyin")


def _apart(rest: str) -> str:
    """A character without a reading stays what it is."""
    return rest


@lru_cache(maxsize=4096)
def readings(character: str) -> frozenset[str]:
    """All readings of a character without tones; several, as surnames have readings of their own.

    Characters are read one by one: within words the dictionary would choose one reading.
    """
    known = _dictionary()
    found = known.pinyin(character, style=known.Style.NORMAL, heteronym=True, errors=_apart)
    return frozenset(found[0])


def same_sound(one: str, other: str) -> bool:
    """Whether two names can be read alike (余志红, 余智红); equal names are not asked here."""
    if not one or len(one) != len(other):
        return False
    return all(readings(a) & readings(b) for a, b in zip(one, other, strict=True))


def one_character_off(one: str, other: str) -> bool:
    """Whether names of at least three characters differ in exactly one place."""
    if len(one) != len(other) or len(one) < 3:
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1
