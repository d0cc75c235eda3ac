"""How much a request may bring, and that uploads never lie readable on the disk."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from models.vocabulary.roles import Role
from tests.builders import a_city
from tests.conftest import Backstage, SignInAs
from tests.pages import PageClient
from tracking.kernel.web.requests import USUAL

LARGE = "x," * USUAL


def send_file(client: PageClient, token: str) -> TestResponse:
    """Hand a large file in, as the bytes that a browser sends."""
    fields = {"csrf_token": token, "as_of": "2026-11-16", "kind": "registry"}
    parts = [f'Content-Disposition: form-data; name="{n}"\r\n\r\n{v}' for n, v in fields.items()]
    parts.append(f'Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n{LARGE}')
    body = "".join(f"--edge\r\n{part}\r\n" for part in parts) + "--edge--\r\n"
    kind = "multipart/form-data; boundary=edge"
    return client.post("/snapshots/upload", data=body.encode(), content_type=kind)


@pytest.mark.parametrize("path", ["/sign-in", "/snapshots/upload"])
def test_who_may_not_upload_sends_no_large_body(client: PageClient, path: str) -> None:
    body = urlencode({"csrf_token": client.token("/sign-in"), "login": LARGE}).encode()
    kind = "application/x-www-form-urlencoded"
    assert client.post(path, data=body, content_type=kind).status_code == 413


def test_who_may_upload_sends_a_large_file_that_never_lies_in_a_temporary_folder(
    client: PageClient, sign_in_as: SignInAs, backstage: Backstage
) -> None:
    with backstage():
        city = a_city()
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    folder = Path(tempfile.gettempdir())
    token, before = client.token("/snapshots/upload"), {path.name for path in folder.iterdir()}
    assert send_file(client, token).status_code == 302
    assert not [n for n in {p.name for p in folder.iterdir()} - before if "upload" in n]
