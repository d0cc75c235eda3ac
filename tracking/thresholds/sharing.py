"""Thresholds of work that is shared: both lines of responsible persons, inquiries."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from tracking.thresholds.policy import Declaration, Group, Unit

OUR_PROPOSAL = _l("Proposed by this product; no regulation names a number.")
DOUBLE_LINE = _l(
    "Double responsibility of both lines is asked for by the regions' rules on keeping children in "
    "school; the number of days is proposed by this product."
)
SILENT = _l(
    "A line is silent when nobody of it has acknowledged a file within %(acknowledge_days)s school "
    "days, or nothing was done for %(action_days)s school days: the next level and the other line "
    "are told, and the level above after twice that time."
)
LINES = Group(
    _l("Both lines of responsible persons"),
    _l("The days count from naming the persons, or from the last thing that one of them did."),
    (
        Declaration("lines.acknowledge_days", 3, Unit.NUMBER, SILENT, DOUBLE_LINE, 1, 60),
        Declaration("lines.action_days", 10, Unit.NUMBER, SILENT, DOUBLE_LINE, 1, 120),
    ),
)
REPLY = _l(
    "A department replies to an inquiry within %(days)s school days; it is reminded one school day "
    "before, and %(escalate_days)s school days after that the bureau above is told."
)
INQUIRIES = Group(
    _l("Inquiries to departments"),
    _l("The days count from the day on which the inquiry was sent."),
    (
        Declaration("inquiries.days", 10, Unit.NUMBER, REPLY, OUR_PROPOSAL, 1, 120),
        Declaration("inquiries.escalate_days", 5, Unit.NUMBER, REPLY, OUR_PROPOSAL, 1, 60),
    ),
)
