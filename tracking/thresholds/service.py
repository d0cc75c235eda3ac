"""Putting a value in force: with its basis, in a name, and never silently over another's."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.database import db
from models.tally import held_tally
from models.threshold import Threshold
from models.user import User
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError, StaleError
from tracking.kernel.transaction import transaction
from tracking.thresholds import queries
from tracking.thresholds.catalogue import declarations
from tracking.thresholds.policy import Value


def change(key: str, value: Value, basis: str, *, by: User, version: int) -> None:
    """Let a value hold from now on; `version` is that of the value which is to be replaced.

    Flags that stand keep the parameters they were raised with; the next file and the next
    scan go by the new value.
    """
    declaration = declarations()[key]
    with transaction():
        held_tally("thresholds")  # two people who change one value come one after the other
        before = queries.value_of(key)
        history = queries.history_of(declaration)
        if (history[0].version if history else 0) != version:
            raise StaleError(
                _l("Somebody else changed this threshold meanwhile. Nothing was saved.")
            )
        if not declaration.fits(value) or not basis.strip():
            raise RefusedError(_l("This value is out of bounds, or its basis is missing."))
        db.session.add(
            Threshold(
                key=key,
                version=version + 1,
                value=value,
                basis=basis.strip(),
                changed_by_id=by.id,
                changed_at=clock.now(),
            )
        )
        audit.record(
            "threshold.change",
            by=by,
            target=f"threshold:{key}"[:60],
            details={"from": before, "to": value},
        )
