"""The whole file of a child as one PDF: masked for bureaus, in full for a stated purpose."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug import Response

from models.vocabulary.roles import Permission as P
from tracking.cases.service import reveal
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires
from tracking.papers import life_file
from tracking.papers.forms import PurposeForm
from tracking.papers.routes.chapter import answer, blueprint, case_or_404, settings


@blueprint.get("/cases/<int:case_id>/file.pdf")
@requires(P.CASE_READ, P.PAPER_READ, P.CASE_EXPORT)
def masked_file(case_id: int) -> Response:
    """The file with names and numbers masked."""
    return printed(case_id, "")


@blueprint.post("/cases/<int:case_id>/file.pdf")
@requires(P.CASE_READ, P.PAPER_READ, P.CASE_REVEAL)
def full_file(case_id: int) -> Response:
    """The file in full, for a purpose that is recorded and printed on it."""
    case, form = case_or_404(case_id), PurposeForm()
    if not form.validate():
        flash(str(form.purpose.errors[0]), "error")
        return redirect(url_for("papers.ladder", case_id=case_id))
    try:
        reveal(case, by=actor(), purpose=form.purpose.data)
    except BaoxueError as error:
        flash(str(error), "error")
        return redirect(url_for("papers.ladder", case_id=case_id))
    return printed(case_id, form.purpose.data)


def printed(case_id: int, purpose: str) -> Response:
    """Made and recorded; without a Chinese font back to the papers, with the remedy."""
    case = case_or_404(case_id)
    try:
        content = life_file.printed(case, by=actor(), purpose=purpose, settings=settings())
    except BaoxueError as error:
        flash(str(error), "error")
        return redirect(url_for("papers.ladder", case_id=case_id))
    return answer(content, "pdf", case.number)
