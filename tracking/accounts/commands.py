"""`baoxue init`, `baoxue organisations …` and `baoxue users …`."""

from __future__ import annotations

from pathlib import Path

import click

from models.database import db
from models.vocabulary.roles import Role
from tracking.accounts import policy, queries, service
from tracking.accounts.tree import OrganisationsRefusedError
from tracking.kernel import keys, regions, schema
from tracking.kernel.errors import RefusedError
from tracking.kernel.settings import read_settings
from tracking.kernel.terminal import EXIT_REFUSED, in_app, say_json

ONCE = "It is shown this once and must be changed at the first sign-in."


@click.command(
    epilog="Exit codes: 0 done or nothing to do, 2 refused. Example: baoxue init",
)
def init() -> None:
    """Create or upgrade the database, the keys and the first administrator.

    Safe to repeat: what is there stays as it is.
    """
    settings = read_settings()
    written = keys.write_missing(settings.keys_dir)
    if written:
        click.echo(f"Keys written to {settings.keys_dir}: {', '.join(written)}")
        click.echo("Back them up apart from the database: without them its data cannot be read.")
    if not prepare_database() and not written:
        click.echo("Nothing to do: database, keys and first administrator are there.")


@in_app
def prepare_database() -> bool:
    """Upgrade the database and make the first account; whether there was anything to do."""
    upgraded = schema.upgrade()
    if upgraded:
        place = db.engine.url.render_as_string(hide_password=True)
        click.echo(f"Database {place} is at revision {', '.join(schema.revisions())}.")
    if written := regions.seed():
        click.echo(f"Region codes: {written:,} taken over from the packaged list.")
    password = service.ensure_first_administrator()
    if password:
        click.echo(f"First administrator: {service.FIRST_ADMINISTRATOR}")
        click.echo(f"One-time password: {password}")
        click.echo(ONCE)
    return upgraded or written > 0 or password is not None


@click.group()
def organisations() -> None:
    """Bureaus, townships, schools and departments."""


@organisations.command(
    "import",
    epilog="Exit codes: 0 done, 2 refused. Example: baoxue organisations import organisations.csv",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON for a machine.")
@in_app
def import_file(file: Path, *, as_json: bool) -> None:
    """Take over FILE: CSV in UTF-8 or GB18030 with code,name,level,parent_code,stage.

    All rows are taken over or none; a file that comes again changes only what differs.
    Levels: city, county, township, school, department.
    """
    try:
        done = service.import_organisations(file, None)
    except OrganisationsRefusedError as error:
        if as_json:
            rows = [{"row": p.row, "column": p.column, "reason": str(p)} for p in error.problems]
            say_json({"accepted": False, "problems": rows})
            click.get_current_context().exit(EXIT_REFUSED)
        for problem in error.problems:
            click.echo(f"{file.name}, row {problem.row}, {problem.column}: {problem}", err=True)
        raise
    if as_json:
        say_json({"accepted": True, **vars(done)})
        return
    click.echo(
        f"Organisations: {done.created} new, {done.updated} changed, {done.unchanged} as before."
    )


@click.group()
def users() -> None:
    """Accounts that may sign in."""


@users.command(
    epilog="Exit codes: 0 done, 2 refused. Example: baoxue users add school3 --role school_admin "
    "--organisation 3115100003 --display-name 'Headteacher'",
)
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--organisation", "code", required=True, help="Code of its organisation.")
@click.option("--display-name", default="", help="As colleagues know the person.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON for a machine.")
@in_app
def add(name: str, *, role: str, code: str, display_name: str, as_json: bool) -> None:
    """Make the account NAME and print its one-time password, once."""
    organisation = queries.organisation_by_code(code)
    if organisation is None:
        raise RefusedError(f"There is no organisation with the code {code}.")
    password = service.create_account(name, display_name, Role(role), organisation, by=None)
    tell_password(policy.folded_login(name), password, as_json=as_json)


@users.command(
    "reset-password",
    epilog="Exit codes: 0 done, 2 refused. Example: baoxue users reset-password admin",
)
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON for a machine.")
@in_app
def reset_password(name: str, *, as_json: bool) -> None:
    """Give the account NAME a new one-time password and print it, once."""
    login = policy.folded_login(name)
    user = queries.account_by_login(login)
    if user is None:
        raise RefusedError(f"There is no account {login}.")
    tell_password(login, service.reset_password(user, by=None), as_json=as_json)


def tell_password(login: str, password: str, *, as_json: bool) -> None:
    """Print a one-time password, the only time it is seen."""
    if as_json:
        say_json({"login": login, "one_time_password": password})
        return
    click.echo(f"Account: {login}")
    click.echo(f"One-time password: {password}")
    click.echo(ONCE)
