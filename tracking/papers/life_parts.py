"""The parts of a child's file on paper, in their order, each a list of things to be laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.case import Case, CaseEvent
from models.database import db
from models.follow_up import FollowUp
from models.inquiry import Inquiry
from models.outcome import Outcome
from models.paper import Paper
from models.responsible import Responsible
from models.vocabulary.cases import EventKind as K
from models.vocabulary.outcomes import Decision
from tracking.cases.page import CasePage
from tracking.cases.policy import FINAL
from tracking.cases.story import Entry
from tracking.kernel.masking import masked_name, masked_phone
from tracking.kernel.web.filters import day, moment
from tracking.lines.queries import holders
from tracking.papers.queries import papers_of
from tracking.proofs.queries import documents_of

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Item:
    """One thing in a part: a heading with pairs and a text, or a table."""

    head: str = ""
    meta: str = ""
    text: str = ""
    pairs: Pairs = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A part with its title."""

    title: str
    items: list[Item]


def parts_of(case: Case, page: CasePage) -> list[Part]:
    """Parts 2 to 13, and the list of attachments behind them."""
    entries = {entry.number: entry for entry in page.timeline}

    def told(*kinds: K) -> list[Item]:
        chosen = [event for event in reversed(case.events) if event.kind in kinds]
        return [line(entries[event.id]) for event in chosen]

    verification, visits, talks = contacts_of(page)
    asked = inquiries(case, in_full=page.is_revealed)
    parts: list[tuple[Any, list[Item]]] = [
        (_("Child and family"), family(case, page)),
        (_("Clues and what they rest on"), list(clues(page))),
        (_("Verification and proof"), verification),
        (_("Causes and plan of support"), plans(case) + told(K.NOTE, K.CORRECTED)),
        (_("Home visits"), visits),
        (_("Persuasion"), talks),
        (_("Papers and receipts of delivery"), papers(papers_of(case), in_full=page.is_revealed)),
        (_("Other departments and hand-over"), asked + told(K.SENT_OVER, K.RECEIVED)),
        (_("Return and placement, results"), [outcome(o) for o in reversed(case.outcomes)]),
        (_("Following up after the return"), told(K.ATTENDANCE, K.TAUGHT)),
        (_("Approval of closing"), [line(entries[e.id]) for e in endings(case)]),
        (_("Log of changes"), [table_of(reversed(page.timeline))]),
        (_("Attachments"), attachments(case)),
    ]
    return [Part(str(title), items) for title, items in parts]


def family(case: Case, page: CasePage) -> list[Item]:
    """Who the child is, its family, and who answers for it."""
    child, reveal = case.child, page.is_revealed
    born = child.birth_date
    shown = day(born) if reveal else str(born.year if born else "")
    pairs = [
        (_("Name"), child.name if reveal else masked_name(child.name)),
        (_("Sex"), str(child.sex.label) if child.sex else _("not known")),
        (_("Date of birth"), shown or _("not known")),
        (_("School"), case.school.name if case.school else _("School not known")),
        (_("Grade and class"), page.grade),
        *page.contacts,
    ]
    rows = [holder(person, in_full=reveal) for person in holders(case)]
    heads = [_("Post"), _("Name"), _("Telephone"), _("Acknowledged")]
    lines = [Item(head=str(_("Responsible persons")), heads=heads, rows=rows)] if rows else []
    return [Item(pairs=pairs), *lines]


def holder(person: Responsible, *, in_full: bool) -> list[str]:
    """One responsible person."""
    name = person.user.display_name if person.user else person.name or ""
    phone = person.phone or ""
    place = person.organisation.name if person.organisation else person.place
    return [
        f"{person.post.label} {place}",
        name if in_full else masked_name(name),
        phone if in_full else masked_phone(phone),
        day(person.acknowledged_on) if person.acknowledged_on else str(_("not yet")),
    ]


def clues(page: CasePage) -> Iterator[Item]:
    """Every flag of every episode: its sentence, and the rows that prove it."""
    for episode in reversed(page.episodes):
        for reason in episode.reasons:
            proof = reason.proof
            rows = [[row.label, row.before or "—", row.after or "—"] for row in proof.rows]
            heads = ["", proof.before_title, proof.after_title] if rows else []
            yield Item(
                head=reason.title,
                meta=f"{_('Episode')} {episode.number} · {day(reason.flag.as_of)}",
                text=reason.sentence + (f"\n{proof.trouble}" if proof.trouble else ""),
                heads=heads,
                rows=rows,
            )


def contacts_of(page: CasePage) -> tuple[list[Item], list[Item], list[Item]]:
    """Contacts of all episodes: verification, home visits, persuasion."""
    found: dict[str, list[Item]] = {}
    for episode in reversed(page.episodes):
        for chapter in episode.chapters:
            talks = reversed(chapter.follow_ups)
            items = [contact(one, in_full=page.is_revealed) for one in talks]
            found.setdefault(str(chapter.title), []).extend(items)
    verification, visits, talks = _("Verification"), _("Home visits"), _("Persuasion")
    return found.get(verification, []), found.get(visits, []), found.get(talks, [])


