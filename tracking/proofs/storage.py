"""Documents on disk: encrypted in chunks, each file with a key of its own, written whole.

`proofs/<first two>/<place>.sealed` is the document, `<place>.small` its little picture. The key
stands sealed in the document's row: a file without a row can be opened by nobody. Each chunk is
bound to its number and to whether it is the last, so none can be changed, moved or left out.
"""

from __future__ import annotations

import os
import secrets
import struct
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask_babel import lazy_gettext as _l

from tracking.kernel.errors import ArchiveError
from tracking.proofs.content import Kept

HEAD = b"BXP1"
CHUNK = 256 * 1024
TAG = 16
DOCUMENT, THUMBNAIL = ".sealed", ".small"
NONCES = {DOCUMENT: 0, THUMBNAIL: 1}
LOST = _l(
    "The file of this document is missing or damaged. Restore it from the backup; "
    "`baoxue doctor --data` names it."
)


@dataclass(frozen=True)
class Stored:
    """Where a file lies and what opens it."""

    place: str
    key: str


def keep(folder: Path, kept: Kept) -> Stored:
    """Write a document and its little picture; nobody knows of them until their row is there."""
    stored = Stored(secrets.token_hex(16), b64encode(secrets.token_bytes(32)).decode())
    _write(path_of(folder, stored.place), kept.content, stored)
    if kept.thumbnail is not None:
        _write(path_of(folder, stored.place, THUMBNAIL), kept.thumbnail, stored)
    return stored


def opened(folder: Path, stored: Stored, part: str = DOCUMENT) -> bytes:
    """The content; ArchiveError when the file is missing or was altered."""
    try:
        return _unsealed(path_of(folder, stored.place, part).read_bytes(), stored, part)
    except (FileNotFoundError, InvalidTag, ValueError) as error:
        raise ArchiveError(LOST) from error


def forget(folder: Path, stored: Stored) -> None:
    """Take away what was written when its row could not be."""
    for part in NONCES:
        path_of(folder, stored.place, part).unlink(missing_ok=True)


def path_of(folder: Path, place: str, part: str = DOCUMENT) -> Path:
    """Where a file lies."""
    return folder / place[:2] / f"{place}{part}"


def _cipher(stored: Stored) -> AESGCM:
    return AESGCM(b64decode(stored.key))


def _nonce(part: str, number: int, *, is_last: bool) -> bytes:
    return struct.pack(">BB2xQ", NONCES[part], is_last, number)


def _sealed(content: bytes, stored: Stored, part: str) -> list[bytes]:
    cipher, bound = _cipher(stored), stored.place.encode()
    starts = range(0, max(1, len(content)), CHUNK)
    return [
        cipher.encrypt(
            _nonce(part, number, is_last=number == len(starts) - 1),
            content[start : start + CHUNK],
            bound,
        )
        for number, start in enumerate(starts)
    ]


def _unsealed(sealed: bytes, stored: Stored, part: str) -> bytes:
    if not sealed.startswith(HEAD):
        raise ValueError(part)
    cipher, bound = _cipher(stored), stored.place.encode()
    body = memoryview(sealed)[len(HEAD) :]
    starts = range(0, max(1, len(body)), CHUNK + TAG)
    return b"".join(
        cipher.decrypt(
            _nonce(part, number, is_last=number == len(starts) - 1),
            body[start : start + CHUNK + TAG],
            bound,
        )
        for number, start in enumerate(starts)
    )


def _write(path: Path, content: bytes, stored: Stored) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f".{path.name}.part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(HEAD)
            file.writelines(_sealed(content, stored, path.suffix))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
