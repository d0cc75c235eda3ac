"""What the pages of this chapter hang on, and what the page of a case shows of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, current_app

from models.case import Case
from models.outcome import Outcome
from models.placement import Placement
from models.vocabulary.outcomes import OutcomeCode
from tracking.cases.observation import Observation, observation_of
from tracking.cases.queries import case_in_scope
from tracking.kernel import clock
from tracking.kernel.settings import Settings
from tracking.outcomes import queries
from tracking.outcomes.policy import PROOF, WITH_HOURS, Need
from tracking.outcomes.queries import TaughtWeek

blueprint = Blueprint("outcomes", __name__)


@blueprint.app_template_global()
def needed_proof(code: OutcomeCode | str) -> str:
    """What a result needs as proof; the file of a case shows it beside the proof given."""
    return str(PROOF[OutcomeCode(code)])


@blueprint.app_template_global()
def needs_of(case: Case, outcome: Outcome) -> list[Need]:
    """The checklist of a result that waits for its review."""
    return queries.needs(case, outcome.code, outcome.facts)


@blueprint.app_template_global()
def observed(case: Case) -> Observation | None:
    """The observation of a child that is back."""
    return observation_of(case)


@dataclass(frozen=True)
class Placed:
    """Where a child is placed, and how the teaching at home of the last weeks went."""

    placement: Placement
    is_taught: bool
    weeks: list[TaughtWeek]


@blueprint.app_template_global()
def placed(case: Case) -> Placed | None:
    """The placement in force, for the page of a case."""
    placement = queries.placement_in_force(case)
    if placement is None:
        return None
    is_taught = placement.kind in WITH_HOURS
    lessons = queries.lessons_of(case) if is_taught else []
    weeks = queries.taught_weeks(placement, lessons, clock.today()) if is_taught else []
    return Placed(placement, is_taught, weeks)


def case_or_404(number: int) -> Case:
    """A case in scope; a stranger's is not there."""
    return case_in_scope(number) or abort(404)


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.config["SETTINGS"]
    return found
