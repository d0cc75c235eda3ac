"""Scenes that take long to set: set once for each kind of database, then laid out again as a copy.

A test gets the whole installation as it stood when the scene was set: the database and every
file in the data folder, keys included.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tests.databases import PostgreSQL, SQLite
from tracking.kernel import keys
from tracking.kernel.settings import Settings

Told = TypeVar("Told")
Build = Callable[[], Told]


@dataclass
class Scenes:
    """What was set before, by name: the folder, the database, and what its builder told."""

    server: SQLite | PostgreSQL
    folder: Path
    _stack: ExitStack = field(default_factory=ExitStack)
    _kept: dict[str, tuple[Path, str, Any]] = field(default_factory=dict)

    def lay(self, name: str, settings: Settings, build: Build[Told]) -> Told:
        """Set a scene in an empty installation to which nobody is connected when this returns.

        `build` is called the first time only. What it told is the same object for all tests:
        to be read, not changed.
        """
        if name not in self._kept:
            told = build()
            folder = self.folder / name
            shutil.copytree(settings.data_dir, folder, ignore=shutil.ignore_patterns("*.db*"))
            copied = self.server.copy(settings.database_url, folder)
            self._kept[name] = (folder, self._stack.enter_context(copied), told)
            return told
        folder, url, told = self._kept[name]
        data = settings.data_dir
        shutil.copytree(folder, data, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.db*"))
        self.server.replace(settings.database_url, url)
        keys.load(settings.keys_dir)
        return told

    @classmethod
    @contextmanager
    def on(cls, server: SQLite | PostgreSQL, folder: Path) -> Iterator[Scenes]:
        """Keep scenes until the end of the run."""
        scenes = cls(server, folder)
        with scenes._stack:
            yield scenes
