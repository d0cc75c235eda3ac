"""Recording what came back of a packet: everything that was decided, or nothing."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from models.field_packet import PacketReturn
from models.user import User
from models.vocabulary.packets import RowChoice, RowState
from tracking.followups.packets.judging import Line, lines_of, mark_of
from tracking.followups.packets.reading import kept_rows
from tracking.followups.service import put
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError, StaleError
from tracking.kernel.transaction import transaction


def record(kept: PacketReturn, chosen: Mapping[str, RowChoice], *, seen: str, by: User) -> int:
    """Record the rows as decided, in one transaction; how many contacts were written down.

    `seen` is the mark of the preview: when a file changed since, nothing is recorded.
    """
    with transaction():
        if kept.decided_at is not None:
            raise RefusedError(_l("What came back was recorded already."))
        lines = lines_of(kept_rows(kept), by)
        if mark_of(lines) != seen:
            raise StaleError(
                _l("Something changed since this page was opened. Nothing was recorded; look at "
                   "the rows again.")
            )  # fmt: skip
        count = sum(taken(line, chosen.get(line.name), by) for line in in_order(lines))
        kept.decided_at, kept.recorded, kept.rows = clock.now(), count, {}
        details = {"recorded": count, "rows": len(lines)}
        audit.record("packet.record", by=by, target=f"return:{kept.id}", details=details)
    return count


def undecided(lines: list[Line], chosen: Mapping[str, RowChoice]) -> list[Line]:
    """Conflicts that nobody decided, or not in a way that is possible."""
    waiting = [line for line in lines if line.state is RowState.CONFLICT]
    return [line for line in waiting if chosen.get(line.name) not in line.choices]


def in_order(lines: list[Line]) -> list[Line]:
    """Rows that hold a visit, the earliest first, as they would have been written down."""
    readable = [line for line in lines if line.contact is not None]
    return sorted(readable, key=lambda line: (line.contact.happened_on, line.row.number))  # type: ignore[union-attr]


def taken(line: Line, choice: RowChoice | None, by: User) -> bool:
    """Record one row, if it is to be; whether it was."""
    if line.case is None or line.contact is None:
        return False
    if line.state is RowState.NEW:
        choice = RowChoice.RECORD
    elif line.state is not RowState.CONFLICT or choice not in line.choices:
        return False
    if choice is RowChoice.LEAVE:
        return False
    corrects = line.other if choice is RowChoice.CORRECT else None
    # A row that was recorded before keeps its place; only its correction is new.
    is_again = any(f.packet_row == line.packet_row for f in line.case.follow_ups)
    put(
        line.case,
        line.contact,
        by=by,
        corrects=corrects,
        packet_row=None if is_again else line.packet_row,
    )
    return True
