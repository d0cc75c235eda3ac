"""Where a child is placed by a result; in force once the bureau has approved that."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model, term
from models.outcome import Outcome
from models.sealing import SealedText
from models.vocabulary.placements import PlacementKind


class Placement(Model):
    """What a result says of the placement. Reached through its result.

    It ends when the result does (`Outcome.valid_until`), or when a later one is approved.
    """

    __tablename__ = "placements"

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id"), unique=True)
    kind: Mapped[PlacementKind] = mapped_column(term(PlacementKind))
    place: Mapped[str] = mapped_column(SealedText("placements.place"))
    starts_on: Mapped[date]
    hours_a_week: Mapped[int | None]

    outcome: Mapped[Outcome] = relationship(back_populates="placement")
