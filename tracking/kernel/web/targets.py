"""Where a page may send the reader afterwards: only to an address of this site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import request

# One slash, then neither a second one nor a backslash, which browsers take for one.
LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


def address_of_page() -> str:
    """Where the reader can come back to: this page, or the one whose form it answers."""
    if request.method in ("GET", "HEAD"):
        return request.full_path if request.query_string else request.path
    came_from = urlsplit(request.referrer or "")
    query = f"?{came_from.query}" if came_from.query else ""
    return safe_target(f"{came_from.path}{query}") or "/"


def safe_target(asked: str | None) -> str | None:
    """The path that was asked for, or None when it could lead to another site."""
    if not asked or len(asked) > 2000 or not LOCAL.fullmatch(asked):
        return None
    parts = urlsplit(asked)
    return None if parts.scheme or parts.netloc else asked
