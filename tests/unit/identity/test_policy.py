"""Whether two rows are one child: the table of decisions, each with why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.vocabulary.identity import Sign
from tests.builders.cases import an_id_number
from tracking.identity.policy import Person, Verdict, judge

BORN = date(2013, 5, 6)
CARD = an_id_number(123, BORN)
FAMILY: dict[str, Any] = {
    "phones": frozenset({"19900000001"}),
    "guardians": frozenset({"虚构家长"}),
}
CHILD = Person(
    name="安志红", student_no="G1", id_number=CARD, id_is_sound=True, local_no="F1",
    birth_date=BORN, sex="2", **FAMILY,
)  # fmt: skip
ANEW = replace(
    CHILD, student_no="G2", id_number=an_id_number(555, BORN), local_no="F2"
)  # registered anew under sound numbers of its own
NO_CARD = replace(ANEW, id_number="", id_is_sound=False)
STRANGERS: dict[str, Any] = {"phones": frozenset({"19955555555"}), "guardians": frozenset({"另人"})}
CERTAIN, LIKELY, NEVER = Verdict.CERTAIN, Verdict.LIKELY, Verdict.NEVER


def card(number: str) -> dict[str, Any]:
    """An identity number with a slip, which its check digit betrays."""
    return {"id_number": number, "id_is_sound": False}


CASES: dict[str, tuple[Person, Verdict]] = {
    "nothing but the student number changed": (replace(CHILD, student_no="G2"), CERTAIN),
    "one card, name by sound": (replace(CHILD, student_no="G2", name="安智红"), CERTAIN),
    "one card, another name": (replace(CHILD, local_no="", name="周文佳"), LIKELY),
    "one card, another name and birth date": (
        replace(CHILD, local_no="", name="周文佳", birth_date=date(2010, 1, 9)), NEVER
    ),
    "one local number": (replace(ANEW, local_no="F1"), CERTAIN),
    "one local number, another name": (replace(ANEW, local_no="F1", name="周文佳"), LIKELY),
    "one local number, another sex": (replace(ANEW, local_no="F1", sex="1"), LIKELY),
    "all numbers anew, family agrees": (ANEW, LIKELY),
    "all numbers anew, only the guardian agrees": (
        replace(ANEW, phones=STRANGERS["phones"]), LIKELY
    ),
    "all numbers anew, guardian by sound": (
        replace(ANEW, phones=frozenset(), guardians=frozenset({"虚构佳长"})), LIKELY
    ),
    "all numbers anew, telephone with a slip": (
        replace(ANEW, phones=frozenset({"19900000010"}), guardians=frozenset()), LIKELY
    ),
    "a namesake born that day": (replace(ANEW, **STRANGERS), NEVER),
    "a namesake of another sex": (replace(ANEW, sex="1"), NEVER),
    "a namesake of another birth date": (
        replace(ANEW, birth_date=date(2014, 9, 17), **STRANGERS), NEVER
    ),
    "one wrong digit of the card": (
        replace(ANEW, **card(CARD[:15] + str((int(CARD[15]) + 1) % 10) + CARD[16:])), CERTAIN
    ),
    "two digits of the card exchanged": (
        replace(ANEW, **card(CARD[:4] + CARD[5] + CARD[4] + CARD[6:])), CERTAIN
    ),
    "a slip in the card, another family": (
        replace(ANEW, **card(CARD[:-1] + ("0" if CARD[-1] != "0" else "1")), **STRANGERS), LIKELY
    ),
    "a card of 15 digits": (replace(ANEW, id_number=CARD[:6] + CARD[8:17]), CERTAIN),
    "birth date with a slip": (replace(NO_CARD, birth_date=date(2013, 5, 16)), LIKELY),
    "day and month exchanged": (replace(NO_CARD, birth_date=date(2013, 6, 5)), LIKELY),
    "no birth date, family agrees": (replace(NO_CARD, birth_date=None), LIKELY),
    "name by sound": (replace(ANEW, name="安智宏"), LIKELY),
    "name by sound, another family": (replace(ANEW, name="安智红", **STRANGERS), NEVER),
    "a former name": (replace(ANEW, name="安新", former_name="安志红"), LIKELY),
    "a character that could not be written": (replace(NO_CARD, name="安志?"), LIKELY),
    "a character of a private area": (replace(NO_CARD, name="安志\ue123"), LIKELY),
    "a character as pinyin": (replace(NO_CARD, name="安志hong"), LIKELY),
    "a look-alike": (replace(NO_CARD, name="安忘红"), LIKELY),
    "one character quite wrong": (replace(NO_CARD, name="安大红"), LIKELY),
    "one character quite wrong, only one witness": (
        replace(NO_CARD, name="安大红", phones=frozenset()), NEVER
    ),
    "a twin": (replace(ANEW, name="安志佳"), NEVER),
    "a twin whose name looks alike": (replace(ANEW, name="安忘红"), NEVER),
    "a brother": (replace(ANEW, name="安大明", birth_date=date(2015, 1, 1), sex="1"), NEVER),
}  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_it_decides(kind: str) -> None:
    other, verdict = CASES[kind]
    assert judge(CHILD, other).verdict is verdict
    assert judge(other, CHILD).verdict is verdict


def test_a_number_that_stands_for_none_proves_nothing() -> None:
    one = replace(CHILD, local_no="", **card("无"))
    other = replace(one, name="安大红", student_no="G2")
    assert judge(one, other).verdict is not CERTAIN


def test_it_says_what_agrees_and_what_differs() -> None:
    found = judge(CHILD, replace(ANEW, name="安智红", phones=frozenset({"19900000010"})))
    assert found.agrees == (
        Sign.NAME_SOUND, Sign.BIRTH, Sign.SEX, Sign.GUARDIAN, Sign.PHONE_SLIP,
    )  # fmt: skip
    assert found.differs == (Sign.STUDENT, Sign.ID, Sign.LOCAL, Sign.NAME, Sign.PHONE)


def test_the_name_as_written_weighs_more_than_its_sound() -> None:
    assert judge(CHILD, ANEW).weight > judge(CHILD, replace(ANEW, name="安智红")).weight


def test_a_dotted_name_is_known_by_its_first_part_and_by_any_dot() -> None:
    one = replace(CHILD, name="阿依古丽·买买提")
    assert judge(one, replace(NO_CARD, name="阿依古丽")).verdict is LIKELY
    for dot in ("•", "・", " ．"):
        found = judge(one, replace(NO_CARD, name=f"阿依古丽{dot}买买提"))
        assert Sign.NAME in found.agrees
