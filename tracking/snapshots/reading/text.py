"""CSV and tab-separated text: encoding proved, never guessed; rows counted as the file has them.

Encodings tried strictly, in this order: byte order mark, UTF-8, GB18030. A stray byte is
reported with its line instead of being replaced.
"""

from __future__ import annotations

import codecs
import csv
import functools
import io
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from tracking.snapshots.reading.headers import HEADER_ROWS, header_row, named_once
from tracking.snapshots.reading.raw import Ragged, RawTable, Refusal

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DELIMITERS = (",", "\t", ";", "|")
HEAD = 1 << 16
BLOCK = 8 << 20


def read_text(data: bytes, headers: frozenset[str], name: str = "") -> RawTable:
    """Read a delimited text whose header line may hold words of `headers`."""
    content, head = decoded(data)
    if b"\0" in content[:HEAD]:
        raise Refusal("no_table")
    delimiter = delimiter_of(head)
    first = list(islice(csv.reader(io.StringIO(head), delimiter=delimiter), HEADER_ROWS))
    if not first:
        raise Refusal("empty")
    at = header_row(first, headers)
    skipped = lines_of(head, delimiter, at + 1)
    names = named_once(first[at])
    return parse(content, names, delimiter, (at, skipped), name)


def decoded(data: bytes) -> tuple[bytes, str]:
    """The text as UTF-8 bytes and its beginning as text; Refusal when it cannot be read."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            text = strictly(data[len(mark) :], encoding)
            return (data[len(mark) :] if encoding == "utf-8" else text.encode()), text[:HEAD]
    if is_utf8(data):
        return data, data[:HEAD].decode("utf-8", errors="ignore")
    try:
        return data, data.decode("utf-8")[:HEAD]
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.end == len(data):
            raise Refusal("cut", line=data.count(b"\n") + 1) from error
    text = strictly(data, "gb18030")
    return text.encode(), text[:HEAD]


def is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8, without making a text of them."""
    ends = pa.array([0, len(data)], pa.int64()).buffers()[1]
    whole = pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(data))
    try:
        whole.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def strictly(data: bytes, encoding: str) -> str:
    """Decode without guessing; the refusal names the line of the first byte that does not fit."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        code = "cut" if error.end >= len(data) - 1 else "encoding"
        raise Refusal(code, line=line) from error


def delimiter_of(head: str) -> str:
    """What separates cells: the candidate that the first lines hold most evenly and often."""
    lines = [line for line in head.splitlines()[:HEADER_ROWS] if line.strip()]
    counts = {mark: max((line.count(mark) for line in lines), default=0) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: counts[mark])


def lines_of(head: str, delimiter: str, rows: int) -> int:
    """Lines of the file that the first rows take (a quoted title or header may span several)."""
    reader = csv.reader(io.StringIO(head), delimiter=delimiter)
    for _row in islice(reader, rows):
        pass
    return reader.line_num


def parse(
    content: bytes, names: list[str], delimiter: str, header: tuple[int, int], name: str
) -> RawTable:
    """Split the text into columns; rows of another width are set apart with their number.

    A clean file is read on all cores. Only a file with ragged rows is read again in order,
    because only then the reader tells where they stand.
    """
    labels = [label or f"\x00{place}" for place, label in enumerate(names)]
    read = functools.partial(_read, content, labels, delimiter, header[1])
    ragged: list[arrow_csv.InvalidRow] = []

    def set_apart(row: arrow_csv.InvalidRow) -> str:
        ragged.append(row)
        return "skip"

    try:
        table = read(None)
    except pa.ArrowInvalid:
        try:
            table = read(set_apart)
        except pa.ArrowInvalid as error:
            raise Refusal("no_table") from error
    first = header[0] + 2
    # The reader counts the lines that were skipped, and from there on rows.
    apart = tuple(
        Ragged(first + r.number - header[1] - 1, r.expected_columns, r.actual_columns, r.text)
        for r in ragged
    )
    rows = numbered(table.num_rows, first, [a.row for a in apart])
    refuse_cut(apart, rows, ends_whole=content.endswith((b"\n", b"\r")))
    return without_blank(table, names, rows, apart, name)


def _read(
    content: bytes,
    labels: list[str],
    delimiter: str,
    skipped: int,
    set_apart: object | None,
) -> pa.Table:
    return arrow_csv.read_csv(
        pa.BufferReader(content),
        read_options=arrow_csv.ReadOptions(
            use_threads=set_apart is None,
            skip_rows=skipped,
            block_size=BLOCK,
            column_names=labels,
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter,
            newlines_in_values=b'"' in content,
            invalid_row_handler=set_apart,
            ignore_empty_lines=False,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(labels, pa.string()), strings_can_be_null=False
        ),
    )


def without_blank(
    table: pa.Table, names: list[str], rows: pa.Array, apart: tuple[Ragged, ...], name: str
) -> RawTable:
    """Named columns without the rows in which every cell is blank."""
    columns = [column.combine_chunks() for column in table.columns]
    blank = pc.equal(columns[0], "") if columns else pa.array([], pa.bool_())
    for column in columns[1:]:
        if not pc.any(blank).as_py():
            break
        blank = pc.and_(blank, pc.equal(column, ""))
    if pc.any(blank).as_py():
        kept = pc.invert(blank)
        columns, rows = [c.filter(kept) for c in columns], rows.filter(kept)
    named = {n: c for n, c in zip(names, columns, strict=True) if n}
    return RawTable(named, rows, apart, name)


def numbered(count: int, first: int, missing: list[int]) -> pa.Array:
    """Row numbers of `count` good rows that start at `first` and leave out `missing` ones."""
    numbers = np.arange(first, first + count + len(missing), dtype=np.int32)
    return pa.array(np.setdiff1d(numbers, missing, assume_unique=True)[:count], pa.int32())


def refuse_cut(apart: tuple[Ragged, ...], rows: pa.Array, *, ends_whole: bool) -> None:
    """A file that ends in the middle of a row lost an unknown number of children: refuse it."""
    last = apart[-1] if apart else None
    after_all = last and (len(rows) == 0 or last.row > rows[-1].as_py())
    if last and after_all and not ends_whole and last.found < last.expected:
        raise Refusal("cut", line=last.row)
