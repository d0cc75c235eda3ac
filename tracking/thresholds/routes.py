"""Settings as sentences: what the guard and the rules go by, on what basis, and changing it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.vocabulary.roles import Permission as P
from tracking.kernel.web.guards import actor, requires
from tracking.thresholds import page, queries, service
from tracking.thresholds.catalogue import declarations, group_of
from tracking.thresholds.forms import form_for

blueprint = Blueprint("thresholds", __name__)


@blueprint.get("/settings")
@requires(P.THRESHOLD_READ)
def index() -> str:
    """Every threshold as a sentence, with its basis and who put it in force."""
    return render_template("thresholds/index.html", sections=page.sections())


@blueprint.route("/settings/<string:key>", methods=["GET", "POST"])
@requires(P.THRESHOLD_CHANGE)
def edit(key: str) -> Response | str | tuple[str, int]:
    """Put another value in force."""
    declared = declarations().get(key) or abort(404)
    changes = page.changes_of(declared)
    version = changes[0].row.version if changes else 0
    form = form_for(declared, queries.value_of(key), version)
    if form.validate_on_submit():
        basis, seen = form.basis.data or "", form.version.data or 0
        service.change(key, form.chosen, basis, by=actor(), version=seen)
        flash(_("The new value holds from now on. Flags that stand keep theirs."), "success")
        return redirect(url_for("thresholds.index", _anchor=group_of(declared).anchor))
    shown = page.sentence_of(declared)
    text = render_template(
        "thresholds/edit.html",
        form=form,
        pieces=shown,
        declared=declared,
        group=group_of(declared),
        changes=changes,
    )
    return (text, 422) if form.is_submitted() else text
