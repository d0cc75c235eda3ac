"""What a registry clerk does about a data task, rule by rule."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

IDENTITY = _l(
    "Compare the row with the household register or the identity card and apply for a change of "
    "key data in the registry."
)
ANY = _l("Compare the row with the papers of the pupil and correct the registry where it is wrong.")
REMEDIES: dict[str, Any] = {
    "AGE_GRADE": _l(
        "Compare birth date and grade with the household register. Where the registry is wrong, "
        "apply for a change of key data; where the pupil repeats or skips, register the change."
    ),
    "NOT_PROMOTED": _l(
        "Promote the class in the registry, or register the repetition of the pupil with its "
        "approval."
    ),
    "DUPLICATE": _l(
        "Find out with the other school where the pupil studies. The registration that is not "
        "used is removed in the registry under duplicate registrations; the other one stays."
    ),
    "ID_INVALID": IDENTITY,
    "STUDENT_NO_MISMATCH": _l(
        "Have the student number checked in the registry: a temporary number is turned into a "
        "formal one, a wrong identity number is corrected first."
    ),
    "ID_MISSING": _l(
        "Ask the family for the identity number of the pupil and enter it; a pupil without any "
        "paper is registered with the proof of the school."
    ),
    "IDENTITY_CHANGED": _l(
        "Find out which of the two is right. A change that was meant is registered as a change "
        "of key data; one that was not is put back."
    ),
    "SCHOOL_MISMATCH": _l(
        "Find out at which school the pupil is taught, and have the transfer handled there, or "
        "the roll call corrected."
    ),
    "BALANCE": _l(
        "Go through the list of names: whoever came or left needs a movement in the registry."
    ),
    "SILENT_SCHOOL": _l("Send the roster or the roll call that is missing."),
}


def remedy_of(rule: str) -> str:
    """What to do in the registry, in the reader's language."""
    return str(REMEDIES.get(rule, ANY))
