"""What all comparisons of the funnel share: every row of an input ends in exactly one box. Pure.

Boxed rows are (BOXED): who, where the row stands, and where the person belongs. A `place` names an
archived row in one number, so that rows can be told apart and looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import narwhals.stable.v2 as nw

from models.vocabulary.comparison import Box
from tracking.kernel.engine import Frame

BOXED = ("person", "place", "school_code", "region", "box")
ROWS_APART = 2**32  # more than a file has rows


def place() -> nw.Expr:
    """Where a row stands, in one number; of two rows of a child the later file's is larger."""
    return nw.col("snapshot_id").cast(nw.Int64) * ROWS_APART + nw.col("row_no").cast(nw.Int64)


def place_of(snapshot_id: int, row_no: int) -> int:
    """The place of one row."""
    return snapshot_id * ROWS_APART + row_no


def row_at(place: int) -> tuple[int, int]:
    """(Snapshot id, row number) of a place."""
    return divmod(place, ROWS_APART)


def slim(frame: Frame, *columns: str) -> Frame:
    """`person`, `place` and some columns; a school that nobody could read is blank."""
    names = [nw.col(name) for name in columns if name != "school_code"]
    school = [nw.col("school_code").fill_null("")] if "school_code" in columns else []
    return frame.select(nw.col("person"), place().alias("place"), *school, *names)


def with_last(rows: Frame) -> Frame:
    """Say of each row whether it is the one by which its person is counted (`is_last`).

    Who cannot be recognised has no such row.
    """
    last = (
        rows.filter(~nw.col("person").is_null())
        .group_by("person")
        .agg(nw.col("place").max().alias("place"))
        .select("place", is_last=nw.lit(value=True))
    )
    return marked(rows, last, "place", "is_last")


def marked(rows: Frame, others: Frame, on: str | Sequence[str], name: str) -> Frame:
    """Join rows that bear a mark: the column `name` is true where there is a partner."""
    joined = rows.join(others, on=on if isinstance(on, str) else list(on), how="left")
    return joined.with_columns((~nw.col(name).is_null()).alias(name))


def present_in(frame: Frame, name: str, *on: str) -> Frame:
    """The distinct values of some columns, with a mark to join them by."""
    return frame.select(*on).unique().with_columns(nw.lit(value=True).alias(name))


def first_of(ways: Iterable[tuple[nw.Expr, Box | nw.Expr]], otherwise: Box | nw.Expr) -> nw.Expr:
    """The box of the first condition that holds; a condition that says nothing does not."""
    found = _code(otherwise)
    for condition, box in reversed(list(ways)):
        found = nw.when(condition.fill_null(value=False)).then(_code(box)).otherwise(found)
    return found


def _code(box: Box | nw.Expr) -> nw.Expr:
    return nw.lit(box.value) if isinstance(box, Box) else box


UNCOUNTED: tuple[tuple[nw.Expr, Box], ...] = (
    (nw.col("person").is_null(), Box.NAMELESS),
    (~nw.col("is_last"), Box.AGAIN),
)
