"""When a roster is set aside and when a rule speaks: the numbers, as a bureau set them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model
from models.user import User


class Threshold(Model):
    """One value put in force with its basis; the newest version of a key holds.

    Rows are only ever added, so that the history of a key is its rows. A key without a row
    has the default that `tracking/thresholds/catalogue.py` declares.
    """

    __tablename__ = "thresholds"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    value: Mapped[Any] = mapped_column(JSON)
    basis: Mapped[str] = mapped_column(String(500))
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime]

    changed_by: Mapped[User] = relationship()
