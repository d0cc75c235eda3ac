"""Hashes of passwords (argon2id) and one-time passwords that can be read out on the telephone."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()  # the low-memory profile of RFC 9106: 64 MiB, three passes
CONSONANTS, VOWELS, FIGURES = "bdfghkmnprstwyz", "aeiou", "23456789"
GROUPS, SYLLABLES = 4, 2  # 4 × 2 syllables of 75 kinds and two figures: 55 bits


@cache
def nobody() -> str:
    """The hash looked at when there is no account, so that it takes as long as when there is one.

    Made when first needed, because it costs what a sign-in costs.
    """
    return HASHER.hash(secrets.token_hex(16))


def hash_of(password: str) -> str:
    """The hash to store, with its salt and parameters."""
    return HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether a password belongs to a stored hash; as much work when there is none."""
    try:
        HASHER.verify(stored or nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def one_time_password() -> str:
    """A password such as "kamo-tuze-rifu-pena-37"; the account must change it at once."""
    groups = [
        "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(SYLLABLES))
        for _ in range(GROUPS)
    ]
    return "-".join([*groups, secrets.choice(FIGURES) + secrets.choice(FIGURES)])
