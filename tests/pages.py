"""A test client that reads every page it fetches and complains about what is wrong with it."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

EMPTY = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "path",
    ]
)
LEFTOVERS = ("{{", "}}", "{%", "%}", "Undefined", "<function ", " object at 0x")
FIELDS = {"input", "select", "textarea"}


class Page(HTMLParser):
    """A parsed page: its texts, links and forms, and what is wrong with its shape."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.points: list[str] = []
        self.links: list[str] = []
        self.files: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.title = self.text = self.lang = ""
        self.feed(markup)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in EMPTY:
            self.open.append(tag)
        if "id" in given:
            self.ids[given["id"]] += 1
        self._note_faults(tag, given)
        self._note_targets(tag, given)
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag == "form":
            self.forms.append({"method": "get", **given, "fields": {}})
        if tag in FIELDS:
            self.fields.append({"tag": tag, **given})
            if self.forms and "name" in given and "form" in self.open:
                self.forms[-1]["fields"][given["name"]] = given.get("value", "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes <{self.open[-1] if self.open else ''}>")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title":
            self.title += data.strip()
        elif not self.open or self.open[-1] not in {"script", "style"}:
            self.text += data

    def _note_faults(self, tag: str, given: dict[str, str]) -> None:
        if tag == "img" and "alt" not in given:
            self.faults.append(f"<img src={given.get('src')}> has no alt")
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.faults.append(f"inline <{tag}>")
        inline = [name for name in given if name == "style" or name.startswith("on")]
        self.faults += [f"inline attribute {name} on <{tag}>" for name in inline]

    def _note_targets(self, tag: str, given: dict[str, str]) -> None:
        if tag == "label" and "for" in given:
            self.labels.add(given["for"])
            self.points.append(given["for"])
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            self.points += given.get(name, "").split()
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in {"script", "img"} and given.get("src"):
            self.files.append(given["src"])
        if tag == "link":
            self.files.append(given.get("href", ""))


def faults_of(markup: str, path: str, app: Flask) -> list[str]:
    """Everything wrong with a page that was fetched from `path`."""
    page = Page(markup)
    found = [*page.faults]
    found += [f"left over: {bit}" for bit in LEFTOVERS if bit in page.text + page.title]
    found += [] if page.title.strip(" ·") and page.lang else ["no title or no language"]
    found += [f"id {name} stands {n} times" for name, n in page.ids.items() if n > 1]
    found += [f"nothing has the id {name}" for name in page.points if page.ids[name] == 0]
    found += [f"field {f.get('name')} has no label" for f in page.fields if not _is_named(f, page)]
    for form in page.forms:
        if form["method"].lower() == "post" and "csrf_token" not in form["fields"]:
            found.append(f"form {form.get('action', path)} has no token")
    actions = [(form.get("action") or path, form["method"]) for form in page.forms]
    for url, method in [*((link, "get") for link in page.links), *actions]:
        if url.startswith("#"):
            found += [] if page.ids[url[1:]] else [f"nothing has the id {url[1:]}"]
        elif not _leads_somewhere(app, urljoin(path, url), method):
            found.append(f"{method} {url} leads nowhere")
    return found + [f"no file {url}" for url in page.files if not _is_file(app, url)]


def _is_named(field: dict[str, str], page: Page) -> bool:
    if field.get("type") in {"hidden", "submit"}:
        return True
    return field.get("id", "-") in page.labels or "aria-label" in field


def _leads_somewhere(app: Flask, url: str, method: str) -> bool:
    parts = urlsplit(url)
    if parts.netloc or parts.scheme in {"tel", "mailto"}:
        return not parts.netloc  # no link leaves the machine
    try:
        app.url_map.bind("localhost").match(parts.path, method=method.upper())
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def _is_file(app: Flask, url: str) -> bool:
    path = urlsplit(url).path
    if not path.startswith("/static/"):
        return _leads_somewhere(app, url, "get")  # a document of a case
    return (Path(app.root_path) / path.lstrip("/")).is_file()


class PageClient(FlaskClient):
    """Fetches as a browser does: pages are checked, forms carry the token of their page."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Fetch, and fail at once when the page itself is wrong."""
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 308}:
            path = response.request.path
            faults = faults_of(response.text, path, self.application)
            assert not faults, f"{path}: {'; '.join(faults)}"
        return response

    def page(self, path: str, **kwargs: Any) -> Page:
        """Fetch a page that must be there."""
        response = self.get(path, **kwargs)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return Page(response.text)

    def token(self, path: str) -> str:
        """The token that the forms of a page carry."""
        forms = Page(self.get(path, follow_redirects=True).text).forms
        tokens = (form["fields"]["csrf_token"] for form in forms if form["method"] == "post")
        return str(next(tokens))

    def send(self, path: str, data: dict[str, Any], *, page: str | None = None) -> TestResponse:
        """Fill the form on `page` (default: the path itself) and send it to `path`."""
        token = self.token(page or path)
        return self.post(path, data={"csrf_token": token, **data})
