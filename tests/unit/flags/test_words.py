"""A flag in words: the rule's sentence, names instead of codes, nothing made up."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from models.flag import Flag
from models.vocabulary.registry import EnrolStatus
from tests.builders import a_case, a_flag
from tests.conftest import Backstage
from tracking.flags.sentences import class_words, reason_plain, sentence, term_label, words_of
from tracking.flags.triage import explained
from tracking.rules._kit import all_rules

EVIDENCE = {
    "school_code": "2115100001",
    "seen_on": "2026-10-12",
    "as_of": "2026-10-19",
    "grade": 8,
    "class_no": "03",
    "status": "studying",
}


def told(flag: Flag, locale: str) -> str:
    with force_locale(locale):
        return sentence(flag)


def test_the_sentence_names_school_and_days(backstage: Backstage) -> None:
    with backstage():
        flag = a_flag(a_case(), "VANISHED", evidence=EVIDENCE)
        english, chinese = told(flag, "en"), told(flag, "zh_Hans_CN")
    for text in (english, chinese):
        assert "虚构第1小学" in text
        assert "2026-10-12" in text
        assert "2026-10-19" in text
        assert "2115100001" not in text
    assert "Mon" in english
    assert "周一" in chinese


@pytest.mark.parametrize("rule", all_rules())
def test_what_the_evidence_does_not_hold_is_said_to_be_unknown(
    backstage: Backstage, rule: str
) -> None:
    with backstage():
        flag = a_flag(a_case(), rule, evidence={})
        text = told(flag, "en")
    assert "not named" in text or "not known" in text
    assert "None" not in text
    assert "%" not in text


def test_a_rule_that_is_not_kept_any_more_is_named_by_its_code(backstage: Backstage) -> None:
    with backstage():
        text = told(a_flag(a_case(), "OLD_RULE"), "en")
    assert "OLD_RULE" in text


def test_files_for_other_offices_speak_the_language_of_the_installation(
    app: Flask, backstage: Backstage
) -> None:
    with backstage():
        flag = a_flag(a_case(), "VANISHED", evidence=EVIDENCE)
        with force_locale("en"):
            assert reason_plain(flag) == told(flag, "zh_Hans_CN")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("grade", 8, "Grade 8"),
        ("grade", 12, "12"),
        ("status", "drifted", "drifted away"),
        ("status", "code of tomorrow", "code of tomorrow"),
        ("state", "open", "in progress"),
        ("ended_on", "2026-09-01", "2026-09-01 Tue"),
        ("mark", "流失", "流失"),
        ("to_school", "", "a school that is not named"),
        ("to_school", "9999999999", "9999999999"),
        ("class_no", "", "not known"),
    ],
)
def test_each_value_is_written_as_a_reader_wants_it(
    backstage: Backstage, name: str, value: Any, words: str
) -> None:
    with backstage(), force_locale("en"):
        assert words_of(name, value) == words


def test_grade_and_class_are_said_as_people_say_them(backstage: Backstage) -> None:
    with backstage(), force_locale("en"):
        assert class_words(8, "03") == "Grade 8, class 3"
        assert class_words(8, "") == "Grade 8"
        assert class_words(None, "2班") == "2班"
        assert class_words(None, None) == ""


def test_a_stored_code_has_a_label(backstage: Backstage) -> None:
    with backstage(), force_locale("en"):
        assert term_label(EnrolStatus, "abroad") == "went abroad"


def test_the_thresholds_are_thresholdsas_they_stood_when_the_flag_was_raised(
    backstage: Backstage,
) -> None:
    with backstage(), force_locale("en"):
        flag = a_flag(a_case(), "LEFT_SCHOOL", parameters={"record_days": 99, "old_days": 5})
        thresholds = dict(explained(flag))["Thresholds"]
    assert "99 days" in thresholds
    assert "old_days: 5" in thresholds
