"""Reading a list of organisations: CSV with the columns code,name,level,parent_code,stage."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from flask_babel import lazy_gettext as _l

from models.vocabulary.organisations import Level
from tracking.accounts.tree import Node, OrganisationsRefusedError, Problem
from tracking.kernel.errors import FileRefusedError

NEEDED = ("code", "name", "level", "parent_code")
LARGEST = 20 * 1024 * 1024


def read_nodes(path: Path) -> list[Node]:
    """The rows of a file; FileRefusedError for the whole file, problems for single rows."""
    if path.stat().st_size > LARGEST:
        raise FileRefusedError(_l("The file is larger than 20 MB: no list of organisations."))
    rows = _rows(_decoded(path.read_bytes()))
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if missing := [name for name in NEEDED if name not in header]:
        raise FileRefusedError(
            _l("Columns are missing: %(columns)s. The first line must name the columns."),
            columns=", ".join(missing),
        )
    nodes, problems = [], []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        values = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        try:
            nodes.append(_node(number, values))
        except ValueError:
            words = _l("“%(level)s” is not a level; levels are %(levels)s.")
            levels = ", ".join(level.value for level in Level)
            given = {"level": values.get("level", ""), "levels": levels}
            problems.append(Problem(number, "level", words, given))
    if problems:
        raise OrganisationsRefusedError(problems)
    if not nodes:
        raise FileRefusedError(_l("The file holds no organisation."))
    return nodes


def _node(row: int, values: dict[str, str]) -> Node:
    return Node(
        code=values.get("code", ""),
        name=values.get("name", ""),
        level=Level(values.get("level", "").lower()),
        parent_code=values.get("parent_code", ""),
        stage=values.get("stage", ""),
        row=row,
    )


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefusedError(_l("The file is neither UTF-8 nor GB18030 text. Save it as CSV."))


def _rows(text: str) -> list[list[str]]:
    if "\0" in text:
        raise FileRefusedError(_l("The file is not a text file. Save it as CSV."))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise FileRefusedError(
            _l("The file cannot be read as CSV: a quotation mark or a line break is out of place.")
        ) from error
