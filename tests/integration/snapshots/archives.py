"""An archive with files in it, and ways to harm it."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

from models.database import db
from models.snapshot import Snapshot
from models.vocabulary.snapshots import SnapshotKind
from tests.integration.snapshots.rosters import pupil, roster
from tracking.kernel.settings import Settings
from tracking.snapshots import archive, rejected
from tracking.snapshots.arrivals import Arrival
from tracking.snapshots.service import import_file

WEEKS = (date(2026, 11, 9), date(2026, 11, 16))
LISTS = Path(__file__).parents[2] / "samples" / "lists"
TWO_DAYS = 2 * 86_400


def take_in(settings: Settings, folder: Path, day: date, count: int = 20) -> int:
    """Bring in a roster of so many pupils, the last of them with a wrong date; its number."""
    lines = [pupil(n) for n in range(1, count)] + [pupil(99, born="31.13.2013")]
    path = folder / f"roster-{day:%Y%m%d}.csv"
    path.write_bytes(roster(lines))
    number = import_file(Arrival(path, SnapshotKind.REGISTRY, day), settings).snapshot_id
    assert number is not None
    snapshot = db.session.get_one(Snapshot, number)
    rejected.keep(settings.archive_dir, snapshot, {"rows": [{"row": count + 1, "cells": ["虚构"]}]})
    return number


def take_in_list(settings: Settings, day: date, kind: str = "household") -> int:
    """Bring in another department's list; its number."""
    arrival = Arrival(LISTS / f"{kind}.csv", SnapshotKind(kind), day)
    number = import_file(arrival, settings).snapshot_id
    assert number is not None
    return number


def folder_of(settings: Settings, number: int) -> Path:
    """Where a snapshot lies."""
    return archive.place_of(settings.archive_dir, db.session.get_one(Snapshot, number))


def flip(path: Path, at: int = -20) -> None:
    """Change one byte of a file."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    """Lose the second half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def long_ago(path: Path) -> None:
    """Let a file or folder and all in it be two days old."""
    then = time.time() - TWO_DAYS
    for each in (*path.rglob("*"), path):
        os.utime(each, (then, then))
