"""Trying a threshold or a switch out on the archived snapshots before it is put in force."""

from __future__ import annotations

from flask import abort, current_app, render_template

from models.vocabulary.roles import Permission as P
from tracking.flags import queries, trial_page
from tracking.flags.back_testing import Result, try_out
from tracking.flags.forms import TrialForm
from tracking.flags.policy import FEWEST
from tracking.flags.routes.chapter import blueprint
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import requires
from tracking.rules._kit import Rule
from tracking.thresholds import page
from tracking.thresholds.catalogue import declarations
from tracking.thresholds.forms import form_for
from tracking.thresholds.policy import Declaration
from tracking.thresholds.queries import value_of


@blueprint.post("/back-tests/<string:key>")
@requires(P.THRESHOLD_CHANGE)
def back_test(key: str) -> tuple[str, int]:
    """What the rule would have found with another value; nothing is written."""
    declared = declarations().get(key) or abort(404)
    rule = trial_page.rule_of(declared) or abort(404)
    changes = page.changes_of(declared)
    form = form_for(declared, value_of(key), changes[0].row.version if changes else 0)
    trial, result, status = TrialForm(), None, 200
    try:
        result = tried(rule, declared, str(form.value.data or ""), trial.count)
    except ValueError:
        form.value.errors = [form.bounds]
        status = 422
    except BaoxueError as error:
        form.form_errors.append(str(error))
        status = 409
    return shown(rule, declared, form, trial, result), status


def tried(rule: Rule, declared: Declaration, text: str, count: int) -> Result:
    """Run the rule both ways over the last scans; ValueError when the value is none."""
    present, proposed = trial_page.both_ways(rule, declared, declared.read(text))
    days = queries.scan_days(count)
    return try_out(rule, present, proposed, days, current_app.config["SETTINGS"])


def shown(
    rule: Rule, declared: Declaration, form: object, trial: TrialForm, result: Result | None
) -> str:
    """The page, with or without a result."""
    return render_template(
        "flags/back_test.html",
        rule=rule,
        declared=declared,
        form=form,
        trial=trial,
        result=result,
        pieces=page.sentence_of(declared),
        groups=trial_page.groups_of(result) if result else [],
        counties=trial_page.counties(result) if result else [],
        schools=trial_page.schools(result) if result else [],
        lacking=trial_page.lacking(result) if result else [],
        fewest=FEWEST,
    )
