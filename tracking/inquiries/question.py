"""A question and its reply as plain values, between the forms and the service."""

from __future__ import annotations

from dataclasses import dataclass

from models.organisation import Organisation
from models.vocabulary.inquiries import Reply


@dataclass(frozen=True)
class Question:
    """What a bureau asks, and whom."""

    department: Organisation
    question: str
    wanted: str


@dataclass(frozen=True)
class Answer:
    """What a department replies; without a finding it refuses, with its reason."""

    reply: Reply | None
    account: str
