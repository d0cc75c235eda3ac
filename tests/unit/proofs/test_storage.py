from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.vocabulary.documents import Media
from tracking.kernel.errors import ArchiveError
from tracking.proofs import policy, storage
from tracking.proofs.content import Kept

TEXT = "考勤表 ".encode() * 60_000  # several chunks
KEPT = Kept(Media.IMAGE, TEXT, b"small")


def test_a_document_is_read_as_it_was_written_and_nothing_of_it_stands_on_the_disk(
    tmp_path: Path,
) -> None:
    stored = storage.keep(tmp_path, KEPT)
    assert storage.opened(tmp_path, stored) == TEXT
    assert storage.opened(tmp_path, stored, storage.THUMBNAIL) == b"small"
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert [path.suffix for path in files] == [".sealed", ".small"]
    assert not [path for path in files if "考勤".encode() in path.read_bytes()]
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600, 0o600]


@pytest.mark.parametrize("size", [0, 1, storage.CHUNK, storage.CHUNK + 1])
def test_every_length_comes_back(tmp_path: Path, size: int) -> None:
    stored = storage.keep(tmp_path, Kept(Media.PDF, bytes(size)))
    assert storage.opened(tmp_path, stored) == bytes(size)


def test_what_was_changed_cut_moved_or_taken_away_is_told(tmp_path: Path) -> None:
    stored = storage.keep(tmp_path, KEPT)
    path = storage.path_of(tmp_path, stored.place)
    whole = path.read_bytes()
    chunk = storage.CHUNK + storage.TAG
    body = whole[4:]
    spoilt = [
        whole[:100] + bytes([whole[100] ^ 1]) + whole[101:],
        whole[: 4 + chunk],  # the last chunks left out
        whole[:4] + body[chunk : 2 * chunk] + body[:chunk] + body[2 * chunk :],  # exchanged
        b"PLAIN" + TEXT,
    ]
    for content in spoilt:
        path.write_bytes(content)
        with pytest.raises(ArchiveError):
            storage.opened(tmp_path, stored)
    path.write_bytes(whole)
    other = storage.keep(tmp_path, Kept(Media.PDF, b"other"))
    with pytest.raises(ArchiveError):
        storage.opened(tmp_path, replace(stored, key=other.key))
    storage.forget(tmp_path, stored)
    with pytest.raises(ArchiveError):
        storage.opened(tmp_path, stored)


@pytest.mark.parametrize(
    ("sent", "stem"),
    [
        ("在读证明.jpg", "在读证明"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\scan.pdf", "scan"),
        ("a\r\nSet-Cookie: x=1.jpg", "aSet-Cookie x=1"),
        ("photo\u202egpj.exe", "photogpj"),
        ("...", ""),
        ("长" * 300 + ".png", "长" * 100),
    ],
)
def test_a_name_leads_nowhere_and_misleads_nobody(sent: str, stem: str) -> None:
    assert policy.safe_stem(sent) == stem
