from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from models.vocabulary.documents import DocumentKind as D
from models.vocabulary.follow_ups import FollowUpKind
from models.vocabulary.outcomes import Closing
from models.vocabulary.outcomes import OutcomeCode as V
from tracking.cases.policy import AFTER_OUTCOME, EXPIRES, FINAL
from tracking.outcomes import policy
from tracking.outcomes.policy import Held, checklist, is_over_age, missing

CALL, VISIT = FollowUpKind.CALL, FollowUpKind.HOME_VISIT


def lacks(code: V, *documents: D, facts: tuple[str, ...] = (), **contacts: int) -> int:
    """How many lines of a checklist nothing is there for."""
    made = Counter({FollowUpKind(kind): count for kind, count in contacts.items()})
    held = Held(Counter(documents), made, frozenset(facts))
    return len(missing(checklist(code, held, 3)))


def test_every_result_has_its_proof_its_closing_and_its_place_in_the_life_of_a_case() -> None:
    assert set(policy.PROOF) == set(policy.REQUIRED) == set(policy.CLOSING) == set(V)
    ends = {code for code in V if AFTER_OUTCOME[code] in FINAL}
    said = {code for code, how in policy.CLOSING.items() if how in {Closing.YES, Closing.UNTIL}}
    assert ends == said
    assert set(EXPIRES) <= set(policy.LIMITED)
    assert policy.CLOSING[V.V22] is Closing.NEVER


@pytest.mark.parametrize(
    ("code", "documents"),
    [
        (V.V01, [D.ATTENDANCE]),
        (V.V05, [D.LEAVE, D.HOSPITAL]),
        (V.V07, [D.ASSESSMENT, D.CONSENT]),
        (V.V13, [D.DEATH]),
        (V.V14, [D.POLICE]),
        (V.V16, [D.SCHOOL, D.SCHOOL]),
        (V.V23, [D.ATTENDANCE]),
    ],
)
def test_a_result_needs_all_of_its_documents(code: V, documents: list[D]) -> None:
    assert lacks(code, *documents) == 0
    for number in range(len(documents)):
        assert lacks(code, *documents[:number], *documents[number + 1 :]) == 1
    assert lacks(code, D.OTHER, D.OTHER) > 0


def test_of_alternatives_one_is_enough() -> None:
    assert lacks(V.V02) == 1
    assert lacks(V.V02, D.ENROLMENT) == lacks(V.V02, facts=("new_place",)) == 0
    assert lacks(V.V10, facts=("over_age",)) == lacks(V.V10, D.GRADUATION) == 0
    assert [lacks(V.V12, kind) for kind in (D.DEPARTURE, D.ENROLMENT, D.POLICE)] == [0, 0, 0]


def test_contacts_are_counted_by_the_setting_and_a_call_back_is_a_call() -> None:
    assert lacks(V.V22, call=2) == 1
    assert lacks(V.V22, call=2, home_visit=1) == 0
    assert lacks(V.V04, D.ENROLMENT, home_visit=4) == 1
    assert lacks(V.V04, D.ENROLMENT, call=1) == 0


@pytest.mark.parametrize(
    ("born", "over"),
    [(date(2010, 11, 25), True), (date(2010, 11, 26), False), (None, False)],
)
def test_age_alone_ends_compulsory_schooling_on_the_sixteenth_birthday(
    born: date | None, *, over: bool
) -> None:
    assert is_over_age(born, date(2026, 11, 25)) is over
