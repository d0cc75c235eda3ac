"""Thresholds of documents and results: sizes, attempts, how steady a child that came back is."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from tracking.thresholds.policy import Declaration, Group, Unit

OUR_PROPOSAL = _l("Proposed by this product; no regulation names a number.")
SIZES = _l(
    "A photo, scan or PDF may have up to %(photo_mb)s MB, a recording up to %(recording_mb)s MB."
)
COUNT = _l("A child's file holds up to %(documents)s documents.")
DOCUMENTS = Group(
    _l("Documents of a case"),
    _l("Photos are made smaller when they come in; a telephone's picture fits as it is."),
    (
        Declaration("proofs.photo_mb", 10, Unit.NUMBER, SIZES, OUR_PROPOSAL, 1, 50),
        Declaration("proofs.recording_mb", 30, Unit.NUMBER, SIZES, OUR_PROPOSAL, 1, 100),
        Declaration("proofs.documents", 60, Unit.NUMBER, COUNT, OUR_PROPOSAL, 5, 1000),
    ),
)
ATTEMPTS = _l(
    "A child counts as not found (V22) after at least %(attempts)s attempts on record in this "
    "episode."
)
STEADY = _l(
    "A file is closed after the observation when the child was absent without leave on at most "
    "%(absent_days)s school days of it."
)
RESULTS = Group(
    _l("Results and observation"),
    _l("How long the observation lasts stands among the deadlines."),
    (
        Declaration("outcomes.attempts", 3, Unit.NUMBER, ATTEMPTS, OUR_PROPOSAL, 1, 20),
        Declaration("outcomes.absent_days", 3, Unit.NUMBER, STEADY, OUR_PROPOSAL, 0, 30),
    ),
)
