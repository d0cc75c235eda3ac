"""Every page, in both languages and both widths: readable by all, whole, and in one language."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app import create_app
from tests.browser.conftest import OpenWindow
from tests.browser.crawling import Found, chosen, crawl
from tests.browser.looking import faults_of
from tests.browser.windows import DESK, PHONE, Site, Window
from tracking.kernel.settings import Settings

IMAGE = Path(__file__).parents[2] / "docs" / "images" / "case.png"
ACCOUNTS = ("county", "school-1", "city", "department", "system", "security", "auditor")
FOR_EACH = {"reports.home"}
NOT_LINKED = {
    "cases.export", "flags.export", "reports.school_ledger", "flags.receipt_file",
    "comparison.balance_export", "comparison.export", "flags.export_data_tasks",
    "snapshots.rows_in_error", "snapshots.intake_rows_in_error",
    "snapshots.progress",  # read by the script of a page
    "snapshots.intake",  # in the journey of a roster
    "static",
    # Files, and pictures of a page.
    "followups.workbook", "papers.download", "papers.export", "papers.masked_file",
    "papers.receipt", "papers.template_file", "proofs.content", "proofs.thumbnail",
    # Nobody of the demonstration has made one of these yet.
    "cases.bulk_act", "contests.show", "followups.packet", "followups.returned", "handovers.show",
    "inquiries.show", "outcomes.at_school", "papers.deliver", "papers.show",
    "tips.show",  # nobody of the demonstration has given a tip
}  # fmt: skip


@pytest.fixture(scope="session")
def whole_app(site: Site) -> Flask:
    """The application, for the table of its addresses."""
    return create_app(Settings(data_dir=site.folder, database_url="sqlite://"))


@pytest.fixture(scope="session")
def pages(whole_app: Flask, chromium: Browser, site: Site) -> list[Found]:
    """One page of each endpoint, and the home page of each account."""
    found = [Found("accounts.sign_in", "/sign-in", "")]
    for login in ACCOUNTS:
        window = Window.open(chromium, site, DESK)
        window.sign_in(login)
        found += crawl(whole_app, window.context, site.url, login)
        assert window.close() == []
    return chosen(found, FOR_EACH)


def test_every_page_is_reached_by_links(whole_app: Flask, pages: list[Found]) -> None:
    readable = {r.endpoint for r in whole_app.url_map.iter_rules() if "GET" in (r.methods or set())}
    assert readable - {page.endpoint for page in pages} <= NOT_LINKED


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_page_is_whole_readable_by_all_and_in_one_language(
    window: OpenWindow, pages: list[Found], locale: str
) -> None:
    wrong: dict[str, list[str]] = {}
    for login in {page.login: "" for page in pages}:
        one = window(login, locale)
        for page in pages:
            if page.login != login:
                continue
            one.resize(DESK)
            assert one.go(page.path) == 200, page
            faults = faults_of(one, locale)
            one.shoot(f"{page.name}-{locale}-desk")
            keep_image(one, page, locale)
            one.resize(PHONE)
            faults += faults_of(one, locale)
            one.shoot(f"{page.name}-{locale}-phone")
            if faults:
                wrong[f"{page.login} {page.path}"] = list(dict.fromkeys(faults))
    assert wrong == {}


def keep_image(window: Window, page: Found, locale: str) -> None:
    """Renew the picture of the README when asked: BAOXUE_WRITE_IMAGES=1."""
    if page.endpoint == "cases.show" and locale == "zh" and os.environ.get("BAOXUE_WRITE_IMAGES"):
        IMAGE.parent.mkdir(exist_ok=True)
        window.resize((1366, 900))
        window.page.screenshot(path=IMAGE)
