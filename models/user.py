"""People who sign in, and the role and organisation that decide what they may see and do."""

from __future__ import annotations

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model, term
from models.organisation import Organisation
from models.vocabulary.roles import Permission, Role


class User(UserMixin, Model):
    """An account. `stamp` changes with password, role or state, which ends its sessions."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    display_name: Mapped[str] = mapped_column(String(60))
    role: Mapped[Role | None] = mapped_column(term(Role))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    enabled: Mapped[bool] = mapped_column(default=True)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_sign_in_at: Mapped[datetime | None]
    locale: Mapped[str] = mapped_column(String(5), default="zh")
    stamp: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def get_id(self) -> str:
        """What the session cookie remembers: a changed stamp signs the old session out."""
        return f"{self.id}:{self.stamp}"

    @property
    def is_active(self) -> bool:
        """Whether Flask-Login may let the account in."""
        return self.enabled

    def can(self, permission: Permission | str) -> bool:
        """Whether the role carries a permission; an account without a role can do nothing."""
        return self.role is not None and Permission(permission) in self.role.permissions
