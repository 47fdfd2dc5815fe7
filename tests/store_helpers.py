"""Articles and statements made by hand, for the tests of the store."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from quoteattr.spans import Span
from quoteattr.values import Article, Attribution, Entity, Kind, Quote, Resolution, Statement

# «words» said NAME. - one statement each, in these made-up articles.
_SAID = re.compile(r"“(?P<content>[^”]+)”,? (?P<cue>said|told us) (?P<source>[^.]+)\.")
FULL = {"Marlow": "Ada Marlow", "Ada Marlow": "Ada Marlow", "Pell": "Ivo Pell", "Ivo Pell": "Ivo Pell"}


@attrs.frozen
class Result:
    """What an extractor says of one article."""

    article: Article
    statements: tuple[Statement, ...] = ()
    error: str | None = None


def article(text: str, outlet: str = "AFP", day: date | None = date(2025, 3, 4), **more: Any) -> Article:
    """Return an article; its record is named after its outlet unless told otherwise."""
    return Article(text=text, outlet=outlet, published=day, **{"record": f"{outlet}.txt", **more})


def extractor(names: Mapping[str, str] = FULL, shift: int = 0, skip: Sequence[str] = (), broken: str = "BROKEN") -> Any:
    """Return an extractor of the statements of such articles.

    Args:
        names: From the words of the source to the canonical name.
        shift: How many characters the content begins late: a model that sees borders otherwise.
        skip: Contents that it does not find.
        broken: An article with this word in it fails.
    """

    def extract(articles: Sequence[Article]) -> list[Result]:
        found = []
        for one in articles:
            if broken in one.text:
                found.append(Result(one, error="the text says that it is broken"))
                continue
            statements = []
            for match in _SAID.finditer(one.text):
                if match["content"] in skip:
                    continue
                content = Span(match.start("content") + shift, match.end("content"))
                cue, source = Span(*match.span("cue")), Span(*match.span("source"))
                name = names.get(match["source"])
                quote = Quote((content,), Kind.DIRECT, cue, source, 0.9)
                entity = Entity(match["source"], "PERSON", (source,)) if match["source"][0].isupper() else None
                link = Attribution(quote, entity, (source,), f"“{match['source']}” is named.")
                method, why = ("registry", f"It is {name}.") if name else ("nobody", "Nobody fits.")
                statements.append(
                    Statement(one, quote, link, Resolution(name, None, 0.9 if name else 0.0, method, why))
                )
            found.append(Result(one, tuple(statements)))
        return found

    return extract


RIVER = article(
    "VELM (AFP) - “The river rose by two metres,” said Ada Marlow. “Nobody was hurt,” said Marlow. "
    "“We lost the bridge,” said the mayor. “Help is on its way,” said Ivo Pell.",
    url="https://example.org/river",
)
FLOOD = article(
    "VELM (UPI) - “The river rose two meters,” said Marlow. “The bridge is gone,” told us the mayor.", outlet="UPI"
)


def dump(store: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables, in the order in which they stand there."""
    tables = store.sql("SELECT table_name FROM duckdb_tables() ORDER BY 1").rows()
    return {t["table_name"]: [tuple(r.values()) for r in store.sql(f"FROM {t['table_name']}")] for t in tables}
