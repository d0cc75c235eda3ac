"""The drop folder as a file system: what lies ready in it, under which name, where it goes.

`inbox/<kind>/` is where other programs and people put files, `inbox/done/<kind>/` and
`inbox/refused/<kind>/` are where they end, each with a text beside it that says why. Only
plain files are taken: a link could lead to any file of the machine.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel import clock

SETTLED = 60.0  # seconds without a change after which a file counts as fully copied
UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".swp")
FIRST = SnapshotKind.MOVEMENTS  # movements explain the losses of the same day's roster
DAY = re.compile(r"(?<!\d)(\d{4})(-?)(\d{2})\2(\d{2})(?!\d)")
LONGEST = 80  # characters of a name: three bytes each must fit, with an ending and a number
DONE, REFUSED = "done", "refused"
FORBIDDEN = set('<>:"/\\|?*')


@dataclass(frozen=True)
class Dropped:
    """One file that lies ready: its kind, its day, and how it looked when it was found."""

    path: Path
    kind: SnapshotKind
    as_of: date
    size: int
    changed_ns: int

    def is_unchanged(self) -> bool:
        """Whether nobody wrote to the file since it was found."""
        look = _look(self.path)
        return look is not None and (look.st_size, look.st_mtime_ns) == (self.size, self.changed_ns)


def prepare(inbox: Path) -> None:
    """Make the folders that people drop files into."""
    for kind in SnapshotKind:
        (inbox / kind.value).mkdir(parents=True, exist_ok=True)


def ready_files(inbox: Path, now: datetime) -> tuple[list[Dropped], int]:
    """Files to bring in, in the order of their days, and how many are still being written."""
    found, waiting = [], 0
    for kind in SnapshotKind:
        folder = inbox / kind.value
        for entry in sorted(folder.iterdir()) if folder.is_dir() else []:
            look = _look(entry)
            if look is None or is_unfinished(entry.name):
                continue
            if abs(now.timestamp() - look.st_mtime) < SETTLED:
                waiting += 1
                continue
            try:
                path = renamed(entry)
            except OSError:
                waiting += 1  # no right to write to the folder: nothing can be put away either
                continue
            day = day_of(path.name, look.st_mtime)
            found.append(Dropped(path, kind, day, look.st_size, look.st_mtime_ns))
    return in_order(found), waiting


def still(files: Iterable[Dropped], pause: float) -> tuple[list[Dropped], int]:
    """Look a second time after `pause` seconds; files that grew meanwhile wait."""
    files = list(files)
    if files:
        time.sleep(pause)
    quiet = [file for file in files if file.is_unchanged()]
    return quiet, len(files) - len(quiet)


def in_order(files: Iterable[Dropped]) -> list[Dropped]:
    """Oldest day first, within a day movements before rosters, then by name."""
    return sorted(files, key=lambda f: (f.as_of, f.kind is not FIRST, f.path.name))


def is_unfinished(name: str) -> bool:
    """Whether a name is that of a hidden, temporary or half-copied file."""
    return name.startswith((".", "~$")) or name.lower().endswith(UNFINISHED)


def day_of(name: str, changed: float) -> date:
    """The first real date in a file name, else the day in China when it was last changed."""
    for year, _dash, month, day in DAY.findall(name):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return clock.local(datetime.fromtimestamp(changed, UTC)).date()


def plain_name(name: str) -> str:
    """A name that is harmless on every system and in every message.

    Bytes that are no UTF-8 are read as GB18030 (archives made on Chinese office PCs), control
    and direction characters and those with a meaning in paths become an underscore.
    """
    raw = os.fsencode(name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    text = "".join(
        "_" if c in FORBIDDEN or unicodedata.category(c)[0] == "C" else c
        for c in unicodedata.normalize("NFC", text)
    ).strip(" .")
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 5:
        stem, ending = text, ""
    return f"{stem[: LONGEST - 6].strip() or 'file'}{'.' if ending else ''}{ending}"


def renamed(path: Path) -> Path:
    """The file under its plain name, in the same folder."""
    plain = plain_name(path.name)
    if plain == path.name:
        return path
    return path.rename(free(path.with_name(plain)))


def put_away(file: Dropped, inbox: Path, ending: str, words: str) -> Path:
    """Leave word in `inbox/<ending>/<kind>/` of what became of a file, and take it out of the way.

    A refused file is moved there, for whoever mends it. One that was used lies sealed in the
    archive by now, so it is deleted: no roster stays on the disk in clear. The word is written
    first and starts with a byte order mark, without which office PCs show Chinese as garbage.
    """
    folder = inbox / ending / file.kind.value
    folder.mkdir(parents=True, exist_ok=True)
    target = free(folder / file.path.name)
    target.with_name(f"{target.name}.txt").write_text(f"{words}\n", encoding="utf-8-sig")
    if ending == DONE:
        file.path.unlink()
    else:
        shutil.move(file.path, target)
    return target


def free(path: Path) -> Path:
    """The path itself, or with a number when it, or the text beside it, is there already."""
    number, candidate = 1, path
    while any(os.path.lexists(taken) for taken in (candidate, f"{candidate}.txt")):
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def _look(path: Path) -> os.stat_result | None:
    try:
        look = path.lstat()
    except OSError:
        return None
    return look if stat.S_ISREG(look.st_mode) else None
