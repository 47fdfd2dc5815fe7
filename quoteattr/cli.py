"""The command line: one thin command a public verb."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from quoteattr.cli_files import export, report
from quoteattr.cli_models import MODEL, evaluate, train
from quoteattr.cli_options import (
    ACT,
    BUSY,
    DATABASE,
    OUTLETS,
    PARTIAL,
    REGISTRY,
    SINCE,
    UNTIL,
    filters,
    inputs,
    names,
    reading,
    speakers_of,
)
from quoteattr.cli_people import correct, decide, decisions, undo
from quoteattr.cli_registry import registry
from quoteattr.cli_store import backup, doctor, dump, ingest, load
from quoteattr.errors import BusyError, QuoteattrError

FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help="How to show them."
)


class _Busy(click.ClickException):
    exit_code = BUSY


class _Commands(click.Group):
    """Show every error of the library as one line, with its remedy."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except QuoteattrError as error:
            raise (_Busy if isinstance(error, BusyError) else click.ClickException)(str(error)) from error
        except BrokenPipeError:
            # whoever read the output has stopped: nothing is lost, and nothing is left to say
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quoteattr")
def main() -> None:
    """Find who said what in news articles, and compare in whose words."""


def _line(record: str | None, results: list[Any]) -> str:
    quotes = []
    for result in results:
        base = result.article.offset
        for s in result.statements:
            quote = s.quote
            quotes.append(
                {
                    "content": [[p.start + base, p.end + base] for p in quote.content],
                    "cue": [[quote.cue.start + base, quote.cue.end + base]] if quote.cue else [],
                    "source": [[quote.source.start + base, quote.source.end + base]] if quote.source else [],
                    "kind": str(s.kind),
                    "act": s.act and str(s.act),
                    "speaker": s.speaker,
                    "outlet": s.outlet,
                    "confidence": s.confidence,
                    "why": s.why,
                }
            )
    line: dict[str, Any] = {"doc": record, "quotes": quotes}
    notes = dict.fromkeys(note for result in results for note in result.article.notes)
    if notes:
        # the offsets refer to a text that reading made: whoever uses them needs it
        line |= {"notes": list(notes), "text": "".join(r.article.text for r in results)}
    skipped = dict.fromkeys(r.skipped for r in results if r.skipped)
    if skipped:
        line["skipped"] = "; ".join(skipped)
    errors = [r.error for r in results if r.error]
    if errors:
        line["error"] = "; ".join(errors)
    return json.dumps(line, ensure_ascii=False)


