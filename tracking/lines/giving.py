"""Giving all open work of one to another when staff leave or schools merge, and taking it back.

An organisation's cases go as reassigning does; a person's posts on the lines get another holder.
All of it is one transaction with an entry on every file. It can be taken back for the files that
nobody has touched since: nothing was sent to anybody outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.case import Case
from models.database import among, db
from models.organisation import Organisation
from models.responsible import Responsible, WorkTransfer
from models.user import User
from models.vocabulary.cases import EventKind
from models.vocabulary.lines import WorkOf
from models.vocabulary.notices import NoticeKind
from tracking.cases import policy
from tracking.cases.deadlines import begin
from tracking.cases.opening import move_rows
from tracking.cases.placing import placed
from tracking.cases.queries import IS_LED
from tracking.cases.service import write
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError, StaleError
from tracking.kernel.notices import tell
from tracking.kernel.transaction import transaction

MOVABLE = policy.MOVES["reassign"].sources


@dataclass(frozen=True)
class Giving:
    """Whose open work goes to whom: two organisations, or two persons."""

    kind: WorkOf
    giver: Any
    taker: Any
    reason: str


@dataclass(frozen=True)
class Preview:
    """How many files would go, and how many stay because a decision of the bureau is awaited."""

    going: int
    staying: int


def preview(giving: Giving) -> Preview:
    """What would happen."""
    if giving.kind is WorkOf.PERSON:
        return Preview(len(posts_of(giving.giver)), 0)
    cases = cases_of(giving.giver)
    going = sum(case.state in MOVABLE for case in cases)
    return Preview(going, len(cases) - going)


def cases_of(owner: Organisation) -> list[Case]:
    """Open cases of an organisation."""
    query = select(Case).where(Case.owner_id == owner.id, Case.state.in_(policy.OPEN), IS_LED)
    return list(db.session.scalars(query.order_by(Case.id).options(joinedload(Case.owner))))


def posts_of(person: User) -> list[Responsible]:
    """The posts on lines of open cases in scope that a person holds."""
    query = (
        select(Responsible)
        .join(Case, Case.id == Responsible.case_id)
        .where(Responsible.user_id == person.id, Responsible.ended_at.is_(None))
        .where(Case.state.in_(policy.OPEN), IS_LED)
        .options(joinedload(Responsible.case))
        .order_by(Responsible.id)
    )
    return list(db.session.scalars(query))


def give_work(giving: Giving, counted: int, *, by: User) -> WorkTransfer:
    """Do it; refused when meanwhile there is more or less to give than the page said."""
    with transaction():
        if preview(giving).going != counted:
            raise StaleError(_l("The work changed meanwhile: look at the count again."))
        if not counted:
            raise RefusedError(_l("There is no open work to give."))
        is_person = giving.kind is WorkOf.PERSON
        moved = give_posts(giving, by) if is_person else give_cases(giving, by)
        transfer = WorkTransfer(
            kind=giving.kind,
            from_id=giving.giver.id,
            to_id=giving.taker.id,
            from_name=name_of(giving.giver),
            to_name=name_of(giving.taker),
            reason=giving.reason,
            moved=moved,
            at=clock.now(),
            by_id=by.id,
            org_path=by.organisation.path,
        )
        db.session.add(transfer)
        db.session.flush()
        place = giving.taker.organisation_id if is_person else giving.taker.id
        tell(place, NoticeKind.WORK_GIVEN, key=f"given:{transfer.id}", at=clock.now(),
             count=counted)  # fmt: skip
        details = {"kind": giving.kind.value, "from": giving.giver.id, "to": giving.taker.id,
                   "count": counted}  # fmt: skip
        audit.record("work.give", by=by, target=f"work:{transfer.id}", details=details)
    return transfer


def name_of(one: Any) -> str:
    """How an organisation or a person is called."""
    return str(one.name if isinstance(one, Organisation) else one.display_name)


def give_cases(giving: Giving, by: User) -> dict[str, Any]:
    """Give the cases; a decision that is awaited stays where it is."""
    taker: Organisation = giving.taker
    if not taker.is_active:
        raise RefusedError(_l("Choose an active school, township or county bureau."))
    cases = [case for case in cases_of(giving.giver) if case.state in MOVABLE]
    for case in cases:
        case.owner_id = taker.id
        begin(case, clock.today())
        write(case, EventKind.ASSIGNED, by, reason=giving.reason, owner_id=taker.id)
    db.session.flush()
    for case in cases:
        move_rows(case, taker.path)
    db.session.flush()
    placed([case.id for case in cases])
    return {str(case.id): [case.version] for case in cases}


def give_posts(giving: Giving, by: User) -> dict[str, Any]:
    """Give the posts: each gets another holder of the taker's organisation."""
    taker: User = giving.taker
    now, pairs = clock.now(), []
    for row in posts_of(giving.giver):
        row.ended_at = now
        new = Responsible(
            case_id=row.case_id,
            episode=row.episode,
            post=row.post,
            organisation_id=taker.organisation_id,
            user_id=taker.id,
            phone=None,
            name=None,
            named_at=now,
            named_by_id=by.id,
        )
        db.session.add(new)
        write(row.case, EventKind.NAMED, by, reason=giving.reason, post=row.post.value,
              place=taker.organisation.name)  # fmt: skip
        pairs.append((row, new))
    db.session.flush()
    return {str(new.id): [row.id] for row, new in pairs}


