"""A child that was flagged at least once, with sealed identity and the keys it is known by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model, term
from models.organisation import Organisation
from models.scope import Owned
from models.sealing import SealedJson, SealedText
from models.vocabulary.registry import KeyKind, Sex

if TYPE_CHECKING:
    from models.case import Case


class Child(Owned, Model):
    """Minimal identity of one child; pupils who were never flagged have no row here.

    `details` holds contact fields of the last roll row (guardian, phones, address), sealed.
    """

    __tablename__ = "children"
    __granted__ = ("id", "child_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(SealedText("children.name"))
    name_key: Mapped[int | None] = mapped_column(BigInteger, index=True)
    student_no: Mapped[str] = mapped_column(SealedText("children.student_no"))
    id_number: Mapped[str] = mapped_column(SealedText("children.id_number"))
    details: Mapped[dict[str, Any]] = mapped_column(SealedJson("children.details"))
    sex: Mapped[Sex | None] = mapped_column(term(Sex))
    birth_date: Mapped[date | None]
    grade: Mapped[int | None]
    class_no: Mapped[str] = mapped_column(String(40), default="")
    school_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)

    school: Mapped[Organisation | None] = relationship()
    keys: Mapped[list[ChildKey]] = relationship(back_populates="child")
    case: Mapped[Case] = relationship(back_populates="child")


class ChildKey(Model):
    """One keyed hash a child was seen under; a hash of a kind belongs to one child only."""

    __tablename__ = "child_keys"
    __table_args__ = (UniqueConstraint("kind", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    kind: Mapped[KeyKind] = mapped_column(term(KeyKind))
    value: Mapped[int] = mapped_column(BigInteger)

    child: Mapped[Child] = relationship(back_populates="keys")
