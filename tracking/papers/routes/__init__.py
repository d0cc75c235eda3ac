"""Pages of this chapter: registers, the ladder of a case, one paper, templates, the whole file."""

from tracking.papers.routes import filing, issuing, papers, register, templating
from tracking.papers.routes.chapter import blueprint

__all__ = ["blueprint", "filing", "issuing", "papers", "register", "templating"]
