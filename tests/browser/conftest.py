"""A real city, served by the real command, looked at in a real browser.

The city is built once for the whole run. Where no Chromium is, these tests say so and skip.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.windows import DESK, Site, Window

BAOXUE = Path(sys.executable).with_name("baoxue")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
STUDENTS = "1200"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 90.0
OpenWindow = Callable[..., Window]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here, and keep it together: one city and one browser serve it all."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def environment_of(folder: Path) -> dict[str, str]:
    """What leads `baoxue` to a data folder, whatever else is set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BAOXUE_")}
    return {**kept, "BAOXUE_DATA_DIR": str(folder)}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, built and served as anybody would."""
    folder = tmp_path_factory.mktemp("city")
    built = subprocess.run(
        [BAOXUE, "demo", "--no-serve", "--students", STUDENTS],
        env=environment_of(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr[-2000:]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = Site(f"http://127.0.0.1:{port}", folder / "demo")
    process = subprocess.Popen(
        [BAOXUE, "serve", "--port", str(port)],
        env={**environment_of(served.folder), "BAOXUE_DEMO": "1"},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(served.url, process)
        yield served
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until pages are served."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/sign-in") as answer:  # noqa: S310 - our own address
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this machine; none is downloaded."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=QUIET)


@pytest.fixture
def window(chromium: Browser, site: Site) -> Iterator[OpenWindow]:
    """Open a window, signed in as an account of the demonstration; its end tells what was wrong."""
    opened: list[Window] = []

    def open_window(login: str = "", locale: str = "zh", size: tuple[int, int] = DESK) -> Window:
        opened.append(Window.open(chromium, site, size))
        if login:
            opened[-1].sign_in(login)
        opened[-1].speak(locale)
        return opened[-1]

    yield open_window
    complaints = [complaint for one in opened for complaint in one.close()]
    assert complaints == []
