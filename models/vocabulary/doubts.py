"""What exactly a finding doubts, where one rule knows several reasons."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class Doubt(Term):
    """Why a leave, a number or a record is doubted, or what a school has not sent."""

    # A leave (休学)
    AFTER_ABSENCE = "after_absence", _l("the leave began soon after an absence was found")
    LAST_TERM = "last_term", _l("the leave began in the last term of grade 9")
    AGAIN = "again", _l("it is not the first leave")
    NO_APPROVAL = "no_approval", _l("no approval is on record")
    NO_DATES = "no_dates", _l("neither its beginning nor its end is on record")
    # A student number (学籍号)
    NUMBER_FORM = "number_form", _l("the number is missing or wrongly formed")
    OTHER_ID = "other_id", _l("the number contains another identity number")
    TEMPORARY = "temporary", _l("the number is still one for pupils without an identity number")
    # Key data of a pupil (关键数据)
    ID_CHANGED = "id_changed", _l("the identity number")
    NAME_CHANGED = "name_changed", _l("the name")
    SEX_CHANGED = "sex_changed", _l("the sex")
    BIRTH_CHANGED = "birth_changed", _l("the date of birth")
    # What a school has not sent
    ROSTER = "roster", _l("roster")
    ROLL_CALL = "roll_call", _l("roll call")
