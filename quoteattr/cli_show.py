"""The commands that show what a database holds: statements, speakers, comparisons, and what is unresolved or failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from quoteattr.cli_options import DATABASE, KEPT, OUTLETS, SINCE, UNTIL, filters, outlets_of

FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help="How to show them."
)
SPEAKER = click.option("--speaker", required=True, help="Whose words, in any spelling.")


def _listed(database: Path, form: str, columns: Sequence[str], find: Callable[[Any], Any]) -> None:
    """Print what ``find`` finds in the store, all of it as JSON or CSV, or these columns as a table."""
    from quoteattr.render.terminal import show_rows
    from quoteattr.store import open_store

    with open_store(database, read_only=True) as store:
        found = find(store)
        if form == "json":
            click.echo(found.to_json())
        elif form == "csv":
            click.echo(found.to_csv(), nl=False)
        else:
            names, rows = found.table()
            show_rows([dict(zip(names, row, strict=True)) for row in rows], columns)


@click.command()
@DATABASE
@filters
@click.option("--text", help="With these words in the quote only.")
@click.option("--limit", type=click.IntRange(0), help="At most so many.")
@FORMAT
def statements(database: Path, form: str, act: tuple[str, ...], **conditions: Any) -> None:
    """List the stored statements.

    JSON and CSV have all columns, the ids among them.
    """
    columns = ("day", "outlet", "speaker", "kind", "text", "source")
    _listed(database, form, columns, lambda store: store.statements(act=act or None, **conditions))


@click.command()
@DATABASE
@click.option("--speaker", help="Whose words, in any spelling; everybody's by default.")
@OUTLETS
@SINCE
@UNTIL
@KEPT
@click.option(
    "--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write a self-contained page here."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="How to show it.")
def compare(
    database: Path,
    speaker: str | None,
    outlets: str | None,
    since: str | None,
    until: str | None,
    kept: bool,
    page: Path | None,
    form: str,
) -> None:
    """Show the same words as each outlet has them."""
    from quoteattr.render.terminal import show_comparison
    from quoteattr.store import open_store

    with open_store(database, read_only=True) as store:
        comparison = store.compare(speaker, outlets_of(outlets), since, until, kept=kept)
        if page:
            comparison.to_html(page)
            click.echo(f"Written to {page}", err=form == "json")
        if form == "json":
            click.echo(comparison.to_json())
        elif not page:
            show_comparison(comparison)


@click.command()
@DATABASE
@SPEAKER
@OUTLETS
@SINCE
@UNTIL
@FORMAT
def timeline(
    database: Path, speaker: str, outlets: str | None, since: str | None, until: str | None, form: str
) -> None:
    """Follow a speaker through time: what is repeated, what changed."""
    columns = ("thread", "day", "drift", "changes", "text", "outlets")
    _listed(
        database,
        form,
        columns,
        lambda store: store.timeline(speaker, outlets=outlets_of(outlets), since=since, until=until),
    )


@click.command()
@DATABASE
@FORMAT
def speakers(database: Path, form: str) -> None:
    """List the speakers with the number of their statements."""
    columns = ("speaker", "statements", "articles", "outlets", "first", "last")
    _listed(database, form, columns, lambda store: store.speakers())


@click.command()
@DATABASE
@FORMAT
def unresolved(database: Path, form: str) -> None:
    """List the sources without a speaker, the most frequent first."""
    _listed(database, form, ("name", "statements", "articles", "why"), lambda store: store.unresolved())


@click.command()
@DATABASE
@FORMAT
def failures(database: Path, form: str) -> None:
    """List the inputs that could not be stored, and why."""
    _listed(database, form, ("record", "reason"), lambda store: store.failures())
