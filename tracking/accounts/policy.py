"""What a login, a password and a role must be: pure decisions, one sentence per refusal."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tracking.kernel.errors import RefusedError

MAX_FAILURES = 5
LOCK_MINUTES = 15
SHORTEST, LONGEST, LONG_ENOUGH = 8, 128, 15
CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
LOGIN = re.compile(r"[\w.@+-]{2,60}")

# What people type first when a form insists; letters only, figures and signs are cut off before.
COMMON = {
    "aaaaaaaa",
    "abc",
    "abcd",
    "abcdef",
    "admin",
    "administrator",
    "asdf",
    "asdfgh",
    "asdfghjkl",
    "baotou",
    "baoxue",
    "changeme",
    "china",
    "guanliyuan",
    "huanying",
    "iloveyou",
    "jiaoshi",
    "jiaoyu",
    "jiaoyuju",
    "laoshi",
    "letmein",
    "login",
    "mima",
    "neimenggu",
    "p",
    "password",
    "passw",
    "pass",
    "passwd",
    "passwort",
    "qaz",
    "qazwsx",
    "qq",
    "qwe",
    "qwer",
    "qwert",
    "qwerty",
    "qwertyuiop",
    "root",
    "secret",
    "system",
    "test",
    "user",
    "welcome",
    "woaini",
    "woaizhongguo",
    "xiaozhang",
    "xuesheng",
    "xuexiao",
    "zaijian",
    "zhongguo",
    "zhonghua",
    "zxcvbn",
    "zxcvbnm",
}
LOOKALIKES = str.maketrans("@$0135!", "asoiesi")
SEQUENCES = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz")

# A role only makes sense where its work is done: a school must never hold a bureau's rights.
LEVELS = {
    Role.SCHOOL_ADMIN: {Level.SCHOOL},
    Role.COUNTY_OFFICER: {Level.COUNTY},
    Role.CITY_OFFICER: {Level.CITY},
    Role.TOWNSHIP_OFFICER: {Level.TOWNSHIP, Level.COUNTY},
    Role.DEPARTMENT_OFFICER: {Level.DEPARTMENT, Level.COUNTY, Level.CITY},
    Role.INSPECTOR: {Level.CITY, Level.COUNTY},
    Role.SYSTEM_ADMIN: {Level.CITY, Level.COUNTY},
    Role.SECURITY_ADMIN: {Level.CITY, Level.COUNTY},
    Role.AUDITOR: {Level.CITY, Level.COUNTY},
}
# Whose password a system administrator must not hold, not even once.
OVERSEERS = frozenset({Role.SECURITY_ADMIN, Role.AUDITOR})


class FieldRefusedError(RefusedError):
    """A refusal that belongs to one field of the form, by its name."""

    def __init__(self, field: str, words: Any, **values: Any) -> None:
        super().__init__(words, **values)
        self.field = field


def folded_login(login: str) -> str:
    """The one form in which a login is stored and looked for: no case, no full-width letters."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def check_login(login: str) -> None:
    """Refuse a login that could not be typed or told apart."""
    if not LOGIN.fullmatch(login):
        raise FieldRefusedError(
            "login",
            _l("A user name has 2 to 60 letters, figures, dots, hyphens or underscores."),
        )


def check_password(password: str, login: str) -> None:
    """Refuse a password that is too short, too plain, too common or the login itself."""
    if words := password_fault(password, login):
        raise FieldRefusedError("new_password", words)


def password_fault(password: str, login: str) -> Any:
    """Why a password is not good enough (a lazy sentence), or None when it is."""
    if not SHORTEST <= len(password) <= LONGEST:
        return _l("A password has 8 to 128 characters.")
    kinds = sum(bool(re.search(kind, password)) for kind in CLASSES)
    if len(password) < LONG_ENOUGH and kinds < 3:
        return _l(
            "Mix three of these: small letters, capitals, figures, signs. "
            "From 15 characters on, any will do."
        )
    if login and login in folded_login(password):
        return _l("The password must not contain the user name.")
    if is_common(password):
        return _l("This password is among the first that anybody would try.")
    return None


def is_common(password: str) -> bool:
    """Whether little is left of a password once figures at its ends and disguises are gone."""
    text = password.casefold()
    if len(set(text)) < 4 or any(text in row for row in SEQUENCES):
        return True
    bare = text.strip("0123456789!@#$%^&*()_+-=.,?~` ")
    plain = re.sub(r"[^a-z]", "", bare.translate(LOOKALIKES))
    words = {bare, plain, re.sub(r"[^a-z]", "", text)}
    return bool(words & COMMON) or (not bare and len(password) < LONG_ENOUGH)


def check_role(role: Role | None, level: Level) -> None:
    """Refuse a role in an organisation whose level does not do that work."""
    if role is not None and level not in LEVELS[role]:
        raise FieldRefusedError(
            "role",
            _l("The role “%(role)s” does not belong to an organisation of the level “%(level)s”."),
            role=role.label,
            level=level.label,
        )


def fitting_roles(level: Level) -> list[Role]:
    """The roles that may be granted in an organisation of a level."""
    return [role for role in Role if level in LEVELS[role]]
