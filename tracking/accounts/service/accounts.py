"""What administrators do with accounts: make, edit, disable, reset, grant.

`by=None` is the machine: a command typed on the server, which nobody can reach from outside.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.database import db
from models.organisation import Organisation
from models.user import User
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Permission, Role
from tracking.accounts import passwords, policy, queries
from tracking.accounts.service.signing_in import new_stamp
from tracking.kernel import audit
from tracking.kernel.errors import RefusedError
from tracking.kernel.transaction import transaction

FIRST_ADMINISTRATOR = "admin"


def create_account(
    login: str, display_name: str, role: Role | None, organisation: Organisation, *, by: User | None
) -> str:
    """Make an account and return its one-time password, which is stored nowhere in clear.

    A person makes accounts without a role; who grants roles is another person.
    """
    login = policy.folded_login(login)
    policy.check_login(login)
    policy.check_role(role, organisation.level)
    if by is not None and role is not None:
        raise RefusedError(_l("Roles are granted by the security administrator."))
    password = passwords.one_time_password()
    hashed = passwords.hash_of(password)
    with transaction():
        if queries.account_by_login(login):
            raise policy.FieldRefusedError("login", _l("This user name is taken."))
        user = User(
            login=login,
            display_name=display_name.strip() or login,
            role=role,
            organisation_id=organisation.id,
            password_hash=hashed,
            stamp=new_stamp(),
        )
        db.session.add(user)
        db.session.flush()
        details = {"organisation": organisation.code, "role": role.value if role else ""}
        audit.record("account.create", by=by, target=_target(user), details=details)
    return password


def ensure_first_administrator() -> str | None:
    """On a new installation make the account `admin`; its one-time password, else None.

    Nobody can belong to no organisation, so a placeholder stands at the top until the first
    list of organisations brings the real one, which takes its place.
    """
    if queries.has_accounts():
        return None
    top = next(iter(queries.all_organisations()), None)
    if top is None:
        with transaction():
            top = Organisation(
                code=queries.PLACEHOLDER,
                name="Baoxue",
                level=Level.CITY,
                path=f"{queries.PLACEHOLDER}/",
                is_active=False,
            )
            db.session.add(top)
    return create_account(
        FIRST_ADMINISTRATOR, "System administrator", Role.SYSTEM_ADMIN, top, by=None
    )


def edit_account(user: User, display_name: str, organisation: Organisation, *, by: User) -> None:
    """Change name and organisation.

    Another organisation is another scope, so whoever moves there has no role until the security
    administrator grants one: nobody widens what an account sees alone.
    """
    with transaction():
        moved = user.organisation_id != organisation.id
        user.display_name, user.organisation_id = display_name.strip(), organisation.id
        if moved:
            user.role, user.stamp = None, new_stamp()
        details = {"organisation": organisation.code} if moved else {}
        audit.record("account.edit", by=by, target=_target(user), details=details)


def set_enabled(user: User, *, enabled: bool, by: User) -> None:
    """Let an account in again, or keep it out from its next click on."""
    if user.id == by.id:
        raise RefusedError(_l("Nobody can disable the own account."))
    with transaction():
        user.enabled, user.stamp = enabled, new_stamp()
        if enabled:
            user.failed_sign_ins, user.locked_until = 0, None
        action = "account.enable" if enabled else "account.disable"
        audit.record(action, by=by, target=_target(user))


def reset_password(user: User, *, by: User | None) -> str:
    """Give an account a new one-time password and return it; its sessions and lock end."""
    if by is not None and user.id == by.id:
        raise RefusedError(_l("Change the own password on the page for it."))
    if by is not None and user.role in policy.OVERSEERS:
        raise RefusedError(
            _l(
                "Whoever watches over the system administrator cannot get a password from one. "
                "It is reset on the server: baoxue users reset-password %(login)s"
            ),
            login=user.login,
        )
    password = passwords.one_time_password()
    hashed = passwords.hash_of(password)
    with transaction():
        user.password_hash, user.must_change_password = hashed, True
        user.failed_sign_ins, user.locked_until, user.stamp = 0, None, new_stamp()
        audit.record("password.reset", by=by, target=_target(user))
    return password


def set_role(user: User, role: Role | None, *, by: User) -> None:
    """Grant a role or take it away; nobody does so for the own account."""
    if not by.can(Permission.ROLE_GRANT):
        raise RefusedError(_l("Roles are granted by the security administrator."))
    if user.id == by.id:
        raise RefusedError(_l("Nobody can change the own role."))
    policy.check_role(role, user.organisation.level)
    with transaction():
        before = user.role.value if user.role else ""
        user.role, user.stamp = role, new_stamp()
        details = {"before": before, "after": role.value if role else ""}
        audit.record("account.role", by=by, target=_target(user), details=details)


def _target(user: User) -> str:
    return f"user:{user.id}"
