"""Lists that stay quick however long they are: pages by key, not by counting rows away.

A page is asked for by the sort key of the row next to it (`after=` or `before=` in the URL), so
the database walks an index instead of skipping thousands of rows, and rows that come or go
meanwhile do not shift the page. Filters and sorting stand in the URL beside it. Nothing here
knows HTTP: the links are relative query strings.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from math import ceil
from typing import Any, Protocol
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, TypeDecorator, and_, case, false, func, or_

from models.database import db

SIZES = (25, 50, 100)
AFTER, BEFORE, SIZE, SORT = "after", "before", "size", "sort"
LONGEST_TOKEN = 400

Key = tuple[Any, bool]  # a column (or expression), and whether it descends


class Arguments(Protocol):
    """What a request knows of its query string (`request.args`)."""

    def get(self, key: str, default: str, /) -> str:
        """Return one argument, or the default."""

    def items(self, multi: bool = False) -> Iterable[tuple[str, str]]:  # noqa: FBT001, FBT002
        """Return the arguments as pairs, repeated ones too when `multi`."""


@dataclass(frozen=True)
class Page:
    """Rows `first` to `last` of `total`, as the pager macro shows them; links are None at an end.

    `rows` holds what the query selects: objects for one entity, tuples for several columns.
    """

    rows: list[Any]
    number: int
    pages: int
    total: int
    size: int
    first: int
    last: int
    previous_url: str | None
    next_url: str | None
    sizes: Sequence[tuple[int, str]] = ()  # rows per page that may be chosen, and their addresses


@dataclass(frozen=True)
class Sort:
    """How a list is sorted, and the links of its heads; the same head again turns it round."""

    key: str
    descending: bool
    arguments: Arguments

    def url_for(self, key: str) -> str:
        """Link that sorts by a key, from the first page on."""
        turned = key == self.key and not self.descending
        return address(self.arguments, **{SORT: f"-{key}" if turned else key})


def sort_of(arguments: Arguments, allowed: Iterable[str], default: str) -> Sort:
    """Read `sort=key` or `sort=-key` (descending); anything unknown is the default."""
    text = arguments.get(SORT, default)
    text = text if text.removeprefix("-") in set(allowed) else default
    return Sort(text.removeprefix("-"), text.startswith("-"), arguments)


def address(arguments: Arguments, **changes: str | None) -> str:
    """The list's own query string with some arguments changed or dropped, on the first page."""
    dropped = {AFTER, BEFORE, *changes}
    kept = [(n, v) for n, v in arguments.items(multi=True) if n not in dropped and v != ""]
    kept += [(name, value) for name, value in changes.items() if value is not None]
    return "?" + urlencode(kept)


def asked_size(arguments: Arguments) -> int:
    """Rows per page from the URL: 25, 50 or 100."""
    text = arguments.get(SIZE, "")
    return int(text) if text in {str(size) for size in SIZES} else SIZES[0]


def paged(
    query: Select[Any],
    keys: Sequence[Key],
    id_column: Any,
    request_args: Arguments,
    size: int | None = None,
) -> Page:
    """One page of a query that has filters and loading options, but no order of its own.

    `keys` are sorted by in turn, blanks last; `id_column` makes the order complete. Two
    statements: one counts, one reads. A link to rows that are gone shows the first page.
    """
    size = size or asked_size(request_args)
    order = [*keys, (id_column, keys[-1][1] if keys else False)]
    after = values_of(request_args.get(AFTER, ""), order)
    before = values_of(request_args.get(BEFORE, ""), order) if after is None else None
    total, earlier = _counted(query, order, id_column, after, before)
    first = earlier if after is not None else earlier - size
    if not 0 < first < total:
        after = before = None
        first = 0
    rows = _read(query, order, after, before, size)
    last = first + len(rows)
    return Page(
        rows=[row[0] if len(row) == len(order) + 1 else tuple(row[: -len(order)]) for row in rows],
        number=ceil(first / size) + 1,
        pages=max(1, ceil(first / size) + ceil((total - first) / size)),
        total=total,
        size=size,
        first=first + 1 if rows else 0,
        last=last,
        previous_url=_link(request_args, BEFORE, rows[0], order) if first > 0 else None,
        next_url=_link(request_args, AFTER, rows[-1], order) if last < total else None,
        sizes=[(n, address(request_args, **{SIZE: str(n)})) for n in SIZES],
    )


