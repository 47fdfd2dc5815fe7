"""The commands that keep an archive: ingest, doctor, backup, dump and load."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from quoteattr.cli_options import DATABASE, PARTIAL, REGISTRY, inputs, reading, speakers_of

STOPPED = {signal.SIGINT: 130, signal.SIGTERM: 143}  # exit codes as shells have them: 128 and the signal
_DATABASE = click.Path(dir_okay=False, path_type=Path)


class _Stopped(BaseException):
    """A signal to stop has come."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def _stoppable() -> Iterator[None]:
    """Turn the signals to stop into an exception, so that the batch under way is taken back and the file closed."""

    come: list[int] = []

    def stop(number: int, frame: Any) -> None:
        come.append(number)
        raise _Stopped(number)

    before = {number: signal.signal(number, stop) for number in STOPPED}
    try:
        yield
    except BaseException:
        if come:  # a query that the signal interrupts says so in its own way
            raise _Stopped(come[0]) from None
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _check(sources: Sequence[Any]) -> None:
    """Look at the inputs before a database is made.

    Raises:
        InputError: None of them can be read.
    """
    from quoteattr.errors import InputError
    from quoteattr.reading import check
    from quoteattr.store.given import check_given

    errors = []
    for source in sources:
        try:
            check_given(source) if isinstance(source, Path) else check(source)
        except InputError as error:
            errors.append(error)
    if len(errors) == len(sources):
        raise InputError(" ".join(error.message for error in errors), remedy=errors[0].remedy)


@click.command()
@reading
@DATABASE
@REGISTRY
@click.option("--given", is_flag=True, help="PATHS bring their statements along: JSON lines or Parquet.")
@click.option("--run", help="With --given: the name of the run that the statements are of.")
@click.option("--retry", is_flag=True, help="Try again what failed before.")
@click.option("--dry-run", "dry", is_flag=True, help="Only read and say what would be stored.")
@click.option("--wait", type=click.FloatRange(0), default=0.0, help="Seconds to wait for a database that is in use.")
@click.option("--workers", type=click.IntRange(1), default=1, help="Processes that find quotes, each with its models.")
def ingest(
    paths: tuple[str, ...],
    form: str | None,
    columns: dict[str, str],
    outlet: str | None,
    database: Path,
    registries: tuple[Path, ...],
    given: bool,
    run: str | None,
    retry: bool,
    dry: bool,
    wait: float,
    workers: int,
) -> None:
    """Store the statements of articles.

    What is stored already is left as it is, so that the same command goes on where it was stopped.
    """
    from quoteattr.render.terminal import ingest_progress, show_report
    from quoteattr.store import open_store

    if given and (form or columns or outlet):
        raise click.UsageError(
            "--given reads JSON lines and Parquet in their own form: leave out --format, --columns and --outlet."
        )
    if run and not given:
        raise click.UsageError("--run names the run of statements that are given: it needs --given.")
    sources: list[Any] = [Path(path) for path in paths] if given else inputs(paths, form, columns, outlet)
    _check(sources)
    options: dict[str, Any] = {
        **{"given": given, "retry": retry, "dry": dry, "workers": workers},
        "registry": speakers_of(registries),
    }
    if run:
        options["recipe"] = {"given": run}
    last: list[Any] = []
    try:
        # a dry run makes no file
        where = None if dry and not database.exists() else database
        with _stoppable(), open_store(where, read_only=dry, wait=wait) as store, ingest_progress() as progress:

            def tell(report: Any) -> None:
                last[:] = [report]
                progress(report)

            report = store.ingest(sources, progress=tell, **options)
    except _Stopped as stopped:
        if last:
            show_report(last[0])
        click.echo("Stopped. What is counted is stored; the same command goes on from there.", err=True)
        sys.exit(STOPPED[signal.Signals(stopped.number)])
    if dry:
        click.echo("A dry run: nothing is stored.")
    show_report(report)
    if report.failed:
        sys.exit(PARTIAL)


@click.command()
@DATABASE
@click.option("--since", help="Only anew what was published on this day or after (YYYY-MM-DD).")
@click.option("--threshold", type=click.FloatRange(0, 1), help="The least chance to count as a match.")
@click.option("--wait", type=click.FloatRange(0), default=0.0, help="Seconds to wait for a database that is in use.")
@click.option("--workers", type=click.IntRange(1), default=1, help="Processes that compare.")
def match(database: Path, since: str | None, threshold: float | None, wait: float, workers: int) -> None:
    """Keep which statements report one utterance.

    All statements are compared; what an earlier run kept is replaced.
    """
    from quoteattr.errors import StoreError
    from quoteattr.store import open_store

    if not database.exists():
        raise StoreError(f"There is no database at {database}.", remedy="Check the path.")
    with open_store(database, wait=wait) as store:
        done = store.match(since=since, threshold=threshold, workers=workers)
    click.echo(f"{done.statements} statements compared, {done.pairs} pairs kept, {done.utterances} utterances.")


@click.command()
@DATABASE
@click.option("--wait", type=click.FloatRange(0), default=0.0, help="Seconds to wait for a database that is in use.")
def doctor(database: Path, wait: float) -> None:
    """Check that a database is sound.

    Every span, id and reference holds, and what is shown follows from the rest.
    """
    from quoteattr.errors import StoreError
    from quoteattr.store import open_store

    if not database.exists():
        raise StoreError(f"There is no database at {database}.", remedy="Check the path.")
    with open_store(database, wait=wait) as store:
        problems = store.check()
    for problem in problems:
        click.echo(str(problem))
    if problems:
        sys.exit(1)
    click.echo("sound")


@click.command()
@click.argument("copy", type=_DATABASE)
@DATABASE
def backup(copy: Path, database: Path) -> None:
    """Copy the database, also while another process writes.

    COPY is a new file.
    """
    from quoteattr.store.archive import backup as run

    click.echo(run(database, copy))


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@DATABASE
def dump(folder: Path, database: Path) -> None:
    """Write everything as Parquet, for `load` to read.

    FOLDER is a new folder; each table is a file in it.
    """
    from quoteattr.store import open_store

    with open_store(database, read_only=True) as store:
        for table, rows in store.dump(folder).items():
            click.echo(f"{table}: {rows}")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@DATABASE
def load(folder: Path, database: Path) -> None:
    """Make a new database of what `dump` has written to FOLDER."""
    from quoteattr.store.archive import load as run

    for table, rows in run(folder, database).items():
        click.echo(f"{table}: {rows}")
