"""A file as it was sent, between the form and the service."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from models.attachment import Attachment
from models.vocabulary.documents import DocumentKind


@dataclass(frozen=True)
class Sent:
    """One file, and what it is said to be."""

    kind: DocumentKind
    name: str
    content: bytes
    remark: str = ""


@dataclass
class Received:
    """What became of the files that came together: kept, or refused with the words why."""

    kept: list[Attachment] = field(default_factory=list)
    refused: list[tuple[str, Any]] = field(default_factory=list)
