"""Submitting a result and deciding on it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.case import Case
from models.database import db
from models.outcome import Outcome
from models.placement import Placement
from models.user import User
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.flags import FlagStatus
from models.vocabulary.notices import NoticeKind
from models.vocabulary.outcomes import Decision
from tracking.cases import policy
from tracking.cases.proposals import settle_proposals
from tracking.cases.service import check, enter, write
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError
from tracking.kernel.notices import tell
from tracking.kernel.transaction import transaction
from tracking.outcomes import queries
from tracking.outcomes.policy import ATTENDS, RELAPSES, missing
from tracking.outcomes.result import Result, Verdict


def submit(case: Case, result: Result, *, by: User, version: int) -> Outcome:
    """Propose a result; the case waits for the bureau. Refused while its proof is incomplete."""
    with transaction():
        return propose(case, result, by=by, version=version)


def propose(case: Case, result: Result, *, by: User, version: int) -> Outcome:
    """As `submit`, in the running transaction."""
    check(case, "submit", version, by)
    if missing(queries.needs(case, result.code, result.facts)):
        raise RefusedError(_l("The proof is not complete yet; the list says what is missing."))
    before = enter(case, CaseState.SUBMITTED)
    outcome = Outcome(
        case_id=case.id,
        episode=case.episode,
        code=result.code,
        from_state=before,
        happened_on=result.happened_on,
        valid_until=result.valid_until,
        proof=result.proof,
        facts=dict(result.facts),
        submitted_at=clock.now(),
        submitted_by_id=by.id,
        decision=Decision.PENDING,
    )
    db.session.add(outcome)
    db.session.flush()
    if result.placed is not None:
        db.session.add(Placement(outcome_id=outcome.id, **vars(result.placed)))
    write(
        case,
        EventKind.SUBMITTED,
        by,
        from_state=before,
        outcome_id=outcome.id,
        code=result.code.value,
    )
    tell_bureau(case)
    audit.record(
        "outcome.submit", by=by, target=f"case:{case.id}", details={"code": result.code.value}
    )
    return outcome


def decide(case: Case, verdict: Verdict, *, by: User, version: int) -> None:
    """Approve the waiting result, or return it with a reason to where it came from."""
    with transaction():
        check(case, "approve" if verdict.approve else "return", version, by)
        outcome = pending(case)
        if outcome.submitted_by_id == by.id:
            raise RefusedError(_l("Nobody decides on a result of one's own."))
        outcome.decision = Decision.APPROVED if verdict.approve else Decision.RETURNED
        outcome.decided_at, outcome.decided_by_id = clock.now(), by.id
        outcome.decision_reason = verdict.reason
        target = policy.AFTER_OUTCOME[outcome.code] if verdict.approve else outcome.from_state
        before = enter(case, target)
        if verdict.approve:
            case.outcome = outcome.code
            judge_flags(case, outcome, by)
        write(
            case,
            EventKind.APPROVED if verdict.approve else EventKind.RETURNED,
            by,
            reason=verdict.reason,
            from_state=before,
            outcome_id=outcome.id,
            code=outcome.code.value,
        )
        if verdict.approve and is_relapse(outcome):
            begin_next(case, outcome, by)
        tell(
            case.owner_id,
            NoticeKind.DECIDED,
            key=f"decided:{outcome.id}",
            at=clock.now(),
            case_id=case.id,
            number=case.number,
            approved=verdict.approve,
        )
        audit.record(
            "outcome.approve" if verdict.approve else "outcome.return",
            by=by,
            target=f"case:{case.id}",
            details={"code": outcome.code.value},
        )


def is_relapse(outcome: Outcome) -> bool:
    """Whether a child that had come back has left again (复辍), by the school's own result."""
    target = policy.AFTER_OUTCOME[outcome.code]
    return outcome.from_state is CaseState.RETURNED and target in RELAPSES


def begin_next(case: Case, outcome: Outcome, by: User) -> None:
    """A new disappearance is a new episode, whether a scan or the school finds it.

    The result that says so belongs to it; flags of the former one stay where they are.
    """
    case.episode += 1
    case.opened_on = clock.today()
    outcome.episode = case.episode
    write(case, EventKind.REOPENED, by, owner_id=case.owner_id, relapse=True)


def pending(case: Case) -> Outcome:
    """The result that waits for a decision."""
    waiting = [o for o in case.outcomes if o.decision is Decision.PENDING]
    if not waiting:
        raise RefusedError(_l("No result waits for a decision."))
    return waiting[0]


def judge_flags(case: Case, outcome: Outcome, by: User) -> None:
    """An approved outcome says of every open flag whether it was true: precision lives on it.

    A proposal to close was true when the outcome says that the child attends.
    """
    target = policy.AFTER_OUTCOME[outcome.code]
    attends = outcome.code in ATTENDS
    settled = FlagStatus.CONFIRMED if attends else FlagStatus.EXCUSED
    settle_proposals(case, settled, by.id, clock.now())
    status = FlagStatus.EXCUSED if target is CaseState.EXCLUDED else FlagStatus.CONFIRMED
    for flag in case.flags:
        if flag.status is FlagStatus.OPEN:
            flag.status, flag.decided_by_id = status, by.id
            flag.decided_at = clock.now()


def tell_bureau(case: Case) -> None:
    """Tell the bureau above the owner that a result waits."""
    owner = case.owner
    tell(
        owner.parent_id or owner.id,
        NoticeKind.SUBMITTED,
        key=f"submitted:{case.id}:{case.version}",
        at=clock.now(),
        case_id=case.id,
        number=case.number,
    )
