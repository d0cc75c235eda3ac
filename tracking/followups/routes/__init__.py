"""Pages of this chapter: writing down, forms on paper, the call list, field packets, wordings."""

from tracking.followups.routes import calling, packets, printing, recording, returning, wordings
from tracking.followups.routes.chapter import blueprint

__all__ = [
    "blueprint",
    "calling",
    "packets",
    "printing",
    "recording",
    "returning",
    "wordings",
]
