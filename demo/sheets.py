"""Papers as a telephone would photograph them: lines of writing and a red seal, nobody's name."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

from models.vocabulary.documents import DocumentKind

SIZE = (620, 877)  # a page of A4 at 75 dots per inch
INK, SEAL, PAPER = "#30343a", "#b3261e", "#fdfcf9"


@cache
def sheet_of(kind: DocumentKind) -> bytes:
    """A made-up paper of a kind; each kind has as many lines as its place in the list."""
    number = list(DocumentKind).index(kind)
    page = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(page)
    pen.rectangle((180, 70, 440, 92), fill=INK)  # the title
    for line in range(8 + number):
        top = 150 + 28 * line
        pen.rectangle((70, top, 550 - 37 * ((line + number) % 4), top + 7), fill=INK)
    if kind is DocumentKind.ATTENDANCE:
        for column in range(12):
            pen.line((70 + 40 * column, 140, 70 + 40 * column, 420), fill=INK)
    pen.ellipse((390, 690, 520, 820), outline=SEAL, width=6)
    pen.regular_polygon((455, 755, 26), 5, fill=SEAL)
    target = io.BytesIO()
    page.save(target, "PNG")
    return target.getvalue()
