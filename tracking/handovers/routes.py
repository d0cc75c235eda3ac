"""Handing a child over from its case; the lists of both directions; answer, receipt and end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.case import Case
from models.handover import Handover
from models.vocabulary.handovers import HandoverState
from models.vocabulary.roles import Permission as P
from tracking.cases.next_step import is_open_to
from tracking.cases.queries import case_in_scope
from tracking.handovers import queries, service
from tracking.handovers.forms import (
    FilterForm,
    ReasonForm,
    ReceiptForm,
    ReceivingForm,
    SendingForm,
)
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.paging import paged, sort_of
from tracking.kernel.web.guards import actor, requires

blueprint = Blueprint("handovers", __name__)
ACTS = ("receive", "refuse_handover", "withdraw_handover", "record_receipt", "end_handover")


@blueprint.app_template_global()
def handovers_of(case: Case) -> list[Handover]:
    """The hand-overs of a child, for the page of its case."""
    return queries.of_case(case)


@blueprint.app_template_global()
def may_hand_over(case: Case) -> bool:
    """Whether the reader may hand this child over now."""
    return is_open_to("hand_over", case, actor())


@blueprint.route("/cases/<int:case_id>/handovers", methods=["GET", "POST"])
@requires(P.CASE_READ, P.HANDOVER_SEND)
def send(case_id: int) -> Response | str | tuple[str, int]:
    """Hand a child over to another bureau."""
    case = case_in_scope(case_id) or abort(404)
    if request.method == "GET" and not is_open_to("hand_over", case, actor()):
        return not_now(case)
    form = SendingForm(version=str(case.version))
    form.offer(queries.receivers_for(case))
    if form.validate_on_submit():
        try:
            sent = service.send(case, form.sending(), by=actor(), version=form.asked_version)
            flash(_("Handed over. The file stays open until there is a receipt."), "success")
            return redirect(url_for("handovers.show", handover_id=sent.id))
        except BaoxueError as error:
            case = case_in_scope(case_id) or abort(404)
            form.form_errors.append(str(error))
            form.version.data = str(case.version)
    page = render_template("handovers/send.html", form=form, case=case)
    if not form.is_submitted():
        return page
    return page, 409 if form.form_errors else 422


def not_now(case: Case) -> Response:
    """Say on the page of the case why this is not possible in its state."""
    words = _("This is not possible while the case is “%(state)s”.")
    flash(words % {"state": case.state.label}, "error")
    return redirect(url_for("cases.show", case_id=case.id))


@blueprint.get("/handovers")
@requires(P.CASE_READ, P.HANDOVER_RECEIVE)
def index() -> str:
    """Children handed over to the own bureau, and from it."""
    form, sort = FilterForm(request.args), sort_of(request.args, queries.SORTS, "sent")
    keys = queries.sort_keys(sort.key, descending=sort.descending)
    side, state = form.wanted_side(), form.wanted_state()
    return render_template(
        "handovers/index.html",
        side=side,
        sort=sort,
        page=paged(queries.listing(side, state), keys, Handover.id, request.args),
        counts=queries.counts_of(side),
        place_of=service.place_of,
    )


@blueprint.get("/handovers/<int:handover_id>")
@requires(P.CASE_READ)
def show(handover_id: int) -> str:
    """One hand-over with its state, and what the reader may do about it."""
    return handover_page(handover_or_404(handover_id))


@blueprint.post("/handovers/<int:handover_id>/receive")
@requires(P.CASE_READ, P.HANDOVER_RECEIVE)
def receive(handover_id: int) -> Response | tuple[str, int]:
    """Take a child over: the own bureau, or one of its schools or townships, looks for it now."""
    handover, form = handover_or_404(handover_id), ReceivingForm()
    form.offer(queries.new_owners(actor()))

    def act() -> None:
        service.receive(handover, form.chosen(), by=actor())

    words = _("Taken over. The file belongs to the new owner; the sender still sees it.")
    return done(handover, "receiving", form, act, words)


@blueprint.post("/handovers/<int:handover_id>/refuse")
@requires(P.CASE_READ, P.HANDOVER_RECEIVE)
def refuse(handover_id: int) -> Response | tuple[str, int]:
    """Send a child back, with the reason."""
    handover, form = handover_or_404(handover_id), ReasonForm()

    def act() -> None:
        service.refuse(handover, form.reason.data or "", by=actor())

    return done(handover, "refusing", form, act, _("Sent back with your reason."))


@blueprint.post("/handovers/<int:handover_id>/withdraw")
@requires(P.CASE_READ, P.HANDOVER_SEND)
def withdraw(handover_id: int) -> Response | tuple[str, int]:
    """Take a hand-over back that nobody has answered."""
    handover, form = handover_or_404(handover_id), ReasonForm()

    def act() -> None:
        service.withdraw(handover, form.reason.data or "", by=actor())

    return done(handover, "withdrawing", form, act, _("Taken back. The work goes on here."))


@blueprint.post("/handovers/<int:handover_id>/receipt")
@requires(P.CASE_READ, P.HANDOVER_SEND)
def record_receipt(handover_id: int) -> Response | tuple[str, int]:
    """Write down the receipt of a bureau outside."""
    handover = handover_or_404(handover_id)
    form = ReceiptForm(clock.local(handover.sent_at).date())

    def act() -> None:
        service.record_receipt(handover, form.receipt(), by=actor())

    return done(handover, "receipt", form, act, _("The receipt is recorded."))


@blueprint.post("/handovers/<int:handover_id>/end")
@requires(P.CASE_READ, P.OUTCOME_DECIDE)
def end(handover_id: int) -> Response | tuple[str, int]:
    """End the file after a receipt that names a school."""
    handover, form = handover_or_404(handover_id), ReasonForm()

    def act() -> None:
        service.end(handover, form.reason.data or "", by=actor())

    return done(handover, "ending", form, act, _("The case is closed."))


def done(
    handover: Handover, name: str, form: Any, act: Callable[[], None], words: str
) -> Response | tuple[str, int]:
    """Do an act of the page and say so, or show the page again with what was typed."""
    number = handover.id
    if not form.validate():
        return handover_page(handover, **{name: form}), 422
    try:
        act()
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return handover_page(handover_or_404(number), **{name: form}), 409
    flash(words, "success")
    return redirect(url_for("handovers.index"))


def handover_or_404(number: int) -> Handover:
    """A hand-over of a file that the reader sees; a stranger's is not there."""
    return queries.handover_in_scope(number) or abort(404)


