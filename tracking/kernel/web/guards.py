"""Every view bears exactly one guard: `@requires(...)` with permissions, or `@public`.

A guard also opens the data scope of the signed-in person; without one no owned row can be
read. A test walks all routes and proves that each is guarded.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from flask import abort, current_app, redirect, request, url_for
from flask_login import current_user

from models.scope import within
from models.user import User
from models.vocabulary.roles import Permission
from tracking.kernel import audit
from tracking.kernel.transaction import transaction

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

NOWHERE = "-/"  # a path no organisation has
DATA = frozenset({Permission.CASE_READ, Permission.FLAG_READ, Permission.SNAPSHOT_READ})


def actor() -> User:
    """The signed-in person of this request."""
    return cast("User", current_user._get_current_object())  # noqa: SLF001 - Werkzeug's own way


def scope_of(user: User) -> str:
    """The path a person may see: the organisation's, or nothing for roles without data."""
    sees_data = user.role is not None and bool(DATA & user.role.permissions)
    return user.organisation.path if sees_data else NOWHERE


def public(view: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Mark a view that anybody may see; it reads no owned row."""
    cast("Any", view).__guard__ = ()
    return view


def requires(
    *permissions: Permission, fresh_password: bool = True
) -> Callable[[Callable[Arguments, Any]], Callable[Arguments, Any]]:
    """Let in who is signed in and holds all permissions; none given means signed in only."""

    def guard(view: Callable[Arguments, Any]) -> Callable[Arguments, Any]:
        @functools.wraps(view)
        def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            user = actor()
            if fresh_password and user.must_change_password:
                return redirect(url_for("accounts.password"))
            if not all(user.can(p) for p in permissions):
                refuse(user)
            with within(scope_of(user)):
                return view(*args, **kwargs)

        cast("Any", guarded).__guard__ = permissions
        return guarded

    return guard


def refuse(user: User) -> None:
    """Record the refused attempt and answer 403."""
    with transaction():
        audit.record(
            "refused", by=user, target=request.endpoint or "", allowed=False, address=address()
        )
    abort(403)


def address() -> str:
    """Where the request came from, for the audit log."""
    return request.remote_addr or ""
