from __future__ import annotations

import pytest

from models.user import User
from models.vocabulary.roles import Role
from tests.builders import City, a_city
from tests.conftest import Backstage, SignInAs
from tests.pages import PageClient


@pytest.fixture
def city(backstage: Backstage) -> City:
    with backstage():
        return a_city()


@pytest.fixture
def officer(city: City, sign_in_as: SignInAs, client: PageClient) -> User:
    """A city officer who reads English, signed in."""
    user = sign_in_as(Role.CITY_OFFICER, city.bureau)
    client.post("/language", data={"csrf_token": client.token("/password"), "locale": "en"})
    return user
