"""A flag or a data task in one sentence that people understand: the rule's words, the facts.

Evidence holds codes and days only; here they become names, labels and days with their weekday.
A code that nobody knows any more is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.data_task import DataTask
from models.flag import Flag
from models.vocabulary.doubts import Doubt
from models.vocabulary.lists import NumberCheck, Presence
from models.vocabulary.registry import EnrolStatus, MovementKind, MovementState
from models.vocabulary.snapshots import SnapshotKind
from models.vocabulary.term import Term
from tracking.kernel.web.filters import day
from tracking.kernel.web.language import LOCALES
from tracking.rules._kit import LEDGER, all_rules
from tracking.snapshots.queries import school_names

GRADES = (
    _l("Grade 1"),
    _l("Grade 2"),
    _l("Grade 3"),
    _l("Grade 4"),
    _l("Grade 5"),
    _l("Grade 6"),
    _l("Grade 7"),
    _l("Grade 8"),
    _l("Grade 9"),
)
SCHOOLS = ("school_code", "from_school", "to_school", "other_school", "actual_school")
TERMS: dict[str, type[Term]] = {
    "status": EnrolStatus,
    "state": MovementState,
    "kind": MovementKind,
    "why": Doubt,
    "presence": Presence,
    "id_check": NumberCheck,
}


def sentence(flag: Flag | DataTask) -> str:
    """Why the child was flagged, or what is wrong in the registry, in the reader's language."""
    return said(flag.rule, flag.evidence, flag.as_of)


def said(code: str, evidence: Mapping[str, Any], found_on: date) -> str:
    """What a rule says of its evidence; of a rule that is not kept any more, only when."""
    rule = all_rules().get(code)
    if rule is None:
        return str(_("Found by the rule %(rule)s on %(day)s.", rule=code, day=day(found_on)))
    return str(rule.sentence) % Facts(evidence)


def reason_plain(flag: Flag) -> str:
    """The sentence in the language of the installation, for files that go to other offices."""
    with force_locale(LOCALES[current_app.config["SETTINGS"].locale]):
        return sentence(flag)


def rule_title(code: str) -> str:
    """The short name of a rule, or its code when the rule is not kept any more."""
    rule = all_rules().get(code)
    return str(rule.title) if rule else code


def grade_words(grade: Any) -> str:
    """A grade as people say it; blank when it is not known."""
    known = isinstance(grade, int) and 1 <= grade <= len(GRADES)
    return str(GRADES[grade - 1]) if known else str(grade or "")


def class_words(grade: Any, class_no: str | None) -> str:
    """Grade and class as people say them: Grade 8, class 3."""
    name = class_no or ""
    if name.isascii() and name.isdigit():
        name = str(_("class %(number)s", number=int(name)))
    year = grade_words(grade)
    if year and name:
        return str(_("%(grade)s, %(class_name)s", grade=year, class_name=name))
    return year or name


def source_labels() -> dict[str, str]:
    """What kind of file the row of a finding stands in, by its code."""
    kinds = {kind.value: str(kind.label) for kind in SnapshotKind}
    return kinds | {LEDGER: str(_("The bureau's own files"))}


def school_name(code: str | None) -> str:
    """A school's name by its code."""
    return school_names().get(code, code) if code else str(_("a school that is not named"))


def term_label(words: type[Term], code: str) -> str:
    """The label of a stored code."""
    return str(words(code).label) if code in {term.value for term in words} else code


class Facts(dict[str, Any]):
    """Evidence by name, each value as a reader wants it; a missing one is said to be unknown."""

    def __getitem__(self, name: str) -> str:
        """The value in words."""
        return words_of(name, self.get(name))


def words_of(name: str, value: Any) -> str:
    """One value of the evidence in words."""
    if name in SCHOOLS:
        return school_name(value)
    if value is None or value == "":
        return str(_("not known"))
    if name == "grade":
        return grade_words(value)
    if name in TERMS:
        return term_label(TERMS[name], str(value))
    if name == "as_of" or name.endswith("_on"):
        return day(date.fromisoformat(str(value)))
    return str(value)
