"""What a paper is filled with: from the file of the child, the office, and what was written.

Papers are Chinese, whatever language their issuer reads pages in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale

from models.case import Case
from models.organisation import Organisation
from models.paper import Paper, PaperDelivery
from models.vocabulary.papers import PaperField as F
from tracking.kernel.school_year import school_year
from tracking.papers.given import Written
from tracking.papers.kinds import Kind, words
from tracking.papers.policy import Issued

CHINESE = "zh_Hans_CN"
COLON = "\uff1a"  # between an article and what it says


@dataclass(frozen=True)
class Frame:
    """What surrounds a paper: who issues it, when, under which number, after which other."""

    kind: Kind
    issuer: Organisation
    reference: str
    today: date
    local_basis: str
    former: Issued | None


def values_of(frame: Frame, case: Case | None, written: Written) -> dict[str, str]:
    """Every field of a paper, by its English name."""
    year = school_year(frame.today)
    found: dict[F, str] = {
        F.TITLE: frame.kind.title,
        F.REFERENCE: frame.reference,
        F.OFFICE: frame.issuer.name,
        F.ISSUED_ON: day_words(frame.today),
        F.BASIS: basis_of(frame.kind),
        F.LOCAL_BASIS: frame.local_basis,
        F.SCHOOL_YEAR: words()["school_year"].format(first=year.first, second=year.first + 1),
        F.FORMER: frame.former.reference if frame.former else "",
        F.FORMER_ON: day_words(frame.former.delivered_on) if frame.former else "",
        F.STARTS_ON: day_words(written.starts_on),
        F.ENDS_ON: day_words(written.ends_on),
        F.DAYS: str(written.days or ""),
    }
    found |= {F(name.value): text for name, text in written.texts.items()}
    if case is not None:
        found |= of_child(case)
        found[F.RECEIVER] = found.get(F.RECEIVER) or found[F.GUARDIAN]
        found[F.ADDRESS] = found.get(F.ADDRESS) or found[F.HOME]
    return {field.value: text for field, text in found.items()}


def of_child(case: Case) -> dict[F, str]:
    """What the file knows of the child, its family and the work so far."""
    child, details = case.child, case.child.details
    contacts = [f for f in case.follow_ups if f.episode == case.episode]
    last = max((f.happened_on for f in contacts), default=None)
    with force_locale(CHINESE):
        result = f"{case.outcome.value} {case.outcome.label}" if case.outcome else ""
        sex = str(child.sex.label) if child.sex else ""
        state = str(case.state.label)
    return {
        F.CASE_NUMBER: case.number,
        F.CHILD_NAME: child.name,
        F.SEX: sex,
        F.BIRTH_DATE: day_words(child.birth_date),
        F.ID_NUMBER: child.id_number,
        F.STUDENT_NO: child.student_no,
        F.SCHOOL: case.school.name if case.school else "",
        F.CLASS_NAME: class_of(child.grade, child.class_no),
        F.GUARDIAN: str(details.get("guardian1_name") or ""),
        F.RELATION: str(details.get("guardian1_relation") or ""),
        F.PHONE: str(details.get("guardian1_phone") or details.get("phone") or ""),
        F.HOME: str(details.get("address") or ""),
        F.CONTACTS: str(len(contacts)),
        F.LAST_CONTACT: day_words(last),
        F.STATE: state,
        F.RESULT: result,
    }


def class_of(grade: int | None, class_no: str) -> str:
    """Grade and class as papers write them."""
    names = words()["grades"]
    year = names[grade - 1] if grade and grade <= len(names) else ""
    is_number = class_no.isascii() and class_no.isdigit()
    return year + (words()["class"].format(number=int(class_no)) if is_number else class_no)


def of_delivery(paper: Paper, delivery: PaperDelivery | None) -> dict[str, str]:
    """What the receipt of delivery says; blank lines to fill in by hand before it is recorded."""
    fields = paper.fields | {"place": paper.fields.get("address", "")}
    if delivery is None:
        return fields
    with force_locale(CHINESE):
        method = str(delivery.method.label)
    return fields | {
        "delivered_on": day_words(delivery.delivered_on),
        "method": method,
        "taken_by": delivery.taken_by,
        "taken_relation": delivery.relation,
        "place": delivery.place or fields["place"],
        "refused": words()["refused"][delivery.refused],
        "witness": delivery.witness,
        "deliverer": delivery.recorded_by.display_name,
    }


def basis_of(kind: Kind) -> str:
    """The articles that a paper names, without what they say."""
    named = (article.partition(COLON)[0] for article in kind.articles)
    return str(words()["and"]).join(named)


def day_words(day: date | None) -> str:
    """A day as official papers write it."""
    if day is None:
        return ""
    return str(words()["day"]).format(year=day.year, month=day.month, day=day.day)


def reference_of(prefix: str, mark: str, year: int, number: int) -> str:
    """A register number as it is printed."""
    return str(words()["number"]).format(prefix=prefix, mark=mark, year=year, number=number)
