"""CSV and tab-separated text: encoding proved, never guessed; rows counted as the file has them.

Encodings tried strictly, in this order: byte order mark, UTF-8, GB18030. A stray byte is
reported with its line instead of being replaced.
"""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice
from pathlib import Path

import pyarrow as pa
from flask_babel import lazy_gettext as _l
from pyarrow import csv as arrow_csv

from tracking.kernel.errors import FileRefusedError
from tracking.snapshots.columns import plain
from tracking.snapshots.reading.raw import Ragged, RawTable

HEADER_LINES = 12  # title rows above the header are tolerated up to here
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(path: Path, headers: frozenset[str]) -> RawTable:
    """Read a delimited text file whose header line holds words of `headers`."""
    content, ends_whole = decoded(path)
    if "\x00" in content[:4096]:
        raise FileRefusedError(
            _l("“%(file)s” is neither a table of text nor an Excel file."), file=path.name
        )
    lines = content[:65536].splitlines()[:HEADER_LINES]
    delimiter, skipped = header_position(lines, headers)
    names = header_names(content, delimiter, skipped)
    return parse(content.encode(), names, delimiter, skipped, path.name, ends_whole=ends_whole)


def decoded(path: Path) -> tuple[str, bool]:
    """The text of a file and whether its last line is ended; FileRefusedError when unreadable."""
    data = path.read_bytes()
    for mark, name in MARKS:
        if data.startswith(mark):
            return _strictly(data, name, path.name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "gb18030", path.name)
    return text, text.endswith(("\n", "\r"))


def _strictly(data: bytes, encoding: str, file: str) -> tuple[str, bool]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if error.end >= len(data) - 1:
            words = _l("“%(file)s” is cut off in row %(line)s. Export it again completely.")
        else:
            words = _l(
                "“%(file)s” is in an encoding that cannot be read (row %(line)s). "
                "Save it as CSV UTF-8 or as .xlsx."
            )
        raise FileRefusedError(words, file=file, line=line) from error
    return text, text.endswith(("\n", "\r"))


def header_position(lines: list[str], headers: frozenset[str]) -> tuple[str, int]:
    """The delimiter and how many lines stand above the header."""
    best = (0, ",", 0)
    for number, line in enumerate(lines):
        for delimiter in (",", "\t", ";"):
            known = sum(plain(cell) in headers for cell in line.split(delimiter))
            if known > best[0]:
                best = (known, delimiter, number)
    return best[1], best[2]


def parse(
    content: bytes, names: list[str], delimiter: str, skipped: int, file: str, *, ends_whole: bool
) -> RawTable:
    """Split the text into columns; rows of another width are set apart with their number."""
    ragged: list[arrow_csv.InvalidRow] = []

    def set_apart(row: arrow_csv.InvalidRow) -> str:
        ragged.append(row)
        return "skip"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(
                use_threads=False, skip_rows=skipped, block_size=8 << 20
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=set_apart
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise FileRefusedError(
            _l("“%(file)s” is not a readable table. Save it as CSV UTF-8 or as .xlsx."), file=file
        ) from error
    apart = tuple(
        Ragged(r.number + skipped, r.expected_columns, r.actual_columns, r.text) for r in ragged
    )
    rows = numbered(table.num_rows, skipped + 2, [a.row for a in apart])
    refuse_cut(apart, rows, file, ends_whole=ends_whole)
    columns: dict[str, pa.Array] = {}
    for index, name in enumerate(table.column_names):
        columns.setdefault(name, table.column(index).combine_chunks())
    return RawTable(columns, rows, apart)


def header_names(content: str, delimiter: str, skipped: int) -> list[str]:
    """The cells of the header line."""
    rows = csv.reader(io.StringIO(content[:65536]), delimiter=delimiter)
    return next(islice(rows, skipped, None), [])


def numbered(count: int, first: int, missing: list[int]) -> pa.Array:
    """Row numbers of `count` good rows that start at `first` and leave out `missing` ones."""
    gone = set(missing)
    numbers: list[int] = []
    row = first
    while len(numbers) < count:
        if not gone:
            numbers.extend(range(row, row + count - len(numbers)))
            break
        if row in gone:
            gone.discard(row)
        else:
            numbers.append(row)
        row += 1
    return pa.array(numbers, pa.int32())


def refuse_cut(apart: tuple[Ragged, ...], rows: pa.Array, file: str, *, ends_whole: bool) -> None:
    """A file that ends in the middle of a row lost an unknown number of children: refuse it."""
    last = apart[-1] if apart else None
    after_all = last and (len(rows) == 0 or last.row > rows[-1].as_py())
    if last and after_all and not ends_whole and last.found < last.expected:
        raise FileRefusedError(
            _l("“%(file)s” is cut off in row %(line)s. Export it again completely."),
            file=file,
            line=last.row,
        )
