"""Files as people and attackers send them, made here: the smallest ones that are what they say."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image

PLACE = b"40.6574 N 109.8403 E"


def an_image(form: str = "JPEG", size: tuple[int, int] = (60, 40), **given: Any) -> bytes:
    """An image that opens."""
    target = io.BytesIO()
    Image.new("RGB", size, "white").save(target, form, **given)
    return target.getvalue()


def a_phone_photo() -> bytes:
    """Taken with the telephone turned, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif[0x010E] = PLACE.decode()
    return an_image(exif=exif)


def a_pdf(
    body: bytes = b"1 0 obj\n<< /Type /Catalog >>\nendobj\n", end: bytes = b"%%EOF\n"
) -> bytes:
    """A PDF that is whole."""
    head = b"%PDF-1.4\n" + body
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R >>\n"
    return head + table + b"startxref\n%d\n" % len(head) + end


def a_wave() -> bytes:
    return b"RIFF" + struct.pack("<I", 44) + b"WAVEfmt " + bytes(20) + b"data" + bytes(8)


def an_mp3() -> bytes:
    """Two frames of silence: 128 kbit/s at 44.1 kHz are 417 bytes each."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + frame * 3


def boxed(brand: bytes, handler: bytes) -> bytes:
    """Sound or film in the boxes of MP4."""
    head = struct.pack(">I", 20) + b"ftyp" + brand + bytes(8)
    return head + b"\x00\x00\x00\x20hdlr" + bytes(8) + handler + bytes(8) + b"mdat" + bytes(64)


def a_bomb(side: int = 30_000) -> bytes:
    """A PNG of few bytes that says it has 900 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
