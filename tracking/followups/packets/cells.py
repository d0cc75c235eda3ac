"""A row of cells as a contact, or what is wrong with which cell and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from models.vocabulary.follow_ups import (
    Attitude,
    ContactPurpose,
    ContactResult,
    Counterpart,
    FollowUpKind,
)
from models.vocabulary.term import Term
from tracking.followups.contact import Contact
from tracking.followups.packets.columns import COLUMNS, TO_FILL, Column, choices, day_of, time_of
from tracking.followups.packets.reading import Row
from tracking.followups.policy import SHORTEST_ACCOUNT
from tracking.kernel import clock

BY_NAME = {column.name: column for column in COLUMNS}
NOT_KNOWN = Attitude.NOT_KNOWN.value


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, with the remedy."""

    name: str
    words: str

    @property
    def column(self) -> str:
        """The header of the cell's column."""
        return str(BY_NAME[self.name].title)


def contact_of(row: Row, born: date | None) -> tuple[Contact | None, list[Problem]]:
    """The contact, or every problem of the row."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column in TO_FILL:
        try:
            values[column.name] = value_of(column, row.text(column.name))
        except ValueError as error:
            problems.append(Problem(column.name, str(error)))
    problems += sense(values, born)
    return (None, problems) if problems else (made(values), [])


def value_of(column: Column, text: str) -> Any:
    """One cell as it is stored; ValueError says what is wrong and what to do."""
    if not text:
        if column.is_needed:
            raise ValueError(_("This cell is blank: fill it in."))
        return None
    if len(text) > column.longest:
        raise ValueError(_("At most %(max)d characters: shorten it.", max=column.longest))
    readers: dict[str, Callable[[str], date | time]] = {
        "happened_on": day_of,
        "next_on": day_of,
        "happened_at": time_of,
    }
    try:
        if column.name in readers:
            return readers[column.name](text)
        return known(column.words)[text] if column.words else text
    except (ValueError, KeyError) as error:
        words = _("“%(text)s” is not understood: %(remedy)s.", text=text[:40],
                  remedy=column.remedy)  # fmt: skip
        raise ValueError(words) from error


@lru_cache
def known(words: type[Term]) -> dict[str, str]:
    """The entries of a list in every language."""
    return choices(words)


def sense(values: dict[str, Any], born: date | None) -> list[Problem]:
    """What no cell tells by itself: days that cannot be, texts that say nothing."""
    found = []
    day, next_on = values.get("happened_on"), values.get("next_on")
    if day and day > clock.today():
        found.append(Problem("happened_on", _("This day has not come yet: write the day of the "
                                              "visit.")))  # fmt: skip
    if day and born and day < born:
        found.append(Problem("happened_on", _("The child was not born on this day: check the "
                                              "year.")))  # fmt: skip
    if day and next_on and next_on < day:
        found.append(Problem("next_on", _("The next step cannot lie before the contact.")))
    account = values.get("account") or ""
    if account and len(account) < SHORTEST_ACCOUNT:
        words = _("At least %(min)d characters: say who was met and what was said.",
                  min=SHORTEST_ACCOUNT)  # fmt: skip
        found.append(Problem("account", words))
    told = {ContactResult.WILL_RETURN.value, ContactResult.REFUSES.value}
    if values.get("counterpart") == Counterpart.NOBODY.value and values.get("result") in told:
        found.append(Problem("result", _("Nobody was met, so nobody said this.")))
    return found


def made(values: dict[str, Any]) -> Contact:
    """The contact of cells that are all right."""
    purpose = values["purpose"]
    return Contact(
        kind=FollowUpKind(values["kind"]),
        happened_on=values["happened_on"],
        happened_at=values["happened_at"],
        participants=values["participants"],
        counterpart=Counterpart(values["counterpart"]),
        met_with=values["met_with"] or "",
        account=values["account"],
        attitude=Attitude(values["attitude"] or NOT_KNOWN),
        parents_attitude=Attitude(values["parents_attitude"] or NOT_KNOWN),
        result=ContactResult(values["result"]),
        next_step=values["next_step"] or "",
        next_on=values["next_on"],
        purpose=ContactPurpose(purpose) if purpose else None,
        details={name: values[name] for name in ("cause", "measures") if values[name]},
    )
