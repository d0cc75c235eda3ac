"""Personal data at rest: authenticated encryption, and keyed hashes that can be joined.

Format of a sealed value: version (1 byte) + key number (1 byte) + nonce (12) + AES-256-GCM
ciphertext with tag; the associated data names the place, so a value cannot be moved to
another column unnoticed. Keyed hashes are HMAC-SHA256 cut to a signed 64-bit integer: every
engine joins those natively (docs/decisions/0003).
"""

from __future__ import annotations

import hmac
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

VERSION = 1
NONCE_BYTES = 12


class UnsealError(Exception):
    """A sealed value was altered, moved, or sealed with a key that is not here."""


@dataclass
class Keyring:
    """The keys of one installation; filled once by `tracking.kernel.keys.load`."""

    data: dict[int, AESGCM] = field(default_factory=dict)
    newest: int = 0
    hashing: bytes = b""

    def fill(self, data: dict[int, bytes], hashing: bytes) -> None:
        """Take data keys (32 bytes each, by number) and the hashing key (32 bytes)."""
        self.data = {number: AESGCM(key) for number, key in data.items()}
        self.newest = max(data)
        self.hashing = hashing


KEYS = Keyring()


def seal(plain: bytes, place: str) -> bytes:
    """Encrypt `plain` for `place` (such as "children.name") with the newest data key."""
    nonce = os.urandom(NONCE_BYTES)
    body = KEYS.data[KEYS.newest].encrypt(nonce, plain, place.encode())
    return bytes((VERSION, KEYS.newest)) + nonce + body


def unseal(sealed: bytes, place: str) -> bytes:
    """Decrypt what `seal` made for the same place; UnsealError when it cannot be trusted."""
    cipher = KEYS.data.get(sealed[1]) if len(sealed) > 2 + NONCE_BYTES else None
    if cipher is None or sealed[0] != VERSION:
        message = f"unknown form or key of a sealed value in {place}"
        raise UnsealError(message)
    nonce, body = sealed[2 : 2 + NONCE_BYTES], sealed[2 + NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, body, place.encode())
    except InvalidTag as error:
        message = f"a sealed value in {place} was altered"
        raise UnsealError(message) from error


def keyed_hash(kind: str, value: str) -> int:
    """HMAC-SHA256 of a value of one kind ("id", "student" …) as a signed 64-bit integer."""
    digest = hmac.digest(KEYS.hashing, f"{kind}\x1f{value}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big", signed=True)


class SealedText(TypeDecorator[str]):
    """A text column that is ciphertext on disk; not searchable (keep a keyed hash beside it)."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else seal(value.encode(), self.place)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else unseal(bytes(value), self.place).decode()


class SealedJson(TypeDecorator[dict[str, Any]]):
    """A small JSON object that is ciphertext on disk."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        return seal(json.dumps(value, ensure_ascii=False).encode(), self.place)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> dict[str, Any] | None:
        if value is None:
            return None
        unsealed: dict[str, Any] = json.loads(unseal(bytes(value), self.place))
        return unsealed
