"""Whether two written names can be the same name: pure decisions on text."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache, lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from models.vocabulary.identity import Sign

LOOKALIKES = "lookalikes.txt"
DOT = "\u00b7"  # the one middle dot that imported names are written with
DOTS = re.compile("[\u00b7\u2022\u30fb\uff0e\u2027\u22c5\u0387.\u318d]")
# What programs write for a character that they do not have; private characters are such too.
UNKNOWN = frozenset("?*_#\u3013\u25a1\u25a0\u25cb\u25cf\u3007\ufffd\u2b1a\u2610")
SYLLABLE = re.compile("[a-z\u00fc]{2,6}")  # pinyin where a rare character should stand
LONG_ENOUGH = 3  # characters of a name in which one may be another


@cache
def _dictionary() -> Any:
    """The readings of all characters; loaded when names are compared, as it takes its time.

    Without its dictionary of phrases, which is most of the time and is not used here.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    return import_module("pypinyin")


def _apart(rest: str) -> str:
    """A character without a reading stays what it is."""
    return rest


@lru_cache(maxsize=16_384)
def readings(character: str) -> frozenset[str]:
    """All readings of a character without tones; several, as surnames have readings of their own.

    Characters are read one by one: within words the dictionary would choose one reading.
    """
    if len(character) > 1:
        return frozenset({character.replace("\u00fc", "v")})
    known = _dictionary()
    found = known.pinyin(character, style=known.Style.NORMAL, heteronym=True, errors=_apart)
    return frozenset(found[0])


@cache
def _lookalikes() -> dict[str, frozenset[str]]:
    """Character → characters that are taken for it when a name is copied by hand."""
    found: dict[str, frozenset[str]] = {}
    for line in files("tracking.identity").joinpath(LOOKALIKES).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            group = frozenset(line.strip())
            for character in group:
                found[character] = found.get(character, frozenset()) | group
    return found


@lru_cache(maxsize=16_384)
def plain(name: str) -> tuple[str, ...]:
    """The characters of a name: one width, no spaces and dots; a pinyin syllable counts as one."""
    text = DOTS.sub("", "".join(unicodedata.normalize("NFKC", name).lower().split()))
    found, rest = [], text
    while rest:
        syllable = SYLLABLE.match(rest)
        length = syllable.end() if syllable else 1
        found.append(rest[:length])
        rest = rest[length:]
    return tuple(found)


def is_unknown(character: str) -> bool:
    """Whether a character only holds the place of one that could not be written."""
    return character in UNKNOWN or unicodedata.category(character[0]) in {"Co", "Cn"}


def look_alike(one: str, other: str) -> bool:
    """Whether one character is easily taken for the other, or stands for one nobody could type."""
    return other in _lookalikes().get(one, ()) or is_unknown(one) != is_unknown(other)


def same_sound(one: str, other: str) -> bool:
    """Whether two names can be read alike; equal names are not asked here."""
    return compared(one, other) in {Sign.NAME, Sign.NAME_SOUND}


def one_character_off(one: str, other: str) -> bool:
    """Whether names of at least three characters differ in exactly one place."""
    first, second = plain(one), plain(other)
    if len(first) != len(second) or len(first) < LONG_ENOUGH:
        return False
    return sum(a != b for a, b in zip(first, second, strict=True)) == 1


def compared(one: str, other: str) -> Sign | None:
    """How two names are alike: the same, by sound, by look, but for one character, or not at all.

    A name of which only the part before the middle dot was kept looks like the whole one.
    """
    first, second = plain(one), plain(other)
    if not first or not second:
        return None
    if first == second:
        return Sign.NAME
    if len(first) != len(second):
        return Sign.NAME_LOOK if _is_part(one, other) or _is_part(other, one) else None
    ways = {_way(a, b) for a, b in zip(first, second, strict=True) if a != b}
    if None not in ways:
        return Sign.NAME_LOOK if Sign.NAME_LOOK in ways else Sign.NAME_SOUND
    return Sign.NAME_SLIP if one_character_off(one, other) else None


def _way(one: str, other: str) -> Sign | None:
    if readings(one) & readings(other):
        return Sign.NAME_SOUND
    return Sign.NAME_LOOK if look_alike(one, other) else None


def _is_part(whole: str, part: str) -> bool:
    pieces = [plain(piece) for piece in DOTS.split(unicodedata.normalize("NFKC", whole))]
    return len(pieces) > 1 and len(pieces[0]) > 1 and plain(part) == pieces[0]
