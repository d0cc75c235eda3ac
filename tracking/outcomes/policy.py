"""What each outcome (V01–V23) needs as proof, whether it ends a file, and how long it holds.

Pure data and decisions; no regulation gives an official list, so the house's own stands here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _n

from models.vocabulary.cases import CaseState as S
from models.vocabulary.documents import DocumentKind as D
from models.vocabulary.follow_ups import FollowUpKind
from models.vocabulary.outcomes import Closing
from models.vocabulary.outcomes import OutcomeCode as V
from models.vocabulary.placements import PlacementKind as L

SHORTEST_PROOF = 10  # characters; less cannot say who saw what when
OVER_AGE = 16  # years: compulsory schooling is over whatever grade was reached

PROOF: dict[V, Any] = {
    V.V01: _l("Roll call of several days; signed by class teacher and head."),
    V.V02: _l("New school code and student number, or its certificate of attendance."),
    V.V03: _l("Stamped certificate of attendance; registry transfer under way."),
    V.V04: _l("Certificate of attendance and a call back to that school."),
    V.V05: _l("Approval of the leave and the hospital's paper, with the end date."),
    V.V06: _l("Approval of deferral by township or county bureau."),
    V.V07: _l("Assessment by the experts' committee and the parents' consent."),
    V.V08: _l("Confirmation of the special or inclusive school."),
    V.V09: _l("The official document; registration stays with the former school."),
    V.V10: _l("Graduation certificate or birth date."),
    V.V11: _l("Confirmation of the school attended now."),
    V.V12: _l("Passport stamp, visa or certificate of the school abroad."),
    V.V13: _l("Deregistration from the household or death certificate."),
    V.V14: _l("Reply of the police station."),
    V.V15: _l("Household book; the correction asked for in the registry."),
    V.V16: _l("Confirmation of both schools; one registration removed."),
    V.V17: _l("What is known of the place; it counts as suspected dropout."),
    V.V20: _l("Who was met, when, and why the child does not attend."),
    V.V21: _l("Written report; persuasion records."),
    V.V22: _l("Attempts with date, way and person; the search goes on."),
    V.V23: _l("Date of return; attendance list of the class."),
}
PROPOSABLE = tuple(PROOF)
ATTENDS = frozenset({V.V01, V.V02, V.V03, V.V04, V.V08, V.V23})  # the child is at some school


@dataclass(frozen=True)
class Paper:
    """Documents of one kind."""

    kind: D
    count: int = 1


@dataclass(frozen=True)
class Contacts:
    """Contacts on record in this episode; 0 stands for the setting `outcomes.attempts`."""

    least: int
    kind: FollowUpKind | None = None


@dataclass(frozen=True)
class Known:
    """What the form or the file itself says, by the name it has there."""

    fact: str


Item = Paper | Contacts | Known
NEW_PLACE, AGE = Known("new_place"), Known("over_age")
FACTS: dict[str, Any] = {
    "new_place": _l("new school code and student number (below)"),
    "over_age": _l("the birth date on file shows that the age is over"),
}

# All of the lines are needed; of the items of a line, one is enough.
REQUIRED: dict[V, tuple[tuple[Item, ...], ...]] = {
    V.V01: ((Paper(D.ATTENDANCE),),),
    V.V02: ((Paper(D.ENROLMENT), NEW_PLACE),),
    V.V03: ((Paper(D.ENROLMENT),),),
    V.V04: ((Paper(D.ENROLMENT),), (Contacts(1, FollowUpKind.CALL),)),
    V.V05: ((Paper(D.LEAVE),), (Paper(D.HOSPITAL),)),
    V.V06: ((Paper(D.DEFERRAL),),),
    V.V07: ((Paper(D.ASSESSMENT),), (Paper(D.CONSENT),)),
    V.V08: ((Paper(D.SCHOOL), Paper(D.ENROLMENT)),),
    V.V09: ((Paper(D.OFFICIAL),),),
    V.V10: ((Paper(D.GRADUATION), AGE),),
    V.V11: ((Paper(D.SCHOOL), Paper(D.ENROLMENT)),),
    V.V12: ((Paper(D.DEPARTURE), Paper(D.ENROLMENT), Paper(D.POLICE)),),
    V.V13: ((Paper(D.DEATH),),),
    V.V14: ((Paper(D.POLICE),),),
    V.V15: ((Paper(D.HOUSEHOLD),),),
    V.V16: ((Paper(D.SCHOOL, 2),),),
    V.V17: (),
    V.V20: ((Contacts(1),),),
    V.V21: ((Paper(D.REPORT),), (Contacts(1),)),
    V.V22: ((Contacts(0),),),
    V.V23: ((Paper(D.ATTENDANCE),),),
}

CLOSING: dict[V, Closing] = {
    **dict.fromkeys((V.V01, V.V02, V.V10, V.V13, V.V14, V.V15, V.V16), Closing.YES),
    **dict.fromkeys((V.V05, V.V06, V.V11, V.V12), Closing.UNTIL),
    **dict.fromkeys((V.V07, V.V08, V.V09), Closing.PLACED),
    **dict.fromkeys((V.V03, V.V04), Closing.MOVED),
    **dict.fromkeys((V.V17, V.V20, V.V21), Closing.NO),
    V.V22: Closing.NEVER,
    V.V23: Closing.OBSERVED,
}

# Outcomes that hold for a time: the last day has to be said, and how far it may lie ahead.
YEAR = 366  # days: a school year; longer is asked for anew
LIMITED: dict[V, int] = {
    **dict.fromkeys((V.V03, V.V04), 60),  # two months are enough to move a registration
    **dict.fromkeys((V.V05, V.V06, V.V07, V.V09, V.V12), YEAR),
}
MAY_END = frozenset({V.V08, V.V11})  # a last day may be said; without one it holds for good
# At their end the daily clock has them verified anew. V06 has a rule of its own, which looks
# first whether the child is on a roll; of V03, V04 the hand-over machinery takes care.
EXPIRING = frozenset({V.V05, V.V07, V.V08, V.V09, V.V11, V.V12})

PLACEMENTS: dict[V, tuple[L, ...]] = {
    V.V05: (L.LEAVE,),
    V.V06: (L.DEFERRAL,),
    V.V07: (L.HOME, L.REMOTE),
    V.V08: (L.INCLUSIVE, L.SPECIAL),
    V.V09: (L.SPECIALISED,),
    V.V11: (L.VOCATIONAL,),
}
WITH_HOURS = frozenset({L.HOME, L.REMOTE})  # planned hours a week are asked for
WITHOUT_PLACE = frozenset({L.DEFERRAL, L.HOME, L.LEAVE})  # at home, nothing more to be said
RELAPSES = frozenset({S.CONFIRMED, S.DROPOUT, S.MISSING})  # from the observation: left again


@dataclass(frozen=True)
class Held:
    """What a file holds: documents and contacts by kind, and facts."""

    documents: Mapping[D, int] = field(default_factory=Counter)
    contacts: Mapping[FollowUpKind, int] = field(default_factory=Counter)
    facts: frozenset[str] = frozenset()

    def holds(self, item: Item, attempts: int) -> bool:
        """Whether an item is there."""
        if isinstance(item, Paper):
            return self.documents.get(item.kind, 0) >= item.count
        if isinstance(item, Known):
            return item.fact in self.facts
        kinds = self.contacts if item.kind is None else (item.kind,)
        return sum(self.contacts.get(kind, 0) for kind in kinds) >= (item.least or attempts)


@dataclass(frozen=True)
class Need:
    """One line of a checklist: what would do, and whether it is there."""

    alternatives: tuple[Any, ...]
    is_met: bool


def checklist(code: V, held: Held, attempts: int) -> list[Need]:
    """What a result needs, line by line, and whether the file holds it."""
    return [
        Need(
            tuple(words_of(item, attempts) for item in line),
            any(held.holds(item, attempts) for item in line),
        )
        for line in REQUIRED[code]
    ]


def words_of(item: Item, attempts: int) -> Any:
    """An item as it is named."""
    if isinstance(item, Paper):
        return item.kind.label if item.count == 1 else f"{item.kind.label} × {item.count}"
    if isinstance(item, Known):
        return FACTS[item.fact]
    least = item.least or attempts
    if item.kind is not None:
        return _n(
            "a recorded contact: %(kind)s", "%(num)d recorded contacts: %(kind)s", least,
            kind=item.kind.label,
        )  # fmt: skip
    return _n("a recorded contact", "%(num)d recorded contacts", least)


def missing(needs: Iterable[Need]) -> list[Need]:
    """The lines that nothing is there for."""
    return [need for need in needs if not need.is_met]


def is_over_age(born: date | None, today: date) -> bool:
    """Whether compulsory schooling is over by age alone."""
    if born is None:
        return False
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return age >= OVER_AGE


def latest_end(code: V, today: date) -> date | None:
    """The last day until which an outcome may hold; None where it holds for good."""
    days = LIMITED.get(code, YEAR if code in MAY_END else None)
    return None if days is None else today + timedelta(days=days)
