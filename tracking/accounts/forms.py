"""What people send about accounts and organisations, checked and made into plain values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    PasswordField,
    SearchField,
    SelectField,
    StringField,
)
from wtforms.validators import EqualTo, InputRequired, Length

from models.organisation import Organisation
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tracking.accounts.policy import FieldRefusedError
from tracking.accounts.queries import NO_ROLE
from tracking.accounts.tree import Node, OrganisationsRefusedError
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.choices import options, options_of

NEEDED = InputRequired(_l("Fill this in."))
TOO_LONG = _l("This is too long.")


def trimmed(text: str | None) -> str:
    """A text without blanks around it."""
    return (text or "").strip()


def show_refusal(form: FlaskForm, error: BaoxueError) -> None:
    """Put a refusal of the service at its field, or above the form when it belongs to none."""
    if isinstance(error, OrganisationsRefusedError):
        for problem in error.problems:
            _add(form, problem.column, str(problem))
    else:
        field = error.field if isinstance(error, FieldRefusedError) else ""
        _add(form, field, str(error))


def _add(form: FlaskForm, name: str, words: str) -> None:
    field: Field | None = form._fields.get(name)
    if field is None:
        form.form_errors.append(words)
    else:
        field.errors = [*field.errors, words]


class SignInForm(FlaskForm):
    """Who comes in."""

    login = StringField(_l("User name"), filters=[trimmed], validators=[NEEDED, Length(max=60)])
    password = PasswordField(_l("Password"), validators=[NEEDED, Length(max=128)])
    next = HiddenField()


class PasswordForm(FlaskForm):
    """A new password for oneself."""

    current_password = PasswordField(_l("Present password"), validators=[NEEDED, Length(max=128)])
    new_password = PasswordField(_l("New password"), validators=[NEEDED])
    repeated = PasswordField(
        _l("New password again"),
        validators=[NEEDED, EqualTo("new_password", _l("The two new passwords differ."))],
    )


class AccountForm(FlaskForm):
    """An account as a system administrator writes it."""

    login = StringField(_l("User name"), filters=[trimmed], validators=[NEEDED])
    display_name = StringField(
        _l("Name"), filters=[trimmed], validators=[NEEDED, Length(max=60, message=TOO_LONG)]
    )
    organisation = StringField(
        _l("Code of the organisation"),
        filters=[trimmed],
        validators=[NEEDED, Length(max=20, message=TOO_LONG)],
    )


class RoleForm(FlaskForm):
    """A role as the security administrator grants it; empty takes it away."""

    role = SelectField(_l("Role"))

    def offer(self, roles: Iterable[Role], present: Role | None) -> None:
        """Offer the roles that fit the organisation, and the present one in any case."""
        offered = [role for role in Role if role in set(roles) or role is present]
        self.role.choices = options_of(offered, ("", _l("No role")))

    @property
    def chosen(self) -> Role | None:
        """The role, or None."""
        return Role(self.role.data) if self.role.data else None


class OrganisationForm(FlaskForm):
    """An organisation as a system administrator writes it."""

    code = StringField(_l("Code"), filters=[trimmed], validators=[NEEDED])
    name = StringField(
        _l("Name"), filters=[trimmed], validators=[NEEDED, Length(max=120, message=TOO_LONG)]
    )
    level = SelectField(_l("Level"), choices=options_of(Level))
    parent_code = StringField(_l("Belongs to (code)"), filters=[trimmed])
    stage = StringField(
        _l("School stage"), filters=[trimmed], validators=[Length(max=20, message=TOO_LONG)]
    )
    is_active = BooleanField(_l("At work"), default=True)

    def fill(self, organisation: Organisation) -> None:
        """Show an organisation as it is."""
        self.process(
            data={
                "code": organisation.code,
                "name": organisation.name,
                "level": organisation.level.value,
                "parent_code": organisation.parent.code if organisation.parent else "",
                "stage": organisation.stage,
                "is_active": organisation.is_active,
            }
        )

    def node(self, code: str | None = None) -> Node:
        """As the value that the service takes; the code of a stored organisation is fixed."""
        return Node(
            code=code or self.code.data or "",
            name=self.name.data or "",
            level=Level(self.level.data),
            parent_code=self.parent_code.data or "",
            stage=self.stage.data or "",
        )


class UploadForm(FlaskForm):
    """A list of organisations."""

    file = FileField(_l("CSV file"), validators=[FileRequired(_l("Choose a file."))])


class FilterForm(FlaskForm):
    """A filter line: sent by GET, changes nothing, so it carries no token."""

    class Meta:
        """Without the token."""

        csrf = False


class UserFilterForm(FilterForm):
    """Which accounts to show."""

    text = SearchField(_l("Name or organisation"), filters=[trimmed])
    role = SelectField(
        _l("Role"),
        choices=options_of(Role, ("", _l("All")), (NO_ROLE, _l("No role"))),
    )


class OrganisationFilterForm(FilterForm):
    """Which organisations to show."""

    text = SearchField(_l("Name or code"), filters=[trimmed])
    level = SelectField(_l("Level"), choices=options_of(Level, ("", _l("All"))))


class AuditFilterForm(FilterForm):
    """Which entries of the audit log to show."""

    actor = SearchField(_l("Who"), filters=[trimmed])
    action = SelectField(_l("What"))
    result = SelectField(
        _l("Result"), choices=options([("", _l("All")), ("refused", _l("Denied"))])
    )

    def offer(self, actions: Iterable[tuple[str, Any]]) -> None:
        """Offer the acts that were recorded, with their words."""
        self.action.choices = options([("", _l("All")), *actions])
