"""Each finding is about exactly one child, and each number leads to one child only."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from models.child import Child, ChildKey
from models.database import db
from models.vocabulary.registry import KeyKind
from tests.bureaus import Bureau
from tracking.flags.findings import KEYS, Finding
from tracking.flags.service import children_of, follow_replaced_numbers
from tracking.rules._kit import all_rules

EARLY, LATE = date(2013, 5, 6), date(2014, 9, 1)
TOP = "150200/"


def found(born: date | None = EARLY, *, person: int = 0, **numbers: int) -> Finding:
    """A finding on a row with some keyed hashes: student=…, id=…, local=…."""
    row: dict[str, Any] = {KEYS[KeyKind(kind)]: value for kind, value in numbers.items()}
    row |= {"name": "虚构", "birth_date": born, "person_key": person or None}
    return Finding(all_rules()["VANISHED"], person or 1, "", {"seen_on": "2026-10-12"}, row)


def placed(*findings: Finding) -> list[int]:
    """The children that a scan gives to its findings; written."""
    children = children_of(list(findings), {}, TOP)
    db.session.commit()
    return children


def keys_of(child_id: int) -> set[tuple[KeyKind, int]]:
    query = select(ChildKey).where(ChildKey.child_id == child_id)
    return {(key.kind, key.value) for key in db.session.scalars(query)}


def children_stored() -> int:
    return len(db.session.scalars(select(Child.id)).all())


def test_two_findings_with_the_same_number_are_one_child(bureau: Bureau) -> None:
    one, other = placed(found(student=11, id=21), found(student=11, id=21))
    assert one == other
    assert children_stored() == 1


@pytest.mark.parametrize("numbers", [{}, {"student": 12}])
def test_a_local_number_used_again_is_not_the_same_child(
    bureau: Bureau, numbers: dict[str, int]
) -> None:
    one, other = placed(
        found(student=11, local=31),
        found(LATE, local=31, person=41, **numbers),
    )
    assert one != other
    assert (KeyKind.LOCAL, 31) in keys_of(one)
    assert (KeyKind.LOCAL, 31) not in keys_of(other)


@pytest.mark.parametrize("numbers", [{}, {"student": 12}])
def test_the_second_holder_of_a_local_number_is_known_again(
    bureau: Bureau, numbers: dict[str, int]
) -> None:
    both = (found(local=31), found(LATE, local=31, person=41, **numbers))
    first = placed(*both)
    assert placed(*both) == first
    assert placed(*reversed(both)) == first[::-1]
    assert children_stored() == 2


def test_a_number_seen_in_passing_leads_to_the_child_it_was_seen_with(bureau: Bureau) -> None:
    assert len(set(placed(found(student=11), found(student=11, id=21), found(id=21)))) == 1
    assert len(set(placed(found(student=11), found(id=21)))) == 1


def test_a_known_number_never_changes_its_child(bureau: Bureau) -> None:
    one, other = placed(found(student=11), found(id=21))
    assert placed(found(student=11, id=21)) == [one]
    assert keys_of(other) == {(KeyKind.ID, 21)}


def test_namesakes_without_national_numbers_stay_apart(bureau: Bureau) -> None:
    one, other = placed(found(local=31, person=41), found(local=32, person=41))
    assert one != other


def test_two_numbers_replaced_by_one_lead_to_the_first_child(bureau: Bureau) -> None:
    one, other = placed(found(student=11), found(student=12))
    follow_replaced_numbers({11: 13, 12: 13})
    assert keys_of(one) | keys_of(other) == {(KeyKind.STUDENT, n) for n in (11, 12, 13)}
    assert placed(found(student=13)) == [one]
