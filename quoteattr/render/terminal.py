"""Tables in the terminal, and progress on long work."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.panel import Panel
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from quoteattr.render.pieces import Piece, redline
from quoteattr.render.view import NOWHERE, base_of, chance, held_against, in_columns, outlet_of, shown_day, turned
from quoteattr.values import Saying

# Changes are told by more than colour: underlined what is new, struck what was left out.
_STYLES = {
    "added": "green underline",
    "removed": "red strike",
    "moved": "cyan italic",
    "variant": "dim",
}
# The same for output without styles, such as a file or a pipe: the signs of GNU wdiff.
_SIGNS = {"added": ("{+", "+}"), "removed": ("[-", "-]")}
# Columns narrower than this break nearly every line of a quote; then the outlets stand one below the other.
_NARROWEST = 24
# Columns of running text: what room a table has is theirs.
_RUNNING = frozenset({"text", "why", "reason"})
# Control characters of a text could steer the terminal: colours, titles, the cursor. C0 and C1, without line breaks.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(words: str) -> str:
    """Return words without the control characters that would steer a terminal, each as a visible sign."""
    return _CONTROL.sub(lambda m: " " if m.group() in "\t\r" else "\ufffd", words)


def _text(pieces: Sequence[Piece], styled: bool) -> Text:
    text = Text()
    for piece in pieces:
        before, after = ("", "") if styled else _SIGNS.get(piece.mark, ("", ""))
        words = " " if piece.mark == "gap" else plain(piece.text)
        text.append(f"{before}{words}{after}", _STYLES.get(piece.mark, ""))
    return text


def _shown(value: Any) -> str:
    return "" if value is None else plain(str(value))


def _widths(cells: Mapping[str, Sequence[str]], width: int) -> dict[str, int]:
    """Return the widths of the columns that there is room for, without the last ones if need be.

    Words are not broken but where one is very long. Half of the room beyond that lets short columns stand in one line,
    the rest is for running text.
    """
    whole, widths = {}, {}
    for name, column in cells.items():
        whole[name] = max(cell_len(line) for cell in column for line in cell.split("\n"))
        word = max(cell_len(word) for cell in column for word in cell.split())
        widths[name] = min(whole[name], _NARROWEST, _NARROWEST if name in _RUNNING else word)

    def room() -> int:
        return width - sum(widths.values()) - 3 * len(widths) - 1  # a line and two blanks a column, and the last line

    while room() < 0 and (others := [name for name in widths if name not in _RUNNING]) and len(widths) > 1:
        del widths[others[-1]]
    for name in sorted(widths, key=_RUNNING.__contains__):
        share = room() if name in _RUNNING else room() // 2
        widths[name] += max(0, min(whole[name] - widths[name], share))
    return widths


def show_rows(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None, console: Console | None = None
) -> None:
    """Print rows as a table.

    Columns in which nothing stands are left out, and the last ones where the terminal is too narrow for whole words.

    Args:
        rows: The rows, by column.
        columns: Columns to show, in this order; those that the rows lack are left out. All where none are given.
        console: Where to print.
    """
    console = console or Console()
    if not rows:
        console.print("nothing found")
        return
    wanted = [c for c in columns if c in rows[0]] if columns else list(rows[0])
    told = [c for c in wanted if any(row[c] is not None for row in rows)]
    cells = {c: [plain(c), *(_shown(row[c]) for row in rows)] for c in told}
    widths = _widths(cells, console.width)
    table = Table(show_lines=not _RUNNING.isdisjoint(widths))
    for column, width in widths.items():
        number = all(isinstance(row[column], int) for row in rows)
        table.add_column(Text(plain(column)), width=width, overflow="fold", justify="right" if number else "left")
    for at in range(1, len(rows) + 1):
        table.add_row(*(Text(cells[column][at]) for column in widths))
    console.print(table)


def show_article(result: Any, console: Console | None = None) -> None:
    """Print who said what in one article.

    Args:
        result: A `quoteattr.pipeline.ArticleResult`.
        console: Where to print.
    """
    console = console or Console()
    article = result.article
    heads = (article.outlet, shown_day(article.day), article.title)
    console.print(Text(plain(" · ".join(str(head) for head in heads if head) or str(article.record)), "bold"))
    if result.statements:
        show_rows(
            [{"speaker": s.speaker, "kind": s.kind, "text": s.text, "source": s.source} for s in result.statements],
            console=console,
        )
    else:
        console.print(Text(plain(result.error or result.skipped or "no quotes")))


def _told(change: Mapping[str, str]) -> str:
    evidence = f"{change['before'] or '(nothing)'} → {change['after'] or '(nothing)'}"
    known = change["before"] or change["after"]
    return plain(f"{change['kind']}: {evidence}. {change['note']}" if known else f"{change['kind']}: {change['note']}")


def _cell(saying: Saying, base: Saying, row: Any, styled: bool) -> Text:
    match, other = held_against(saying, base, row)
    text = _text(redline(saying, match, other), styled)
    text.append(plain(f"\n{saying.source or 'no source'} · {saying.kind}"), "dim")
    if match and other:
        text.append(plain(f" · {match.relation} {chance(match.score)} with {outlet_of(other)}"), "dim")
    elif len(row.sayings) > 1:
        text.append(" · basis", "dim")
    if match is None:
        return text
    for change in match.changes:
        text.append(f"\n! {_told(turned(change, match, saying))}", "bold yellow")
    return text


def _stacked(row: Any, ordered: Sequence[Saying], base: Saying, number: int, styled: bool) -> Panel:
    """Return one utterance with its outlets one below the other."""
    parts = []
    for saying in ordered:
        head = Text(plain(f"{outlet_of(saying)} {shown_day(saying.day)}".strip()), "bold")
        parts.append(Text("\n").join([head, _cell(saying, base, row, styled)]))
    return Panel(Text("\n\n").join(parts), title=f"#{number}", title_align="left")


def show_comparison(comparison: Any, console: Console | None = None) -> None:
    """Print a comparison: an utterance a row, an outlet a column, what differs marked, changes of substance in words.

    Where the terminal is too narrow for the columns, the outlets stand one below the other.

    Args:
        comparison: A `quoteattr.comparison.Comparison`.
        console: Where to print.
    """
    console = console or Console()
    outlets = list(comparison.outlets)
    if any(s.outlet is None for r in (*comparison.rows, *comparison.only) for s in r.sayings):
        outlets.append(NOWHERE)
    rows = [*comparison.rows, *comparison.only]
    name = Text(plain(comparison.speaker or "All speakers"), "bold")
    if not rows:
        console.print(Text(": ").join([name, Text(plain(f"nothing to compare. {comparison.unpaired()}"))]))
        return
    told = f"{len(comparison.rows)} utterances told by two outlets or more, {len(comparison.only)} by one alone"
    title = Text.assemble(name, f": {told}")
    styled = console.color_system is not None
    narrow = console.width < 5 + (_NARROWEST + 3) * len(outlets)
    table = Table(title=title, title_justify="left", show_lines=True, expand=True)
    table.add_column("#", no_wrap=True)
    for outlet in outlets:
        table.add_column(Text(plain(outlet)), ratio=1, overflow="fold")
    if narrow:
        console.print(title)
    for number, row in enumerate(rows, 1):
        ordered = in_columns(row, outlets)
        base = base_of(ordered, row)
        if narrow:
            console.print(_stacked(row, ordered, base, number, styled))
            continue
        by_outlet: dict[str, list[Text]] = {outlet: [] for outlet in outlets}
        for saying in ordered:
            by_outlet.setdefault(outlet_of(saying), []).append(_cell(saying, base, row, styled))
        none = Text("only in " + plain(outlet_of(base)) if len(row.sayings) == 1 else "not reported", "dim")
        cells = [Text("\n\n").join(by_outlet[o]) if by_outlet[o] else none for o in outlets]
        table.add_row(str(number), *cells)
    if not narrow:
        console.print(table)
    if not comparison.rows:
        console.print(Text(plain(comparison.unpaired())))
        return  # nothing is marked
    new, lost = (_text([Piece(words, mark)], styled) for words, mark in (("new", "added"), ("left out", "removed")))
    console.print(Text.assemble(new, " only here   ", lost, " only in the basis"))


def failure_line(record: str, reason: str) -> str:
    """Return a failure in one line that names its input once."""
    return reason if reason.startswith(record) else f"{record}: {reason}"


def show_report(report: Any, console: Console | None = None) -> None:
    """Print what came of an ingest: counts, and each failure by name.

    Args:
        report: A `quoteattr.store.IngestReport`.
        console: Where to print.
    """
    console = console or Console()
    console.print(
        f"{report.read} articles read, {report.stored} stored, {report.already} there already; "
        + (f"{report.skipped} in other languages; " if report.skipped else "")
        + f"{report.statements} statements; {len(report.failed)} failed; {report.seconds:.1f} s",
        highlight=False,
        soft_wrap=True,
    )
    for name in report.databases:
        console.print(Text(plain(f"left alone: {name}, a database")), soft_wrap=True)
    for failure in report.failed:
        console.print(Text(plain(f"failed: {failure_line(failure.record, failure.reason)}"), "red"), soft_wrap=True)


@contextmanager
def ingest_progress(console: Console | None = None) -> Iterator[Callable[[Any], None]]:
    """Show the progress of an ingest, and yield what it calls with its report so far.

    Nothing is shown where the console is no terminal.
    """
    console = console or Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("starting", total=None)

        def tell(report: Any) -> None:
            rate = report.read / report.seconds if report.seconds else 0.0
            words = (
                f"{report.read} articles, {report.statements} statements, {len(report.failed)} failed, "
                f"{rate:.1f} articles a second"
            )
            known = report.share is not None
            progress.update(
                task, description=words, total=1.0 if known else None, completed=report.share if known else None
            )

        yield tell
