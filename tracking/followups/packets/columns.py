"""The columns of the workbook: their headers, their drop-down lists, and reading a cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from models.vocabulary.follow_ups import (
    AbsenceCause,
    Attitude,
    ContactPurpose,
    ContactResult,
    Counterpart,
    FollowUpKind,
)
from models.vocabulary.term import Term
from tracking.kernel.web.language import LOCALES


@dataclass(frozen=True)
class Column:
    """One column; `words` are the choices of its cells, `longest` the limit of its text."""

    name: str
    title: Any
    words: type[Term] | None = None
    width: int = 14
    is_filled: bool = False
    is_needed: bool = False
    longest: int = 200
    remedy: Any = ""


CHOOSE = _l("choose an entry of the cell's list")
COLUMNS = (
    Column("code", _l("Code"), width=22, is_filled=True),
    Column("visit", _l("Visit"), width=6, is_filled=True),
    Column("child", _l("Child"), width=10, is_filled=True),
    Column("place_of_child", _l("School and class"), width=24, is_filled=True),
    Column("happened_on", _l("Date"), is_needed=True, remedy=_l("write it as 2026-11-02")),
    Column("happened_at", _l("Time"), width=8, remedy=_l("write it as 14:30")),
    Column("kind", _l("Way of the contact"), FollowUpKind, is_needed=True, remedy=CHOOSE),
    Column("purpose", _l("What it was for"), ContactPurpose, remedy=CHOOSE),
    Column("participants", _l("Who went or called"), is_needed=True, width=20),
    Column("counterpart", _l("With whom"), Counterpart, is_needed=True, remedy=CHOOSE),
    Column("met_with", _l("Who it was"), width=16),
    Column("account", _l("What was found and said"), width=50, is_needed=True, longest=4000),
    Column("result", _l("Finding"), ContactResult, is_needed=True, remedy=CHOOSE),
    Column("attitude", _l("Attitude of the child"), Attitude, remedy=CHOOSE),
    Column("parents_attitude", _l("Attitude of the parents"), Attitude, remedy=CHOOSE),
    Column("cause", _l("Why the child does not attend"), AbsenceCause, width=24, remedy=CHOOSE),
    Column("measures", _l("Measures and advice"), width=30, longest=1000),
    Column("next_step", _l("Next step"), width=24, longest=500),
    Column("next_on", _l("Next step on"), remedy=_l("write it as 2026-11-02")),
)
TO_FILL = tuple(c for c in COLUMNS if not c.is_filled)
DAYS = frozenset({"happened_on", "next_on"})


def titles() -> dict[str, str]:
    """Header in any language of the product → name of the column."""
    found: dict[str, str] = {}
    for locale in LOCALES.values():
        with force_locale(locale):
            found |= {str(column.title): column.name for column in COLUMNS}
    return found


def choices(words: Iterable[Term]) -> dict[str, str]:
    """Label in any language, or stored code, → stored code."""
    terms = list(words)
    found = {term.value: term.value for term in terms}
    for locale in LOCALES.values():
        with force_locale(locale):
            found |= {str(term.label): term.value for term in terms}
    return found


def day_of(text: str) -> date:
    """A day as an office writes it; ValueError when it is none."""
    plain = text.strip().replace("/", "-").replace(".", "-")
    if plain.isdigit() and len(plain) == 8:
        return date.fromisoformat(plain)
    year, month, day = plain.split("-")
    return date(int(year), int(month), int(day))


def time_of(text: str) -> time:
    """A time of day; ValueError when it is none."""
    hour, minute, *_more = text.strip().replace("\uff1a", ":").split(":")
    return time(int(hour), int(minute))
