"""How one cell becomes a code: exact words first, then words within it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tracking.snapshots.reading.plain import plain

# Forms tell people to write the name, people write `1-男`; some exports write `男(1)`.
NUMBERED = re.compile(r"^[0-9A-Za-z]{1,3}[-—_、.:|]+(?=[^0-9])|[(\[][0-9]{1,3}[)\]]$")
WHOLE = re.compile(r"^(\d+)\.0+$")


@dataclass(frozen=True)
class Words:
    """One table of values. A code of "" means: understood, and nothing to keep.

    `within` is searched in order when the whole word is not in `exact`; negations stand first.
    """

    exact: Mapping[str, str]
    within: tuple[tuple[str, str], ...] = field(default=())

    def read(self, value: str) -> str | None:
        """The code of a cell, None when it is not understood."""
        word = WHOLE.sub(r"\1", plain(value))
        bare = NUMBERED.sub("", word)
        for tried in (word, bare):
            if tried in self.exact:
                return str(self.exact[tried])
        return next((str(code) for part, code in self.within if part in bare), None)
