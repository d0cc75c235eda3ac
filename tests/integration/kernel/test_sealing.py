"""Names and numbers are ciphertext on disk, bound to their place, and keys can be renewed."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, column, select, table, update

from models import sealing
from models.child import Child
from models.database import db
from models.sealing import KEYS, UnsealError, keyed_hash, seal, unseal
from tests.builders import a_child
from tests.conftest import Backstage
from tracking.kernel import keys
from tracking.kernel.errors import SettingError

PLACE = "children.name"


SEALED = ("name", "student_no", "id_number", "details")
ROWS = table("children", *(column(name, LargeBinary()) for name in SEALED))  # without its seals


def stored(app: Flask) -> dict[str, bytes]:
    """What the database itself holds of the only child."""
    with app.app_context(), db.engine.connect() as connection:
        row = connection.execute(select(ROWS)).one()
        return {name: bytes(value) for name, value in zip(SEALED, row, strict=True)}


def put(app: Flask, **values: bytes) -> None:
    """Change columns behind the application's back."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(update(ROWS).values(values))


def test_nothing_identifying_is_readable_on_disk(app: Flask, backstage: Backstage) -> None:
    with backstage():
        child = a_child(name="张虚构", details={"guardian": "李虚构", "phone": "19900001234"})
    raw = b"".join(stored(app).values())
    for secret in (child.name, child.student_no, child.id_number, "李虚构", "19900001234"):
        assert secret.encode() not in raw
    with backstage():
        assert db.session.get_one(Child, child.id).details["guardian"] == "李虚构"


def test_an_altered_value_is_refused(app: Flask, backstage: Backstage) -> None:
    with backstage():
        child = a_child()
    whole = stored(app)["name"]
    for altered in (whole[:-1] + bytes([whole[-1] ^ 1]), whole[:10], b"", b"\x02" + whole[1:]):
        put(app, name=altered)
        with backstage(), pytest.raises(UnsealError):
            db.session.get(Child, child.id)


def test_a_value_cannot_be_moved_to_another_column(app: Flask, backstage: Backstage) -> None:
    with backstage():
        child = a_child()
    put(app, name=stored(app)["id_number"])
    with backstage(), pytest.raises(UnsealError):
        db.session.get(Child, child.id)


def test_the_same_name_looks_different_each_time(app: Flask) -> None:
    assert seal(b"x", PLACE) != seal(b"x", PLACE)


def test_a_new_key_seals_and_the_old_ones_still_open(
    app: Flask, backstage: Backstage, tmp_path: Path
) -> None:
    with backstage():
        old = a_child(name="旧钥匙")
    folder = tmp_path / "keys"
    (folder / "data-2.key").write_bytes(base64.b64encode(bytes(range(32))))
    keys.load(folder)
    with backstage():
        new = a_child(name="新钥匙")
    assert seal(b"x", PLACE)[:2] == bytes((sealing.VERSION, 2))
    with backstage():
        assert db.session.get_one(Child, old.id).name == "旧钥匙"
        assert db.session.get_one(Child, new.id).name == "新钥匙"
    (folder / "data-1.key").unlink()
    keys.load(folder)
    with backstage():
        assert db.session.get_one(Child, new.id).name == "新钥匙"
        with pytest.raises(UnsealError):
            db.session.get(Child, old.id)


def test_keyed_hashes_join_what_is_equal_and_only_under_the_same_key(app: Flask) -> None:
    same = keyed_hash("id", "150291201305060018")
    assert same == keyed_hash("id", "150291201305060018")
    assert same != keyed_hash("student", "150291201305060018")
    assert -(2**63) <= same < 2**63
    KEYS.fill({1: bytes(32)}, bytes(32))
    assert same != keyed_hash("id", "150291201305060018")
    assert unseal(seal(b"x", PLACE), PLACE) == b"x"


def test_keys_are_written_once_and_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert len(keys.write_missing(folder)) == 4
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert keys.write_missing(folder) == []
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_lost_or_damaged_key_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    with pytest.raises(SettingError, match="baoxue init"):
        keys.load(folder)
    keys.write_missing(folder)
    (folder / "hashing.key").write_bytes(b"half a key")
    with pytest.raises(SettingError, match=r"hashing\.key"):
        keys.load(folder)
