from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from models.database import db
from models.user import User
from tests.integration.demo.conftest import STUDENTS, BuiltCity, demo_in

ROOT = Path(__file__).resolve().parents[3]


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(folder: Path, *arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    """`baoxue demo` as a process of its own, which is gone in the end."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BAOXUE_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "demo", *(str(a) for a in arguments)],
        cwd=ROOT,
        env={**kept, "BAOXUE_DATA_DIR": str(folder)},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(condition: Callable[[], object], process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 180
    while not condition():
        assert process.poll() is None, "it ended too early"
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def state_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file, to see whether anything was touched."""
    return {
        str(file.relative_to(folder)): (file.stat().st_size, file.stat().st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file() and not file.name.endswith(("-wal", "-shm"))
    }


@pytest.fixture
def copy(city: BuiltCity, tmp_path: Path) -> Path:
    """An installation with the finished city, to be spoilt."""
    shutil.copytree(city.real, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_a_second_run_uses_the_city_that_is_there(city: BuiltCity) -> None:
    before = state_of(city.folder.path)
    again = demo_in(city.real, "--students", STUDENTS, "--no-serve")
    assert again.exit_code == 0
    assert "a city of" not in again.output
    assert "/demo-accounts" in again.output
    assert state_of(city.folder.path) == before


def test_a_port_in_use_is_told_before_anything_is_built(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = demo_in(tmp_path, "--students", 240, "--port", port)
    assert result.exit_code == 2
    assert f"Port {port} is in use" in result.output
    assert not (tmp_path / "demo").exists()
    assert not list(tmp_path.rglob("registry-*"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--students", "10"], "--students"),
        (["--port", "0"], "--port"),
        (["--seed", "x"], "--seed"),
    ],
)
def test_a_city_that_cannot_be_is_refused(tmp_path: Path, arguments: list[str], words: str) -> None:
    result = demo_in(tmp_path, *arguments, "--no-serve")
    assert result.exit_code == 2
    assert words in result.output
    assert not (tmp_path / "demo").exists()


def test_a_building_that_is_killed_leaves_no_half_city_and_can_be_done_again(
    tmp_path: Path,
) -> None:
    real = tmp_path / "baoxue.db"
    real.write_bytes(b"the city's real ledger")
    with started(tmp_path, "--students", STUDENTS, "--no-serve") as process:
        wait_until(lambda: list((tmp_path / "demo.new").glob("archive/**/*.parquet")), process)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert not (tmp_path / "demo").exists()
    assert demo_in(tmp_path, "--students", 240, "--no-serve").exit_code == 0
    assert (tmp_path / "demo" / "demo.json").exists()
    assert not (tmp_path / "demo.new").exists()
    assert real.read_bytes() == b"the city's real ledger"


def test_a_building_that_is_killed_leaves_the_former_city(copy: Path) -> None:
    before = state_of(copy / "demo")
    with started(copy, "--students", 240, "--no-serve") as process:
        wait_until((copy / "demo.new" / "baoxue.db").exists, process)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert state_of(copy / "demo") == before
    again = demo_in(copy, "--students", STUDENTS, "--no-serve")
    assert "a city of" not in again.output


def test_the_city_is_served_with_the_list_of_its_accounts(copy: Path, demo_app: Flask) -> None:
    with demo_app.app_context():
        login = db.session.query(User).first()
        assert login is not None
    port = a_free_port()

    def page() -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/demo-accounts") as answer:
                return str(answer.read().decode())
        except OSError:
            return ""

    with started(copy, "--students", STUDENTS, "--port", port) as process:
        wait_until(page, process)
        text = page()
    assert "yi-sheng-yi-an" in text
    assert "school-" in text
