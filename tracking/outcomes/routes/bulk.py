"""“Still at school” for many children at once, with one document as their proof."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from models.case import Case
from models.vocabulary.documents import DocumentKind
from models.vocabulary.roles import Permission as P
from tracking.cases.queries import cases_in_scope
from tracking.cases.routes.bulk import remember
from tracking.flags.sentences import class_words
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires
from tracking.kernel.web.setup import LARGEST_ID
from tracking.outcomes.bulk import result_of, submit_at_school
from tracking.outcomes.bulk_forms import AtSchoolForm
from tracking.outcomes.routes.chapter import blueprint, settings
from tracking.proofs.sent import Sent


@blueprint.route("/cases/at-school", methods=["GET", "POST"])
@requires(P.CASE_READ, P.OUTCOME_SUBMIT, P.PROOF_ADD)
def at_school() -> Response | str | tuple[str, int]:
    """Submit that the chosen children attend this school, with their attendance list."""
    form = AtSchoolForm(happened_on=clock.today())
    if "choose" in request.form:
        return redirect(url_for("outcomes.at_school", case=sorted(asked_numbers())), 303)
    if not form.validate_on_submit():
        text = at_school_page(form)
        return (text, 422) if form.is_submitted() else text
    file = form.file.data
    sent = Sent(DocumentKind.ATTENDANCE, file.filename or "", file.read())
    result = result_of(form.happened_on.data or clock.today(), form.proof.data or "")
    try:
        act = submit_at_school(chosen(), result, sent, by=actor(), settings=settings())
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return at_school_page(form), 409
    remember(act.id)
    return redirect(url_for("cases.bulk_act", act_id=act.id))


def asked_numbers() -> set[int]:
    """The children that were selected."""
    return {n for n in request.values.getlist("case", type=int) if 0 < n <= LARGEST_ID}


def chosen() -> list[Case]:
    """Those of them that are in scope."""
    return cases_in_scope(asked_numbers())


def at_school_page(form: AtSchoolForm) -> str:
    """The children, the day and the document."""
    return render_template(
        "outcomes/at_school.html", form=form, cases=chosen(), class_words=class_words
    )
