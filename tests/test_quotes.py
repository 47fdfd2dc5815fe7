"""The quote model, end to end over values: content, cue and source, linked."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteattr.errors import ModelError
from quoteattr.marks import quotations
from quoteattr.quotes import find_quotes, load_model
from quoteattr.spans import Span
from quoteattr.values import Article, Kind, Quote, Role, Section


def _quotes(text: str, *sections: Section) -> tuple[Quote, ...]:
    return find_quotes([Article(text, sections=sections)])[0]


def _words(text: str, quote: Quote) -> tuple[list[str], str | None, str | None]:
    return (
        [p.of(text) for p in quote.content],
        quote.cue.of(text) if quote.cue else None,
        quote.source.of(text) if quote.source else None,
    )


CASES = [
    (
        "direct",
        '"The bridge will open in May," said Transport Minister Aino Virtanen.',
        (['"The bridge will open in May,"'], "said", "Transport Minister Aino Virtanen"),
        Kind.DIRECT,
    ),
    (
        "indirect",
        "The central bank said that inflation would slow to 3 percent by the end of the year.",
        (["that inflation would slow to 3 percent by the end of the year"], "said", "The central bank"),
        Kind.INDIRECT,
    ),
    (
        "mixed",
        'Okafor called the ruling "a disgrace to the country" on Tuesday.',
        None,
        Kind.MIXED,
    ),
    (
        "split",
        '"We are ready," Ilona Szabo told reporters. "We have been ready for a year."',
        (['"We are ready,"', '"We have been ready for a year."'], "told", "Ilona Szabo"),
        Kind.DIRECT,
    ),
    (
        "over paragraphs",
        "Mayor Ana Reyes said: “The water is still rising.\n\n“We need boats tonight.”",
        (["“The water is still rising.", "“We need boats tonight.”"], "said", "Mayor Ana Reyes"),
        Kind.DIRECT,
    ),
]


@pytest.mark.parametrize(("text", "words", "kind"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_find_quotes(text: str, words: tuple[list[str], str, str] | None, kind: Kind) -> None:
    found = _quotes(text)
    assert len(found) == 1
    assert found[0].kind == kind
    assert 0 < found[0].confidence <= 1
    if words:
        assert _words(text, found[0]) == words


def test_headlines_and_links_give_no_quotes() -> None:
    text = "'We won': mayor says\nThe mayor said the city had won.\nRelated: what the mayor said"
    sections = (
        Section(Role.HEADLINE, Span(0, 20)),
        Section(Role.BODY, Span(21, 53)),
        Section(Role.BOILERPLATE, Span(54, len(text))),
    )
    for quote in _quotes(text, *sections):
        assert all(p.start >= 21 and p.end <= 53 for p in quote.content)
        assert quote.source is None or (quote.source.start >= 21 and quote.source.end <= 53)


def test_batching_changes_nothing(fixtures: Path) -> None:
    rows = [json.loads(line) for line in (fixtures / "gold.jsonl").read_text(encoding="utf-8").splitlines()][:5]
    articles = [Article(row["text"]) for row in rows]
    together = find_quotes(articles)
    alone = tuple(find_quotes([article])[0] for article in articles)
    assert together == alone


def test_min_confidence_leaves_out() -> None:
    text = CASES[0][1]
    assert find_quotes([Article(text)], min_confidence=1.0) == ((),)


def test_long_text_is_read_in_windows() -> None:
    text = "\n".join(f'"Day {n} was long," said Ilona Szabo.' for n in range(120))
    found = _quotes(text)
    assert len(found) >= 114
    assert all(q.content[0].of(text).startswith('"Day') for q in found)


def test_a_missing_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="train quotes"):
        find_quotes([Article("She said no.")], load_model(tmp_path))


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("ab .,\n\"“”'’sS")) | st.characters(), max_size=120))
def test_spans_stay_inside_any_text(text: str) -> None:
    for quote in _quotes(text):
        for span in (*quote.content, *filter(None, (quote.cue, quote.source))):
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text) == span.of(text).strip()


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.sampled_from(["“We won,”", "she said.", "Lee said that", "it rained.", "‘No.’", "\n\n", "the “quiet” town"]),
        max_size=12,
    )
)
def test_no_border_cuts_a_quotation(parts: list[str]) -> None:
    text = " ".join(parts)
    outer = [q.span for q in quotations(text) if q.depth == 0]
    for quote in _quotes(text):
        for piece in quote.content:
            for mark in outer:
                assert not mark.start < piece.start < mark.end - 1
                assert not mark.start + 1 < piece.end < mark.end
