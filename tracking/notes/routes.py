"""Writing a note on a child's file."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.vocabulary.roles import Permission as P
from tracking.cases import queries
from tracking.cases.story import timeline_of
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires
from tracking.notes.forms import NoteForm
from tracking.notes.service import write_note

blueprint = Blueprint("notes", __name__)


@blueprint.route("/cases/<int:case_id>/notes/new", methods=["GET", "POST"])
@requires(P.CASE_READ, P.NOTE_WRITE)
def write(case_id: int) -> Response | str | tuple[str, int]:
    """Write a note, or correct an entry."""
    case = queries.case_in_scope(case_id) or abort(404)
    form = NoteForm(corrects=request.args.get("corrects", ""))
    form.offer(timeline_of(case, actor()))
    if form.validate_on_submit():
        try:
            write_note(case, form.written(), by=actor())
        except BaoxueError as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The note stands on the timeline."), "success")
            return redirect(url_for("cases.show", case_id=case_id, _anchor="timeline"))
    case = queries.case_in_scope(case_id) or abort(404)
    text = render_template("notes/write.html", form=form, case=case)
    return (text, 409 if form.form_errors else 422) if form.is_submitted() else text
