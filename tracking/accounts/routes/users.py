"""Accounts: the list, a new one, one account with what each administrator may change on it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.organisation import Organisation
from models.user import User
from models.vocabulary.roles import Permission as P
from tracking.accounts import policy, queries, service
from tracking.accounts.forms import AccountForm, RoleForm, UserFilterForm, show_refusal
from tracking.accounts.routes.chapter import blueprint
from tracking.kernel.errors import RefusedError
from tracking.kernel.web.guards import actor, requires
from tracking.kernel.web.paging import asked_page, page_of

SIZE = 50


@blueprint.get("/users")
@requires(P.ACCOUNT_READ)
def users() -> str:
    """Accounts of the own organisation and those below it."""
    form = UserFilterForm(request.args)
    found = queries.accounts_below(
        actor().organisation.path,
        text=form.text.data or "",
        role=form.role.data or "",
        offset=(asked_page() - 1) * SIZE,
        limit=SIZE,
    )
    page = page_of(found.total, found.before, len(found.rows), SIZE)
    return render_template("accounts/users.html", users=found.rows, page=page, form=form)


@blueprint.route("/users/new", methods=["GET", "POST"])
@requires(P.ACCOUNT_MANAGE)
def new_user() -> Response | str | tuple[str, int]:
    """Make an account and show its one-time password, this once."""
    form = AccountForm(organisation=request.args.get("organisation", ""))
    if not form.validate_on_submit():
        return render_template("accounts/new_user.html", form=form)
    login = policy.folded_login(form.login.data or "")
    try:
        organisation = chosen_organisation(form)
        name = form.display_name.data or ""
        password = service.create_account(login, name, None, organisation, by=actor())
    except RefusedError as error:
        show_refusal(form, error)
        return render_template("accounts/new_user.html", form=form), 422
    user = queries.account_by_login(login)
    return render_template("accounts/one_time_password.html", password=password, user=user)


@blueprint.get("/users/<int:user_id>")
@requires(P.ACCOUNT_READ)
def user(user_id: int) -> str:
    """One account."""
    return account_page(account_or_404(user_id))


@blueprint.post("/users/<int:user_id>")
@requires(P.ACCOUNT_MANAGE)
def edit_user(user_id: int) -> Response | tuple[str, int]:
    """Change name and organisation."""
    account = account_or_404(user_id)
    form = AccountForm()
    del form.login  # it stays what it is
    try:
        if not form.validate():
            return account_page(account, form=form), 422
        organisation = chosen_organisation(form)
        service.edit_account(account, form.display_name.data or "", organisation, by=actor())
    except RefusedError as error:
        show_refusal(form, error)
        return account_page(account, form=form), 422
    flash(_("The account has been changed."), "success")
    return redirect(url_for("accounts.user", user_id=user_id))


@blueprint.post("/users/<int:user_id>/role")
@requires(P.ROLE_GRANT)
def grant_role(user_id: int) -> Response | tuple[str, int]:
    """Grant a role or take it away."""
    account = account_or_404(user_id)
    form = offered_roles(account)
    try:
        if not form.validate():
            return account_page(account, role_form=form), 422
        service.set_role(account, form.chosen, by=actor())
    except RefusedError as error:
        show_refusal(form, error)
        return account_page(account, role_form=form), 422
    flash(_("The role has been changed. The person must sign in again."), "success")
    return redirect(url_for("accounts.user", user_id=user_id))


@blueprint.post("/users/<int:user_id>/enabled")
@requires(P.ACCOUNT_MANAGE)
def enable_user(user_id: int) -> Response:
    """Disable an account or let it in again."""
    account = account_or_404(user_id)
    enabled = request.form.get("enabled") == "1"
    service.set_enabled(account, enabled=enabled, by=actor())
    words = _("The account may sign in again.") if enabled else _("The account is disabled.")
    flash(words, "success")
    return redirect(url_for("accounts.user", user_id=user_id))


@blueprint.post("/users/<int:user_id>/one-time-password")
@requires(P.ACCOUNT_MANAGE)
def reset_password(user_id: int) -> str:
    """Give a new one-time password and show it, this once."""
    account = account_or_404(user_id)
    password = service.reset_password(account, by=actor())
    return render_template("accounts/one_time_password.html", password=password, user=account)


def account_or_404(number: int) -> User:
    """An account of the own subtree; a stranger's is not there."""
    return queries.account_below(actor().organisation.path, number) or abort(404)


def chosen_organisation(form: AccountForm) -> Organisation:
    """The organisation whose code was typed, if it lies in the own subtree."""
    found = queries.organisation_by_code(form.organisation.data or "")
    if found is None or not found.path.startswith(actor().organisation.path):
        raise policy.FieldRefusedError(
            "organisation", _("There is no organisation with this code in your area.")
        )
    return found


def offered_roles(account: User) -> RoleForm:
    """The form of roles that fit the account's organisation."""
    form = RoleForm(role=account.role.value if account.role else "")
    form.offer(policy.fitting_roles(account.organisation.level), account.role)
    return form


def account_page(
    account: User, *, form: AccountForm | None = None, role_form: RoleForm | None = None
) -> str:
    """The page of an account, with the form that was refused, if any."""
    form = form or AccountForm(
        formdata=None,
        display_name=account.display_name,
        organisation=account.organisation.code,
    )
    return render_template(
        "accounts/user.html",
        account=account,
        form=form,
        role_form=role_form or offered_roles(account),
    )
