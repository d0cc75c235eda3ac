"""Messages in the reader's language: one sentence from what kind of message it is and its facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from models.notice import Notice
from models.user import User
from models.vocabulary.notices import NoticeKind as K
from models.vocabulary.roles import Permission as P
from models.vocabulary.snapshots import Damage, PartState
from tracking.flags.sentences import rule_title
from tracking.kernel.web.filters import day
from tracking.reports import clock_words, queries, shared_words
from tracking.snapshots.parts import header_of

Facts = dict[str, Any]
TONES = {
    **shared_words.TONES,
    K.OVERDUE: "overdue",
    K.ESCALATED: "overdue",
    K.SILENT: "overdue",
    K.ARCHIVE: "overdue",
    K.REFUSED: "overdue",
    K.NO_OWNER: "due",
    K.ENDED: "due",
    K.ALARM: "due",
    K.LADDER: "due",
    K.IDLE: "due",
    K.UNREPORTED: "due",
    K.DUE: "due",
    K.REMINDED: "due",
    K.SET_ASIDE: "due",
    K.SUBMITTED: "info",
    K.PROPOSED: "info",
    K.ASSIGNED: "info",
    K.CONTESTED: "due",
    K.CONTEST_DECIDED: "info",
}


@dataclass(frozen=True)
class Message:
    """A notice as the page shows it; `url` is "" where there is nothing the reader may open."""

    notice: Notice
    sentence: str
    url: str
    tone: str


def messages_for(notices: Iterable[Notice], user: User) -> list[Message]:
    """Put messages into words, with links only to what the reader may open."""
    rows = list(notices)
    readable = queries.readable_cases(n.case_id for n in rows if n.case_id is not None)
    return [
        Message(n, sentence_of(n), _url(n, user, readable), TONES.get(n.kind, "neutral"))
        for n in rows
    ]


def sentence_of(notice: Notice) -> str:
    """What a message says; facts that an older version did not write down are left out."""
    return str(WORDS[notice.kind](notice.details))


def _assigned(facts: Facts) -> Any:
    count = int(facts.get("count", 1))
    return ngettext("%(num)d case was given to you.", "%(num)d cases were given to you.", count)


def _due(facts: Facts) -> Any:
    return _("Case %(number)s is due on %(day)s.", **_case(facts))


def _reminded(facts: Facts) -> Any:
    return _("The bureau reminds you of case %(number)s: please see to it.", **_case(facts))


def _overdue(facts: Facts) -> Any:
    return _("Case %(number)s was due on %(day)s and is still open.", **_case(facts))


def _escalated(facts: Facts) -> Any:
    return _("Case %(number)s has been overdue since %(day)s: please see to it.", **_case(facts))


def _submitted(facts: Facts) -> Any:
    return _("A result of case %(number)s waits for your decision.", **_case(facts))


def _decided(facts: Facts) -> Any:
    if facts.get("approved"):
        return _("The result of case %(number)s was approved.", **_case(facts))
    return _("The result of case %(number)s was returned; the reason is in the file.",
             **_case(facts))  # fmt: skip


def _ended(facts: Facts) -> Any:
    return _(
        "The result of case %(number)s held until %(ended_on)s: where the child is now has to be "
        "verified anew.",
        **_case(facts),
        ended_on=_day(facts.get("ended_on")),
    )


def _scanned(facts: Facts) -> Any:
    count = int(facts.get("count", 0))
    return ngettext(
        "The scan of the rosters of %(day)s opened %(num)d case.",
        "The scan of the rosters of %(day)s opened %(num)d cases.",
        count,
        day=_day(facts.get("as_of")),
    )


def _set_aside(facts: Facts) -> Any:
    given = {
        "school": facts.get("school") or facts.get("school_code", ""),
        "day": _day(facts.get("as_of")),
        "lost": facts.get("lost", 0),
        "before": facts.get("rows_before", 0),
        "columns": str(_(", ")).join(header_of(c) for c in facts.get("columns", [])),
        "affected": facts.get("affected", 0),
    }
    if facts.get("state") == PartState.ABSENT.value:
        return _("%(school)s is not in the roster file of %(day)s: please send its roster again.",
                 **given)  # fmt: skip
    if facts.get("state") == PartState.EMPTIED.value:
        return _(
            "In the roster of %(school)s of %(day)s, “%(columns)s” went empty; %(affected)s pupils "
            "lack it: please send the roster again, or confirm it.",
            **given,
        )
    if facts.get("state") == PartState.CHANGED.value:
        return _(
            "In the roster of %(school)s of %(day)s, “%(columns)s” is another one than before for "
            "%(affected)s pupils: please send the roster again, or confirm it.",
            **given,
        )
    return _(
        "In the roster of %(school)s of %(day)s, %(lost)s of %(before)s pupils are missing without "
        "a movement record: please send the roster again, or confirm it.",
        **given,
    )


def _refused(facts: Facts) -> Any:
    return _("The file “%(file)s” was not taken in: %(reason)s",
             file=facts.get("file", ""), reason=facts.get("words", ""))  # fmt: skip


def _no_owner(facts: Facts) -> Any:
    return _(
        "Case %(number)s came to you because its owner does not work any more.", **_case(facts)
    )


def _alarm(facts: Facts) -> Any:
    return _("Case %(number)s: %(what)s.", what=rule_title(facts.get("rule", "")), **_case(facts))


def _proposed(facts: Facts) -> Any:
    return _("The child of case %(number)s attends school again, by a file of %(seen)s: the bureau "
             "confirms it or says why not.", seen=_day(facts.get("attends_on")),
             **_case(facts))  # fmt: skip


def _silent(facts: Facts) -> Any:
    days = int(facts.get("days", 8))
    return ngettext(
        "No scan for %(num)d day, the last one was on %(day)s: see that rosters arrive and that "
        "the scheduler runs.",
        "No scan for %(num)d days, the last one was on %(day)s: see that rosters arrive and that "
        "the scheduler runs.",
        days,
        day=_day(facts.get("since")),
    )


def _archive(facts: Facts) -> Any:
    return _(
        "The archived file “%(file)s” of %(day)s is damaged (%(damage)s) and cannot be compared: "
        "have it restored from the backup of the archive.",
        file=facts.get("file", ""),
        day=_day(facts.get("day")),
        damage=Damage(facts.get("damage", Damage.MISSING)).label,
    )


def _contested(facts: Facts) -> Any:
    return _("In case %(number)s something is contested: please decide about it.", **_case(facts))


def _contest_decided(facts: Facts) -> Any:
    if facts.get("right"):
        return _("The contest in case %(number)s was found right.", **_case(facts))
    return _("The contest in case %(number)s was not followed; the reason is in the file.",
             **_case(facts))  # fmt: skip


WORDS: dict[K, Callable[[Facts], Any]] = {
    **shared_words.WORDS,
    K.ASSIGNED: _assigned,
    K.DUE: _due,
    K.REMINDED: _reminded,
    K.OVERDUE: _overdue,
    K.ESCALATED: _escalated,
    K.SUBMITTED: _submitted,
    K.DECIDED: _decided,
    K.ENDED: _ended,
    K.SCANNED: _scanned,
    K.SET_ASIDE: _set_aside,
    K.REFUSED: _refused,
    K.NO_OWNER: _no_owner,
    K.ALARM: _alarm,
    K.PROPOSED: _proposed,
    K.CONTESTED: _contested,
    K.CONTEST_DECIDED: _contest_decided,
    K.SILENT: _silent,
    K.LADDER: clock_words.ladder,
    K.IDLE: clock_words.idle,
    K.UNREPORTED: clock_words.unreported,
    K.ARCHIVE: _archive,
}


def _case(facts: Facts) -> dict[str, str]:
    return {"number": facts.get("number", ""), "day": _day(facts.get("due_on"))}


def _day(text: str | None) -> str:
    return day(date.fromisoformat(text)) if text else str(_("a day that is not known"))


def _url(notice: Notice, user: User, readable: set[int]) -> str:
    """Where a message leads."""
    facts = notice.details
    if notice.case_id in readable:
        return url_for("cases.show", case_id=notice.case_id)
    if notice.kind is K.ASSIGNED and notice.case_id is None and user.can(P.CASE_READ):
        return url_for("cases.index", group="open")
    if notice.kind is K.SCANNED and user.can(P.RUN_READ):
        return url_for("flags.scan", scan_id=facts["scan_id"])
    if notice.kind in {K.SET_ASIDE, K.ARCHIVE} and user.can(P.SNAPSHOT_READ):
        return url_for("snapshots.show", snapshot_id=facts["snapshot_id"])
    if notice.kind is K.REFUSED and user.can(P.SNAPSHOT_READ):
        return url_for("snapshots.index")
    if notice.kind is K.UNREPORTED:
        return clock_words.report_url(facts, user)
    if notice.kind is K.SILENT and user.can(P.RUN_READ):
        return url_for("reports.runs")
    return shared_words.url_of(notice, user)
