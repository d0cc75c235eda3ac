"""A roster that was set aside is a task on the pages of its school and of its bureau."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.organisation import Organisation
from models.snapshot import SnapshotPart
from models.vocabulary.roles import Role
from models.vocabulary.snapshots import PartState as P
from tests.conftest import Backstage, Scene, SignInAs
from tests.integration.snapshots.towns import (
    EAST,
    MIDDLE,
    WEST,
    Town,
    part,
    pupils,
    states,
    waiting,
    week,
)
from tests.pages import Page, PageClient
from tracking.snapshots import queries

SECOND = pupils(range(100, 130), MIDDLE)
FAR = pupils(range(200, 230), WEST)
WHOLE = [*pupils(range(1, 41)), *SECOND, *FAR]
WORDS = {
    P.SHRUNK: "lacks 20 of 40 pupils without a record",
    P.EMPTIED: "“成员1联系电话” went empty, 40 pupils lack it",
    P.CHANGED: "“出生日期” is another one than before for 40 pupils",
    P.ABSENT: "is not in the file (40 pupils before)",
}
MESSAGES = {
    P.SHRUNK: "20 of 40 pupils are missing",
    P.EMPTIED: "“成员1联系电话” went empty; 40 pupils lack it: please send the roster again",
    P.CHANGED: "“出生日期” is another one than before for 40 pupils: please send the roster again",
    P.ABSENT: "please send its roster again",
}
LATER = {
    P.SHRUNK: pupils(range(1, 21)),
    P.EMPTIED: pupils(range(1, 41), phone=""),
    P.CHANGED: pupils(range(1, 41), born="20110506"),
    P.ABSENT: [],
}


@pytest.fixture
def school(town: Town) -> Organisation:
    return town.city.schools[0]


SetAside = Callable[[P], SnapshotPart]


@pytest.fixture
def set_aside(scene: Scene, town: Town, backstage: Backstage) -> SetAside:
    """Bring in a file in which the first school cannot be believed."""

    def brought(state: P) -> SnapshotPart:
        with backstage():
            town.take(WHOLE, week(1))
            result = town.take([*LATER[state], *SECOND, *FAR], week(2))
            assert states(result)[EAST] is state
            return part(result)

    return lambda state: scene(f"roster {state}", lambda: brought(state))


def english(client: PageClient, path: str) -> str:
    client.post("/language", data={"csrf_token": client.token("/password"), "locale": "en"})
    return " ".join(Page(client.get(path).text).text.split())


@pytest.mark.parametrize("state", list(WORDS))
def test_the_reason_stands_on_every_page_that_has_the_task(
    town: Town,
    set_aside: SetAside,
    client: PageClient,
    sign_in_as: SignInAs,
    school: Organisation,
    state: P,
) -> None:
    aside = set_aside(state)
    sign_in_as(Role.SCHOOL_ADMIN, school)
    assert WORDS[state] in english(client, "/")
    assert MESSAGES[state] in english(client, "/notices")
    assert not [link for link in client.page("/").links if link.startswith("/snapshots")]
    sign_in_as(Role.COUNTY_OFFICER, town.city.counties[0])
    for path in ("/", "/snapshots", f"/snapshots/{aside.snapshot_id}"):
        assert WORDS[state] in english(client, path), path


def test_other_schools_and_counties_see_nothing_of_it(
    town: Town, set_aside: SetAside, client: PageClient, sign_in_as: SignInAs
) -> None:
    set_aside(P.SHRUNK)
    for role, place in (
        (Role.SCHOOL_ADMIN, town.city.schools[1]),
        (Role.COUNTY_OFFICER, town.city.counties[1]),
    ):
        sign_in_as(role, place)
        assert "Rosters wanted again" not in english(client, "/")


def test_the_next_good_roster_ends_the_task(
    town: Town,
    set_aside: SetAside,
    backstage: Backstage,
    client: PageClient,
    sign_in_as: SignInAs,
) -> None:
    set_aside(P.SHRUNK)
    with backstage():
        town.take(WHOLE[1:], week(3))
    sign_in_as(Role.CITY_OFFICER, town.city.bureau)
    for path in ("/", "/snapshots"):
        assert "Rosters wanted again" not in english(client, path)


@pytest.mark.parametrize("state", list(WORDS))
def test_a_bureau_believes_it_with_a_reason(
    town: Town,
    set_aside: SetAside,
    backstage: Backstage,
    client: PageClient,
    sign_in_as: SignInAs,
    state: P,
) -> None:
    aside = set_aside(state)
    sign_in_as(Role.COUNTY_OFFICER, town.city.counties[0])
    path = f"/snapshots/{aside.snapshot_id}/parts/{aside.id}/release"
    assert path in client.page(f"/snapshots/{aside.snapshot_id}").links
    assert path in client.page("/snapshots").links
    page = english(client, path)
    assert WORDS[state] in page
    assert "the next scan" in page
    assert client.send(path, {"reason": ""}).status_code == 422
    assert client.send(path, {"reason": "The office confirmed it."}).status_code == 302
    with backstage():
        assert waiting() == []
        released = queries.part_in_scope(aside.snapshot_id, aside.id)
        assert released is not None
        assert (released.state, released.release_reason) == (P.RELEASED, "The office confirmed it.")
    assert path not in client.page(f"/snapshots/{aside.snapshot_id}").links
    assert client.send(path, {"reason": "The office confirmed it."}).status_code == 409
