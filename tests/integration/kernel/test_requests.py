"""How much a request may bring, and that uploads never lie readable on the disk."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from models.vocabulary.roles import Role
from tests.builders import a_city
from tests.conftest import Backstage, SignInAs
from tests.pages import PageClient
from tracking.kernel.web.requests import USUAL


def test_who_may_not_upload_sends_no_large_body(client: PageClient) -> None:
    token = client.token("/sign-in")
    data = {"csrf_token": token, "login": "x", "password": "y", "more": "z" * (USUAL + 1)}
    assert client.post("/sign-in", data=data).status_code == 413
    assert client.post("/snapshots/upload", data=data).status_code == 413


def test_who_may_upload_sends_a_large_file_that_never_lies_in_a_temporary_folder(
    client: PageClient, sign_in_as: SignInAs, backstage: Backstage
) -> None:
    with backstage():
        city = a_city()
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    folder = Path(tempfile.gettempdir())
    before = {path.name for path in folder.iterdir()}
    large = (io.BytesIO(b"x," * USUAL), "large.csv")
    answer = client.send(
        "/snapshots/upload", {"file": large, "as_of": "2026-11-16", "kind": "registry"}
    )
    assert answer.status_code == 302
    assert not [n for n in {p.name for p in folder.iterdir()} - before if "upload" in n]
