"""Reading a filled workbook back: the preview, and recording what was decided."""

from __future__ import annotations

from collections import Counter

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug import Response

from models.field_packet import PacketReturn
from models.vocabulary.packets import RowState
from models.vocabulary.roles import Permission as P
from tracking.followups.packets import queries, reading
from tracking.followups.packets.forms import DecideForm, ReturnForm
from tracking.followups.packets.judging import lines_of, mark_of
from tracking.followups.packets.recording import record as record_rows
from tracking.followups.packets.recording import undecided
from tracking.followups.routes.chapter import blueprint
from tracking.followups.routes.packets import packet_start
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires


@blueprint.post("/field-packet/returns")
@requires(P.CASE_READ, P.CASE_REVEAL, P.FOLLOW_UP_RECORD)
def take_back() -> Response | tuple[str, int]:
    """Read a filled workbook; nothing is recorded yet."""
    form = ReturnForm()
    if not form.validate():
        return refused(form, str(next(iter(form.errors.values()))[0]))
    try:
        kept = reading.take_in(form.file.data.read(), form.name, by=actor())
    except BaoxueError as error:
        return refused(form, str(error))
    return redirect(url_for("followups.returned", return_id=kept.id))


@blueprint.route("/field-packet/returns/<int:return_id>", methods=["GET", "POST"])
@requires(P.CASE_READ, P.CASE_REVEAL, P.FOLLOW_UP_RECORD)
def returned(return_id: int) -> Response | str | tuple[str, int]:
    """What would be recorded, row by row; conflicts are decided one by one."""
    kept, form = own_return(return_id), DecideForm()
    if not form.validate_on_submit():
        return preview(kept, form)
    chosen = form.chosen(request.form)
    try:
        if undecided(lines_of(reading.kept_rows(kept), actor()), chosen):
            form.form_errors.append(_("Decide about every row that is marked “to be decided”."))
            return preview(kept, form), 422
        count = record_rows(kept, chosen, seen=form.seen.data or "", by=actor())
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return preview(own_return(return_id), form), 409
    words = ngettext("%(num)d contact has been recorded.", "%(num)d contacts have been recorded.",
                     count)  # fmt: skip
    flash(words, "success")
    return redirect(url_for("followups.field_packet"))


def own_return(number: int) -> PacketReturn:
    """A workbook that this person sent."""
    found = queries.return_in_scope(number)
    return found if found and found.read_by_id == actor().id else abort(404)


def preview(kept: PacketReturn, form: DecideForm) -> str:
    """The rows as they stand to the files now."""
    lines = lines_of(reading.kept_rows(kept), actor())
    counts = Counter(line.state for line in lines)
    return render_template(
        "followups/returned.html",
        kept=kept,
        form=form,
        lines=lines,
        counts=[(state, counts[state]) for state in RowState if counts[state]],
        mark=mark_of(lines),
        chosen=form.chosen(request.form),
    )


def refused(form: FlaskForm, why: str) -> tuple[str, int]:
    """The page of packets with why the file was not taken."""
    form.form_errors.append(why)
    return packet_start(form), 422
