"""A Word document as plain blocks for typst, paragraphs and tables in order.

So Word and PDF say the same by construction, whatever template an office uses.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

PLACES: dict[Any, str] = {ALIGN.CENTER: "center", ALIGN.RIGHT: "right", ALIGN.LEFT: "left"}
DEFAULT_SIZE, EM = 14.0, 0.6  # points; how far from no indent counts as one


def sheet_of(document: Paper) -> dict[str, Any]:
    """The document as data: blocks, header and footer."""
    section = document.sections[0]
    size = document.styles["Normal"].font.size
    usual = size.pt if size else DEFAULT_SIZE
    return {
        "size": usual,
        "header": [block(p, usual) for p in section.header.paragraphs if p.text.strip()],
        "footer": [block(p, usual) for p in section.footer.paragraphs if p.text.strip()],
        "blocks": [
            table(item, usual) if isinstance(item, Table) else block(item, usual)
            for item in document.iter_inner_content()
        ],
    }


def block(paragraph: Paragraph, usual: float) -> dict[str, Any]:
    """One paragraph."""
    layout = paragraph.paragraph_format
    indent = layout.first_line_indent
    return {
        "kind": "text",
        "align": PLACES.get(paragraph.alignment, "justify"),
        "indent": bool(indent and indent.pt > EM * usual),
        "left": layout.left_indent.pt if layout.left_indent else 0,
        "runs": [piece(run, usual) for run in paragraph.runs if run.text],
        "breaks": bool(paragraph._p.findall(f".//{qn('w:br')}[@{qn('w:type')}='page']")),  # noqa: SLF001 - python-docx hides page breaks
    }


def piece(run: Run, usual: float) -> dict[str, Any]:
    """A stretch of text in one dress."""
    font = run.font
    size = font.size or run.style.font.size
    return {
        "text": run.text,
        "bold": bool(font.bold),
        "underline": bool(font.underline),
        "size": size.pt if size else usual,
    }


def table(found: Table, usual: float) -> dict[str, Any]:
    """A table; a cell that spans columns is told once."""
    rows = []
    for row in found.rows:
        seen: list[tuple[_Cell, int]] = []
        for cell in row.cells:
            if seen and seen[-1][0]._tc is cell._tc:  # noqa: SLF001 - the same cell again
                seen[-1] = (cell, seen[-1][1] + 1)
            else:
                seen.append((cell, 1))
        cells = [
            {"span": span, "blocks": [block(p, usual) for p in cell.paragraphs]}
            for cell, span in seen
        ]
        rows.append({"height": row.height.pt if row.height else 0, "cells": cells})
    widths = [column.width.pt if column.width else 0 for column in found.columns]
    return {"kind": "table", "widths": widths, "rows": rows}
