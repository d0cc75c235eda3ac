"""Codes of packets: random, spoken and typed without mistakes, found by a keyed hash."""

from __future__ import annotations

import secrets

from models.sealing import keyed_hash

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, 1, I, O: they are mistaken for each other
LENGTH, PART = 16, 4  # 80 bits: nobody guesses one


def new_code() -> str:
    """A code such as K7QF-2M8T-9XRD-3BHW."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(drawn[n : n + PART] for n in range(0, LENGTH, PART))


def tidied(code: str) -> str:
    """A code as it was typed, in the one form in which codes are looked for."""
    return "".join(letter for letter in code.upper() if letter in LETTERS)


def key_of(code: str) -> int:
    """The keyed hash by which a code is found."""
    return keyed_hash("packet", tidied(code))
