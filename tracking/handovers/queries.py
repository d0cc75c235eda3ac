"""Hand-overs of a file, of an area in both directions, and who may receive a child."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased, joinedload

from models.case import Case
from models.database import db
from models.handover import Handover
from models.organisation import Organisation
from models.scope import AFTER_SLASH, covers, current_scope
from models.user import User
from models.vocabulary.handovers import HandoverState
from models.vocabulary.organisations import Level

SORTS: dict[str, list[tuple[Any, bool]]] = {"sent": [(Handover.sent_at, True)]}
IN, OUT = "in", "out"


def sort_keys(key: str, *, descending: bool) -> list[tuple[Any, bool]]:
    """The keys a list is paged by."""
    return [(column, down != descending) for column, down in SORTS[key]]


def of_case(case: Case) -> list[Handover]:
    """The hand-overs of a child, newest first."""
    query = select(Handover).where(Handover.case_id == case.id).options(*_parties())
    return list(db.session.scalars(query.order_by(Handover.id.desc())))


def handover_in_scope(number: int) -> Handover | None:
    """One hand-over of a file that the reader sees."""
    query = select(Handover).join(Case, Case.id == Handover.case_id).where(Handover.id == number)
    return db.session.scalars(query.options(*_parties())).one_or_none()


def listing(side: str, state: HandoverState | None) -> Select[Any]:
    """Hand-overs to bureaus of the own area, or from them, without an order.

    The case of one that was refused is not seen any more: its row shows no child.
    """
    sender, receiver = aliased(Organisation), aliased(Organisation)
    query = (
        select(Handover)
        .join(sender, sender.id == Handover.sender_id)
        .outerjoin(receiver, receiver.id == Handover.receiver_id)
        .where(_inside(receiver.path if side == IN else sender.path))
        .options(*_parties(), joinedload(Handover.case).joinedload(Case.child))
    )
    return query.where(Handover.state == state) if state else query


def counts_of(side: str) -> dict[HandoverState, int]:
    """State → hand-overs of one direction."""
    listed = listing(side, None).with_only_columns(Handover.state, func.count(Handover.id))
    found = dict(iter(db.session.execute(listed.group_by(Handover.state))))
    return {state: found.get(state, 0) for state in HandoverState}


def waiting() -> int:
    """How many children were handed over to the own area and wait for its answer."""
    return counts_of(IN)[HandoverState.SENT]


def receivers_for(case: Case) -> list[Organisation]:
    """Active county bureaus of the city but the one whose file it is."""
    city = case.org_path.split("/")[0] + "/"
    query = select(Organisation).where(
        Organisation.level == Level.COUNTY,
        Organisation.is_active.is_(True),
        Organisation.path.startswith(city, autoescape=True),
    )
    found = db.session.scalars(query.order_by(Organisation.path))
    return [o for o in found if not covers(o.path, case.org_path)]


def new_owners(user: User) -> list[Organisation]:
    """Who may look for a child that a bureau takes over: itself, its townships and schools."""
    levels = (Level.COUNTY, Level.TOWNSHIP, Level.SCHOOL)
    query = select(Organisation).where(
        Organisation.is_active.is_(True),
        Organisation.level.in_(levels),
        _inside(Organisation.path, user.organisation.path),
    )
    return list(db.session.scalars(query.order_by(Organisation.path)))


def unanswered() -> list[Handover]:
    """Hand-overs of files in scope that still wait for a receipt."""
    query = (
        select(Handover)
        .join(Case, Case.id == Handover.case_id)
        .where(Handover.state == HandoverState.SENT)
        .options(*_parties(), joinedload(Handover.case).joinedload(Case.owner))
    )
    return list(db.session.scalars(query.order_by(Handover.id)))


def _inside(column: Any, path: str | None = None) -> ColumnElement[bool]:
    path = current_scope() if path is None else path
    return and_(column >= path, column < path[:-1] + AFTER_SLASH)


def _parties() -> tuple[Any, ...]:
    return (
        joinedload(Handover.sender),
        joinedload(Handover.receiver),
        joinedload(Handover.sent_by),
        joinedload(Handover.answered_by),
    )
