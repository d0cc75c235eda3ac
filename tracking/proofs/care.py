"""The care of documents on disk: is every one there and whole, and what did a crash leave."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from models.vocabulary.documents import Media
from tracking.kernel import audit
from tracking.kernel.errors import ArchiveError
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.proofs import queries, storage

LEFT_AFTER = timedelta(days=1)  # a file lies complete a moment before its row is there


def damaged(settings: Settings) -> list[str]:
    """Documents whose file is missing, altered or cannot be opened."""
    found = []
    for document in queries.places().values():
        is_image = document.media is Media.IMAGE
        parts = [storage.DOCUMENT] + [storage.THUMBNAIL] * is_image
        try:
            for part in parts:
                storage.opened(settings.proofs_dir, queries.stored(document), part)
        except (ArchiveError, OSError):
            found.append(f"document {document.id} of {document.case.number}")
    return found


def leftovers(settings: Settings, now: datetime) -> list[Path]:
    """Files of a crash that no row knows, older than a day."""
    needed, limit = queries.places(), (now - LEFT_AFTER).timestamp()
    files = (path for path in settings.proofs_dir.glob("??/*") if path.stem not in needed)
    return sorted(path for path in files if path.stat().st_mtime < limit)


def clear(settings: Settings, now: datetime) -> int:
    """Remove what a crash left; how many files."""
    with transaction():
        found = leftovers(settings, now)
        for path in found:
            path.unlink(missing_ok=True)
        if found:
            audit.record("proof.clear", by=None, details={"removed": len(found)})
    return len(found)
