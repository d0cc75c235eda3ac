"""Tips from the public: the list, writing one down, and one tip with what is decided about it."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.tip import Tip
from models.vocabulary.roles import Permission as P
from tracking.calendar import following
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.paging import paged, sort_of
from tracking.kernel.web.filters import due
from tracking.kernel.web.guards import actor, requires
from tracking.thresholds.queries import value_of
from tracking.tips import queries, rescheduling, service
from tracking.tips.forms import (
    ChildForm,
    DecisionForm,
    DeclineForm,
    FilterForm,
    SourceForm,
    TipForm,
)

blueprint = Blueprint("tips", __name__)
following.follow(rescheduling.FOLLOWER)


@blueprint.get("/tips")
@requires(P.TIP_READ)
def index() -> str:
    """Tips in scope, those to be decided first."""
    form, sort = FilterForm(request.args), sort_of(request.args, queries.SORTS, "due")
    keys = queries.sort_keys(sort.key, descending=sort.descending)
    return render_template(
        "tips/index.html",
        form=form,
        sort=sort,
        page=paged(queries.listing(form.wanted()), keys, Tip.id, request.args),
        counts=queries.counts(),
        days=value_of("tips.days"),
    )


@blueprint.route("/tips/new", methods=["GET", "POST"])
@requires(P.TIP_READ, P.TIP_RECORD)
def record() -> Response | str | tuple[str, int]:
    """Write a tip down."""
    form = TipForm(received_on=clock.today(), handled_by=actor().organisation.code)
    form.offer(queries.schools_in_scope(), queries.handling_organisations())
    if form.validate_on_submit():
        tip = service.record(form.told(), by=actor())
        flash(_("Written down. It is to be decided by %(day)s.", day=due(tip.due_on)), "success")
        return redirect(url_for("tips.show", tip_id=tip.id))
    text = render_template("tips/record.html", form=form, days=value_of("tips.days"))
    return (text, 422) if form.is_submitted() else text


@blueprint.get("/tips/<int:tip_id>")
@requires(P.TIP_READ)
def show(tip_id: int) -> str:
    """One tip, its source left out."""
    return tip_page(tip_or_404(tip_id))


@blueprint.post("/tips/<int:tip_id>/accept")
@requires(P.TIP_READ, P.TIP_DECIDE)
def accept(tip_id: int) -> Response | tuple[str, int]:
    """Accept a tip: the child's file is opened, or joined."""
    tip, form = tip_or_404(tip_id), DecisionForm()
    settings, version = current_app.config["SETTINGS"], form.version.data or 0
    try:
        is_open = service.accept(tip, by=actor(), version=version, settings=settings)
    except BaoxueError as error:
        return tip_page(tip_or_404(tip_id), trouble=str(error)), 409
    words = _("Accepted. The finding stands on the child's file.")
    flash(words if is_open else _("Accepted. The first scan opens the child's file."), "success")
    return redirect(url_for("tips.show", tip_id=tip_id))


@blueprint.post("/tips/<int:tip_id>/decline")
@requires(P.TIP_READ, P.TIP_DECIDE)
def decline(tip_id: int) -> Response | tuple[str, int]:
    """Say why a tip leads to nothing."""
    tip, form = tip_or_404(tip_id), DeclineForm()
    if not form.validate():
        return tip_page(tip, declining=form), 422
    version, reason = form.version.data or 0, form.reason.data or ""
    try:
        service.decline(tip, by=actor(), version=version, reason=reason)
    except BaoxueError as error:
        return tip_page(tip_or_404(tip_id), trouble=str(error), declining=form), 409
    flash(_("Not accepted; the reason is kept."), "success")
    return redirect(url_for("tips.show", tip_id=tip_id))


@blueprint.post("/tips/<int:tip_id>/child")
@requires(P.TIP_READ, P.CASE_REVEAL)
def reveal_child(tip_id: int) -> str | tuple[str, int]:
    """The tip with the child's name in full, this once; who asked and why is recorded."""
    tip, form = tip_or_404(tip_id), ChildForm()
    if not form.validate():
        return tip_page(tip, asking=form), 422
    service.reveal(tip, by=actor(), what="child", purpose=form.purpose.data)
    return tip_page(tip_or_404(tip_id), shown="child")


@blueprint.post("/tips/<int:tip_id>/source")
@requires(P.TIP_READ, P.TIP_SOURCE)
def reveal_source(tip_id: int) -> str | tuple[str, int]:
    """The tip with who gave it, this once; who asked and why is recorded."""
    tip, form = tip_or_404(tip_id), SourceForm()
    if not form.validate():
        return tip_page(tip, tracing=form), 422
    service.reveal(tip, by=actor(), what="source", purpose=form.source_purpose.data)
    return tip_page(tip_or_404(tip_id), shown="source")


def tip_or_404(number: int) -> Tip:
    """A tip in scope; a stranger's is not there."""
    return queries.tip_in_scope(number) or abort(404)


def tip_page(
    tip: Tip,
    *,
    shown: str = "",
    trouble: str = "",
    declining: DeclineForm | None = None,
    asking: ChildForm | None = None,
    tracing: SourceForm | None = None,
) -> str:
    """The page of one tip; `shown` names what is told in full this once."""
    return render_template(
        "tips/show.html",
        tip=tip,
        shown=shown,
        trouble=trouble,
        declining=declining or DeclineForm(formdata=None),
        asking=asking or ChildForm(formdata=None),
        tracing=tracing or SourceForm(formdata=None),
        case=queries.case_of(tip),
    )
