"""Reads over contacts: one record, and the texts that somebody may start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from models.case import Case
from models.database import db
from models.follow_up import FollowUp
from models.organisation import Organisation
from models.vocabulary.follow_ups import ContactPurpose as C
from models.wording import Wording


@dataclass(frozen=True)
class Start:
    """A text to start from; `id` None is one that came with the product."""

    purpose: C
    text: Any
    wording: Wording | None = None


SHIPPED = (
    Start(C.VERIFY, _l("Asked where the child is at present and since when: ")),
    Start(C.VERIFY, _l("The family says that the child attends at (school, class, since when): ")),
    Start(C.VERIFY, _l("Nobody was at home; a note with our telephone number was left. "
                       "The neighbours say: ")),
    Start(C.PERSUADE, _l("Explained the duty to attend school (Compulsory Education Law, art. 5 "
                         "and 11) and what the school offers. The parents say: ")),
    Start(C.PERSUADE, _l("The reason for staying away is, in the child's own words: ")),
    Start(C.PERSUADE, _l("Agreed that the child comes back on (day), to (class), brought by: ")),
    Start(C.CARE, _l("Support asked for and offered (study, money, counsel, way to school): ")),
    Start(C.WATCH, _l("Attendance since the return, and how the child gets on in class: ")),
)  # fmt: skip


def record_of(case: Case, number: int) -> FollowUp | None:
    """One record of a case."""
    return next((found for found in case.follow_ups if found.id == number), None)


def wordings_for(organisation: Organisation) -> list[Wording]:
    """Texts in force of an organisation and of all above it."""
    codes = organisation.path.rstrip("/").split("/")
    paths = ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
    query = (
        select(Wording)
        .join(Wording.organisation)
        .where(Organisation.path.in_(paths), Wording.retired_at.is_(None))
        .order_by(Wording.purpose, Wording.id)
    )
    return list(db.session.scalars(query))


def starts_for(organisation: Organisation) -> list[Start]:
    """What may be inserted by one tap: a bureau's own texts first, then those that came along."""
    own = [Start(w.purpose, w.text, w) for w in wordings_for(organisation)]
    return [*own, *SHIPPED]


def own_wording(organisation: Organisation, number: int) -> Wording | None:
    """One text in force that an organisation itself wrote."""
    query = select(Wording).where(
        Wording.id == number,
        Wording.organisation_id == organisation.id,
        Wording.retired_at.is_(None),
    )
    return db.session.scalars(query).one_or_none()
