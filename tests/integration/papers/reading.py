"""The text of a PDF as a reader would copy it: glyphs, by the maps of the fonts embedded in it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

STREAM = re.compile(rb"stream\r?\n")
PAIR = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
RANGE = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]+)>")
# A literal may hold brackets in pairs; what typst writes is not nested deeper than this.
INNER = rb"(?:\\.|[^\\()])*"
TWICE = rb"(?:\\.|[^\\()]|\(" + INNER + rb"\))*"
LITERAL = rb"\(((?:\\.|[^\\()]|\(" + TWICE + rb"\))*)\)"
SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|" + LITERAL + rb"|<([0-9A-Fa-f]+)>", re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(content: bytes) -> str:
    """All text of a PDF that typst made, without blanks."""
    fonts = {name: unicode_of(content, number) for name, number in font_objects(content)}
    found = "".join(shown(stream, fonts) for _start, stream in streams(content))
    return "".join(found.split())


def embedded_fonts(content: bytes) -> list[str]:
    """Names of the fonts that lie in the PDF."""
    assert content.count(b"/FontFile3") == len(list(re.finditer(rb"/Type/FontDescriptor", content)))
    names = re.findall(rb"/Type/FontDescriptor/FontName/[A-Z]{6}\+([\w-]+)", content)
    return [name.decode() for name in names]


def font_objects(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name in the pages, object number) of each font."""
    for block in re.findall(rb"/Font<<([^>]*)>>", content):
        yield from re.findall(rb"/(\w+) (\d+) 0 R", block)


def unicode_of(content: bytes, number: bytes) -> dict[int, str]:
    """Which glyph of a font stands for which text."""
    font = re.search(rb"(?<!\d)%s 0 obj\n(.*?)endobj" % number, content, re.DOTALL)
    target = re.search(rb"/ToUnicode (\d+) 0 R", font[1]) if font else None
    if target is None:
        return {}
    start = re.search(rb"(?<!\d)%s 0 obj\n" % target[1], content)
    assert start is not None
    cmap = next(text for place, text in streams(content) if place > start.start())
    found = {int(a, 16): bytes.fromhex(b.decode()).decode("utf-16-be")
             for a, b in PAIR.findall(cmap)}  # fmt: skip
    for first, last, to in RANGE.findall(cmap):
        for step in range(int(last, 16) - int(first, 16) + 1):
            found[int(first, 16) + step] = chr(int(to, 16) + step)
    return found


def streams(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Every compressed part of a PDF with its place."""
    for match in STREAM.finditer(content):
        try:
            yield match.start(), zlib.decompressobj().decompress(content[match.end() :])
        except zlib.error:
            continue


def shown(stream: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    """The text that a page shows."""
    if b" Tf" not in stream or b"BT" not in stream:
        return ""
    found, font = [], {}
    for name, literal, coded in SHOWN.findall(stream):
        if name:
            font = fonts.get(name, {})
            continue
        glyphs = bytes.fromhex(coded.decode()) if coded else ESCAPE.sub(_plain, literal)
        codes = (glyphs[place : place + 2] for place in range(0, len(glyphs) - 1, 2))
        found += [font.get(int.from_bytes(code, "big"), "") for code in codes]
    return "".join(found)


def _plain(match: re.Match[bytes]) -> bytes:
    letter = match[1]
    return bytes([int(letter, 8) & 255]) if letter.isdigit() else LETTERS.get(letter, letter)
