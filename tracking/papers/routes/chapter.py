"""What the pages of this chapter hang on: the blueprint, loading in scope, sending files."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, current_app, send_file
from werkzeug import Response

from models.case import Case
from models.paper import Paper
from models.scope import covers, current_scope
from models.vocabulary.roles import Permission as P
from tracking.cases.purposes import PURPOSES
from tracking.cases.queries import case_in_scope
from tracking.cases.service import allows
from tracking.kernel.settings import Settings
from tracking.kernel.web.guards import actor
from tracking.papers import policy, queries
from tracking.papers.policy import LADDER, Step

blueprint = Blueprint("papers", __name__)
MIME = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
NEWEST = 4  # papers on the page of a case


@dataclass(frozen=True)
class Shelf:
    """The papers of a case: the ladder as steps, the other kinds, and all that were issued."""

    ladder: list[Step]
    others: list[Step]
    papers: list[Paper]

    @property
    def newest(self) -> list[Paper]:
        """The last ones, newest first."""
        return self.papers[::-1][:NEWEST]

    @property
    def next_step(self) -> Step | None:
        """The next paper of the ladder that may be issued and is not proven yet."""
        ways = (step for step in self.ladder if step.is_open and not step.issued)
        return next(ways, None)


@blueprint.app_template_global()
def shelf_of(case: Case) -> Shelf:
    """What the page of a case, and the page of its papers, show of its papers."""
    papers = queries.papers_of(case) if allows(case, P.PAPER_READ) else []
    ground = queries.ground_from(case, papers, actor().organisation.level)
    return Shelf(policy.steps(ground, LADDER), policy.steps(ground, policy.others()), papers)


@blueprint.app_template_global()
def file_purposes() -> dict[str, Any]:
    """For what the whole file of a child may be printed in full."""
    return PURPOSES


def case_or_404(number: int) -> Case:
    """A case in scope; a stranger's is not there."""
    case = case_in_scope(number)
    return case if case and allows(case, P.PAPER_READ) else abort(404)


def paper_or_404(number: int) -> Paper:
    """A paper that the reader may see; a stranger's is not there."""
    paper = queries.paper_in_scope(number) or abort(404)
    case = None if covers(current_scope(), paper.issuer.path) else queries.case_of(paper)
    return paper if case is None or allows(case, P.PAPER_READ) else abort(404)


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def answer(content: bytes, ending: str, name: str) -> Response:
    """A file to keep."""
    return send_file(
        BytesIO(content),
        mimetype=MIME[ending],
        as_attachment=True,
        download_name=f"{name}.{ending}",
    )
