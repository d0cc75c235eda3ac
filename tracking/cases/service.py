"""What people do with a case: assign, reassign, mark a flag wrong, close after observation."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from models.case import Case, CaseEvent
from models.database import db
from models.flag import Flag
from models.organisation import Organisation
from models.scope import covers, current_scope, grants_of
from models.user import User
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.flags import FlagStatus
from models.vocabulary.notices import NoticeKind
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Permission as P
from tracking.cases import policy
from tracking.cases.deadlines import begin
from tracking.cases.observation import observation_of
from tracking.cases.opening import move_rows
from tracking.cases.placing import placed
from tracking.cases.proposals import is_suspicion, settle_proposals
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError, StaleError
from tracking.kernel.notices import tell
from tracking.kernel.transaction import transaction


def check(case: Case, move: str, version: int | None, by: User) -> None:
    """Refuse an act on a page that is too old, in the wrong state, or without the right."""
    reasons = set() if is_own(case) else grants_of(case.id)
    if not is_own(case) and not reasons:
        raise StaleError(_l("This case was given to another owner meanwhile. Nothing was saved."))
    if version is not None and case.version != version:
        last = next(event for event in case.events if event.kind is not EventKind.REVEALED)
        raise StaleError(
            _l(
                "%(who)s changed this case at %(when)s (%(what)s). Nothing of yours was saved; "
                "look at the case again and decide anew."
            ),
            who=last.actor.display_name if last.actor else _l("The system"),
            when=f"{clock.local(last.at):%Y-%m-%d %H:%M}",
            what=last.kind.label,
        )
    if case.merged_into_id is not None:
        raise RefusedError(
            _l("This file was joined with another one of the same child: go on there.")
        )
    wanted = policy.MOVES[move]
    if wanted.permission is None or not by.can(wanted.permission):
        raise RefusedError(_l("Your role does not include this."))
    if not is_own(case) and not policy.is_granted(wanted.permission, reasons):
        raise RefusedError(_l("You see this file, but it is its owner who does this."))
    if case.state not in wanted.sources:
        raise RefusedError(
            _l("This is not possible while the case is “%(state)s”."), state=case.state.label
        )


def write(case: Case, kind: EventKind, by: User, *, reason: str = "", **details: Any) -> CaseEvent:
    """Add a line to the timeline; `from_state` in details, the state now is where it led."""
    case.touched_at = clock.now()
    return note(case, kind, by, reason=reason, **details)


def note(case: Case, kind: EventKind, by: User, *, reason: str = "", **details: Any) -> CaseEvent:
    """Add a line that leaves the case as it is: pages that others have open stay good."""
    event = CaseEvent(
        case_id=case.id,
        episode=case.episode,
        at=clock.now(),
        kind=kind,
        actor_id=by.id,
        from_state=details.pop("from_state", case.state),
        to_state=case.state,
        reason=reason,
        details=details,
    )
    db.session.add(event)
    return event


def enter(case: Case, state: CaseState) -> CaseState:
    """Move a case on: its deadline starts anew; returns the state it comes from."""
    before = case.state
    case.state = state
    begin(case, clock.today())
    case.closed_on = clock.today() if state in policy.FINAL else None
    return before


def assign(case: Case, owner: Organisation, *, by: User, version: int, reason: str = "") -> None:
    """Give a clue to a school, or an open case to another owner."""
    with transaction():
        give(case, owner, by=by, version=version, reason=reason)


def give(case: Case, owner: Organisation, *, by: User, version: int, reason: str = "") -> None:
    """As `assign`, in the running transaction."""
    move = "assign" if case.state is CaseState.CLUE else "reassign"
    check(case, move, version, by)
    if not owner.is_active or owner.level not in (Level.SCHOOL, Level.COUNTY, Level.TOWNSHIP):
        raise RefusedError(_l("Choose an active school, township or county bureau."))
    if owner.id == case.owner_id and move == "reassign":
        raise RefusedError(_l("The case is with this owner already."))
    if move == "reassign" and not reason:
        raise RefusedError(_l("Say why the case goes to another owner."))
    before = enter(case, CaseState.ASSIGNED) if move == "assign" else case.state
    if move == "reassign":
        begin(case, clock.today())
    case.owner_id = owner.id
    if owner.level is Level.SCHOOL and case.school_id is None:
        case.school_id = owner.id
    write(case, EventKind.ASSIGNED, by, reason=reason, from_state=before, owner_id=owner.id)
    db.session.flush()
    move_rows(case, owner.path)
    placed([case.id])
    tell(
        owner.id,
        NoticeKind.ASSIGNED,
        key=f"assigned:case:{case.id}:{case.version}",
        at=clock.now(),
        case_id=case.id,
        count=1,
    )
    audit.record("case.assign", by=by, target=f"case:{case.id}", details={"to": owner.code})


def mark_wrong(flag: Flag, *, by: User, reason: str) -> None:
    """Mark a flag as a false alarm; when none is left, the case is excluded."""
    with transaction():
        case = flag.case
        check(case, "mark_wrong", None, by)
        if flag.status is not FlagStatus.OPEN:
            raise RefusedError(_l("This flag was judged already."))
        if not is_suspicion(flag):
            raise RefusedError(_l("A proposal to close is confirmed or refused in its own box."))
        before = judge_wrong(flag, by=by, reason=reason)
        write(case, EventKind.FLAG_WRONG, by, reason=reason, from_state=before, rule=flag.rule)
        audit.record("flag.wrong", by=by, target=f"flag:{flag.id}")


def judge_wrong(flag: Flag, *, by: User, reason: str) -> CaseState:
    """Judge a flag a false alarm in the running transaction; returns the state before.

    A case that has not gone further than verification, and has no other flag, is excluded.
    """
    case = flag.case
    flag.status, flag.decided_by_id = FlagStatus.WRONG, by.id
    flag.decided_at, flag.decision_reason = clock.now(), reason
    left = [f for f in case.flags if f.status is FlagStatus.OPEN and is_suspicion(f)]
    if left or not policy.can_move("mark_wrong", case.state):
        return case.state
    settle_proposals(case, FlagStatus.EXCUSED, by.id, clock.now())
    return enter(case, CaseState.EXCLUDED)


def close(case: Case, *, by: User, version: int, reason: str) -> None:
    """Close a returned child's case when the observation period is over."""
    with transaction():
        check(case, "close", version, by)
        if case.due_on and case.due_on > clock.today():
            raise RefusedError(
                _l("Observation runs until %(day)s; the case can be closed after that."),
                day=case.due_on.isoformat(),
            )
        observed = observation_of(case)
        if observed is not None and observed.gaps:
            raise RefusedError(" ".join(str(gap) for gap in observed.gaps))
        before = enter(case, CaseState.CLOSED)
        write(case, EventKind.MOVED, by, reason=reason, from_state=before)
        audit.record("case.close", by=by, target=f"case:{case.id}")


def is_own(case: Case) -> bool:
    """Whether a file belongs to the scope in force, and is not only seen by a grant."""
    return covers(current_scope(), case.org_path)


def allows(case: Case, right: P) -> bool:
    """Whether the scope in force has a right on a file: it is its own, or a grant carries it."""
    return is_own(case) or policy.is_granted(right, grants_of(case.id))


def reveal(case: Case, *, by: User, purpose: str) -> None:
    """Record that somebody asked to see the child's full numbers, and for what."""
    with transaction():
        if not allows(case, P.CASE_REVEAL):
            raise RefusedError(_l("You see this file, but it is its owner who does this."))
        note(case, EventKind.REVEALED, by, reason=purpose)
        audit.record("case.reveal", by=by, target=f"case:{case.id}", details={"purpose": purpose})
