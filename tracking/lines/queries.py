"""Who answers for a child, now and before, and who may be named."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.case import Case
from models.database import db
from models.organisation import Organisation
from models.responsible import Responsible
from models.user import User
from models.vocabulary.lines import Post
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Permission as P
from models.vocabulary.roles import Role

LINE_ROLES = [role for role in Role if P.LINE_ACKNOWLEDGE in role.permissions]


def holders(case: Case) -> list[Responsible]:
    """Everybody who ever held a post for a child, in the order of the posts, newest first."""
    query = (
        select(Responsible)
        .where(Responsible.case_id == case.id)
        .options(
            joinedload(Responsible.organisation),
            joinedload(Responsible.user),
            joinedload(Responsible.named_by),
            joinedload(Responsible.acknowledged_by),
        )
        .order_by(Responsible.id.desc())
    )
    rows = list(db.session.scalars(query))
    return sorted(rows, key=lambda row: list(Post).index(row.post))


def holder_of(case: Case, number: int) -> Responsible | None:
    """One of those who hold a post of a file now."""
    query = select(Responsible).where(
        Responsible.id == number, Responsible.case_id == case.id, Responsible.ended_at.is_(None)
    )
    return db.session.scalars(query).one_or_none()


def accounts_of(places: Iterable[Organisation]) -> list[User]:
    """Enabled accounts of some organisations that work on lines, by organisation and name."""
    query = (
        select(User)
        .where(User.organisation_id.in_([o.id for o in places]), User.enabled.is_(True))
        .where(User.role.in_(LINE_ROLES))
        .order_by(User.organisation_id, User.display_name, User.id)
    )
    return list(db.session.scalars(query))


def places_of(case: Case) -> list[Organisation]:
    """Organisations that may stand on a file's lines: owner, all above, the county's townships."""
    codes = case.org_path.rstrip("/").split("/")
    above = ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
    county = "/".join(codes[:2]) + "/"
    query = select(Organisation).where(Organisation.is_active.is_(True)).order_by(Organisation.path)
    inside = Organisation.path.startswith(county, autoescape=True)
    found = db.session.scalars(query.where(Organisation.path.in_(above) | inside))
    return [o for o in found if o.path in above or o.level is Level.TOWNSHIP]
