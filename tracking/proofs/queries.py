"""Reads over the documents of a case."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from models.attachment import Attachment
from models.case import Case, CaseEvent
from models.database import db
from models.user import User
from models.vocabulary.cases import EventKind
from models.vocabulary.documents import DocumentKind
from tracking.kernel import clock
from tracking.proofs.storage import Stored


def documents_of(case: Case) -> list[Attachment]:
    """Every document of a case, newest first, those withdrawn too; one statement."""
    query = _shown().where(Attachment.case_id == case.id).order_by(Attachment.id.desc())
    return list(db.session.scalars(query))


def document_of(case: Case, number: int) -> Attachment | None:
    """One document of a case."""
    query = _shown().where(Attachment.id == number, Attachment.case_id == case.id)
    return db.session.scalars(query).one_or_none()


def document_in_scope(case_id: int, number: int) -> Attachment | None:
    """One document of a case in scope, without all that the page of the case needs."""
    query = _shown().join(Attachment.case).options(contains_eager(Attachment.case))
    return db.session.scalars(
        query.where(Attachment.id == number, Case.id == case_id)
    ).one_or_none()


def count_of(case: Case) -> int:
    """How many documents a case holds."""
    query = select(func.count(Attachment.id)).where(Attachment.case_id == case.id)
    return db.session.scalar(query) or 0


def same_as(case: Case, kind: DocumentKind, digest: str) -> Attachment | None:
    """The document that was sent before as the same thing, in this episode."""
    query = select(Attachment).where(
        Attachment.case_id == case.id,
        Attachment.episode == case.episode,
        Attachment.kind == kind,
        Attachment.digest == digest,
        Attachment.withdrawn_at.is_(None),
    )
    return db.session.scalars(query).first()


def was_opened(case: Case, by: User, day: date) -> bool:
    """Whether a person's opening of documents stands on the timeline of a day already."""
    query = select(CaseEvent.id).where(
        CaseEvent.case_id == case.id,
        CaseEvent.kind == EventKind.DOWNLOADED,
        CaseEvent.actor_id == by.id,
        CaseEvent.at >= clock.at(day, 0, 0),
    )
    return db.session.scalars(query).first() is not None


def places() -> dict[str, Attachment]:
    """A document of every file that is needed, by the file's place."""
    return {row.place: row for row in db.session.scalars(select(Attachment))}


def stored(document: Attachment) -> Stored:
    """Where the file of a document lies and what opens it."""
    return Stored(document.place, document.file_key)


def _shown() -> Select[Any]:
    return select(Attachment).options(
        joinedload(Attachment.added_by).joinedload(User.organisation),
        joinedload(Attachment.withdrawn_by),
    )
