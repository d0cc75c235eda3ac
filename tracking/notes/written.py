"""A note before it is stored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Written:
    """A note as the form gives it; `corrects_id` names an entry of the timeline."""

    text: str
    is_restricted: bool
    corrects_id: int | None = None
