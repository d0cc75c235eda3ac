"""A made-up city with lists of all kinds: every rule finds whom it describes, and nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.detection.measuring import built, compared, run, truth_of
from models.vocabulary.flags import Makes
from tests.bureaus import Bureau
from tracking.rules._kit import all_rules

# They rest on what people do with files; each has its own unit test.
BY_ACTS = {"DEFERRAL_EXPIRED", "LEFT_AGAIN", "TIP", "HOME_TEACHING_IDLE"}


@pytest.mark.one_database  # what is found depends on the files, not on where the ledger lies
def test_every_rule_finds_exactly_its_planted_children(bureau: Bureau, tmp_path: Path) -> None:
    town = built(1_000, seed=2026)
    found = run(town, tmp_path / "files", bureau.settings)
    scores = compared(truth_of(town), found, all_rules())
    assert {rule: score.missed for rule, score in scores.items() if score.missed} == {}
    assert {rule: score.false for rule, score in scores.items() if score.false} == {}
    tested = {rule for rule, score in scores.items() if score.found}
    kept = {code for code, rule in all_rules().items() if rule.makes is not Makes.ALARM}
    assert kept - tested == BY_ACTS
