"""What a file holds of what a result needs; placements, lessons and attendance of a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.attachment import Attachment
from models.case import Case
from models.database import db
from models.lesson import Lesson
from models.outcome import Outcome
from models.placement import Placement
from models.vocabulary.cases import CaseState
from models.vocabulary.outcomes import Decision, OutcomeCode
from tracking.kernel import clock
from tracking.outcomes import policy
from tracking.outcomes.policy import AGE, NEW_PLACE, Held, Need
from tracking.proofs.queries import documents_of
from tracking.thresholds.queries import value_of

NEW_SCHOOL, NEW_NUMBER = "new_school", "new_student_no"
WEEK = timedelta(days=7)


def counting(case: Case) -> list[Attachment]:
    """Documents that count for the next result: of this episode, newer than the last approved."""
    approved = [
        outcome.decided_at
        for outcome in case.outcomes
        if outcome.episode == case.episode and outcome.decision is Decision.APPROVED
    ]
    since = max((moment for moment in approved if moment), default=None)
    return [
        document
        for document in documents_of(case)
        if document.is_in_force
        and document.episode == case.episode
        and (since is None or document.added_at > since)
    ]


def held_by(
    case: Case, facts: Mapping[str, str], documents: Iterable[Attachment] | None = None
) -> Held:
    """What a file holds: documents, contacts of the episode, and what was typed or is known."""
    counted = counting(case) if documents is None else documents
    known = {NEW_PLACE.fact} if facts.get(NEW_SCHOOL) and facts.get(NEW_NUMBER) else set()
    if policy.is_over_age(case.child.birth_date, clock.today()):
        known.add(AGE.fact)
    return Held(
        documents=Counter(document.kind for document in counted),
        contacts=Counter(
            f.kind for f in case.follow_ups if f.episode == case.episode and f.corrects_id is None
        ),
        facts=frozenset(known),
    )


def needs(case: Case, code: OutcomeCode, facts: Mapping[str, str]) -> list[Need]:
    """The checklist of one result."""
    return policy.checklist(code, held_by(case, facts), attempts())


def all_needs(
    case: Case, facts: Mapping[str, str], documents: Iterable[Attachment]
) -> dict[str, list[Need]]:
    """The checklists of all results, by code."""
    held, least = held_by(case, facts, documents), attempts()
    return {code.value: policy.checklist(code, held, least) for code in policy.PROPOSABLE}


def attempts() -> int:
    """How many attempts make a child count as not found."""
    return int(value_of("outcomes.attempts"))


def placement_in_force(case: Case) -> Placement | None:
    """Where the child is placed by the approved result that holds; None when it is not."""
    if case.state not in {CaseState.PLACED, CaseState.EXCLUDED, CaseState.SUBMITTED}:
        return None
    found = holding(case)
    return found.placement if found else None


def holding(case: Case) -> Outcome | None:
    """The result of this episode that was approved last, when the file still goes by it."""
    if case.outcome is None:
        return None
    approved = (
        outcome
        for outcome in case.outcomes
        if outcome.episode == case.episode and outcome.decision is Decision.APPROVED
    )
    return next(approved, None)


def lessons_of(case: Case) -> list[Lesson]:
    """Lessons at home of this episode, newest first, those struck too."""
    query = (
        select(Lesson)
        .where(Lesson.case_id == case.id, Lesson.episode == case.episode)
        .options(joinedload(Lesson.recorded_by), joinedload(Lesson.struck_by))
        .order_by(Lesson.happened_on.desc(), Lesson.id.desc())
    )
    return list(db.session.scalars(query))


def lesson_of(case: Case, number: int) -> Lesson | None:
    """One lesson of a case."""
    query = select(Lesson).where(Lesson.id == number, Lesson.case_id == case.id)
    return db.session.scalars(query).one_or_none()


@dataclass(frozen=True)
class TaughtWeek:
    """A week of teaching at home: what was planned and what was given."""

    monday: date
    planned: int
    given: float


def taught_weeks(placement: Placement, lessons: Iterable[Lesson], today: date) -> list[TaughtWeek]:
    """Week by week since the placement began, newest first."""
    given: Counter[date] = Counter()
    for lesson in lessons:
        if lesson.struck_at is None:
            given[monday_of(lesson.happened_on)] += lesson.half_hours
    first, last = monday_of(placement.starts_on), monday_of(today)
    count = max(0, (last - first) // WEEK) + 1
    planned = placement.hours_a_week or 0
    weeks = (last - n * WEEK for n in range(count))
    return [TaughtWeek(monday, planned, given[monday] / 2) for monday in weeks]


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def ended_results(today: date) -> list[tuple[Case, Outcome]]:
    """Files that go by a result whose last day is over, with that result."""
    query = (
        select(Case, Outcome)
        .join(Outcome, Outcome.case_id == Case.id)
        .where(
            Case.state.in_([CaseState.PLACED, CaseState.EXCLUDED]),
            Case.merged_into_id.is_(None),
            Case.outcome.in_(policy.EXPIRING),
            Outcome.episode == Case.episode,
            Outcome.code == Case.outcome,
            Outcome.decision == Decision.APPROVED,
        )
        .options(joinedload(Case.owner))
        .order_by(Case.id, Outcome.id)
    )
    last = {case.id: (case, outcome) for case, outcome in db.session.execute(query)}
    return [
        (case, outcome)
        for case, outcome in last.values()
        if outcome.valid_until is not None and outcome.valid_until < today
    ]
