"""Who can see a child: the panel that the file shows to everybody who can."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from models.case import Case
from models.database import db
from models.grant import Grant
from models.organisation import Organisation
from models.user import User
from models.vocabulary.roles import Permission, Role


@dataclass(frozen=True)
class Readers:
    """Accounts of one role in one organisation that see a case."""

    organisation: str
    role: Role
    accounts: int


def readers_of(case: Case) -> list[Readers]:
    """Who can see a child: roles that read cases, in the owner, all bureaus above, and by grant."""
    codes = case.org_path.rstrip("/").split("/")
    paths = ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
    roles = [role for role in Role if Permission.CASE_READ in role.permissions]
    granted = select(Grant.organisation_id).where(
        Grant.case_id == case.id, Grant.ended_at.is_(None)
    )
    query = (
        select(Organisation.name, User.role, func.count(User.id))
        .join(User.organisation)
        .where(or_(Organisation.path.in_(paths), Organisation.id.in_(granted)))
        .where(User.role.in_(roles), User.enabled.is_(True))
        .group_by(Organisation.path, Organisation.name, User.role)
        .order_by(Organisation.path.desc(), User.role)
    )
    rows = db.session.execute(query)
    return [Readers(name, role, count) for name, role, count in rows if role is not None]
