"""The life of a case on a page: states, acts, results."""

from __future__ import annotations

from flask import render_template

from models.vocabulary.roles import Permission as P
from tracking.cases.routes.chapter import blueprint
from tracking.cases.state_page import state_page
from tracking.kernel.web.guards import requires


@blueprint.get("/states")
@requires(P.CASE_READ)
def states() -> str:
    """Every state, who may move a case where, and what each result needs."""
    return render_template("cases/states.html", **state_page())
