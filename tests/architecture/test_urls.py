"""URLs are kebab-case, plural and typed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from flask import Flask

WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?")
PLACEHOLDER = re.compile(r"<(?:(?P<type>[^:<>]+):)?(?P<name>[^:<>]+)>")


def misshapen(rules: Iterable[str]) -> list[str]:
    """Name the rules with an untyped placeholder, a word in another case, or a singular owner."""
    found = []
    for rule in rules:
        segments = rule.strip("/").split("/") if rule != "/" else []
        faults = [fault for segment in segments if (fault := _fault(segment))]
        faults += [
            f"{before!r} is not a plural"
            for before, after in itertools.pairwise(segments)
            if "<" in after and "<" not in before and not before.endswith("s")
        ]
        if rule != "/" and rule.endswith("/"):
            faults.append("ends in a slash")
        found += [f"{rule}: {fault}" for fault in faults]
    return found


def _fault(segment: str) -> str | None:
    for placeholder in PLACEHOLDER.finditer(segment):
        if placeholder["type"] is None:
            return f"<{placeholder['name']}> has no type"
    words = PLACEHOLDER.sub("x", segment)
    return None if WORD.fullmatch(words) else f"{segment!r} is not kebab-case"


def test_urls_are_kebab_case_plural_and_typed(app: Flask) -> None:
    own = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    assert own
    assert not misshapen(own)


def test_the_check_sees_what_is_wrong() -> None:
    assert not misshapen(["/", "/cases", "/cases/<int:case_id>/home-visits", "/cases.csv"])
    assert misshapen(["/cases/<case_id>"]) == ["/cases/<case_id>: <case_id> has no type"]
    assert misshapen(["/case/<int:case_id>"]) == ["/case/<int:case_id>: 'case' is not a plural"]
    assert misshapen(["/home_visits"]) == ["/home_visits: 'home_visits' is not kebab-case"]
    assert misshapen(["/cases/"]) == ["/cases/: ends in a slash"]
