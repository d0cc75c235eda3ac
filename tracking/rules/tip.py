"""R-27: somebody told the bureau that a child is not at school, and the bureau accepted the tip.

A tip that is not decided, or not accepted, opens nothing. Who gave it is never part of a finding.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from tracking.rules._kit import Frame, from_ledger, rule


@rule(
    "TIP",
    number="R-27",
    title=_l("Tip from the public"),
    sentence=_l(
        "Told to the bureau on %(received_on)s (%(channel)s): the child is said not to be at "
        "school. The bureau accepted the tip."
    ),
    needs=("tips",),
    severity=Severity.HIGH,
    basis=_l(
        "Notice of twelve departments on preventing dropout, no. 20: channels for reports by the "
        "public, handled level by level and where the child lives; Compulsory Education Law, "
        "art. 9."
    ),
    version=1,
    evidence=("tip", "channel", "received_on"),
    proof=("tip",),
)
def tip(tips: Frame) -> Frame:
    """One row per child with an accepted tip."""
    return from_ledger(tips).with_columns(region=nw.col("area"))
