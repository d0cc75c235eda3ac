"""One transaction each: everything or nothing, and the second of two editors is told."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from models.case import Case
from models.database import db
from models.notice import Notice
from models.scope import EVERYWHERE, within
from models.tally import take
from models.vocabulary.cases import CaseState
from models.vocabulary.notices import NoticeKind
from tests.builders import a_case, a_school
from tests.conftest import Backstage
from tracking.kernel import clock
from tracking.kernel.errors import StaleError
from tracking.kernel.notices import tell
from tracking.kernel.transaction import transaction


def test_what_fails_half_way_leaves_nothing(app: Flask, backstage: Backstage) -> None:
    with backstage():
        case = a_case()
    with app.app_context(), within(EVERYWHERE):
        with pytest.raises(RuntimeError):
            change_and_fail(case.id)
        assert db.session.get_one(Case, case.id).state is CaseState.ASSIGNED


def test_a_decision_rests_on_rows_as_they_are_now(app: Flask, backstage: Backstage) -> None:
    with backstage():
        case = a_case()
    with app.app_context(), within(EVERYWHERE):
        seen = db.session.get_one(Case, case.id)
        before = seen.state
        elsewhere(app, case.id, CaseState.VERIFYING)
        with transaction():
            assert (before, seen.state) == (CaseState.ASSIGNED, CaseState.VERIFYING)


def test_the_second_of_two_edits_is_refused(app: Flask, backstage: Backstage) -> None:
    with backstage():
        case = a_case()
    with app.app_context(), within(EVERYWHERE):
        with pytest.raises(StaleError):
            change_as_read_before(case.id)
        assert db.session.get_one(Case, case.id).state is CaseState.ASSIGNED


def change_and_fail(case_id: int) -> None:
    with transaction():
        db.session.get_one(Case, case_id).state = CaseState.VERIFYING
        db.session.flush()
        raise RuntimeError("power cut")


def change_as_read_before(case_id: int) -> None:
    """Write a case that was read before somebody else changed it."""
    with transaction():
        case = db.session.get_one(Case, case_id)
        set_committed_value(case, "version", case.version - 1)
        case.state = CaseState.VERIFYING


def elsewhere(app: Flask, case_id: int, state: CaseState) -> None:
    """Change a case as another process would."""

    def change() -> None:
        with app.app_context(), within(EVERYWHERE), transaction():
            db.session.get_one(Case, case_id).state = state

    in_threads(change, 1)


def in_threads(act: Callable[[], None], count: int) -> None:
    """Do something several times at once; a failure is a failure of the test."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_numbers_are_given_out_once_however_many_ask(app: Flask, backstage: Backstage) -> None:
    with backstage(), transaction():
        take("case:test")
    given: list[int] = []

    def ask() -> None:
        with app.app_context(), within(EVERYWHERE):
            for _ in range(10):
                with transaction():
                    number = take("case:test")
                given.append(number)

    in_threads(ask, 4)
    assert sorted(given) == list(range(2, 42))


def test_a_message_is_told_once(app: Flask, backstage: Backstage) -> None:
    with backstage():
        school = a_school()
    for _ in range(3):
        with backstage(), transaction():
            tell(school.id, NoticeKind.ASSIGNED, key="assigned:1", at=clock.now(), count=2)
    with backstage():
        assert len(db.session.scalars(select(Notice)).all()) == 1
