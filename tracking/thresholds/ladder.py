"""The day counts of the ladder: when each rung is due, and what that rests on.

Which states a rung concerns, whom it tells and what helps stands in tracking/cases/ladder.py.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from tracking.thresholds.policy import Declaration, Group, Unit

MOST = 400
# Rung → school days from the opening of the episode, sentence, basis.
RUNGS: dict[str, tuple[int, Any, Any]] = {
    "contact": (
        1,
        _l("The family is contacted by school day %(contact)s after the file was opened."),
        _l(
            "Schools name one day without a reason as the time to look into an absence; "
            "Prevention of Juvenile Delinquency Law, art. 34: on truancy the school contacts "
            "the parents promptly."
        ),
    ),
    "visit": (
        3,
        _l("The child is visited at home by school day %(visit)s."),
        _l("Provinces and schools name two or three days of absence for the visit at home."),
    ),
    "school_report": (
        3,
        _l("The school reports what it found to the bureau by school day %(school_report)s."),
        _l(
            "Three days of absence and more are reported to the bureau in one province, more than "
            "five in another; Law on the Protection of Minors, art. 28."
        ),
    ),
    "suspected": (
        5,
        _l("By school day %(suspected)s it is decided whether the child is a suspected dropout."),
        _l("A county names more than a week without a proper reason; five school days proposed."),
    ),
    "written_report": (
        7,
        _l("By school day %(written_report)s the written report goes to township and bureau."),
        _l(
            "Student registry rules of 2013, art. 22: reported in writing, promptly, to the "
            "township, the county bureau and the registry office; Law on the Protection of "
            "Minors, art. 28. The number of days is proposed by this product."
        ),
    ),
    "township": (
        14,
        _l("From school day %(township)s on the township persuades together with the school."),
        _l(
            "Compulsory Education Law, art. 13: county bureau and township organise and urge "
            "enrolment and prevent dropout. The number of days is proposed by this product."
        ),
    ),
    "order": (
        30,
        _l(
            "On school day %(order)s the bureau decides about the ledger of dropouts, and the "
            "order to the guardians is issued."
        ),
        _l(
            "One province names four weeks of truancy, a county one month; Compulsory Education "
            "Law, art. 58: township or county bureau order the guardians to put it right."
        ),
    ),
    "legal": (
        40,
        _l("By school day %(legal)s the next legal step is taken."),
        _l(
            "The four steps of other places: order, reminder, penalty where local law allows it, "
            "court. The number of days is proposed by this product."
        ),
    ),
}
LADDER = Group(
    _l("The ladder"),
    _l(
        "What has to happen by when while a child is not back, in school days from the opening of "
        "the episode. It ends when the child is back, lawfully elsewhere or placed."
    ),
    tuple(
        Declaration(f"ladder.{rung}", days, Unit.NUMBER, sentence, basis, 1, MOST)
        for rung, (days, sentence, basis) in RUNGS.items()
    ),
)
