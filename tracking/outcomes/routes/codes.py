"""The list of results: what each needs, where it leads, whether it ends a file."""

from __future__ import annotations

from flask import render_template

from models.vocabulary.roles import Permission as P
from tracking.cases.policy import AFTER_OUTCOME
from tracking.kernel.web.guards import requires
from tracking.outcomes import policy, queries
from tracking.outcomes.routes.chapter import blueprint


@blueprint.get("/outcomes")
@requires(P.CASE_READ)
def codes() -> str:
    """Every result with its rules."""
    nothing, least = policy.Held(), queries.attempts()
    return render_template(
        "outcomes/codes.html",
        codes=policy.PROPOSABLE,
        needs={code: policy.checklist(code, nothing, least) for code in policy.PROPOSABLE},
        leads_to={code: AFTER_OUTCOME[code] for code in policy.PROPOSABLE},
        closing=policy.CLOSING,
        days={**dict.fromkeys(policy.MAY_END, policy.YEAR), **policy.LIMITED},
        placements=policy.PLACEMENTS,
    )
