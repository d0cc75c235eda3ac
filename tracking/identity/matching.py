"""From candidates to links: rows are opened and judged, and each newcomer is one child only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from models.vocabulary.lists import NumberCheck
from tracking.identity.policy import Judgement, Person, Verdict, judge

Place = tuple[int, int]
Row = dict[str, Any]
Pair = tuple[int, int]  # old person, present person
SOUND = frozenset({NumberCheck.OK.value, NumberCheck.SEX.value, NumberCheck.BIRTH.value})
PHONES = ("guardian1_phone", "guardian2_phone", "phone")
GUARDIANS = ("guardian1_name", "guardian2_name")
GUARDIAN_IDS = ("guardian1_id", "guardian2_id")
NUMBERS = ("student_no", "id_number", "local_no")
CLEAR = ("row_no", "school_code", "sex", "birth_date", "id_check")
OPENED = (*CLEAR, "name", "former_name", *NUMBERS, *PHONES, *GUARDIANS, *GUARDIAN_IDS)


@dataclass(frozen=True)
class Decided:
    """Pairs of persons that people decided on."""

    accepted: frozenset[Pair] = field(default_factory=frozenset)
    refused: frozenset[Pair] = field(default_factory=frozenset)

    def without_refused(self, links: pa.Table) -> pa.Table:
        """Links without those that a person refused."""
        if not self.refused:
            return links
        pairs = zip(links["person"].to_pylist(), links["to_person"].to_pylist(), strict=True)
        return links.filter(pa.array([p not in self.refused for p in pairs], pa.bool_()))


@dataclass(frozen=True)
class Match:
    """Two rows that belong together; `link` says where they are, `schools` whose rosters those."""

    link: dict[str, int]
    judgement: Judgement
    names: tuple[str, str]
    schools: tuple[str, str]
    is_new: bool
    is_accepted: bool

    @property
    def verdict(self) -> Verdict:
        """Certain or likely."""
        return self.judgement.verdict

    @property
    def order(self) -> tuple[int, ...]:
        """The strongest first; ties in an order that does not change from run to run."""
        rank = -int(self.is_accepted), -self.verdict, -self.judgement.weight
        return (*rank, *self.link.values())


def matches(
    candidates: pa.Table,
    taken: set[int],
    rows: Callable[[list[Place]], dict[Place, Row]],
    accepted: frozenset[Pair],
) -> list[Match]:
    """The best match of each old person, if any; `taken` grows by the newcomers placed."""
    pairs = candidates.to_pylist()
    opened = rows(sorted({place for pair in pairs for place in places_of(pair)})) if pairs else {}
    people = {place: person_of(row) for place, row in opened.items()}
    found = [match_of(pair, opened, people, accepted) for pair in pairs]
    return one_each((m for m in found if m.verdict or m.is_accepted), taken)


def one_each(found: Iterable[Match], taken: set[int]) -> list[Match]:
    """One match for each old person; a newcomer whose name differs is nobody else already.

    Two old rows may lead to one present row (a second registration that was cleaned up), but
    then they bear its name.
    """
    placed: set[int] = set()
    kept = []
    for match in sorted(found, key=lambda m: m.order):
        person, present = match.link["person"], match.link["to_person"]
        is_free = present not in taken or match.judgement.has_the_name or not match.is_new
        if person not in placed and (is_free or match.is_accepted):
            placed.add(person)
            taken.add(present)
            kept.append(match)
    return kept


def places_of(pair: Row) -> tuple[Place, Place]:
    """Where the two rows of a pair stand."""
    return (pair["snapshot_id"], pair["row_no"]), (pair["to_snapshot_id"], pair["to_row_no"])


def match_of(
    pair: Row, opened: dict[Place, Row], people: dict[Place, Person], accepted: frozenset[Pair]
) -> Match:
    """A pair with what its rows come to."""
    one, other = places_of(pair)
    is_new = pair["is_new"]
    return Match(
        link={name: value for name, value in pair.items() if name != "is_new"},
        judgement=judge(people[one], people[other]),
        names=(people[one].name, people[other].name),
        schools=(opened[one].get("school_code") or "", opened[other].get("school_code") or ""),
        is_new=is_new,
        is_accepted=(pair["person"], pair["to_person"]) in accepted,
    )


def person_of(row: Row) -> Person:
    """What an opened row of a roster says of its child."""

    def all_of(*names: str) -> frozenset[str]:
        return frozenset(filter(None, (row.get(name) for name in names)))

    return Person(
        name=row.get("name") or "",
        former_name=row.get("former_name") or "",
        student_no=row.get("student_no") or "",
        id_number=row.get("id_number") or "",
        id_is_sound=row.get("id_check") in SOUND,
        local_no=row.get("local_no") or "",
        birth_date=row.get("birth_date"),
        sex=row.get("sex") or "",
        phones=all_of(*PHONES),
        guardians=all_of(*GUARDIANS),
        guardian_ids=all_of(*GUARDIAN_IDS),
    )
