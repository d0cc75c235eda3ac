"""The only map from Chinese headers and values to the fields of the house.

`registry` and `departments` hold one column map per kind of file, built from the columns that
lists of persons share (`column`); `codes` and `grades` turn values into codes, `recognition`
says what kind a file is.
"""

from tracking.snapshots.columns.codes import (
    LEFT_BEHIND,
    MOVEMENT,
    NO_DISABILITY,
    NOT_INCLUSIVE,
    SEX,
    STATE,
    STATUS,
    YES,
)
from tracking.snapshots.columns.column import Column
from tracking.snapshots.columns.grades import grade_of
from tracking.snapshots.columns.maps import COLUMNS, header_fields
from tracking.snapshots.columns.recognition import kind_of
from tracking.snapshots.reading.plain import plain

__all__ = [
    "COLUMNS",
    "LEFT_BEHIND",
    "MOVEMENT",
    "NOT_INCLUSIVE",
    "NO_DISABILITY",
    "SEX",
    "STATE",
    "STATUS",
    "YES",
    "Column",
    "grade_of",
    "header_fields",
    "kind_of",
    "plain",
]
