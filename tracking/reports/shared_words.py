"""What is told of work that is shared: lines, inquiries, hand-overs, work that was given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from models.notice import Notice
from models.user import User
from models.vocabulary.handovers import HandoverState
from models.vocabulary.notices import NoticeKind as K
from models.vocabulary.roles import Permission as P
from tracking.cases.titles import silence_words
from tracking.kernel.web.filters import day

Facts = dict[str, Any]
TONES: Final = {
    K.LINE_SILENT: "overdue",
    K.NAMED: "info",
    K.PERSON_LEFT: "due",
    K.WORK_GIVEN: "info",
    K.INQUIRY: "info",
    K.INQUIRY_DUE: "due",
    K.ANSWERED: "info",
    K.HANDOVER: "due",
    K.HANDOVER_ANSWERED: "info",
}


def _named(facts: Facts) -> Any:
    return ngettext(
        "You stand on a line of %(num)d child: please acknowledge the file.",
        "You stand on a line of %(num)d children: please acknowledge the files.",
        int(facts.get("count", 1)),
    )


def _line_silent(facts: Facts) -> Any:
    return _("Case %(number)s: %(what)s Please see to it.", number=facts.get("number", ""),
             what=silence_words(facts))  # fmt: skip


def _person_left(facts: Facts) -> Any:
    return ngettext(
        "In %(num)d case somebody responsible does not work any more: see who is named now.",
        "In %(num)d cases somebody responsible does not work any more: see who is named now.",
        int(facts.get("count", 1)),
    )


def _work_given(facts: Facts) -> Any:
    return ngettext(
        "The open work of somebody else was given to you: %(num)d file.",
        "The open work of somebody else was given to you: %(num)d files.",
        int(facts.get("count", 1)),
    )


def _inquiry(facts: Facts) -> Any:
    return _("Inquiry %(number)s about a child waits for your reply by %(day)s.",
             number=facts.get("inquiry_id", ""), day=_day(facts))  # fmt: skip


def _inquiry_due(facts: Facts) -> Any:
    if "number" in facts:
        return _("Case %(number)s: a department has not replied to an inquiry that was due on "
                 "%(day)s.", number=facts["number"], day=_day(facts))  # fmt: skip
    return _("Inquiry %(number)s has no reply yet; it is due on %(day)s.",
             number=facts.get("inquiry_id", ""), day=_day(facts))  # fmt: skip


def _answered(facts: Facts) -> Any:
    return _("Case %(number)s: %(department)s has replied.", number=facts.get("number", ""),
             department=facts.get("department", ""))  # fmt: skip


def _handover(facts: Facts) -> Any:
    return _("Case %(number)s was handed over to you: take the child over, or send it back with "
             "your reason.", number=facts.get("number", ""))  # fmt: skip


def _handover_answered(facts: Facts) -> Any:
    states = {state.value: state.label for state in HandoverState}
    return _("Hand-over of case %(number)s: %(answer)s.", number=facts.get("number", ""),
             answer=states.get(facts.get("answer", ""), ""))  # fmt: skip


def _day(facts: Facts) -> str:
    text = facts.get("due_on")
    return day(date.fromisoformat(text)) if text else ""


WORDS: Final[dict[K, Callable[[Facts], Any]]] = {
    K.NAMED: _named,
    K.LINE_SILENT: _line_silent,
    K.PERSON_LEFT: _person_left,
    K.WORK_GIVEN: _work_given,
    K.INQUIRY: _inquiry,
    K.INQUIRY_DUE: _inquiry_due,
    K.ANSWERED: _answered,
    K.HANDOVER: _handover,
    K.HANDOVER_ANSWERED: _handover_answered,
}


def url_of(notice: Notice, user: User) -> str:
    """Where a message leads that is about no single case of the reader's; "" for nowhere."""
    if notice.kind in {K.INQUIRY, K.INQUIRY_DUE} and user.can(P.INQUIRY_ANSWER):
        return url_for("inquiries.show", inquiry_id=notice.details.get("inquiry_id", 0))
    if notice.kind is K.HANDOVER_ANSWERED and user.can(P.HANDOVER_RECEIVE):
        return url_for("handovers.index")
    if notice.kind in {K.NAMED, K.PERSON_LEFT, K.WORK_GIVEN} and user.can(P.CASE_READ):
        return url_for("cases.index", group="open")
    return ""
