"""Timeline and audit log cannot be changed or shortened, whoever holds the connection."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("case_events", "audit_entries")
# SQLite drops a table's triggers when a batch change rebuilds it: such a revision must call
# `protect` again.
SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END
$$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def protect(table: str) -> None:
    """Set the triggers of one table."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(SQLITE.format(table=table, verb=verb))
        return
    for verb in ("update", "delete", "truncate"):
        op.execute(POSTGRESQL.format(table=table, verb=verb))


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FUNCTION)
    for table in TABLES:
        protect(table)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in TABLES:
        for verb in ("update", "delete") if sqlite else ("update", "delete", "truncate"):
            suffix = "" if sqlite else f" ON {table}"
            op.execute(f"DROP TRIGGER {table}_no_{verb}{suffix}")
    if not sqlite:
        op.execute("DROP FUNCTION refuse_change()")
