"""Personal data as it is shown until somebody asks for it with a purpose."""

from __future__ import annotations

HIDDEN = "*"


def masked_id(number: str | None) -> str:
    """An identity or student number: 150291********1234 (G150291********1234)."""
    text = number or ""
    head = 7 if text[:1].isalpha() else 6
    if len(text) < head + 6:
        return HIDDEN * len(text)
    return text[:head] + HIDDEN * (len(text) - head - 4) + text[-4:]


def masked_phone(number: str | None) -> str:
    """A telephone number: 199****5678."""
    text = number or ""
    if len(text) < 8:
        return HIDDEN * len(text)
    return text[:3] + HIDDEN * (len(text) - 7) + text[-4:]


def masked_name(name: str | None) -> str:
    """A name: the first character, the rest hidden: 张**."""
    text = name or ""
    return text[:1] + HIDDEN * (len(text) - 1)
