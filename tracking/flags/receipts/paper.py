"""The receipt as it is printed and filed: its document in words, nothing that it does not hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from models.scan import Scan
from models.vocabulary.comparison import Box, Compared
from models.vocabulary.snapshots import PartState, SnapshotKind
from tracking.flags.receipts.document import digest
from tracking.flags.sentences import rule_title
from tracking.kernel.signing import fingerprint
from tracking.snapshots.queries import school_names


@dataclass(frozen=True)
class RuleLine:
    """One rule: what it went by, what it found, how many more than the scan before."""

    code: str
    title: str
    version: int
    parameters: str
    found: int
    change: int | None


@dataclass(frozen=True)
class FileLine:
    """One file: what it is, its day, rows, and the hash of what came in."""

    kind: str
    day: date
    rows: int
    in_error: int
    sha256: str


@dataclass(frozen=True)
class Paper:
    """The printed receipt."""

    document: dict[str, Any]
    digest: str
    signature: str
    key: str
    files: list[FileLine]
    rules: list[RuleLine]
    funnel: list[tuple[str, int, list[tuple[str, int]]]]
    resting: list[tuple[str, str]]
    aside: list[tuple[str, str]]

    @property
    def as_of(self) -> date:
        """The day of the rolls."""
        return date.fromisoformat(self.document["as_of"])

    @property
    def before(self) -> date | None:
        """The day of the scan it was compared with."""
        day = self.document["before"]["as_of"]
        return date.fromisoformat(day) if day else None


def paper_of(scan: Scan) -> Paper | None:
    """The receipt of a scan in the reader's language; None when it has none."""
    if not scan.receipt:
        return None
    whole = json.loads(scan.receipt)
    document = whole["receipt"]
    names = school_names()
    return Paper(
        document=document,
        digest=digest(scan.receipt.encode()),
        signature=whole["signature"],
        key=fingerprint(whole["key"]),
        files=[file_line(file) for _name, file in sorted(document["files"].items())],
        rules=[rule_line(code, rule, document) for code, rule in document["rules"].items()],
        funnel=[funnel_lines(name, boxes) for name, boxes in document["funnel"].items()],
        resting=[(rule_title(code), kinds(lists)) for code, lists in document["resting"].items()],
        aside=[
            (names.get(code, code), str(PartState(state).label))
            for code, state in document["set_aside"].items()
        ],
    )


def file_line(file: dict[str, Any]) -> FileLine:
    """A file in words."""
    return FileLine(
        str(SnapshotKind(file["kind"]).label),
        date.fromisoformat(file["as_of"]),
        file["rows"],
        file["rows_in_error"],
        file["sha256"],
    )


def rule_line(code: str, rule: dict[str, Any], document: dict[str, Any]) -> RuleLine:
    """A rule in words."""
    given = ", ".join(f"{name} {value}" for name, value in sorted(rule["parameters"].items()))
    change = document["differences"].get(code)
    return RuleLine(code, rule_title(code), rule["version"], given, rule["found"], change)


def funnel_lines(name: str, boxes: dict[str, int]) -> tuple[str, int, list[tuple[str, int]]]:
    """A comparison with its sum and its boxes."""
    lines = [(str(Box(box).label), count) for box, count in boxes.items()]
    return str(Compared(name).label), sum(boxes.values()), lines


def kinds(lists: list[str]) -> str:
    """Names of lists that a rule lacks."""
    return str(_(", ")).join(str(SnapshotKind(name).label) for name in lists)
