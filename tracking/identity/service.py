"""Proposing likely links, and deciding on them; a decision can be taken back at any time.

Joining two files moves nothing: the younger one gets a pointer to the older one, where new flags
go from then on. Taking the decision back takes the pointer away, and both files are what they
were; what was recorded in between stays where it was recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from models.case import Case
from models.database import db
from models.identity_link import IdentityLink
from models.scan import Scan
from models.scope import bulk_insert
from models.user import User
from models.vocabulary.identity import LinkState
from models.vocabulary.roles import Permission as P
from tracking.identity import queries
from tracking.identity.matching import Match
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError, StaleError
from tracking.kernel.transaction import transaction

DECIDED = frozenset({LinkState.ACCEPTED, LinkState.REFUSED})


def propose(found: Iterable[Match], scan: Scan, paths: Mapping[str, str], top: str) -> int:
    """Keep the likely links of a scan for a person to decide, each pair once.

    A step of the scan; the transaction is the caller's. `paths` are those of schools by code.
    """
    matches = {(m.link["person"], m.link["to_person"]): m for m in found}
    known = queries.known_pairs(person for person, _ in matches)
    rows = [
        proposal(match, scan, shared([paths.get(c, top) for c in match.schools]) or top)
        for pair, match in matches.items()
        if pair not in known
    ]
    return len(bulk_insert(IdentityLink, rows))


def proposal(match: Match, scan: Scan, path: str) -> dict[str, Any]:
    """The columns of a new link."""
    return {
        **match.link,
        "name": match.names[0],
        "to_name": match.names[1],
        "school_code": match.schools[0],
        "to_school_code": match.schools[1],
        "agrees": [sign.value for sign in match.judgement.agrees],
        "differs": [sign.value for sign in match.judgement.differs],
        "state": LinkState.PROPOSED,
        "as_of": scan.as_of,
        "scan_id": scan.id,
        "org_path": path,
    }


def shared(paths: list[str]) -> str:
    """The path of the lowest organisation above all, that may see every one of them."""
    steps = [path.split("/")[:-1] for path in paths]
    common = []
    for step in zip(*steps, strict=False):
        if len(set(step)) > 1:
            break
        common.append(step[0])
    return "".join(f"{code}/" for code in common)


def accept(link: IdentityLink, *, by: User, version: int, reason: str = "") -> None:
    """Say that both rows are one child; where both children have a file, the younger joins."""
    with transaction():
        check(link, version, by, from_states=queries.WAITING)
        cases = cases_of(link)
        decide(link, LinkState.ACCEPTED, by, reason)
        link.case_id = link.joined_case_id = None
        if len(cases) == 2:
            older, younger = sorted(cases, key=lambda case: case.id)
            link.case_id, link.joined_case_id = older.id, younger.id
            point(younger.id, older.id)
        audit.record(
            "identity.accept",
            by=by,
            target=f"identity_link:{link.id}",
            details={"case": link.case_id, "joined_case": link.joined_case_id},
        )


def refuse(link: IdentityLink, *, by: User, version: int, reason: str) -> None:
    """Say that the rows are two children; the one that is on no roll is flagged next time."""
    with transaction():
        check(link, version, by, from_states=queries.WAITING)
        decide(link, LinkState.REFUSED, by, reason)
        audit.record("identity.refuse", by=by, target=f"identity_link:{link.id}")


def undo(link: IdentityLink, *, by: User, version: int, reason: str) -> None:
    """Take a decision back: the link waits again, files that were joined are two as before."""
    with transaction():
        check(link, version, by, from_states=DECIDED)
        if link.state is LinkState.ACCEPTED and link.joined_case_id:
            point(link.joined_case_id, None)
        link.state, link.undo_reason = LinkState.UNDONE, reason
        link.undone_by_id, link.undone_at = by.id, clock.now()
        audit.record("identity.undo", by=by, target=f"identity_link:{link.id}")


def check(link: IdentityLink, version: int, by: User, *, from_states: Iterable[LinkState]) -> None:
    """Refuse a decision on a page that is too old, in the wrong state, or without the right."""
    if link.version != version or link.state not in from_states:
        raise StaleError(
            _l("Somebody else decided on this pair meanwhile. Nothing of yours was saved.")
        )
    if not by.can(P.IDENTITY_DECIDE):
        raise RefusedError(_l("Your role does not include this."))


def cases_of(link: IdentityLink) -> list[Case]:
    """The leading files of both children, each once; a child that was never flagged has none."""
    known = queries.children_by_person([link.person, link.to_person])
    found: dict[int, Case] = {}
    for child_id in known.values():
        case = queries.case_of_child(child_id)
        if case is None:
            raise RefusedError(
                _l(
                    "A file of one of these children lies with another bureau. "
                    "The city bureau can decide."
                )
            )
        found[case.id] = case
    return list(found.values())


def decide(link: IdentityLink, state: LinkState, by: User, reason: str) -> None:
    """Write down who decided what, when and why."""
    link.state, link.reason = state, reason
    link.decided_by_id, link.decided_at = by.id, clock.now()
    link.undone_by_id = link.undone_at = None
    link.undo_reason = ""


def point(case_id: int, target: int | None) -> None:
    """Set or take away the pointer; nothing else of the file changes, its version neither."""
    query = update(Case).where(Case.id == case_id).values(merged_into_id=target)
    db.session.execute(query)
