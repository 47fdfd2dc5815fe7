"""Handing on: statements and comparisons as files that other programs read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from quoteattr.errors import InputError
from quoteattr.exporting.annotations import web_annotations
from quoteattr.exporting.comparisons import facing
from quoteattr.exporting.schemaorg import claim_reviews, quotations
from quoteattr.exporting.tables import Rows, Tabular, encoded, json_text, plain
from quoteattr.values import Statement

# The columns of statements that come without a database: those of the view ``statements`` that they can fill.
_COLUMNS = dict.fromkeys(
    ["id", "speaker", "kind", "act", "text", "source", "cue", "outlet", "title", "url", "place"], "VARCHAR"
)
_COLUMNS |= {"day": "DATE", "article": "VARCHAR", "record": "VARCHAR", "start": "BIGINT", "end": "BIGINT"}
_COLUMNS |= {"confidence": "DOUBLE", "why": "VARCHAR", "record_start": "BIGINT"}


def _row(s: Statement) -> dict[str, Any]:
    article, span = s.article, s.quote.span
    said = ("id", "speaker", "text", "source", "cue", "outlet", "confidence", "why")
    return {
        **{name: getattr(s, name) for name in said},
        **{name: getattr(article, name) for name in ("title", "url", "place", "day", "record")},
        "kind": str(s.kind), "act": str(s.act) if s.act else None, "article": article.id,
        "start": span.start, "end": span.end, "record_start": article.offset + span.start,
    }  # fmt: skip


@attrs.frozen
class _Job:
    """What is handed on: as a table, as statements, and where it is a comparison as rows of wordings."""

    table: Tabular
    statements: Callable[[], Iterable[Statement]]
    compared: Any = None
    reviewer: str | None = None
    url: str | None = None
    day: date | None = None

    def rows(self) -> list[dict[str, Any]]:
        """Return the table as plain values by column."""
        names, rows = self.table.table()
        return [{name: plain(value) for name, value in zip(names, row, strict=True)} for row in rows]


def _job(found: Any, **more: Any) -> _Job:
    if isinstance(found, Tabular):
        behind: Any = found
        if hasattr(found, "only"):  # a comparison
            return _Job(found, lambda: behind.statements, found, **more)
        return _Job(found, getattr(found, "values", tuple), **more)
    listed = list(found)
    return _Job(Rows(_COLUMNS, [_row(s) for s in listed]), lambda: listed, **more)


def _json(job: _Job, path: Path) -> None:
    json_text(job.compared.to_dict() if job.compared is not None else job.rows(), path)


def _jsonl(job: _Job, path: Path) -> None:
    path.write_bytes(b"".join(encoded(json.dumps(row, ensure_ascii=False) + "\n") for row in job.rows()))


def _annotations(job: _Job, path: Path) -> None:
    matches = [m for row in job.compared.rows for m in row.matches] if job.compared is not None else []
    json_text(web_annotations(job.statements(), matches), path)


def _claim_reviews(job: _Job, path: Path) -> None:
    if job.compared is None:
        raise InputError("Reviews are made of a comparison.", remedy="Export what store.compare(...) returns.")
    if not job.reviewer:
        raise InputError("A review needs somebody who answers for it.", remedy="Name the reviewer.")
    rows = []
    for row in job.compared.rows:
        # The earliest wording is the claim: the others could have been made from it.
        copies = {i: (w.sayings[0], w.agency) for w in row.witnesses for i in w.sayings[1:]}
        sayings = sorted(row.sayings, key=lambda s: s.day or date.max)
        ids = [s.id for s in sayings]
        rows.append((sayings, [facing(m, ids) for m in row.matches], copies))
    json_text(claim_reviews(rows, job.statements(), job.reviewer, job.url, job.day), path)


FORMATS: dict[str, Callable[[_Job, Path], Any]] = {
    "json": _json,
    "jsonl": _jsonl,
    "csv": lambda job, path: job.table.to_csv(path),
    "parquet": lambda job, path: job.table.to_parquet(path),
    "arrow": lambda job, path: job.table.to_arrow(path),
    "annotations": _annotations,
    "quotations": lambda job, path: json_text(quotations(job.statements()), path),
    "claimreviews": _claim_reviews,
}
_ENDINGS = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}
_ENDINGS |= {".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow"}


def export(
    found: Any,
    path: str | Path,
    form: str | None = None,
    *,
    reviewer: str | None = None,
    url: str | None = None,
    day: date | None = None,
) -> Path:
    """Write statements or a comparison to a file.

    Args:
        found: What `Store.statements`, `Store.sql` or `Store.compare` returns, or `Statement` values.
        path: The file, written anew.
        form: One of `FORMATS`; by the ending of ``path`` where none is given.
        reviewer: Who answers for the reviews; ``claimreviews`` needs it.
        url: Where the reviews are published.
        day: When they are.

    Returns:
        The path.

    Raises:
        InputError: There is no such format or folder, or the format does not suit what is exported.
        QuoteattrError: A package that the format needs is not installed.
    """
    target = Path(path)
    wanted = form or _ENDINGS.get(target.suffix.lower())
    if wanted not in FORMATS:
        said = f"{form!r} is no format" if form else f"The ending of {target.name} names no format"
        raise InputError(f"{said}.", remedy=f"Choose among {', '.join(FORMATS)}.", format=form)
    if not target.parent.is_dir():
        raise InputError(f"There is no folder {target.parent}.", remedy="Make it, or choose another path.")
    FORMATS[wanted](_job(found, reviewer=reviewer, url=url, day=day), target)
    return target
