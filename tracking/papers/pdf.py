"""PDF by typst, with a Chinese font embedded; without one there is no PDF, but a remedy.

Data goes in as JSON and is never read as markup.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from docx.document import Document as Paper
from flask_babel import lazy_gettext as _l

from tracking.kernel.errors import RefusedError
from tracking.papers.blocks import sheet_of
from tracking.papers.kinds import HOUSE

SOURCES = HOUSE / "typst"
SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "SimSun")
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "SimHei")
NO_FONT = _l(
    "No Chinese font is there to make a PDF with. Install the package fonts-noto-cjk, or put "
    "“Noto Serif CJK SC” into the folder that BAOXUE_FONTS names. Word files can be had meanwhile."
)


def pdf_of(documents: Sequence[Paper], folder: Path | None) -> bytes:
    """Filled documents as one PDF, each beginning on a page of its own."""
    return compiled("sheet.typ", {"sheets": [sheet_of(d) for d in documents]}, folder)


def compiled(source: str, data: dict[str, Any], folder: Path | None) -> bytes:
    """What typst makes of a source of ours and of data; RefusedError without a Chinese font."""
    fonts = fonts_in(folder)
    given = data | {"fonts": named(fonts.families())}
    made: Any = typst.Compiler(
        str(SOURCES / source),
        root=str(SOURCES),
        font_paths=fonts,
        sys_inputs={"data": json.dumps(given, ensure_ascii=False)},
    ).compile(format="pdf")
    return bytes(made)


@lru_cache(maxsize=4)
def fonts_in(folder: Path | None) -> typst.Fonts:
    """The fonts of the system and of a folder; looked for once, which takes a while."""
    return typst.Fonts(font_paths=[str(folder)] if folder else [])


def named(families: Sequence[str]) -> list[str]:
    """The Chinese type to set in; a serif one for papers if there is one."""
    found = [name for name in (*SERIF, *SANS) if name in set(families)]
    if not found:
        raise RefusedError(NO_FONT)
    return found[:1]
