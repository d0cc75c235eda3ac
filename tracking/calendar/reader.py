"""Lets the kernel count by the calendar in force, in the commands as on the pages.

The kernel asks; what a day is stays with this stage, so that policies above remain pure.
"""

from __future__ import annotations

from sqlalchemy import Engine

from models.database import db
from tracking.calendar import queries
from tracking.kernel import schooldays


def read() -> schooldays.IsSchoolDay | None:
    """The calendar in force; None where no application with a database is."""
    return queries.in_force().is_school_day if engine() else None


def engine() -> Engine | None:
    """The database of the running application; None without one."""
    try:
        return db.engine
    except RuntimeError:  # how the extension says that there is no application, or not one of its
        return None


def register() -> None:
    """Leave it with the kernel."""
    schooldays.read_by(read)
