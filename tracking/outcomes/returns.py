"""What a person does with a scan's proposal that a child attends school again."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.case import Case
from models.database import db
from models.flag import Flag
from models.outcome import Outcome
from models.user import User
from models.vocabulary.cases import EventKind
from models.vocabulary.flags import FlagStatus
from models.vocabulary.notices import NoticeKind
from models.vocabulary.outcomes import Decision, OutcomeCode
from tracking.cases import policy
from tracking.cases.proposals import code_of, is_suspicion, open_proposal
from tracking.cases.service import check, enter, write
from tracking.flags.sentences import reason_plain
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError
from tracking.kernel.notices import tell
from tracking.kernel.transaction import transaction
from tracking.outcomes.service import judge_flags


def confirm(case: Case, flag: Flag, *, by: User, version: int) -> OutcomeCode:
    """Let the row that proves it be the result: observation begins, or the file ends elsewhere."""
    with transaction():
        check(case, "confirm_return", version, by)
        code = code_of(case, waiting(case, flag))
        outcome = result_of(case, flag, code, by)
        db.session.add(outcome)
        before = enter(case, policy.AFTER_OUTCOME[code])
        case.outcome = code
        judge_flags(case, outcome, by)
        db.session.flush()
        facts = {"outcome_id": outcome.id, "code": code.value, "rule": flag.rule}
        write(case, EventKind.APPROVED, by, from_state=before, **facts)
        tell(
            case.owner_id,
            NoticeKind.DECIDED,
            key=f"decided:{outcome.id}",
            at=clock.now(),
            case_id=case.id,
            number=case.number,
            approved=True,
        )
        details = {"code": code.value, "flag": flag.id}
        audit.record("proposal.confirm", by=by, target=f"case:{case.id}", details=details)
    return code


def refuse(case: Case, flag: Flag, *, by: User, version: int, reason: str) -> None:
    """Say why the child is not back; the proposal does not come again until its row changes."""
    with transaction():
        check(case, "refuse_return", version, by)
        waiting(case, flag)
        flag.status, flag.decided_by_id = FlagStatus.WRONG, by.id
        flag.decided_at, flag.decision_reason = clock.now(), reason
        write(case, EventKind.PROPOSAL_REFUSED, by, reason=reason, rule=flag.rule)
        details = {"flag": flag.id}
        audit.record("proposal.refuse", by=by, target=f"case:{case.id}", details=details)


def waiting(case: Case, flag: Flag) -> Flag:
    """The proposal, if it is the one that waits."""
    if is_suspicion(flag) or open_proposal(case) is not flag:
        raise RefusedError(_l("This proposal does not wait for a decision any more."))
    return flag


def result_of(case: Case, flag: Flag, code: OutcomeCode, by: User) -> Outcome:
    """The approved result: the day is that of the row, the proof is what the rule said."""
    now = clock.now()
    return Outcome(
        case_id=case.id,
        episode=case.episode,
        code=code,
        from_state=case.state,
        happened_on=date.fromisoformat(flag.evidence["attends_on"]),
        proof=_("By the scan of %(day)s: %(sentence)s", day=flag.as_of.isoformat(),
                sentence=reason_plain(flag)),
        submitted_at=now,
        submitted_by_id=by.id,
        decision=Decision.APPROVED,
        decided_at=now,
        decided_by_id=by.id,
    )  # fmt: skip