def take_back(transfer: WorkTransfer, *, by: User) -> int:
    """Take it back for the files that nobody has touched since; says how many came back."""
    with transaction():
        if transfer.undone_at is not None:
            raise RefusedError(_l("This was taken back already."))
        is_person = transfer.kind is WorkOf.PERSON
        count = return_posts(transfer, by) if is_person else return_cases(transfer, by)
        if not count:
            raise RefusedError(
                _l("Work has gone on in every one of these files: nothing was changed.")
            )
        transfer.undone_at = clock.now()
        details = {"count": count, "of": len(transfer.moved)}
        audit.record("work.undo", by=by, target=f"work:{transfer.id}", details=details)
    return count


def return_cases(transfer: WorkTransfer, by: User) -> int:
    """Cases that stand as they were given go back to whom they came from."""
    giver = db.session.get_one(Organisation, transfer.from_id)
    if not giver.is_active:
        raise RefusedError(_l("%(name)s does not work any more."), name=giver.name)
    versions = {int(number): version for number, (version,) in transfer.moved.items()}
    query = select(Case).where(among(Case.id, versions), Case.owner_id == transfer.to_id)
    cases = [case for case in db.session.scalars(query) if case.version == versions[case.id]]
    for case in cases:
        case.owner_id = giver.id
        write(case, EventKind.UNDONE, by, reason=transfer.reason, owner_id=giver.id)
    db.session.flush()
    for case in cases:
        move_rows(case, giver.path)
    db.session.flush()
    placed([case.id for case in cases])
    return len(cases)


def return_posts(transfer: WorkTransfer, by: User) -> int:
    """Posts that the taker still holds and has not acknowledged go back."""
    giver = db.session.get_one(User, transfer.from_id)
    if not giver.enabled:
        raise RefusedError(_l("%(name)s does not work any more."), name=giver.display_name)
    rows = (
        select(Responsible)
        .join(Case, Case.id == Responsible.case_id)
        .where(among(Responsible.id, map(int, transfer.moved)), Responsible.ended_at.is_(None))
        .where(Responsible.acknowledged_at.is_(None))
        .options(joinedload(Responsible.case))
    )
    found = list(db.session.scalars(rows))
    former = [transfer.moved[str(row.id)][0] for row in found]
    before = {row.id: row for row in db.session.scalars(
        select(Responsible).where(among(Responsible.id, former)))}  # fmt: skip
    for row in found:
        row.ended_at = clock.now()
        before[transfer.moved[str(row.id)][0]].ended_at = None
        write(row.case, EventKind.UNDONE, by, reason=transfer.reason, post=row.post.value)
    return len(found)
