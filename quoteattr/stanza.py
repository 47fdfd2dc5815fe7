"""The quote model as a processor of Stanza: to import this module registers ``quote``.

    import stanza
    import quoteattr.stanza

    nlp = stanza.Pipeline(lang="en", processors="tokenize,ner,quote")
    for quote in nlp(text).quotes: ...

It runs `quoteattr.quotes.find_quotes`, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stanza.pipeline.processor import Processor, register_processor

from quoteattr.errors import InputError
from quoteattr.quotes import find_quotes, load_model
from quoteattr.values import Article, Quote


@register_processor("quote")
class QuoteProcessor(Processor):  # type: ignore[misc]  # stanza has no types
    """Give each document ``quotes``, a tuple of `quoteattr.values.Quote`, and each sentence those that touch it.

    A quote touches a sentence where a piece of its content, its cue or its source stands in it. Offsets are code points
    into ``doc.text``; ``quote.text(doc.text)`` are the words. The text is taken as one article's body.

    Options of the pipeline: ``quote_folder`` (a folder made by ``quoteattr train quotes``; the packaged model where
    none is given), ``quote_min_confidence`` (0..1; by default the model's own), ``quote_threads`` (default 1).
    """

    PROVIDES_DEFAULT = frozenset({"quote"})
    REQUIRES_DEFAULT = frozenset({"tokenize"})

    def __init__(self, config: dict[str, Any], pipeline: Any, device: Any) -> None:
        folder = config.get("folder")
        self._model = load_model(Path(folder) if folder else None, int(config.get("threads", 1)))
        self._model.settings  # noqa: B018  (a missing model is told when the pipeline is made)
        super().__init__(config, pipeline, device)
        self._min_confidence = config.get("min_confidence")

    def mark_inactive(self) -> None:
        """Let go of the model: Stanza asks for it where the pipeline lacks what this needs."""
        del self._model

    def process(self, doc: Any) -> Any:
        """Find the quotes of one document."""
        return self.bulk_process([doc])[0]

    def bulk_process(self, docs: Sequence[Any]) -> Sequence[Any]:
        """Find the quotes of several documents."""
        if any(doc.text is None for doc in docs):
            raise InputError(
                "A document has no text, only tokens.", remedy="Make it with its text: stanza.Document([], text=...)."
            )
        found = find_quotes([Article(doc.text) for doc in docs], self._model, min_confidence=self._min_confidence)
        for doc, quotes in zip(docs, found, strict=True):
            doc.quotes = quotes
            for sentence in doc.sentences:
                start, end = sentence.tokens[0].start_char, sentence.tokens[-1].end_char
                sentence.quotes = tuple(quote for quote in quotes if _touches(quote, start, end))
        return docs


def _touches(quote: Quote, start: int, end: int) -> bool:
    spans = (*quote.content, *filter(None, (quote.cue, quote.source)))
    return any(span.start < end and start < span.end for span in spans)
