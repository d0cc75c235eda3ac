"""The texts to start from, as a bureau keeps them."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.vocabulary.follow_ups import ContactPurpose
from models.vocabulary.roles import Permission as P
from tracking.followups import wording
from tracking.followups.forms import WordingForm
from tracking.followups.queries import own_wording, starts_for
from tracking.followups.routes.chapter import blueprint
from tracking.kernel.web.guards import actor, requires


@blueprint.route("/wordings", methods=["GET", "POST"])
@requires(P.CASE_READ, P.CASE_ASSIGN)
def wordings() -> Response | str | tuple[str, int]:
    """The texts that schools below are offered, and a new one."""
    form = WordingForm()
    if form.validate_on_submit():
        wording.write(ContactPurpose(form.purpose.data), form.text.data or "", by=actor())
        flash(_("The text is offered from now on."), "success")
        return redirect(url_for("followups.wordings"))
    starts = starts_for(actor().organisation)
    text = render_template("followups/wordings.html", form=form, starts=starts)
    return (text, 422) if form.is_submitted() else text


@blueprint.post("/wordings/<int:wording_id>/retire")
@requires(P.CASE_READ, P.CASE_ASSIGN)
def retire_wording(wording_id: int) -> Response:
    """Offer a text of one's own organisation no more."""
    wording.retire(own_wording(actor().organisation, wording_id) or abort(404), by=actor())
    flash(_("The text is not offered any more."), "success")
    return redirect(url_for("followups.wordings"))
