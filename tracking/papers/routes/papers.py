"""One paper: what it is, its files, its delivery and scan, and declaring it void."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.paper import Paper
from models.vocabulary.papers import PaperState
from models.vocabulary.roles import Permission as P
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires
from tracking.papers import queries, service, templates
from tracking.papers.forms import DeliveryForm, ScanForm, VoidForm
from tracking.papers.making import file_of
from tracking.papers.routes.chapter import answer, blueprint, paper_or_404, settings


@blueprint.get("/papers/<int:paper_id>")
@requires(P.PAPER_READ)
def show(paper_id: int) -> str:
    """One paper, masked."""
    return paper_page(paper_or_404(paper_id))


@blueprint.get("/papers/<int:paper_id>/paper.<any(docx, pdf):ending>")
@requires(P.PAPER_READ, P.CASE_REVEAL)
def download(paper_id: int, ending: str) -> Response | tuple[str, int]:
    """The paper in full, as Word or PDF; who took it is recorded."""
    paper = paper_or_404(paper_id)
    try:
        content = file_of(templates.document_of(paper), ending, settings().fonts_dir)
    except BaoxueError as error:
        return paper_page(paper, trouble=str(error)), 409
    service.opened(paper, by=actor(), ending=ending)
    return answer(content, ending, paper.reference)


@blueprint.get("/papers/<int:paper_id>/receipt.<any(docx, pdf):ending>")
@requires(P.PAPER_READ, P.CASE_REVEAL)
def receipt(paper_id: int, ending: str) -> Response | tuple[str, int]:
    """The receipt of delivery: to be signed, or with what was recorded."""
    paper = paper_or_404(paper_id)
    try:
        content = file_of(templates.receipt_of(paper), ending, settings().fonts_dir)
    except BaoxueError as error:
        return paper_page(paper, trouble=str(error)), 409
    service.opened(paper, by=actor(), ending=ending)
    return answer(content, ending, f"{_('Receipt of delivery')} {paper.reference}")


@blueprint.route("/papers/<int:paper_id>/delivery", methods=["GET", "POST"])
@requires(P.PAPER_READ, P.PAPER_ISSUE)
def deliver(paper_id: int) -> Response | str | tuple[str, int]:
    """Record how a paper reached its receiver."""
    paper = paper_or_404(paper_id)
    form = DeliveryForm(paper, delivered_on=clock.today())
    if not form.is_submitted():
        if paper.state is not PaperState.ISSUED:
            flash(_("The delivery is recorded already, or the paper is void."), "error")
            return redirect(url_for("papers.show", paper_id=paper_id))
        return render_template("papers/deliver.html", form=form, paper=paper)
    try:
        if form.validate():
            given, scan = form.delivery(), form.chosen()
            service.deliver(paper, given, scan, by=actor(), settings=settings())
            return done(paper_id, _("The delivery is recorded."))
    except BaoxueError as error:
        form.form_errors.append(str(error))
    paper, status = paper_or_404(paper_id), 409 if form.form_errors else 422
    return render_template("papers/deliver.html", form=form, paper=paper), status


@blueprint.post("/papers/<int:paper_id>/scan")
@requires(P.PAPER_READ, P.PAPER_ISSUE)
def add_scan(paper_id: int) -> Response | tuple[str, int]:
    """Add the scan of the receipt to a delivery that was recorded without one."""
    paper, form = paper_or_404(paper_id), ScanForm()
    if not form.validate():
        return paper_page(paper, scanning=form), 422
    try:
        service.add_scan(paper, form.chosen(), by=actor(), settings=settings())
    except BaoxueError as error:
        return paper_page(paper_or_404(paper_id), trouble=str(error)), 409
    return done(paper_id, _("The scan stands in the child's file."))


@blueprint.post("/papers/<int:paper_id>/void")
@requires(P.PAPER_READ, P.PAPER_ISSUE)
def void(paper_id: int) -> Response | tuple[str, int]:
    """Declare a paper void, with the reason."""
    paper, form = paper_or_404(paper_id), VoidForm()
    if not form.validate():
        return paper_page(paper, voiding=form), 422
    version, reason = form.version.data or 0, form.reason.data or ""
    try:
        service.void(paper, by=actor(), version=version, reason=reason)
    except BaoxueError as error:
        return paper_page(paper_or_404(paper_id), trouble=str(error), voiding=form), 409
    return done(paper_id, _("The paper is void; its number is not given again."))


def done(paper_id: int, words: str) -> Response:
    """Back to the paper, with what was done."""
    flash(words, "success")
    return redirect(url_for("papers.show", paper_id=paper_id))


def paper_page(
    paper: Paper,
    *,
    trouble: str = "",
    voiding: VoidForm | None = None,
    scanning: ScanForm | None = None,
) -> str:
    """The page of one paper."""
    return render_template(
        "papers/show.html",
        paper=paper,
        case=queries.case_of(paper),
        trouble=trouble,
        voiding=voiding or VoidForm(formdata=None),
        scanning=scanning or ScanForm(formdata=None),
    )
