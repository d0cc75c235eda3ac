"""Which township stands on the other line of a child, where one is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from models.case import Case
from models.database import among, db
from models.organisation import Organisation
from models.responsible import Responsible
from models.vocabulary.lines import Post
from models.vocabulary.organisations import Level


def named_townships(case_ids: Iterable[int]) -> dict[int, int]:
    """Case id → the township that is named on the government line of its episode."""
    query = (
        select(Responsible.case_id, Responsible.organisation_id)
        .join(Responsible.case)
        .where(among(Responsible.case_id, case_ids), Responsible.episode == Case.episode)
        .where(Responsible.post == Post.TOWNSHIP, Responsible.ended_at.is_(None))
        .where(Responsible.organisation_id.is_not(None))
        .order_by(Responsible.id)
    )
    return {case_id: number for case_id, number in db.session.execute(query) if number}


def township_above(number: int | None, everybody: Mapping[int, Organisation]) -> int | None:
    """The township that an organisation is, or stands under, in the tree."""
    while number is not None and (organisation := everybody.get(number)) is not None:
        if organisation.level is Level.TOWNSHIP:
            return organisation.id
        number = organisation.parent_id
    return None


def ancestor(
    number: int | None, level: Level, everybody: Mapping[int, Organisation]
) -> Organisation | None:
    """The organisation of a level that one is, or stands under; the top one where none is."""
    found = None
    while number is not None and (organisation := everybody.get(number)) is not None:
        found = organisation
        if organisation.level is level:
            return organisation
        number = organisation.parent_id
    return found
