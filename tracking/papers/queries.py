"""Reads over papers: those of a case, the registers of offices, and the templates in force.

A paper may be seen by who may see its issuer, for the register is theirs, or its case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import joinedload

from models.case import Case
from models.database import db
from models.organisation import Organisation
from models.paper import Paper, PaperDelivery, PaperOffice, PaperTemplate
from models.scope import EVERYWHERE, covers, current_scope
from models.threshold import Threshold
from models.vocabulary.organisations import Level
from models.vocabulary.papers import PaperKind, PaperState
from tracking.kernel import clock
from tracking.kernel.paging import Key
from tracking.papers.policy import Ground, Issued
from tracking.thresholds.queries import value_of

SORTS: dict[str, Any] = {"issued": Paper.issued_on, "number": Paper.number, "due": Paper.due_on}
SWITCHES = ("penalty", "court")


@dataclass(frozen=True)
class Filters:
    """What a register is narrowed to; an empty field narrows nothing."""

    office: str = ""
    year: int | None = None
    kind: PaperKind | None = None
    state: PaperState | None = None


def papers_of(case: Case) -> list[Paper]:
    """Every paper of a case, oldest first; one statement."""
    return list(db.session.scalars(_shown().where(Paper.case_id == case.id).order_by(Paper.id)))


def paper_in_scope(number: int) -> Paper | None:
    """One paper; None for a stranger's."""
    query = _shown().where(Paper.id == number)
    paper: Paper | None = db.session.scalars(query).one_or_none()
    if paper is None or covers(current_scope(), paper.issuer.path):
        return paper
    return paper if case_of(paper) else None


def case_of(paper: Paper) -> Case | None:
    """The case of a paper, where it is in scope."""
    query = select(Case).where(Case.id == paper.case_id)
    return db.session.scalars(query).one_or_none() if paper.case_id else None


def listing(filters: Filters) -> Select[Any]:
    """The papers a register shows, without an order."""
    return _shown().join(Paper.issuer).where(*_conditions(filters))


def sort_keys(key: str, *, descending: bool) -> list[Key]:
    """The keys a register is paged by."""
    return [(SORTS[key], descending)]


def counts(filters: Filters) -> dict[PaperState, int]:
    """Papers in each state, under the other filters."""
    others = Filters(filters.office, filters.year, filters.kind)
    query = (
        select(Paper.state, func.count(Paper.id))
        .join(Paper.issuer)
        .where(*_conditions(others))
        .group_by(Paper.state)
    )
    found = {row[0]: int(row[1]) for row in db.session.execute(query)}
    return {state: found.get(state, 0) for state in PaperState}


def offices() -> list[Organisation]:
    """Offices in scope that have issued a paper, in the order of the tree."""
    issuers = select(Paper.issuer_id).distinct()
    query = select(Organisation).where(Organisation.id.in_(issuers), _inside())
    return list(db.session.scalars(query.order_by(Organisation.path)))


def years() -> list[int]:
    """Years with a register in scope, newest first."""
    query = select(Paper.year).join(Paper.issuer).where(_inside()).distinct()
    return sorted(db.session.scalars(query), reverse=True)


def prefix_of(office: Organisation) -> str:
    """How an office's numbers begin: as it set it, else its name."""
    query = select(PaperOffice.prefix).where(PaperOffice.organisation_id == office.id)
    return db.session.scalars(query).one_or_none() or office.name


def ground_of(case: Case, level: Level | None) -> Ground:
    """What the ladder is decided on, for a reader of a level; None looks at the case alone."""
    return ground_from(case, papers_of(case), level)


def ground_from(case: Case, papers: list[Paper], level: Level | None) -> Ground:
    """The same, where the papers were read already."""
    return Ground(
        state=case.state,
        papers=tuple(issued(p) for p in papers if p.episode == case.episode),
        switched_on=frozenset(name for name in SWITCHES if value_of(f"papers.{name}")),
        level=level,
        needs_scan=bool(value_of("papers.scan")),
        today=clock.today(),
    )


def issued(paper: Paper) -> Issued:
    """A paper as the ladder sees it; a scan that was withdrawn is none."""
    delivery = paper.delivery
    scan = delivery.attachment if delivery else None
    return Issued(
        kind=paper.kind,
        state=paper.state,
        reference=paper.reference,
        due_on=paper.due_on,
        delivered_on=delivery.delivered_on if delivery else None,
        has_scan=scan is not None and scan.is_in_force,
    )


def local_basis(switch: str) -> str:
    """The basis that was written when a step was switched on."""
    query = select(Threshold.basis).where(Threshold.key == f"papers.{switch}")
    return db.session.scalars(query.order_by(Threshold.version.desc())).first() or ""


def newest_template(kind: PaperKind) -> PaperTemplate | None:
    """The template in force; None while only the one that is shipped is there."""
    query = select(PaperTemplate).where(PaperTemplate.kind == kind)
    return db.session.scalars(query.order_by(PaperTemplate.version.desc())).first()


def template_versions(kind: PaperKind) -> list[PaperTemplate]:
    """All versions of a kind, newest first."""
    query = select(PaperTemplate).where(PaperTemplate.kind == kind)
    shown = query.options(joinedload(PaperTemplate.stored_by))
    return list(db.session.scalars(shown.order_by(PaperTemplate.version.desc())))


def newest_templates() -> dict[PaperKind, PaperTemplate]:
    """The newest version of each kind that has one."""
    query = select(PaperTemplate).order_by(PaperTemplate.version)
    return {row.kind: row for row in db.session.scalars(query)}


def _shown() -> Select[Any]:
    return select(Paper).options(
        joinedload(Paper.issuer),
        joinedload(Paper.issued_by),
        joinedload(Paper.voided_by),
        joinedload(Paper.delivery).joinedload(PaperDelivery.attachment),
        joinedload(Paper.delivery).joinedload(PaperDelivery.recorded_by),
    )


def _inside() -> ColumnElement[bool]:
    """Organisations in scope, as a range that an index serves."""
    path = current_scope()
    if path == EVERYWHERE:
        return true()
    return and_(Organisation.path >= path, Organisation.path < path[:-1] + "0")


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [_inside()]
    if filters.office:
        found.append(Organisation.code == filters.office)
    if filters.year:
        found.append(Paper.year == filters.year)
    if filters.kind:
        found.append(Paper.kind == filters.kind)
    if filters.state:
        found.append(Paper.state == filters.state)
    return found
