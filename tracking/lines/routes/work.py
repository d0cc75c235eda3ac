"""The workload of a bureau's area, and giving the open work of one to another."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from models.database import db
from models.responsible import WorkTransfer
from models.vocabulary.roles import Permission as P
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires
from tracking.lines import giving, workload
from tracking.lines.forms import GivingForm
from tracking.lines.routes.chapter import blueprint


@blueprint.get("/workload")
@requires(P.CASE_READ, P.CASE_ASSIGN)
def work() -> str:
    """Who has how much, what comes, and what was given away lately."""
    today = clock.today()
    loads = workload.by_organisation(today)
    return render_template(
        "lines/work.html",
        loads=loads,
        persons=workload.by_person(today),
        weeks=workload.forecast(loads, today),
        weeks_back=workload.WEEKS_BACK,
        transfers=workload.transfers(),
    )


@blueprint.route("/workload/give", methods=["GET", "POST"])
@requires(P.CASE_READ, P.CASE_ASSIGN)
def give() -> Response | str | tuple[str, int]:
    """Give all open work of one to another; first the count, then the act."""
    form = GivingForm()
    form.offer(workload.places(), workload.persons())
    if not form.is_submitted():
        return render_template("lines/give.html", form=form, preview=None)
    if not form.validate():
        return render_template("lines/give.html", form=form, preview=None), 422
    if form.was_counted():
        try:
            return told(giving.give_work(form.giving(), form.counted_files(), by=actor()))
        except BaoxueError as error:
            form.form_errors.append(str(error))
    shown = giving.preview(form.giving())
    form.counted.data = f"{form.chosen()}{shown.going}"
    page = render_template("lines/give.html", form=form, preview=shown)
    return (page, 409) if form.form_errors else page


def told(done: WorkTransfer) -> Response:
    """Say how much was given, on the page of the workload."""
    words = ngettext("%(num)d file was given to %(name)s.", "%(num)d files were given to %(name)s.",
                     len(done.moved), name=done.to_name)  # fmt: skip
    flash(words, "success")
    return redirect(url_for("lines.work"))


@blueprint.post("/workload/transfers/<int:transfer_id>/undo")
@requires(P.CASE_READ, P.CASE_ASSIGN)
def undo(transfer_id: int) -> Response:
    """Take work back that was given, where nobody has touched the file since."""
    transfer = db.session.get(WorkTransfer, transfer_id) or abort(404)
    total = len(transfer.moved)
    try:
        count = giving.take_back(transfer, by=actor())
    except BaoxueError as error:
        flash(str(error), "error")
        return redirect(url_for("lines.work"))
    flash(_("Taken back: %(count)s of %(total)s files.", count=count, total=total), "success")
    return redirect(url_for("lines.work"))
