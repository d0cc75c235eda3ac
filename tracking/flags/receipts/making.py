"""The receipt of a scan that has just been made, and the place of the one before."""

from __future__ import annotations

import json

from models.scan import Scan
from tracking.comparison.queries import last_scan
from tracking.flags.findings import Findings
from tracking.flags.receipts.document import Before, digest, document_of, signed
from tracking.identity import queries as identity
from tracking.kernel import keys
from tracking.kernel.settings import Settings
from tracking.snapshots.queries import snapshots_by_id


def receipt_for(findings: Findings, settings: Settings) -> str:
    """The signed receipt of findings, before anything of them is written."""
    basis = findings.basis
    inputs = snapshots_by_id({number for ids in basis.inputs.values() for number in ids})
    before = before_of(last_scan(before=basis.as_of))
    document = document_of(findings, inputs, identity.decided(), before)
    return signed(document, keys.signer(settings.keys_dir))


def before_of(scan: Scan | None) -> Before:
    """What a receipt says about the scan that the day was compared with."""
    if scan is None or not scan.receipt:
        return Before(as_of=scan.as_of.isoformat() if scan else "")
    rules = json.loads(scan.receipt)["receipt"]["rules"]
    return Before(
        as_of=scan.as_of.isoformat(),
        receipt=digest(scan.receipt.encode()),
        counts={code: rule["found"] for code, rule in rules.items()},
    )
