"""Images of a child's documents, made small enough to be printed into its file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image

from models.attachment import Attachment
from models.vocabulary.documents import Media
from tracking.kernel.errors import ArchiveError
from tracking.kernel.settings import Settings
from tracking.proofs import storage
from tracking.proofs.queries import stored

MOST = 24  # images printed; the list names all documents
LONGEST, QUALITY = 1000, 70


def of(documents: Sequence[Attachment], settings: Settings) -> list[dict[str, Any]]:
    """The images in force with their number in the list, oldest first.

    They travel in memory: nothing of them is written to the disk in clear.
    """
    numbered = list(enumerate(reversed(documents), 1))
    wanted = [(n, d) for n, d in numbered if d.media is Media.IMAGE and d.is_in_force]
    found = []
    for number, document in wanted[:MOST]:
        try:
            content = storage.opened(settings.proofs_dir, stored(document))
        except ArchiveError:
            continue  # the list names it; `baoxue doctor` says what is wrong
        label = f"{number} {document.kind.label} {document.remark}".strip()
        found.append({"label": label, "content": list(smaller(content))})
    return found


def smaller(content: bytes) -> bytes:
    """An image as it is printed."""
    target = io.BytesIO()
    with Image.open(io.BytesIO(content)) as image:
        image.draft("RGB", (LONGEST, LONGEST))
        image.thumbnail((LONGEST, LONGEST))
        image.convert("RGB").save(target, "JPEG", quality=QUALITY)
    return target.getvalue()
