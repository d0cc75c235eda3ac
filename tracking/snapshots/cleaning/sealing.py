"""Keyed hashes and sealed identities of whole columns; nothing identifying leaves in clear."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from models.sealing import KEYS, kind_block, seal
from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.form import SEALED_FIELDS, place

WIDTH = 16  # bytes of an AES block
AT_ONCE = 1 << 15  # values hashed at once: what the processor holds close by
TOGETHER = 512  # rows whose identities are sealed as one value
MARK = "\x1f"
Blocks = NDArray[np.uint8]


def hashed(kind: str, column: pa.Array) -> pa.Array:
    """`models.sealing.keyed_hash` of every value of a text column; blank ones become null.

    AES-CMAC (RFC 4493) spelled out, one block of all values at a time: what would be a call per
    value is a few calls per column, because the cipher takes any number of blocks at once.
    """
    if pc.max(pc.binary_length(column)).as_py() in (None, 0):
        return pa.nulls(len(column), pa.int64())
    encrypt = _Encryption()
    start = encrypt(np.frombuffer(kind_block(kind), np.uint8).reshape(1, WIDTH))
    parts = [column.slice(n, AT_ONCE) for n in range(0, len(column), AT_ONCE)]
    return pa.concat_arrays([_hashed(part, encrypt, start) for part in parts])


def _hashed(column: pa.Array, encrypt: _Encryption, start: Blocks) -> pa.Array:
    values, lengths = packed(column)
    macs = np.zeros((len(lengths), WIDTH), np.uint8)
    needed = -(-lengths // WIDTH)  # blocks of each value
    for count in np.unique(needed[needed > 0]):
        members = np.flatnonzero(needed == count)
        state = np.repeat(start, len(members), axis=0)
        blocks = values[members, : count * WIDTH].reshape(len(members), count, WIDTH)
        for number in range(count - 1):
            state = encrypt(state ^ blocks[:, number])
        last = encrypt.last(blocks[:, count - 1], lengths[members] - (count - 1) * WIDTH)
        macs[members] = encrypt(state ^ last)
    numbers = macs[:, :8].copy().view(">i8").reshape(-1).astype(np.int64)
    return pa.array(numbers, pa.int64(), mask=lengths == 0)


class _Encryption:
    """AES of many blocks at once under the hashing key, and CMAC's two derived keys."""

    def __init__(self) -> None:
        self._cipher = Cipher(AES(KEYS.hashing), ECB())  # noqa: S305 - the block cipher of CMAC
        zero = int.from_bytes(self(np.zeros((1, WIDTH), np.uint8)).tobytes(), "big")
        self._whole = _doubled(zero)
        self._filled = _doubled(self._whole)

    def __call__(self, blocks: Blocks) -> Blocks:
        done = self._cipher.encryptor().update(np.ascontiguousarray(blocks).tobytes())
        return np.frombuffer(done, np.uint8).reshape(-1, WIDTH)

    def last(self, blocks: Blocks, lengths: NDArray[np.int64]) -> Blocks:
        """The last block of each value as CMAC wants it: marked where it is not whole."""
        blocks = blocks.copy()
        partial = np.flatnonzero(lengths < WIDTH)
        blocks[partial, lengths[partial]] = 0x80
        keys = np.where((lengths < WIDTH)[:, None], _bytes(self._filled), _bytes(self._whole))
        return blocks ^ keys.astype(np.uint8)


def _doubled(number: int) -> int:
    """Multiplication by x in GF(2^128), as RFC 4493 derives its keys."""
    shifted = number << 1
    return (shifted ^ 0x87) & ((1 << 128) - 1) if number >> 127 else shifted


def _bytes(number: int) -> Blocks:
    return np.frombuffer(number.to_bytes(WIDTH, "big"), np.uint8)


def packed(column: pa.Array) -> tuple[Blocks, NDArray[np.int64]]:
    """The UTF-8 bytes of each value in a row of zeros, and their lengths; null counts as blank."""
    texts = pc.fill_null(column, "").cast(pa.large_binary())
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset :][: len(texts) + 1]
    lengths = np.diff(offsets)
    width = -(-int(lengths.max(initial=1)) // WIDTH) * WIDTH
    data = np.frombuffer(texts.buffers()[2] or b"", np.uint8)
    padded = np.concatenate([data, np.zeros(width, np.uint8)])
    values = sliding_window_view(padded, width)[offsets[:-1]]
    values *= np.arange(width) < lengths[:, None]
    return values, lengths


def joined(*columns: pa.Array) -> pa.Array:
    """Values of several text columns put together; blank where any of them is blank."""
    whole = [pc.if_else(pc.equal(column, ""), None, column) for column in columns]
    return pc.fill_null(pc.binary_join_element_wise(*whole, MARK), "")


def sealed(
    kind: SnapshotKind, rows: pa.Array, identity: Mapping[str, pa.Array]
) -> tuple[pa.Array, pa.Array]:
    """Identifying fields as sealed blocks: the column `sealed`, and the column `block`.

    TOGETHER rows share one value, an Arrow stream of their row numbers and fields. It stands in
    the row whose number `block` gives; `sealed` is null in the others. One value per row
    costs several times as much to make (docs/decisions/0002).
    """
    names = SEALED_FIELDS[kind]
    table = pa.table([rows, *(identity[name] for name in names)], ["row_no", *names])
    values: list[bytes | None] = [None] * len(rows)
    numbers = rows.to_numpy(zero_copy_only=False)
    starts = range(0, len(rows), TOGETHER)
    for start in starts:
        values[start] = seal(as_stream(table.slice(start, TOGETHER)), place(kind))
    bearers = np.repeat(numbers[::TOGETHER], TOGETHER)[: len(rows)]
    return pa.array(values, pa.binary()), pa.array(bearers, pa.int32())


def as_stream(table: pa.Table) -> bytes:
    """A small table as bytes."""
    out = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd", use_threads=False)
    with pa.ipc.new_stream(out, table.schema, options=options) as stream:
        stream.write_table(table)
    content: bytes = out.getvalue().to_pybytes()
    return content
