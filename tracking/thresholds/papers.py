"""Days that official papers give, and the steps of the legal ladder that are off by default."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from tracking.thresholds.policy import Declaration, Group, Unit

LONGEST = 90  # school days
OURS = _l("Proposed by this product; no national text names a number of days.")
SEVEN = _l("Notices of persuasion that counties use give 7 days from receipt.")
TEN = _l("A mediated case gave ten days; no national text names a number of days.")
NO_NATIONAL_FINE = _l(
    "National law knows no fine of parents: write the article of the local regulation that allows "
    "it. It is printed in the paper."
)
LOCAL_COURT = _l(
    "Write on which local rule or agreement with the court the application or the complaint "
    "rests. It is printed in the paper."
)
DAYS = _l(
    "The receiver has, in school days from delivery: %(enrolment_notice_days)s for a notice of "
    "enrolment, %(persuasion_notice_days)s for a notice of persuasion, %(return_notice_days)s for "
    "a notice to return, %(order_days)s for an order, %(reminder_days)s for a reminder, "
    "%(penalty_days)s for a penalty, %(inquiry_letter_days)s for the reply to a letter of inquiry."
)
PENALTY = _l("The step “administrative penalty” of the legal ladder is %(penalty)s.")
COURT = _l("The steps before the court (enforcement, civil complaint) are %(court)s.")
SCAN = _l("A delivery counts as proven with the scan of its receipt only: %(scan)s.")

PAPERS = Group(
    _l("Official papers"),
    _l(
        "The next paper of the ladder is locked until the one before was delivered and its days "
        "are over. What is switched on here needs a local basis."
    ),
    (
        Declaration("papers.enrolment_notice_days", 7, Unit.NUMBER, DAYS, OURS, 1, LONGEST),
        Declaration("papers.persuasion_notice_days", 7, Unit.NUMBER, DAYS, SEVEN, 1, LONGEST),
        Declaration("papers.return_notice_days", 7, Unit.NUMBER, DAYS, OURS, 1, LONGEST),
        Declaration("papers.order_days", 10, Unit.NUMBER, DAYS, TEN, 1, LONGEST),
        Declaration("papers.reminder_days", 10, Unit.NUMBER, DAYS, OURS, 1, LONGEST),
        Declaration("papers.penalty_days", 10, Unit.NUMBER, DAYS, OURS, 1, LONGEST),
        Declaration("papers.inquiry_letter_days", 10, Unit.NUMBER, DAYS, OURS, 1, LONGEST),
        Declaration("papers.penalty", default=False, unit=Unit.SWITCH, sentence=PENALTY,
                    basis=NO_NATIONAL_FINE),
        Declaration("papers.court", default=False, unit=Unit.SWITCH, sentence=COURT,
                    basis=LOCAL_COURT),
        Declaration("papers.scan", default=True, unit=Unit.SWITCH, sentence=SCAN, basis=OURS),
    ),
)  # fmt: skip
