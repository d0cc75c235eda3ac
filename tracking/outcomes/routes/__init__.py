"""Pages of this chapter: submitting, deciding, what is placed and who attends, the code list."""

from tracking.outcomes.routes import attending, bulk, codes, deciding, submitting, teaching
from tracking.outcomes.routes.chapter import blueprint

__all__ = ["attending", "blueprint", "bulk", "codes", "deciding", "submitting", "teaching"]
