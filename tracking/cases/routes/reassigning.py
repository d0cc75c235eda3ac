"""Giving a case to another owner."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.case import Case
from models.vocabulary.roles import Permission as P
from tracking.cases import queries, service
from tracking.cases.forms import ReassignForm
from tracking.cases.next_step import is_open_to
from tracking.cases.routes.chapter import back, blueprint, case_or_404
from tracking.kernel.errors import BaoxueError, RefusedError
from tracking.kernel.web.guards import actor, requires


@blueprint.route("/cases/<int:case_id>/reassign", methods=["GET", "POST"])
@requires(P.CASE_ASSIGN)
def reassign(case_id: int) -> Response | str | tuple[str, int]:
    """Choose another owner and say why."""
    case = case_or_404(case_id)
    form = offered(case)
    if not form.is_submitted():
        if not is_open_to("reassign", case, actor()):
            words = _("This is not possible while the case is “%(state)s”.")
            flash(words % {"state": case.state.label}, "error")
            return redirect(url_for("cases.show", case_id=case_id))
        return render_template("cases/reassign.html", form=form, case=case)
    status = 422
    try:
        if form.validate():
            hand_over(case, form)
            return back(case_id)
    except BaoxueError as error:
        case, status = case_or_404(case_id), 409
        form.form_errors.append(str(error))
        form.version.data = str(case.version)
    return render_template("cases/reassign.html", form=form, case=case), status


def offered(case: Case) -> ReassignForm:
    """The form with every owner but the present one."""
    form = ReassignForm(version=str(case.version))
    form.offer(queries.owners_in_scope(), case.owner_id)
    return form


def hand_over(case: Case, form: ReassignForm) -> None:
    """Do it, and say so."""
    owner = queries.owner_in_scope(form.owner.data)
    if owner is None:
        raise RefusedError(_("Choose an active school, township or county bureau of your area."))
    text = form.version.data or ""
    version = int(text) if text.isascii() and text.isdigit() else 0
    service.assign(case, owner, by=actor(), version=version, reason=form.reason.data or "")
    flash(_("The case has been given to %(owner)s.", owner=owner.name), "success")
