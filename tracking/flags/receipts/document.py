"""Making the receipt of a scan: the same inputs give the same bytes.

It names files by the hash of what came in, schools and rules by code, and children not at all:
what a rule found is a count and a digest over places in files. Nothing in it depends on when the
scan ran or what numbers the database gave. Rules that look at the bureau's own files of children
(frames LEDGER_FRAMES) are named as left out: those files change with every day's work.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from models.snapshot import Snapshot
from models.vocabulary.comparison import Compared
from tracking.comparison.basis import Basis
from tracking.comparison.funnel import BoxCount
from tracking.comparison.policy import Comparison
from tracking.flags.findings import Finding, Findings
from tracking.identity.matching import Decided
from tracking.kernel.signing import Signer
from tracking.rules._kit import all_rules
from tracking.snapshots.policy import Part

FORM = "baoxue scan receipt 1"
LEDGER_FRAMES = frozenset({"cases", "known", "tips"})
FROM_FILES = frozenset({Compared.WEEK, Compared.ROLL_CALL})  # comparisons that need no files


@dataclass(frozen=True)
class Before:
    """The scan that the day was compared with: its day, and the hash and counts of its receipt."""

    as_of: str = ""
    receipt: str = ""
    counts: Mapping[str, int] | None = None


def rests_on_files(code: str) -> bool:
    """Whether a rule looks at nothing but files that came in."""
    return not LEDGER_FRAMES & {*all_rules()[code].frames}


def written(document: Mapping[str, Any]) -> bytes:
    """The one way a document is written down: sorted, compact, UTF-8, a line end."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()


def digest(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def signed(document: Mapping[str, Any], signer: Signer) -> str:
    """The document with its signature, as it is stored and given away."""
    whole = {
        "receipt": document,
        "signature": signer.sign(written(document)),
        "key": signer.public,
    }
    return written(whole).decode()


def document_of(
    findings: Findings,
    snapshots: Mapping[int, Snapshot],
    decided: Decided,
    before: Before,
) -> dict[str, Any]:
    """What a scan compared and found; `snapshots` are its inputs by id."""
    basis, names = findings.basis, names_of(snapshots)
    counts = counts_of(findings)
    return {
        "form": FORM,
        "as_of": basis.as_of.isoformat(),
        "school_year": year_of(basis),
        "before": {"as_of": before.as_of, "receipt": before.receipt},
        "files": {names[i]: file_of(snapshot) for i, snapshot in snapshots.items()},
        "rolls": rolls_of(basis, names),
        "lists": {
            "movements": [names[s.id] for s in basis.movements],
            **{name: [names[s.id] for s in files] for name, files in basis.lists.items()},
        },
        "decisions": decisions_of(decided),
        "rules": rules_of(findings, names),
        "resting": {code: list(lists) for code, lists in sorted(findings.resting.items())},
        "ledger_rules": sorted(code for code in findings.rules if not rests_on_files(code)),
        "links": {"certain": len(findings.same_child), "likely": len(findings.likely)},
        "funnel": funnel_of(findings.boxes),
        "set_aside": {
            part.school_code: part.state.value
            for part in sorted(basis.comparison.current, key=lambda p: p.school_code)
            if not part.is_usable
        },
        "differences": differences(counts, before.counts),
    }


def decisions_of(decided: Decided) -> str:
    """A digest of what people said about who is the same child."""
    pairs = {"accepted": sorted(decided.accepted), "refused": sorted(decided.refused)}
    return digest(json.dumps(pairs).encode())


def names_of(snapshots: Mapping[int, Snapshot]) -> dict[int, str]:
    """A name for each file that no database decides: kind, day, and as much hash as it takes."""
    ordered = sorted(snapshots.values(), key=lambda s: (s.kind.value, s.as_of, s.content_hash,
                                                        s.org_path))  # fmt: skip
    numbers: Counter[str] = Counter()
    named: dict[int, str] = {}
    for snapshot in ordered:
        base = f"{snapshot.kind.value}-{snapshot.as_of:%Y%m%d}-{snapshot.content_hash[:8]}"
        numbers[base] += 1
        named[snapshot.id] = base if numbers[base] == 1 else f"{base}-{numbers[base]}"
    return named


def file_of(snapshot: Snapshot) -> dict[str, Any]:
    """What identifies a file: kind, day, hash of what came in, and who brought which area."""
    return {
        "kind": snapshot.kind.value,
        "as_of": snapshot.as_of.isoformat(),
        "sha256": snapshot.content_hash,
        "area": snapshot.org_path,
        "rows": snapshot.rows_read,
        "rows_in_error": snapshot.rows_in_error,
    }


def year_of(basis: Basis) -> dict[str, Any]:
    """The school year that the rules went by."""
    year = basis.year
    return {
        "first": year.first,
        "starts": year.starts.isoformat(),
        "term_starts": year.term_starts.isoformat(),
        "term_before": year.term_before.isoformat(),
    }


def rolls_of(basis: Basis, names: Mapping[int, str]) -> dict[str, dict[str, list[list[str]]]]:
    """Role → file → [school, state of its part]."""
    compared: Comparison = basis.comparison
    roles = {
        "previous": compared.previous,
        "current": compared.current,
        "stale": compared.stale,
        "standing": list(compared.standing.values()),
        **basis.earlier,
    }
    return {role: by_file(parts, names) for role, parts in roles.items()}


def by_file(parts: Iterable[Part], names: Mapping[int, str]) -> dict[str, list[list[str]]]:
    """File → [school, state], in order of schools."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for part in sorted(parts, key=lambda p: (p.school_code, p.state.value)):
        found[names[part.snapshot_id]].append([part.school_code, part.state.value])
    return dict(found)


def counts_of(findings: Findings) -> dict[str, int]:
    """Findings per rule that rests on files alone."""
    return {code: count for code, count in findings.counts.items() if rests_on_files(code)}


def rules_of(findings: Findings, names: Mapping[int, str]) -> dict[str, dict[str, Any]]:
    """Rule → version, parameters, what it found as count and digest."""
    found: dict[str, list[str]] = defaultdict(list)
    for finding in findings.found:
        found[finding.rule.code].append(line_of(finding, names))
    return {
        code: {
            "version": all_rules()[code].version,
            "parameters": parameters,
            "found": len(found[code]),
            "digest": digest("\n".join(sorted(found[code])).encode()),
        }
        for code, parameters in sorted(findings.rules.items())
        if rests_on_files(code)
    }


def line_of(finding: Finding, names: Mapping[int, str]) -> str:
    """One finding by the place in the file that proves it."""
    places = [
        f"{names.get(row['snapshot_id'], row['snapshot_id'])}:{row['row_no']}"
        for row in finding.evidence["rows"]
    ]
    return "|".join([*places, finding.school_code, finding.evidence_key])


def funnel_of(boxes: Iterable[BoxCount]) -> dict[str, dict[str, int]]:
    """Comparison → box → persons, for comparisons that rest on files alone."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for box in boxes:
        if box.comparison in FROM_FILES:
            counted[box.comparison.value][box.box.value] += box.count
    return {name: dict(sorted(found.items())) for name, found in sorted(counted.items())}


def differences(now: Mapping[str, int], before: Mapping[str, int] | None) -> dict[str, int]:
    """How many more (or fewer) each rule found than in the scan before; blank without one."""
    if before is None:
        return {}
    return {code: count - before[code] for code, count in sorted(now.items()) if code in before}
