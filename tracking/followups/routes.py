"""Writing down a contact, at the desk or on a phone at the door."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.follow_up import FollowUp
from models.vocabulary.roles import Permission as P
from tracking.cases import queries
from tracking.cases.next_step import is_open_to
from tracking.followups.forms import ContactForm
from tracking.followups.service import record_contact
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.filters import due
from tracking.kernel.web.guards import actor, requires

blueprint = Blueprint("followups", __name__)


@blueprint.route("/cases/<int:case_id>/follow-ups/new", methods=["GET", "POST"])
@requires(P.CASE_READ, P.FOLLOW_UP_RECORD)
def record(case_id: int) -> Response | str | tuple[str, int]:
    """Record a contact with the family or whoever knows of the child."""
    case = queries.case_in_scope(case_id) or abort(404)
    user = actor()
    form = ContactForm(
        case.child.birth_date, happened_on=clock.today(), participants=user.display_name
    )
    if not form.is_submitted():
        if not is_open_to("record", case, user):
            words = _("This is not possible while the case is “%(state)s”.")
            flash(words % {"state": case.state.label}, "error")
            return redirect(url_for("cases.show", case_id=case_id))
        return render_template("followups/record.html", form=form, case=case)
    try:
        if form.validate():
            return told(record_contact(case, form.contact(), by=user))
    except BaoxueError as error:
        form.form_errors.append(str(error))
    case = queries.case_in_scope(case_id) or abort(404)
    status = 409 if form.form_errors else 422
    return render_template("followups/record.html", form=form, case=case), status


def told(follow_up: FollowUp) -> Response:
    """Say what was saved and what is due now, on the page of the case."""
    case = follow_up.case
    words = _("Contact %(number)s has been written down.", number=follow_up.number)
    if case.due_on:
        words += " " + _("The next step is due on %(day)s.", day=due(case.due_on))
    flash(words, "success")
    return redirect(url_for("cases.show", case_id=case.id))
