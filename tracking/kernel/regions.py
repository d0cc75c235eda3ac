"""Region codes in the ledger: filled once from packaged data, corrected by the office's own file.

What is known only decides about remarks for a clerk; an unknown code is never an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from models.database import db
from models.region import Region
from models.scope import bulk_insert
from models.user import User
from tracking.kernel import audit
from tracking.kernel.region_file import Span, packaged_spans, read_spans
from tracking.kernel.transaction import transaction


@dataclass(frozen=True)
class Changed:
    """What a file did to the table."""

    created: int
    updated: int
    unchanged: int


def seed() -> int:
    """Fill an empty table from the packaged data; how many rows were written."""
    with transaction():
        if db.session.scalar(select(func.count(Region.id))):
            return 0
        spans = packaged_spans()
        bulk_insert(Region, [vars(span) for span in spans])
        audit.record("regions.seed", by=None, details={"rows": len(spans)})
    return len(spans)


def known_codes() -> frozenset[str]:
    """Every six-digit code that was ever valid: numbers keep the code of the day of issue."""
    return frozenset(db.session.scalars(select(Region.code).distinct()))


def import_regions(path: Path, by: User | None) -> Changed:
    """Take over a CSV of regions, all rows or none; a code and its first day name the row."""
    spans = read_spans(path)
    with transaction():
        changed = _merge(spans)
        audit.record("regions.import", by=by, details=vars(changed))
    return changed


def _merge(spans: Iterable[Span]) -> Changed:
    known = {(r.code, r.valid_from): r for r in db.session.scalars(select(Region))}
    created = updated = unchanged = 0
    for span in spans:
        row = known.get((span.code, span.valid_from))
        if row is None:
            db.session.add(Region(**vars(span)))
            created += 1
        elif (row.name, row.valid_until) == (span.name, span.valid_until):
            unchanged += 1
        else:
            row.name, row.valid_until = span.name, span.valid_until
            updated += 1
    return Changed(created, updated, unchanged)
