"""What may be put in force, how it is written, and the sentences that say it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from tracking.rules._kit import all_rules
from tracking.thresholds.catalogue import GUARD, declarations, group_of, groups
from tracking.thresholds.policy import Declaration, Unit, pieces

ALL = list(declarations().values())
DAYS = Declaration("rule.X.days", 20, Unit.NUMBER, "", "", 1, 365)
SHARE = Declaration("guard.share", 0.2, Unit.PERCENT, "", "", 0.01, 1)
SWITCH = Declaration("rule.X.on", default=True, unit=Unit.SWITCH, sentence="", basis="")


@pytest.mark.parametrize(
    ("declared", "typed", "value"),
    [
        (DAYS, "20", 20),
        (DAYS, " 20 ", 20),
        (DAYS, "２０", 20),
        (SHARE, "20", 0.2),
        (SHARE, "20 %", 0.2),
        (SHARE, "12.5", 0.125),
        (SHARE, "20％", 0.2),
        (SWITCH, "1", True),
        (SWITCH, "0", False),
    ],
)
def test_it_is_read_as_people_write_it(declared: Declaration, typed: str, value: Any) -> None:
    read = declared.read(typed)
    assert read == value
    assert type(read) is type(value)
    assert declared.fits(read)


@pytest.mark.parametrize(
    ("declared", "typed"),
    [
        *[(DAYS, text) for text in ("", "0", "366", "-1", "1.5", "1e2", "many", "9" * 5000)],
        *[(SHARE, text) for text in ("", "0", "101", "-5", "nan", "inf", "20%%", "1,5")],
        *[(SWITCH, text) for text in ("", "2", "on", "True")],
    ],
)
def test_what_is_no_such_value_or_out_of_bounds_is_refused(
    declared: Declaration, typed: str
) -> None:
    with pytest.raises(ValueError, match=r".*"):
        declared.read(typed)


@pytest.mark.parametrize("declared", ALL, ids=lambda d: d.key)
def test_a_default_lies_in_its_bounds_and_is_written_as_it_is_read(declared: Declaration) -> None:
    assert declared.fits(declared.default)
    is_switch = declared.unit is Unit.SWITCH
    written = str(int(declared.default)) if is_switch else declared.shown(declared.default)
    assert declared.read(written) == declared.default
    assert str(declared.basis)


@pytest.mark.parametrize("declared", ALL, ids=lambda d: d.key)
def test_its_sentence_names_its_value(declared: Declaration) -> None:
    app = Flask("words")
    Babel(app)
    with app.test_request_context(), force_locale("en"):
        said = pieces(declared, group_of(declared), lambda d: d.default)
        whole = "".join(piece.text for piece in said)
    assert declared in [piece.of for piece in said]
    assert "%(" not in whole
    assert whole.endswith(".")


def test_every_rule_can_be_switched_and_has_all_its_parameters() -> None:
    keys = set(declarations())
    for code, rule in all_rules().items():
        assert f"rule.{code}.on" in keys
        assert {f"rule.{code}.{name}" for name in rule.parameters} <= keys
    assert [group.code for group in groups() if group.code] == list(all_rules())


def test_thresholds_of_one_sentence_stand_together() -> None:
    names = [[d.name for d in together] for together in GUARD.sentences()]
    assert names[:2] == [["share", "children"], ["filled", "emptied"]]
