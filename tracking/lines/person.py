"""Somebody for a post as plain values, between the form and the service."""

from __future__ import annotations

from dataclasses import dataclass

from models.organisation import Organisation
from models.user import User
from models.vocabulary.lines import Post


@dataclass(frozen=True)
class Person:
    """Somebody for a post as the form gives it: an account, or a name with a telephone."""

    post: Post
    user: User | None
    organisation: Organisation | None
    place: str
    name: str
    phone: str
