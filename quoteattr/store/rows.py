"""Values to columns and rows to values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any

from quoteattr.ids import content_id
from quoteattr.names import name_key
from quoteattr.reading.record import moment as understood
from quoteattr.spans import Span
from quoteattr.store.connection import Connection, insert, last, not_there
from quoteattr.values import Article, Kind, Resolution, Role, Saying, Section

ARTICLE = (
    "id, text, outlet, title, url, byline, place, published_as, record, record_offset, sections, site, language, notes"
)
SAYING = "id, text, kind, speaker, outlet, day, article, source, cue, start"

# Column types, in the order of the rows that the functions below make.
_QUOTES = {
    "number": "BIGINT",
    "id": "VARCHAR",
    "article_number": "BIGINT",
    "span_start": "BIGINT",
    "span_end": "BIGINT",
    "pieces": "BIGINT[]",
    "text": "VARCHAR",
}
_SPEAKERS = {"number": "BIGINT", "id": "VARCHAR", "name": "VARCHAR"}
_SPEAKERS |= {"registered": "BOOLEAN", "first_article": "VARCHAR"}


def flat(spans: Iterable[Span]) -> list[int]:
    """Return the offsets of spans in one list: start, end, start, end, ..."""
    return [at for span in spans for at in (span.start, span.end)]


def spans(offsets: Sequence[int] | None) -> tuple[Span, ...]:
    """Return the spans of a list of offsets."""
    return tuple(Span(a, b) for a, b in zip((offsets or [])[::2], (offsets or [])[1::2], strict=True))


def moment(when: date | datetime | None) -> datetime | None:
    """Return a moment as UTC without a time zone; midnight of a day."""
    if when is None:
        return None
    if not isinstance(when, datetime):
        return datetime.combine(when, time.min)
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when


def key_of(name: str | None) -> str | None:
    """Return the key under which a name is looked up, or None where nothing is left of it."""
    return (name_key(name).value or None) if name else None


def speaker_id(name: str, registered: str | None = None) -> str:
    """Return the id of a speaker: the registry's where it has one, else one made from the key of the name."""
    return registered or content_id("name", key=key_of(name) or name)


def registered(speaker: str) -> bool:
    """Tell whether a speaker's id is a registry's."""
    return not speaker.startswith("n-")


def speaker_of(resolution: Resolution) -> str | None:
    """Return the id of the speaker that a resolution names, or None."""
    return speaker_id(resolution.speaker, resolution.speaker_id) if resolution.speaker else None


def parse_published(text: str | None) -> date | datetime | None:
    """Return the date or moment that an ISO text stands for."""
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def article_from(row: Sequence[Any]) -> Article:
    """Return the article of a row of the columns `ARTICLE`."""
    return Article(
        text=row[1],
        outlet=row[2],
        title=row[3],
        url=row[4],
        byline=row[5],
        place=row[6],
        published=parse_published(row[7]),
        sections=tuple(Section(Role(role), Span(start, end)) for role, start, end in json.loads(row[10])),
        record=row[8],
        offset=row[9],
        site=row[11],
        language=row[12],
        notes=tuple(json.loads(row[13] or "[]")),
    )


def saying_from(row: Sequence[Any]) -> Saying:
    """Return the saying of a row of the columns `SAYING`."""
    return Saying(row[0], row[1], Kind(row[2]), *row[3:])


def _write_numbered(con: Connection, table: str, types: Mapping[str, str], rows: Sequence[tuple[Any, ...]]) -> None:
    new = not_there(con, table, rows)
    if new:
        first = last(con, table) + 1
        insert(con, table, types, [(number, *row) for number, row in enumerate(new, first)])


def write_quotes(con: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert quotes (id, article's number, start, end, pieces, text) that are not there yet, and number them."""
    _write_numbered(con, "quotes", _QUOTES, rows)


def write_speakers(con: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert speakers (id, name, registered, first article) that are not there yet, and number them."""
    _write_numbered(con, "speakers", _SPEAKERS, rows)


def quote_row(article: Article, number: int, content: Sequence[Span]) -> tuple[Any, ...]:
    """Return the row of a quote in the article of a number: its id derives from the article and the content."""
    quote = content_id("statement", article=article.id, content=[[p.start, p.end] for p in content])
    words = " ".join(p.of(article.text) for p in content)
    start, end = min(p.start for p in content), max(p.end for p in content)
    return quote, number, start, end, flat(content), words


def run_of(con: Connection, recipe: Mapping[str, str]) -> str:
    """Return the id of the run with this recipe, a new one if need be."""
    run = content_id("run", recipe=dict(recipe))
    told = json.dumps(dict(recipe), sort_keys=True, ensure_ascii=False)
    con.execute(
        "INSERT INTO runs SELECT $1, (SELECT coalesce(max(number), 0) + 1 FROM runs), $2 "
        "WHERE NOT EXISTS (SELECT 1 FROM runs WHERE id = $1)",
        [run, told],
    )
    return run


def sections_of(given: str | None, length: int) -> str:
    """Return the sections as they are stored.

    Raises:
        ValueError: They can't be read, or don't fit the text.
    """
    if not given or given == "[]":
        return "[]"
    try:
        found = [(Role(role), int(start), int(end)) for role, start, end in json.loads(given)]
    except (ValueError, TypeError) as error:
        raise ValueError(f"its sections can't be read: {error}") from None
    if any(not 0 <= start <= end <= length for _, start, end in found):
        raise ValueError("its sections don't fit its text")
    if any(one[2] > other[1] for one, other in pairwise(found)):
        raise ValueError("its sections overlap")
    return json.dumps(found)


def when_of(given: str | None) -> date | datetime | None:
    """Return when an article was published, as it was given.

    Raises:
        ValueError: It is no time.
    """
    try:
        return parse_published(given)  # as ours are written: no time zone is put in
    except ValueError:
        try:
            return understood(given)
        except ValueError as error:
            raise ValueError(f"published: {error}") from None
