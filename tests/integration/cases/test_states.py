"""The page of states tells what holds now."""

from __future__ import annotations

from models.threshold import Threshold
from models.vocabulary.roles import Role
from tests.builders import City, a_user
from tests.builders.people import kept
from tests.desks import Desk
from tracking.kernel import clock


def test_it_shows_the_days_that_the_bureau_has_set(desk: Desk, city: City) -> None:
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert ">37<" not in desk.client.get("/states").text
    with desk.backstage():
        officer = a_user(Role.CITY_OFFICER, city.bureau)
        kept(
            Threshold(
                key="deadlines.verifying", version=1, value=37, basis="教育局文件",
                changed_by_id=officer.id, changed_at=clock.now(),
            )
        )  # fmt: skip
    assert ">37<" in desk.client.get("/states").text
