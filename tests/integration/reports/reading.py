"""Reads pages of this chapter: figures with the lists they lead to, and pages in English."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from models.organisation import Organisation
from models.vocabulary.roles import Role
from tests.integration.reports.conftest import Ledger
from tests.pages import PageClient

HOMES = [
    (Role.CITY_OFFICER, "bureau"),
    (Role.COUNTY_OFFICER, "county"),
    (Role.INSPECTOR, "bureau"),
    (Role.SCHOOL_ADMIN, "school"),
]

LISTS = re.compile(r"/(cases|flags)\?.*\b(group|state|status)=")


class Anchors(HTMLParser):
    """(address, text) of every link on a page, in order."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._inside = False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append((dict(attrs).get("href") or "", ""))
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._inside:
            url, text = self.found[-1]
            self.found[-1] = url, text + data


def linked_figures(markup: str) -> dict[str, int]:
    """Address of a list → the figure that the page gives for it."""
    found: dict[str, int] = {}
    for url, text in Anchors(markup).found:
        number = re.search(r"\d[\d,]*", text)
        if LISTS.match(url) and number:
            found[url] = int(number.group().replace(",", ""))
    return found


def length_of(client: PageClient, url: str) -> int:
    """How many rows a list has (they must fit on one page)."""
    answer = client.get(f"{url}&size=100")
    assert answer.status_code == 200
    return answer.text.count("data-row>") + answer.text.count("data-row ")


def place(ledger: Ledger, name: str) -> Organisation:
    places = {
        "bureau": ledger.city.bureau,
        "county": ledger.city.counties[0],
        "school": ledger.city.schools[0],
    }
    return places[name]


def english(client: PageClient, path: str = "/") -> str:
    """A page in English, whose words tests can read."""
    client.post("/language", data={"csrf_token": client.token(path), "locale": "en"})
    return client.get(path).text
