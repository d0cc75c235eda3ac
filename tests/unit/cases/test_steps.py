"""The rail: where a case has been in this episode, where it stands, what is ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime

from models.case import Case, CaseEvent
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind as K
from tracking.cases.steps import steps_of

OPENED = date(2026, 11, 2)


def a_walk(*states: S, episode: int = 1) -> Case:
    """A case that went through some states, one a day."""
    case = Case(
        state=states[-1], episode=episode, opened_on=OPENED, due_on=date(2026, 11, 20), events=[]
    )
    for day, (before, after) in enumerate(zip((None, *states), states, strict=False), 2):
        case.events.insert(
            0,
            CaseEvent(
                episode=episode,
                at=datetime(2026, 11, day, 1, tzinfo=UTC),
                kind=K.MOVED,
                from_state=before,
                to_state=after,
            ),
        )
    return case


def rail(case: Case) -> list[tuple[str, str]]:
    return [(str(step.label), step.state) for step in steps_of(case)]


def labels(*states: S) -> list[str]:
    return [str(state.label) for state in states]


def test_the_usual_way_lies_ahead_of_a_new_case() -> None:
    steps = rail(a_walk(S.CLUE))
    assert steps[0] == (str(S.CLUE.label), "now")
    assert {state for _, state in steps[1:]} == {"ahead"}
    assert steps[-1][0] == str(S.CLOSED.label)


def test_each_state_that_was_left_is_done_with_its_day() -> None:
    case = a_walk(S.ASSIGNED, S.VERIFYING, S.SUBMITTED)
    steps = steps_of(case)
    done = [step for step in steps if step.state == "done"]
    assert [str(step.label) for step in done] == labels(S.CLUE, S.ASSIGNED, S.VERIFYING)
    assert done[1].date_text.startswith("2026-11-02")
    assert [str(s.label) for s in steps if s.state == "now"] == labels(S.SUBMITTED)


def test_the_present_step_says_when_it_is_due() -> None:
    step = next(s for s in steps_of(a_walk(S.ASSIGNED)) if s.state == "now")
    assert "2026-11-20" in step.date_text


def test_an_excluded_case_shows_no_way_on() -> None:
    steps = rail(a_walk(S.ASSIGNED, S.SUBMITTED, S.EXCLUDED))
    assert steps[-1] == (str(S.EXCLUDED.label), "now")


def test_a_child_that_was_not_found_is_never_shown_on_the_way_to_closing() -> None:
    steps = rail(a_walk(S.ASSIGNED, S.VERIFYING, S.SUBMITTED, S.MISSING))
    ahead = [label for label, state in steps if state == "ahead"]
    assert ahead == labels(S.SUBMITTED, S.RETURNED)


def test_another_episode_begins_its_own_rail() -> None:
    case = a_walk(S.ASSIGNED, S.SUBMITTED, S.EXCLUDED)
    case.episode, case.state = 2, S.ASSIGNED
    done = [label for label, state in rail(case) if state == "done"]
    assert done == labels(S.CLUE)
