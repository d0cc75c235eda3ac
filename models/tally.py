"""Running numbers that must never repeat: case numbers, and the head of the audit chain."""

from __future__ import annotations

from sqlalchemy import String, select
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
        tally = Tally(name=name, value=0, mark="")
        db.session.add(tally)
        db.session.flush()
    return tally


def take(name: str, count: int = 1) -> int:
    """Reserve `count` numbers and return the first of them; numbering starts at 1."""
    tally = held_tally(name)
    first = tally.value + 1
    tally.value += count
    return first
