"""What every vocabulary entry is: a stored code with a label in the reader's language."""

from __future__ import annotations

from enum import Enum
from typing import Any, Self


class Term(str, Enum):
    """A code (its value) with a lazy label; compares and stores as its code."""

    label: Any

    def __new__(cls, code: str, label: Any = None, *_more: Any) -> Self:
        """Keep the first item as the value, the second as the label."""
        term = str.__new__(cls, code)
        term._value_ = code
        term.label = label
        return term

    def __str__(self) -> str:
        return str(self.value)
