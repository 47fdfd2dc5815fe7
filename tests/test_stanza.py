"""The processor of Stanza: the quotes of `find_quotes`, on Stanza's own documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import stanza

import quoteattr
import quoteattr.stanza
from quoteattr.errors import ModelError
from quoteattr.quotes import find_quotes
from quoteattr.values import Article

MODELS = Path(quoteattr.__file__).parent / "models" / "en"
TEXTS = (
    "Mayor Ada Marlow said: “The water is rising. We need boats.”\n\nNobody slept. The bridge, Ivo Pell added, would hold.",
    "It rained.",
    "‘No,’ said Ann Lee.",
)


def pipeline(processors: str = "tokenize,ner,quote", **options: Any) -> Any:
    return stanza.Pipeline(
        "en", dir=str(MODELS), package="quoteattr", processors=processors, download_method=None,
        verbose=False, use_gpu=False, **options,
    )  # fmt: skip


@pytest.fixture(scope="module")
def nlp() -> Any:
    return pipeline()


@pytest.mark.parametrize("text", TEXTS)
def test_a_document_carries_its_quotes(nlp: Any, text: str) -> None:
    doc = nlp(text)
    assert doc.quotes == find_quotes([Article(text)])[0]
    assert all(quote.text(doc.text) for quote in doc.quotes)


def test_sentences_carry_the_quotes_that_touch_them(nlp: Any) -> None:
    doc = nlp(TEXTS[0])
    first, last = doc.quotes
    touched = [(s.text.split()[0], s.quotes) for s in doc.sentences]
    assert touched[0] == ("Mayor", (first,)) and touched[-1] == ("The", (last,))
    assert dict(touched)["Nobody"] == ()


def test_bulk_is_the_same(nlp: Any) -> None:
    docs = nlp.bulk_process([stanza.Document([], text=text) for text in TEXTS])
    assert [doc.quotes for doc in docs] == [nlp(text).quotes for text in TEXTS]
    assert [doc.quotes for doc in nlp.bulk_process([])] == []


def test_options_reach_the_model(tmp_path: Path) -> None:
    assert pipeline(quote_min_confidence=1.0)(TEXTS[0]).quotes == ()
    with pytest.raises(ModelError, match="train quotes"):
        pipeline(quote_folder=str(tmp_path))


def test_it_needs_tokens() -> None:
    with pytest.raises(stanza.pipeline.core.PipelineRequirementsException):
        pipeline("quote")