def _counted(
    query: Select[Any],
    order: Sequence[Key],
    id_column: Any,
    after: list[Any] | None,
    before: list[Any] | None,
) -> tuple[int, int]:
    """All rows, and how many stand before the asked page (for `before`: before its end)."""
    start, back = (before, True) if after is None else (after, False)
    cut = false() if start is None else _beyond(order, start, back=back)
    counting = query.order_by(None).with_only_columns(
        func.count(id_column), func.sum(case((cut, 1), else_=0)), maintain_column_froms=True
    )
    total, beyond = db.session.execute(counting).one()
    return total, int(beyond or 0) if back else total - int(beyond or 0)


def _read(
    query: Select[Any],
    order: Sequence[Key],
    after: list[Any] | None,
    before: list[Any] | None,
    size: int,
) -> list[Any]:
    """The rows with their sort keys behind them, in the order of the list."""
    start, back = (after, False) if before is None else (before, True)
    query = query.add_columns(*(column for column, _ in order)).order_by(None)
    query = query.order_by(*(_ordered(column, down, back=back) for column, down in order))
    if start is not None:
        query = query.where(_beyond(order, start, back=back))
    rows = list(db.session.execute(query.limit(size)).all())
    return rows[::-1] if back else rows


def _ordered(column: Any, down: bool, *, back: bool) -> Any:  # noqa: FBT001 - half of a key
    ordered = column.desc() if down != back else column.asc()
    if not _has_blanks(column):
        return ordered
    return ordered.nulls_first() if back else ordered.nulls_last()


def _has_blanks(column: Any) -> bool:
    return bool(getattr(column.expression, "nullable", False))


def _beyond(order: Sequence[Key], values: Sequence[Any], *, back: bool) -> ColumnElement[bool]:
    """Rows that stand strictly after the values in the list, or strictly before when `back`."""
    ways: list[ColumnElement[bool]] = []
    same: list[ColumnElement[bool]] = []
    for (column, down), value in zip(order, values, strict=True):
        ways.append(and_(*same, _past(column, value, down=down, back=back)))
        same.append(column.is_(None) if value is None else column == value)
    return or_(*ways)


def _past(column: Any, value: Any, *, down: bool, back: bool) -> ColumnElement[bool]:
    if value is None:
        return column.is_not(None) if back else false()
    further: ColumnElement[bool] = column > value if down == back else column < value
    return or_(further, column.is_(None)) if _has_blanks(column) and not back else further


def _link(arguments: Arguments, name: str, row: Any, order: Sequence[Key]) -> str:
    plain = [_plain(value) for value in row[-len(order) :]]
    token = base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode())
    return address(arguments, **{name: token.decode().rstrip("=")})


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def values_of(token: str, order: Sequence[Key]) -> list[Any] | None:
    """The sort keys a link stands for; None for none and for anything made up."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    try:
        plain = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        return [_typed(v, column) for v, (column, _) in zip(plain, order, strict=True)]
    except (ValueError, TypeError):
        return None


def _typed(value: Any, column: Any) -> Any:
    kind = _kind(column.type)
    if value is None or (isinstance(value, kind) and not isinstance(value, bool)):
        return value
    if not isinstance(value, str):
        raise TypeError(kind.__name__)
    return kind.fromisoformat(value) if issubclass(kind, date) else kind(value)


def _kind(type_: Any) -> type[Any]:
    """The Python type of a column's values; a decorated type has that of what it decorates."""
    inner = type_.impl_instance if isinstance(type_, TypeDecorator) else type_
    kind: type[Any] = inner.python_type
    return kind
