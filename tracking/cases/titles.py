"""Titles of entries that later chapters write on a timeline, by kind, from the entry's facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _

from models.case import CaseEvent
from models.vocabulary.cases import EventKind as K
from models.vocabulary.documents import DocumentKind
from models.vocabulary.handovers import HandoverState
from models.vocabulary.inquiries import InquiryState, Reply
from models.vocabulary.lines import Line, Post, Silence, Way
from models.vocabulary.outcomes import OutcomeCode
from models.vocabulary.papers import DeliveryMethod, PaperKind
from models.vocabulary.placements import AttendanceMark
from tracking.cases.ladder import rung_of
from tracking.kernel.web.filters import day


def _attached(event: CaseEvent) -> str:
    return str(_("Document added: %(document)s", document=_document(event.details)))


def _withdrawn(event: CaseEvent) -> str:
    return str(_("Document withdrawn: %(document)s", document=_document(event.details)))


def _opened(event: CaseEvent) -> str:
    facts = event.details
    paper = f"{_label(PaperKind, facts.get('paper'))} {facts.get('reference', '')}"
    opened = paper if "paper" in facts else _document(facts)
    return str(_("Document opened: %(document)s", document=opened))


def _paper(event: CaseEvent) -> str:
    facts = event.details
    about = {"paper": _label(PaperKind, facts.get("paper")), "number": facts.get("reference", "")}
    if event.kind is K.DELIVERED:
        way = _label(DeliveryMethod, facts.get("method"))
        return str(_("Delivered: %(paper)s %(number)s, %(way)s", way=way, **about))
    if facts.get("void"):
        return str(_("Declared void: %(paper)s %(number)s", **about))
    return str(_("Issued: %(paper)s %(number)s", **about))


def _moved(event: CaseEvent) -> str:
    """A result that had ended, or whatever else moved the file."""
    facts = event.details
    if not facts.get("ended_on"):
        return str(event.kind.label)
    code = str(facts.get("code", ""))
    result = f"{code} {_label(OutcomeCode, code)}"
    words = _("%(result)s: held until %(day)s, to be verified anew", result=result,
              day=_day(facts["ended_on"]))  # fmt: skip
    return str(words)


def _taught(event: CaseEvent) -> str:
    if event.reason:
        return str(_("Record of a lesson at home struck"))
    facts = event.details
    hours = f"{facts.get('hours', 0):g}"
    words = _("Taught at home on %(day)s, lessons: %(hours)s", day=_day(facts.get("day")),
              hours=hours)  # fmt: skip
    return str(words)


def _attended(event: CaseEvent) -> str:
    facts = event.details
    counts = [
        f"{mark.label} {facts[mark.value]}" for mark in AttendanceMark if facts.get(mark.value)
    ]
    span = " – ".join(dict.fromkeys((_day(facts.get("first")), _day(facts.get("last")))))
    return str(_("Attendance %(days)s: %(counts)s", days=span, counts=_(", ").join(counts)))


def _named(event: CaseEvent) -> str:
    facts = event.details
    words = _("Responsible person named: %(post)s, %(place)s", post=_label(Post, facts.get("post")),
              place=facts.get("place", ""))  # fmt: skip
    return str(words)


def _acknowledged(event: CaseEvent) -> str:
    facts = event.details
    words = _("Acknowledged: %(post)s, %(way)s", post=_label(Post, facts.get("post")),
              way=_label(Way, facts.get("way")))  # fmt: skip
    return str(words)


def _inquired(event: CaseEvent) -> str:
    facts = event.details
    words = _("Asked: %(department)s, reply due on %(day)s", day=_day(facts.get("due_on")),
              department=facts.get("department", ""))  # fmt: skip
    return str(words)


def _answered(event: CaseEvent) -> str:
    facts = event.details
    reply = _label(Reply, facts.get("reply")) or _label(InquiryState, facts.get("state"))
    words = _("Reply of %(department)s: %(reply)s", department=facts.get("department", ""),
              reply=reply)  # fmt: skip
    return str(words)


def _sent_over(event: CaseEvent) -> str:
    return str(_("Handed over to %(place)s", place=event.details.get("place", "")))


def _received(event: CaseEvent) -> str:
    facts = event.details
    words = _("Hand-over to %(place)s: %(answer)s", place=facts.get("place", ""),
              answer=_label(HandoverState, facts.get("answer")))  # fmt: skip
    return str(words)


def _document(facts: Mapping[str, Any]) -> str:
    return _label(DocumentKind, facts.get("document"))


def _label(words: Any, code: Any) -> str:
    return str(words(code).label) if code in {term.value for term in words} else str(code or "")


def _day(text: Any) -> str:
    return day(date.fromisoformat(text)) if text else ""


def _climbed(event: CaseEvent) -> str:
    facts = event.details
    rung = rung_of(str(facts.get("rung", "")))
    words = _("Step of the ladder due since %(day)s: %(rung)s", day=_day(facts.get("due_on")),
              rung=rung.title if rung else "")  # fmt: skip
    return str(words)


def _rescheduled(event: CaseEvent) -> str:
    facts = event.details
    words = _("Deadline moved with the calendar: %(was)s → %(now)s", was=_day(facts.get("from")),
              now=_day(facts.get("to")))  # fmt: skip
    return str(words)


TITLES: Final[dict[K, Callable[[CaseEvent], str]]] = {
    K.ATTACHED: _attached,
    K.WITHDRAWN: _withdrawn,
    K.DOWNLOADED: _opened,
    K.PAPER: _paper,
    K.DELIVERED: _paper,
    K.MOVED: _moved,
    K.LADDER: _climbed,
    K.RESCHEDULED: _rescheduled,
    K.TAUGHT: _taught,
    K.ATTENDANCE: _attended,
    K.NAMED: _named,
    K.ACKNOWLEDGED: _acknowledged,
    K.INQUIRED: _inquired,
    K.ANSWERED: _answered,
    K.SENT_OVER: _sent_over,
    K.RECEIVED: _received,
}


def idle_words(facts: Mapping[str, Any]) -> str:
    """Since when nobody did anything on the file."""
    return str(
        _("Nothing has been done on this case since %(day)s.", day=_day(facts["idle_since"]))
    )


def remedy_words(facts: Mapping[str, Any]) -> str:
    """What to do about a step of the ladder."""
    rung = rung_of(str(facts.get("rung", "")))
    return str(rung.remedy) if rung else ""


def silence_words(facts: Mapping[str, Any]) -> str:
    """Why a line was told to the next level, from the facts of the entry."""
    words = _("%(line)s: %(why)s since %(day)s.", line=_label(Line, facts.get("line")),
              why=_label(Silence, facts.get("why")), day=_day(facts.get("since")))  # fmt: skip
    return str(words)
