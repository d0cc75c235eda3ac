"""Writing down a contact, at the desk or on a phone at the door, and correcting a record."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.case import Case
from models.follow_up import FollowUp
from models.vocabulary.follow_ups import Attitude, FollowUpKind
from models.vocabulary.roles import Permission as P
from tracking.cases.next_step import is_open_to
from tracking.followups.contact import Contact
from tracking.followups.forms import ContactForm
from tracking.followups.policy import corrected, purpose_in
from tracking.followups.queries import record_of, starts_for
from tracking.followups.routes.chapter import blueprint, case_or_404
from tracking.followups.service import record_contact
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.filters import due
from tracking.kernel.web.guards import actor, requires


@blueprint.app_template_global()
def corrections_in(records: list[FollowUp]) -> dict[int, int]:
    """Which records were corrected, and by which; the file of a case strikes them through."""
    return corrected(records)


@blueprint.route("/cases/<int:case_id>/follow-ups/new", methods=["GET", "POST"])
@requires(P.CASE_READ, P.FOLLOW_UP_RECORD)
def record(case_id: int) -> Response | str | tuple[str, int]:
    """Record a contact with the family or whoever knows of the child, or correct a record."""
    case = case_or_404(case_id)
    corrects = asked_record(case)
    form = begun(case, corrects)
    if not form.is_submitted():
        if not is_open_to("record", case, actor()):
            words = _("This is not possible while the case is “%(state)s”.")
            flash(words % {"state": case.state.label}, "error")
            return redirect(url_for("cases.show", case_id=case_id))
        return contact_page(case, form, corrects)
    try:
        if form.validate():
            return told(record_contact(case, form.contact(), by=actor(), corrects=corrects))
    except BaoxueError as error:
        form.form_errors.append(str(error))
    status = 409 if form.form_errors else 422
    case = case_or_404(case_id)
    return contact_page(case, form, asked_record(case)), status


def asked_record(case: Case) -> FollowUp | None:
    """The record to be corrected, if the address names one."""
    number = request.args.get("corrects", type=int)
    return None if number is None else record_of(case, number) or abort(404)


def begun(case: Case, corrects: FollowUp | None) -> ContactForm:
    """The form as it is opened: with today and who writes, or with what is to be corrected."""
    ways = {kind.value for kind in FollowUpKind}
    kind = request.args.get("kind", "")
    form = ContactForm(
        case.child.birth_date,
        happened_on=clock.today(),
        participants=actor().display_name,
        purpose=purpose_in(case.state).value,
        kind=kind if kind in ways else None,
        attitude=Attitude.NOT_KNOWN.value,
        parents_attitude=Attitude.NOT_KNOWN.value,
    )
    if corrects is not None and not form.is_submitted():
        columns = (n for n in Contact.__dataclass_fields__)
        form.fill(Contact(**{name: getattr(corrects, name) for name in columns}))
    return form


def contact_page(case: Case, form: ContactForm, corrects: FollowUp | None) -> str:
    """The form beside what is known of the case."""
    return render_template(
        "followups/record.html",
        form=form,
        case=case,
        corrects=corrects,
        starts=starts_for(actor().organisation),
    )


def told(follow_up: FollowUp) -> Response:
    """Say what was saved and what is due now, on the page of the case."""
    case = follow_up.case
    words = _("Contact %(number)s has been written down.", number=follow_up.number)
    if case.due_on:
        words += " " + _("The next step is due on %(day)s.", day=due(case.due_on))
    flash(words, "success")
    return redirect(url_for("cases.show", case_id=case.id))
