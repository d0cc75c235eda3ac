"""Pages of this chapter: the queue, scans, data tasks, the rules and how well they prove."""

from tracking.flags.routes import back_test, data_tasks, queue, rules, scans
from tracking.flags.routes.chapter import blueprint

__all__ = ["back_test", "blueprint", "data_tasks", "queue", "rules", "scans"]
