"""Errors a person can act on. Their words are lazy, so each reader gets the own language."""

from __future__ import annotations

from typing import Any


class BaoxueError(Exception):
    """Base of all expected errors: says what happened, where, and what to do."""

    def __init__(self, words: Any, **values: Any) -> None:
        """Take a (lazy) message and the values for its placeholders."""
        super().__init__(words)
        self.words = words
        self.values = values

    def __str__(self) -> str:
        text = str(self.words)
        return text % self.values if self.values else text


class SettingError(BaoxueError):
    """A setting is missing or wrong."""


class RefusedError(BaoxueError):
    """The act is not possible in this state or with this input; nothing was changed."""


class StaleError(BaoxueError):
    """Somebody else changed the object meanwhile; nothing was changed."""


class FileRefusedError(BaoxueError):
    """A file as a whole cannot be used; nothing of it was stored."""


class ArchiveError(BaoxueError):
    """An archived snapshot is missing, altered or unreadable: an alarm, not a crash."""
