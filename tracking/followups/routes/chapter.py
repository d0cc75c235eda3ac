"""What the pages of this chapter hang on."""

from __future__ import annotations

from flask import Blueprint, abort

from models.case import Case
from tracking.cases import queries

blueprint = Blueprint("followups", __name__)


def case_or_404(number: int) -> Case:
    """A case in scope; a stranger's is not there."""
    return queries.case_in_scope(number) or abort(404)
