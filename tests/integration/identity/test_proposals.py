"""A scan proposes pairs to people, once, and goes by what they decided."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.database import db
from models.flag import Flag
from models.identity_link import IdentityLink
from models.vocabulary.identity import LinkState, Sign
from models.vocabulary.roles import Role
from tests.builders import City, a_user
from tests.conftest import Backstage
from tests.integration.identity.conftest import ELSEWHERE, NEW, OLD, WEEKS, Week
from tracking.cases.scanning import run_scan
from tracking.identity import service
from tracking.kernel.settings import Settings

pytestmark = pytest.mark.one_database  # scans take long; the story scans on both


def links() -> list[IdentityLink]:
    return list(db.session.scalars(select(IdentityLink).order_by(IdentityLink.id)))


def missing() -> list[str]:
    return [f.child.name for f in db.session.scalars(select(Flag).order_by(Flag.id))]


def test_a_likely_link_waits_for_a_person_and_nobody_is_called_missing(
    pair: IdentityLink, backstage: Backstage, city: City
) -> None:
    assert pair.state is LinkState.PROPOSED
    assert {Sign.NAME_SOUND, Sign.BIRTH, Sign.GUARDIAN, Sign.PHONE} <= set(pair.agrees)
    assert {Sign.STUDENT, Sign.ID, Sign.NAME} <= set(pair.differs)
    assert pair.org_path == city.schools[0].path
    assert (pair.name, pair.to_name) == (OLD.name, NEW.name)
    with backstage():
        assert missing() == []


def test_a_pair_is_proposed_once(
    pair: IdentityLink, backstage: Backstage, settings: Settings, week: Week
) -> None:
    with backstage():
        run_scan(WEEKS[1], settings)
    week(2, [NEW])
    with backstage():
        assert [link.id for link in links()] == [pair.id]


def test_a_pair_of_two_counties_belongs_to_the_city(
    week: Week, backstage: Backstage, city: City
) -> None:
    week(0, [OLD])
    week(1, [ELSEWHERE])
    with backstage():
        assert [link.org_path for link in links()] == [city.bureau.path]


def test_the_child_of_a_refused_pair_is_flagged_at_the_next_scan_and_once(
    pair: IdentityLink, backstage: Backstage, city: City, week: Week
) -> None:
    with backstage():
        officer = a_user(Role.COUNTY_OFFICER, city.counties[0])
        link = db.session.get_one(IdentityLink, pair.id)
        service.refuse(link, by=officer, version=1, reason="twins, says the school")
    week(2, [NEW])
    with backstage():
        assert missing() == [OLD.name]
        flag = db.session.scalars(select(Flag)).one()
        assert (flag.rule, flag.evidence["seen_on"]) == ("VANISHED", WEEKS[0].isoformat())
    week(3, [NEW])
    with backstage():
        assert missing() == [OLD.name]
        assert len(links()) == 1


def test_a_refused_pair_is_not_used_when_the_same_day_is_scanned_again(
    pair: IdentityLink, backstage: Backstage, city: City, settings: Settings, week: Week
) -> None:
    with backstage():
        officer = a_user(Role.COUNTY_OFFICER, city.counties[0])
        link = db.session.get_one(IdentityLink, pair.id)
        service.refuse(link, by=officer, version=1, reason="twins, says the school")
        run_scan(WEEKS[1], settings)
        assert missing() == [OLD.name]
    week(2, [NEW])
    with backstage():
        assert missing() == [OLD.name]


def test_a_pair_whose_refusal_was_taken_back_explains_the_child_again(
    pair: IdentityLink, backstage: Backstage, city: City, week: Week
) -> None:
    with backstage():
        officer = a_user(Role.COUNTY_OFFICER, city.counties[0])
        link = db.session.get_one(IdentityLink, pair.id)
        service.refuse(link, by=officer, version=1, reason="a mistake")
        service.undo(link, by=officer, version=2, reason="it is the same girl")
        assert link.state is LinkState.UNDONE
    week(2, [NEW])
    with backstage():
        assert missing() == []
