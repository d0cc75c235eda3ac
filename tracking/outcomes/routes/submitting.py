"""The school proposes a result with its documents, in one form."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.case import Case
from models.vocabulary.outcomes import OutcomeCode
from models.vocabulary.roles import Permission as P
from tracking.cases.next_step import is_open_to
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires
from tracking.outcomes import policy, queries, service
from tracking.outcomes.forms import ResultForm
from tracking.outcomes.routes.chapter import blueprint, case_or_404, settings
from tracking.proofs import service as proofs
from tracking.proofs.forms import DocumentsForm


@blueprint.route("/cases/<int:case_id>/outcomes/new", methods=["GET", "POST"])
@requires(P.CASE_READ, P.OUTCOME_SUBMIT)
def submit(case_id: int) -> Response | str | tuple[str, int]:
    """Propose a result: documents that come with it are kept first, whatever else is wrong."""
    case = case_or_404(case_id)
    form = ResultForm(case.child.birth_date, happened_on=clock.today(), version=str(case.version))
    documents = DocumentsForm()
    if not form.is_submitted():
        if not is_open_to("submit", case, actor()):
            words = _("This is not possible while the case is “%(state)s”.")
            flash(words % {"state": case.state.label}, "error")
            return redirect(url_for("cases.show", case_id=case_id))
        return result_page(case, form, documents)
    is_kept = take(case, form, documents)
    if "attach" in request.form:
        page = result_page(case_or_404(case_id), form, documents)
        return page if is_kept else (page, 422)
    if form.validate() and is_kept and is_complete(case_or_404(case_id), form):
        return send(case_or_404(case_id), form, documents)
    return again(case_id, form, documents)


def send(case: Case, form: ResultForm, documents: DocumentsForm) -> Response | tuple[str, int]:
    """Submit it, and say so on the page of the case."""
    number = case.id
    try:
        service.submit(case, form.result(), by=actor(), version=form.asked_version)
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return again(number, form, documents)
    flash(_("The result has been submitted. The bureau reviews it."), "success")
    return redirect(url_for("cases.show", case_id=number))


def take(case: Case, form: ResultForm, documents: DocumentsForm) -> bool:
    """Keep the documents that came with the form; whether nothing was wrong with them."""
    if not documents.validate():
        return False
    if not documents.chosen:
        return True
    try:
        received = proofs.add(case, documents.sent(), by=actor(), settings=settings())
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return False
    documents.tell(received.refused)
    return not received.refused


def is_complete(case: Case, form: ResultForm) -> bool:
    """Whether the file holds what the result needs; what is missing is told at the choice."""
    code = OutcomeCode(form.code.data)
    lines = policy.missing(queries.needs(case, code, form.facts()))
    if not lines:
        return True
    named = [_(" or ").join(str(words) for words in line.alternatives) for line in lines]
    words = _("Still missing for %(code)s: %(needs)s.", code=code.value, needs=_("; ").join(named))
    form.code.errors = [*form.code.errors, words]
    return False


def again(case_id: int, form: ResultForm, documents: DocumentsForm) -> tuple[str, int]:
    """The form with all that was typed, over the case as it stands now."""
    case = case_or_404(case_id)
    form.version.data = str(case.version)
    return result_page(case, form, documents), 409 if form.form_errors else 422


def result_page(case: Case, form: ResultForm, documents: DocumentsForm) -> str:
    """The form with what each result still needs."""
    counting = queries.counting(case)
    return render_template(
        "outcomes/submit.html",
        form=form,
        documents=documents,
        case=case,
        counting=counting,
        needs=queries.all_needs(case, form.facts(), counting),
    )
