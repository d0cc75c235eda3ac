"""A header or code word without its dressing; a leaf, because the limited reader imports it too."""

from __future__ import annotations

import re
import unicodedata


def plain(text: str) -> str:
    """A header or code word without the dressing that exports put around it."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s★*'\"\ufeff\u200b]", "", folded)
