"""What of a file lies outside its importer's area: a county's file touches no other county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
from flask_babel import lazy_gettext as _l

from models.organisation import Organisation
from models.scope import EVERYWHERE, covers
from models.user import User
from models.vocabulary.registry import MovementKind
from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel.errors import FileRefusedError
from tracking.snapshots import queries
from tracking.snapshots.cleaning import Cleaned

ROLLS = (SnapshotKind.REGISTRY, SnapshotKind.ROLL_CALL, SnapshotKind.GRADUATES)
NAMELESS = "-"  # stands for a school that a movement does not name
ARRIVALS = [MovementKind.TRANSFER_IN.value, MovementKind.RESUME.value]


def area_of(by: User | None) -> str:
    """The path of the importer's area; the command line and the drop folder speak for all."""
    return by.organisation.path if by else EVERYWHERE


def narrowed(
    cleaned: Cleaned, kind: SnapshotKind, by: User | None
) -> tuple[Cleaned, dict[str, int]]:
    """The rows that the importer may bring in, and how many of each foreign school were left out.

    A row belongs to its school; a movement to the school it leads to when it is an arrival,
    else to the one it leads away from. A roster may bring schools that nobody knows; a movement
    without a school of the area is left out, or it would explain a child of anybody.
    """
    answering = answering_schools(cleaned.table, kind)
    schools, area = queries.all_schools(), area_of(by)
    foreign = foreign_codes(schools, area)
    if answering is None or not foreign:
        return cleaned, {}
    if kind is SnapshotKind.MOVEMENTS:
        own = pa.array(sorted(schools.keys() - foreign), pa.string())
        outside = pc.invert(pc.fill_null(pc.is_in(answering, own), False))
    else:
        outside = pc.fill_null(pc.is_in(answering, pa.array(sorted(foreign), pa.string())), False)
    table = cleaned.table.filter(pc.invert(outside))
    if len(cleaned.table) and not len(table):
        raise FileRefusedError(
            _l("No row of this file belongs to your area. Their bureau brings it in.")
        )
    left_out = {
        entry["values"]: entry["counts"]
        for entry in pc.value_counts(answering.filter(outside)).to_pylist()
    }
    for code, count in sorted(left_out.items()):
        cleaned.issues.note("foreign_school", code or NAMELESS, count)
    return replace(cleaned, table=table), left_out


def answering_schools(table: pa.Table, kind: SnapshotKind) -> pa.ChunkedArray | None:
    """The school that answers for each row; None where lists are not made by schools."""
    if kind in ROLLS:
        return table["school_code"]
    if kind is not SnapshotKind.MOVEMENTS:
        return None
    arrives = pc.and_(
        pc.is_in(table["kind"], pa.array(ARRIVALS)), pc.not_equal(table["to_school"], "")
    )
    return pc.if_else(pc.fill_null(arrives, False), table["to_school"], table["from_school"])


def foreign_codes(schools: Mapping[str, Organisation], area: str) -> set[str]:
    """Codes of schools outside an area."""
    return {code for code, school in schools.items() if not covers(area, school.path)}
