"""Inquiries of a file, of a bureau's area, and of one department; and whom one may ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy import case as when
from sqlalchemy.orm import joinedload

from models.case import Case
from models.database import db
from models.inquiry import Inquiry
from models.organisation import Organisation
from models.user import User
from models.vocabulary.inquiries import InquiryState
from models.vocabulary.organisations import Level

SORTS: dict[str, list[tuple[Any, bool]]] = {
    "due": [(Inquiry.due_on, False)],
    "asked": [(Inquiry.asked_at, False)],
}


def sort_keys(key: str, *, descending: bool) -> list[tuple[Any, bool]]:
    """The keys a list is paged by."""
    return [(column, down != descending) for column, down in SORTS[key]]


def of_case(case: Case) -> list[Inquiry]:
    """The inquiries about a child, newest first."""
    query = (
        select(Inquiry)
        .where(Inquiry.case_id == case.id)
        .options(joinedload(Inquiry.department), joinedload(Inquiry.asking))
        .options(joinedload(Inquiry.asked_by), joinedload(Inquiry.answered_by))
        .order_by(Inquiry.id.desc())
    )
    return list(db.session.scalars(query))


def asked(state: InquiryState | None) -> Select[Any]:
    """Inquiries about children in scope, without an order."""
    query = (
        select(Inquiry)
        .join(Case, Case.id == Inquiry.case_id)
        .options(joinedload(Inquiry.department), joinedload(Inquiry.asking))
        .options(joinedload(Inquiry.case).joinedload(Case.child))
    )
    return query.where(Inquiry.state == state) if state else query


def put_to(department_id: int, state: InquiryState | None) -> Select[Any]:
    """What was put to one department, without an order."""
    query = (
        select(Inquiry)
        .where(Inquiry.department_id == department_id, Inquiry.state != InquiryState.WITHDRAWN)
        .options(joinedload(Inquiry.asking))
    )
    return query.where(Inquiry.state == state) if state else query


def counts_of(listed: Select[Any]) -> dict[InquiryState, int]:
    """State → inquiries of a list."""
    query = listed.with_only_columns(Inquiry.state, func.count(Inquiry.id)).group_by(Inquiry.state)
    found = dict(iter(db.session.execute(query)))
    return {state: found.get(state, 0) for state in InquiryState}


def put_to_me(user: User, number: int) -> Inquiry | None:
    """One inquiry that was put to a person's department; None for everybody else's."""
    query = put_to(user.organisation_id, None).where(Inquiry.id == number)
    return db.session.scalars(query).one_or_none()


def inquiry_of(case: Case, number: int) -> Inquiry | None:
    """One inquiry about a child."""
    query = select(Inquiry).where(Inquiry.id == number, Inquiry.case_id == case.id)
    return db.session.scalars(query).one_or_none()


def departments_for(asking: Organisation) -> list[Organisation]:
    """Active departments that a bureau may ask: of its county, and of the city above it."""
    query = select(Organisation).where(
        Organisation.level == Level.DEPARTMENT, Organisation.is_active.is_(True)
    )
    found = db.session.scalars(query.order_by(Organisation.path))
    return [
        o
        for o in found
        if o.path.startswith(asking.path) or asking.path.startswith(_parent(o.path))
    ]


def _parent(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"


def waiting(today: date) -> tuple[int, int]:
    """Inquiries about children in scope without a reply: all of them, and the overdue ones."""
    late = func.sum(when((Inquiry.due_on < today, 1), else_=0))
    query = (
        select(func.count(Inquiry.id), late)
        .join(Case, Case.id == Inquiry.case_id)
        .where(Inquiry.state == InquiryState.SENT)
    )
    total, overdue = db.session.execute(query).one()
    return total, int(overdue or 0)


def put_to_department(user: User, today: date) -> tuple[int, int]:
    """Inquiries that wait for the reply of a person's department: all of them, and the late."""
    late = func.sum(when((Inquiry.due_on < today, 1), else_=0))
    query = select(func.count(Inquiry.id), late).where(
        Inquiry.department_id == user.organisation_id, Inquiry.state == InquiryState.SENT
    )
    total, overdue = db.session.execute(query).one()
    return total, int(overdue or 0)
