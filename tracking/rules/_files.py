"""What rules about the files of children share: one row per file, and who of them is on a roll."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from tracking.rules._kit import Frame

NUMBERS = ("person", "student_key", "id_key")


def one_per_file(frame: Frame) -> Frame:
    """The rows under one key of each file's child: a file stands once for each of its keys."""
    first = frame.group_by("case_id").agg(nw.col("person").min().alias("person"))
    return frame.join(first, on=["case_id", "person"], how="inner")


def by_any_number(rows: Frame, *columns: str) -> Frame:
    """Rows of a file, once for each number of the child, with that number as `person`.

    A child that was known by its identity number only may be on the roll with a student number.
    """
    shares = [rows.select(nw.col(n).alias("person"), *columns) for n in NUMBERS]
    return nw.concat(shares).filter(~nw.col("person").is_null()).unique()
