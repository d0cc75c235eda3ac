"""Who wants to know that files were opened, or came to another owner: later chapters listen here.

A listener works in the running transaction, on many files at once; told twice, it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

Listener = Callable[[Collection[int]], object]
Listening = TypeVar("Listening", bound=Listener)
LISTENERS: list[Listener] = []


def listen(listener: Listening) -> Listening:
    """Let a function hear of files that have an owner anew; it is given their ids."""
    LISTENERS.append(listener)
    return listener


def placed(case_ids: Collection[int]) -> None:
    """Tell all listeners of files that were opened, or given to another owner."""
    if case_ids:
        for listener in LISTENERS:
            listener(case_ids)
