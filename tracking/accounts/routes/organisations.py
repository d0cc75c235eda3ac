"""Organisations: the tree, one of them, and whole lists as a file."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.organisation import Organisation
from models.vocabulary.roles import Permission as P
from tracking.accounts import queries, service
from tracking.accounts.forms import (
    OrganisationFilterForm,
    OrganisationForm,
    UploadForm,
    show_refusal,
)
from tracking.accounts.routes.chapter import blueprint
from tracking.accounts.tree import OrganisationsRefusedError, Problem
from tracking.kernel.errors import FileRefusedError
from tracking.kernel.web.guards import actor, requires
from tracking.kernel.web.paging import asked_page, page_of

SIZE = 100


@blueprint.get("/organisations")
@requires(P.ORGANISATION_MANAGE)
def organisations() -> str:
    """The own organisation and those below it, in the order of the tree."""
    return organisations_page(UploadForm(formdata=None), [])


@blueprint.post("/organisations")
@requires(P.ORGANISATION_MANAGE)
def import_organisations() -> Response | tuple[str, int]:
    """Take a list of organisations over whole, or show why not."""
    form, problems = UploadForm(), list[Problem]()
    try:
        if not form.validate():
            return organisations_page(form, problems), 422
        done = stored_upload(form)
    except OrganisationsRefusedError as error:
        problems = error.problems
        form.file.errors = [str(error)]
        return organisations_page(form, problems), 422
    except FileRefusedError as error:
        show_refusal(form, error)
        return organisations_page(form, problems), 422
    flash(
        _("New: %(new)s, changed: %(changed)s, as before: %(same)s.")
        % {"new": done.created, "changed": done.updated, "same": done.unchanged},
        "success",
    )
    return redirect(url_for("accounts.organisations"))


def stored_upload(form: UploadForm) -> service.Imported:
    """Hand the uploaded file to the service."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "organisations.csv"
        form.file.data.save(path)
        return service.import_organisations(path, actor())


def organisations_page(form: UploadForm, problems: list[Problem]) -> str:
    """The tree with the form for a file and what was wrong with the last one."""
    wanted = OrganisationFilterForm(request.args)
    found = queries.organisations_below(
        actor().organisation.path,
        text=wanted.text.data or "",
        level=wanted.level.data or "",
        offset=(asked_page() - 1) * SIZE,
        limit=SIZE,
    )
    return render_template(
        "accounts/organisations.html",
        organisations=found.rows,
        accounts=queries.accounts_per_organisation([row.id for row in found.rows]),
        page=page_of(found.total, found.before, len(found.rows), SIZE),
        filters=wanted,
        form=form,
        problems=problems,
    )


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@requires(P.ORGANISATION_MANAGE)
def new_organisation() -> Response | str | tuple[str, int]:
    """Add one organisation."""
    form = OrganisationForm(parent_code=request.args.get("parent", ""))
    if not form.is_submitted():
        return render_template("accounts/new_organisation.html", form=form)
    return saved(form, None) or (render_template("accounts/new_organisation.html", form=form), 422)


@blueprint.route("/organisations/<int:organisation_id>", methods=["GET", "POST"])
@requires(P.ORGANISATION_MANAGE)
def organisation(organisation_id: int) -> Response | str | tuple[str, int]:
    """Change one organisation; its code stays, because rolls and cases name it."""
    found = queries.organisation_below(actor().organisation.path, organisation_id) or abort(404)
    form = OrganisationForm()
    if not form.is_submitted():
        form.fill(found)
        return render_template("accounts/organisation.html", form=form, organisation=found)
    return saved(form, found) or (
        render_template("accounts/organisation.html", form=form, organisation=found),
        422,
    )


def saved(form: OrganisationForm, organisation: Organisation | None) -> Response | None:
    """Store what the form says; None when it was refused, with the reasons in the form."""
    if organisation is not None:
        form.code.data = organisation.code
        form.code.raw_data = [organisation.code]
    if not form.validate():
        return None
    is_active = bool(form.is_active.data)
    try:
        service.save_organisation(
            form.node(), organisation=organisation, is_active=is_active, by=actor()
        )
    except OrganisationsRefusedError as error:
        show_refusal(form, error)
        return None
    flash(_("The organisation has been saved."), "success")
    return redirect(url_for("accounts.organisations"))
