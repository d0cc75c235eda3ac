"""Nothing reads or writes the database round the scope of models/scope.py."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tests.architecture.source import Source, application, name_of

# The guarded door itself, and two files that say how a transaction begins and touch no row.
ALLOWED = {"models/scope.py", "models/database.py", "tracking/kernel/transaction.py"}
MASS_DOORS = {
    "bulk_insert_mappings",
    "bulk_save_objects",
    "bulk_update_mappings",
    "exec_driver_sql",
    "raw_connection",
    "read_sql",
    "read_sql_query",
    "read_sql_table",
    "to_sql",
}
BANNED_IMPORTS = {"text", "TextClause", "create_engine"}
BANNED_CALLS = ("engine.begin", "engine.connect", "session.connection", "session.get_bind")


def ways_round(files: Iterable[Source]) -> list[str]:
    """Name every use of text SQL, engines, connections or unscoped mass writes."""
    return [
        f"{file.path}:{getattr(node, 'lineno', 0)} {name}"
        for file in files
        for node in ast.walk(file.tree)
        if (name := _way_round(node))
    ]


def _way_round(node: ast.AST) -> str:
    match node:
        case ast.ImportFrom(module=str() as module, names=names) if module.startswith("sqlalchemy"):
            return ", ".join(alias.name for alias in names if alias.name in BANNED_IMPORTS)
        case ast.Attribute(attr=attr) if attr in MASS_DOORS:
            return attr
        case ast.Attribute(attr="text", value=ast.Name(id="sqlalchemy" | "sa" | "db")):
            return "text"
        case ast.Call() if (name := name_of(node)).endswith(BANNED_CALLS):
            return name
    return ""


def test_nothing_goes_round_the_data_scope() -> None:
    assert not ways_round(file for file in application() if file.path not in ALLOWED)


def test_the_check_sees_what_is_wrong() -> None:
    text = """
from sqlalchemy import select, text
import sqlalchemy as sa
sa.text("x")
db.session.bulk_insert_mappings(Case, rows)
pd.read_sql("x", db.engine)
with db.engine.begin() as connection: ...
db.session.connection()
duckdb.connect()
"""
    found = [line.split(" ", 1)[1] for line in ways_round([Source("bad.py", text)])]
    assert sorted(found) == [
        "bulk_insert_mappings",
        "db.engine.begin",
        "db.session.connection",
        "read_sql",
        "text",
        "text",
    ]
