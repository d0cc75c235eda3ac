from __future__ import annotations

import pytest

from tests.conftest import Backstage, SignInAs
from tests.desks import Desk
from tests.pages import PageClient


@pytest.fixture
def desk(client: PageClient, sign_in_as: SignInAs, backstage: Backstage) -> Desk:
    return Desk(client, sign_in_as, backstage)
