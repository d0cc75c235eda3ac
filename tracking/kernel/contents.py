"""A command line that lists its commands without loading them: `baoxue --help` is quick."""

from __future__ import annotations

from typing import Any

import click
from werkzeug.utils import import_string


class Contents(click.Group):
    """A command group that loads a command only when it is called.

    `table` is name → where the command stands, and one line on what it does.
    """

    def __init__(self, *given: Any, table: dict[str, tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the story."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        found = self.table.get(cmd_name)
        return import_string(found[0]) if found else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.table.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an expected error becomes one clear line and exit code 2."""
        return import_string("tracking.kernel.terminal:guarded")(super().invoke, ctx)
