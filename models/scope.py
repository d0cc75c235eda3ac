"""Which rows may be seen: one place, closed by default.

Every owned row carries the path of the organisation that answers for it, such as
`150200/150291/2115100001/`; a user's scope is a prefix of it. `within(path)` holds one scope
per request or job. Reads through the ORM are narrowed to the half-open range of the prefix,
writes are checked before they are flushed, and a query without a scope is an error. What
would go round it (text SQL, Core tables, pandas.read_sql) is refused here and banned by ruff;
`bulk_insert` and `models.frames.frame` are the doors for mass work.

A grant (models/grant.py) lets one organisation see one child's file that another one owns: its
rows of Case, Child and Flag join the range, for reading and for changes that leave them with
their owner. What such a second owner may do is the table of cases (tracking/cases/policy.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, event, false, func, insert, inspect, or_, select, update
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    with_loader_criteria,
)

from models.database import Model, PathText, db
from models.grant import Grant
from models.sealing import SealedJson, SealedText
from models.vocabulary.lines import GrantReason

EVERYWHERE = ""
AFTER_SLASH = "0"  # the character that follows "/" in byte order
GRANTED = "granted"  # what a session remembers of grants until its transaction ends

_scope: ContextVar[str | None] = ContextVar("scope", default=None)


class ScopeError(Exception):
    """A row was asked for or written outside the scope, or no scope was set."""


class Owned:
    """Mixin for rows that belong to an organisation; `org_path` always ends in a slash.

    `__granted__` names the column by which a grant opens the row, and the grant's own column.
    """

    __granted__: ClassVar[tuple[str, str] | None] = None
    org_path: Mapped[str] = mapped_column(PathText, index=True)


@contextmanager
def within(path: str) -> Iterator[None]:
    """Hold one scope (an organisation path, or EVERYWHERE by name) until the block ends."""
    if _scope.get() is not None:
        message = "A scope is already set; scopes do not nest."
        raise ScopeError(message)
    if path != EVERYWHERE and not path.endswith("/"):
        message = "A scope is an organisation path that ends in a slash."
        raise ScopeError(message)
    token = _scope.set(path)
    try:
        yield
    finally:
        _scope.reset(token)


def current_scope() -> str:
    """The path in force; ScopeError when none was set."""
    path = _scope.get()
    if path is None:
        message = "No scope is set: use within(path)."
        raise ScopeError(message)
    return path


def covers(path: str, org_path: str) -> bool:
    """Whether a scope path contains the path of a row."""
    return org_path.startswith(path)


@event.listens_for(Session, "do_orm_execute")
def narrow_reads(state: ORMExecuteState) -> None:
    """Narrow every ORM read, update and delete of owned rows to the scope in force."""
    if not state.is_orm_statement:
        message = "Only ORM statements are allowed here: raw SQL has no scope."
        raise ScopeError(message)
    if state.is_insert or state.is_column_load or GRANTED in state.execution_options:
        return
    path = _scope.get()
    if path == EVERYWHERE:
        return
    if path is None:
        if any(issubclass(mapper.class_, Owned) for mapper in state.all_mappers):
            current_scope()
        state.statement = state.statement.options(
            with_loader_criteria(Owned, lambda _cls: false(), include_aliases=True)
        )
        return
    if granted := grants_to(path):
        state.statement = state.statement.options(*_shared(path, granted))
        return
    last = path[:-1] + AFTER_SLASH
    state.statement = state.statement.options(
        with_loader_criteria(
            Owned,
            lambda cls: and_(cls.org_path >= path, cls.org_path < last),
            include_aliases=True,
        )
    )


@event.listens_for(Session, "before_flush")
def check_writes(session: Session, _context: Any, _instances: Any) -> None:
    """Refuse to write a row that stands outside the scope in force."""
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Owned) and not (row in session.dirty and _is_granted(row)):
            _check(row.org_path)


@event.listens_for(Session, "after_flush")
def notice_grants(session: Session, _context: Any) -> None:
    """A grant that was given or ended holds from the next statement on."""
    if any(isinstance(row, Grant) for row in (*session.new, *session.dirty, *session.deleted)):
        session.info.pop(GRANTED, None)


@event.listens_for(Session, "after_transaction_end")
def forget_grants(session: Session, _ended: Any) -> None:
    """Ask again in the next transaction: somebody may have given or ended a grant."""
    session.info.pop(GRANTED, None)


def grants_to(path: str) -> list[tuple[int, int, GrantReason]]:
    """(case, child, reason) of the grants an organisation has; one statement per transaction.

    Most have none, and their statements stay the plain range that an index serves.
    """
    session = db.session()
    known: dict[str, Any] = session.info.setdefault(GRANTED, {})
    if path not in known:
        query = select(Grant.case_id, Grant.child_id, Grant.reason).where(
            Grant.org_path == path, Grant.ended_at.is_(None)
        )
        with session.no_autoflush:
            rows = session.execute(query, execution_options={GRANTED: True}).all()
        known[path] = [tuple(row) for row in rows]
    found: list[tuple[int, int, GrantReason]] = known[path]
    return found


def grants_of(case_id: int) -> set[GrantReason]:
    """Why the scope in force sees a file that is not its own; empty when no grant opens it."""
    path = current_scope()
    grants = grants_to(path) if path != EVERYWHERE else []
    return {reason for number, _child, reason in grants if number == case_id}


def _shared(path: str, granted: list[tuple[int, int, GrantReason]]) -> list[Any]:
    """The criterion of each owned table: the range, and for a child's file the granted rows.

    The ids go in as values: both databases then join two index look-ups.
    """
    ids = {"case_id": [g[0] for g in granted], "child_id": [g[1] for g in granted]}
    options = []
    for cls in Owned.__subclasses__():
        rows: ColumnElement[bool] = and_(
            cls.org_path >= path, cls.org_path < path[:-1] + AFTER_SLASH
        )
        if cls.__granted__:
            column, grants_column = cls.__granted__
            rows = or_(rows, getattr(cls, column).in_(ids[grants_column]))
        options.append(with_loader_criteria(cls, rows, include_aliases=True))
    return options


def _is_granted(row: Owned) -> bool:
    """Whether a grant opens a changed row, and the change leaves it with its owner."""
    path = _scope.get()
    if not path or not row.__granted__ or not isinstance(row, Model):
        return False
    if inspect(row).attrs.org_path.history.has_changes():
        return False
    column, grants_column = row.__granted__
    place = 0 if grants_column == "case_id" else 1
    return any(grant[place] == getattr(row, column) for grant in grants_to(path))


@contextmanager
def lifted() -> Iterator[None]:
    """See everything for one act whose right was checked by something else than the scope.

    Such as a department's reply, which is written into a file that the department cannot see.
    """
    token = _scope.set(EVERYWHERE)
    try:
        yield
    finally:
        _scope.reset(token)


def _check(org_path: str) -> None:
    if not org_path.endswith("/") or not covers(current_scope(), org_path):
        message = "A row outside the scope cannot be written."
        raise ScopeError(message)


def bulk_insert(model: type[Any], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert many rows of one table with the scope checked for each; their ids in order.

    Values go through the types of their columns and then to the driver at once: a statement that
    SQLAlchemy builds for each row takes ten times as long as the database.
    """
    if issubclass(model, Owned):
        for path in {row["org_path"] for row in rows}:
            _check(path)
    if not rows:
        return []
    table: Any = model.__table__
    connection = db.session.connection()
    names = [column.name for column in table.columns]
    written = insert(table).compile(dialect=connection.dialect, column_keys=names)
    processors: Any = written._bind_processors  # noqa: SLF001 - what executing it would apply
    ids = _reserved(model, len(rows))
    bound = {c.name: _bound(c, rows, processors.get(c.name)) for c in table.columns} | {"id": ids}
    order = written.positiontup or names
    ready: Any = list(zip(*(bound[name] for name in order), strict=True))
    if not written.positional:
        ready = [dict(zip(order, values, strict=True)) for values in ready]
    db.session.flush()
    connection.exec_driver_sql(str(written), ready)
    return ids


