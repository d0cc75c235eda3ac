"""What a file is, by its content: what may be kept, in which form, and why another may not.

The name and the type that a browser claims say nothing. Images are drawn anew: nothing but their
pixels stays, neither the place where a photo was taken nor whatever else was hidden in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.documents import Media
from tracking.kernel.errors import FileRefusedError
from tracking.proofs import images

PDF_HEAD = re.compile(rb"%PDF-[12]\.\d")
PDF_START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\Z")
PDF_AT_START = re.compile(rb"\s*(xref\s|\d+\s+\d+\s+obj\b)")
PDF_TAIL = 2048  # bytes at the end in which the last cross-reference is named
ACTIVE = (b"/JavaScript", b"/Launch")
HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
RATES = (None, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, None)
RATES_2 = (None, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, None)
SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}

UNKNOWN = _l(
    "This is no file that can be kept. Use a photo (JPEG, PNG, WebP), a PDF or a recording "
    "(MP3, M4A, AMR, OGG, WAV)."
)
EMPTY = _l("The file is empty. Take the photo or save the file once more, and choose it again.")
HEIC_WORDS = _l(
    "This photo is in Apple's HEIC format. On the telephone choose Settings, Camera, Formats, "
    "“Most Compatible”, or send a JPEG of it."
)
OTHER_IMAGE = _l("Images of this kind are not kept. Save it as JPEG or PNG and choose that.")
OFFICE = _l("Word, Excel and ZIP files are not kept as proof. Print it to PDF and choose that.")
FILM = _l("This is a film. Choose a photo, or a recording of the sound only.")
BROKEN_PDF = _l("The PDF is incomplete or damaged. Open it, print it to PDF anew and choose that.")
LOCKED_PDF = _l("The PDF is locked by a password. Save it without one and choose that.")
ACTIVE_PDF = _l("The PDF holds a program. Print it to PDF anew: only what is seen is kept.")
BROKEN_SOUND = _l("The recording is incomplete or damaged. Record or export it once more.")


@dataclass(frozen=True)
class Kept:
    """A file as it will be kept, and a small picture of it where it is one."""

    media: Media
    content: bytes
    thumbnail: bytes | None = None


def examined(content: bytes) -> Kept:
    """The file as it will be kept; FileRefusedError says why not, and what helps."""
    if not content:
        raise FileRefusedError(EMPTY)
    for begins, take in FORMS:
        if begins(content):
            return take(content)
    raise FileRefusedError(UNKNOWN)


def sound(media: Media, is_whole: Callable[[bytes], bool]) -> Callable[[bytes], Kept]:
    """How a recording is taken: as it is, when it is one."""

    def take(content: bytes) -> Kept:
        if not is_whole(content):
            raise FileRefusedError(BROKEN_SOUND)
        return Kept(media, content)

    return take


def image(form: str) -> Callable[[bytes], Kept]:
    """How an image is taken: drawn anew."""

    def take(content: bytes) -> Kept:
        drawn, small = images.redrawn(content, form)
        return Kept(Media.IMAGE, drawn, small)

    return take


def refused(words: Any) -> Callable[[bytes], Kept]:
    """What is known and not kept."""

    def refuse(_content: bytes) -> Kept:
        raise FileRefusedError(words)

    return refuse


def take_pdf(content: bytes) -> Kept:
    """A PDF that is whole, open, and does nothing."""
    end = PDF_START.search(content[-PDF_TAIL:].rstrip(b"\0"))
    if end is None or not PDF_HEAD.match(content):
        raise FileRefusedError(BROKEN_PDF)
    place = int(end[1])
    if not 0 < place < len(content) or not PDF_AT_START.match(content[place : place + 64]):
        raise FileRefusedError(BROKEN_PDF)
    if b"/Encrypt" in content:
        raise FileRefusedError(LOCKED_PDF)
    if any(word in content for word in ACTIVE):
        raise FileRefusedError(ACTIVE_PDF)
    return Kept(Media.PDF, content)


def is_boxed(content: bytes) -> bool:
    """Whether it is made of the boxes of MP4: sound, film or HEIC."""
    return content[4:8] == b"ftyp"


def take_boxed(content: bytes) -> Kept:
    """Sound in the boxes of MP4 (M4A, the telephones' 3GP); neither film nor photo."""
    brands = {content[n : n + 4] for n in (8, *range(16, 64, 4))}
    if content[8:12] in HEIC or (HEIC & brands and b"soun" not in content):
        raise FileRefusedError(HEIC_WORDS)
    if re.search(rb"hdlr.{8}vide", content, re.DOTALL):
        raise FileRefusedError(FILM)
    if not re.search(rb"hdlr.{8}soun", content, re.DOTALL) or b"mdat" not in content:
        raise FileRefusedError(BROKEN_SOUND)
    return Kept(Media.M4A, content)


def is_mp3(content: bytes) -> bool:
    """Whether a frame of sound begins, or the words that may stand before it."""
    return content[:3] == b"ID3" or frame_length(content[:4]) is not None


def is_whole_mp3(content: bytes) -> bool:
    """Whether two frames of sound follow each other at the beginning."""
    at = 0
    if content[:3] == b"ID3":
        if len(content) < 10 or any(byte & 0x80 for byte in content[6:10]):
            return False
        a, b, c, d = content[6:10]
        at = 10 + (a << 21 | b << 14 | c << 7 | d)
        while at < len(content) and content[at] == 0:
            at += 1
    length = frame_length(content[at : at + 4])
    return length is not None and frame_length(content[at + length : at + length + 4]) is not None


def frame_length(head: bytes) -> int | None:
    """The length of a frame of MPEG sound, layer III, by its head; None when it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, rate, sample = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or sample == 3:
        return None
    kilobits = (RATES if version == 3 else RATES_2)[rate]
    if kilobits is None:
        return None
    unit = 144 if version == 3 else 72
    return unit * kilobits * 1000 // SAMPLES[version][sample] + (head[2] >> 1 & 1)


def starts(*heads: bytes) -> Callable[[bytes], bool]:
    """Whether a file begins with one of these."""
    return lambda content: content.startswith(heads)


def riff(word: bytes) -> Callable[[bytes], bool]:
    """Whether it is a RIFF file of a kind."""
    return lambda content: content[:4] == b"RIFF" and content[8:12] == word


FORMS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Kept]], ...] = (
    (starts(b"\xff\xd8\xff"), image("JPEG")),
    (starts(b"\x89PNG\r\n\x1a\n"), image("PNG")),
    (riff(b"WEBP"), image("WEBP")),
    (starts(b"%PDF-"), take_pdf),
    (is_boxed, take_boxed),
    (riff(b"WAVE"), sound(Media.WAV, lambda c: b"fmt " in c[:256] and b"data" in c[:65_536])),
    (starts(b"OggS"), sound(Media.OGG, lambda c: any(w in c[:512] for w in (b"vorbis", b"OpusHead",
                                                                           b"Speex")))),
    (starts(b"#!AMR\n", b"#!AMR-WB\n"), sound(Media.AMR, lambda c: len(c) > 32)),
    (is_mp3, sound(Media.MP3, is_whole_mp3)),
    (starts(b"GIF8", b"BM", b"II*\0", b"MM\0*"), refused(OTHER_IMAGE)),
    (starts(b"PK\3\4", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf"), refused(OFFICE)),
    (starts(b"\x1aE\xdf\xa3"), refused(FILM)),
)  # fmt: skip
