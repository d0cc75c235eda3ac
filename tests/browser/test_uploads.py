"""A large file on a slow line: the page tells how much of it has gone, and takes a refusal in."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.windows import Site, Window

SLOW = 150_000  # bytes a second
GONE = "[data-upload-progress]"


def choose(window: Window, site: Site, folder: Path) -> Path:
    """Choose a roster of the city to be sent."""
    newest = max((site.folder / "city").glob("registry-*.csv"))
    roster = folder / "slow.csv"
    roster.write_bytes(newest.read_bytes())
    window.go("/snapshots/upload")
    window.page.set_input_files("input[type=file]", roster)
    return roster


def test_it_tells_how_much_of_the_file_has_gone(
    window: OpenWindow, site: Site, tmp_path: Path
) -> None:
    clerk = window("city")
    choose(clerk, site, tmp_path)
    line = clerk.context.new_cdp_session(clerk.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW}
    line.send("Network.emulateNetworkConditions", slow)
    button = clerk.page.locator("main form button.button-primary")
    button.click()
    expect(clerk.page.locator(f"{GONE} [role=status]")).to_have_text(
        re.compile(r"[1-9]\d? % · \d\.\d / \d\.\d MB")
    )
    expect(button).to_be_disabled()
    clerk.page.wait_for_url("**/intakes/*")


def test_a_refusal_takes_the_place_of_the_form(
    window: OpenWindow, site: Site, tmp_path: Path
) -> None:
    clerk = window("city")
    choose(clerk, site, tmp_path)
    clerk.page.fill('[name="as_of"]', "")
    button = clerk.page.locator("main form button.button-primary")
    button.click()
    expect(clerk.page.locator(".error-summary")).to_be_focused()
    clerk.page.set_input_files("input[type=file]", tmp_path / "slow.csv")
    clerk.page.fill('[name="as_of"]', "2026-11-16")
    button.click()
    clerk.page.wait_for_url("**/intakes/*")
