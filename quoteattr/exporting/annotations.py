"""W3C Web Annotations: every statement anchored in its article by its words and by its offsets.

After the Web Annotation Data Model, W3C Recommendation of 23 February 2017: selectors in section 4.2, positions in
Unicode code points as everywhere here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from quoteattr.spans import Span
from quoteattr.values import Article, Match, Statement

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# The words on either side that tell two places of the same words apart: 32 characters, as annotation tools use, and
# twice as many again as long as the place is not the only one.
_AROUND = 32
_GENERATOR = {"type": "Software", "name": "quoteattr"}


def urn(key: str) -> str:
    """Return the id of a statement or an article as an IRI."""
    return f"urn:quoteattr:{key}"


def address(article: Article) -> str | None:
    """Return where an article was published, where that is an address of the web."""
    url = article.url or ""
    return url if url.startswith(("https://", "http://")) and not any(c.isspace() for c in url) else None


def selectors(text: str, span: Span) -> list[dict[str, Any]]:
    """Return a stretch of a text as a TextQuoteSelector and a TextPositionSelector.

    Args:
        text: The whole text.
        span: The stretch.
    """
    width, exact = _AROUND, span.of(text)
    while True:
        before, after = text[max(0, span.start - width) : span.start], text[span.end : span.end + width]
        whole = before + exact + after
        first = text.find(whole)
        if len(whole) == len(text) or (first >= 0 and text.find(whole, first + 1) < 0):
            break
        width *= 2
    return [
        {"type": "TextQuoteSelector", "exact": exact, "prefix": before, "suffix": after},
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def _source(article: Article) -> dict[str, Any]:
    told = {
        "schema:headline": article.title,
        "schema:publisher": article.outlet,
        "schema:datePublished": article.published.isoformat() if article.published else None,
    }
    return {"id": address(article) or urn(article.id), "type": "Text", **{k: v for k, v in told.items() if v}}


def _place(article: Article, span: Span) -> dict[str, Any]:
    """Return a stretch of an article as a SpecificResource.

    The offsets count in the text that the store holds; where the source is the published page, ``state`` names it.
    """
    found: dict[str, Any] = {"type": "SpecificResource", "source": _source(article)}
    if address(article):
        found["state"] = {"type": "TimeState", "cached": urn(article.id)}
    return found | {"selector": selectors(article.text, span)}


def _told(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def annotation(statement: Statement) -> dict[str, Any]:
    """Return a statement as an annotation.

    Its targets are the pieces of its content; its bodies tell who speaks (``identifying``), the kind (``classifying``),
    why that speaker (``describing``), and where the article names the source and the cue.
    """
    article, quote = statement.article, statement.quote
    bodies: list[dict[str, Any]] = []
    if statement.speaker:
        bodies.append(_told("identifying", statement.speaker))
    bodies.append(_told("classifying", str(statement.kind)))
    if statement.why:
        bodies.append(_told("describing", statement.why))
    for span, purpose in ((quote.source, "identifying"), (quote.cue, "highlighting")):
        if span is not None:
            bodies.append({**_place(article, span), "purpose": purpose})
    targets = [_place(article, piece) for piece in quote.content]
    return {
        "id": urn(statement.id),
        "type": "Annotation",
        "motivation": "identifying",
        "generator": _GENERATOR,
        "body": bodies,
        "target": targets[0] if len(targets) == 1 else targets,
    }


def link(match: Match) -> dict[str, Any]:
    """Return two wordings of one utterance as an annotation on the first that links the second, changes in words."""
    told = [_told("classifying", str(match.relation))]
    told += [
        _told("commenting", f"{c.kind}: {c.a or '(nothing)'} → {c.b or '(nothing)'}. {c.note}") for c in match.changes
    ]
    return {
        "id": urn(f"m-{match.a}-{match.b}"),
        "type": "Annotation",
        "motivation": "linking",
        "generator": _GENERATOR,
        "body": [{"type": "SpecificResource", "purpose": "linking", "source": urn(match.b)}, *told],
        "target": urn(match.a),
    }


def collection(items: Sequence[dict[str, Any]], name: str = "annotations") -> dict[str, Any]:
    """Return annotations as one collection with one page, as a JSON-LD document."""
    page = {"id": urn(f"{name}-page"), "type": "AnnotationPage", "startIndex": 0, "items": list(items)}
    found: dict[str, Any] = {"@context": CONTEXT, "id": urn(name), "type": "AnnotationCollection"}
    return found | {"label": "Statements found by quoteattr", "total": len(items), "first": page}


def web_annotations(statements: Iterable[Statement], matches: Iterable[Match] = ()) -> dict[str, Any]:
    """Return statements, and how their wordings relate, as a W3C Web Annotation collection.

    Args:
        statements: The statements, with their articles.
        matches: Pairs of them that report one utterance.

    Returns:
        A JSON-LD document of plain values.
    """
    return collection([*map(annotation, statements), *map(link, matches)])
