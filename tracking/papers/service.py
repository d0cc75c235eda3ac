"""Issuing papers under numbers without gaps, recording their delivery, declaring them void."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from models.case import Case
from models.database import db
from models.organisation import Organisation
from models.paper import Paper, PaperDelivery, PaperOffice
from models.tally import take
from models.user import User
from models.vocabulary.cases import EventKind
from models.vocabulary.organisations import Level
from models.vocabulary.papers import PaperKind, PaperState
from tracking.cases.deadlines import begin
from tracking.cases.policy import MOVES
from tracking.cases.service import check, enter, is_own, note, write
from tracking.kernel import audit, clock
from tracking.kernel.errors import FileRefusedError, RefusedError, StaleError
from tracking.kernel.schooldays import add_school_days
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.papers import policy, queries, templates
from tracking.papers.given import Delivery, Written
from tracking.papers.kinds import Kind, kinds
from tracking.papers.values import Frame, reference_of, values_of
from tracking.proofs import service as proofs
from tracking.proofs.sent import Sent


def issue(kind: Kind, case: Case | None, written: Written, *, by: User, version: int) -> Paper:
    """Issue a paper: it takes the next number of its register and may lead the case on."""
    with transaction():
        lead = allowed(kind, case, by, version)
        paper = filled_in(kind, case, written, by)
        db.session.add(paper)
        db.session.flush()
        if case is not None:
            told(case, paper, lead, by)
        audit.record(
            "paper.issue",
            by=by,
            target=f"paper:{paper.id}",
            details={"kind": kind.code.value, "case": case.id if case else None},
        )
    return paper


def allowed(kind: Kind, case: Case | None, by: User, version: int) -> str:
    """The move that issuing makes, "" for none; RefusedError says everything that is missing."""
    if case is None:
        if kind.is_about_a_child or kind.code is PaperKind.DELIVERY_RECEIPT:
            raise RefusedError(_l("This paper is issued on the page of a child's file."))
        if by.organisation.level not in kind.levels:
            raise RefusedError(_l("Your office does not issue this paper."))
        return ""
    lead = kind.leads if kind.leads and case.state in MOVES[kind.leads].sources else ""
    check(case, lead or "paper", version if lead else None, by)
    if lead and not is_own(case) and by.organisation.level is Level.SCHOOL:
        raise RefusedError(_l("You see this file, but it is its owner who does this."))
    locks = policy.locks_of(queries.ground_of(case, by.organisation.level), kind)
    if locks:
        raise RefusedError(_l("This paper is locked. %(why)s"), why=" ".join(map(str, locks)))
    return lead


def filled_in(kind: Kind, case: Case | None, written: Written, by: User) -> Paper:
    """The paper with its number and all its values."""
    today, issuer = clock.today(), by.organisation
    number = take(f"paper:{issuer.id}:{kind.code.value}:{today.year}")
    reference = reference_of(queries.prefix_of(issuer), kind.mark, today.year, number)
    former = None
    if case is not None:
        former = policy.former_of(queries.ground_of(case, None), kind)
    basis = queries.local_basis(kind.switch) if kind.switch else ""
    frame = Frame(kind, issuer, reference, today, basis, former)
    return Paper(
        kind=kind.code,
        issuer_id=issuer.id,
        year=today.year,
        number=number,
        reference=reference,
        state=PaperState.ISSUED,
        case_id=case.id if case else None,
        episode=case.episode if case else 0,
        template_id=templates.in_force(kind.code, by).id,
        fields=values_of(frame, case, written),
        days=written.days if kind.has_days else None,
        issued_on=today,
        issued_at=clock.now(),
        issued_by_id=by.id,
    )


def told(case: Case, paper: Paper, lead: str, by: User) -> None:
    """The line on the timeline; where the paper leads the case on, its next state."""
    for target in MOVES[lead].targets if lead else ():
        write(case, EventKind.PAPER, by, from_state=enter(case, target), **facts_of(paper))
        return
    if lead:
        begin(case, clock.today())
    note(case, EventKind.PAPER, by, **facts_of(paper))


def deliver(
    paper: Paper, delivery: Delivery, scan: Sent | None, *, by: User, settings: Settings
) -> None:
    """Record a delivery; the days to comply run from it, in school days."""
    if delivery.delivered_on < paper.issued_on or delivery.delivered_on > clock.today():
        raise RefusedError(_l("The delivery lies between the day of issue and today."))
    case = case_for(paper, by)
    is_theirs = case is not None and is_own(case)
    if not is_theirs and not paper.issuer.path.startswith(by.organisation.path):
        raise RefusedError(_l("Only the issuing office, or whose file it is, does this."))
    attachment = scanned(case, scan, by, settings)
    with transaction():
        if paper.state is not PaperState.ISSUED:
            raise RefusedError(_l("The delivery is recorded already, or the paper is void."))
        paper.state = PaperState.DELIVERED
        paper.due_on = add_school_days(delivery.delivered_on, paper.days) if paper.days else None
        db.session.add(
            PaperDelivery(
                paper_id=paper.id,
                attachment_id=attachment,
                recorded_at=clock.now(),
                recorded_by_id=by.id,
                **vars(delivery),
            )
        )
        db.session.flush()
        if case is not None:
            check(case, "paper", None, by)
            note(case, EventKind.DELIVERED, by, **facts_of(paper), method=delivery.method.value)
        audit.record("paper.deliver", by=by, target=f"paper:{paper.id}")


def add_scan(paper: Paper, scan: Sent, *, by: User, settings: Settings) -> None:
    """Add the scan of a receipt to a delivery that was recorded without one."""
    if paper.delivery is None:
        raise RefusedError(_l("Record the delivery first."))
    case = case_for(paper, by)
    is_theirs = case is not None and is_own(case)
    if not is_theirs and not paper.issuer.path.startswith(by.organisation.path):
        raise RefusedError(_l("Only the issuing office, or whose file it is, does this."))
    attachment = scanned(case, scan, by, settings)
    with transaction():
        if paper.delivery.attachment and paper.delivery.attachment.is_in_force:
            raise RefusedError(_l("The scan of this receipt is there already."))
        paper.delivery.attachment_id = attachment
        audit.record("paper.scan", by=by, target=f"paper:{paper.id}")


def scanned(case: Case | None, scan: Sent | None, by: User, settings: Settings) -> int | None:
    """The document of a scan, kept in the child's file."""
    if scan is None or case is None:
        return None
    received = proofs.add(case, [scan], by=by, settings=settings)
    if received.refused:
        raise FileRefusedError(received.refused[0][1])
    return received.kept[0].id


