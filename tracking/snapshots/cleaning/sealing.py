"""Keyed hashes and sealed rows for a whole table; nothing identifying leaves here in clear."""

from __future__ import annotations

import json
import os
from hashlib import sha256

import numpy as np
import pyarrow as pa

from models.sealing import KEYS, NONCE_BYTES, VERSION
from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.form import SEALED_FIELDS, place

BLOCK = 64  # bytes of a SHA-256 block


def hashed(kind: str, values: list[str]) -> pa.Array:
    """`models.sealing.keyed_hash` of every value; blank values become null.

    HMAC spelled out (RFC 2104), because the padded key and the kind are the same for a whole
    column: their state is computed once and copied, which halves the time.
    """
    blank = np.fromiter((not value for value in values), np.bool_, len(values))
    if blank.all():
        return pa.nulls(len(values), pa.int64())
    key = KEYS.hashing.ljust(BLOCK, b"\0")
    inner, outer = sha256(bytes(b ^ 0x36 for b in key)), sha256(bytes(b ^ 0x5C for b in key))
    inner.update(f"{kind}\x1f".encode())
    digests = []
    for value in values:
        if not value:
            continue
        within, without = inner.copy(), outer.copy()
        within.update(value.encode())
        without.update(within.digest())
        digests.append(without.digest())
    numbers = np.zeros(len(values), np.int64)
    numbers[~blank] = np.frombuffer(b"".join(digests), dtype=">i8")[::4]
    return pa.array(numbers, pa.int64(), mask=blank)


def joined(*columns: list[str]) -> list[str]:
    """Values of several columns put together; blank where any of them is blank."""
    return ["\x1f".join(row) if all(row) else "" for row in zip(*columns, strict=True)]


def sealed(kind: SnapshotKind, fields: dict[str, list[str]], count: int) -> pa.Array:
    """One sealed value per row holding the identifying fields of this kind of file.

    The same format as `models.sealing.seal`, with the loop's constants held outside.
    """
    blank = [""] * count
    rows = zip(*(fields.get(name, blank) for name in SEALED_FIELDS[kind]), strict=True)
    key, cipher = KEYS.sealing()
    encrypt, bound = cipher.encrypt, place(kind).encode()
    head, dump = bytes((VERSION, key)), json.JSONEncoder(ensure_ascii=False).encode
    nonces = os.urandom(NONCE_BYTES * count)
    values = []
    for number, row in enumerate(rows):
        nonce = nonces[number * NONCE_BYTES : (number + 1) * NONCE_BYTES]
        values.append(head + nonce + encrypt(nonce, dump(row).encode(), bound))
    return pa.array(values, pa.binary())
