"""The commands that write files for others: a report as a page, and exports."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from quoteattr.cli_options import DATABASE, KEPT, OUTLETS, SINCE, UNTIL, filters, outlets_of
from quoteattr.exporting import FORMATS

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@DATABASE
@click.option("--html", "page", type=_FILE, required=True, help="The self-contained page to write.")
@click.option("--speaker", "speakers", multiple=True, help="Only these, in any spelling; may be given several times.")
@OUTLETS
@SINCE
@UNTIL
@KEPT
def report(
    database: Path,
    page: Path,
    speakers: tuple[str, ...],
    outlets: str | None,
    since: str | None,
    until: str | None,
    kept: bool,
) -> None:
    """Write a page over all speakers, or a selection."""
    from quoteattr.store import open_store

    with open_store(database, read_only=True) as store:
        chosen = (speakers or None, outlets_of(outlets), since, until)
        store.compare(*chosen, kept=kept).to_html(page, store.timelines(*chosen))
    click.echo(f"Written to {page}")


@click.command()
@DATABASE
@click.option("-o", "--out", type=_FILE, required=True, help="The file to write.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="The format; by the file's ending by default.")
@click.option(
    "--what",
    type=click.Choice(["statements", "comparisons"]),
    help="What is exported: statements by default, and comparisons for claimreviews.",
)
@filters
@OUTLETS
@KEPT
@click.option("--reviewer", help="Who answers for the reviews; needed for claimreviews.")
@click.option("--url", help="Where the reviews are published.")
def export(
    database: Path,
    out: Path,
    form: str | None,
    what: str | None,
    outlets: str | None,
    kept: bool,
    reviewer: str | None,
    url: str | None,
    **conditions: Any,
) -> None:
    """Write statements or comparisons for other programs."""
    from quoteattr.exporting import export as write
    from quoteattr.store import open_store

    compared = (what or ("comparisons" if form == "claimreviews" else "")) == "comparisons"
    conditions["act"] = conditions["act"] or None
    given = [name for name in (("outlet", "kind", "act") if compared else ()) if conditions[name]]
    if given or ((outlets or kept) and not compared):
        raise click.UsageError(
            "--outlets and --kept are for comparisons; --outlet, --kind and --act are for statements."
        )
    with open_store(database, read_only=True) as store:
        if compared:
            chosen = {name: conditions[name] for name in ("speaker", "since", "until")}
            found: Any = store.compare(outlets=outlets_of(outlets), kept=kept, **chosen)
        else:
            found = store.statements(**conditions)
        write(found, out, form, reviewer=reviewer, url=url, day=date.today() if reviewer else None)
    click.echo(f"Written to {out}")
