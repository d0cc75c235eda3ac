"""The funnel of a scan with its lists, and the balance sheet: pages and files."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, request
from flask import Response as Download
from flask_babel import gettext as _

from models.organisation import Organisation
from models.vocabulary.comparison import Box, Compared
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Permission as P
from tracking.comparison import balance_sheet, box_list, counts
from tracking.comparison.balance import CAME, WENT
from tracking.comparison.balance_sheet import Span, sheet_of
from tracking.comparison.box_list import PAGE, Asked, listed
from tracking.comparison.funnel import BOXES
from tracking.comparison.page import sections_of
from tracking.kernel import clock
from tracking.kernel.settings import Settings
from tracking.kernel.tables import MIME
from tracking.kernel.web.guards import actor, requires
from tracking.kernel.web.paging import asked_page, page_of

blueprint = Blueprint("comparison", __name__)


@blueprint.get("/comparisons")
@requires(P.FLAG_READ)
def index() -> str:
    """The funnel of a scan: everybody of every input in one box, for one bureau or school."""
    area = asked_area()
    scan = counts.scan_asked(request.args.get("scan", ""))
    return render_template(
        "comparison/index.html",
        scan=scan,
        scans=counts.newest_scans(),
        area=area,
        above=above(area),
        sections=sections_of(scan, area) if scan else [],
    )


@blueprint.get("/comparisons/<int:scan_id>/<string:comparison>/<string:box>")
@requires(P.FLAG_READ)
def box(scan_id: int, comparison: str, box: str) -> str:
    """The persons of one box, masked, page by page."""
    asked, user = asked_list(scan_id, comparison, box), actor()
    before = (asked_page() - 1) * PAGE
    kept = counts.kept_counts(scan_id, asked.area.path)
    then = counts.by_box(k for k in kept if k.comparison is asked.comparison)[asked.box]
    found = listed(asked, installed(), before, PAGE)
    given = {"scan": asked.scan, "area": asked.area, "day": asked.scan.as_of}
    if not found.trouble:
        box_list.record("view", asked, user, len(found.people))
    return render_template(
        "comparison/box.html",
        **given,
        comparison=asked.comparison,
        box=asked.box,
        found=found,
        then=then,
        page=page_of(found.total, before, len(found.people), PAGE),
    )


@blueprint.get(
    "/comparisons/<int:scan_id>/<string:comparison>/<string:box>/list.<any(csv, xlsx):ending>"
)
@requires(P.FLAG_READ, P.CASE_EXPORT)
def export(scan_id: int, comparison: str, box: str, ending: str) -> Download:
    """The persons of one box as the page shows them, as a file."""
    asked, user = asked_list(scan_id, comparison, box), actor()
    found = listed(asked, installed())
    name = f"{asked.comparison.value}-{asked.box.value}"
    box_list.record("export", asked, user, len(found.people))
    return download(box_list.as_file(found.people, f".{ending}"), name, ending)


@blueprint.get("/balance")
@requires(P.FLAG_READ)
def balance() -> str:
    """Opening + in − out = closing: a city by county, a county by school, a school by grade."""
    area, span = asked_area(), asked_span()
    sheet = sheet_of(span, area, installed()) if span else None
    shown = {"area": area, "above": above(area), "span": span, "unit": unit_of(area)}
    if span and sheet and (sheet.gone or sheet.unrecorded):
        names = len(sheet.gone) + len(sheet.unrecorded)
        balance_sheet.record("view", span, area, actor(), names)
    return render_template(
        "comparison/balance.html",
        **shown,
        scans=counts.newest_scans(),
        sheet=sheet,
        came=CAME,
        went=WENT,
    )


@blueprint.get("/balance.<any(csv, xlsx):ending>")
@requires(P.FLAG_READ, P.CASE_EXPORT)
def balance_export(ending: str) -> Download:
    """The sheet that the page shows, as a file."""
    area, span = asked_area(), asked_span() or abort(404)
    sheet = sheet_of(span, area, installed())
    content = balance_sheet.as_file(sheet, unit_of(area), f".{ending}")
    balance_sheet.record("export", span, area, actor(), len(sheet.rows))
    return download(content, f"balance-{area.code}", ending)


def asked_area() -> Organisation:
    """The bureau or school in the address, the own one without; 404 outside the scope."""
    return counts.area_asked(request.args.get("area", "")) or abort(404)


def above(area: Organisation) -> Organisation | None:
    """What the area belongs to, as far as the reader may see it."""
    return counts.area_asked(area.parent.code) if area.parent else None


def asked_span() -> Span | None:
    """The two weeks in the address; the newest scan and what it compared with by itself."""
    scan = counts.scan_asked(request.args.get("scan", ""))
    before = request.args.get("since", "")
    since = counts.scan_asked(before) if before else None
    if scan is None or (since and since.as_of >= scan.as_of):
        since = None
    return Span(scan, since) if scan else None


def asked_list(scan_id: int, comparison: str, box: str) -> Asked:
    """The list in the address; 404 for anything that is none."""
    known = {c.value: c for c in Compared}
    compared = known.get(comparison) or abort(404)
    boxes: dict[str, Box] = {b.value: b for b in BOXES[compared]}
    scan = counts.scan_asked(str(scan_id)) or abort(404)
    return Asked(scan, compared, boxes.get(box) or abort(404), asked_area())


def unit_of(area: Organisation) -> str:
    """What the lines of a sheet are."""
    if area.level is Level.SCHOOL:
        return str(_("Grade"))
    return str(_("School")) if area.level is Level.COUNTY else str(_("County"))


def download(content: bytes, name: str, ending: str) -> Download:
    """A file of today."""
    answer = current_app.response_class(content, mimetype=MIME[f".{ending}"])
    file_name = f"{name}-{clock.today():%Y%m%d}.{ending}"
    answer.headers.set("Content-Disposition", "attachment", filename=file_name)
    return answer


def installed() -> Settings:
    """The settings of this installation."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings
