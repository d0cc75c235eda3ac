"""Making a packet for chosen children, and revoking it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import lazy_gettext as _l

from models.case import Case
from models.database import db
from models.field_packet import FieldPacket, PacketSheet
from models.user import User
from tracking.cases.service import check
from tracking.followups.calling import reveal_one
from tracking.followups.packets.codes import key_of, new_code
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError
from tracking.kernel.transaction import transaction
from tracking.thresholds.queries import value_of

PURPOSE = "home_visit"
MOST = 60  # children: more than anybody visits in a day


def make(cases: Sequence[Case], *, by: User) -> FieldPacket:
    """One sheet per child; that its numbers are taken along is recorded of each.

    A child that this person cannot record a contact for is refused before anything is made.
    """
    if not cases:
        raise RefusedError(_l("Choose the children to be visited first."))
    if len(cases) > MOST:
        raise RefusedError(_l("Choose at most %(most)d children for one packet."), most=MOST)
    with transaction():
        today, days = clock.today(), int(value_of("packets.days"))
        packet = FieldPacket(
            made_on=today,
            made_at=clock.now(),
            made_by_id=by.id,
            valid_until=today + timedelta(days=days),
            org_path=by.organisation.path,
        )
        db.session.add(packet)
        db.session.flush()
        for case in cases:
            checked(case, by)
            code = new_code()
            db.session.add(
                PacketSheet(
                    packet_id=packet.id,
                    case_id=case.id,
                    code=code,
                    code_key=key_of(code),
                    case_version=case.version,
                    episode=case.episode,
                )
            )
            reveal_one(case, by=by, purpose=PURPOSE)
        details = {"children": len(cases)}
        audit.record("packet.make", by=by, target=f"packet:{packet.id}", details=details)
    return packet


def checked(case: Case, by: User) -> None:
    """Refuse a child by its number, so that it can be taken out of the choice."""
    try:
        check(case, "record", None, by)
    except RefusedError as error:
        words = _l("%(number)s cannot be taken along: %(why)s")
        raise RefusedError(words, number=case.number, why=str(error)) from error


def revoke(packet: FieldPacket, *, by: User) -> None:
    """Let the codes of a packet count no more, as when it was lost."""
    with transaction():
        if packet.revoked_at is None:
            packet.revoked_at = clock.now()
            audit.record("packet.revoke", by=by, target=f"packet:{packet.id}")
