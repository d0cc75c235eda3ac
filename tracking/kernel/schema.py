"""Brings the database to the shape this code needs, from a clone or an installed package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

from tracking.kernel.errors import SettingError

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
Step = Callable[[Any, Any], list[Any]]


def upgrade() -> bool:
    """Apply the revisions that are missing; True when there were any. Harmless when repeated."""
    script = _script()
    applied: list[Any] = []

    def step(found: Any, _context: Any) -> list[Any]:
        _refuse_newer(script, found)
        applied.extend(script._upgrade_revs("head", found))  # noqa: SLF001 - Alembic's own way
        return applied

    _run(script, step, writes=True)
    return bool(applied)


def is_current() -> bool:
    """Whether the database has exactly the shape that this code expects."""
    script = _script()
    return set(revisions()) == set(script.get_heads())


def revisions() -> tuple[str, ...]:
    """What the database says it is at; empty when it is new."""
    seen: list[str] = []

    def step(found: Any, _context: Any) -> list[Any]:
        seen.extend(found)
        return []

    _run(_script(), step, writes=False)
    return tuple(seen)


def configuration() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(configuration())


def _run(script: ScriptDirectory, step: Step, *, writes: bool) -> None:
    config = configuration()
    config.attributes["writes"] = writes
    with EnvironmentContext(config, script, fn=step):
        script.run_env()


def _refuse_newer(script: ScriptDirectory, found: Any) -> None:
    known = {revision.revision for revision in script.walk_revisions()}
    for revision in found:
        if revision not in known:
            raise SettingError(
                f"The database was made by a newer Baoxue (revision {revision}): "
                "install that version, or restore a backup made before it."
            )
