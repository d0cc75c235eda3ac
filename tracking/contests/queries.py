"""Reads over contests: each is reached through the file it belongs to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from models.case import Case
from models.contest import Contest
from models.database import db
from models.vocabulary.contests import ContestState

SORTS: dict[str, list[tuple[Any, bool]]] = {
    "due": [(Contest.due_on, False)],
    "filed": [(Contest.filed_at, False)],
}


def listing(state: ContestState | None) -> Select[Any]:
    """Contests of files in scope with what a line shows, without an order."""
    query = (
        select(Contest)
        .join(Contest.case)
        .options(contains_eager(Contest.case).joinedload(Case.child), joinedload(Contest.flag))
    )
    return query.where(Contest.state == state) if state else query


def sort_keys(key: str, *, descending: bool) -> list[tuple[Any, bool]]:
    """The keys a list is paged by."""
    return [(column, down != descending) for column, down in SORTS[key]]


def contest_in_scope(number: int) -> Contest | None:
    """One contest; None when its file is outside the scope."""
    query = listing(None).where(Contest.id == number)
    return db.session.scalars(query.options(joinedload(Contest.event))).one_or_none()


def counts() -> dict[ContestState, int]:
    """State → contests of files in scope."""
    query = select(Contest.state, func.count(Contest.id)).join(Contest.case)
    found = dict(db.session.execute(query.group_by(Contest.state)).all())
    return {state: found.get(state, 0) for state in ContestState}
