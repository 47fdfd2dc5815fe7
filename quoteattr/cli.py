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
    PARTIAL,
    REGISTRY,
    inputs,
    reading,
    speakers_of,
)
from quoteattr.cli_people import correct, decide, decisions, pair, undo
from quoteattr.cli_registry import registry
from quoteattr.cli_show import compare, failures, speakers, statements, timeline, unresolved
from quoteattr.cli_store import backup, doctor, dump, ingest, load, match
from quoteattr.errors import BusyError, QuoteattrError


class _Busy(click.ClickException):
    exit_code = BUSY


class _Commands(click.Group):
    """Show every error of the library as one line, with its remedy, and list the commands in the order of the work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except QuoteattrError as error:
            raise (_Busy if isinstance(error, BusyError) else click.ClickException)(str(error)) from error
        except BrokenPipeError:
            # whoever read the output has stopped: nothing is lost, and nothing is left to say
            sys.stderr.close()
            ctx.exit(0)
        except OSError as error:
            told = f"{error.filename}: {error.strerror}" if error.filename else str(error)
            raise click.ClickException(f"{told}. Check the path, its rights and the room on the disk.") from error


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


def _show(stream: Iterator[Any], failed: Callable[[str, str], None], out: TextIO) -> None:
    """Print a table an article."""
    from rich.console import Console

    from quoteattr.reading import Failure
    from quoteattr.render.terminal import show_article

    console = Console(file=out)
    for item in stream:
        if isinstance(item, Failure):
            failed(item.record, item.reason)
            continue
        if item.error:
            failed(str(item.article.record), item.error)
        show_article(item, console)


@main.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    help="Where the database and the page go.",
)
def demo(out: Path) -> None:
    """Run the main job on the packaged dispatches.

    From wire pages to a comparison of wordings, in the terminal and as a page.
    """
    from quoteattr.demo import run

    run(out)


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
@click.option("--act", type=ACT, multiple=True, help="Of this act only; may be given again.")
@click.option("--threads", type=click.IntRange(1), default=1, help="Processor threads for the models.")
@MODEL
@REGISTRY
@click.option("--workers", type=click.IntRange(1), default=1, help="Processes that find quotes, each with its threads.")
@click.option("--table", is_flag=True, help="Print a table an article, to be read, instead of JSON lines.")
def extract(
    paths: tuple[str, ...],
    form: str | None,
    columns: dict[str, str],
    outlet: str | None,
    out: TextIO,
    min_confidence: float | None,
    act: tuple[str, ...],
    threads: int,
    model: Path | None,
    registries: tuple[Path, ...],
    workers: int,
    table: bool,
) -> None:
    """Find the quotes of articles: one JSON line each.

    A quote has content, cue and source as offsets, kind, act, speaker, outlet, confidence, and why this speaker.

    PATHS are files of any format that can be read, folders, or - for standard input. Offsets are code points into the
    text of the input record, which is printed too where it is not the input's own.
    """
    from quoteattr.annotate import StanzaAnnotator
    from quoteattr.pipeline import stream
    from quoteattr.quotes import load_model
    from quoteattr.render.terminal import failure_line

    failed_inputs = 0

    def failed(record: str, reason: str) -> None:
        nonlocal failed_inputs
        failed_inputs += 1
        click.echo(_shown(failure_line(record, reason)), err=True)

    parts = {"annotator": StanzaAnnotator(threads=threads), "model": load_model(model, threads)}
    if registries:
        parts["registry"] = speakers_of(registries)
    done = 0
    found = stream(
        inputs(paths, form, columns, outlet),
        workers=workers,
        min_confidence=min_confidence,
        act=act or None,
        **parts,
    )
    if table:
        _show(found, failed, out)
    for line in _lines(found, failed):  # nothing is left of what was shown
        out.write(line + "\n")
        done += 1
        if done % 20 == 0 and sys.stderr.isatty():
            click.echo(f"\r{done} records", nl=False, err=True)
    if done >= 20 and sys.stderr.isatty():
        click.echo("", err=True)
    if failed_inputs:
        sys.exit(PARTIAL)


for _command in (
    ingest,
    statements,
    speakers,
    unresolved,
    failures,
    compare,
    timeline,
    match,
    report,
    export,
    correct,
    pair,
    decide,
    undo,
    decisions,
    registry,
    doctor,
    backup,
    dump,
    load,
    evaluate,
    train,
):
    main.add_command(_command)
