"""Measure the library on gold files, by its public way from text to statements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quoteattr.annotate import StanzaAnnotator
from quoteattr.attribution import attribute
from quoteattr.errors import InputError
from quoteattr.pipeline import extract_articles, packaged_registry
from quoteattr.reading import Record, lay_out
from quoteattr.scoring import score_quotes
from quoteattr.spans import Span
from quoteattr.speakers import Known, resolve
from quoteattr.values import Article, Kind, Quote, Statement


def read_gold(path: Path) -> dict[str, dict[str, Any]]:
    """Return the gold articles of a JSON-lines file by their id.

    Raises:
        InputError: A line is no gold article.
    """
    gold: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
                gold[str(row.get("doc", row.get("id")))] = {"text": row["text"], "quotes": row["quotes"]}
            except (ValueError, KeyError, AttributeError) as error:
                raise InputError(
                    f"{path.name}, line {number}, is no gold article.",
                    remedy="Each line needs doc, text and quotes; see docs/reference/formats.md.",
                ) from error
    return gold


def _row(statement: Statement, base: int) -> dict[str, Any]:
    def pair(span: Span | None) -> list[list[int]]:
        return [[span.start + base, span.end + base]] if span else []

    quote = statement.quote
    return {
        "content": [[p.start + base, p.end + base] for p in quote.content],
        "cue": pair(quote.cue),
        "source": pair(quote.source),
        "speaker": statement.speaker,
    }


def _given(article: Mapping[str, Any]) -> tuple[Quote, ...]:
    """Return the gold quotes of an article as if they had been found."""
    quotes = []
    for row in article["quotes"]:
        content = tuple(Span(a, b) for a, b in row["content"])
        cue, source = (Span(*row[k][0]) if row.get(k) else None for k in ("cue", "source"))
        quotes.append(Quote(content, Kind(row.get("kind", "indirect")), cue, source))
    return tuple(quotes)


def evaluate_quotes(path: Path, *, gold_quotes: bool = False) -> dict[str, Any]:
    """Extract from the texts of a gold file and score the result.

    Args:
        path: A JSON-lines file with ``doc``, ``text`` and ``quotes`` a line.
        gold_quotes: Whether quotes and sources are taken from the gold file, so that naming alone is measured.

    Returns:
        The measures of `quoteattr.scoring.score_quotes`.
    """
    gold = read_gold(path)
    given: dict[str, dict[str, list[dict[str, Any]]]] = {}
    if gold_quotes:
        annotated = StanzaAnnotator(threads=1).annotate(Article(text=g["text"], record=doc) for doc, g in gold.items())
        for (doc, article), one in zip(gold.items(), annotated, strict=True):
            quotes = _given(article)
            attributions = attribute(one, quotes)
            resolutions = resolve(attributions, one.article, packaged_registry(), Known())
            rows = [
                _row(Statement(one.article, q, a, r), 0)
                for q, a, r in zip(quotes, attributions, resolutions, strict=True)
            ]
            given[doc] = {"quotes": rows}
        return score_quotes(gold, given)
    articles: list[Article] = []
    for doc, article in gold.items():
        if article["text"].strip():
            articles += lay_out(Record(article["text"], name=doc))
    for start in range(0, len(articles), 32):
        for result in extract_articles(articles[start : start + 32]):
            rows = [_row(s, result.article.offset) for s in result.statements]
            given.setdefault(str(result.article.record), {"quotes": []})["quotes"] += rows
    return score_quotes(gold, given)


def table(result: Mapping[str, Any]) -> str:
    """Return the measures of `evaluate_quotes` as lines of text."""
    lines = []
    for name in ("all", "quoted", "indirect"):
        t = result[name]
        cells = "  ".join(
            f"{k} P {t[k]['p']:.3f} R {t[k]['r']:.3f} F1 {t[k]['f1']:.3f}" for k in ("found", "exact", "attributed")
        )
        lines.append(
            f"{name:9} gold {t['gold']:5} pred {t['pred']:5}  {cells}  source|found {t['source_given_found']:.3f}"
        )
    c = result["chars"]
    lines.append(f"chars     P {c['p']:.3f} R {c['r']:.3f} F1 {c['f1']:.3f}")
    lines.append("elements  " + "  ".join(f"{k} {v:.3f}" for k, v in result["elements"].items()))
    if "speaker" in result:
        lines.append("speaker   " + "  ".join(f"{k} {v}" for k, v in result["speaker"].items()))
    return "\n".join(lines)
