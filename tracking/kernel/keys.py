"""Key files: written once, readable by their owner only, loaded at start and when new ones come.

`data-N.key` seal personal data (the highest N seals, all can unseal), `hashing.key` makes the
joinable hashes, `session.key` signs cookies, `signing.key` receipts. Losing them loses the data:
back them up apart.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from flask_babel import lazy_gettext as _l

from models.sealing import KEYS, Keys
from tracking.kernel.errors import RefusedError, SettingError
from tracking.kernel.signing import Signer

KEY_BYTES = 32
LARGEST = 255  # a sealed value keeps the number of its key in one byte


def write_missing(folder: Path) -> list[str]:
    """Create the key files that are not there yet; returns the names of those written."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    written = []
    for name in ("data-1.key", "hashing.key", "session.key", "signing.key"):
        path = folder / name
        if name == "data-1.key" and any(folder.glob("data-*.key")):
            continue
        if not path.exists():
            _write(path, base64.b64encode(secrets.token_bytes(KEY_BYTES)))
            written.append(name)
    return written


def load(folder: Path) -> str:
    """Fill the process's keyring from the folder; returns the session key."""
    found = _data_keys(folder)
    if not found:
        raise SettingError(f"No keys in {folder}: run `baoxue init` first.")
    KEYS.follow(lambda: _changed(folder), Keys.of(found, _read(folder / "hashing.key")))
    return _read(folder / "session.key").hex()


def signer(folder: Path) -> Signer:
    """The key that signs receipts."""
    return Signer(_read(folder / "signing.key"))


def data_keys(folder: Path) -> dict[int, Path]:
    """The files of the data keys by number, oldest first."""
    numbers = sorted(int(path.stem.removeprefix("data-")) for path in folder.glob("data-*.key"))
    return {number: folder / f"data-{number}.key" for number in numbers}


def add_data_key(folder: Path) -> int:
    """Write the next data key; from now on processes seal with it. Returns its number."""
    number = max(data_keys(folder)) + 1
    if number > LARGEST:
        raise RefusedError(_l("Keys have been rotated as often as the format of the data allows."))
    _write(folder / f"data-{number}.key", base64.b64encode(secrets.token_bytes(KEY_BYTES)))
    KEYS.look()
    return number


def remove_data_key(folder: Path, number: int) -> None:
    """Delete an old data key; whoever calls has proved that nothing is sealed with it."""
    (folder / f"data-{number}.key").unlink(missing_ok=True)
    _sync(folder)
    KEYS.look()


def _data_keys(folder: Path) -> dict[int, bytes]:
    return {number: _read(path) for number, path in data_keys(folder).items()}


def _changed(folder: Path) -> Keys | None:
    """The keys in the folder when others than the held ones are there; None when it is away."""
    try:
        if data_keys(folder).keys() == KEYS.held.data.keys():
            return None
        return Keys.of(_data_keys(folder), KEYS.held.hashing)
    except (OSError, ValueError, SettingError):
        return None  # a disk that is away, or a key just removed: what is held still opens


def _write(path: Path, content: bytes) -> None:
    """Write a file that appears whole and for its owner only; one that is there stays."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        pass  # another process wrote one at the same moment: that one counts
    finally:
        unfinished.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> bytes:
    try:
        key = base64.b64decode(path.read_bytes(), validate=True)
    except (OSError, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingError(f"The key file {path} is missing or damaged; restore it from backup.")
    return key
