"""Uploaded files while a person decides about them: sealed on disk, opened in memory only.

`staging/<number>.sealed` is the file, `staging/<number>.rows` the rows in error as they came.
Nothing of them remains once the file is accepted (the archive has it then) or cancelled.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models.sealing import seal, unseal


def file_of(folder: Path, number: int) -> Path:
    """Where an uploaded file lies."""
    return folder / f"{number}.sealed"


def rows_of(folder: Path, number: int) -> Path:
    """Where its rows in error lie."""
    return folder / f"{number}.rows"


def keep(path: Path, content: bytes, place: str) -> None:
    """Write sealed content whole, synced, readable by the owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(seal(content, place))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def keep_file(folder: Path, number: int, content: bytes) -> None:
    """Keep an uploaded file."""
    keep(file_of(folder, number), content, f"staging.{number}")


def keep_rows(folder: Path, number: int, rows: dict[str, Any]) -> None:
    """Keep rows in error as they came."""
    content = json.dumps(rows, ensure_ascii=False).encode()
    keep(rows_of(folder, number), content, f"staging.rows.{number}")


def kept_rows(folder: Path, number: int) -> dict[str, Any]:
    """Rows in error as they came; empty when there are none."""
    path = rows_of(folder, number)
    if not path.is_file():
        return {}
    rows: dict[str, Any] = json.loads(unseal(path.read_bytes(), f"staging.rows.{number}"))
    return rows


def is_kept(folder: Path, number: int) -> bool:
    """Whether an uploaded file is (still) there."""
    return file_of(folder, number).is_file()


def forget(folder: Path, number: int) -> None:
    """Leave nothing of an uploaded file."""
    for path in (file_of(folder, number), rows_of(folder, number)):
        path.unlink(missing_ok=True)


@contextmanager
def opened(folder: Path, number: int) -> Iterator[Path]:
    """The uploaded file as a path that lives in memory: nothing is decrypted to disk."""
    content = unseal(file_of(folder, number).read_bytes(), f"staging.{number}")
    handle = os.memfd_create("staged")
    try:
        with os.fdopen(os.dup(handle), "wb") as file:
            file.write(content)
        yield Path(f"/proc/{os.getpid()}/fd/{handle}")
    finally:
        os.close(handle)


@contextmanager
def turn(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the one place for heavy work on uploads; `waiting` is called while another has it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "turn").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
