"""Spans, ids and values: offsets round-trip, ids depend on content alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.ids import content_id
from quoteattr.spans import Span, hull, merged, trimmed
from quoteattr.values import Article, Kind, Quote, Role, Section

pairs = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: Span(min(p), max(p)))


@given(st.text(max_size=60), pairs)
def test_a_span_gives_the_words(text: str, span: Span) -> None:
    assert span.of(text) == text[span.start : span.end]


@given(pairs, pairs)
def test_overlap_is_symmetric_and_follows_containment(a: Span, b: Span) -> None:
    assert a.overlaps(b) == b.overlaps(a)
    if a.contains(b) and len(b):
        assert a.overlaps(b)


@given(pairs, st.integers(0, 100))
def test_shift_round_trips(span: Span, by: int) -> None:
    assert span.shift(by).shift(-by) == span


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)], ids=["negative", "backward"])
def test_bad_spans_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="run forward"):
        Span(start, end)


def test_hull_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="not defined"):
        hull([])


@pytest.mark.parametrize(
    ("text", "also", "words"),
    [(" ab ", "", "ab"), (", ab,", ",", "ab"), ("   ", "", None), ("ab", "", "ab")],
    ids=["blanks", "commas", "nothing left", "clean"],
)
def test_trimmed(text: str, also: str, words: str | None) -> None:
    span = trimmed(Span(0, len(text)), text, also)
    assert (span.of(text) if span else None) == words


def test_merged_joins_over_blanks_only() -> None:
    text = "ab cd, ef"
    assert merged([Span(0, 2), Span(3, 5), Span(7, 9)], text) == (Span(0, 5), Span(7, 9))


def test_ids_depend_on_content_and_kind_alone() -> None:
    assert content_id("article", a=1, b=2) == content_id("article", b=2, a=1)
    assert content_id("article", a=1) != content_id("quote", a=1)
    assert Article("Text.", outlet="AFP").id == Article("Text.", outlet="AFP", record="other.txt", offset=7).id
    assert Article("Text.", outlet="AFP").id != Article("Text.", outlet="UPI").id


def test_an_article_without_sections_is_all_body() -> None:
    assert Article("Text.").parts(Role.BODY) == (Span(0, 5),)
    assert Article("Text.").parts(Role.HEADLINE) == ()
    marked = Article("Head\nText.", sections=(Section(Role.HEADLINE, Span(0, 4)), Section(Role.BODY, Span(5, 10))))
    assert marked.parts(Role.BODY) == (Span(5, 10),)


def test_a_quote_gives_its_words_from_the_text() -> None:
    text = "“One,” she said. “Two.”"
    quote = Quote((Span(0, 6), Span(17, 23)), Kind.DIRECT)
    assert quote.text(text) == "“One,” “Two.”"
    assert quote.span == Span(0, 23)
