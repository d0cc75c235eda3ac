"""Two files of one child count as one while people say so, and are two again when they do not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models.case import Case, CaseEvent
from models.database import db
from models.flag import Flag
from models.identity_link import IdentityLink
from models.vocabulary.roles import Role
from tests.builders import City, a_case, a_user
from tests.conftest import Backstage, SignInAs
from tests.integration.identity.conftest import NEW, OLD, WEEKS, Week, left, raw_rows
from tests.pages import PageClient
from tracking.cases.clocking import tick_clock
from tracking.identity import queries, service
from tracking.kernel import clock
from tracking.kernel.settings import Settings

pytestmark = pytest.mark.one_database  # scans take long; the story scans on both


@pytest.fixture
def officer(sign_in_as: SignInAs, city: City) -> None:
    sign_in_as(Role.COUNTY_OFFICER, city.counties[0])


def decide(backstage: Backstage, city: City, link: IdentityLink, verb: str) -> None:
    with backstage():
        found = db.session.get_one(IdentityLink, link.id)
        by = a_user(Role.CITY_OFFICER, city.bureau)
        act = {"accept": service.accept, "undo": service.undo}[verb]
        act(found, by=by, version=found.version, reason="asked the family")


def files() -> tuple[Case, Case]:
    """The older and the younger file."""
    one, other = db.session.scalars(select(Case).order_by(Case.id))
    return one, other


def test_joining_and_parting_leaves_every_byte_as_it_was(
    two_files: IdentityLink, backstage: Backstage, city: City
) -> None:
    with backstage():
        before = raw_rows()
        assert len(before["cases"]) == len(before["children"]) == 2
    decide(backstage, city, two_files, "accept")
    with backstage():
        joined = raw_rows()
        assert joined.pop("cases") != before["cases"]
        assert joined == {name: rows for name, rows in before.items() if name != "cases"}
    decide(backstage, city, two_files, "undo")
    with backstage():
        assert raw_rows() == before


def test_lists_and_counts_show_one_file_and_a_search_finds_it(
    client: PageClient, two_files: IdentityLink, officer: None, backstage: Backstage, city: City
) -> None:
    decide(backstage, city, two_files, "accept")
    with backstage():
        older, younger = files()
    for address in ("/cases", f"/cases?q={younger.number}", f"/cases?q={NEW.cells()[0]}"):
        links = client.page(address).links
        assert f"/cases/{older.id}" in links, address
        assert f"/cases/{younger.id}" not in links, address
    assert f"/cases/{younger.id}" not in client.page("/").links


def test_both_files_tell_of_it_with_links(
    client: PageClient, two_files: IdentityLink, officer: None, backstage: Backstage, city: City
) -> None:
    decide(backstage, city, two_files, "accept")
    with backstage():
        older, younger = files()
    for one, other in ((older, younger), (younger, older)):
        links = client.page(f"/cases/{one.id}").links
        assert f"/cases/{other.id}" in links
        assert f"/identity-links/{two_files.id}" in links


def test_nothing_is_done_on_a_file_that_rests(
    client: PageClient, two_files: IdentityLink, officer: None, backstage: Backstage, city: City
) -> None:
    decide(backstage, city, two_files, "accept")
    with backstage():
        _, younger = files()
        marked = select(Flag).where(Flag.case_id == younger.id, Flag.rule == "LEFT_SCHOOL")
        flag = db.session.scalars(marked).one()
        lines = select(func.count(CaseEvent.id)).where(CaseEvent.case_id == younger.id)
        before = db.session.scalar(lines)
    path = f"/cases/{younger.id}/flags/{flag.id}/wrong"
    page = client.page(f"/cases/{younger.id}")
    assert path not in [form.get("action") for form in page.forms]
    answer = client.send(path, {"reason": "a mistake"}, page=f"/cases/{younger.id}/reassign")
    assert answer.status_code in {404, 409}
    with backstage():
        assert db.session.scalar(lines) == before
        settings = client.application.config["SETTINGS"]
        tick_clock(clock.today() + timedelta(days=30), settings)
        assert db.session.scalar(lines) == before


def test_new_flags_of_either_go_to_the_older_file_and_stay_there_afterwards(
    client: PageClient,
    two_files: IdentityLink,
    officer: None,
    backstage: Backstage,
    city: City,
    week: Week,
) -> None:
    with backstage():
        before = raw_rows()
        older, younger = files()
    decide(backstage, city, two_files, "accept")
    week(3, [])
    with backstage():
        new = db.session.scalars(select(Flag).order_by(Flag.id.desc())).first()
        assert new is not None
        assert (new.rule, new.case_id, new.child_id) == ("VANISHED", older.id, older.child_id)
        assert len(db.session.scalars(select(Case)).all()) == 2
    decide(backstage, city, two_files, "undo")
    with backstage():
        after = raw_rows()
        assert after["children"] == before["children"]
        assert after["child_keys"] == before["child_keys"]
        assert after["cases"][1] == before["cases"][1]
        assert after["case_events"][: len(before["case_events"])] == before["case_events"]
        assert len(after["flags"]) == len(before["flags"]) + 1
        flags = db.session.scalars(select(Flag).where(Flag.case_id == older.id))
        assert new.id in [flag.id for flag in flags]
    links = client.page(f"/cases/{older.id}").links
    assert f"/identity-links/{two_files.id}" in links
    assert f"/cases/{younger.id}" in links


def test_a_file_follows_its_child_to_new_numbers_only_while_the_link_holds(
    week: Week, backstage: Backstage, city: City
) -> None:
    week(0, [OLD])
    week(1, [left(OLD)])
    week(2, [NEW])
    with backstage():
        link = db.session.scalars(select(IdentityLink)).one()
        keys = raw_rows()["child_keys"]
    decide(backstage, city, link, "accept")
    week(3, [])
    with backstage():
        case = db.session.scalars(select(Case)).one()
        assert {f.as_of for f in case.flags} == {WEEKS[1], WEEKS[3]}
        assert raw_rows()["child_keys"] == keys


def test_after_parting_the_child_gets_a_file_of_its_own(
    week: Week, backstage: Backstage, city: City, settings: Settings
) -> None:
    week(0, [OLD])
    week(1, [left(OLD)])
    week(2, [NEW])
    with backstage():
        link = db.session.scalars(select(IdentityLink)).one()
    decide(backstage, city, link, "accept")
    decide(backstage, city, link, "undo")
    week(3, [left(NEW)])
    with backstage():
        older, younger = files()
        assert (older.child.name, younger.child.name) == (OLD.name, NEW.name)


def test_a_bureau_cannot_join_a_file_that_lies_with_another(
    client: PageClient, two_files: IdentityLink, officer: None, backstage: Backstage, city: City
) -> None:
    with backstage():
        _, younger = files()
        path = city.schools[2].path
        younger.org_path = younger.child.org_path = path
    page = f"/identity-links/{two_files.id}"
    answer = client.send(f"{page}/accept", {"version": 1}, page=page)
    assert answer.status_code == 409
    with backstage():
        assert files()[1].merged_into_id is None


def test_three_files_of_one_child_have_one_that_leads(backstage: Backstage, city: City) -> None:
    with backstage():
        first, second, third = (a_case() for _ in range(3))
        second.merged_into_id, third.merged_into_id = first.id, second.id
        db.session.commit()
        leads = queries.leading_children([first.child_id, second.child_id, third.child_id])
        assert leads == {second.child_id: first.child_id, third.child_id: first.child_id}
        found = queries.case_of_child(third.child_id)
        assert found is not None
        assert found.id == first.id