def _shown(words: str) -> str:
    """Return words without what steers a terminal: names of inputs are hostile like their texts."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)


def _lines(stream: Iterator[Any], failed: Callable[[str, str], None]) -> Iterator[str]:
    """Yield a line a record; the articles of one record follow one another."""
    from quoteattr.reading import Failure

    record: str | None = None
    results: list[Any] = []
    for item in stream:
        if isinstance(item, Failure):
            if results:
                yield _line(record, results)
                results = []
            failed(item.record, item.reason)
            yield json.dumps({"doc": item.record, "quotes": [], "error": item.reason}, ensure_ascii=False)
            continue
        if item.error:
            failed(str(item.article.record), item.error)
        if results and (item.article.record != record or item.article.offset <= results[-1].article.offset):
            yield _line(record, results)
            results = []
        record = item.article.record
        results.append(item)
    if results:
        yield _line(record, results)


@main.command()
@reading
@click.option(
    "-o",
    "--out",
    type=click.File("w", encoding="utf-8"),
    default="-",
    help="Where to write; standard output by default.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    help="Leave out quotes below this confidence; the model's own threshold by default, 0 for all that it finds.",
)
@click.option("--act", "acts", type=ACT, multiple=True, help="Of this act only; may be given again.")
@click.option("--threads", type=click.IntRange(1), default=1, help="Processor threads for the models.")
@MODEL
@REGISTRY
@click.option("--workers", type=click.IntRange(1), default=1, help="Processes that find quotes, each with its threads.")
def extract(
    paths: tuple[str, ...],
    form: str | None,
    columns: dict[str, str],
    out: TextIO,
    min_confidence: float | None,
    acts: tuple[str, ...],
    threads: int,
    model: Path | None,
    registries: tuple[Path, ...],
    workers: int,
) -> None:
    """Write one JSON line an article with its quotes: content, cue, source, kind and speaker.

    PATHS are files of any format that can be read, folders, or - for standard input. Offsets are code points into the
    text of the input record, which is printed too where it is not the input's own.
    """
    from quoteattr.annotate import StanzaAnnotator
    from quoteattr.pipeline import stream
    from quoteattr.quotes import load_model

    failures = 0

    def failed(record: str, reason: str) -> None:
        nonlocal failures
        failures += 1
        click.echo(f"{_shown(record)}: {_shown(reason)}", err=True)

    parts = {"annotator": StanzaAnnotator(threads=threads), "model": load_model(model, threads)}
    if registries:
        parts["registry"] = speakers_of(registries)
    done = 0
    found = stream(
        inputs(paths, form, columns),
        workers=workers,
        min_confidence=min_confidence,
        acts=acts or None,
        **parts,
    )
    for line in _lines(found, failed):
        out.write(line + "\n")
        done += 1
        if done % 20 == 0 and sys.stderr.isatty():
            click.echo(f"\r{done} records", nl=False, err=True)
    if done >= 20 and sys.stderr.isatty():
        click.echo("", err=True)
    if failures:
        sys.exit(PARTIAL)


@main.command()
@DATABASE
@filters
@FORMAT
def statements(database: Path, form: str, **conditions: Any) -> None:
    """List the stored statements."""
    from quoteattr.render.terminal import show_rows
    from quoteattr.store import open_store

    with open_store(database, read_only=True) as store:
        found = store.statements(act=conditions.pop("act") or None, **conditions)
        if form == "json":
            click.echo(found.to_json())
        elif form == "csv":
            click.echo(found.to_csv(), nl=False)
        else:
            show_rows(found.rows(), ("day", "outlet", "speaker", "kind", "text", "source"))


@main.command()
@DATABASE
@click.option("--speaker", required=True, help="Whose words, in any spelling.")
@OUTLETS
@SINCE
@UNTIL
@click.option(
    "--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write a self-contained page here."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="How to show it.")
def compare(
    database: Path,
    speaker: str,
    outlets: str | None,
    since: str | None,
    until: str | None,
    page: Path | None,
    form: str,
) -> None:
    """Show what a speaker said in one outlet beside what another made of it."""
    from quoteattr.render.terminal import show_comparison
    from quoteattr.store import open_store

    with open_store(database, read_only=True) as store:
        comparison = store.compare(speaker=speaker, outlets=names(outlets), since=since, until=until)
        if page:
            comparison.to_html(page)
            click.echo(f"Written to {page}", err=form == "json")
        if form == "json":
            click.echo(json.dumps(comparison.to_json(), ensure_ascii=False))
        elif not page:
            show_comparison(comparison)


@main.command()
@DATABASE
@click.option("--speaker", required=True, help="Whose words, in any spelling.")
@OUTLETS
@SINCE
@UNTIL
@FORMAT
def timeline(
    database: Path, speaker: str, outlets: str | None, since: str | None, until: str | None, form: str
) -> None:
    """Follow a speaker through time: what was said again, and how its wording drifted."""
    from quoteattr.render.terminal import show_rows
    from quoteattr.store import open_store

    with open_store(database, read_only=True) as store:
        found = store.timeline(speaker, outlets=names(outlets), since=since, until=until)
        if form == "json":
            click.echo(json.dumps(found.to_json(), ensure_ascii=False))
        elif form == "csv":
            click.echo(found.to_csv(), nl=False)
        else:
            show_rows(found.records(), ("thread", "day", "drift", "changes", "outlets", "text"))


@main.command()
@DATABASE
@FORMAT
def speakers(database: Path, form: str) -> None:
    """List the speakers with the number of their statements."""
    _listed(database, "speakers", form)


@main.command()
@DATABASE
@FORMAT
def unresolved(database: Path, form: str) -> None:
    """List the sources without a speaker, those with most statements first."""
    _listed(database, "unresolved", form)


def _listed(database: Path, what: str, form: str) -> None:
    from quoteattr.render.terminal import show_rows
    from quoteattr.store import open_store

    with open_store(database, read_only=True) as store:
        found = getattr(store, what)()
        if form == "json":
            click.echo(found.to_json())
        elif form == "csv":
            click.echo(found.to_csv(), nl=False)
        else:
            show_rows(found.rows())


_COMMANDS = (
    ingest,
    doctor,
    backup,
    dump,
    load,
    report,
    export,
    decide,
    correct,
    undo,
    decisions,
    evaluate,
    train,
    registry,
)
for _command in _COMMANDS:
    main.add_command(_command)


@main.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    help="Where the database and the page go.",
)
def demo(out: Path) -> None:
    """Run the main job on the packaged dispatches: from a wire page to a comparison of wordings."""
    from quoteattr.demo import run

    run(out)
