"""The one database object, its column types, and how SQLite is made safe for an office.

SQLite runs in WAL mode with full synchronisation (NORMAL may lose acknowledged commits on
power loss), and a transaction that is going to write says so when it begins, so that two
writers wait for each other instead of failing half-way.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Enum,
    MetaData,
    String,
    cast,
    event,
    func,
    select,
)
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from models.vocabulary.term import Term

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# Half-open prefix ranges need byte order; PostgreSQL's default collation is the locale's.
PathText = String(160).with_variant(String(160, collation="C"), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware datetimes (UTC) out, on databases with and without zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            message = "A moment without a time zone cannot be stored."
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table's base: named constraints, aware moments, JSON for plain structures."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UtcDateTime(), dict[str, Any]: JSON()},
    )


def term(words: type[Term]) -> Enum:
    """Column type of a vocabulary: stores the stable code, gives back the term."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        length=24,
        values_callable=lambda terms: [member.value for member in terms],
    )


db = SQLAlchemy(model_class=Base)


def among(column: Any, numbers: Iterable[int]) -> ColumnElement[bool]:
    """Whether a column holds one of many numbers, which go to the database as one value.

    As parameters of their own they would be limited in number and take longer than the look-up.
    """
    wanted = sorted(set(numbers))
    if db.engine.dialect.name == "sqlite":
        each = func.json_each(json.dumps(wanted)).table_valued("value")
        chosen: ColumnElement[bool] = column.in_(select(each.c.value))
        return chosen
    found: ColumnElement[bool] = column == func.any(cast(wanted, ARRAY(BigInteger)))
    return found


if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


@event.listens_for(Engine, "connect")
def prepare_sqlite(connection: Any, _record: Any) -> None:
    """Give a new SQLite connection its durability and waiting rules; leave others alone."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # SQLAlchemy's begin event below says BEGIN itself
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=20000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once: upgrading a read later fails without waiting."""
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def integrity_problems() -> list[str]:
    """What the database itself finds wrong with its files and indexes; empty when all is well."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            found = list(connection.exec_driver_sql("PRAGMA integrity_check").scalars())
            rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            missing = [f"{row[0]} row {row[1]} refers to a missing row of {row[2]}" for row in rows]
            return [text for text in found if text != "ok"] + missing
        indexes = connection.exec_driver_sql(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
        )
        failures = connection.exec_driver_sql(
            "SELECT coalesce(checksum_failures, 0) FROM pg_stat_database "
            "WHERE datname = current_database()"
        ).scalar()
        return [f"index {name} is not valid" for name in indexes.scalars()] + [
            f"{failures} pages failed their checksum"
        ] * bool(failures)
