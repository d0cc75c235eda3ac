"""Running numbers that must never repeat: case numbers, and the head of the audit chain."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Model, db


class Tally(Model):
    """One named counter; whoever takes a number holds the row until its transaction ends."""

    __tablename__ = "tallies"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)
    mark: Mapped[str] = mapped_column(String(80), default="")


def held_tally(name: str) -> Tally:
    """The counter's row, locked for this transaction, made when it is missing."""
    query = select(Tally).where(Tally.name == name).with_for_update()
    tally = db.session.scalars(query).one_or_none()
    if tally is None:
        # Two transactions may both find none: the second waits here, then takes the first one's.
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(Tally(name=name, value=0, mark=""))
        tally = db.session.scalars(query).one()
    return tally


def take(name: str, count: int = 1) -> int:
    """Reserve `count` numbers and return the first of them; numbering starts at 1."""
    tally = held_tally(name)
    first = tally.value + 1
    tally.value += count
    return first
