"""Why somebody may look at a child's full numbers.

A closed list, so that the log stays free of personal data and an auditor can count.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

PURPOSES: dict[str, Any] = {
    "call_family": _l("Telephone the family"),
    "home_visit": _l("Visit the family at home"),
    "check_identity": _l("Compare with papers or the registry"),
    "ask_department": _l("Ask another department"),
    "write_paper": _l("Fill in an official paper"),
}


def purpose_label(code: str) -> str:
    """A stored purpose in the reader's language; one that is not kept any more as it is."""
    return str(PURPOSES.get(code, code))
