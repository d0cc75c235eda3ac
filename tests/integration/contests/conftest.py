from __future__ import annotations

import pytest

from tests.builders import City, a_city
from tests.conftest import Backstage, SignInAs
from tests.desks import Desk
from tests.pages import PageClient


@pytest.fixture
def city(backstage: Backstage) -> City:
    with backstage():
        return a_city()


@pytest.fixture
def desk(client: PageClient, sign_in_as: SignInAs, backstage: Backstage) -> Desk:
    return Desk(client, sign_in_as, backstage)
