"""Makes the Word templates that are shipped from the plain sheets in tracking/papers/sheets/.

    python -m scripts.paper_templates

A sheet is read line by line: "# " title, "= " centred, "> " flush left, "< " to the right, "-- "
a line to cut along with its heading, "| a | b |" a row of a table (the last cell of a shorter row
is as wide as what is left), anything else a paragraph indented by two characters. The same sheet
gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from itertools import groupby
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from tracking.papers.kinds import HOUSE

SONG, HEI = "SimSun", "SimHei"
BODY, SMALL, TITLE = Pt(14), Pt(11), Pt(20)
WIDTHS = {2: (Cm(4.4), Cm(11.2)), 4: (Cm(2.5), Cm(5.3), Cm(2.5), Cm(5.3))}
TO_SIGN = Cm(1.1)  # the height of a row that somebody fills in by hand
PLACES = {"# ": ALIGN.CENTER, "= ": ALIGN.CENTER, "> ": ALIGN.LEFT, "< ": ALIGN.RIGHT}
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write_all(folder: Path) -> list[Path]:
    """Write every template into a folder and return their paths."""
    written = []
    for sheet in sorted((HOUSE / "sheets").glob("*.txt")):
        path = folder / f"{sheet.stem}.docx"
        path.write_bytes(made(sheet.read_text(encoding="utf-8")))
        written.append(path)
    return written


def made(sheet: str) -> bytes:
    """A Word document of a sheet."""
    paper = Document()
    dress(paper)
    for is_table, lines in groupby(sheet.splitlines(), key=lambda line: line.startswith("|")):
        if is_table:
            add_table(paper, [cells(line) for line in lines])
        else:
            for line in lines:
                add_line(paper, line)
    content = io.BytesIO()
    paper.save(content)
    return steady(content.getvalue())


def dress(paper: Paper) -> None:
    """An A4 page with the margins of an official letter, in Song type."""
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3), Cm(2.5)
    section.left_margin = section.right_margin = Cm(2.7)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = SONG, BODY
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)


def add_line(paper: Paper, line: str) -> None:
    """One line of the sheet as a paragraph."""
    mark = line[:2] if line[:2] in PLACES else ""
    if line.startswith("-- "):
        write(paper.add_paragraph(), f"- - - - - - - - {line[3:]} - - - - - - - -", SMALL)
        paper.paragraphs[-1].alignment = ALIGN.CENTER
        return
    paragraph = paper.add_paragraph()
    write(paragraph, line.removeprefix(mark), TITLE if mark == "# " else BODY, bold=mark == "# ")
    paragraph.paragraph_format.line_spacing = 1.5
    paragraph.paragraph_format.space_after = Pt(0)
    if mark:
        paragraph.alignment = PLACES[mark]
    else:
        paragraph.paragraph_format.first_line_indent = BODY * 2


def write(paragraph: Paragraph, text: str, size: Pt, *, bold: bool = False) -> None:
    """Put text into a paragraph, in a type for Chinese."""
    run = paragraph.add_run(text)
    font = HEI if bold else SONG
    run.font.size, run.font.bold, run.font.name = size, bold, font
    properties = run._element.get_or_add_rPr()  # noqa: SLF001 - python-docx sets Latin type only
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)


def add_table(paper: Paper, rows: list[list[str]]) -> None:
    """Rows as a ruled table; a shorter row ends in a wider cell."""
    width = max(map(len, rows))
    table = paper.add_table(len(rows), width)
    table.style, table.autofit = "Table Grid", False
    for column, wide in zip(table.columns, WIDTHS[width], strict=True):
        column.width = wide
    for line, row in zip(table.rows, rows, strict=True):
        line.height = None if row[-1] else TO_SIGN
        if len(row) < width:
            line.cells[len(row) - 1].merge(line.cells[-1])
        for cell, text in zip(line.cells, row, strict=False):
            write(cell.paragraphs[0], text, SMALL)
            cell.paragraphs[0].alignment = ALIGN.LEFT


def cells(line: str) -> list[str]:
    """The cells of a row of the sheet."""
    return [part.strip() for part in line.strip().strip("|").split("|")]


def steady(content: bytes) -> bytes:
    """The same file without the moment at which it was made."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w") as new:
        for entry in old.namelist():
            kept = zipfile.ZipInfo(entry, LONG_AGO)
            kept.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(kept, old.read(entry))
    return result.getvalue()


if __name__ == "__main__":
    print("\n".join(map(str, write_all(HOUSE / "templates"))))
