"""Pages of this chapter: the list, the file of one case, and what is decided on them."""

from tracking.cases.routes import acts, bulk, listing, reassigning, states
from tracking.cases.routes.chapter import blueprint

__all__ = ["acts", "blueprint", "bulk", "listing", "reassigning", "states"]
