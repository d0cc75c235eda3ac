"""Field packets: choosing children, the sheets and the workbook, revoking."""

from __future__ import annotations

from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug import Response

from models.case import Case
from models.field_packet import FieldPacket
from models.vocabulary.follow_ups import Attitude, ContactResult, Counterpart
from models.vocabulary.roles import Permission as P
from tracking.cases.page import contacts_of
from tracking.flags.sentences import class_words
from tracking.followups import calling
from tracking.followups.packets import making, queries
from tracking.followups.packets.forms import ReturnForm
from tracking.followups.packets.workbook import workbook_of
from tracking.followups.routes.chapter import blueprint
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.tables import MIME
from tracking.kernel.web.guards import actor, requires
from tracking.kernel.web.setup import LARGEST_ID
from tracking.thresholds.queries import value_of

WORDS = {  # what is ticked on a sheet
    "counterparts": [term.label for term in Counterpart],
    "results": [term.label for term in ContactResult],
    "attitudes": [term.label for term in Attitude],
}


@blueprint.route("/field-packet", methods=["GET", "POST"])
@requires(P.CASE_READ, P.CASE_REVEAL, P.FOLLOW_UP_RECORD)
def field_packet() -> Response | str | tuple[str, int]:
    """Take chosen children along on paper and in a workbook, and read it back."""
    form = FlaskForm()
    if "choose" in request.form:
        return redirect(url_for("followups.field_packet", case=sorted(asked_numbers())), 303)
    if form.validate_on_submit():
        try:
            packet = making.make(calling.cases_of(asked_numbers()), by=actor())
        except BaoxueError as error:
            form.form_errors.append(str(error))
            return packet_start(form), 409
        return redirect(url_for("followups.packet", packet_id=packet.id))
    return (packet_start(form), 422) if form.is_submitted() else packet_start(form)


@blueprint.get("/field-packets/<int:packet_id>")
@requires(P.CASE_READ, P.CASE_REVEAL, P.FOLLOW_UP_RECORD)
def packet(packet_id: int) -> str:
    """The sheets of a packet, one page per child."""
    packet = own_packet(packet_id)
    if not packet.counts_on(clock.today()):
        abort(404)
    sheets = [(s, s.case, needed_at_the_door(s.case)) for s in packet.sheets if s.case]
    return render_template(
        "followups/packet.html", packet=packet, sheets=sheets, class_words=class_words, words=WORDS
    )


@blueprint.get("/field-packets/<int:packet_id>.xlsx")
@requires(P.CASE_READ, P.CASE_REVEAL, P.FOLLOW_UP_RECORD)
def workbook(packet_id: int) -> Response:
    """The workbook of a packet."""
    packet = own_packet(packet_id)
    if not packet.counts_on(clock.today()):
        abort(404)
    name = f"field-packet-{packet.id}-{packet.made_on:%Y%m%d}.xlsx"
    content = BytesIO(workbook_of(packet))
    return send_file(content, mimetype=MIME[".xlsx"], as_attachment=True, download_name=name)


@blueprint.post("/field-packets/<int:packet_id>/revoke")
@requires(P.CASE_READ, P.CASE_REVEAL, P.FOLLOW_UP_RECORD)
def revoke_packet(packet_id: int) -> Response:
    """Let the codes of a packet count no more."""
    making.revoke(own_packet(packet_id), by=actor())
    flash(_("The packet is revoked: its codes count no more."), "success")
    return redirect(url_for("followups.field_packet"))


def needed_at_the_door(case: Case) -> list[tuple[str, str]]:
    """Names, telephones and the address; no number of child or family is needed for a visit."""
    numbers = {_("Student number"), _("Local student number"), _("Identity number")}
    return [pair for pair in contacts_of(case, reveal=True) if pair[0] not in numbers]


def own_packet(number: int) -> FieldPacket:
    """A packet of this person; it names children in full, so nobody else opens it."""
    found = queries.packet_in_scope(number)
    return found if found and found.made_by_id == actor().id else abort(404)


def asked_numbers() -> set[int]:
    """The children that were chosen."""
    return {n for n in request.values.getlist("case", type=int) if 0 < n <= LARGEST_ID}


def packet_start(form: FlaskForm) -> str:
    """The chosen children, the packets of this person, and the way back in."""
    return render_template(
        "followups/field_packet.html",
        form=form,
        returning=ReturnForm(),
        cases=calling.cases_of(asked_numbers()),
        packets=queries.packets_of(actor()),
        returns=queries.returns_of(actor()),
        days=value_of("packets.days"),
        most=making.MOST,
        class_words=class_words,
    )
