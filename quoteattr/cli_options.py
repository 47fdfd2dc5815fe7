"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

DATABASE = click.option(
    "--db", "database", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The database file."
)
ACT = click.Choice(["speech", "writing", "thought"])
SINCE = click.option("--since", help="Published on this day or after (YYYY-MM-DD).")
UNTIL = click.option("--until", help="Published on this day or before (YYYY-MM-DD).")
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


def names(outlets: str | None) -> tuple[str, ...] | None:
    """Return the outlets of the option ``--outlets``, or None where none are given."""
    return tuple(o.strip() for o in outlets.split(",") if o.strip()) if outlets else None
