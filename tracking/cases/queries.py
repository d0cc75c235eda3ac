"""Reads over cases: the list with its filters, one case, counts, and who may see a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.case import Case, CaseEvent
from models.child import Child, ChildKey
from models.database import db
from models.flag import Flag
from models.follow_up import FollowUp
from models.organisation import Organisation
from models.outcome import Outcome
from models.scope import current_scope
from models.sealing import keyed_hash
from models.vocabulary.cases import CaseState
from models.vocabulary.flags import FlagStatus, Makes
from models.vocabulary.organisations import Level
from models.vocabulary.registry import KeyKind
from tracking.cases import policy
from tracking.cases.next_step import NEXT
from tracking.flags.policy import makes_of
from tracking.kernel import clock
from tracking.kernel.paging import Key
from tracking.kernel.schooldays import add_school_days
from tracking.rules._kit import all_rules
from tracking.snapshots.cleaning.values import tidy_names, tidy_numbers

GROUPS = ("open", "due", "overdue", "waiting", "observed", "closed")
SORTS: dict[str, Any] = {
    "due_on": Case.due_on,
    "opened_on": Case.opened_on,
    "number": Case.number,
}
AWAITED = {
    turn: [state for state, (_title, is_owners, _acts) in NEXT.items() if is_owners == wanted]
    for turn, wanted in (("owner", True), ("bureau", False))
}
# A file that was joined with an older one of the same child rests: that one stands for both.
IS_LED = Case.merged_into_id.is_(None)
OWNER_LEVELS = (Level.SCHOOL, Level.TOWNSHIP, Level.COUNTY)


@dataclass(frozen=True)
class Filters:
    """What a list of cases is narrowed to; an empty field narrows nothing.

    `school` is a school's code, `owner` the code of any organisation: its own cases and those
    of all below it. `text` is a case number, or the exact name or number of a child.
    """

    group: str = ""
    turn: str = ""
    state: CaseState | None = None
    school: str = ""
    owner: str = ""
    rule: str = ""
    grade: int | None = None
    due_before: date | None = None
    text: str = ""


def listing(filters: Filters) -> Select[Any]:
    """The cases a list shows, with what its rows need; without an order."""
    query = select(Case).options(
        joinedload(Case.child).joinedload(Child.school),
        joinedload(Case.school),
        joinedload(Case.owner),
    )
    if filters.grade or filters.text.strip():  # else counting the rows needs no child
        query = query.join(Case.child)
    return query.where(*conditions(filters))


def sort_keys(key: str, *, descending: bool) -> list[Key]:
    """The keys a list is paged by."""
    return [(SORTS[key], descending)]


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """Filters as conditions on cases, for `grade` and `text` joined with their children.

    Joined files are left out.
    """
    found: list[ColumnElement[bool]] = [IS_LED]
    if filters.group:
        found.append(in_group(filters.group, clock.today()))
    if filters.turn:
        found.append(Case.state.in_(AWAITED[filters.turn]))
    if filters.state:
        found.append(Case.state == filters.state)
    if filters.school:
        found.append(Case.school_id.in_(_ids_of(Organisation.code == filters.school)))
    if filters.owner:
        found.append(_below(filters.owner))
    if filters.rule:
        found.append(_flagged_by(filters.rule))
    if filters.grade:
        found.append(Child.grade == filters.grade)
    if filters.due_before:
        found.append(Case.due_on < filters.due_before)
    if filters.text.strip():
        found.append(_about(filters.text))
    return found


def in_group(group: str, today: date) -> ColumnElement[bool]:
    """A group of the lists.

    open · due (today or the next school day) · overdue · waiting (for review: of a result, or of
    a proposal that the child attends again) · observed (back at school) · closed.
    """
    is_open = Case.state.in_(policy.OPEN)
    groups: dict[str, ColumnElement[bool]] = {
        "open": is_open,
        "due": and_(is_open, Case.due_on.between(today, add_school_days(today, 1))),
        "overdue": and_(is_open, Case.due_on < today),
        "waiting": or_(Case.state == CaseState.SUBMITTED, _proposed()),
        "observed": Case.state == CaseState.RETURNED,
        "closed": Case.state.in_(policy.FINAL),
    }
    return groups.get(group, false())


def counts() -> dict[str, int]:
    """Cases in each group, and `clues`: one pass over an index, and one over open proposals."""
    today = clock.today()
    soon = add_school_days(today, 1)
    term = case((Case.due_on < today, "overdue"), (Case.due_on <= soon, "due"), else_="")
    query = select(Case.state, term, func.count()).where(IS_LED).group_by(Case.state, term)
    found: Counter[str] = Counter()
    for state, when, count in db.session.execute(query):
        is_open = state in policy.OPEN
        groups = {
            "open": is_open,
            when: is_open and bool(when),
            "waiting": state is CaseState.SUBMITTED,
            "observed": state is CaseState.RETURNED,
            "closed": not is_open,
            "clues": state is CaseState.CLUE,
        }
        found.update({group: count for group, belongs in groups.items() if belongs})
    found["waiting"] += _count_of_proposed()
    return {group: found[group] for group in (*GROUPS, "clues")}


def case_in_scope(number_or_id: int | str) -> Case | None:
    """One case by its id or number, with what its page needs; None outside the scope."""
    by_id = isinstance(number_or_id, int)
    query = (
        select(Case)
        .where(Case.id == number_or_id if by_id else Case.number == number_or_id)
        .options(
            joinedload(Case.child).selectinload(Child.keys),
            joinedload(Case.school),
            joinedload(Case.owner).joinedload(Organisation.parent),
            selectinload(Case.flags).joinedload(Flag.decided_by),
            selectinload(Case.events).joinedload(CaseEvent.actor),
            selectinload(Case.follow_ups).joinedload(FollowUp.recorded_by),
            selectinload(Case.outcomes).joinedload(Outcome.submitted_by),
            selectinload(Case.outcomes).joinedload(Outcome.decided_by),
            selectinload(Case.notes),
            selectinload(Case.contests),
        )
    )
    return db.session.scalars(query).one_or_none()


def cases_in_scope(ids: Iterable[int]) -> list[Case]:
    """Several cases by their ids, in the order of their numbers; those outside are left out."""
    query = select(Case).where(Case.id.in_(list(ids))).order_by(Case.number)
    return list(db.session.scalars(query))


def flag_in_scope(case_id: int, flag_id: int) -> Flag | None:
    """One flag of a case."""
    query = select(Flag).where(Flag.id == flag_id, Flag.case_id == case_id)
    return db.session.scalars(query).one_or_none()


def schools_in_scope() -> list[Organisation]:
    """Schools whose cases the reader may see, by name."""
    query = _organisations().where(Organisation.level == Level.SCHOOL)
    return list(db.session.scalars(query.order_by(Organisation.name, Organisation.code)))


def owners_in_scope() -> list[Organisation]:
    """Active organisations that a case may be given to, in the order of the tree."""
    query = _organisations().where(
        Organisation.level.in_(OWNER_LEVELS), Organisation.is_active.is_(True)
    )
    return list(db.session.scalars(query.order_by(Organisation.path)))


def owner_in_scope(code: str) -> Organisation | None:
    """One of the organisations that a case may be given to, by its code."""
    return next((owner for owner in owners_in_scope() if owner.code == code), None)


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Names of organisations by id."""
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(set(ids)))
    return {row.id: row.name for row in db.session.execute(query)}


