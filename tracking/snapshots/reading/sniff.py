"""What a file is by its bytes, whatever it is called; what is dangerous is refused here.

Archives are looked at before anything is unpacked: how much they claim to hold, whether they
are locked, carry programs, or hold XML that defines entities.
"""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum, auto
from typing import IO

from tracking.snapshots.reading.raw import Refusal

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
)
MARKUP = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|meta|\?xml|!--|div|style)",
    re.IGNORECASE,
)
MOST_ENTRIES = 2_000
MOST_BYTES = 3 << 30  # unpacked, of all entries together
FREE_BYTES = 64 << 20  # up to here the ratio does not matter
MOST_RATIO = 120  # what office files reach is 10 to 40
XML_HEAD = 1 << 16
ROOT_ELEMENT = re.compile(rb"<[A-Za-z_]")
LOCKED = 0x1  # flag bit of an encrypted entry


class Form(Enum):
    """How a file has to be read."""

    WORKBOOK = auto()
    TEXT = auto()
    ARCHIVE = auto()


def form_of(file: IO[bytes]) -> Form:
    """Recognise a file; Refusal for what is no table or must not be opened."""
    head = file.read(4096)
    file.seek(0)
    if not head:
        raise Refusal("empty")
    if head.startswith(OLE):
        check_compound(file)
        return Form.WORKBOOK
    if head.startswith(ZIP):
        return check_package(file)
    if MARKUP.match(head):
        raise Refusal("markup")
    if head.startswith(OTHERS) or head.startswith(b"PK"):
        raise Refusal("no_table")
    return Form.TEXT


def check_compound(file: IO[bytes]) -> None:
    """Refuse an old workbook that is locked or carries programs, by the names of its streams."""
    content = file.read()
    file.seek(0)
    if "EncryptedPackage".encode("utf-16-le") in content or _is_locked_biff(content):
        raise Refusal("locked")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Refusal("macros")


def _is_locked_biff(content: bytes) -> bool:
    """Whether the workbook stream begins with a FILEPASS record behind its first BOF record."""
    start = content.find(b"\x09\x08\x10\x00\x00\x06")
    return start >= 0 and b"\x2f\x00\x36\x00" in content[start : start + 2048]


def check_package(file: IO[bytes]) -> Form:
    """Whether a zip file is a workbook or an archive of tables; Refusal when it is neither."""
    try:
        package = zipfile.ZipFile(file)
        entries = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refusal("damaged") from error
    check_sizes(entries)
    if any(entry.flag_bits & LOCKED for entry in entries):
        raise Refusal("locked")
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Refusal("macros")
    is_workbook = "[Content_Types].xml" in names or "mimetype" in names
    if is_workbook:
        if not any(name.startswith("xl/") or name == "content.xml" for name in names):
            raise Refusal("no_table")
        check_markup(package, entries)
    file.seek(0)
    return Form.WORKBOOK if is_workbook else Form.ARCHIVE


def check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse what would unpack to far more than any office file does."""
    claimed = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) + 1
    if len(entries) > MOST_ENTRIES or claimed > MOST_BYTES:
        raise Refusal("too_much")
    if claimed > FREE_BYTES and claimed > MOST_RATIO * packed:
        raise Refusal("too_much")


def check_markup(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a workbook whose XML declares a document type: only attacks do."""
    for entry in entries:
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        try:
            with package.open(entry) as part:
                head = part.read(XML_HEAD)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise Refusal("damaged") from error
        except Exception as error:  # zlib.error and relatives have no common base
            raise Refusal("damaged") from error
        root = ROOT_ELEMENT.search(head)
        prologue = _plain_ascii(head if root is None else head[: root.start()])
        if b"<!DOCTYPE" in prologue.upper() or b"<!ENTITY" in prologue.upper():
            raise Refusal("entities")


def _plain_ascii(head: bytes) -> bytes:
    """The same text without the zero bytes of a 16-bit encoding."""
    return head.replace(b"\0", b"")


def members(file: IO[bytes]) -> list[tuple[str, bytes]]:
    """Names and contents of the tables in an archive, in its order."""
    found = []
    with zipfile.ZipFile(file) as package:
        for entry in package.infolist():
            name = readable_name(entry)
            leaf = name.rsplit("/", 1)[-1]
            if entry.is_dir() or leaf.startswith((".", "~$")) or name.startswith("__MACOSX/"):
                continue
            if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name:
                raise Refusal("path_trick")
            found.append((leaf, _content(package, entry)))
    if not found:
        raise Refusal("empty_archive")
    return found


def readable_name(entry: zipfile.ZipInfo) -> str:
    """An entry's name; archives of Chinese office PCs write it in GB18030 without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _content(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """An entry's bytes, never more than it claims to have."""
    try:
        with package.open(entry) as part:
            content = part.read(entry.file_size + 1)
    except Exception as error:  # zlib.error and relatives have no common base
        raise Refusal("damaged") from error
    if len(content) != entry.file_size:
        raise Refusal("damaged")
    if content.startswith(ZIP):
        with io.BytesIO(content) as inner:
            if check_package(inner) is Form.ARCHIVE:
                raise Refusal("nested")
    return content
