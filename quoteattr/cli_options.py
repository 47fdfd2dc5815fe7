"""Options that several commands have."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

DATABASE = click.option(
    "--db", "database", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The database file."
)
PARTIAL = 3  # exit code: some inputs failed and the others were done
BUSY = 4  # exit code: another process holds the database; the same command may work later
ACT = click.Choice(["speech", "writing", "thought"])
SINCE = click.option("--since", help="Published on this day or after (YYYY-MM-DD).")
UNTIL = click.option("--until", help="Published on this day or before (YYYY-MM-DD).")
KEPT = click.option("--kept", is_flag=True, help="Take the pairs that `match` has kept, instead of comparing anew.")
OUTLETS = click.option("--outlets", help="Outlets to compare, parted by commas; all by default.")


def filters(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the conditions that statements may have to meet."""
    for option in (
        UNTIL,
        SINCE,
        click.option("--act", type=ACT, multiple=True, help="Of this act only; may be given again."),
        click.option("--kind", type=click.Choice(["direct", "mixed", "indirect"]), help="Of this kind only."),
        click.option("--outlet", help="From this outlet only."),
        click.option("--speaker", help="By this speaker only, in any spelling."),
    ):
        function = option(function)
    return function


REGISTRY = click.option(
    "--registry",
    "registries",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Speakers of your own, beside the packaged ones; may be given again.",
)


def speakers_of(paths: tuple[Path, ...]) -> Any:
    """Return the packaged registry with those of ``paths`` added, or None where there are none."""
    from quoteattr.registry import Registry

    found = Registry.load() if paths else None
    for path in paths:
        found = found.including(Registry.load(path)) if found is not None else None
    return found


def outlets_of(outlets: str | None) -> tuple[str, ...] | None:
    """Return the outlets of the option ``--outlets``, or None where none are given."""
    return tuple(o.strip() for o in outlets.split(",") if o.strip()) if outlets else None


def _columns(ctx: click.Context, option: click.Parameter, value: str | None) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in (value or "").split(",") if pair.strip()]
    if not all(field.strip() and column.strip() for field, _, column in pairs):
        raise click.BadParameter("write FIELD=COLUMN,FIELD=COLUMN, such as text=body,outlet=source", ctx, option)
    return {field.strip(): column.strip() for field, _, column in pairs}


def _format(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from quoteattr.reading.formats import FORMATS  # only who names one needs it

    if value not in FORMATS:
        raise click.BadParameter(f"{value} is none; choose among {', '.join(FORMATS)}", ctx, option)
    return value


def reading(function: Callable[..., None]) -> Callable[..., None]:
    """Add the arguments and options of what is read."""
    for option in (
        click.option("--outlet", help="Who published it, where no record says so; wins over a dateline."),
        click.option(
            "--columns", callback=_columns, help="Which column or key holds which field: text=body,outlet=source."
        ),
        click.option(
            "--format", "form", metavar="NAME", callback=_format, help="The format, where the endings don't tell it."
        ),
        click.argument("paths", nargs=-1, required=True),
    ):
        function = option(function)
    return function


def inputs(paths: tuple[str, ...], form: str | None, columns: dict[str, str], outlet: str | None) -> list[Any]:
    """Return what is to be read, with what its name can't tell."""
    from quoteattr.reading import Input

    return [
        Input(sys.stdin.buffer if path == "-" else Path(path), form, columns, "-" if path == "-" else None, outlet)
        for path in paths
    ]
