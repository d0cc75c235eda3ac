"""Keeping the counts of the funnel with the scan that counted them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from models.scan import Scan
from models.scan_box import ScanBox
from models.scope import bulk_insert
from tracking.comparison.funnel import BoxCount


def keep_boxes(scan: Scan, counts: Iterable[BoxCount], paths: Mapping[str, str], top: str) -> None:
    """Write the counts in the scan's transaction; `paths` is code of school or county → path.

    What belongs to no school or county that is known is counted at the top.
    """
    kept: Counter[tuple[str, ...]] = Counter()
    for c in counts:
        path = paths.get(c.school_code or c.region, top)
        kept[c.comparison, c.box, c.school_code, path] += c.count
    bulk_insert(
        ScanBox,
        [
            {
                "scan_id": scan.id,
                "comparison": comparison,
                "box": box,
                "school_code": code,
                "org_path": path,
                "count": count,
            }
            for (comparison, box, code, path), count in sorted(kept.items())
        ],
    )
