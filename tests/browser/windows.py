"""A browser window that notes what a careful person would: errors, strangers, cut-off pages."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

DESK, PHONE = (1366, 768), (390, 844)
SCREENSHOTS = Path(__file__).parent / "screenshots"
SERVER_FAULT = 500


@dataclass(frozen=True)
class Site:
    """Where the pages are served from, and the data folder behind them."""

    url: str
    folder: Path


@dataclass
class Window:
    """One window with a session of its own."""

    site: Site
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, browser: Browser, site: Site, size: tuple[int, int]) -> Window:
        """Open a window of a size (width, height) that notes every complaint."""
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": size[0], "height": size[1]},
            has_touch=size == PHONE,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        opened = cls(site, context, context.new_page())
        opened.page.on("console", opened._on_console)
        opened.page.on("pageerror", lambda error: opened.complaints.append(f"script: {error}"))
        context.on("request", opened._on_request)
        context.on("response", opened._on_response)
        return opened

    def _on_console(self, message: ConsoleMessage) -> None:
        refused = "Failed to load resource" in message.text  # a form that was not taken: 409, 422
        if message.type in {"error", "warning"} and not refused:
            self.complaints.append(f"console at {self.page.url}: {message.text}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site.url}/", "data:")):
            self.complaints.append(f"a request leaves the machine: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= SERVER_FAULT or (
            response.status == 404 and "/static/" in response.url
        ):
            self.complaints.append(f"{response.status} at {response.url}")

    def go(self, path: str) -> int:
        """Open a page; its status."""
        answer = self.page.goto(path)
        assert answer is not None
        return answer.status

    def sign_in(self, login: str) -> None:
        """Be one of the people of the demonstration."""
        self.go("/demo-accounts")
        button = self.page.locator(f'button[name="login"][value="{login}"]')
        if button.count():
            button.click()
            return
        password = self.page.locator("td .under code").first.inner_text()
        self.go("/sign-in")
        self.page.fill('input[name="login"]', login)
        self.page.fill('input[name="password"]', password)
        self.page.press('input[name="password"]', "Enter")
        self.page.wait_for_url(f"{self.site.url}/")

    def speak(self, locale: str) -> None:
        """Switch the language, if it is another one now."""
        if self.page.url == "about:blank":
            self.go("/sign-in")
        switch = self.page.locator(f'form:has(input[name="locale"][value="{locale}"]) button')
        if switch.count():
            switch.first.evaluate("button => button.form.requestSubmit(button)")
            self.page.locator(f'html[lang^="{locale}"]').wait_for(state="attached")

    def resize(self, size: tuple[int, int]) -> None:
        """Look at the same page in a window of another size."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def shoot(self, name: str) -> None:
        """Keep a picture of the whole page for people to look at, where TEST_SCREENSHOTS is set."""
        if not os.environ.get("TEST_SCREENSHOTS"):
            return
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    def close(self) -> list[str]:
        """Close it and say what was wrong."""
        self.context.close()
        return self.complaints
