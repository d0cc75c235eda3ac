"""What a person wrote for a paper or its delivery, between the form and the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.vocabulary.documents import DocumentKind
from models.vocabulary.papers import DeliveryMethod, PaperInput
from tracking.proofs.sent import Sent


@dataclass(frozen=True)
class Written:
    """What a person wrote for a paper; a blank receiver is the guardian on file."""

    texts: Mapping[PaperInput, str]
    starts_on: date | None = None
    ends_on: date | None = None
    days: int | None = None


@dataclass(frozen=True)
class Delivery:
    """How a paper reached its receiver, as it is written down."""

    delivered_on: date
    method: DeliveryMethod
    taken_by: str
    relation: str
    place: str
    witness: str
    refused: bool


def scan_of(name: str, content: bytes) -> Sent:
    """A scan of a receipt as the documents of a case take it."""
    return Sent(kind=DocumentKind.DELIVERY, name=name, content=content)
