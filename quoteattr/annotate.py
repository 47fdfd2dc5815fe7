"""Sentences, tokens and named mentions by Stanza: the only file that imports it."""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs

from quoteattr.errors import ModelError
from quoteattr.marks import Quotation, paragraphs, quotations
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
# After these a full stop ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"'‘])(?:[A-Z]|U\.S|U\.K|U\.N|E\.U|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Capt|Lt|Sgt|Cpl|Adm|Cmdr|Gov|Sen|Rep|Rev|Fr|Hon|"
    r"St|Jr|Sr|vs|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Ph\.D|a\.m|p\.m|Inc|Co|Corp|Ltd)\.$"
)
# These end a sentence all the same where a new one clearly starts.
_MAY_END = re.compile(r"(?:U\.S|U\.K|U\.N|E\.U|a\.m|p\.m|Inc|Co|Corp|Ltd|Jr|Sr)\.$")
_REMEDY = "Fetch it once with `stanza.download('en', package=...)`, or use the packaged models (package='quoteattr')."
_MISSING = ("ResourcesFileNotFoundError", "LanguageNotDownloadedError", "PipelineRequirementsException")
_LONE = re.compile("[\ud800-\udfff]")  # halves of surrogate pairs: code points to Python, no text to others
_STARTER = re.compile(r"(?:(?:The|He|She|It|They|We|But|And|In|On|At|A|An|This|That|His|Her|Their|There)\b|[“\"])")


@attrs.frozen(slots=False)
class StanzaAnnotator:
    """Annotate articles with Stanza.

    Args:
        package: ``quoteattr`` for the models shipped here, or one of Stanza's official packages
            (``default``, ``default_fast``, ``default_accurate``) where the user has downloaded it.
        folder: Where Stanza's models lie; the packaged ones, or Stanza's own folder, where it is None.
        threads: How many processor threads it may use; None leaves torch's own setting as it is.

    Raises:
        ModelError: On first use, where the models are missing. The network is never asked.
    """

    package: str = "quoteattr"
    folder: Path | None = None
    threads: int | None = None

    @cached_property
    def pipeline(self) -> Any:
        """Stanza's pipeline, loaded on first use."""
        logger = logging.getLogger("stanza")
        level = logger.level
        import torch

        if self.threads is not None:
            torch.set_num_threads(self.threads)
        import stanza

        folder = self.folder
        if folder is None and self.package == "quoteattr":
            folder = Path(str(files("quoteattr"))) / "models" / "en"
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
        read = self._read([span.of(articles[number].text) for number, span in jobs])
        sentences: list[list[Sentence]] = [[] for _ in articles]
        mentions: list[list[Mention]] = [[] for _ in articles]
        for (number, span), (found, named) in zip(jobs, read, strict=True):
            sentences[number] += [
                Sentence(s.span.shift(span.start), tuple(t.shift(span.start) for t in s.tokens)) for s in found
            ]
            mentions[number] += [Mention(m.span.shift(span.start), m.label) for m in named]
        return tuple(
            Annotated(article, tuple(mended(s, article.text)), tuple(m))
            for article, s, m in zip(articles, sentences, mentions, strict=True)
        )

    def _read(self, texts: Sequence[str]) -> list[tuple[list[Sentence], list[Mention]]]:
        """Run Stanza over paragraphs; every one becomes a document of its own, so that no sentence crosses them."""
        if not texts:
            return []
        from stanza import Document

        documents = self.pipeline([Document([], text=_plain(text)) for text in texts])
        found = []
        for document in documents:
            sentences = []
            for sentence in document.sentences:
                tokens = tuple(Span(t.start_char, t.end_char) for t in sentence.tokens)
                if tokens:
                    sentences.append(Sentence(Span(tokens[0].start, tokens[-1].end), tokens))
            mentions = [
                Mention(Span(e.start_char, e.end_char), _LABELS[e.type]) for e in document.ents if e.type in _LABELS
            ]
            found.append((sentences, mentions))
        return found


def _plain(text: str) -> str:
    """Replace what Stanza stumbles over, one code point for one, so that no offset shifts."""
    return "".join(
        " " if c.isspace() or (ord(c) < 32) or c in "\x7f\ufeff\u200b\u200e\u200f\u2060" else c
        for c in _LONE.sub("\ufffd", text)
    )


def _parts_quotation(at: int, outer: Sequence[Quotation], opening: Sequence[int]) -> bool:
    place = bisect_right(opening, at) - 1
    return place >= 0 and outer[place].span.start < at < outer[place].span.end


def mended(sentences: Sequence[Sentence], text: str) -> list[Sentence]:
    """Join sentences that were parted inside or right at quotation marks, or after an abbreviation.

    Args:
        sentences: Sentences in order.
        text: The text that they stand in.
    """
    outer = [q for q in quotations(text) if q.depth == 0]
    opening = [q.span.start for q in outer]
    starts = {p.start for p in paragraphs(text)}
    joined: list[Sentence] = []
    for sentence in sentences:
        if joined and sentence.span.start not in starts:
            before = joined[-1]
            words = before.span.of(text)
            following = text[sentence.span.start : sentence.span.start + 12]
            stub = bool(_ABBREVIATION.search(words)) and not (_MAY_END.search(words) and _STARTER.match(following))
            lower = (
                following[:1].islower() or following[:1] in ",;)”’" or (following[:1] == '"' and len(sentence.span) < 2)
            )
            if stub or lower or _parts_quotation(sentence.span.start, outer, opening):
                joined[-1] = Sentence(Span(before.span.start, sentence.span.end), before.tokens + sentence.tokens)
                continue
        joined.append(sentence)
    return joined
