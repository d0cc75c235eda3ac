"""Disk full, database gone, archive away: one clear line or page, and work goes on after repair."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from models.vocabulary.roles import Role
from tests.builders import a_city
from tests.conftest import Backstage, SignInAs
from tests.faults.towns import SAMPLES, SECOND, Town
from tests.pages import PageClient
from tracking.kernel.settings import Settings

pytestmark = pytest.mark.faults
BAOXUE = Path(sys.executable).with_name("baoxue")
SMALL = 40_000  # bytes of the largest file that may be written


def in_terminal(
    town: Town, *arguments: object, largest_file: int = 0, database: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command as it is typed, perhaps where no large file can be written."""

    def limit() -> None:
        if largest_file:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    settings = town.command().environment
    if database:
        settings["BAOXUE_DATABASE_URL"] = database
    return subprocess.run(
        [BAOXUE, *map(str, arguments)],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    """The one line for people; a traceback is no answer."""
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    return done.stderr.strip().splitlines()[-1]


def importing(day: object) -> tuple[object, ...]:
    path = SAMPLES / f"registry-{day:%Y%m%d}.csv"
    return ("snapshots", "import", path, "--kind", "registry", "--as-of", day)


def test_a_full_disk_is_named_and_the_same_file_goes_in_afterwards(town: Town) -> None:
    before = town.rows()["snapshots"]
    full = in_terminal(town, *importing(SECOND), largest_file=SMALL)
    assert full.returncode == 2
    assert last_line(full).startswith("baoxue: ")
    assert town.rows()["snapshots"] == before
    assert town.faults() == []
    assert town.orphans() == []
    assert in_terminal(town, *importing(SECOND)).returncode in {0, 3}
    assert town.rows()["snapshots"] == before + 1
    assert in_terminal(town, "scan").returncode == 0


@pytest.fixture
def gone(settings: Settings, database_kind: str) -> Iterator[str]:
    """The address of a database that does not answer."""
    if database_kind == "postgresql":
        yield "postgresql://nobody@127.0.0.1:1/baoxue"
    else:
        yield f"sqlite:///{settings.data_dir / 'missing' / 'baoxue.db'}"


def test_a_database_that_is_gone_is_one_line_in_the_terminal(town: Town, gone: str) -> None:
    for arguments in (importing(SECOND), ("scan",), ("cases", "export", "cases.csv"), ("serve",)):
        done = in_terminal(town, *arguments, database=gone)
        assert done.returncode == 2
        assert "BAOXUE_DATABASE_URL" in last_line(done) or "baoxue init" in last_line(done)


def test_a_database_that_is_gone_is_a_plain_page_and_comes_back_by_itself(
    app: Flask, client: PageClient, backstage: Backstage, sign_in_as: SignInAs, database_kind: str
) -> None:
    with backstage():
        school = a_city().schools[0]
    sign_in_as(Role.SCHOOL_ADMIN, school)
    assert client.get("/cases").status_code == 200
    if database_kind == "postgresql":
        pytest.skip("the server of the tests serves other tests too")
    path = Path(app.config["SETTINGS"].data_dir)
    away = path.with_name(f"{path.name}-away")
    disconnected(app)
    path.rename(away)
    try:
        answer = client.get("/cases")
        assert answer.status_code == 503
        assert answer.mimetype == "text/html"
        disconnected(app)
    finally:
        shutil.rmtree(path, ignore_errors=True)
        away.rename(path)
    assert client.get("/cases").status_code == 200


def disconnected(app: Flask) -> None:
    """Close the connections that the process holds, as a lost drive or server does."""
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()
