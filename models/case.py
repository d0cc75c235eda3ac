"""One file per child for life (一生一案), its numbered episodes and its append-only timeline."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.child import Child
from models.database import Model, term
from models.flag import Flag
from models.organisation import Organisation
from models.scope import Owned
from models.user import User
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.outcomes import OutcomeCode

if TYPE_CHECKING:
    from models.contest import Contest
    from models.follow_up import FollowUp
    from models.note import Note
    from models.outcome import Outcome


class Case(Owned, Model):
    """The file. `version` refuses the second of two concurrent edits; `org_path` is the owner's.

    `due_on` lies `due_days` school days after `due_since`; it moves when the calendar changes.

    `merged_into_id` leads to the older file of the same child, where the work goes on; this one
    rests unchanged for as long as the two children count as one (models/identity_link.py).
    """

    __tablename__ = "cases"
    __granted__ = ("id", "case_id")
    __table_args__ = (
        # Counts of every list come from this index alone.
        Index("ix_cases_org_path_state", "org_path", "state", "due_on", "merged_into_id"),
        Index("ix_cases_due_on", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), unique=True)
    state: Mapped[CaseState] = mapped_column(term(CaseState))
    episode: Mapped[int] = mapped_column(default=1)
    opened_on: Mapped[date]
    school_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    due_on: Mapped[date | None]
    due_since: Mapped[date | None]
    due_days: Mapped[int | None]
    escalation: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[OutcomeCode | None] = mapped_column(term(OutcomeCode))
    closed_on: Mapped[date | None]
    touched_at: Mapped[datetime]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    child: Mapped[Child] = relationship(back_populates="case")
    school: Mapped[Organisation | None] = relationship(foreign_keys=[school_id])
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id])
    flags: Mapped[list[Flag]] = relationship(
        back_populates="case", order_by="(Flag.as_of.desc(), Flag.id.desc())"
    )
    events: Mapped[list[CaseEvent]] = relationship(
        back_populates="case", order_by="CaseEvent.id.desc()"
    )
    follow_ups: Mapped[list[FollowUp]] = relationship(
        back_populates="case", order_by="FollowUp.id.desc()"
    )
    outcomes: Mapped[list[Outcome]] = relationship(
        back_populates="case", order_by="Outcome.id.desc()"
    )
    notes: Mapped[list[Note]] = relationship(back_populates="case", order_by="Note.id.desc()")
    contests: Mapped[list[Contest]] = relationship(
        back_populates="case", order_by="Contest.id.desc()"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class CaseEvent(Model):
    """One line of a case's timeline. Never changed or deleted: triggers in the database refuse.

    Reached through its case only, which is loaded in scope.
    """

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    episode: Mapped[int]
    at: Mapped[datetime]
    kind: Mapped[EventKind] = mapped_column(term(EventKind))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    from_state: Mapped[CaseState | None] = mapped_column(term(CaseState))
    to_state: Mapped[CaseState | None] = mapped_column(term(CaseState))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)

    case: Mapped[Case] = relationship(back_populates="events")
    actor: Mapped[User | None] = relationship()
