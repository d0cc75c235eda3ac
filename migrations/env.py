"""How Alembic reaches the application's database; run inside an application context.

SQLite: a transaction of ours says BEGIN IMMEDIATE, so a revision is applied whole or not at
all; foreign keys are switched off meanwhile, because a batch change rebuilds tables.
PostgreSQL: an advisory lock lets two machines that start together upgrade one after the other.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Enum, LargeBinary
from sqlalchemy.types import TypeDecorator

import models  # registers every table
from models.database import UtcDateTime, db
from models.sealing import SealedJson, SealedText

UPGRADE_LOCK = 5_180_502  # any number nobody else uses


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our column types as the plain ones they rest on: a revision outlives the classes."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, SealedText | SealedJson):
        return "sa.LargeBinary()"
    if isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def compare_type(
    _context: Any, _inspected: Any, _column: Any, found: Any, wanted: Any
) -> bool | None:
    """Take sealed columns for the bytes they are; everything else is compared by Alembic."""
    if isinstance(wanted, TypeDecorator) and isinstance(wanted.impl_instance, LargeBinary):
        return not isinstance(found, LargeBinary)
    return None


def apply(connection: Connection) -> None:
    """Run the revisions asked for on one connection, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=models.db.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        compare_type=compare_type,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql" and context.config.attributes.get("writes"):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})")
        context.run_migrations()


def main() -> None:
    """Open a connection as the caller's purpose (reading or writing) needs it."""
    writes = bool(context.config.attributes.get("writes"))
    with db.engine.connect().execution_options(writes=writes) as connection:
        if connection.dialect.name != "sqlite":
            apply(connection)
            return
        plain: Any = connection.connection.dbapi_connection
        plain.execute("PRAGMA foreign_keys=OFF")
        try:
            apply(connection)
        finally:
            connection.rollback()
            plain.execute("PRAGMA foreign_keys=ON")


main()
