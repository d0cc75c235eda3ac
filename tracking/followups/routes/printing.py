"""Home visit and persuasion forms on paper: one record, or all of an episode."""

from __future__ import annotations

from flask import abort, render_template, request
from werkzeug import Response

from models.case import Case
from models.vocabulary.roles import Permission as P
from tracking.cases.service import reveal
from tracking.flags.sentences import class_words
from tracking.followups.policy import corrected
from tracking.followups.queries import record_of
from tracking.followups.routes.chapter import blueprint, case_or_404
from tracking.kernel.web.guards import actor, requires

PAPER = "write_paper"


@blueprint.get("/cases/<int:case_id>/follow-ups/forms")
@requires(P.CASE_READ)
def forms(case_id: int) -> str:
    """The forms with the child masked; `record=` asks for one of them."""
    return forms_page(case_or_404(case_id), is_full=False)


@blueprint.post("/cases/<int:case_id>/follow-ups/forms")
@requires(P.CASE_READ, P.CASE_REVEAL)
def forms_in_full(case_id: int) -> Response | str:
    """The forms with name and numbers in full, for the paper; recorded."""
    case = case_or_404(case_id)
    reveal(case, by=actor(), purpose=PAPER)
    return forms_page(case_or_404(case_id), is_full=True)


def forms_page(case: Case, *, is_full: bool) -> str:
    """The chosen record, or those of the present episode in their order."""
    number = request.args.get("record", type=int)
    if number is None:
        records = [r for r in case.follow_ups if r.episode == case.episode][::-1]
    else:
        records = [record_of(case, number) or abort(404)]
    return render_template(
        "followups/forms.html",
        case=case,
        records=records,
        number=number,
        grade=class_words(case.child.grade, case.child.class_no),
        replaced=corrected(case.follow_ups),
        is_full=is_full,
    )
