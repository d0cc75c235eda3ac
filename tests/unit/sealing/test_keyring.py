from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models import sealing
from models.sealing import KEYS, UnknownKeyError, resealed, seal, unseal
from tracking.kernel import keys

PLACE = "children.name"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Keys of an installation, loaded as a server does; what was loaded before comes back."""
    before = KEYS.held
    keys.write_missing(tmp_path)
    keys.load(tmp_path)
    yield tmp_path
    KEYS.follow(lambda: None, before)


def added_by_another_process(folder: Path) -> None:
    """A key appears without this process being told."""
    held = KEYS.held
    keys.add_data_key(folder)
    KEYS.follow(KEYS._again, held)


def test_a_value_of_a_newer_key_is_read_without_a_restart(folder: Path) -> None:
    old = KEYS.held
    keys.add_data_key(folder)
    sealed = seal(b"x", PLACE)
    KEYS.follow(KEYS._again, old)
    assert sealed[1] == 2
    assert unseal(sealed, PLACE) == b"x"


def test_soon_after_a_new_key_came_it_seals(folder: Path) -> None:
    added_by_another_process(folder)
    assert seal(b"x", PLACE)[1] == 1
    time.sleep(sealing.LOOK_EVERY + 0.1)
    assert seal(b"x", PLACE)[1] == 2


def test_a_key_that_is_nowhere_is_said_to_be_unknown(folder: Path) -> None:
    sealed = seal(b"x", PLACE)
    with pytest.raises(UnknownKeyError, match="data-9"):
        unseal(sealed[:1] + bytes([9]) + sealed[2:], PLACE)


def test_keys_held_stay_when_their_folder_is_away(folder: Path) -> None:
    sealed = seal(b"x", PLACE)
    away = folder.rename(folder.with_name("away"))
    with pytest.raises(UnknownKeyError):
        unseal(sealed[:1] + bytes([9]) + sealed[2:], PLACE)
    assert unseal(sealed, PLACE) == b"x"
    away.rename(folder)


def test_resealing_changes_the_key_and_nothing_else(folder: Path) -> None:
    sealed = seal(b"x", PLACE)
    assert resealed(sealed, PLACE) is sealed
    keys.add_data_key(folder)
    renewed = resealed(sealed, PLACE)
    assert renewed[1] == 2
    assert unseal(renewed, PLACE) == b"x"


def test_threads_seal_and_open_while_keys_come(folder: Path) -> None:
    def work(_number: int) -> int:
        wrong = 0
        for _round in range(400):
            KEYS.look()
            sealed = seal(b"x", PLACE)
            wrong += unseal(sealed, PLACE) != b"x"
        return wrong

    with ThreadPoolExecutor(8) as pool:
        results = pool.map(work, range(8))
        for _key in range(5):
            time.sleep(0.05)
            keys.add_data_key(folder)
        assert sum(results) == 0
    assert seal(b"x", PLACE)[1] == 6


def test_a_new_key_is_whole_and_for_its_owner_only(folder: Path) -> None:
    keys.add_data_key(folder)
    assert [path.name for path in folder.glob(".*")] == []
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert list(keys.data_keys(folder)) == [1, 2]
