"""Checking a receipt: is it whole and signed, and does the comparison give the same again.

The comparison is made anew from the archived files that the receipt names, with the rules and
parameters that it names; nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from models.database import db
from models.snapshot import Snapshot
from models.vocabulary.snapshots import PartState, SnapshotKind, SnapshotState
from tracking.comparison.basis import Basis
from tracking.comparison.policy import Comparison
from tracking.flags.findings import named, search
from tracking.flags.receipts.document import (
    FORM,
    Before,
    decisions_of,
    document_of,
    written,
)
from tracking.identity import queries as identity
from tracking.kernel import keys
from tracking.kernel.engine import engine_for
from tracking.kernel.errors import RefusedError
from tracking.kernel.school_year import SchoolYear
from tracking.kernel.settings import Settings
from tracking.kernel.signing import is_signed
from tracking.rules._kit import all_rules
from tracking.snapshots.policy import Part

Document = dict[str, Any]
LEDGER_ROLES = ("previous", "current", "stale", "standing")


@dataclass(frozen=True)
class Checked:
    """What a check found. `obstacles` are reasons why nothing could be compared again."""

    document: Document
    is_whole: bool
    is_ours: bool
    obstacles: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether the receipt is ours, whole, and what it says comes out again."""
        return self.is_whole and self.is_ours and not self.obstacles and not self.differences


def check(content: bytes, settings: Settings, progress: Callable[[int, int], None]) -> Checked:
    """Check a receipt; RefusedError when the file is none."""
    whole = read(content)
    document = whole["receipt"]
    is_whole = is_signed(written(document), whole["signature"], whole["key"])
    is_ours = whole["key"] == keys.signer(settings.keys_dir).public
    if not is_whole or not is_ours:
        return Checked(document, is_whole, is_ours)
    files, obstacles = files_of(document)
    obstacles += changed_rules(document)
    if document["decisions"] != decisions_of(identity.decided()):
        obstacles.append(
            _("People have decided about the identity of children since; that cannot be repeated.")
        )
    if obstacles:
        return Checked(document, is_whole, is_ours, obstacles)
    again = made_again(document, files, settings, progress)
    return Checked(document, is_whole, is_ours, differences=list(told(document, again)))


def read(content: bytes) -> dict[str, Any]:
    """A receipt as it was given away."""
    try:
        whole = json.loads(content)
        if whole["receipt"]["form"] == FORM and isinstance(whole["signature"] + whole["key"], str):
            return dict(whole)
    except (ValueError, KeyError, TypeError):
        pass
    raise RefusedError(
        _("This file is no receipt of a scan. Take the file that the page of the scan gives.")
    )


def files_of(document: Document) -> tuple[dict[str, Snapshot], list[str]]:
    """The archived files that a receipt names, and which of them are not there any more."""
    found: dict[str, Snapshot] = {}
    missing: list[str] = []
    for name, file in document["files"].items():
        query = select(Snapshot).where(
            Snapshot.kind == SnapshotKind(file["kind"]),
            Snapshot.as_of == date.fromisoformat(file["as_of"]),
            Snapshot.content_hash == file["sha256"],
            Snapshot.org_path == file["area"],
            Snapshot.state != SnapshotState.REFUSED,
        )
        snapshot = db.session.scalars(query.order_by(Snapshot.id)).first()
        if snapshot is None:
            missing.append(_("The file %(name)s is not in this archive.", name=name))
        elif "rows" in snapshot.report.get("deleted", {}):
            missing.append(_("The file %(name)s was deleted after its period.", name=name))
        else:
            found[name] = snapshot
    return found, missing


def changed_rules(document: Document) -> list[str]:
    """Rules of a receipt that are not kept any more, or in another version."""
    known = all_rules()
    return [
        _("The rule %(rule)s is not kept in version %(version)s any more.",
          rule=code, version=rule["version"])
        for code, rule in document["rules"].items()
        if code not in known or known[code].version != rule["version"]
    ]  # fmt: skip


def basis_again(document: Document, files: Mapping[str, Snapshot]) -> Basis:
    """The files in the roles that a receipt gives them."""
    roles = {
        role: [
            Part(school, files[name].id, files[name].as_of, PartState(state))
            for name, parts in by_file.items()
            for school, state in parts
        ]
        for role, by_file in document["rolls"].items()
    }
    compared = Comparison(
        previous=roles["previous"],
        current=roles["current"],
        stale=roles["stale"],
        standing={part.school_code: part for part in roles["standing"]},
        fresh={p.school_code for p in roles["standing"]} - {p.school_code for p in roles["stale"]},
    )
    year = document["school_year"]
    days = (date.fromisoformat(year[n]) for n in ("starts", "term_starts", "term_before"))
    lists = {name: [files[f] for f in names] for name, names in document["lists"].items()}
    return Basis(
        as_of=date.fromisoformat(document["as_of"]),
        year=SchoolYear(year["first"], *days),
        comparison=compared,
        movements=lists.pop("movements"),
        earlier={name: parts for name, parts in roles.items() if name not in LEDGER_ROLES},
        lists=lists,
    )


def made_again(
    document: Document,
    files: Mapping[str, Snapshot],
    settings: Settings,
    progress: Callable[[int, int], None],
) -> Document:
    """The document that the same files and rules give now."""
    rules = document["rules"]
    going_by = {code: dict(rules[code]["parameters"]) for code in all_rules() if code in rules}
    going_by |= {code: all_rules()[code].parameters for code in document["resting"]}
    with engine_for(settings) as engine:
        basis = basis_again(document, files)
        found = search(engine, settings.archive_dir, basis, going_by, progress)
    findings = named(found, [{} for _ in found.raw])
    before = Before(document["before"]["as_of"], document["before"]["receipt"])
    inputs = {snapshot.id: snapshot for snapshot in files.values()}
    return document_of(findings, inputs, identity.decided(), before)


def told(document: Document, again: Document) -> list[str]:
    """What came out otherwise, one sentence each."""
    said = []
    for code, rule in document["rules"].items():
        now = again["rules"].get(code, {"found": 0, "digest": ""})
        if (rule["found"], rule["digest"]) != (now["found"], now["digest"]):
            said.append(
                _("%(rule)s: the receipt says %(then)s findings, now there are %(now)s.",
                  rule=code, then=rule["found"], now=now["found"])
            )  # fmt: skip
    names = ("files", "rolls", "lists", "resting", "links", "funnel", "set_aside")
    said += [
        _("The part “%(part)s” comes out otherwise now.", part=name)
        for name in names
        if document[name] != again[name]
    ]
    return said
