"""When a line is silent, and what a department's name tells."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.vocabulary.inquiries import Department
from models.vocabulary.lines import GrantReason, Silence
from models.vocabulary.roles import Permission as P
from tracking.cases.policy import RIGHTS_BY_GRANT, is_granted
from tracking.inquiries.policy import department_of
from tracking.lines.policy import Limits, Silent, Standing, silence_of

TODAY = date(2026, 11, 25)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


LIMITS = Limits(acknowledge=(ago(3), ago(6)), act=(ago(10), ago(20)))


@pytest.mark.parametrize(
    ("line", "silent"),
    [
        (Standing(ago(3), None, None), None),
        (Standing(ago(4), None, None), Silent(Silence.NOT_ACKNOWLEDGED, ago(4), 1)),
        (Standing(ago(7), None, None), Silent(Silence.NOT_ACKNOWLEDGED, ago(7), 2)),
        (Standing(ago(30), ago(9), None), None),
        (Standing(ago(30), ago(11), None), Silent(Silence.NO_ACTION, ago(11), 1)),
        (Standing(ago(30), ago(25), ago(5)), None),
        (Standing(ago(30), None, ago(21)), Silent(Silence.NO_ACTION, ago(21), 2)),
    ],
)
def test_a_line_is_silent_without_acknowledgement_or_action(
    line: Standing, silent: Silent | None
) -> None:
    assert silence_of(line, LIMITS) == silent


def test_nobody_decides_about_a_file_that_is_not_its_own() -> None:
    decisions = {P.OUTCOME_SUBMIT, P.OUTCOME_DECIDE, P.CASE_ASSIGN, P.FLAG_JUDGE, P.HANDOVER_SEND}
    assert not any(decisions & rights for rights in RIGHTS_BY_GRANT.values())
    assert set(RIGHTS_BY_GRANT) == set(GrantReason)
    assert not is_granted(P.FOLLOW_UP_RECORD, ())
    assert is_granted(P.FOLLOW_UP_RECORD, {GrantReason.LINE})
    assert not is_granted(P.HANDOVER_RECEIVE, {GrantReason.HANDED_OVER})
    assert is_granted(P.HANDOVER_RECEIVE, {GrantReason.HANDED_OVER, GrantReason.OFFERED})


def test_who_only_waits_for_a_child_or_had_it_before_opens_no_document_and_no_number() -> None:
    sight = {P.CASE_REVEAL, P.PROOF_READ, P.PAPER_READ, P.NOTE_RESTRICTED}
    for reason in (GrantReason.OFFERED, GrantReason.HANDED_OVER):
        assert not sight & RIGHTS_BY_GRANT[reason]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("虚构东区公安局", Department.POLICE),
        ("虚构市残疾人联合会", Department.DISABLED),
        ("虚构市人力资源和社会保障局", Department.LABOUR),
        ("虚构市气象局", Department.OTHER),
    ],
)
def test_a_departments_name_tells_what_it_is_about(name: str, kind: Department) -> None:
    assert department_of(name) is kind
