"""What people do about the lines: name somebody, acknowledge a file, note that it was."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from models.case import Case
from models.database import db
from models.responsible import Responsible
from models.user import User
from models.vocabulary.cases import EventKind
from models.vocabulary.lines import Way
from models.vocabulary.roles import Permission as P
from tracking.cases.service import allows, check, is_own, note, write
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError
from tracking.kernel.transaction import transaction
from tracking.lines.naming import Directory, files_of, holders_of, share
from tracking.lines.person import Person


def name(case: Case, person: Person, *, by: User) -> Responsible:
    """Give a post to a person; who held it before stays in the history."""
    with transaction():
        check(case, "name", None, by)
        now = clock.now()
        held = holders_of([case.id])[case.id].get(person.post)
        if held is not None:
            held.ended_at = now
        organisation = person.user.organisation if person.user else person.organisation
        row = Responsible(
            case_id=case.id,
            episode=case.episode,
            post=person.post,
            organisation_id=organisation.id if organisation else None,
            place="" if organisation else person.place,
            user_id=person.user.id if person.user else None,
            name=None if person.user else person.name,
            phone=person.phone or None,
            named_at=now,
            named_by_id=by.id,
        )
        db.session.add(row)
        db.session.flush()
        share(files_of([case.id]), Directory.now(), now)
        write(case, EventKind.NAMED, by, post=person.post.value,
              place=organisation.name if organisation else person.place)  # fmt: skip
        details = {"post": person.post.value}
        audit.record("line.name", by=by, target=f"case:{case.id}", details=details)
    return row


def acknowledge(
    case: Case, row: Responsible, *, by: User, way: Way = Way.SIGNED_IN, on: date | None = None
) -> None:
    """Acknowledge a file for a post of the own organisation, or note that somebody else did."""
    with transaction():
        check(case, "acknowledge", None, by)
        if row.ended_at is not None:
            raise RefusedError(_l("Somebody else holds this post now."))
        if row.acknowledged_at is not None:
            raise RefusedError(_l("This was acknowledged already."))
        if way is Way.SIGNED_IN and row.organisation_id != by.organisation_id:
            raise RefusedError(_l("A file is acknowledged by the organisation that was named."))
        if way is not Way.SIGNED_IN and not (is_own(case) and by.can(P.INQUIRY_ASK)):
            raise RefusedError(_l("That somebody else acknowledged is noted by the bureau."))
        if way is not Way.SIGNED_IN and row.user_id is not None:
            raise RefusedError(_l("Who has an account acknowledges it there."))
        row.acknowledged_at, row.acknowledged_by_id = clock.now(), by.id
        row.acknowledged_on = clock.today() if way is Way.SIGNED_IN else on or clock.today()
        row.way = way
        if way is Way.SIGNED_IN and row.user_id is None and row.name is None:
            row.user_id = by.id
        write(case, EventKind.ACKNOWLEDGED, by, post=row.post.value, way=way.value)
        details = {"post": row.post.value, "way": way.value}
        audit.record("line.acknowledge", by=by, target=f"case:{case.id}", details=details)


def reveal(case: Case, *, by: User, purpose: str) -> None:
    """Record that somebody asked to see the telephone numbers, and for what."""
    with transaction():
        if not allows(case, P.CASE_REVEAL):
            raise RefusedError(_l("You see this file, but it is its owner who does this."))
        note(case, EventKind.REVEALED, by, reason=purpose)
        audit.record("line.reveal", by=by, target=f"case:{case.id}", details={"purpose": purpose})
