"""Day counts of cases: deadlines per state, escalation, the ladder, silence, monthly reports.

No national text gives day counts; provinces, counties and schools contradict each other. So each
is a setting, with what it rests on said beside it. All count in school days of the calendar.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.cases import CaseState as S
from tracking.thresholds.policy import Declaration, Group, Unit

MOST = 400
OUR_PROPOSAL = _l("Proposed by this product; no regulation names a number.")
PROMPTLY = _l(
    "Dropout control notice of the Ministry of Education of April 2024: suspected dropouts are "
    "verified promptly. The number of days is proposed by this product."
)
EVERY_PERSUASION = _l(
    "Dropout control notice of the Ministry of Education of April 2024: every persuasion is "
    "recorded. At least one a week is proposed by this product."
)

# School days from entering a state until its step is due: default, sentence, basis.
STATES: dict[S, tuple[int, Any, Any]] = {
    S.CLUE: (2, _l("A clue is given out within %(clue)s school days."), PROMPTLY),
    S.ASSIGNED: (
        1,
        _l("Whoever is given a case contacts the family within %(assigned)s school days."),
        PROMPTLY,
    ),
    S.VERIFYING: (
        3,
        _l("A verification ends with a result within %(verifying)s school days."),
        PROMPTLY,
    ),
    S.SUBMITTED: (
        3,
        _l("The bureau decides about a result within %(submitted)s school days."),
        PROMPTLY,
    ),
    S.CONFIRMED: (
        1,
        _l("Persuading begins within %(confirmed)s school days after a suspicion is confirmed."),
        OUR_PROPOSAL,
    ),
    S.PERSUADING: (
        5,
        _l("While a child is persuaded, a contact is recorded every %(persuading)s school days."),
        EVERY_PERSUASION,
    ),
    S.REPORTED: (
        5,
        _l("After the written report, a contact is recorded every %(reported)s school days."),
        EVERY_PERSUASION,
    ),
    S.DROPOUT: (
        5,
        _l("After a dropout is confirmed, a contact is recorded every %(dropout)s school days."),
        EVERY_PERSUASION,
    ),
    S.LEGAL: (
        10,
        _l("During legal steps, the file is looked at every %(legal)s school days."),
        OUR_PROPOSAL,
    ),
    S.RETURNED: (
        30,
        _l("A child that is back is observed for %(returned)s school days before its file closes."),
        OUR_PROPOSAL,
    ),
    S.PLACED: (
        20,
        _l("A placement is looked at every %(placed)s school days."),
        OUR_PROPOSAL,
    ),
    S.HANDED_OVER: (
        15,
        _l("A hand-over has its receipt within %(handed_over)s school days."),
        OUR_PROPOSAL,
    ),
    S.MISSING: (
        20,
        _l("The search for a child that was not found is renewed every %(missing)s school days."),
        OUR_PROPOSAL,
    ),
}
STEPS = Group(
    _l("Deadlines of a case"),
    _l(
        "The days count from the one on which the case came to where it stands. A new value holds "
        "for deadlines that begin from now on; a change of the calendar moves those that run."
    ),
    tuple(
        Declaration(f"deadlines.{state.value}", days, Unit.NUMBER, sentence, basis, 1, MOST)
        for state, (days, sentence, basis) in STATES.items()
    ),
)
DAYS = {state: days for state, (days, _sentence, _basis) in STATES.items()}

LATE = _l(
    "When a deadline has passed for %(first)s school days, the level above and the township are "
    "told; when it has passed for %(second)s, the next level above."
)
ESCALATION = Group(
    _l("Escalation"),
    _l("The township is that of the child's government line, where one is known."),
    (
        Declaration("escalation.first", 3, Unit.NUMBER, LATE, OUR_PROPOSAL, 1, MOST),
        Declaration("escalation.second", 8, Unit.NUMBER, LATE, OUR_PROPOSAL, 2, MOST),
    ),
)

IDLE = _l(
    "When nobody has done anything on a case for %(case_days)s school days, its owner and the "
    "level above are told."
)
SILENCE = Group(
    _l("Silence"),
    _l("Silence is an alert. Of a scan that was not made, the city bureau is told after 8 days."),
    (Declaration("silence.case_days", 10, Unit.NUMBER, IDLE, OUR_PROPOSAL, 1, MOST),),
)
BY_DAY = _l("Each school sends its monthly report by day %(day)s of the month.")
HOLIDAY_MONTHS = {
    "february": _l("In February, a month of holidays, the monthly report is %(february)s."),
    "august": _l("In August, a month of holidays, the monthly report is %(august)s."),
}
MISSED = _l(
    "When monthly reports are missing for %(escalate)s school days, the city bureau is told too."
)
EVERY_MONTH = _l(
    "Dropout control notice of the Ministry of Education of April 2024: schools report every "
    "month. Counties name their own day, often the 28th."
)
REPORTS = Group(
    _l("Monthly report of the schools"),
    _l("A school that has nothing to report says so; no report at all is an alert."),
    (
        Declaration("monthly.day", 28, Unit.NUMBER, BY_DAY, EVERY_MONTH, 1, 28),
        *(
            Declaration(
                f"monthly.{month}",
                default=True,
                unit=Unit.SWITCH,
                sentence=sentence,
                basis=EVERY_MONTH,
            )
            for month, sentence in HOLIDAY_MONTHS.items()
        ),
        Declaration("monthly.escalate", 3, Unit.NUMBER, MISSED, OUR_PROPOSAL, 1, 60),
    ),
)
