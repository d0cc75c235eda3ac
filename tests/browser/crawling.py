"""Which pages there are: found by following links as each account of the demonstration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from flask import Flask
from playwright.sync_api import BrowserContext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.pages import Page

EXAMPLES = 6  # pages of one endpoint that are read for further links
FILES = (".csv", ".xlsx", ".json", ".docx", ".pdf", "/content", "/thumbnail")
SEEDS = ("/", "/password", "/demo-accounts")
# Files of children placed otherwise, and of those under observation, have pages of their own; the
# first files of other lists are what the journeys made of them before.
SEEDS_OF = {"city": ("/cases?state=placed", "/cases?state=returned")}


@dataclass(frozen=True)
class Found:
    """One page and who may open it."""

    endpoint: str
    path: str
    login: str

    @property
    def name(self) -> str:
        """Part of a file name."""
        who = f"-{self.login}" if self.login else ""
        return f"{self.endpoint}{who}"


def endpoint_of(app: Flask, path: str) -> str:
    """The endpoint that answers a path to a reader; "" for none."""
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")[0])
    except (HTTPException, RequestRedirect):
        return ""


def links_of(context: BrowserContext, url: str, path: str) -> Iterator[str]:
    """The addresses that a page leads to, in its order."""
    answer = context.request.get(url + path)
    assert answer.ok, f"{answer.status} at {path}"
    if "text/html" in answer.headers.get("content-type", ""):
        for link in Page(answer.text()).links:
            whole = urljoin(path, link)
            if whole.startswith("/"):
                yield whole.partition("#")[0]


def crawl(app: Flask, context: BrowserContext, url: str, login: str) -> list[Found]:
    """One page per endpoint that an account reaches by links."""
    waiting = [*SEEDS_OF.get(login, ()), *SEEDS]
    seen, read = set(waiting), dict[str, int]()
    found: dict[str, Found] = {}
    while waiting:
        path = waiting.pop(0)
        endpoint = endpoint_of(app, path)
        if not endpoint or read.get(endpoint, 0) >= EXAMPLES or is_download(path):
            continue
        read[endpoint] = read.get(endpoint, 0) + 1
        found.setdefault(endpoint, Found(endpoint, path, login))
        fresh = [link for link in links_of(context, url, path) if link not in seen]
        seen |= set(fresh)
        waiting += fresh
    return list(found.values())


def is_download(path: str) -> bool:
    """Whether an address gives a file instead of a page."""
    return urlsplit(path).path.endswith(FILES)


def chosen(found: Iterable[Found], several: set[str]) -> list[Found]:
    """One page per endpoint, that of the first account; of `several`, one for each account."""
    kept: dict[tuple[str, str], Found] = {}
    for page in found:
        kept.setdefault((page.endpoint, page.login if page.endpoint in several else ""), page)
    return list(kept.values())
