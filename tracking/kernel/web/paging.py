"""The pager under a list: which rows are shown, and links that keep the list's filters."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from flask import request, url_for


@dataclass(frozen=True)
class Page:
    """Rows `first` to `last` of `total`; the links are None at either end."""

    number: int
    pages: int
    size: int
    first: int
    last: int
    total: int
    previous_url: str | None
    next_url: str | None


def page_of(total: int, before: int, shown: int, size: int) -> Page:
    """The pager of a numbered list, of which `before` rows come before the `shown` ones."""
    number = before // size + 1
    last = before + shown
    return Page(
        number=number,
        pages=max(1, ceil(total / size)),
        size=size,
        first=before + 1 if shown else 0,
        last=last,
        total=total,
        previous_url=here(page=number - 1) if number > 1 else None,
        next_url=here(page=number + 1) if last < total else None,
    )


def asked_page() -> int:
    """The page number in the URL; 1 for anything that is none."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def here(**changes: object) -> str:
    """This page's address with some arguments of its query changed, or dropped when None."""
    kept = {**request.args.to_dict(), **(request.view_args or {}), **changes}
    wanted = {name: value for name, value in kept.items() if value not in (None, "")}
    return url_for(request.endpoint or "", **wanted)
