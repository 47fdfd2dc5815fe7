"""Annotation by Stanza's models: sentence borders, offsets on odd input, missing models."""

import logging
import socket
from pathlib import Path
from typing import Any

import pytest

from quoteattr.annotate import StanzaAnnotator, mended
from quoteattr.errors import ModelError
from quoteattr.spans import Span
from quoteattr.values import Annotated, Article, Role, Section, Sentence


@pytest.fixture(scope="module")
def annotator() -> StanzaAnnotator:
    return StanzaAnnotator(threads=1)


def _one(annotator: StanzaAnnotator, text: str) -> Annotated:
    return annotator.annotate([Article(text)])[0]


BORDERS = [
    (
        "inside a quotation",
        "“We won. We did not lose,” she said. They left.",
        ["“We won. We did not lose,” she said.", "They left."],
    ),
    (
        "country",
        "He joined the U.S. Army last year. It was hard.",
        ["He joined the U.S. Army last year.", "It was hard."],
    ),
    ("rank", "They met Gen. Oduya in Nairobi. He smiled.", ["They met Gen. Oduya in Nairobi.", "He smiled."]),
    (
        "title",
        "The judge asked Mr. Brown to sit. Mr. Brown stood.",
        ["The judge asked Mr. Brown to sit.", "Mr. Brown stood."],
    ),
    ("paragraph", "The talks failed\nThe minister left.", ["The talks failed", "The minister left."]),
]


@pytest.mark.parametrize(("text", "sentences"), [c[1:] for c in BORDERS], ids=[c[0] for c in BORDERS])
def test_sentence_borders(annotator: StanzaAnnotator, text: str, sentences: list[str]) -> None:
    assert [s.span.of(text) for s in _one(annotator, text).sentences] == sentences


ODD = [
    ("empty", ""),
    ("emoji only", "\U0001f600\U0001f680\U0001f600"),
    ("blank", " \u00a0\n\t "),
    ("nul", "She said\x00 no to Kofi Mensah."),
    ("carriage returns", "Kofi Mensah came.\r\nHe left.\r\n"),
    ("no-break spaces", "Kofi\u00a0Mensah\u00a0said\u00a0no."),
    ("mixed scripts", "Зеленський met 习近平 and Kofi Mensah in القاهرة."),
    ("astral before a name", "\U0001d4d0\U0001d4d1 Kofi Mensah said no."),
    ("bidi and zero width", "\u202eKofi\u200b Mensah\u202c said no."),
    ("no full stop", "word " * 3000),
    ("one long token", "x" * 5000 + " Kofi Mensah said no."),
]


@pytest.mark.parametrize("text", [c[1] for c in ODD], ids=[c[0] for c in ODD])
def test_odd_input_neither_crashes_nor_shifts_offsets(annotator: StanzaAnnotator, text: str) -> None:
    annotated = _one(annotator, text)
    assert annotated.article.text == text
    ends = 0
    for sentence in annotated.sentences:
        assert sentence.span.start >= ends
        ends = sentence.span.end
        for token in sentence.tokens:
            assert token.of(text).strip() == token.of(text) != ""
    for mention in annotated.mentions:
        assert any(c.isalpha() for c in mention.span.of(text))


def test_only_body_and_teaser_are_read(annotator: StanzaAnnotator) -> None:
    text = "Mensah wins\nKofi Mensah said no."
    article = Article(text, sections=(Section(Role.HEADLINE, Span(0, 11)), Section(Role.BODY, Span(12, 32))))
    assert all(s.span.start >= 12 for s in annotator.annotate([article])[0].sentences)


@pytest.mark.parametrize("package", ["quoteattr", "default_accurate"])
def test_a_missing_model_is_said_and_the_network_left_alone(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(ModelError, match="download"):
        StanzaAnnotator(package=package, folder=tmp_path).annotate([Article("He said no.")])


def test_the_logger_of_stanza_is_left_as_it_was(annotator: StanzaAnnotator) -> None:
    logger = logging.getLogger("stanza")
    before = logger.level
    _ = StanzaAnnotator(threads=1).pipeline
    assert logger.level == before


def test_mended_joins_at_a_closing_mark() -> None:
    text = "“No.” She left."
    parts = [Sentence(Span(0, 4), ()), Sentence(Span(4, 5), ()), Sentence(Span(6, 15), ())]
    assert [s.span.of(text) for s in mended(parts, text)] == ["“No.”", "She left."]
