"""The commands by which people decide: whose name a name is, what a statement really is, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from quoteattr.cli_options import DATABASE

SIGNED = (
    click.option("--by", help="Who decides; the user of this machine by default."),
    click.option("--note", default="", help="Why."),
)


def _signed(function: Callable[..., None]) -> Callable[..., None]:
    for option in SIGNED:
        function = option(function)
    return function


@click.command()
@DATABASE
@click.option("--alias", required=True, help="A name as articles use it.")
@click.option("--speaker", help="The speaker it means.")
@click.option("--same-as", help="The speaker that the alias, a speaker's name, is one with.")
@click.option("--not-same-as", help="The speaker that it is not.")
@click.option("--article", help="The id of the one article where it holds; everywhere by default.")
@_signed
def decide(database: Path, alias: str, **decision: Any) -> None:
    """Decide whose name a name is, for every later run.

    Give one of --speaker, --same-as and --not-same-as.
    """
    from quoteattr.store import open_store

    with open_store(database) as store:
        click.echo(store.decide(alias, **decision))


@click.command()
@click.argument("statement", required=False)
@DATABASE
@click.option("--speaker", help="Who really said it.")
@click.option("--nobody", is_flag=True, help="Nobody can tell who said it.")
@click.option("--reject", is_flag=True, help="It is no quote.")
@click.option("--words", multiple=True, help="The words that were said, as they stand there; again for a second piece.")
@click.option("--span", type=(int, int), multiple=True, help="The same, as offsets: START END, end not included.")
@click.option("--article", help="The article's id, for a quote that was missed: with --words or --span.")
@_signed
def correct(
    statement: str | None,
    database: Path,
    speaker: str | None,
    nobody: bool,
    reject: bool,
    words: tuple[str, ...],
    span: tuple[tuple[int, int], ...],
    article: str | None,
    by: str | None,
    note: str,
) -> None:
    """Correct a statement, or add one that was missed.

    STATEMENT is its id, as `quoteattr statements --format json` gives it. Prints the id of the decision.
    """
    from quoteattr.store import open_store

    if (statement is None) == (article is None):
        raise click.UsageError("Give the id of a statement, or --article for a quote that was missed.")
    if sum((speaker is not None, nobody, reject, bool(words), bool(span))) != 1:
        raise click.UsageError("Give one of --speaker, --nobody, --reject, --words and --span.")
    change: dict[str, Any] = {"speaker": None if nobody else speaker}
    if reject:
        change = {"quote": False}
    elif words or span:
        change = {"content": words or span}
    with open_store(database) as store:
        click.echo(store.correct(statement, article=article, by=by, note=note, **change))


@click.command()
@click.argument("one")
@click.argument("other")
@DATABASE
@click.option("--apart", is_flag=True, help="They report two utterances, however alike.")
@_signed
def pair(one: str, other: str, database: Path, apart: bool, by: str | None, note: str) -> None:
    """Decide that two statements are one utterance.

    ONE and OTHER are their ids.
    """
    from quoteattr.store import open_store

    with open_store(database) as store:
        click.echo(store.pair(one, other, not apart, by=by, note=note))


@click.command()
@click.argument("decision")
@DATABASE
@_signed
def undo(decision: str, database: Path, by: str | None, note: str) -> None:
    """Take back the decision with the id DECISION."""
    from quoteattr.store import open_store

    with open_store(database) as store:
        click.echo(store.undo(decision, by=by, note=note))


@click.command()
@DATABASE
@click.option(
    "--import",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Add those of a file first.",
)
@click.option("--orphaned", is_flag=True, help="Only those whose words stand nowhere, or not in a later version.")
def decisions(database: Path, source: Path | None, orphaned: bool) -> None:
    """Print all decisions as JSON lines."""
    from quoteattr.store import open_store

    with open_store(database, read_only=source is None) as store:
        if source:
            store.import_decisions(source)
        lost = {row["id"] for row in store.orphaned_decisions()} if orphaned else set()
        for decision in store.decisions():
            if not orphaned or decision.id in lost:
                click.echo(decision.to_json())
