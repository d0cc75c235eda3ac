"""The catalogue of rules, and how often what they found proved true."""

from __future__ import annotations

from flask import render_template

from models.vocabulary.roles import Permission as P
from tracking.comparison.queries import last_scan
from tracking.flags.policy import FEWEST
from tracking.flags.precision import hidden, other_rows, rule_rows, school_rows, source_rows
from tracking.flags.routes.chapter import blueprint
from tracking.flags.rule_pages import rule_lines
from tracking.kernel.web.guards import requires


@blueprint.get("/rules")
@requires(P.FLAG_READ, P.THRESHOLD_READ)
def rules() -> str:
    """Every rule: what it looks for, what it needs, what it found and how often it was right."""
    return render_template("flags/rules.html", lines=rule_lines(), scan=last_scan(), fewest=FEWEST)


@blueprint.get("/precision")
@requires(P.FLAG_READ)
def precision() -> str:
    """The share of judged flags that proved true: per rule, per kind of file, per school."""
    return render_template(
        "flags/precision.html",
        rules=rule_rows(),
        sources=source_rows(),
        schools=school_rows(),
        others=other_rows(),
        fewest=FEWEST,
        hidden=hidden(),
    )
