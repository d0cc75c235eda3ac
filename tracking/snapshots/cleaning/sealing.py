"""Keyed hashes and sealed rows for a whole table; nothing identifying leaves here in clear."""

from __future__ import annotations

import hmac
import json
import os

import pyarrow as pa

from models.sealing import KEYS, NONCE_BYTES, VERSION
from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.form import SEALED_FIELDS, place


def hashed(kind: str, values: list[str]) -> pa.Array:
    """`models.sealing.keyed_hash` of every value; blank values become null."""
    key, prefix, digest = KEYS.hashing, f"{kind}\x1f".encode(), hmac.digest
    whole = int.from_bytes
    return pa.array(
        [
            whole(digest(key, prefix + v.encode(), "sha256")[:8], "big", signed=True) if v else None
            for v in values
        ],
        pa.int64(),
    )


def joined(*columns: list[str]) -> list[str]:
    """Values of several columns put together; blank where any of them is blank."""
    return ["\x1f".join(row) if all(row) else "" for row in zip(*columns, strict=True)]


def sealed(kind: SnapshotKind, fields: dict[str, list[str]], count: int) -> pa.Array:
    """One sealed value per row holding the identifying fields of this kind of file.

    The same format as `models.sealing.seal`, with the loop's constants held outside.
    """
    blank = [""] * count
    rows = zip(*(fields.get(name, blank) for name in SEALED_FIELDS[kind]), strict=True)
    encrypt, bound = KEYS.data[KEYS.newest].encrypt, place(kind).encode()
    head, dump = bytes((VERSION, KEYS.newest)), json.JSONEncoder(ensure_ascii=False).encode
    nonces = os.urandom(NONCE_BYTES * count)
    values = []
    for number, row in enumerate(rows):
        nonce = nonces[number * NONCE_BYTES : (number + 1) * NONCE_BYTES]
        values.append(head + nonce + encrypt(nonce, dump(row).encode(), bound))
    return pa.array(values, pa.binary())
