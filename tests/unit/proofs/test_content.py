"""What a file is, by its content, whatever its name says; and why another is not kept."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from models.vocabulary.documents import Media
from tests.unit.proofs.samples import (
    PLACE,
    a_bomb,
    a_pdf,
    a_phone_photo,
    a_wave,
    an_image,
    an_mp3,
    boxed,
)
from tracking.kernel.errors import FileRefusedError
from tracking.proofs import content, images

SCRIPT = b"<script>alert(document.cookie)</script>"
EICAR = b"MZ\x90\x00" + bytes(200)


@pytest.mark.parametrize(
    ("sent", "media"),
    [
        (an_image(), Media.IMAGE),
        (an_image("PNG"), Media.IMAGE),
        (an_image("WEBP"), Media.IMAGE),
        (a_pdf(), Media.PDF),
        (a_pdf(end=b"%%EOF\r\n\0\0"), Media.PDF),
        (an_mp3(), Media.MP3),
        (an_mp3()[20:], Media.MP3),
        (boxed(b"M4A ", b"soun"), Media.M4A),
        (boxed(b"3gp4", b"soun"), Media.M4A),
        (b"#!AMR\n" + bytes(64), Media.AMR),
        (b"OggS" + bytes(24) + b"OpusHead" + bytes(64), Media.OGG),
        (a_wave(), Media.WAV),
    ],
)
def test_a_file_is_what_its_content_says(sent: bytes, media: Media) -> None:
    assert content.examined(sent).media is media


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", content.EMPTY),
        (SCRIPT, content.UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", content.UNKNOWN),
        (EICAR, content.UNKNOWN),
        (boxed(b"heic", b"pict"), content.HEIC_WORDS),
        (boxed(b"mif1", b"pict"), content.HEIC_WORDS),
        (boxed(b"isom", b"vide"), content.FILM),
        (b"\x1aE\xdf\xa3" + bytes(64), content.FILM),
        (boxed(b"M4A ", b"soun")[:40], content.BROKEN_SOUND),
        (b"GIF89a" + bytes(64), content.OTHER_IMAGE),
        (b"PK\x03\x04" + bytes(64), content.OFFICE),
        (an_image()[:200], images.BROKEN),
        (b"\xff\xd8\xff" + SCRIPT, images.BROKEN),
        (a_bomb(), images.TOO_MANY),
        (a_pdf()[:-20], content.BROKEN_PDF),
        (a_pdf() + SCRIPT, content.BROKEN_PDF),
        (b"%PDF-1.4 startxref\n9999\n%%EOF", content.BROKEN_PDF),
        (a_pdf(b"1 0 obj <</Encrypt 2 0 R>> endobj\n"), content.LOCKED_PDF),
        (a_pdf(b"1 0 obj <</S /JavaScript /JS (x)>> endobj\n"), content.ACTIVE_PDF),
        (b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + SCRIPT, content.BROKEN_SOUND),
        (b"#!AMR\n", content.BROKEN_SOUND),
        (b"OggS" + SCRIPT, content.BROKEN_SOUND),
        (b"RIFF\0\0\0\0WAVE" + SCRIPT, content.BROKEN_SOUND),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_helps(sent: bytes, words: Any) -> None:
    with pytest.raises(FileRefusedError) as caught:
        content.examined(sent)
    assert caught.value.words is words


def test_a_photo_is_drawn_anew_upright_and_without_the_place_it_was_taken_at() -> None:
    sent = a_phone_photo()
    assert PLACE in sent
    kept = content.examined(sent)
    with Image.open(io.BytesIO(kept.content)) as image:
        assert image.size == (40, 60)
        assert dict(image.getexif()) == {}
    assert PLACE not in kept.content


def test_nothing_hidden_in_an_image_is_kept() -> None:
    kept = content.examined(an_image("PNG") + SCRIPT)
    assert SCRIPT not in kept.content
    assert kept.content.startswith(b"\xff\xd8\xff")


def test_a_large_image_is_made_as_large_as_a_scan_and_has_a_small_one_beside_it() -> None:
    kept = content.examined(an_image(size=(6000, 3000)))
    assert kept.thumbnail is not None
    sizes = [Image.open(io.BytesIO(part)).size for part in (kept.content, kept.thumbnail)]
    assert sizes == [(3600, 1800), (320, 160)]


def test_what_shines_through_an_image_is_white() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(target, "PNG")
    kept = content.examined(target.getvalue())
    assert Image.open(io.BytesIO(kept.content)).getpixel((1, 1)) == (255, 255, 255)
