"""What the file of a case tells of joining: where it goes on, for which files it stands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.case import Case
from models.database import db
from models.identity_link import IdentityLink
from models.vocabulary.identity import LinkState
from tracking.identity import queries


@dataclass(frozen=True)
class Parted:
    """Two files that counted as one for a while; `recorded` entries stay in `link.case`."""

    link: IdentityLink
    recorded: int


@dataclass(frozen=True)
class Joins:
    """The other files of one child, as far as the reader may see them.

    `is_resting`: this file joined an older one, `leading` if that is in scope. `joined` are the
    files that this one stands for. `links` are the decisions in scope behind all that.
    """

    is_resting: bool
    leading: Case | None
    joined: list[Case]
    links: list[IdentityLink]
    parted: list[Parted]


def joins_of(case: Case) -> Joins:
    """Put it together for one file."""
    links = queries.links_of_case(case.id)
    leading = None
    if case.merged_into_id is not None:
        query = select(Case).where(Case.id == case.merged_into_id)
        leading = db.session.scalars(query).one_or_none()
    joined = select(Case).where(Case.merged_into_id == case.id).order_by(Case.id)
    return Joins(
        is_resting=case.merged_into_id is not None,
        leading=leading,
        joined=list(db.session.scalars(joined)),
        links=[link for link in links if link.state is LinkState.ACCEPTED],
        parted=[
            Parted(link, queries.recorded_while_joined(link))
            for link in links
            if link.state is not LinkState.ACCEPTED and link.case and link.joined_case
        ],
    )
