"""Pages of this chapter: both lines of a file, and the workload of a bureau's area."""

from tracking.lines.routes import persons, work
from tracking.lines.routes.chapter import blueprint

__all__ = ["blueprint", "persons", "work"]
