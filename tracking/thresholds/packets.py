"""How long the codes of a field packet count."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from tracking.thresholds.policy import Declaration, Group, Unit

PACKETS = Group(
    _l("Field packets"),
    _l("A packet that is lost can be revoked at once; its codes count no more then."),
    (
        Declaration(
            "packets.days",
            30,
            Unit.NUMBER,
            _l("A field packet can be read back for %(days)s days."),
            _l("Proposed by this product; no regulation names a number."),
            1,
            365,
        ),
    ),
)
