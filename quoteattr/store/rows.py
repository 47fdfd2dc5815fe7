"""Values to columns and rows to values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from quoteattr.ids import content_id
from quoteattr.names import name_key
from quoteattr.spans import Span
from quoteattr.store.connection import Connection, insert, insert_new
from quoteattr.values import Article, Kind, Resolution, Role, Saying, Section, Statement

ARTICLE = "id, text, outlet, title, url, byline, place, published_as, record, record_offset, sections"
SAYING = "id, text, kind, speaker, outlet, day, article, source, cue, start"

# Column types, in the order of the rows that the functions below make.
_ARTICLES = dict.fromkeys(["id", "text", "outlet", "title", "url", "byline", "place"], "VARCHAR") | {
    "published": "TIMESTAMP",
    "published_as": "VARCHAR",
    "day": "DATE",
    "record": "VARCHAR",
    "record_offset": "BIGINT",
    "sections": "VARCHAR",
}
_QUOTES = {
    "id": "VARCHAR",
    "article": "VARCHAR",
    "span_start": "BIGINT",
    "span_end": "BIGINT",
    "pieces": "BIGINT[]",
    "text": "VARCHAR",
}
_ATTRIBUTIONS = {
    "run": "VARCHAR",
    "quote": "VARCHAR",
    "article": "VARCHAR",
    "kind": "VARCHAR",
    "cue_start": "BIGINT",
    "cue_end": "BIGINT",
    "cue": "VARCHAR",
    "source_start": "BIGINT",
    "source_end": "BIGINT",
    "source": "VARCHAR",
    "confidence": "DOUBLE",
    "name": "VARCHAR",
    "label": "VARCHAR",
    "name_key": "VARCHAR",
    "source_key": "VARCHAR",
    "chain": "BIGINT[]",
    "why": "VARCHAR",
    "act": "VARCHAR",
}
_RESOLUTIONS = {
    "run": "VARCHAR",
    "quote": "VARCHAR",
    "article": "VARCHAR",
    "speaker": "VARCHAR",
    "score": "DOUBLE",
    "candidates": "VARCHAR",
    "method": "VARCHAR",
    "why": "VARCHAR",
}
_SPEAKERS = {"id": "VARCHAR", "name": "VARCHAR", "registered": "BOOLEAN", "first_article": "VARCHAR"}
_ALIASES = {"key": "VARCHAR", "alias": "VARCHAR", "speaker": "VARCHAR"}


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
    )


def saying_from(row: Sequence[Any]) -> Saying:
    """Return the saying of a row of the columns `SAYING`."""
    return Saying(row[0], row[1], Kind(row[2]), *row[3:])


def write_articles(con: Connection, articles: Sequence[Article]) -> None:
    """Insert articles that are not there yet, and where they were met."""
    rows = [
        (
            *(a.id, a.text, a.outlet, a.title, a.url, a.byline, a.place, moment(a.published)),
            *(a.published.isoformat() if a.published else None, a.day, a.record, a.offset),
            json.dumps([[s.role, s.span.start, s.span.end] for s in a.sections]),
        )
        for a in articles
    ]
    insert_new(con, "articles", _ARTICLES, rows, ("id",))
    write_positions(con, articles)


def write_positions(con: Connection, articles: Sequence[Article]) -> None:
    """Insert the places where articles were met, where they are new."""
    rows = [(a.id, a.record, a.offset) for a in articles if a.record is not None]
    types = {"article": "VARCHAR", "record": "VARCHAR", "record_offset": "BIGINT"}
    insert_new(con, "positions", types, rows, tuple(types))


def write_quotes(con: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert quotes (id, article, start, end, pieces, text) that are not there yet."""
    insert_new(con, "quotes", _QUOTES, rows, ("id",))


def write_speakers(con: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert speakers (id, name, registered, first article) that are not there yet."""
    insert_new(con, "speakers", _SPEAKERS, rows, ("id",))


def write_aliases(con: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Insert aliases (alias, speaker id) that are not there yet."""
    rows = [(key, name, who) for name, who in dict.fromkeys(pairs) if (key := key_of(name))]
    insert_new(con, "aliases", _ALIASES, rows, ("key", "speaker"))


def quote_row(article: Article, content: Sequence[Span]) -> tuple[Any, ...]:
    """Return the row of a quote: its id derives from the article and the content."""
    quote = content_id("statement", article=article.id, content=[[p.start, p.end] for p in content])
    words = " ".join(p.of(article.text) for p in content)
    start, end = min(p.start for p in content), max(p.end for p in content)
    return quote, article.id, start, end, flat(content), words


def write_statements(con: Connection, run: str, statements: Sequence[Statement], fresh: bool) -> None:
    """Insert what a run found.

    Args:
        con: The connection.
        run: The run's id.
        statements: Its statements; each id once.
        fresh: Whether no earlier run has seen their articles, so that no quote can be there yet.
    """
    quotes, attributions, resolutions, speakers, aliases = [], [], [], [], []
    for s in statements:
        quote, link, found, article = s.quote, s.attribution, s.resolution, s.article
        span, who = quote.span, speaker_of(found)
        quotes.append((s.id, article.id, span.start, span.end, flat(quote.content), s.text))
        name = link.entity.name if link.entity else None
        attributions.append(
            (
                *(run, s.id, article.id, str(quote.kind)),
                *((quote.cue.start, quote.cue.end) if quote.cue else (None, None)),
                s.cue,
                *((quote.source.start, quote.source.end) if quote.source else (None, None)),
                *(s.source, quote.confidence, name, link.entity.label if link.entity else None),
                *(key_of(name), key_of(s.source), flat(link.chain), link.reason, quote.act and str(quote.act)),
            )
        )
        ranked = json.dumps([[c.name, c.score, c.speaker_id] for c in found.candidates], ensure_ascii=False)
        resolutions.append((run, s.id, article.id, who, found.score, ranked, found.method, found.reason))
        if who and found.speaker:
            speakers.append((who, found.speaker, found.speaker_id is not None, article.id))
            aliases.append((found.speaker, who))
            if name:
                aliases.append((name, who))
    if fresh:
        insert(con, "quotes", _QUOTES, quotes)
    else:
        write_quotes(con, quotes)
    insert(con, "attributions", _ATTRIBUTIONS, attributions)
    insert(con, "resolutions", _RESOLUTIONS, resolutions)
    write_speakers(con, speakers)
    write_aliases(con, aliases)
