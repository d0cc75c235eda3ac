"""What all tests stand on: real databases of both kinds, the whole app, a client, a command line.

A test that asks for `app` (directly or through another fixture) and stands in one of the
folders of BOTH runs on SQLite and on PostgreSQL. Tests set the scene and look behind it inside
`backstage()`; no application context is open while the client fetches, as in real life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Protocol, cast

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import func, select

from app import create_app, main
from models.database import db
from models.organisation import Organisation
from models.scope import EVERYWHERE, within
from models.user import User
from models.vocabulary.roles import Role
from tests.builders import a_user
from tests.databases import KINDS, PostgreSQL, SQLite, postgresql_server
from tests.engines import OTHERS, spark_held
from tests.pages import PageClient
from tests.scenes import Build, Scenes, Told
from tracking.kernel.settings import Settings

BOTH = {"integration", "scope", "story", "faults", "browser"}
Backstage = Callable[[], AbstractContextManager[None]]
SignInAs = Callable[[Role | None, Organisation], User]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what needs a database on both kinds, where the folder says so."""
    if "database_kind" in metafunc.fixturenames:
        wanted = BOTH & set(metafunc.definition.path.parts)
        if metafunc.definition.get_closest_marker("one_database"):
            wanted = set()
        kinds = KINDS if wanted else KINDS[:1]
        server = pytest.mark.postgresql
        marked = [pytest.param(k, marks=server) if k == KINDS[1] else k for k in kinds]
        metafunc.parametrize("database_kind", marked, scope="session")


@pytest.fixture(scope="session")
def database_server(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SQLite | PostgreSQL]:
    """Where databases of one kind come from."""
    folder = tmp_path_factory.mktemp(database_kind)
    with ExitStack() as stack:
        if database_kind == "sqlite":
            yield SQLite(folder)
        else:
            yield stack.enter_context(postgresql_server())


@pytest.fixture(scope="session")
def scenes(
    database_server: SQLite | PostgreSQL, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scenes]:
    """Scenes that were set once on this kind of database."""
    with Scenes.on(database_server, tmp_path_factory.mktemp("scenes")) as kept:
        yield kept


@pytest.fixture
def settings(database_server: SQLite | PostgreSQL, tmp_path: Path) -> Iterator[Settings]:
    """An installation of its own: a data folder and a migrated, empty database."""
    with database_server.database(tmp_path) as url:
        yield Settings(data_dir=tmp_path, database_url=url)


@pytest.fixture
def bare_settings(database_server: SQLite | PostgreSQL, tmp_path: Path) -> Iterator[Settings]:
    """An installation before `baoxue init`."""
    with database_server.database(tmp_path, migrated=False) as url:
        yield Settings(data_dir=tmp_path, database_url=url)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates as compiled by the first test that shows them; the others need not wait again."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The whole application."""
    built = create_app(settings)
    built.jinja_env.bytecode_cache = compiled_templates
    built.test_client_class = PageClient
    yield built
    with built.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser that nobody has signed in with yet."""
    return cast("PageClient", app.test_client())


@pytest.fixture
def backstage(app: Flask) -> Backstage:
    """Behind the scene: an application context that sees everything.

    What was loaded or made there keeps its columns for reading afterwards.
    """

    @contextmanager
    def open_backstage() -> Iterator[None]:
        with app.app_context(), within(EVERYWHERE):
            yield
            db.session.commit()
            for row in list(db.session):
                db.session.refresh(row)
            db.session.expunge_all()

    return open_backstage


class Scene(Protocol):
    """Set a scene in the installation of the app, by its name; see `tests/scenes.py`."""

    def __call__(self, name: str, build: Build[Told]) -> Told:
        """Lay it out; `build` sets it the first time."""


@pytest.fixture
def scene(app: Flask, settings: Settings, scenes: Scenes) -> Scene:
    """A scene that many tests begin from."""

    def leave() -> None:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()

    def lay(name: str, build: Build[Told]) -> Told:
        with app.app_context():
            users = db.session.scalar(select(func.count(User.id)))
        assert users == 0, "lay the scene first: who signed in before it is gone with it"

        def built() -> Told:
            told = build()
            leave()
            return told

        leave()
        return scenes.lay(name, settings, built)

    return lay


@pytest.fixture
def sign_in_as(client: PageClient, backstage: Backstage) -> SignInAs:
    """Sign the client in as a new user with a role in an organisation."""

    def sign_in(role: Role | None, organisation: Organisation) -> User:
        with backstage():
            user = a_user(role, organisation)
        with client.session_transaction() as session:
            session.clear()
            session.update({"_user_id": user.get_id(), "_fresh": True})
        return user

    return sign_in


@pytest.fixture(scope="session")
def spark_session() -> Iterator[None]:
    """Spark started once for all tests of this process that need it."""
    with spark_held():
        yield


@pytest.fixture(params=OTHERS)
def other_engine(request: pytest.FixtureRequest) -> str:
    """The name of an engine that must find what the embedded one finds."""
    if request.param == "spark":
        request.getfixturevalue("spark_session")
    return str(request.param)


class CommandLine:
    """`baoxue` as typed in a terminal, with the settings of one installation."""

    def __init__(self, settings: Settings) -> None:
        self.environment = {
            "BAOXUE_DATA_DIR": str(settings.data_dir),
            "BAOXUE_DATABASE_URL": settings.database_url,
        }

    def __call__(self, *arguments: str | Path) -> Result:
        """Run one command; output and exit code are in the result."""
        result = CliRunner().invoke(main, [str(a) for a in arguments], env=self.environment)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result


@pytest.fixture
def runner(settings: Settings) -> CommandLine:
    """The command line of a ready installation."""
    return CommandLine(settings)


@pytest.fixture
def bare_runner(bare_settings: Settings) -> CommandLine:
    """The command line of an installation before `baoxue init`."""
    return CommandLine(bare_settings)
