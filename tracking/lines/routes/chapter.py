"""What the pages of this chapter hang on, and what the page of a case asks of it."""

from __future__ import annotations

from flask import Blueprint

from models.case import Case
from tracking.kernel.web.guards import actor
from tracking.lines.page import Lines, lines_page

blueprint = Blueprint("lines", __name__)


@blueprint.app_template_global()
def lines_of(case: Case) -> Lines:
    """Both lines of a file for whoever reads it."""
    return lines_page(case, actor())
