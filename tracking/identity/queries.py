"""Reads over links that people decide on, and over the children behind them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from models.case import Case, CaseEvent
from models.child import Child, ChildKey
from models.database import among, db
from models.identity_link import IdentityLink
from models.vocabulary.identity import LinkState
from tracking.identity.matching import Decided, Pair

LONGEST_CHAIN = 8  # files joined to files that were joined
WAITING = (LinkState.PROPOSED, LinkState.UNDONE)
GROUPS = {"waiting": WAITING, "accepted": (LinkState.ACCEPTED,), "refused": (LinkState.REFUSED,)}


def decided() -> Decided:
    """Every pair of persons that people decided on and still hold to."""
    query = select(IdentityLink.person, IdentityLink.to_person, IdentityLink.state).where(
        IdentityLink.state.in_([LinkState.ACCEPTED, LinkState.REFUSED])
    )
    sorted_out: dict[LinkState, set[Pair]] = {LinkState.ACCEPTED: set(), LinkState.REFUSED: set()}
    for person, to_person, state in db.session.execute(query):
        sorted_out[state].add((person, to_person))
    return Decided(*(frozenset(pairs) for pairs in sorted_out.values()))


def refused_after(moment: datetime) -> list[IdentityLink]:
    """Links refused since a moment: their old rows were taken for children who are present."""
    query = select(IdentityLink).where(
        IdentityLink.state == LinkState.REFUSED, IdentityLink.decided_at > moment
    )
    return list(db.session.scalars(query.order_by(IdentityLink.id)))


def known_pairs(persons: Iterable[int]) -> set[Pair]:
    """The pairs of some persons that have been proposed before, whatever became of them."""
    query = select(IdentityLink.person, IdentityLink.to_person)
    rows = db.session.execute(query.where(among(IdentityLink.person, persons)))
    return {(person, to_person) for person, to_person in rows}


def accepted_as(persons: Iterable[int]) -> dict[int, set[int]]:
    """Person → the other persons that people said are the same child.

    People decide on few pairs: all of them are read, however many persons are asked about.
    """
    asked = set(persons)
    found: dict[int, set[int]] = {}
    query = select(IdentityLink.person, IdentityLink.to_person)
    for pair in db.session.execute(query.where(IdentityLink.state == LinkState.ACCEPTED)):
        if asked & {*pair}:
            one, other = pair
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return found


def children_by_person(persons: Iterable[int]) -> dict[int, int]:
    """Person → child id, in and out of scope."""
    query = select(ChildKey.value, ChildKey.child_id).where(among(ChildKey.value, persons))
    return dict(iter(db.session.execute(query)))


def children_by_link(persons: Iterable[int]) -> dict[int, int]:
    """Person → the child that an accepted link leads to, for persons without a file."""
    others = accepted_as(persons)
    known = children_by_person({p for found in others.values() for p in found})
    return {
        person: min(children)
        for person, found in others.items()
        if (children := {known[p] for p in found if p in known})
    }


def case_of_child(child_id: int) -> Case | None:
    """The file of a child in scope; the one that leads where files were joined."""
    query = select(Case).join(Case.child).where(Child.id == child_id)
    found = db.session.scalars(query).one_or_none()
    for _step in range(LONGEST_CHAIN):
        if found is None or found.merged_into_id is None:
            break
        found = db.session.scalars(select(Case).where(Case.id == found.merged_into_id)).first()
    return found


def leading_children(child_ids: Iterable[int]) -> dict[int, int]:
    """Child → the child whose file leads, for children whose files were joined to another."""
    found: dict[int, int] = {}
    rest = set(child_ids)
    for _step in range(LONGEST_CHAIN):
        joined, leading = aliased(Case), aliased(Case)
        step: dict[int, int] = {}
        query = select(joined.child_id, leading.child_id).join(
            leading, joined.merged_into_id == leading.id
        )
        step |= dict(iter(db.session.execute(query.where(among(joined.child_id, rest)))))
        if not step:
            break
        found = {child: step.get(end, end) for child, end in found.items()} | {
            child: end for child, end in step.items() if child not in found
        }
        rest = set(step.values())
    return {child: end for child, end in found.items() if child in set(child_ids)}


def listing(group: str) -> Select[Any]:
    """Links of a group ("" for all), without an order."""
    query = select(IdentityLink)
    if group in GROUPS:
        query = query.where(IdentityLink.state.in_(GROUPS[group]))
    return query


def counts() -> dict[str, int]:
    """Links in scope in each group, in one statement."""
    sums = [func.sum(case((IdentityLink.state.in_(s), 1), else_=0)) for s in GROUPS.values()]
    row = db.session.execute(select(*sums).select_from(IdentityLink)).one()
    return {name: int(count or 0) for name, count in zip(GROUPS, row, strict=True)}


def link_in_scope(number: int) -> IdentityLink | None:
    """One link with what its page shows; None outside the scope."""
    query = (
        select(IdentityLink)
        .where(IdentityLink.id == number)
        .options(
            joinedload(IdentityLink.decided_by),
            joinedload(IdentityLink.undone_by),
            joinedload(IdentityLink.case),
            joinedload(IdentityLink.joined_case),
        )
    )
    return db.session.scalars(query).one_or_none()


def links_of_case(case_id: int) -> list[IdentityLink]:
    """The decisions that joined this file with another, or once did; out of scope ones left out."""
    query = select(IdentityLink).where(
        or_(IdentityLink.case_id == case_id, IdentityLink.joined_case_id == case_id)
    )
    options = (joinedload(IdentityLink.case), joinedload(IdentityLink.joined_case))
    return list(db.session.scalars(query.options(*options).order_by(IdentityLink.id.desc())))


def recorded_while_joined(link: IdentityLink) -> int:
    """How many entries the leading file got while two files counted as one, until that ended."""
    if link.case_id is None or link.undone_at is None:
        return 0
    query = select(func.count(CaseEvent.id)).where(
        CaseEvent.case_id == link.case_id,
        CaseEvent.at >= link.decided_at,
        CaseEvent.at <= link.undone_at,
    )
    return db.session.scalar(query) or 0
