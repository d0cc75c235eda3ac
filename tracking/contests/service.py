"""Filing a contest, and deciding about it."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.case import Case
from models.contest import Contest
from models.database import db
from models.flag import Flag
from models.user import User
from models.vocabulary.cases import EventKind
from models.vocabulary.contests import ContestState
from models.vocabulary.flags import FlagStatus
from models.vocabulary.notices import NoticeKind
from tracking.cases import service as cases
from tracking.cases.proposals import is_suspicion
from tracking.contests.contested import Contested, Ruling
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError, StaleError
from tracking.kernel.notices import tell
from tracking.kernel.schooldays import add_school_days
from tracking.kernel.transaction import transaction
from tracking.thresholds.queries import value_of


def file(case: Case, contested: Contested, *, by: User) -> Contest:
    """Write a contest down; the bureau is told, and a contested flag leaves the figures."""
    with transaction():
        cases.check(case, "contest", None, by)
        flag = object_of(case, contested)
        contest = Contest(
            case_id=case.id,
            episode=case.episode,
            state=ContestState.OPEN,
            due_on=add_school_days(clock.today(), int(value_of("contests.days"))),
            filed_at=clock.now(),
            filed_by_id=by.id,
            **vars(contested),
        )
        db.session.add(contest)
        if flag is not None:
            flag.is_contested = True
        db.session.flush()
        facts = {"contest_id": contest.id, "contested_by": contested.contested_by.value}
        facts |= {"rule": flag.rule} if flag else {"entry": contested.event_id}
        cases.note(case, EventKind.CONTESTED, by, **facts)
        bureau = case.owner.parent_id or case.owner_id
        tell(bureau, NoticeKind.CONTESTED, key=f"contested:{contest.id}", at=clock.now(),
             case_id=case.id, number=case.number)  # fmt: skip
        audit.record("contest.file", by=by, target=f"case:{case.id}")
    return contest


def object_of(case: Case, contested: Contested) -> Flag | None:
    """The flag that is contested, None when it is an entry; each once at a time."""
    waiting = [c for c in case.contests if c.state is ContestState.OPEN]
    same = (contested.flag_id, contested.event_id)
    if any((c.flag_id, c.event_id) == same for c in waiting):
        raise RefusedError(_l("This is contested already, and waits for a decision."))
    flag = next((f for f in case.flags if f.id == contested.flag_id), None)
    entry = next((e for e in case.events if e.id == contested.event_id), None)
    if flag is None and entry is None:
        raise RefusedError(_l("What is contested does not stand in this file."))
    if flag is not None and not is_suspicion(flag):
        raise RefusedError(_l("A proposal to close is confirmed or refused in its own box."))
    return flag


def decide(contest: Contest, ruling: Ruling, *, by: User, version: int) -> None:
    """Decide about a contest: a flag whose contest is right is a false alarm.

    The case itself goes on as its state says; a clue without another flag is excluded.
    """
    with transaction():
        case = contest.case
        cases.check(case, "decide_contest", None, by)
        if contest.version != version:
            raise StaleError(_l("Somebody else changed this record meanwhile. Nothing was saved."))
        if contest.state is not ContestState.OPEN:
            raise RefusedError(_l("This contest was decided already."))
        contest.state = ContestState.UPHELD if ruling.is_right else ContestState.DISMISSED
        contest.decided_at, contest.decided_by_id = clock.now(), by.id
        contest.decision = ruling.reason
        before = case.state
        if contest.flag is not None:
            contest.flag.is_contested = ruling.is_right
            if ruling.is_right and contest.flag.status is FlagStatus.OPEN:
                reason = _("Contest %(number)s was found right.", number=contest.id)
                before = cases.judge_wrong(contest.flag, by=by, reason=reason)
        facts = {"contest_id": contest.id, "decision": contest.state.value}
        cases.write(case, EventKind.CONTEST_DECIDED, by, from_state=before, **facts)
        tell(contest.filed_by.organisation_id, NoticeKind.CONTEST_DECIDED,
             key=f"contest_decided:{contest.id}", at=clock.now(), case_id=case.id,
             number=case.number, right=ruling.is_right)  # fmt: skip
        audit.record("contest.decide", by=by, target=f"case:{case.id}", details=facts)
