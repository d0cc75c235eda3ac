"""Writing a note, or a correction of an entry that stands on the timeline."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from models.case import Case, CaseEvent
from models.database import db
from models.note import Note
from models.user import User
from models.vocabulary.cases import EventKind
from tracking.cases import service as cases
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError
from tracking.kernel.transaction import transaction
from tracking.notes.written import Written


def write_note(case: Case, written: Written, *, by: User) -> Note:
    """Write a note down; the same one sent twice, as over a poor line, is one note."""
    with transaction():
        cases.check(case, "note", None, by)
        entry = corrected_entry(case, written.corrects_id)
        if kept := sent_before(case, written, by):
            return kept
        note = Note(
            case_id=case.id,
            episode=case.episode,
            text=written.text,
            is_restricted=written.is_restricted,
            corrects_id=entry.id if entry else None,
            written_at=clock.now(),
            written_by_id=by.id,
        )
        db.session.add(note)
        db.session.flush()
        kind = EventKind.CORRECTED if entry else EventKind.NOTE
        facts: dict[str, Any] = {"note_id": note.id}
        facts |= {"corrects": entry.id} if entry else {}
        cases.note(case, kind, by, **facts)
        audit.record("case.note", by=by, target=f"case:{case.id}", details={"kind": kind.value})
    return note


def corrected_entry(case: Case, number: int | None) -> CaseEvent | None:
    """The entry that a correction names; it has to be one of this file."""
    if number is None:
        return None
    found = next((event for event in case.events if event.id == number), None)
    if found is None:
        raise RefusedError(_l("The entry that is corrected does not stand in this file."))
    return found


def sent_before(case: Case, written: Written, by: User) -> Note | None:
    """The newest note, if it is this one."""
    newest = case.notes[0] if case.notes else None
    if newest is None or newest.written_by_id != by.id:
        return None
    same = (newest.text, newest.is_restricted, newest.corrects_id)
    return newest if same == (written.text, written.is_restricted, written.corrects_id) else None
