"""One act on many children: each for itself, all in one transaction, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from models.bulk_act import BulkAct, BulkLine
from models.case import Case
from models.database import db
from models.notice import Notice
from models.organisation import Organisation
from models.outcome import Outcome
from models.user import User
from models.vocabulary.bulk import BulkKind
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.notices import NoticeKind
from models.vocabulary.outcomes import Decision
from tracking.cases import service
from tracking.cases.opening import move_rows
from tracking.cases.placing import placed
from tracking.kernel import audit, clock
from tracking.kernel.errors import BaoxueError, RefusedError
from tracking.kernel.notices import tell
from tracking.kernel.transaction import transaction

MOST = 200  # children at once
SENT = {
    BulkKind.ASSIGN: NoticeKind.ASSIGNED,
    BulkKind.REMIND: NoticeKind.REMINDED,
    BulkKind.AT_SCHOOL: NoticeKind.SUBMITTED,
}


def run(
    kind: BulkKind, cases: Iterable[Case], one: Callable[[Case], object], *, by: User
) -> BulkAct:
    """Do `one` for each child in one transaction; one that is refused stops no other."""
    chosen = list(cases)
    if not chosen:
        raise RefusedError(_l("Select the children first."))
    if len(chosen) > MOST:
        raise RefusedError(_l("Select at most %(most)d children at once."), most=MOST)
    with transaction():
        act = BulkAct(kind=kind, at=clock.now(), by_id=by.id, org_path=by.organisation.path)
        db.session.add(act)
        db.session.flush()
        lines = [done(act, case, one) for case in chosen]
        details = {"kind": kind.value, "children": sum(not line.refusal for line in lines)}
        audit.record("cases.bulk", by=by, target=f"act:{act.id}", details=details)
    return act


def done(act: BulkAct, case: Case, one: Callable[[Case], object]) -> BulkLine:
    """What became of one child; whatever a refused one had begun is undone."""
    line = BulkLine(act_id=act.id, case_id=case.id, before=standing(case))
    try:
        with db.session.begin_nested():
            one(case)
            db.session.flush()
        line.version_after = case.version
    except BaoxueError as error:
        line.refusal = str(error)[:500]
    db.session.add(line)
    return line


def standing(case: Case) -> dict[str, object]:
    """How a case stands, as codes."""
    return {
        "state": case.state.value,
        "due_on": case.due_on.isoformat() if case.due_on else None,
        "escalation": case.escalation,
        "owner_id": case.owner_id,
        "school_id": case.school_id,
    }


def remind(case: Case, *, by: User) -> None:
    """Remind the owner of a case, once a day; in the running transaction."""
    service.check(case, "remind", None, by)
    if case.owner_id == by.organisation_id:
        raise RefusedError(_l("The case is with your own organisation."))
    sent = tell(
        case.owner_id,
        NoticeKind.REMINDED,
        key=f"reminded:case:{case.id}:{clock.today():%Y%m%d}",
        at=clock.now(),
        case_id=case.id,
        number=case.number,
        due_on=case.due_on.isoformat() if case.due_on else None,
    )
    if not sent:
        raise RefusedError(_l("The owner was reminded of it today already."))
    service.note(case, EventKind.REMINDED, by, owner_id=case.owner_id)
    audit.record("case.remind", by=by, target=f"case:{case.id}")


def undo(act: BulkAct, *, by: User) -> int:
    """Take back what nobody has seen or gone on with; for how many children it was."""
    with transaction():
        if act.by_id != by.id:
            raise RefusedError(_l("Only who did it takes it back."))
        if act.undone_at is not None:
            raise RefusedError(_l("This was taken back already."))
        count = 0
        for line in act.lines:
            if line.refusal or line.version_after is None:
                continue
            line.kept_because = why_not(act, line)
            if not line.kept_because:
                take_back(act, line, by)
                count += 1
        act.undone_at = clock.now()
        audit.record("cases.bulk_undo", by=by, target=f"act:{act.id}", details={"children": count})
    return count


def why_not(act: BulkAct, line: BulkLine) -> str:
    """Why the act cannot be taken back for a child; "" when it can."""
    case = line.case
    if case is None:
        return str(_("The child is with another owner now."))
    if case.version != line.version_after:
        return str(_("Somebody went on with the case since."))
    if any(notice.read_at is not None for notice in notices_of(act, case)):
        return str(_("Whoever was told has read it already."))
    return ""


def take_back(act: BulkAct, line: BulkLine, by: User) -> None:
    """Restore how a case stood, as a new entry; the message to others is withdrawn unread."""
    case = line.case
    if case is None:
        return
    for notice in notices_of(act, case):
        db.session.delete(notice)
    state = case.state
    if act.kind is not BulkKind.REMIND:
        restore(case, line)
    if act.kind is BulkKind.AT_SCHOOL:
        for outcome in pending_of(case):
            outcome.decision = Decision.TAKEN_BACK
            outcome.decided_at, outcome.decided_by_id = clock.now(), by.id
    service.write(case, EventKind.UNDONE, by, from_state=state, act=act.kind.value)
    audit.record("case.undo", by=by, target=f"case:{case.id}")


def restore(case: Case, line: BulkLine) -> None:
    """State, deadline and owner as they were."""
    before = line.before
    case.state = CaseState(before["state"])
    case.due_on = date.fromisoformat(before["due_on"]) if before["due_on"] else None
    case.escalation, case.school_id = before["escalation"], before["school_id"]
    if case.owner_id != before["owner_id"]:
        owner = db.session.get_one(Organisation, before["owner_id"])
        case.owner_id = owner.id
        db.session.flush()
        move_rows(case, owner.path)
        placed([case.id])


def notices_of(act: BulkAct, case: Case) -> list[Notice]:
    """What others were told of a case by an act."""
    query = select(Notice).where(
        Notice.case_id == case.id, Notice.kind == SENT[act.kind], Notice.at >= act.at
    )
    return list(db.session.scalars(query))


def pending_of(case: Case) -> list[Outcome]:
    """The result of a case that waits."""
    query = select(Outcome).where(Outcome.case_id == case.id, Outcome.decision == Decision.PENDING)
    return list(db.session.scalars(query))


def act_in_scope(number: int) -> BulkAct | None:
    """One act with its children; those of another owner are told without a name."""
    query = (
        select(BulkAct)
        .where(BulkAct.id == number)
        .options(
            joinedload(BulkAct.by),
            selectinload(BulkAct.lines)
            .joinedload(BulkLine.case)
            .options(joinedload(Case.child), joinedload(Case.owner)),
        )
    )
    return db.session.scalars(query).unique().one_or_none()
