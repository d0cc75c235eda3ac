"""One scan: counts for everybody who runs the system, no child's data."""

from __future__ import annotations

from flask import Response, abort, render_template

from models.vocabulary.roles import Permission as P
from tracking.flags import queries
from tracking.flags.receipts.page import receipt_of
from tracking.flags.receipts.paper import paper_of
from tracking.flags.routes.chapter import blueprint
from tracking.kernel.web.guards import requires


@blueprint.get("/scans/<int:scan_id>")
@requires(P.RUN_READ)
def scan(scan_id: int) -> str:
    """The receipt of one scan: counts for everybody who runs the system, no child's data."""
    found = queries.scan_by_id(scan_id) or abort(404)
    return render_template("flags/scan.html", receipt=receipt_of(found))


@blueprint.get("/scans/<int:scan_id>/receipt.json")
@requires(P.RUN_READ)
def receipt_file(scan_id: int) -> Response:
    """The signed receipt as a file that anybody can check and keep."""
    text = queries.receipt_text(scan_id) or abort(404)
    name = f"baoxue-receipt-{scan_id}.json"
    given = Response(text, mimetype="application/json")
    given.headers["Content-Disposition"] = f"attachment; filename={name}"
    return given


@blueprint.get("/scans/<int:scan_id>/receipt")
@requires(P.RUN_READ)
def printed_receipt(scan_id: int) -> str:
    """The receipt as an office files it."""
    scan = queries.scan_by_id(scan_id) or abort(404)
    paper = paper_of(scan) or abort(404)
    return render_template("flags/printed_receipt.html", paper=paper, scan=scan)
