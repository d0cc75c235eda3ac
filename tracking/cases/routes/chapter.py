"""What the pages of this chapter hang on, and the page that most of them answer with."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response

from models.case import Case
from tracking.calendar import following
from tracking.cases import queries, rescheduling
from tracking.cases.ladder_page import ladder_of
from tracking.cases.page import Kept, page_of
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor
from tracking.kernel.web.targets import safe_target

blueprint = Blueprint("cases", __name__)
blueprint.add_app_template_global(ladder_of)
following.follow(rescheduling.FOLLOWER)


def case_or_404(number: int) -> Case:
    """A case in scope; a stranger's is not there."""
    return queries.case_in_scope(number) or abort(404)


def case_page(case: Case, *, reveal: bool = False, kept: Kept | None = None) -> str:
    """The file of a case as the signed-in person sees it."""
    whole = request.args.get("timeline") == "all"
    page = page_of(case, actor(), reveal=reveal, whole=whole, kept=kept)
    return render_template("cases/show.html", page=page)


def refused(
    case_id: int, act: str, error: BaoxueError | str, *, text: str = "", flag_id: int | None = None
) -> tuple[str, int]:
    """The file as it stands now, with what was typed and why it was not taken."""
    kept = Kept(act, text, str(error), flag_id)
    status = 409 if isinstance(error, BaoxueError) else 422
    return case_page(case_or_404(case_id), kept=kept), status


def back(case_id: int) -> Response:
    """To the page the act was done on, else to the file."""
    asked = safe_target(request.form.get("next"))
    return redirect(asked or url_for("cases.show", case_id=case_id))
