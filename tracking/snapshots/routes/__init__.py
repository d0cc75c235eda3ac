"""The pages of the first chapter: files that came, and a file on its way in."""

from tracking.snapshots.routes import files, intakes
from tracking.snapshots.routes.chapter import blueprint

__all__ = ["blueprint", "files", "intakes"]