def contact(one: FollowUp, *, in_full: bool) -> Item:
    """One call, visit or talk; the cause stands in a full file only."""
    told, cause = one.details, one.cause
    parties = _("; ").join(f"{side.label}{_(': ')}{names}" for side, names in one.parties)
    pairs = [
        (_("Place"), told.get("place", "")),
        (_("Who went or called"), one.participants),
        (_("Who else took part"), parties),
        (_("Who was met or spoken with"), one.met_with),
        (_("Family: members, who is in charge, livelihood"), told.get("family", "")),
        (_("How the child was at school"), told.get("at_school", "")),
        (_("How the child is at home"), told.get("at_home", "")),
        (_("What the parents think"), told.get("opinion", "")),
        (_("Why the child does not attend"), str(cause.label) if cause and in_full else ""),
        (_("Problems found"), told.get("problems", "")),
        (_("Measures and advice"), told.get("measures", "")),
        (_("Finding"), str(one.result.label)),
        (_("Attitude of the child"), str(one.attitude.label)),
        (_("Attitude of the parents"), str(one.parents_attitude.label)),
        (_("Written down"), f"{moment(one.recorded_at)} {one.recorded_by.display_name}"),
    ]
    return Item(
        head=f"{one.kind.label} {one.number} · {one.purpose.label} {one.turn}",
        meta=f"{_('Episode')} {one.episode} · {day(one.happened_on)}",
        text=one.account,
        pairs=[(label, text) for label, text in pairs if text],
    )


def plans(case: Case) -> list[Item]:
    """What was agreed as next steps, in the order of the contacts."""
    rows = [
        [day(one.happened_on), one.next_step, day(one.next_on)]
        for one in reversed(case.follow_ups)
        if one.next_step
    ]
    heads = [_("Agreed on"), _("Next step"), _("Due")]
    return [Item(head=str(_("Next steps")), heads=heads, rows=rows)] if rows else []


def papers(found: list[Paper], *, in_full: bool) -> list[Item]:
    """The papers with their numbers and how they were delivered."""
    heads = [_("Paper"), _("Number"), _("Issued"), _("Status"), _("Delivery")]
    rows = [
        [
            str(paper.kind.label),
            paper.reference,
            day(paper.issued_on),
            f"{paper.state.label} {paper.void_reason}".strip(),
            delivery(paper, in_full=in_full),
        ]
        for paper in found
    ]
    return [Item(heads=heads, rows=rows)] if rows else []


def delivery(paper: Paper, *, in_full: bool) -> str:
    """How a paper was delivered, in one line."""
    found = paper.delivery
    if found is None:
        return ""
    taken = found.taken_by if in_full else masked_name(found.taken_by)
    parts = [day(found.delivered_on), str(found.method.label), taken, found.relation]
    return " ".join(part for part in parts if part)


def reply_of(one: Inquiry, *, in_full: bool) -> str:
    """Whether something was found, and in a full file what."""
    account = one.account or "" if in_full else ""
    return f"{one.reply.label if one.reply else ''} {account}".strip()


def inquiries(case: Case, *, in_full: bool) -> list[Item]:
    """What other departments were asked; what they replied stands in a full file only."""
    query = select(Inquiry).where(Inquiry.case_id == case.id).order_by(Inquiry.id)
    shown = query.options(joinedload(Inquiry.department))
    return [
        Item(
            head=one.department.name,
            meta=f"{moment(one.asked_at)} · {one.state.label}",
            text=one.question if in_full else "",
            pairs=[(_("Reply"), reply_of(one, in_full=in_full))],
        )
        for one in db.session.scalars(shown)
    ]


def outcome(one: Outcome) -> Item:
    """One result with its proof and decision."""
    decided = f"{one.decision.label} {moment(one.decided_at)} {one.decision_reason}".strip()
    pairs = [(_("Proof"), one.proof), (_("Decision"), decided)]
    if one.valid_until:
        pairs.append((_("Holds until"), day(one.valid_until)))
    if one.placement and one.decision is not Decision.RETURNED:
        pairs.append((_("Placement"), f"{one.placement.kind.label} {one.placement.place}"))
    return Item(
        head=f"{one.code.value} {one.code.label}",
        meta=f"{_('Episode')} {one.episode} · {day(one.happened_on)}",
        pairs=pairs,
    )


def endings(case: Case) -> list[CaseEvent]:
    """The entries by which an episode ended, oldest first."""
    return [
        event
        for event in reversed(case.events)
        if event.to_state in FINAL and event.from_state is not event.to_state
    ]


def attachments(case: Case) -> list[Item]:
    """The list of documents."""
    documents = documents_of(case)
    heads = ["", _("Document"), _("Name"), _("Added"), _("Status")]
    rows = [
        [
            str(number),
            f"{one.kind.label} ({one.media.label})",
            one.remark or one.name,
            f"{moment(one.added_at)} {one.added_by.display_name}",
            str(_("in force")) if one.is_in_force else str(_("no longer used")),
        ]
        for number, one in enumerate(reversed(documents), 1)
    ]
    return [Item(heads=heads, rows=rows)] if rows else []


def line(entry: Entry) -> Item:
    """One entry of the timeline."""
    return Item(
        head=entry.title,
        meta=f"{entry.when_text} · {entry.who}",
        text=entry.text,
        pairs=[(str(label), str(text)) for label, text in entry.details],
    )


def table_of(timeline: Iterable[Entry]) -> Item:
    """The whole timeline, oldest first, as a table."""
    rows = [
        [
            entry.when_text,
            entry.who,
            entry.title,
            " · ".join(filter(None, [entry.text, *(f"{a}: {b}" for a, b in entry.details)])),
        ]
        for entry in timeline
    ]
    return Item(heads=[_("When"), _("Who"), _("What"), _("Details")], rows=rows)