def _bound(column: Any, rows: Sequence[dict[str, Any]], process: Any) -> list[Any]:
    """A column as the driver takes it; the same value as in the row before is bound once.

    But not where it is sealed: equal values must not look alike.
    """
    name, default = column.name, _default(column)
    values = [row.get(name, default) for row in rows]
    if process is None:
        return values
    if isinstance(column.type, SealedText | SealedJson):
        return column.type.bound(values)
    bound: list[Any] = []
    last: Any = bound  # no value of the column
    for value in values:
        bound.append(bound[-1] if value is last else process(value))
        last = value
    return bound


def _default(column: Any) -> Any:
    """What a column holds when a row does not say; rows share it, so nothing may change it."""
    if column.default is None:
        return None
    return column.default.arg(None) if column.default.is_callable else column.default.arg


def _reserved(model: type[Any], count: int) -> list[int]:
    """Ids for new rows, given out in one statement: asking for each row would cost a call each.

    The transaction that writes has SQLite's only write lock; PostgreSQL's sequence gives nothing
    twice.
    """
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        first = (connection.scalar(select(func.max(model.id))) or 0) + 1
        return list(range(first, first + count))
    sequence = func.pg_get_serial_sequence(model.__tablename__, "id")
    query = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
    return sorted(connection.scalars(query))


def relocate(moves: Mapping[str, str]) -> None:
    """Give the rows of organisations that moved (old path → new path) their new paths.

    Done whatever scope is in force: who moves an organisation sees no row of it.
    """
    with lifted():
        for mapper in Model.registry.mappers:
            path: Any = getattr(mapper.class_, "org_path", None)
            for old, new in moves.items() if path is not None else ():
                db.session.execute(
                    update(mapper.class_).where(path == old).values(org_path=new),
                    execution_options={"synchronize_session": False},
                )
