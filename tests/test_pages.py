"""Splitting and roles, measured on the pages and corpora that lie beside the repository."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from quoteattr.reading import Record, lay_out
from quoteattr.spans import Span
from quoteattr.values import Article, Role

SHARED = Path(__file__).resolve().parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora are not beside this repository")


def lay_page(text: str, title: str | None = None, outlet: str | None = None) -> tuple[Article, ...]:
    articles = lay_out(Record(text, title=title, outlet=outlet))
    assert "".join(article.text for article in articles) == text
    return articles


def misplaced(text: str, articles: Sequence[Article], quotes: Sequence[dict[str, list[list[int]]]]) -> list[str]:
    """Return the pieces of gold content that lie in anything but body and teaser."""
    other = [
        span.shift(article.offset)
        for article in articles
        for span in article.parts(*(set(Role) - {Role.BODY, Role.TEASER}))
    ]
    pieces = [Span(*piece) for quote in quotes for piece in quote["content"]]
    return [piece.of(text) for piece in pieces if any(piece.overlaps(span) for span in other)]


@needs_shared
def test_the_seed_page() -> None:
    gold = json.loads((SHARED / "seed/gold.jsonl").read_text(encoding="utf-8"))
    first, second = lay_page(gold["text"])
    assert (first.outlet, first.published, second.outlet, second.published) == (
        *("AFP", date(2025, 4, 15)),
        *("UPI", date(2025, 4, 15)),
    )
    assert first.place is not None and first.place.startswith("Odesa") and second.place == "Washington DC"
    assert not misplaced(gold["text"], (first, second), gold["quotes"])


@needs_shared
def test_the_pages_of_the_events() -> None:
    outlets = [["Reuters", "AP", "UPI"], ["Reuters", "AP", "dpa"]]
    lines = (SHARED / "events/pages.jsonl").read_text(encoding="utf-8").splitlines()
    for line, expected in zip(lines, outlets, strict=True):
        page = json.loads(line)
        articles = lay_page(page["text"])
        assert [article.outlet for article in articles] == expected
        assert not misplaced(page["text"], articles, page["quotes"])


@needs_shared
def test_polnear_loses_no_gold() -> None:
    lost = []
    for line in (SHARED / "corpora/polnear/dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        articles = lay_page(row["text"], title=row["title"], outlet=row["publisher"])
        assert len(articles) == 1, row["doc"]
        lost += misplaced(row["text"], articles, row["quotes"])
    assert len(lost) <= 2  # of 2,515 pieces; none when this was written
