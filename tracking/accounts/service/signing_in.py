"""Signing in and what a person does with the own account."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask_babel import lazy_gettext as _l

from models.user import User
from tracking.accounts import passwords, policy, queries
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError
from tracking.kernel.transaction import transaction

UNKNOWN = "unknown"  # never what was typed: some type their password into the wrong box


class SignInRefusedError(RefusedError):
    """Always the same words, whatever the reason: they must not tell which names exist."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "User name and password do not belong together. After %(count)s failed attempts "
                "an account is locked for %(minutes)s minutes."
            ),
            count=policy.MAX_FAILURES,
            minutes=policy.LOCK_MINUTES,
        )


def sign_in(login: str, password: str, address: str) -> User:
    """The account that may come in; SignInRefusedError after recording the attempt.

    The slow comparison runs before the transaction and for unknown names as well. The state of
    the account is decided inside it, so that parallel guesses cannot outrun the lock.
    """
    found = queries.account_by_login(policy.folded_login(login))
    number, seen = (found.id, found.stamp) if found else (0, "")
    matches = passwords.matches(found.password_hash if found else None, password)
    with transaction():
        user = queries.held_account(number)
        genuine = matches and user is not None and user.stamp == seen
        entered = _decide(user, address, genuine=genuine)
        if entered and passwords.is_outdated(entered.password_hash):
            entered.password_hash = passwords.hash_of(password)
    if entered is None:
        raise SignInRefusedError
    return entered


def _decide(user: User | None, address: str, *, genuine: bool) -> User | None:
    now = clock.now()
    if user is None:
        audit.record("sign_in.failed", by=None, name=UNKNOWN, allowed=False, address=address)
        return None
    if user.locked_until and user.locked_until > now:
        audit.record("sign_in.while_locked", by=user, allowed=False, address=address)
        return None
    if not user.enabled:
        audit.record("sign_in.disabled", by=user, allowed=False, address=address)
        return None
    if not genuine:
        _count_failure(user, address)
        return None
    user.failed_sign_ins, user.locked_until, user.last_sign_in_at = 0, None, now
    audit.record("sign_in", by=user, address=address)
    return user


def _count_failure(user: User, address: str) -> None:
    user.failed_sign_ins += 1
    audit.record("sign_in.failed", by=user, allowed=False, address=address)
    if user.failed_sign_ins >= policy.MAX_FAILURES:
        user.failed_sign_ins = 0
        user.locked_until = clock.now() + timedelta(minutes=policy.LOCK_MINUTES)
        audit.record("sign_in.locked", by=user, allowed=False, address=address)


def sign_out(user: User, address: str) -> None:
    """End every session of an account, on whatever machine it was left open."""
    with transaction():
        user.stamp = new_stamp()
        audit.record("sign_out", by=user, address=address)


def change_password(user: User, current: str, new: str, address: str) -> None:
    """Give oneself a new password; other sessions of the account end."""
    if not passwords.matches(user.password_hash, current):
        with transaction():
            audit.record("password.refused", by=user, allowed=False, address=address)
        raise policy.FieldRefusedError("current_password", _l("This is not your password."))
    policy.check_password(new, user.login)
    if new == current:
        raise policy.FieldRefusedError(
            "new_password", _l("Choose a password other than the present one.")
        )
    hashed = passwords.hash_of(new)
    with transaction():
        user.password_hash, user.must_change_password = hashed, False
        user.stamp = new_stamp()
        audit.record("password.change", by=user, address=address)


def choose_language(user: User, locale: str) -> None:
    """Remember the language of an account."""
    if user.locale != locale:
        with transaction():
            user.locale = locale


def new_stamp() -> str:
    """A value that ends the sessions which carry another one."""
    return secrets.token_hex(16)
