"""Baoxue 保学 keeps children in school: the table of contents of the application.

`create_app` puts the chapters together, `main` is the command line; both load what they need late.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask
from werkzeug.utils import import_string

from tracking.kernel.contents import Contents

if TYPE_CHECKING:
    from tracking.kernel.settings import Settings

STORY = (
    "accounts",  # who signs in, and what they may do
    "calendar",  # which days are school days
    "thresholds",  # the numbers that the guard and the rules go by
    "snapshots",  # a file arrives, is checked and archived
    "identity",  # who is the same child, where a person has to say so
    "comparison",  # everybody of every list in one box; who came, who went
    "flags",  # the rules compare rolls and say who is missing
    "cases",  # one file per child, assigned with a deadline
    "tips",  # what the public tells of a child
    "proofs",  # documents that prove something, sealed on disk
    "lines",  # who answers for a child on both lines
    "inquiries",  # questions to other departments and their replies
    "notes",  # what people write on the file, and corrections
    "followups",  # the school looks for the child
    "outcomes",  # a result with proof, decided by the bureau
    "contests",  # what a school or guardian contests, and what became of it
    "handovers",  # a child on its way to another bureau, with its receipt
    "papers",  # notices, orders, registers, the file of a child on paper
    "reports",  # what is due, what was done, what the machine did
)

# These hear of files that are opened or given to another owner, also where no page is served.
LISTENING = ("tracking.lines.naming",)

COMMANDS = {
    "init": ("tracking.accounts.commands:init", "Create or upgrade the database and the keys."),
    "organisations": ("tracking.accounts.commands:organisations", "Bureaus and schools."),
    "regions": ("tracking.kernel.commands:regions", "Region codes, dated and editable."),
    "users": ("tracking.accounts.commands:users", "Accounts that may sign in."),
    "keys": ("tracking.snapshots.care_commands:keys_group", "Keys that seal personal data."),
    "snapshots": ("tracking.snapshots.commands:snapshots", "Bring registry files in."),
    "scan": ("tracking.cases.commands.scan:scan", "Compare the rolls and open cases."),
    "flags": ("tracking.flags.commands:flags", "What the rules found."),
    "cases": ("tracking.cases.commands.cases:cases", "One file per child."),
    "doctor": ("tracking.reports.commands:doctor", "Is everything in order."),
    "jobs": ("jobs.commands:jobs", "The scheduler: weekly scan, daily clock."),
    "serve": ("tracking.kernel.commands:serve", "Serve the web pages."),
    "demo": ("demo.commands:demo", "A made-up city, scanned and served."),
}


def create_app(settings: Settings | None = None, *, with_pages: bool = True) -> Flask:
    """Build the application; settings are the environment's. Commands need no pages."""
    app = Flask("baoxue", root_path=str(Path(__file__).parent.resolve()))
    import_string("tracking.kernel.web.setup:prepare")(app, settings)
    for module in LISTENING:
        import_string(module)
    for chapter in STORY if with_pages else ():
        app.register_blueprint(import_string(f"tracking.{chapter}.routes:blueprint"))
    return app


@click.group(cls=Contents, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="baoxue")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Baoxue keeps children in school: it finds who is missing and sees the search through."""
    ctx.obj = lambda settings=None: create_app(settings, with_pages=False)


if __name__ == "__main__":
    main()
