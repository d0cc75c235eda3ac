"""Acts on several children of the list at once, what became of each, and taking them back."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from models.bulk_act import BulkAct
from models.case import Case
from models.vocabulary.bulk import BulkKind
from models.vocabulary.roles import Permission as P
from tracking.cases import bulk, queries, service
from tracking.cases.forms import AssignForm
from tracking.cases.routes.chapter import blueprint
from tracking.cases.routes.listing import chosen_owner
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires
from tracking.kernel.web.setup import LARGEST_ID
from tracking.kernel.web.targets import safe_target

ACTS = "bulk_acts"  # what this session did, and may take back
REMEMBERED = 20


@blueprint.post("/cases/assign")
@requires(P.CASE_ASSIGN)
def assign_selected() -> Response:
    """Give the selected clues out."""
    form = AssignForm()

    def give(case: Case) -> None:
        owner, why = chosen_owner(case, form), form.reason.data or ""
        service.give(case, owner, by=actor(), version=case.version, reason=why)

    return started(BulkKind.ASSIGN, give)


@blueprint.post("/cases/remind")
@requires(P.CASE_READ, P.CASE_ASSIGN)
def remind_selected() -> Response:
    """Remind the owners of the selected cases."""
    return started(BulkKind.REMIND, lambda case: bulk.remind(case, by=actor()))


@blueprint.get("/bulk-acts/<int:act_id>")
@requires(P.CASE_READ)
def bulk_act(act_id: int) -> str:
    """What happened to each child, and why not to others."""
    act = own_act(act_id)
    is_mine = act.id in session.get(ACTS, [])
    back = safe_target(request.args.get("next")) or url_for("cases.index")
    return render_template("cases/bulk_act.html", act=act, is_mine=is_mine, back=back)


@blueprint.post("/bulk-acts/<int:act_id>/undo")
@requires(P.CASE_READ)
def undo_act(act_id: int) -> Response:
    """Take an act of this session back, where nobody has seen it or gone on with it."""
    act = own_act(act_id)
    if act.id not in session.get(ACTS, []):
        flash(_("This can be taken back only by who did it, until signing out."), "error")
        return redirect(url_for("cases.bulk_act", act_id=act_id))
    try:
        count = bulk.undo(act, by=actor())
    except BaoxueError as error:
        flash(str(error), "error")
    else:
        words = ngettext("Taken back for %(num)d child.", "Taken back for %(num)d children.", count)
        flash(words, "success" if count else "error")
    return redirect(url_for("cases.bulk_act", act_id=act_id))


def started(kind: BulkKind, one: Callable[[Case], object]) -> Response:
    """Do it for the selected children, and show what became of it."""
    numbers = {n for n in request.form.getlist("case", type=int) if 0 < n <= LARGEST_ID}
    back = safe_target(request.form.get("next")) or url_for("cases.index")
    try:
        act = bulk.run(kind, queries.cases_in_scope(numbers), one, by=actor())
    except BaoxueError as error:
        flash(str(error), "error")
        return redirect(back)
    remember(act.id)
    return redirect(url_for("cases.bulk_act", act_id=act.id, next=back))


def remember(number: int) -> None:
    """Keep in the session that it did this."""
    session[ACTS] = [*session.get(ACTS, []), number][-REMEMBERED:]


def own_act(number: int) -> BulkAct:
    """An act of this person."""
    act = bulk.act_in_scope(number)
    return act if act and act.by_id == actor().id else abort(404)
