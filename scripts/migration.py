"""Writes a database revision from the difference between the models and the revisions so far.

    python -m scripts.migration "school years"   the next revision, named after what it brings
    python -m scripts.migration --initial        the first one anew, as long as nothing is released

The draft is made against an empty SQLite database of its own. Read it before you commit it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from flask import Flask

from models.database import db
from tracking.kernel import schema

INITIAL = "0001_initial.py"


def draft(folder: Path, message: str, number: int) -> Path:
    """Write one revision into `folder`, an Alembic folder, and return its path."""
    slug = re.sub(r"\W+", "_", message.lower()).strip("_")
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["writes"] = True
    with TemporaryDirectory() as scratch:
        app = Flask("migration")
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{scratch}/draft.db"
        db.init_app(app)
        with app.app_context():
            command.upgrade(config, "head")
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
            db.engine.dispose()
    path = folder / "versions" / f"{number:04d}_{slug}.py"
    tidy(path)
    return path


def tidy(path: Path) -> None:
    """Take out Alembic's remarks and format the file as the rest of the code."""
    text = re.sub(r"\n *# ### .* ###", "", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    for step in (["check", "--fix", "--silent", "--exit-zero"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, str(path)], check=True)  # noqa: S603


def initial() -> Path:
    """Write the first revision anew; the others stay as they are."""
    target = schema.FOLDER / "versions" / INITIAL
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in ("env.py", "script.py.mako"):
            shutil.copy(schema.FOLDER / name, folder / name)
        (folder / "versions").mkdir()
        shutil.copy(draft(folder, "initial", 1), target)
    tidy(target)
    return target


def main() -> None:
    """Do what the command line asks."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--initial":
        print(initial())
        return
    numbers = [int(path.name[:4]) for path in (schema.FOLDER / "versions").glob("[0-9]*.py")]
    print(draft(schema.FOLDER, sys.argv[1], max(numbers, default=0) + 1))


if __name__ == "__main__":
    main()
