"""What every rule keeps to, whoever writes the next one."""

from __future__ import annotations

import re

import pytest

from tests.unit.rules.conftest import Bench
from tracking.rules._kit import FOUND, Rule, all_rules

RULES = all_rules().values()
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_sentence_speaks_only_of_what_the_evidence_holds(rule: Rule) -> None:
    named = set(PLACEHOLDER.findall(str(rule.sentence)))
    assert named <= {*rule.evidence, "school_code", "as_of"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_what_makes_a_finding_known_is_part_of_its_evidence(rule: Rule) -> None:
    assert rule.proof
    assert set(rule.proof) <= {*rule.evidence, "school_code"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_tells_its_condition_and_its_basis(rule: Rule) -> None:
    assert rule.condition
    assert str(rule.basis)
    assert rule.version >= 1
    assert all(isinstance(value, int | float) for value in rule.parameters.values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_sentence_tells_each_parameter_with_its_value(rule: Rule) -> None:
    assert set(rule.thresholds) == set(rule.parameters)
    for name, sentence in rule.thresholds.items():
        assert name in PLACEHOLDER.findall(str(sentence))
        assert set(PLACEHOLDER.findall(str(sentence))) <= set(rule.parameters)


@pytest.mark.parametrize("code", all_rules())
def test_on_empty_rolls_a_rule_finds_nobody(bench: Bench, code: str) -> None:
    assert bench.find(code) == []


def test_findings_say_who_and_where() -> None:
    assert FOUND == ("person", "source", "snapshot_id", "row_no", "school_code", "region")
