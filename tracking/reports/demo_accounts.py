"""Who may be signed in as in a demonstration: read from the list that its builder wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from models.vocabulary.roles import Role

LISTED: Final = "demo-accounts.json"
FIRST_STEPS: Final = {
    Role.CITY_OFFICER: _l("See all counties, drill down, read what the weekly scan found."),
    Role.COUNTY_OFFICER: _l("Assign the newest flags, approve or return a result."),
    Role.SCHOOL_ADMIN: _l("Open what is due today, record a home visit, submit a result."),
    Role.TOWNSHIP_OFFICER: _l("Record a visit to a family the school could not find."),
    Role.DEPARTMENT_OFFICER: _l("Sign in: it sees no case, only what it will be asked."),
    Role.INSPECTOR: _l("Read cases and flags, try to change one."),
    Role.SYSTEM_ADMIN: _l("Make an account, look at the runs of the machine."),
    Role.SECURITY_ADMIN: _l("Grant a role to a new account."),
    Role.AUDITOR: _l("Read who did what, check that nothing was altered."),
}


@dataclass(frozen=True)
class DemoAccount:
    """One account of the page; organisation names are those of an invented city."""

    role: Role
    organisation: str
    login: str
    password: str

    @property
    def first_step(self) -> Any:
        """What to try first, in the reader's language."""
        return FIRST_STEPS[self.role]


def write_list(folder: Path, accounts: list[DemoAccount]) -> None:
    """Write the list into a demonstration's data folder."""
    rows = [vars(account) | {"role": account.role.value} for account in accounts]
    text = json.dumps(rows, ensure_ascii=False, indent=2)
    (folder / LISTED).write_text(text, encoding="utf-8")


def read_list(folder: Path) -> list[DemoAccount]:
    """The accounts of a demonstration; none where no list was written."""
    try:
        rows = json.loads((folder / LISTED).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [DemoAccount(**row | {"role": Role(row["role"])}) for row in rows]
