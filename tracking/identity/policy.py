"""Whether two rows are one child: certain, likely or never, and why. Pure.

Numbers decide first, then name, birth date and sex with the family as second witness. A name
that differs is never certain on its own, and a name that differs in more than its writing is
another child's: twins share everything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from models.vocabulary.identity import Sign
from tracking.identity import numbers
from tracking.identity.names import compared

FAMILY = frozenset(
    {Sign.PHONE, Sign.PHONE_SLIP, Sign.GUARDIAN, Sign.GUARDIAN_SOUND, Sign.GUARDIAN_ID}
)
GUARDIANS = frozenset({Sign.GUARDIAN, Sign.GUARDIAN_SOUND, Sign.GUARDIAN_ID})
EXACT = frozenset({Sign.NAME, Sign.NAME_FORMER})
WRITTEN_OTHERWISE = frozenset({Sign.NAME_SOUND, Sign.NAME_LOOK})
ANY_NAME = EXACT | WRITTEN_OTHERWISE | {Sign.NAME_SLIP}
WEIGHTS = {
    Sign.ID: 12,
    Sign.LOCAL: 8,
    Sign.NAME: 8,
    Sign.NAME_FORMER: 7,
    Sign.NAME_SOUND: 5,
    Sign.NAME_LOOK: 4,
    Sign.ID_SLIP: 4,
    Sign.BIRTH: 3,
    Sign.GUARDIAN_ID: 3,
    Sign.GUARDIAN: 2,
    Sign.PHONE: 2,
}


class Verdict(IntEnum):
    """What is done with two rows."""

    NEVER = 0
    LIKELY = 1
    CERTAIN = 2


@dataclass(frozen=True)
class Person:
    """What one row says of a child; a blank says nothing.

    `id_is_sound`: the identity number bears a true check digit and a day of birth.
    """

    name: str = ""
    former_name: str = ""
    student_no: str = ""
    id_number: str = ""
    id_is_sound: bool = False
    local_no: str = ""
    birth_date: date | None = None
    sex: str = ""
    phones: frozenset[str] = field(default_factory=frozenset)
    guardians: frozenset[str] = field(default_factory=frozenset)
    guardian_ids: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Judgement:
    """What two rows come to; `weight` ranks several candidates for one child."""

    verdict: Verdict
    agrees: tuple[Sign, ...] = ()
    differs: tuple[Sign, ...] = ()

    @property
    def weight(self) -> int:
        """How much speaks for it."""
        return sum(WEIGHTS.get(sign, 1) for sign in self.agrees)

    @property
    def has_the_name(self) -> bool:
        """Whether both rows bear the same name."""
        return not EXACT.isdisjoint(self.agrees)


NOT_THE_CHILD = Judgement(Verdict.NEVER)


def judge(one: Person, other: Person) -> Judgement:
    """Compare two rows. Rows that share neither name nor number are not looked at further."""
    agrees = {*_name(one, other), *_numbers(one, other)}
    if not agrees:
        return NOT_THE_CHILD
    if numbers.id_slip(one.id_number, other.id_number):
        agrees.add(Sign.ID_SLIP)
    agrees |= {*_birth(one, other), *_sex(one, other), *_family(one, other)}
    differs = _differs(one, other, agrees)
    verdict = _verdict(agrees, differs, _cards(one, other))
    return Judgement(verdict, _sorted(agrees), _sorted(differs))


class Cards(IntEnum):
    """What two identity numbers say together by their check digits."""

    SILENT = 0
    BETRAYED = 1  # just one of them is sound: what a slip leaves behind
    CORRECTED = 2  # both are sound, and one slip apart in region or day of birth
    SAME = 3  # one sound number
    TWO_PEOPLE = 4  # both are sound and no slip leads from one to the other


def _cards(one: Person, other: Person) -> Cards:
    if one.id_is_sound != other.id_is_sound:
        return Cards.BETRAYED
    if not one.id_is_sound:
        return Cards.SILENT
    if numbers.same_id(one.id_number, other.id_number):
        return Cards.SAME
    is_slip = numbers.id_slip(one.id_number, other.id_number)
    if is_slip and not numbers.only_sequence_differs(one.id_number, other.id_number):
        return Cards.CORRECTED
    return Cards.TWO_PEOPLE


def _verdict(agrees: set[Sign], differs: set[Sign], cards: Cards) -> Verdict:
    """The rules, strongest first."""
    same_name, named = bool(EXACT & agrees), bool(ANY_NAME & agrees)
    if {Sign.BIRTH, Sign.SEX} <= agrees and (
        (Sign.ID in agrees and (same_name or (named and cards is Cards.SAME)))
        or (Sign.LOCAL in agrees and (same_name or Sign.NAME_SOUND in agrees))
    ):
        return Verdict.CERTAIN
    if Sign.ID in agrees:
        return _same_id(agrees, differs, cards)
    if Sign.LOCAL in agrees:
        return Verdict.LIKELY
    if Sign.SEX in differs or not named:
        return Verdict.NEVER
    return _same_name(agrees, cards) if same_name else _other_name(agrees, cards)


def _same_id(agrees: set[Sign], differs: set[Sign], cards: Cards) -> Verdict:
    """One identity number: with the name it is the child, with the birth date alone perhaps."""
    if EXACT & agrees:
        is_clear = Sign.SEX not in differs and (Sign.BIRTH not in differs or cards is Cards.SAME)
        return Verdict.CERTAIN if is_clear else Verdict.LIKELY
    return Verdict.LIKELY if Sign.BIRTH in agrees else Verdict.NEVER


def _same_name(agrees: set[Sign], cards: Cards) -> Verdict:
    """One name and no number: a second witness is needed, two where the birth date is not one."""
    family = FAMILY & agrees
    has_slip = Sign.ID_SLIP in agrees and cards is not Cards.TWO_PEOPLE
    if {Sign.BIRTH, Sign.SEX, Sign.ID_SLIP} <= agrees and cards is Cards.BETRAYED and family:
        return Verdict.CERTAIN
    if {Sign.BIRTH, Sign.BIRTH_SLIP} & agrees:
        return Verdict.LIKELY if family or has_slip else Verdict.NEVER
    return Verdict.LIKELY if Sign.SEX in agrees and _is_two(family) else Verdict.NEVER


def _other_name(agrees: set[Sign], cards: Cards) -> Verdict:
    """A name written otherwise: what twins could have as well does not speak for one child."""
    family, is_two_people = FAMILY & agrees, cards is Cards.TWO_PEOPLE
    has_slip = Sign.ID_SLIP in agrees and not is_two_people
    if Sign.SEX not in agrees:
        return Verdict.NEVER
    if Sign.BIRTH not in agrees:
        is_near = {Sign.BIRTH_SLIP, Sign.NAME_SOUND} <= agrees
        return Verdict.LIKELY if is_near and (has_slip or _is_two(family)) else Verdict.NEVER
    if Sign.NAME_SOUND in agrees:
        return Verdict.LIKELY if family or has_slip else Verdict.NEVER
    if is_two_people:
        return Verdict.NEVER
    if Sign.NAME_LOOK in agrees:
        return Verdict.LIKELY if family or has_slip else Verdict.NEVER
    return Verdict.LIKELY if _is_two(family) or (family and has_slip) else Verdict.NEVER


def _is_two(family: frozenset[Sign]) -> bool:
    """Whether a guardian and a telephone speak for the family."""
    return bool(family & GUARDIANS) and bool(family - GUARDIANS)


def _numbers(one: Person, other: Person) -> Iterable[Sign]:
    if numbers.same_id(one.id_number, other.id_number):
        yield Sign.ID
    if one.local_no and one.local_no == other.local_no:
        yield Sign.LOCAL


def _name(one: Person, other: Person) -> Iterable[Sign]:
    way = compared(one.name, other.name)
    if way is Sign.NAME:
        yield way
    elif one.name and other.name and (one.former_name, other.former_name) != ("", ""):
        is_former = other.name == one.former_name or one.name == other.former_name
        yield from [Sign.NAME_FORMER] if is_former else [way] if way else []
    elif way:
        yield way


def _birth(one: Person, other: Person) -> Iterable[Sign]:
    if one.birth_date is None or other.birth_date is None:
        return
    if one.birth_date == other.birth_date:
        yield Sign.BIRTH
    elif numbers.birth_slip(one.birth_date, other.birth_date):
        yield Sign.BIRTH_SLIP


def _sex(one: Person, other: Person) -> Iterable[Sign]:
    if one.sex and one.sex == other.sex:
        yield Sign.SEX


def _family(one: Person, other: Person) -> Iterable[Sign]:
    """Who answers for the child, and where to call: any guardian of one, any of the other."""
    if one.phones & other.phones:
        yield Sign.PHONE
    elif any(numbers.number_slip(a, b) for a in one.phones for b in other.phones):
        yield Sign.PHONE_SLIP
    if one.guardian_ids & other.guardian_ids:
        yield Sign.GUARDIAN_ID
    if one.guardians & other.guardians:
        yield Sign.GUARDIAN
    elif any(
        compared(a, b) in {Sign.NAME, Sign.NAME_SOUND}
        for a in one.guardians
        for b in other.guardians
    ):
        yield Sign.GUARDIAN_SOUND


DIFFERENCES: tuple[tuple[Sign, str, frozenset[Sign]], ...] = (
    (Sign.STUDENT, "student_no", frozenset()),
    (Sign.ID, "id_number", frozenset({Sign.ID})),
    (Sign.LOCAL, "local_no", frozenset({Sign.LOCAL})),
    (Sign.NAME, "name", frozenset({Sign.NAME})),
    (Sign.BIRTH, "birth_date", frozenset({Sign.BIRTH})),
    (Sign.SEX, "sex", frozenset({Sign.SEX})),
    (Sign.GUARDIAN, "guardians", frozenset({Sign.GUARDIAN})),
    (Sign.GUARDIAN_ID, "guardian_ids", frozenset({Sign.GUARDIAN_ID})),
    (Sign.PHONE, "phones", frozenset({Sign.PHONE})),
)


def _differs(one: Person, other: Person, agrees: set[Sign]) -> set[Sign]:
    """Fields that both rows fill, and fill differently."""
    found = set()
    for sign, name, same in DIFFERENCES:
        first, second = getattr(one, name), getattr(other, name)
        if first and second and first != second and agrees.isdisjoint(same):
            found.add(sign)
    return found


ORDER = {sign: place for place, sign in enumerate(Sign)}


def _sorted(signs: set[Sign]) -> tuple[Sign, ...]:
    return tuple(sorted(signs, key=ORDER.__getitem__))
