"""Personal data at rest: authenticated encryption, and keyed hashes that can be joined.

Format of a sealed value: version (1 byte) + key number (1 byte) + nonce (12) + AES-256-GCM
ciphertext with tag; the associated data names the place, so a value cannot be moved to
another column unnoticed. Keyed hashes are AES-CMAC cut to a signed 64-bit integer: every
engine joins those natively (docs/decisions/0003).
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

ENCODER = json.JSONEncoder(ensure_ascii=False)
VERSION = 1
NONCE_BYTES = 12


LOOK_EVERY = 0.2  # seconds: how long a process goes on sealing with a key after a newer one came


class UnsealError(Exception):
    """A sealed value was altered, moved, or sealed with a key that is not here."""


class UnknownKeyError(UnsealError):
    """A sealed value needs a key that is not here."""


@dataclass(frozen=True)
class Keys:
    """The keys as they were found together; never changed, only replaced as a whole."""

    data: Mapping[int, AESGCM] = field(default_factory=dict)
    newest: int = 0
    hashing: bytes = b""

    @classmethod
    def of(cls, data: Mapping[int, bytes], hashing: bytes) -> Keys:
        """Data keys (32 bytes each, by number) and the hashing key (32 bytes)."""
        return cls({n: AESGCM(key) for n, key in data.items()}, max(data), hashing)


class Keyring:
    """The keys of one process; filled by `tracking.kernel.keys.load`, renewed while it runs.

    Keys may be rotated by another process: a server looks for new ones when it meets a value it
    cannot open, and at most LOOK_EVERY seconds pass before it seals with a newer one. `held` is
    replaced in one step, so that nobody seals with one key under the number of another.
    """

    def __init__(self) -> None:
        self.held = Keys()
        self._again: Callable[[], Keys | None] = lambda: None
        self._looked = 0.0
        self._turn = threading.Lock()

    @property
    def hashing(self) -> bytes:
        """The key of joinable hashes; it never changes."""
        return self.held.hashing

    def fill(self, data: Mapping[int, bytes], hashing: bytes) -> None:
        """Take keys that stay as they are."""
        self.follow(lambda: None, Keys.of(data, hashing))

    def follow(self, again: Callable[[], Keys | None], keys: Keys) -> None:
        """Take keys; `again` gives those that are there later, None when nothing changed."""
        with self._turn:
            self.held, self._again, self._looked = keys, again, time.monotonic()

    def sealing(self) -> tuple[int, AESGCM]:
        """Number and cipher to seal with."""
        if time.monotonic() - self._looked > LOOK_EVERY:
            self.look()
        held = self.held
        return held.newest, held.data[held.newest]

    def opening(self, number: int) -> AESGCM | None:
        """The cipher of a key number, looked for once more when it is not known yet."""
        if number not in self.held.data:
            self.look()
        return self.held.data.get(number)

    def look(self) -> None:
        """Take new keys that came meanwhile; one thread at a time, so that none goes back."""
        with self._turn:
            self.held = self._again() or self.held
            self._looked = time.monotonic()


KEYS = Keyring()


def seal(plain: bytes, place: str) -> bytes:
    """Encrypt `plain` for `place` (such as "children.name") with the newest data key."""
    number, cipher = KEYS.sealing()
    nonce = os.urandom(NONCE_BYTES)
    return bytes((VERSION, number)) + nonce + cipher.encrypt(nonce, plain, place.encode())


def seal_all(plain: Sequence[bytes | None], place: str) -> list[bytes | None]:
    """As `seal`, for many values of one place: one look at the keys, one call for all nonces."""
    number, cipher = KEYS.sealing()
    head, bound = bytes((VERSION, number)), place.encode()
    drawn = os.urandom(NONCE_BYTES * len(plain))
    nonces = [drawn[n : n + NONCE_BYTES] for n in range(0, len(drawn), NONCE_BYTES)]
    return [
        None if content is None else head + nonce + cipher.encrypt(nonce, content, bound)
        for nonce, content in zip(nonces, plain, strict=True)
    ]


def unseal(sealed: bytes, place: str) -> bytes:
    """Decrypt what `seal` made for the same place; UnsealError when it cannot be trusted."""
    if len(sealed) <= 2 + NONCE_BYTES or sealed[0] != VERSION:
        raise UnsealError(f"unknown form of a sealed value in {place}")
    cipher = KEYS.opening(sealed[1])
    if cipher is None:
        raise UnknownKeyError(f"a sealed value in {place} needs the key data-{sealed[1]}")
    nonce, body = sealed[2 : 2 + NONCE_BYTES], sealed[2 + NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, body, place.encode())
    except InvalidTag as error:
        raise UnsealError(f"a sealed value in {place} was altered") from error


def resealed(sealed: bytes, place: str) -> bytes:
    """The same content sealed with the newest key; the value itself when it is already."""
    return sealed if sealed[1] == KEYS.sealing()[0] else seal(unseal(sealed, place), place)


def keyed_hash(kind: str, value: str) -> int:
    """AES-CMAC of a value of one kind ("id", "student" …) as a signed 64-bit integer.

    The kind fills the first block, so that the same text under two kinds has two hashes.
    """
    mac = CMAC(AES(KEYS.hashing))
    mac.update(kind_block(kind) + value.encode())
    return int.from_bytes(mac.finalize()[:8], "big", signed=True)


def kind_block(kind: str) -> bytes:
    """The first block of what is hashed: the kind, filled up with zeros."""
    return kind.encode().ljust(16, b"\0")


class SealedText(TypeDecorator[str]):
    """A text column that is ciphertext on disk; not searchable (keep a keyed hash beside it)."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return self.bound([value])[0]

    def bound(self, values: Sequence[str | None]) -> list[bytes | None]:
        """Values as they are stored, each under a nonce of its own."""
        return seal_all([None if v is None else v.encode() for v in values], self.place)

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
        return self.bound([value])[0]

    def bound(self, values: Sequence[dict[str, Any] | None]) -> list[bytes | None]:
        """Values as they are stored, each under a nonce of its own."""
        texts = [None if v is None else ENCODER.encode(v).encode() for v in values]
        return seal_all(texts, self.place)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> dict[str, Any] | None:
        if value is None:
            return None
        unsealed: dict[str, Any] = json.loads(unseal(bytes(value), self.place))
        return unsealed
