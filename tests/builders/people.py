"""Bureaus, schools and the accounts in them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from models.database import db
from models.organisation import Organisation
from models.user import User
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tracking.accounts.passwords import hash_of

PASSWORD = "Jiao-yu 2026 ping-an"
Row = TypeVar("Row")
numbers = itertools.count(1)


def kept(row: Row) -> Row:
    """Store a row for good."""
    db.session.add(row)
    db.session.commit()
    return row


def an_organisation(
    level: Level = Level.SCHOOL,
    parent: Organisation | None = None,
    *,
    code: str = "",
    name: str = "",
    stage: str = "",
) -> Organisation:
    """An organisation below another one."""
    number = next(numbers)
    code = code or f"21151{number:05d}"
    return kept(
        Organisation(
            code=code,
            name=name or f"虚构第{number}小学",
            level=level,
            stage=stage,
            parent_id=parent.id if parent else None,
            path=f"{parent.path if parent else ''}{code}/",
        )
    )


@dataclass(frozen=True)
class City:
    """A city bureau, two counties, two schools in the first of them and one in the second."""

    bureau: Organisation
    counties: tuple[Organisation, Organisation]
    schools: tuple[Organisation, Organisation, Organisation]


def a_city() -> City:
    """The city that most tests play in; asked for again, it is the same one."""
    stored = {o.code: o for o in db.session.query(Organisation)}
    if "150200" not in stored:
        bureau = an_organisation(Level.CITY, code="150200", name="虚构市教育局")
        east = an_organisation(Level.COUNTY, bureau, code="150291", name="虚构东区教育局")
        west = an_organisation(Level.COUNTY, bureau, code="150292", name="虚构西区教育局")
        for code, county, kind in (
            ("2115100001", east, "小学"),
            ("3115100002", east, "中学"),
            ("2115100003", west, "小学"),
        ):
            an_organisation(
                Level.SCHOOL, county, code=code, name=f"虚构第{code[-1]}{kind}", stage=kind
            )
        stored = {o.code: o for o in db.session.query(Organisation)}
    return City(
        stored["150200"],
        (stored["150291"], stored["150292"]),
        (stored["2115100001"], stored["3115100002"], stored["2115100003"]),
    )


def a_school() -> Organisation:
    """The first school of the city."""
    return a_city().schools[0]


@cache
def _hash() -> str:
    return hash_of(PASSWORD)


def a_user(
    role: Role | None = Role.SCHOOL_ADMIN,
    organisation: Organisation | None = None,
    **columns: Any,
) -> User:
    """An account with the password PASSWORD, which need not be changed."""
    number = next(numbers)
    given = {
        "login": f"user{number}",
        "display_name": f"李{number}",
        "must_change_password": False,
        "stamp": f"{number:032x}",
        "locale": "zh",
        **columns,
    }
    organisation = organisation or a_school()
    return kept(User(role=role, organisation_id=organisation.id, password_hash=_hash(), **given))
