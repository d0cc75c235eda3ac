"""Pages by key: every row stands on exactly one page, in order, whatever comes or goes."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qs

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from models.case import Case
from models.database import db
from models.scope import EVERYWHERE, within
from tests.builders import a_case
from tests.conftest import Backstage
from tracking.kernel.paging import Key, Page, address, asked_size, paged, sort_of

FIRST = date(2026, 11, 2)
ROWS = 30
ORDERS: dict[str, list[Key]] = {
    "due date": [(Case.due_on, False)],
    "due date, latest first": [(Case.due_on, True)],
    "state, then due date": [(Case.state, True), (Case.due_on, False)],
    "number": [(Case.number, True)],
    "nothing but the id": [],
}


@pytest.fixture
def cases(backstage: Backstage) -> None:
    """Cases of which some share a day and some have none."""
    with backstage():
        for number in range(ROWS):
            due = None if number % 7 == 0 else FIRST + timedelta(days=number % 4)
            a_case(due_on=due)


def asked(url: str | None) -> MultiDict[str, str]:
    return MultiDict(parse_qs((url or "").lstrip("?")))


def read(arguments: MultiDict[str, str], order: list[Key], size: int = 8) -> Page:
    return paged(select(Case), order, Case.id, arguments, size)


def ids_of(page: Page) -> list[int]:
    return [case.id for case in page.rows]


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())
def test_walking_forth_and_back_meets_every_row_once(
    app: Flask, cases: None, order: list[Key]
) -> None:
    with app.app_context(), within(EVERYWHERE):
        page = read(MultiDict(), order)
        pages = [page]
        while page.next_url:
            page = read(asked(page.next_url), order)
            pages.append(page)
        ids = [number for page in pages for number in ids_of(page)]
        assert len(ids) == len(set(ids)) == ROWS
        assert [(p.number, p.first, p.last) for p in pages] == [
            (1, 1, 8), (2, 9, 16), (3, 17, 24), (4, 25, 30),
        ]  # fmt: skip
        assert {(p.pages, p.total) for p in pages} == {(4, ROWS)}
        back = [read(asked(p.previous_url), order) for p in pages[1:]]
        assert [ids_of(page) for page in back] == [ids_of(page) for page in pages[:-1]]


def test_blanks_stand_last_in_both_directions(app: Flask, cases: None) -> None:
    with app.app_context(), within(EVERYWHERE):
        for name in ("due date", "due date, latest first"):
            days = [case.due_on for case in read(MultiDict(), ORDERS[name], ROWS).rows]
            known = [day for day in days if day]
            assert known == sorted(known, reverse="latest" in name)
            assert days[len(known) :] == [None] * (ROWS - len(known))


def test_rows_that_come_and_go_do_not_shift_the_next_page(
    app: Flask, backstage: Backstage, cases: None
) -> None:
    order = ORDERS["due date"]
    with app.app_context(), within(EVERYWHERE):
        first = read(MultiDict(), order)
        wanted = ids_of(read(asked(first.next_url), order))
    with backstage():
        a_case(due_on=FIRST - timedelta(days=9))
    with app.app_context(), within(EVERYWHERE):
        second = read(asked(first.next_url), order)
        assert ids_of(second) == wanted
        assert second.first == 10


@pytest.mark.parametrize(
    "token",
    ["x", "W10", "bnVsbA", "WyJhIiwiYiJd", "WzEsMiwzLDRd", "WyIyMDI2LTEzLTAxIiwxXQ",
     "W3RydWUsdHJ1ZV0", "é" * 9, "A" * 500],
)  # fmt: skip
def test_a_made_up_link_shows_the_first_page(app: Flask, cases: None, token: str) -> None:
    with app.app_context(), within(EVERYWHERE):
        for name in ("after", "before"):
            page = read(MultiDict({name: token}), ORDERS["due date"])
            assert (page.number, page.first) == (1, 1)


def test_an_empty_list_is_one_empty_page(app: Flask) -> None:
    with app.app_context(), within(EVERYWHERE):
        page = read(MultiDict(), ORDERS["due date"])
    assert (page.rows, page.total, page.pages, page.first) == ([], 0, 1, 0)
    assert page.previous_url is page.next_url is None


def test_links_keep_the_filters_and_sorting_starts_anew() -> None:
    arguments = MultiDict(
        [("state", "clue"), ("rule", "A"), ("rule", "B"), ("after", "x"), ("q", "")]
    )
    assert address(arguments, size="50") == "?state=clue&rule=A&rule=B&size=50"
    sort = sort_of(MultiDict({"sort": "-due"}), ["due", "number"], "number")
    assert (sort.key, sort.descending) == ("due", True)
    assert sort.url_for("due") == "?sort=due"
    assert sort_of(MultiDict({"sort": "password_hash"}), ["due"], "due").key == "due"
    sizes = {text: asked_size(MultiDict({"size": text})) for text in ("50", "51", "x", "")}
    assert sizes == {"50": 50, "51": 25, "x": 25, "": 25}


def test_a_page_costs_two_statements_however_long_the_list(app: Flask, cases: None) -> None:
    seen: list[str] = []
    with app.app_context(), within(EVERYWHERE):
        engine = db.engine

        def note(_c: object, _cu: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        db.event.listen(engine, "before_cursor_execute", note)
        read(MultiDict(), ORDERS["due date"])
        db.event.remove(engine, "before_cursor_execute", note)
    assert len([s for s in seen if s.startswith("SELECT")]) == 2
