"""The commands by which a newsroom brings a registry of its own: check it, and make it from what is there already."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def registry() -> None:
    """Check a registry of speakers, or make one."""


@registry.command()
@click.argument("path", type=_FILE, required=False)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it is used; today by default.")
def check(path: Path | None, day: datetime | None) -> None:
    """Check the registry at PATH, or the packaged one.

    The schema first, and then what is doubtful.
    """
    from quoteattr.registry import Registry
    from quoteattr.registry_check import check_registry

    found = Registry.load(path)
    remarks = check_registry(found, day.date() if day else date.today())
    for remark in remarks:
        click.echo(f"{remark.entry}: {remark.what}")
    click.echo(f"{len(found)} entries, {len(remarks)} remarks", err=True)


@registry.command()
@click.argument("path", type=_FILE)
@click.option("--from", "form", type=click.Choice(["csv", "wikidata"]), required=True, help="What PATH is.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
@click.option("--source", help="Where the facts are from, for a table that doesn't say.")
@click.option("--checked", type=click.DateTime(["%Y-%m-%d"]), help="When they were checked; today by default.")
def convert(path: Path, form: str, out: Path, source: str | None, checked: datetime | None) -> None:
    """Make a registry from CSV, or from Wikidata's JSON."""
    from quoteattr.registry import Registry
    from quoteattr.registry_import import from_csv, from_wikidata

    if form == "wikidata" and source:
        raise click.UsageError("--source is for tables: Wikidata's entries name their own.")
    day = checked.date() if checked else None
    made = Registry(from_csv(path, source=source, checked=day) if form == "csv" else from_wikidata(path, checked=day))
    made.save(out)
    click.echo(f"{len(made)} entries written to {out}", err=True)
    if not len(made):
        sys.exit(1)
