"""Key files: written once, readable by their owner only, loaded at start.

`data-N.key` seal personal data (the highest N seals, all can unseal), `hashing.key` makes the
joinable hashes, `session.key` signs cookies. Losing them loses the data: back them up apart.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from models.sealing import KEYS
from tracking.kernel.errors import SettingError

KEY_BYTES = 32


def write_missing(folder: Path) -> list[str]:
    """Create the key files that are not there yet; returns the names of those written."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    written = []
    for name in ("data-1.key", "hashing.key", "session.key"):
        path = folder / name
        if name == "data-1.key" and any(folder.glob("data-*.key")):
            continue
        if not path.exists():
            _write(path, base64.b64encode(secrets.token_bytes(KEY_BYTES)))
            written.append(name)
    return written


def load(folder: Path) -> str:
    """Fill the process's keyring from the folder; returns the session key."""
    data = {int(p.stem.removeprefix("data-")): _read(p) for p in folder.glob("data-*.key")}
    if not data:
        raise SettingError(f"No keys in {folder}: run `baoxue init` first.")
    KEYS.fill(data, _read(folder / "hashing.key"))
    return _read(folder / "session.key").hex()


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> bytes:
    try:
        key = base64.b64decode(path.read_bytes(), validate=True)
    except (OSError, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingError(f"The key file {path} is missing or damaged; restore it from backup.")
    return key
