"""Why somebody may see who gave a tip, or the child's name in full: closed lists for the log."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

CHILD: dict[str, Any] = {
    "decide": _l("Decide about the tip"),
    "check_identity": _l("Compare with papers or the registry"),
    "home_visit": _l("Visit the family at home"),
}
SOURCE: dict[str, Any] = {
    "ask_again": _l("Ask the person again"),
    "answer": _l("Tell the person what became of it"),
}
