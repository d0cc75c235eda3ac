"""One child's story, from two registry files to a closed case, as the people in it live it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import select

from models.case import Case
from models.database import db
from models.vocabulary.cases import CaseState
from tests.builders import a_photo
from tests.conftest import Backstage, CommandLine
from tests.pages import PageClient
from tracking.kernel import clock

SAMPLES = Path(__file__).parents[1] / "samples" / "small-city"
FIRST, SECOND = date(2026, 10, 12), date(2026, 10, 19)
ONE_TIME = re.compile(r"(?:[a-z]{4}-){4}[2-9]{2}")
NEW_PASSWORD = "Bao-xue 2026 shang-xue"
VISIT = {
    "kind": "home_visit",
    "counterpart": "both",
    "participants": "班主任、村干部",
    "met_with": "父亲和学生本人",
    "account": "孩子在亲戚店里帮工，父亲同意下周一送回学校。",
    "result": "will_return",
    "attitude": "willing",
}
WHY = "请附返校当日的点名册。"
PROOF = "学生已返校上课，附班级点名册，监护人签字。"


@contextmanager
def on(day: date, hour: int = 9) -> Iterator[None]:
    """Let it be a day of the story."""
    with clock.as_if(clock.at(day, hour)):
        yield


class Person:
    """Somebody with an account and a browser."""

    def __init__(self, app: Flask, command: CommandLine, login: str, role: str, code: str) -> None:
        self.browser = cast("PageClient", app.test_client())
        made = command("users", "add", login, "--role", role, "--organisation", code)
        found = ONE_TIME.search(made.output)
        assert found, made.output
        self.login, self.one_time = login, found.group()

    def sign_in(self) -> None:
        """Come in with the one-time password and choose an own one."""
        first = {"login": self.login, "password": self.one_time}
        assert self.browser.send("/sign-in", first).status_code == 302
        own = {"new_password": NEW_PASSWORD, "repeated": NEW_PASSWORD}
        changed = self.browser.send("/password", {"current_password": self.one_time, **own})
        assert changed.status_code == 302, changed.text

    def sees(self, path: str) -> str:
        """The words of a page."""
        return self.browser.page(path).text

    def sends(self, path: str, page: str, **fields: object) -> None:
        """Fill in a form and send it; it is taken."""
        answer = self.browser.send(path, fields, page=page)
        assert answer.status_code == 302, answer.text


@pytest.fixture
def case(runner: CommandLine, tmp_path: Path, backstage: Backstage) -> Case:
    """Two weekly files came, the machine compared them, and a child is missing."""
    with on(SECOND, 8):
        assert runner("organisations", "import", SAMPLES / "organisations.csv").exit_code == 0
        for kind, day in (("registry", FIRST), ("movements", SECOND), ("registry", SECOND)):
            path = SAMPLES / f"{kind}-{day:%Y%m%d}.csv"
            took = runner("snapshots", "import", path, "--kind", kind, "--as-of", f"{day}")
            assert took.exit_code in {0, 3}, took.output
        scanned = runner("scan", "--json")
        assert scanned.exit_code == 0, scanned.output
        runner("flags", "export", tmp_path / "flags.csv")
    missing = next(row for row in read(tmp_path / "flags.csv") if row["rule"] == "VANISHED")
    with backstage():
        query = select(Case).where(Case.number == missing["case_number"])
        found = db.session.scalars(query).one()
        assert found.child.student_no == missing["student_no"]
        assert (found.owner.code, found.state) == (missing["school_code"], CaseState.ASSIGNED)
        return found


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class Tale:
    """The child's case, and the people who care for it."""

    case: Case
    backstage: Backstage
    teacher: Person
    officer: Person

    @property
    def file(self) -> str:
        """Where the case stands in the browser."""
        return f"/cases/{self.case.id}"

    def now(self) -> Case:
        """The case as it is now."""
        with self.backstage():
            return db.session.get_one(Case, self.case.id)

    def submits(self, proof: str) -> None:
        """The school says that the child is back."""
        page = f"{self.file}/outcomes/new"
        day, version = f"{clock.today()}", self.now().version
        told = {"code": "V23", "happened_on": day, "proof": proof, "version": version}
        photo = {"document_kind": "attendance", "files": (BytesIO(a_photo()), "点名册.jpg")}
        self.teacher.sends(page, page, **told, **photo)
        assert self.now().state is CaseState.SUBMITTED

    def attends(self) -> None:
        """The class teacher copies the roll call of the whole observation."""
        page = f"{self.file}/attendance"
        self.teacher.sends(page, page, all_present="1")

    def decides(self, decision: str, reason: str = "") -> None:
        """The bureau approves or returns it."""
        version, page = self.now().version, f"{self.file}/outcomes/decision"
        self.officer.sends(page, self.file, decision=decision, reason=reason, version=version)


@pytest.fixture
def tale(app: Flask, runner: CommandLine, backstage: Backstage, case: Case) -> Tale:
    """The school and its county bureau have accounts."""
    with backstage():
        school = db.session.get_one(Case, case.id).owner.code
    county = case.org_path.split("/")[1]
    teacher = Person(app, runner, "teacher", "school_admin", school)
    officer = Person(app, runner, "officer", "county_officer", county)
    return Tale(case, backstage, teacher, officer)


def is_returned_and_submitted_again(tale: Tale) -> None:
    """The bureau wants better proof and says which; the school brings it."""
    tale.submits("学生已经返校上课了。")
    tale.decides("return", WHY)
    assert tale.now().state is CaseState.VERIFYING
    assert WHY in tale.teacher.sees(tale.file)
    tale.submits(PROOF)
    assert PROOF in tale.officer.sees(tale.file)


def test_a_missing_child_is_found_visited_brought_back_observed_and_closed(
    runner: CommandLine, tale: Tale, tmp_path: Path
) -> None:
    with on(SECOND, 10):  # Monday: the school signs in and sees what is due
        tale.teacher.sign_in()
        tale.officer.sign_in()
        assert tale.case.number in tale.teacher.sees("/cases")
        assert tale.case.number in tale.teacher.sees(tale.file)

    with on(SECOND + timedelta(days=1), 17):  # Tuesday: the class teacher goes there
        page = f"{tale.file}/follow-ups/new"
        tale.teacher.sends(page, page, **VISIT, happened_on=f"{clock.today()}")
        assert tale.now().state is CaseState.VERIFYING
        assert VISIT["account"] in tale.officer.sees(tale.file)

    with on(SECOND + timedelta(days=7)):  # the child is back; the first proof is too thin
        is_returned_and_submitted_again(tale)
        tale.decides("approve")

    observed = tale.now()
    assert observed.state is CaseState.RETURNED
    assert observed.due_on is not None
    done = {"reason": "观察期满，学生稳定在校。", "version": observed.version}
    page = f"{tale.file}/close"
    with on(observed.due_on - timedelta(days=3)):  # nobody closes while the child is observed
        assert tale.officer.browser.send(page, done, page=tale.file).status_code == 409
    with on(observed.due_on + timedelta(days=1)):
        assert tale.officer.browser.send(page, done, page=tale.file).status_code == 409
        tale.attends()
        tale.officer.sends(page, tale.file, **done)
        assert tale.now().state is CaseState.CLOSED
        assert runner("cases", "export", tmp_path / "cases.csv").exit_code == 0

    rows = read(tmp_path / "cases.csv")
    [row] = [row for row in rows if row["case_number"] == tale.case.number]
    assert (row["state"], row["outcome"], row["episode"]) == ("closed", "V23", "1")
