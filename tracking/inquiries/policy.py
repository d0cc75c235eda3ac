"""What a department is about, told from its name. Pure."""

from __future__ import annotations

from models.vocabulary.inquiries import Department
from tracking.inquiries._words import SIGNS


def department_of(name: str) -> Department:
    """The kind of a department by its name; OTHER when it does not tell."""
    found = (kind for kind, signs in SIGNS.items() if any(sign in name for sign in signs))
    return next(found, Department.OTHER)
