"""A register as a file: what the list shows, recorded before anybody holds it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from models.database import db
from models.paper import Paper
from models.user import User
from tracking.kernel import audit
from tracking.kernel.masking import masked_name
from tracking.kernel.paging import Sort
from tracking.kernel.tables import as_bytes
from tracking.kernel.transaction import transaction
from tracking.papers import queries
from tracking.papers.queries import Filters

AT_ONCE = 1_000  # rows fetched at once, so that memory does not grow with the register


def download(filters: Filters, sort: Sort, ending: str, by: User) -> bytes:
    """The content of a file with exactly the papers that a register shows, in its order."""
    keys = (queries.SORTS[sort.key], Paper.id)
    order = [key.desc() if sort.descending else key.asc() for key in keys]
    query = queries.listing(filters).order_by(*(key.nulls_last() for key in order))
    with db.session.scalars(query.execution_options(yield_per=AT_ONCE)) as found:
        rows = [row_of(paper) for paper in found]
    content = as_bytes(ending, heads(), rows)
    given = {name: str(value) for name, value in vars(filters).items() if value}
    with transaction():
        details = {"rows": len(rows), "ending": ending, **given}
        audit.record("papers.export", by=by, details=details)
    return content


def heads() -> list[str]:
    """Heads of the register's columns, in the reader's language."""
    return [
        _("Number"),
        _("Paper"),
        _("Office"),
        _("Year"),
        _("Serial"),
        _("Name"),
        _("Issued"),
        _("Status"),
        _("Day of delivery"),
        _("Way of delivery"),
        _("Days run until"),
        _("Void because"),
    ]


def row_of(paper: Paper) -> list[Any]:
    """One paper as the register shows it, in words."""
    delivery = paper.delivery
    return [
        paper.reference,
        str(paper.kind.label),
        paper.issuer.name,
        paper.year,
        paper.number,
        masked_name(paper.fields.get("child_name", "")),
        paper.issued_on,
        str(paper.state.label),
        delivery.delivered_on if delivery else None,
        str(delivery.method.label) if delivery else "",
        paper.due_on,
        paper.void_reason,
    ]
