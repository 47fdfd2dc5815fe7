"""Sentences, tokens and named mentions by Stanza's models: the only step that imports Stanza."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs

from quoteattr.annotate.mending import mended as mended
from quoteattr.annotate.namer import Named, Namer
from quoteattr.annotate.splitter import Splitter, Tokens
from quoteattr.errors import ModelError
from quoteattr.marks import paragraphs
from quoteattr.spans import Span
from quoteattr.values import Annotated, Article, Mention, Role, Sentence

# The labels of Stanza's official packages (OntoNotes, CoNLL) beside our own.
_LABELS = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "PLACE": "PLACE",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "FAC": "PLACE",
}
_REMEDY = "Fetch it once with `stanza.download('en', package=...)`, or use the packaged models (package='quoteattr')."
_MISSING = ("ResourcesFileNotFoundError", "LanguageNotDownloadedError", "PipelineRequirementsException")
_LONE = re.compile("[\ud800-\udfff]")  # halves of surrogate pairs: code points to Python, no text to others
# Blanks of any kind, control characters and the invisible: a space to the models.
_BLANK = re.compile("[\\s\x00-\x1f\x7f-\x9f\ufeff\u200b\u200e\u200f\u2060]")


@attrs.frozen(slots=False)
class StanzaAnnotator:
    """Annotate articles with Stanza's models.

    A package that has its networks as ONNX beside Stanza's files, as the packaged one has, is run by onnxruntime:
    the same weights without Stanza, without torch, in a fraction of the time. Any other is run by Stanza.

    Args:
        package: ``quoteattr`` for the models shipped here, or one of Stanza's official packages
            (``default``, ``default_fast``, ``default_accurate``) where the user has downloaded it.
        folder: Where Stanza's models lie; the packaged ones, or Stanza's own folder, where it is None.
        threads: How many processor threads it may use; None leaves it to torch or onnxruntime.

    Raises:
        ModelError: On first use, where the models are missing. The network is never asked.
    """

    package: str = "quoteattr"
    folder: Path | None = None
    threads: int | None = None

    @cached_property
    def _place(self) -> Path | None:
        if self.folder is None and self.package == "quoteattr":
            return Path(str(files("quoteattr"))) / "models" / "en"
        return self.folder

    @cached_property
    def networks(self) -> tuple[Splitter, Namer] | None:
        """The package's networks as ONNX, or None where it has none."""
        if self._place is None:
            return None
        folder = self._place / "en"
        splitter = folder / "tokenize" / f"{self.package}.onnx"
        if not splitter.is_file() or not (folder / "ner" / f"{self.package}.onnx").is_file():
            return None
        return Splitter(splitter, self.threads), Namer(folder, self.package, self.threads)

    @cached_property
    def pipeline(self) -> Any:
        """Stanza's pipeline of the package, loaded on first use."""
        logger = logging.getLogger("stanza")
        level = logger.level
        import torch

        if self.threads is not None:
            torch.set_num_threads(self.threads)
        import stanza

        folder = self._place
        place: dict[str, Any] = {} if folder is None else {"dir": str(folder)}
        try:
            return stanza.Pipeline(
                "en",
                package=self.package,
                processors="tokenize,ner",
                download_method=None,
                verbose=False,
                use_gpu=False,
                **place,
            )
        except (OSError, ValueError, KeyError, stanza.pipeline.core.UnsupportedProcessorError) as error:
            raise ModelError(
                f"Stanza has no usable English package {self.package!r}"
                + (f" in {folder}." if folder else " in its model folder."),
                remedy=_REMEDY,
                package=self.package,
            ) from error
        except Exception as error:
            if type(error).__name__ in _MISSING:
                raise ModelError(
                    f"Stanza's English package {self.package!r} is not on this machine.",
                    remedy=_REMEDY,
                    package=self.package,
                ) from error
            raise
        finally:
            logger.setLevel(level)

    def annotate(self, articles: Iterable[Article]) -> tuple[Annotated, ...]:
        """Return each article with its sentences, tokens and mentions.

        Only body, teaser and subheads are read; every span is an offset into the article's text.
        """
        articles = tuple(articles)
        jobs: list[tuple[int, Span]] = []
        for number, article in enumerate(articles):
            open_parts = article.parts(Role.BODY, Role.TEASER)
            for part in paragraphs(article.text):
                jobs += [
                    (number, Span(max(part.start, o.start), min(part.end, o.end)))
                    for o in open_parts
                    if o.overlaps(part)
                ]
        jobs = [job for job in jobs if any(c.isalnum() for c in job[1].of(articles[job[0]].text))]
        texts = [_BLANK.sub(" ", _LONE.sub("\ufffd", span.of(articles[number].text))) for number, span in jobs]
        read = self._by_networks(texts) if self.networks else self._by_stanza(texts)
        sentences: list[list[Sentence]] = [[] for _ in articles]
        mentions: list[list[Mention]] = [[] for _ in articles]
        for (number, span), (split, named) in zip(jobs, read, strict=True):
            at = span.start
            for borders in split:
                tokens = tuple(Span(start + at, end + at) for start, end in borders)
                sentences[number].append(Sentence(Span(tokens[0].start, tokens[-1].end), tokens))
            mentions[number] += [
                Mention(Span(start + at, end + at), _LABELS[label]) for start, end, label in named if label in _LABELS
            ]
        return tuple(
            Annotated(article, tuple(mended(s, article.text)), tuple(m))
            for article, s, m in zip(articles, sentences, mentions, strict=True)
        )

    def _by_networks(self, texts: Sequence[str]) -> list[tuple[list[Tokens], list[Named]]]:
        """Run the package's networks over paragraphs."""
        assert self.networks
        splitter, namer = self.networks
        split = splitter.split(texts)
        words = [
            [" ".join(text[start:end].split()) for start, end in tokens]
            for text, sentences in zip(texts, split, strict=True)
            for tokens in sentences
        ]
        named = iter(namer.name_all(words))
        return [
            (
                sentences,
                [
                    (tokens[first][0], tokens[last - 1][1], label)
                    for tokens in sentences
                    for first, last, label in next(named)
                ],
            )
            for sentences in split
        ]

    def _by_stanza(self, texts: Sequence[str]) -> list[tuple[list[Tokens], list[Named]]]:
        """Run Stanza over paragraphs; every one becomes a document of its own, so that no sentence crosses them."""
        if not texts:
            return []
        from stanza import Document

        return [
            (
                [
                    [(t.start_char, t.end_char) for t in sentence.tokens]
                    for sentence in document.sentences
                    if sentence.tokens
                ],
                [(entity.start_char, entity.end_char, entity.type) for entity in document.ents],
            )
            for document in self.pipeline([Document([], text=text) for text in texts])
        ]
