"""Grades as people write them: by word, by figure, with a class behind."""

from __future__ import annotations

import re

from tracking.snapshots.reading.plain import plain

PLACES = ("一", "二", "三", "四", "五", "六", "七", "八", "九")
HIGH_SCHOOL = re.compile(r"^高(中)?[一二三123]")
GRADE_WORDS = {
    **{f"{p}{tail}": n for n, p in enumerate(PLACES, 1) for tail in ("年级", "年")},
    **{f"小学{p}年级": n for n, p in enumerate(PLACES[:6], 1)},
    **{f"小{p}": n for n, p in enumerate(PLACES[:6], 1)},
    **{
        f"{head}{p}{tail}": n + 6
        for n, p in enumerate(PLACES[:3], 1)
        for head in ("初", "初中")
        for tail in ("", "年级")
    },
    **{p: n for n, p in enumerate(PLACES, 1)},
}
UPPER_GRADE = 10  # anything beyond compulsory education


def grade_of(text: str) -> int | None:
    """Grade 1–9 from words or digits (一年级, 初一, 7, 07, 七年级3班 …); None if not understood."""
    word = plain(text)
    if HIGH_SCHOOL.match(word):
        return UPPER_GRADE
    if found := re.match(r"^(?:小学)?0?([1-9])(?:年级|年)?(?:\D|$)", word):
        return int(found[1])
    if found := re.match(r"^初中?0?([123])(?:年级)?$", word):
        return int(found[1]) + 6
    if re.fullmatch(r"1[0-2](年级)?", word):
        return UPPER_GRADE
    if word in GRADE_WORDS:
        return GRADE_WORDS[word]
    found = re.match(r"^(?:[^一二三四五六七八九]{0,3})(初?[一二三四五六七八九](?:年级)?)", word)
    return GRADE_WORDS.get(found[1]) if found else None