def handover_page(handover: Handover, **forms: Any) -> str:
    """The page of one hand-over; forms that were refused come with what was typed."""
    case, user = handover.case, actor()
    acts = {act: is_open_to(act, case, user) for act in ACTS}
    is_receiver = handover.receiver_id == user.organisation_id
    receiving = forms.get("receiving") or ReceivingForm(formdata=None)
    receiving.offer(queries.new_owners(user) if is_receiver else [])
    sent_on = clock.local(handover.sent_at).date()
    waits = handover.state is HandoverState.SENT
    return render_template(
        "handovers/show.html",
        handover=handover,
        case=case,
        place=service.place_of(handover),
        may_answer=waits and is_receiver and acts["receive"],
        may_withdraw=waits and acts["withdraw_handover"],
        may_record=(waits or handover.state is HandoverState.CONFIRMED)
        and handover.receiver_id is None and acts["record_receipt"],
        may_end=handover.state is HandoverState.CONFIRMED
        and bool(handover.receipt_school) and acts["end_handover"],
        trouble=next((str(form.form_errors[0]) for form in forms.values() if form.form_errors), ""),
        sent_on=sent_on,
        receiving=receiving,
        refusing=forms.get("refusing") or ReasonForm(formdata=None),
        withdrawing=forms.get("withdrawing") or ReasonForm(formdata=None),
        receipt=forms.get("receipt") or ReceiptForm(sent_on, formdata=None),
        ending=forms.get("ending") or ReasonForm(formdata=None),
    )  # fmt: skip
