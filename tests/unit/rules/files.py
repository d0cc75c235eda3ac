"""Hand-drawn files of children and flags, as rules about the bureau's own work get them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.unit.rules.conftest import SCHOOL, TODAY, Row


def ago(days: int) -> date:
    """The day some days before today."""
    return TODAY - timedelta(days=days)


def a_file(person: int, state: str, **columns: Any) -> Row:
    """A file under one key of its child; its id is the person's number."""
    given = {
        "case_id": person,
        "state": state,
        "episode": 1,
        "is_open": state not in {"closed", "excluded"},
        "opened_on": ago(60),
        "state_since": ago(30),
        "school_code": SCHOOL,
        "owner_code": SCHOOL,
    }
    return {"person": person, **given, **columns}


def known(person: int, rule: str, last_as_of: date, **columns: Any) -> Row:
    """A flag under one key of its child."""
    given = {"case_id": person, "status": "open", "episode": 1, "is_standing": False}
    return {
        "person": person, "rule": rule, "as_of": last_as_of, "last_as_of": last_as_of,
        **given, **columns,
    }  # fmt: skip


def found(person: int, rule: str, school_code: str = SCHOOL) -> Row:
    """What another rule found in this scan."""
    return {"person": person, "rule": rule, "school_code": school_code}