def _organisations() -> Select[Any]:
    inside = Organisation.path.startswith(current_scope(), autoescape=True)
    return select(Organisation).where(inside)


def _ids_of(*wanted: ColumnElement[bool]) -> Select[Any]:
    return select(Organisation.id).where(*wanted)


def _below(code: str) -> ColumnElement[bool]:
    """Cases of an organisation and of all below it, as a range that an index serves."""
    query = select(Organisation.path).where(Organisation.code == code)
    path = db.session.scalars(query).one_or_none()
    if path is None:
        return false()
    return and_(Case.org_path >= path, Case.org_path < path[:-1] + "0")


def _flagged_by(rule: str) -> ColumnElement[bool]:
    return Case.id.in_(select(Flag.case_id).where(Flag.rule == rule))


def _count_of_proposed() -> int:
    """Cases in scope with a proposal that a person has to confirm or refuse."""
    query = select(func.count(func.distinct(Flag.case_id))).join(Flag.case)
    is_waiting = and_(Flag.rule.in_(_proposing()), Flag.status == FlagStatus.OPEN)
    return (
        db.session.scalar(query.where(is_waiting, Case.state.in_(policy.LOOKED_FOR), IS_LED)) or 0
    )


def _proposing() -> list[str]:
    return [code for code in all_rules() if makes_of(code) is Makes.PROPOSAL]


def _proposed() -> ColumnElement[bool]:
    """Cases with a proposal that a person has to confirm or refuse."""
    is_waiting = and_(Flag.rule.in_(_proposing()), Flag.status == FlagStatus.OPEN)
    waiting = select(Flag.case_id).where(is_waiting)
    return and_(Case.state.in_(policy.LOOKED_FOR), Case.id.in_(waiting))


def _about(text: str) -> ColumnElement[bool]:
    """What was typed as a case number, or hashed as a name or number of a person."""
    typed = pa.array([text])
    number, name = tidy_numbers(typed)[0].as_py(), tidy_names(typed)[0].as_py()
    hashes = {
        KeyKind.STUDENT: keyed_hash("student", number),
        KeyKind.ID: keyed_hash("id", number),
    }
    keyed = [and_(ChildKey.kind == kind, ChildKey.value == v) for kind, v in hashes.items()]
    found = or_(
        Case.number == text.strip(),
        Child.name_key == keyed_hash("name", name),
        Child.id.in_(select(ChildKey.child_id).where(or_(*keyed))),
    )
    joined = select(Case.merged_into_id).join(Case.child).where(~IS_LED, found)
    return or_(found, Case.id.in_(joined.correlate(None)))
