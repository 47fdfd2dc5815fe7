"""The rows in which statements travel from one machine to another: one row a statement, with its article's fields.

`docs/reference/formats.md` documents each column. An article without statements has one row whose ``content`` is null;
one that failed has one row with ``error``. The rows of one article follow one another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quoteattr.values import Article, Statement

_STRING, _INT, _REAL, _INTS = "string", "int64", "double", "list<int64>"

# Of the article, repeated in each of its rows.
ARTICLE: Mapping[str, str] = {
    "record": _STRING,
    "record_offset": _INT,
    "article": _STRING,
    "text": _STRING,
    "outlet": _STRING,
    "title": _STRING,
    "url": _STRING,
    "byline": _STRING,
    "place": _STRING,
    "site": _STRING,
    "language": _STRING,
    "published": _STRING,
    "sections": _STRING,
    "notes": _STRING,
    "recipe": _STRING,
    "error": _STRING,
}
# Of the statement. ``id``, ``words``, ``cue`` and ``source`` follow from the other columns, which they are checked by.
STATEMENT: Mapping[str, str] = {
    "id": _STRING,
    "kind": _STRING,
    "act": _STRING,
    "content": _INTS,
    "words": _STRING,
    "cue_start": _INT,
    "cue_end": _INT,
    "cue": _STRING,
    "source_start": _INT,
    "source_end": _INT,
    "source": _STRING,
    "confidence": _REAL,
    "name": _STRING,
    "label": _STRING,
    "chain": _INTS,
    "link_why": _STRING,
    "speaker": _STRING,
    "speaker_id": _STRING,
    "score": _REAL,
    "method": _STRING,
    "candidates": _STRING,
    "speaker_why": _STRING,
}
COLUMNS: Mapping[str, str] = {**ARTICLE, **STATEMENT}
NOTHING: tuple[None, ...] = (None,) * len(STATEMENT)

Row = tuple[Any, ...]


def article_row(article: Article, recipe: Mapping[str, str] | None = None, error: str | None = None) -> Row:
    """Return the columns `ARTICLE` of an article.

    Args:
        article: The article.
        recipe: What its statements depend on: names and fingerprints.
        error: Why it has no statements, where it failed.
    """
    return (
        *(article.record, article.offset, article.id, article.text, article.outlet, article.title, article.url),
        *(article.byline, article.place, article.site, article.language),
        article.published.isoformat() if article.published else None,
        json.dumps([[s.role, s.span.start, s.span.end] for s in article.sections]),
        json.dumps(list(article.notes), ensure_ascii=False),
        json.dumps(dict(recipe), sort_keys=True, ensure_ascii=False) if recipe is not None else None,
        error,
    )


def statement_row(statement: Statement) -> Row:
    """Return the columns `STATEMENT` of a statement."""
    quote, link, found = statement.quote, statement.attribution, statement.resolution
    return (
        *(statement.id, str(quote.kind), quote.act and str(quote.act)),
        *([at for p in quote.content for at in (p.start, p.end)], statement.text),
        *((quote.cue.start, quote.cue.end) if quote.cue else (None, None)),
        statement.cue,
        *((quote.source.start, quote.source.end) if quote.source else (None, None)),
        *(statement.source, quote.confidence),
        *((link.entity.name, link.entity.label) if link.entity else (None, None)),
        *([at for p in link.chain for at in (p.start, p.end)], link.reason),
        *(found.speaker, found.speaker_id, found.score, found.method),
        json.dumps([[c.name, c.score, c.speaker_id] for c in found.candidates], ensure_ascii=False),
        found.reason,
    )


def rows(
    article: Article,
    statements: Iterable[Statement] = (),
    *,
    recipe: Mapping[str, str] | None = None,
    error: str | None = None,
) -> list[Row]:
    """Return the rows of one article, in the order of `COLUMNS`.

    Args:
        article: The article.
        statements: Its statements.
        recipe: What they depend on: names and fingerprints.
        error: Why there are none, where the article failed.
    """
    head = article_row(article, recipe, error)
    return [(*head, *statement_row(s)) for s in statements] or [(*head, *NOTHING)]


def failure_row(record: str, reason: str, article: str | None = None) -> Row:
    """Return the columns `ARTICLE` of an input that could not be read, so that it is not lost on the way.

    Args:
        record: Its name.
        reason: Why it could not be read.
        article: The id of the article that was read from it and can't be written, if there is one.
    """
    told = {**dict.fromkeys(ARTICLE), "record": record, "record_offset": 0, "article": article, "error": reason}
    return tuple(told.values())


def arrow_schema() -> Any:
    """Return the rows' `pyarrow.Schema`.

    Raises:
        ImportError: pyarrow is not installed.
    """
    import pyarrow as pa

    types = {_STRING: pa.string(), _INT: pa.int64(), _REAL: pa.float64(), _INTS: pa.list_(pa.int64())}
    return pa.schema([pa.field(name, types[kind]) for name, kind in COLUMNS.items()])


def record_batch(given: Sequence[Row]) -> Any:
    """Return rows as a `pyarrow.RecordBatch` of `arrow_schema`.

    Raises:
        ImportError: pyarrow is not installed.
    """
    import pyarrow as pa

    schema = arrow_schema()
    columns = zip(*given, strict=True) if given else ([] for _ in schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.record_batch(arrays, schema=schema)
