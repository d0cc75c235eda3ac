from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from app import create_app, main
from demo.folder import DemoFolder
from models.database import db
from tests.pages import PageClient
from tracking.kernel.settings import Settings

STUDENTS = 600
Demo = Callable[..., Result]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what lies here together, so that the city is built once and not by every worker."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("demo"))


def demo_in(folder: Path, *arguments: object) -> Result:
    """`baoxue demo` as typed in a terminal, with a data folder of its own."""
    result = CliRunner().invoke(
        main,
        ["demo", *(str(a) for a in arguments)],
        env={"BAOXUE_DATA_DIR": str(folder), "BAOXUE_DATABASE_URL": None, "BAOXUE_LOCALE": "en"},
    )
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@dataclass(frozen=True)
class BuiltCity:
    """A demonstration that the real command built, and what the command said."""

    folder: DemoFolder
    result: Result

    @property
    def real(self) -> Path:
        """The data folder of the installation, in which the demonstration has its own."""
        return self.folder.real.data_dir


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> BuiltCity:
    """One small city for all tests of this folder, which leave it as it is."""
    root = tmp_path_factory.mktemp("installation")
    result = demo_in(root, "--students", STUDENTS, "--no-serve")
    return BuiltCity(DemoFolder(Settings(data_dir=root, database_url="")), result)


@pytest.fixture
def demo_app(city: BuiltCity) -> Iterator[Flask]:
    """The application over the finished city."""
    built = create_app(city.folder.settings(city.folder.path))
    built.test_client_class = PageClient
    yield built
    with built.app_context():
        db.engine.dispose()
