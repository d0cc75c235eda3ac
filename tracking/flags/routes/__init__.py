"""Pages of this chapter: the queue, scans, data tasks, the rules and how well they prove."""

from tracking.flags.routes import data_tasks, queue, scans
from tracking.flags.routes.chapter import blueprint

__all__ = ["blueprint", "data_tasks", "queue", "scans"]
