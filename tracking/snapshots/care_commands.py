"""`baoxue snapshots verify` and `baoxue keys …`: the care of the archive from the terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click
from flask import current_app

from tracking.kernel import clock, keys
from tracking.kernel.settings import Settings
from tracking.kernel.terminal import EXIT_PARTIAL, EXIT_REFUSED, bar, in_app, say_json
from tracking.snapshots import archive, care, rotation


@click.command(
    epilog="Exit codes: 0 all is well, 2 something is damaged or left over. "
    "Example: baoxue snapshots verify --clean",
)
@click.option("--clean", is_flag=True, help="Remove what crashes left behind (older than a day).")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON for a machine.")
@in_app
def verify(*, clean: bool, as_json: bool) -> None:
    """Read the whole archive and compare it with what was recorded at import."""
    settings: Settings = current_app.config["SETTINGS"]
    with bar("Verifying", hidden=as_json) as progress:
        troubles = care.examine(settings.archive_dir, progress)
    cleaned = care.clear(settings, clock.now()) if clean else []
    left = care.names_of(care.leftovers(settings, clock.now()), settings)
    for trouble in troubles:
        care.raise_alarm(archive.damaged(trouble.snapshot, trouble.damage))
    found = [described(trouble) for trouble in troubles]
    if as_json:
        say_json({"damaged": found, "left_over": left, "removed": cleaned})
    else:
        say(found, left, cleaned)
    if found or left:
        click.get_current_context().exit(EXIT_REFUSED)


def described(trouble: care.Trouble) -> dict[str, Any]:
    """A damaged file as plain data."""
    facts = archive.named(trouble.snapshot)
    return {**facts, "part": trouble.part, "damage": trouble.damage.value}


def say(found: list[dict[str, Any]], left: list[str], cleaned: list[str]) -> None:
    """Print what was found for a person."""
    for line in found:
        click.echo(f"{line['damage']}: {line['folder']}/{line['part']} ({line['file']}, "
                   f"{line['day']})")  # fmt: skip
    for name in cleaned:
        click.echo(f"removed: {name}")
    for name in left:
        click.echo(f"left over: {name}")
    if found:
        click.echo("Restore these files from the backup of the archive.")
    if left:
        click.echo("`baoxue snapshots verify --clean` removes what is left over.")
    if not found and not left:
        click.echo("The archive is whole.")


@click.group("keys")
def keys_group() -> None:
    """The keys that seal personal data."""


@keys_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON for a machine.")
@in_app
def list_keys(*, as_json: bool) -> None:
    """List the data keys: since when they are there, and what is sealed with each."""
    settings: Settings = current_app.config["SETTINGS"]
    there = keys.data_keys(settings.keys_dir)
    rows = [
        {
            "number": use.number,
            "newest": use.is_newest,
            "since": _since(there[use.number].stat().st_mtime) if use.number in there else None,
            "values": use.values,
            "files": len(use.files),
        }
        for use in rotation.uses(settings, everything=True)
    ]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        told = f"since {row['since']}" if row["since"] else "NOT HERE"
        seals = ", seals" if row["newest"] else ""
        click.echo(
            f"data-{row['number']}  {told}{seals}: {row['values']:,} values, {row['files']:,} files"
        )


def _since(moment: float) -> str:
    return clock.local(datetime.fromtimestamp(moment, UTC)).isoformat(timespec="minutes")


@keys_group.command(
    epilog="Exit codes: 0 done, 3 some files could not be sealed anew, 2 refused. It may be "
    "interrupted; the next run goes on. Example: baoxue keys rotate",
)
@click.option("--retire", is_flag=True, help="Remove older keys once nothing is sealed with them.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON for a machine.")
@in_app
def rotate(*, retire: bool, as_json: bool) -> None:
    """Write a new data key and seal everything anew with it, while others go on working."""
    settings: Settings = current_app.config["SETTINGS"]
    with bar("Sealing anew", hidden=as_json) as progress:
        if retire:
            gone = rotation.retire(settings, progress)
        else:
            done = rotation.rotate(settings, progress)
    if retire:
        say_json({"removed": gone}) if as_json else click.echo(
            f"Keys removed: {', '.join(f'data-{n}' for n in gone) or 'none was left'}."
        )
        return
    if as_json:
        say_json(vars(done))
    else:
        what = "New key" if done.is_new else "Rotation that was interrupted finished with key"
        click.echo(f"{what}: data-{done.key}. Files sealed anew: {done.files:,}.")
        click.echo("Back the keys up now, apart from the data.")
        for name in done.failed:
            click.echo(f"could not be sealed anew: {name}", err=True)
    if done.failed:
        click.get_current_context().exit(EXIT_PARTIAL)
