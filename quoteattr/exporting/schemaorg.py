"""schema.org in JSON-LD: statements as Quotation and Claim, comparisons as ClaimReview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from quoteattr.exporting.annotations import address, urn
from quoteattr.values import Article, Kind, Match, Saying, Statement

CONTEXT = "https://schema.org"
# What the annotator calls a mention, and what schema.org calls such a thing; of others no type is claimed.
_TYPES = {"PERSON": "Person", "ORG": "Organization", "PLACE": "Organization", "GROUP": "Organization"}


def _bare(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _who(statement: Statement) -> dict[str, Any] | None:
    name = statement.speaker or statement.source
    if not name:
        return None
    label = statement.attribution.entity.label if statement.attribution.entity else ""
    return _bare({"@type": _TYPES.get(label), "name": name})


def _published(article: Article) -> dict[str, Any]:
    return _bare(
        {
            "@type": "NewsArticle",
            "@id": urn(article.id),
            "headline": article.title,
            "url": address(article),
            "publisher": {"@type": "Organization", "name": article.outlet} if article.outlet else None,
            "author": {"@type": "Person", "name": article.byline} if article.byline else None,
            "datePublished": article.published.isoformat() if article.published else None,
            "locationCreated": {"@type": "Place", "name": article.place} if article.place else None,
        }
    )


def quotation(statement: Statement) -> dict[str, Any]:
    """Return a statement as a schema.org Quotation, or as a Claim where the words are the outlet's own.

    Indirect speech is no quotation: the outlet vouches for what was said and not for the words.
    """
    base = {"@id": urn(statement.id), "text": statement.text}
    if statement.kind is Kind.INDIRECT:
        return _bare({"@type": "Claim", **base, "author": _who(statement), "appearance": _published(statement.article)})
    return _bare(
        {
            "@type": "Quotation",
            **base,
            "spokenByCharacter": _who(statement),
            "isPartOf": _published(statement.article),
            "disambiguatingDescription": "partly in the outlet's words" if statement.kind is Kind.MIXED else None,
        }
    )


def quotations(statements: Iterable[Statement]) -> dict[str, Any]:
    """Return statements as one JSON-LD document of schema.org Quotations and Claims."""
    return {"@context": CONTEXT, "@graph": [quotation(s) for s in statements]}


def _appearance(
    saying: Saying, known: dict[str, Statement], copied: tuple[str, str | None] | None = None
) -> dict[str, Any]:
    """Return the article that has a saying; one that prints another's text says what it is based on."""
    statement = known.get(saying.id)
    based: dict[str, Any] = {}
    if copied:
        source = known.get(copied[0])
        based = {"isBasedOn": urn(source.article.id) if source else None, "creditText": copied[1]}
    part = {
        "@type": "Claim" if saying.kind is Kind.INDIRECT else "Quotation",
        "@id": urn(saying.id),
        "text": saying.text,
    }
    if statement is not None:
        return _bare({**_published(statement.article), **based, "hasPart": part})
    return _bare(
        {
            **based,
            "@type": "NewsArticle",
            "@id": urn(saying.article) if saying.article else None,
            "publisher": {"@type": "Organization", "name": saying.outlet} if saying.outlet else None,
            "datePublished": saying.day.isoformat() if saying.day else None,
            "hasPart": part,
        }
    )


def _finding(matches: Sequence[Match]) -> str:
    kinds = sorted({c.kind for m in matches for c in m.changes})
    if kinds:
        return f"Reported with changes of substance: {', '.join(kinds)}"
    relations = sorted({str(m.relation) for m in matches})
    return f"Reported without a change of substance: {', '.join(relations)}"


def claim_review(
    sayings: Sequence[Saying],
    matches: Sequence[Match],
    known: dict[str, Statement],
    reviewer: str,
    url: str | None = None,
    day: date | None = None,
    copies: Mapping[str, tuple[str, str | None]] | None = None,
) -> dict[str, Any]:
    """Return one utterance of a comparison as a schema.org ClaimReview.

    What is reviewed is what the speaker is reported to have said; the rating says how far the outlets' wordings agree,
    in words alone, and nothing of whether it is true.

    Args:
        sayings: The wordings, the one that the others are held against first.
        matches: How they relate.
        known: The statements behind them by id, as far as there are any.
        reviewer: Who answers for the review.
        url: Where the review is published.
        day: When it is.
        copies: Of a saying that is a print of another outlet's text, the id of the first print, and who is credited.
    """
    first, statement = sayings[0], known.get(sayings[0].id)
    name = next((s.speaker for s in sayings if s.speaker), None) or first.source
    who = _who(statement) if statement else None
    claim = _bare(
        {
            "@type": "Claim",
            "author": (who or {}) | {"name": name} if name else None,
            "text": first.text,
            "datePublished": min((s.day.isoformat() for s in sayings if s.day), default=None),
            "firstAppearance": _appearance(first, known),
            "appearance": [_appearance(s, known, (copies or {}).get(s.id)) for s in sayings],
        }
    )
    told = [f"{c.kind}: {c.a or '(nothing)'} → {c.b or '(nothing)'}. {c.note}" for m in matches for c in m.changes]
    return _bare(
        {
            "@type": "ClaimReview",
            "@id": urn(f"r-{first.id}"),
            "url": url,
            "author": {"@type": "Organization", "name": reviewer},
            "datePublished": day.isoformat() if day else None,
            "claimReviewed": first.text,
            "itemReviewed": claim,
            "reviewAspect": "wording",
            "reviewBody": " ".join(dict.fromkeys(told)),
            "reviewRating": {"@type": "Rating", "alternateName": _finding(matches)},
        }
    )


def claim_reviews(
    rows: Iterable[tuple[Sequence[Saying], Sequence[Match], Mapping[str, tuple[str, str | None]]]],
    statements: Iterable[Statement],
    reviewer: str,
    url: str | None = None,
    day: date | None = None,
) -> dict[str, Any]:
    """Return the utterances of a comparison as one JSON-LD document of schema.org ClaimReviews.

    Args:
        rows: The wordings of each utterance, how they relate, and which are prints of one text; see `claim_review`.
        statements: The statements behind them, for their articles.
        reviewer: Who answers for the reviews.
        url: Where they are published.
        day: When they are.
    """
    known = {s.id: s for s in statements}
    graph = [claim_review(list(s), list(m), known, reviewer, url, day, copies) for s, m, copies in rows]
    return {"@context": CONTEXT, "@graph": graph}
