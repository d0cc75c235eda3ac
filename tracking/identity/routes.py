"""Pairs that are probably one child: the list, one pair side by side, and the decisions on it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from models.identity_link import IdentityLink
from models.vocabulary.roles import Permission as P
from tracking.identity import page, queries, service
from tracking.identity.forms import AcceptForm, ReasonForm
from tracking.kernel.errors import BaoxueError
from tracking.kernel.paging import paged
from tracking.kernel.web.guards import actor, requires

blueprint = Blueprint("identity", __name__)
GROUPS = {
    "waiting": _l("To be decided"),
    "accepted": _l("One child"),
    "refused": _l("Two children"),
}


@blueprint.get("/identity-links")
@requires(P.FLAG_READ)
def index() -> str:
    """Pairs in scope; those that wait for a decision unless others are asked for."""
    group = request.args.get("group", "waiting")
    keys = [(IdentityLink.as_of, True)]
    return render_template(
        "identity/index.html",
        group=group,
        groups=GROUPS,
        counts=queries.counts(),
        page=paged(queries.listing(group), keys, IdentityLink.id, request.args),
        names_of=page.names_of,
        school=page.school,
        signs=page.signs,
    )


@blueprint.get("/identity-links/<int:link_id>")
@requires(P.FLAG_READ)
def show(link_id: int) -> str:
    """One pair: both rows, what agrees, what differs, and what was decided."""
    return pair_page(link_or_404(link_id))


@blueprint.post("/identity-links/<int:link_id>/accept")
@requires(P.FLAG_READ, P.IDENTITY_DECIDE)
def accept(link_id: int) -> Response | tuple[str, int]:
    """Say that it is one child."""
    words = _("Both rows are one child from now on.")
    return decided(link_id, AcceptForm(), service.accept, words)


@blueprint.post("/identity-links/<int:link_id>/refuse")
@requires(P.FLAG_READ, P.IDENTITY_DECIDE)
def refuse(link_id: int) -> Response | tuple[str, int]:
    """Say that these are two children."""
    words = _("These are two children. The next scan looks for the one that is on no roster.")
    return decided(link_id, ReasonForm(), service.refuse, words)


@blueprint.post("/identity-links/<int:link_id>/undo")
@requires(P.FLAG_READ, P.IDENTITY_DECIDE)
def undo(link_id: int) -> Response | tuple[str, int]:
    """Take a decision back."""
    words = _("The decision is taken back; the pair waits again.")
    return decided(link_id, ReasonForm(), service.undo, words)


def decided(
    link_id: int, form: AcceptForm | ReasonForm, act: Callable[..., None], words: str
) -> Response | tuple[str, int]:
    """Do what a person decided; a decision that is not taken shows the pair as it stands now."""
    link, typed = link_or_404(link_id), form.reason.data or ""
    if not form.validate():
        first = str(next(iter(form.errors.values()))[0])
        return pair_page(link, typed, first), 422
    try:
        act(link, by=actor(), version=form.version.data or 0, reason=form.reason.data or "")
    except BaoxueError as error:
        return pair_page(link_or_404(link_id), typed, str(error)), 409
    flash(words, "success")
    return redirect(url_for("identity.show", link_id=link_id))


def link_or_404(number: int) -> IdentityLink:
    """A link in scope; a stranger's is not there."""
    return queries.link_in_scope(number) or abort(404)


def pair_page(link: IdentityLink, typed: str = "", error: str = "") -> str:
    """The page of one pair as the signed-in person sees it."""
    return render_template(
        "identity/show.html",
        link=link,
        table=page.side_by_side(link),
        names=page.names_of(link),
        signs=page.signs,
        school=page.school,
        is_waiting=link.state in queries.WAITING,
        recorded=queries.recorded_while_joined(link),
        typed=typed,
        error=error,
    )
