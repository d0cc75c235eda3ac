"""Reads over accounts, organisations and the audit log; each knows whose subtree it may show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from models.audit import AuditEntry
from models.database import db
from models.organisation import Organisation
from models.scope import AFTER_SLASH
from models.user import User
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role

PLACEHOLDER = "-"  # code of the organisation that stands at the top until the real one comes
NO_ROLE = "none"


@dataclass(frozen=True)
class Slice:
    """Some rows of a list: the rows, how many come before them, how many there are in all."""

    rows: Sequence[Any]
    before: int
    total: int


def below(path: str) -> ColumnElement[bool]:
    """Organisations of a subtree, its top included; wildcard-proof and index-friendly."""
    return and_(Organisation.path >= path, Organisation.path < path[:-1] + AFTER_SLASH)


def account_by_login(login: str) -> User | None:
    """The account with a (folded) login."""
    return db.session.scalars(select(User).where(User.login == login)).one_or_none()


def held_account(number: int) -> User | None:
    """An account as it is now, held until the transaction ends."""
    query = (
        select(User)
        .where(User.id == number)
        .with_for_update(of=User)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).one_or_none()


def account_below(path: str, number: int) -> User | None:
    """An account of a subtree by its id."""
    query = select(User).join(User.organisation).where(User.id == number, below(path))
    return db.session.scalars(query).one_or_none()


def has_accounts() -> bool:
    """Whether anybody can sign in at all."""
    return db.session.scalars(select(User.id).limit(1)).first() is not None


def accounts_below(
    path: str, *, text: str = "", role: str = "", offset: int = 0, limit: int = 50
) -> Slice:
    """Accounts of a subtree in the order of the tree, filtered by words and role."""
    query = select(User).join(User.organisation).where(below(path))
    if text:
        query = query.where(_named(text, *_searched()))
    if role == NO_ROLE:
        query = query.where(User.role.is_(None))
    elif role in {known.value for known in Role}:
        query = query.where(User.role == Role(role))
    return _slice(query.order_by(Organisation.path, User.login), offset, limit)


def _searched() -> tuple[Any, ...]:
    return User.login, User.display_name, Organisation.name, Organisation.code


def _named(text: str, *columns: Any) -> ColumnElement[bool]:
    return or_(*(column.icontains(text, autoescape=True) for column in columns))


def organisations_below(
    path: str, *, text: str = "", level: str = "", offset: int = 0, limit: int = 100
) -> Slice:
    """Organisations of a subtree in the order of the tree."""
    query = select(Organisation).where(below(path))
    if text:
        query = query.where(_named(text, Organisation.name, Organisation.code))
    if level in {known.value for known in Level}:
        query = query.where(Organisation.level == Level(level))
    return _slice(query.order_by(Organisation.path), offset, limit)


def organisation_below(path: str, number: int) -> Organisation | None:
    """An organisation of a subtree by its id."""
    query = select(Organisation).where(Organisation.id == number, below(path))
    return db.session.scalars(query).one_or_none()


def organisation_by_code(code: str) -> Organisation | None:
    """The organisation with a code."""
    return db.session.scalars(select(Organisation).where(Organisation.code == code)).one_or_none()


def all_organisations() -> list[Organisation]:
    """Every organisation, from the top down."""
    return list(db.session.scalars(select(Organisation).order_by(Organisation.path)))


def accounts_per_organisation(ids: Sequence[int]) -> dict[int, int]:
    """How many enabled accounts each of some organisations has."""
    query = (
        select(User.organisation_id, func.count(User.id))
        .where(User.organisation_id.in_(ids), User.enabled.is_(True))
        .group_by(User.organisation_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


@dataclass(frozen=True)
class AuditFilter:
    """What an auditor looks for; empty fields look for everything."""

    actor: str = ""
    action: str = ""
    refused_only: bool = False

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """As conditions of a query."""
        found: list[ColumnElement[bool]] = []
        if self.actor:
            found.append(AuditEntry.actor.contains(self.actor, autoescape=True))
        if self.action:
            found.append(AuditEntry.action == self.action)
        if self.refused_only:
            found.append(AuditEntry.allowed.is_(False))
        return found


def audit_entries(wanted: AuditFilter, before: int | None, limit: int = 50) -> Slice:
    """Entries older than a sequence number (the newest when None), newest first."""
    entries = select(AuditEntry).where(*wanted.conditions)
    older = entries if before is None else entries.where(AuditEntry.sequence < before)
    rows = db.session.scalars(older.order_by(AuditEntry.sequence.desc()).limit(limit)).all()
    total = _count(entries)
    return Slice(rows, total - _count(older), total)


def newer_start(wanted: AuditFilter, before: int, limit: int = 50) -> int | None:
    """Where the page before the one older than `before` starts; None: at the newest entry."""
    query = (
        select(AuditEntry.sequence)
        .where(*wanted.conditions, AuditEntry.sequence >= before)
        .order_by(AuditEntry.sequence)
        .offset(limit)
        .limit(1)
    )
    return db.session.scalars(query).first()


def audit_actions() -> list[str]:
    """The acts that were ever recorded."""
    return list(db.session.scalars(select(AuditEntry.action).distinct().order_by("action")))


def _slice(query: Select[Any], offset: int, limit: int) -> Slice:
    total = _count(query)
    offset = min(offset, max(0, (total - 1) // limit * limit))
    return Slice(db.session.scalars(query.offset(offset).limit(limit)).all(), offset, total)


def _count(query: Select[Any]) -> int:
    counted = query.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    return db.session.scalar(counted) or 0
