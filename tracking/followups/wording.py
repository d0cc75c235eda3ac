"""A bureau's own texts to start from: written and retired, never changed."""

from __future__ import annotations

from models.database import db
from models.user import User
from models.vocabulary.follow_ups import ContactPurpose
from models.wording import Wording
from tracking.kernel import audit, clock
from tracking.kernel.transaction import transaction


def write(purpose: ContactPurpose, text: str, *, by: User) -> Wording:
    """Offer a text to the writer's organisation and to all below it."""
    with transaction():
        wording = Wording(
            organisation_id=by.organisation_id,
            purpose=purpose,
            text=text,
            written_at=clock.now(),
            written_by_id=by.id,
        )
        db.session.add(wording)
        db.session.flush()
        audit.record("wording.write", by=by, target=f"wording:{wording.id}")
    return wording


def retire(wording: Wording, *, by: User) -> None:
    """Offer it no more; one that is retired already stays so."""
    with transaction():
        wording.retired_at = wording.retired_at or clock.now()
        audit.record("wording.retire", by=by, target=f"wording:{wording.id}")
