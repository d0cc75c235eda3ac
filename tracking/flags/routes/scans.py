"""One scan: counts for everybody who runs the system, no child's data."""

from __future__ import annotations

from flask import abort, render_template

from models.vocabulary.roles import Permission as P
from tracking.flags import queries
from tracking.flags.receipts.page import receipt_of
from tracking.flags.routes.chapter import blueprint
from tracking.kernel.web.guards import requires


@blueprint.get("/scans/<int:scan_id>")
@requires(P.RUN_READ)
def scan(scan_id: int) -> str:
    """The receipt of one scan: counts for everybody who runs the system, no child's data."""
    found = queries.scan_by_id(scan_id) or abort(404)
    return render_template("flags/scan.html", receipt=receipt_of(found))
