"""What would be recorded of each row, and where it meets something that is on file already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from models.case import Case
from models.field_packet import PacketSheet
from models.follow_up import FollowUp
from models.user import User
from models.vocabulary.cases import EventKind
from models.vocabulary.packets import RowChoice, RowState
from tracking.cases import policy as life
from tracking.followups.contact import Contact
from tracking.followups.packets import queries
from tracking.followups.packets.cells import Problem, contact_of
from tracking.followups.packets.codes import key_of
from tracking.followups.packets.reading import Row
from tracking.followups.policy import corrected
from tracking.kernel import clock

QUIET = frozenset({EventKind.REVEALED, EventKind.DOWNLOADED, EventKind.NOTE})
RECORDABLE = life.MOVES["record"].sources


@dataclass(frozen=True)
class Line:
    """One row as the preview shows it; `reasons` are sentences, `other` what is on file."""

    row: Row
    state: RowState
    sheet: PacketSheet | None = None
    case: Case | None = None
    contact: Contact | None = None
    problems: list[Problem] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    other: FollowUp | None = None
    choices: tuple[RowChoice, ...] = ()

    @property
    def packet_row(self) -> str:
        """What makes it the row that was recorded already: its sheet and visit."""
        return f"{self.sheet.id if self.sheet else 0}:{self.row.text('visit') or 0}"

    @property
    def name(self) -> str:
        """The field of the form that decides about it."""
        return f"row-{self.row.number}"


def lines_of(rows: Iterable[Row], reader: User) -> list[Line]:
    """Every row judged against the files as they stand now."""
    rows = list(rows)
    sheets = queries.sheets_by_key(row.text("code") for row in rows)
    cases = queries.cases_by_id({sheet.case_id for sheet in sheets.values()})
    found, seen = [], set()
    for row in rows:
        sheet = sheets.get(key_of(row.text("code")))
        line = judged(row, sheet, cases.get(sheet.case_id) if sheet else None, reader)
        if sheet and line.packet_row in seen:
            words = _("This visit of the child stands in the file twice: give it another number.")
            line = wrong(row, Problem("visit", words))
        seen.add(line.packet_row)
        found.append(line)
    return found


def judged(row: Row, sheet: PacketSheet | None, case: Case | None, reader: User) -> Line:
    """One row."""
    if problem := code_problem(row, sheet, reader):
        return wrong(row, problem)
    if case is None or sheet is None:
        words = _("This child was given to another owner, who goes on with its file.")
        return Line(row, RowState.SHUT, sheet, reasons=[words])
    contact, problems = contact_of(row, case.child.birth_date)
    if contact is None:
        return Line(row, RowState.WRONG, sheet, case, problems=problems)
    return compared(Line(row, RowState.NEW, sheet, case, contact))


def code_problem(row: Row, sheet: PacketSheet | None, reader: User) -> Problem | None:
    """Why a code counts for nothing; a foreign one is told as one that does not exist."""
    if sheet is None:
        return Problem("code", _("No packet has this code: copy it from the printed sheet."))
    packet = sheet.packet
    if packet.revoked_at is not None:
        return Problem("code", _("This packet was revoked: make a new one."))
    if packet.valid_until < clock.today():
        return Problem("code", _("This packet has expired: record the visit in the file itself."))
    if packet.made_by_id != reader.id:
        return Problem("code", _("%(who)s made this packet, and reads it back.",
                                 who=packet.made_by.display_name))  # fmt: skip
    visit = row.text("visit")
    if not (visit.isascii() and visit.isdigit() and len(visit) <= 3):
        return Problem("visit", _("Number the visits of a child: 1, 2, 3."))
    return None


def compared(line: Line) -> Line:
    """A row that can be read, against what is on file."""
    case, contact, sheet = line.case, line.contact, line.sheet
    if case is None or contact is None or sheet is None:
        return line
    replaced = corrected(case.follow_ups)
    records = [f for f in case.follow_ups if f.id not in replaced]
    sent = next((f for f in case.follow_ups if f.packet_row == line.packet_row), None)
    if sent is not None:
        newest = newest_of(sent, case.follow_ups)
        if says(newest, contact) or says(sent, contact):
            return line_with(line, RowState.KNOWN, other=newest)
    if reason := shut(case, sheet):
        return line_with(line, RowState.SHUT, [reason])
    if sent is not None:
        words = _("This row was recorded before, and says something else now.")
        choices = (RowChoice.CORRECT, RowChoice.LEAVE)
        return line_with(line, RowState.CONFLICT, [words], newest_of(sent, records), choices)
    return against_the_file(line, case, contact, sheet, records)


def against_the_file(
    line: Line, case: Case, contact: Contact, sheet: PacketSheet, records: list[FollowUp]
) -> Line:
    """A row that is not on file yet: the same day, and what changed since the packet was made."""
    reasons = []
    same_day = [f for f in records if f.episode == case.episode]
    same_day = [f for f in same_day if f.happened_on == contact.happened_on]
    twin = next((f for f in same_day if says(f, contact)), None)
    if twin is not None:
        return line_with(line, RowState.KNOWN, other=twin)
    other = next((f for f in same_day if f.packet_row is None), None)
    if other is not None:
        reasons.append(_("A contact of the same day is on file, and says something else."))
    reasons += changes_since(case, sheet)
    if not reasons:
        return line
    choices = [RowChoice.RECORD, RowChoice.CORRECT, RowChoice.LEAVE]
    if other is None:
        choices.remove(RowChoice.CORRECT)
    return line_with(line, RowState.CONFLICT, reasons, other, tuple(choices))


def shut(case: Case, sheet: PacketSheet) -> str:
    """Why nothing can be recorded in a file any more; "" where it can."""
    if case.merged_into_id is not None:
        return str(_("This file was joined with another one of the same child: go on there."))
    if case.episode != sheet.episode:
        return str(_("A new episode has begun since the packet was made."))
    if case.state not in RECORDABLE:
        return str(_("The case is “%(state)s” now: write a note on it instead.",
                     state=case.state.label))  # fmt: skip
    return ""


def changes_since(case: Case, sheet: PacketSheet) -> list[str]:
    """What others did with a file since the packet was made, newest first."""
    made = sheet.packet.made_at
    events = [e for e in case.events if e.at > made and e.kind not in QUIET]
    mine = sheet.packet.made_by_id
    foreign = [e for e in events if e.actor_id is not None and e.actor_id != mine]
    return [
        str(_("Changed since the packet was made: %(what)s, %(when)s.", what=event.kind.label,
              when=f"{clock.local(event.at):%Y-%m-%d %H:%M}"))
        for event in foreign[:3]
    ]  # fmt: skip


def newest_of(record: FollowUp, records: Iterable[FollowUp]) -> FollowUp:
    """The record that stands for another one after all corrections."""
    by_corrected = {f.corrects_id: f for f in records if f.corrects_id is not None}
    while record.id in by_corrected:
        record = by_corrected[record.id]
    return record


def says(record: FollowUp, contact: Contact) -> bool:
    """Whether a record says the same in every field that a row has."""
    told = {**vars(contact), "details": dict(contact.details)}
    if contact.purpose is None:
        told.pop("purpose")
    return all(getattr(record, name) == value for name, value in told.items())


def wrong(row: Row, problem: Problem) -> Line:
    """A row that cannot be taken, with the cell that is to be mended."""
    return Line(row, RowState.WRONG, problems=[problem])


def line_with(
    line: Line,
    state: RowState,
    reasons: list[str] | None = None,
    other: FollowUp | None = None,
    choices: tuple[RowChoice, ...] = (),
) -> Line:
    """The line with what was found about it."""
    return Line(
        line.row, state, line.sheet, line.case, line.contact, [], reasons or [], other, choices
    )


def mark_of(lines: Iterable[Line]) -> str:
    """What the preview rests on, as a short text: another one means that something changed."""
    facts: list[Any] = [
        (line.row.number, line.state.value, line.reasons, line.other.id if line.other else 0)
        for line in lines
    ]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def day_of(line: Line) -> date | None:
    """The day of the visit, where it could be read."""
    return line.contact.happened_on if line.contact else None
