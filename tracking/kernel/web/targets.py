"""Where a page may send the reader afterwards: only to an address of this site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# One slash, then neither a second one nor a backslash, which browsers take for one.
LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


def safe_target(asked: str | None) -> str | None:
    """The path that was asked for, or None when it could lead to another site."""
    if not asked or len(asked) > 2000 or not LOCAL.fullmatch(asked):
        return None
    parts = urlsplit(asked)
    return None if parts.scheme or parts.netloc else asked
