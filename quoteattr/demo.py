"""The main job on the packaged dispatches: pages in, a comparison of wordings out."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from rich.console import Console

from quoteattr.errors import InputError
from quoteattr.render.terminal import ingest_progress, show_comparison, show_report, show_rows
from quoteattr.store import open_store

# Who is told of by the most outlets comes first: whose wordings are worth a look.
_MOST_TOLD = """
SELECT speaker, string_agg(DISTINCT outlet, ', ' ORDER BY outlet) AS outlets, count(*) AS statements
FROM statements WHERE speaker IS NOT NULL
GROUP BY speaker ORDER BY count(DISTINCT outlet) DESC, statements DESC, speaker
"""
_SHOWN = 12  # speakers in the table: the rest would scroll the comparison away


def pages() -> Path:
    """Return the folder of the packaged pages: inside the wheel, or beside the package in a checkout.

    Raises:
        InputError: They are in neither place.
    """
    package = Path(str(files("quoteattr")))
    for folder in (package / "fixtures" / "pages", package.parent / "fixtures" / "pages"):
        if folder.is_dir():
            return folder
    raise InputError("The packaged dispatches are missing.", remedy="Reinstall quoteattr.")


def run(out: Path, console: Console | None = None) -> None:
    """Ingest the packaged pages, show who said what, and write a comparison.

    Args:
        out: The folder for ``quotes.duckdb`` and ``comparison.html``; made where there is none.
        console: Where to print.
    """
    console = console or Console()
    out.mkdir(parents=True, exist_ok=True)
    database = out / "quotes.duckdb"
    for stale in (database, out / "quotes.duckdb.wal"):
        stale.unlink(missing_ok=True)
    console.print(f"Reading the dispatches in {pages()}")
    with open_store(database) as store:
        with ingest_progress() as progress:
            report = store.ingest(pages(), progress=progress)
        show_report(report, console)
        told = store.sql(_MOST_TOLD).rows()
        show_rows(told[:_SHOWN], console=console)
        if len(told) > _SHOWN:
            console.print(f"and {len(told) - _SHOWN} more speakers", highlight=False)
        if told:
            comparison = store.compare(speaker=str(told[0]["speaker"]))
            show_comparison(comparison, console)
            comparison.to_html(out / "comparison.html")
    console.print("The same as a page:", soft_wrap=True)
    console.print(str((out / "comparison.html").resolve()), soft_wrap=True)