def void(paper: Paper, *, by: User, version: int, reason: str) -> None:
    """Declare a paper void: it counts no more, and its number is not given again."""
    with transaction():
        if paper.version != version:
            raise StaleError(_l("Somebody else changed this paper meanwhile. Nothing was saved."))
        if not paper.issuer.path.startswith(by.organisation.path):
            raise RefusedError(_l("Only the issuing office, or a bureau above it, does this."))
        if paper.state is PaperState.VOID:
            raise RefusedError(_l("This paper is void already."))
        case = case_for(paper, by)
        if case is not None:
            check(case, "void_paper", None, by)
        if case is not None and (later := resting_on(paper, case)):
            raise RefusedError(
                _l("“%(reference)s” rests on this paper: declare that one void first."),
                reference=later.reference,
            )
        paper.state, paper.void_reason = PaperState.VOID, reason
        paper.voided_at, paper.voided_by_id = clock.now(), by.id
        if case is not None:
            note(case, EventKind.PAPER, by, reason=reason, **facts_of(paper), void=True)
        audit.record("paper.void", by=by, target=f"paper:{paper.id}")


def resting_on(paper: Paper, case: Case) -> Paper | None:
    """A later paper of the ladder that names this one as proven."""
    return next(
        (
            later
            for later in queries.papers_of(case)
            if later.state is not PaperState.VOID
            and kinds()[later.kind].after is paper.kind
            and later.fields.get("former") == paper.reference
        ),
        None,
    )


def case_for(paper: Paper, by: User) -> Case | None:
    """The case of a paper that somebody works on; RefusedError where it is with another office."""
    if paper.case_id is None:
        if not paper.issuer.path.startswith(by.organisation.path):
            raise RefusedError(_l("Only the issuing office, or a bureau above it, does this."))
        return None
    case = queries.case_of(paper)
    if case is None:
        raise RefusedError(_l("This child's file is with another office now."))
    return case


def facts_of(paper: Paper) -> dict[str, Any]:
    """What the timeline keeps of a paper."""
    return {"paper_id": paper.id, "paper": paper.kind.value, "reference": paper.reference}


def opened(paper: Paper, *, by: User, ending: str) -> None:
    """Record who took a paper in full: in the log, and on the timeline of the child."""
    case = queries.case_of(paper)
    with transaction():
        if case is not None:
            note(case, EventKind.DOWNLOADED, by, **facts_of(paper))
        audit.record("paper.open", by=by, target=f"paper:{paper.id}", details={"as": ending})


def set_prefix(office: Organisation, prefix: str, *, by: User) -> None:
    """Set how the next numbers of an office begin; those given stay as they are."""
    with transaction():
        written = {"prefix": prefix, "changed_at": clock.now(), "changed_by_id": by.id}
        row = db.session.get(PaperOffice, office.id) or PaperOffice(organisation_id=office.id)
        for name, value in written.items():
            setattr(row, name, value)
        db.session.add(row)
        audit.record("paper.prefix", by=by, target=f"organisation:{office.code}")
