"""Files made to harm or merely broken: each is refused in seconds with one sentence, or read.

They go through the same limited process as any upload.
"""

from __future__ import annotations

import io
import random
import resource
import struct
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.unit.snapshots.workbooks import (
    HEADER,
    KNOWN,
    ROWS,
    archive,
    changed,
    csv_of,
    workbook,
)
from tracking.kernel.errors import FileRefusedError
from tracking.snapshots.reading.limited import read_tables

pytestmark = pytest.mark.faults
BOOK = workbook({"名册": [HEADER, *ROWS]})
SHEET = "xl/worksheets/sheet1.xml"
LONGEST = 25.0  # seconds on a busy machine; the reader's own limit is 8 of processor time
MOST_MEMORY = 1_500 << 20
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
)
EXTERNAL = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    b"<worksheet>&x;</worksheet>"
)
FAR = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)


def bomb() -> bytes:
    """A small zip that unpacks to gigabytes."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package,
        package.open("a.csv", "w", force_zip64=True) as member,
    ):
        for _ in range(400):
            member.write(bytes(1 << 20))
    return content.getvalue()


def claiming(size: int) -> bytes:
    """A zip whose directory claims that its member is larger than it is."""
    content = bytearray(archive({"a.csv": csv_of()}))
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", size)
    return bytes(content)


def locked() -> bytes:
    """A zip whose member says that it is encrypted."""
    content = bytearray(archive({"a.csv": csv_of()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.rfind(mark)
        content[place + offset] |= 1
    return bytes(content)


def compound(*names: str) -> bytes:
    """An old office file whose directory names some streams."""
    directory = b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + directory + bytes(2048)


HOSTILE = {
    "zip bomb": bomb(),
    "workbook bomb": changed(BOOK, {SHEET: b"<worksheet>" + bytes(200 << 20)}),
    "entities": changed(BOOK, {SHEET: ENTITIES}),
    "entities in 16 bits": changed(BOOK, {SHEET: ENTITIES.decode().encode("utf-16")}),
    "external entity": changed(BOOK, {SHEET: EXTERNAL}),
    "far corner": changed(BOOK, {SHEET: FAR}),
    "claims gigabytes": claiming(0xF0000000),
    "claims less": claiming(3),
    "locked zip": locked(),
    "locked workbook": compound("EncryptedPackage", "EncryptionInfo"),
    "old macros": compound("Workbook", "_VBA_PROJECT_CUR"),
    "macros": changed(BOOK, {"xl/vbaProject.bin": b"x"}),
    "path trick": archive({"../../etc/cron.d/x.csv": csv_of()}),
    "absolute path": archive({"/etc/x.csv": csv_of()}),
    "archive in archive": archive({"a.zip": archive({"b.csv": csv_of()})}),
    "thousands of members": archive({f"{n}.csv": b"" for n in range(2_100)}),
    "word file": archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
    "empty archive": archive({}),
    "web page named .xls": "<html><body><table><tr><td>姓名</td></tr></table>".encode(),
    "old office noise": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(1).randbytes(4096),
    "one endless line": b"a" * (24 << 20),
    "a million columns": b"," * (1 << 20),
    "zero bytes": bytes(1 << 20),
    "half a character": csv_of()[:-1] + b"\xe5",
}


def outcome(path: Path) -> tuple[str, float]:
    """What became of a file (a refusal's sentence, or "read"), and after how many seconds."""
    begun = time.monotonic()
    try:
        read_tables(path, path.name, KNOWN, lambda _done, _total: None)
    except FileRefusedError as error:
        return str(error.words), time.monotonic() - begun
    return "read", time.monotonic() - begun


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_seconds_with_a_remedy(name: str, tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(HOSTILE[name])
    words, seconds = outcome(path)
    assert words != "read"
    assert "%(file)s" in words
    assert seconds < LONGEST


def broken(good: bytes, seed: int, count: int) -> Iterator[bytes]:
    """Versions of a good file that were cut, overwritten or mixed up."""
    chance = random.Random(seed)
    for _ in range(count):
        content = bytearray(good)
        way = chance.randrange(4)
        place = chance.randrange(len(content))
        if way == 0:
            content = content[:place]
        elif way == 1:
            content[place : place + chance.randrange(1, 64)] = chance.randbytes(16)
        elif way == 2:
            del content[place : place + chance.randrange(1, 256)]
        else:
            content[place:place] = content[: chance.randrange(1, 512)]
        yield bytes(content)


def test_broken_files_of_every_form_never_hang_or_fill_the_memory(tmp_path: Path) -> None:
    forms = {
        "csv": csv_of(ROWS * 20),
        "gb": csv_of(ROWS * 20, "gb18030"),
        "xlsx": workbook({"名册": [HEADER, *ROWS * 20]}),
        "zip": archive({"a.csv": csv_of(ROWS * 20)}),
    }
    paths = []
    for seed, (form, good) in enumerate(forms.items()):
        for number, content in enumerate(broken(good, seed, 15)):
            path = tmp_path / f"{form}-{number}"
            path.write_bytes(content)
            paths.append(path)
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip((p.name for p in paths), pool.map(outcome, paths), strict=True))
    slow = {name: seconds for name, (_words, seconds) in found.items() if seconds > LONGEST}
    assert not slow
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < MOST_MEMORY
    assert len(found) == len(paths)


def test_the_good_files_that_were_broken_are_read_whole(tmp_path: Path) -> None:
    for content in (csv_of(), csv_of(encoding="gb18030"), BOOK, archive({"a.csv": csv_of()})):
        path = tmp_path / "good"
        path.write_bytes(content)
        [table] = read_tables(path, "good", KNOWN, lambda _done, _total: None)
        assert table.columns["姓名"].to_pylist() == ["赵安", "钱宁"]
