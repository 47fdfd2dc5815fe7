"""The whole way from input to statements: read, annotate, find quotes, attribute, resolve."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from itertools import islice
from pathlib import Path

import attrs

from quoteattr.acts import checked_acts
from quoteattr.annotate import StanzaAnnotator
from quoteattr.attribution import attribute
from quoteattr.confidence import checked_chance
from quoteattr.errors import InputError, QuoteattrError
from quoteattr.quotes import QuoteModel, find_quotes, load_model
from quoteattr.reading import Failure, Input, read
from quoteattr.registry import Registry
from quoteattr.speakers import Known, resolve
from quoteattr.values import Annotated, Article, Attribution, Quote, Statement
from quoteattr.workers import Lost, work

BATCH = 32  # articles at once: enough for full batches in the models, little enough to keep memory flat

Source = str | Path | Article | Input | Iterable["str | Path | Article | Input"]


@attrs.frozen
class ArticleResult:
    """What came of one article: its statements, or the reason why there are none.

    Args:
        article: The article.
        statements: Its statements.
        error: Why it failed.
        skipped: Why it was not looked at, though nothing is wrong with it.
    """

    article: Article
    statements: tuple[Statement, ...] = ()
    error: str | None = None
    skipped: str | None = None


@attrs.frozen
class Extraction(Sequence[Statement]):
    """The statements of a run, in the order of the input, and what failed on the way."""

    results: tuple[ArticleResult, ...]
    failures: tuple[Failure, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements."""
        return tuple(s for r in self.results for s in r.statements)

    def __len__(self) -> int:
        return sum(len(r.statements) for r in self.results)

    def __getitem__(self, index):  # type: ignore[no-untyped-def]
        return self.statements[index]

    def __iter__(self) -> Iterator[Statement]:
        return (s for r in self.results for s in r.statements)

    def __repr__(self) -> str:
        return f"<Extraction: {len(self)} statements of {len(self.results)} articles, {len(self.failures)} failed>"

    def _repr_html_(self) -> str:
        from quoteattr.render.html import articles_fragment

        return articles_fragment([(r.article, r.statements) for r in self.results])


@lru_cache(maxsize=1)
def _annotator() -> StanzaAnnotator:
    return StanzaAnnotator(threads=1)


@lru_cache(maxsize=1)
def packaged_registry() -> Registry:
    """Return the registry of speakers that comes with the library."""
    return Registry.load()


@lru_cache(maxsize=1)
def recipe() -> dict[str, str]:
    """Return what the machine's results depend on: the version of the library, and a fingerprint of each part."""
    folder = Path(str(files("quoteattr")))
    try:
        found = {"quoteattr": version("quoteattr")}
    except PackageNotFoundError:
        found = {"quoteattr": "source"}
    parts = {"stanza": "models/en/en", "quotes": "models/en/quote", "data": "data", "code": "."}
    for name, place in parts.items():
        digest = hashlib.sha256()
        paths = (folder / place).rglob("*.py") if name == "code" else (folder / place).rglob("*")
        for path in sorted(paths):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
        found[name] = digest.hexdigest()[:16]
    return found


def _foreign(article: Article) -> str | None:
    """Return why an article is skipped for its language, or None."""
    if article.language in (None, "en"):
        return None
    return f"its language is {article.language}; the models read English"


def extract_articles(
    articles: Sequence[Article],
    *,
    annotator: StanzaAnnotator | None = None,
    model: QuoteModel | None = None,
    registry: Registry | None = None,
    known: Known | None = None,
    min_confidence: float | None = None,
    act: Collection[str] | str | None = None,
) -> list[ArticleResult]:
    """Extract the statements of articles; one that fails is reported and the others go on.

    An article in another language than English is skipped: the models would make nonsense of it.

    Args:
        articles: The articles.
        annotator: Who finds sentences and names; the packaged models where none is given.
        model: The quote model; the packaged one where none is given.
        registry: The speakers that are known beforehand; the packaged ones where none is given.
        known: Speakers met before, so that a new spelling joins an old one.
        min_confidence: Quotes below this confidence (0..1) are left out; the model's own threshold where it is None.
        act: The acts to keep: ``speech``, ``writing``, ``thought``; all where None.

    Returns:
        A result for each article, in their order.
    """
    many = extract_many(
        [articles] if articles else [],
        annotator=annotator,
        model=model,
        registry=registry,
        known=known,
        min_confidence=min_confidence,
        act=act,
    )
    return [result for results in many for result in results]


@attrs.frozen
class _Found:
    """What an article says by itself, before it is known who was met elsewhere; or why it can't be told."""

    quotes: tuple[Quote, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    error: str | None = None


@attrs.frozen
class _Finder:
    """Find and attribute the quotes of articles, each by itself; one that fails does not stop the others."""

    annotator: StanzaAnnotator
    model: QuoteModel
    min_confidence: float | None

    def __call__(self, articles: Sequence[Article]) -> list[_Found]:
        try:
            annotated = self.annotator.annotate(articles)
            quotes = find_quotes(annotated, self.model, min_confidence=self.min_confidence)
        except QuoteattrError:
            raise
        except Exception as error:
            if len(articles) == 1:
                return [_Found(error=_told(error))]
            return [found for article in articles for found in self([article])]
        return [self._attributed(*pair) for pair in zip(annotated, quotes, strict=True)]

    @staticmethod
    def _attributed(annotated: Annotated, quotes: tuple[Quote, ...]) -> _Found:
        try:
            return _Found(quotes, attribute(annotated, quotes))
        except Exception as error:
            return _Found(error=_told(error))


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _finder(annotator: StanzaAnnotator | None, model: QuoteModel | None, min_confidence: float | None) -> _Finder:
    return _Finder(annotator or _annotator(), model or load_model(), min_confidence)


def extract_many(
    batches: Iterable[Sequence[Article]],
    *,
    workers: int = 1,
    annotator: StanzaAnnotator | None = None,
    model: QuoteModel | None = None,
    registry: Registry | None = None,
    known: Known | None = None,
    min_confidence: float | None = None,
    act: Collection[str] | str | None = None,
) -> Iterator[list[ArticleResult]]:
    """Yield the results of each batch of articles, in order; the same ones with any number of workers.

    Workers find and attribute the quotes; who the speakers are is decided here, article after article, since it depends
    on whom the articles before have named. With several workers, batches are asked for some way ahead of the results.

    Args:
        batches: The articles, some 16 to 64 at a time.
        workers: How many processes; 1 means this one. Each holds models of its own, some 300 MB.
        annotator: Who finds sentences and names; the packaged models where none is given.
        model: The quote model; the packaged one where none is given.
        registry: The speakers that are known beforehand; the packaged ones where none is given.
        known: Speakers met before, so that a new spelling joins an old one.
        min_confidence: Quotes below this confidence (0..1) are left out; the model's own threshold where it is None.
        act: The acts to keep: ``speech``, ``writing``, ``thought``; all where None.

    Raises:
        InputError: ``act`` is no act, or ``min_confidence`` no chance.
        ModelError: A model is missing.
        QuoteattrError: A worker can't start.
    """
    wanted, least = checked_acts(act), checked_chance(min_confidence, "min_confidence")
    registry, known = registry or packaged_registry(), known or Known()
    under_way: deque[Sequence[Article]] = deque()

    def asked() -> Iterator[Sequence[Article]]:
        for batch in batches:
            under_way.append(batch)
            yield [article for article in batch if not _foreign(article)]

    if workers > 1:
        # without what they have loaded: a process loads its own
        parts = [attrs.evolve(part) if part is not None else None for part in (annotator, model)]
        found = work(asked(), workers, _finder, *parts, least)
    else:
        found = map(_finder(annotator, model, least), asked())
    page: str | None = None
    beside: dict[str, None] = {}  # the speakers of the page so far, in order
    for batch in found:
        results = []
        answers = iter(batch)
        for article in under_way.popleft():
            if reason := _foreign(article):
                results.append(ArticleResult(article, skipped=reason))
                continue
            beside = beside if article.record is not None and article.record == page else {}
            page = article.record
            result, known = _resolved(article, next(answers), registry, known, wanted, beside)
            beside |= {s.speaker: None for s in result.statements if s.speaker}
            results.append(result)
        yield results


def _resolved(
    article: Article,
    found: _Found | Lost,
    registry: Registry,
    known: Known,
    wanted: Collection[str] | None,
    beside: Collection[str],
) -> tuple[ArticleResult, Known]:
    """Name the speakers of one article; return who is known by now as well."""
    if isinstance(found, Lost):
        return ArticleResult(article, error=found.reason), known
    if found.error:
        return ArticleResult(article, error=found.error), known
    try:
        resolutions = resolve(found.attributions, article, registry, known, beside=beside)
    except Exception as error:
        return ArticleResult(article, error=_told(error)), known
    statements = tuple(
        Statement(article, q, a, r)
        for q, a, r in zip(found.quotes, found.attributions, resolutions, strict=True)
        if wanted is None or q.act in wanted
    )
    return ArticleResult(article, statements), known.including(r.speaker for r in resolutions if r.speaker)


def stream(
    source: Source,
    *,
    workers: int = 1,
    min_confidence: float | None = None,
    act: Collection[str] | str | None = None,
    **parts: object,
) -> Iterator[ArticleResult | Failure]:
    """Yield a result for each article of ``source``, and a failure for each input that can't be read.

    Args:
        source: A text, a path to a file or a folder, an article, an input, or an iterable of these.
        workers: How many processes find quotes; 1 means this one. The results are the same with any number.
        min_confidence: Quotes below this confidence (0..1) are left out; the model's own threshold where it is None.
        act: The acts to keep, such as ``("speech", "writing")``; all where None.
        parts: ``annotator``, ``model`` and ``registry``, as for `extract_many`.
    """
    waiting = read(source)
    under_way: deque[list[Article | Failure]] = deque()

    def batches() -> Iterator[list[Article]]:
        while batch := list(islice(waiting, BATCH)):
            under_way.append(batch)
            yield [item for item in batch if isinstance(item, Article)]

    found = extract_many(batches(), workers=workers, min_confidence=min_confidence, act=act, **parts)  # type: ignore[arg-type]
    for batch in found:
        results = iter(batch)
        for item in under_way.popleft():
            yield item if isinstance(item, Failure) else next(results)


def extract(
    source: Source,
    *,
    workers: int = 1,
    min_confidence: float | None = None,
    act: Collection[str] | str | None = None,
    **parts: object,
) -> Extraction:
    """Extract who said what from news articles.

    Args:
        source: A text, a path to a file or a folder, an article, an input, or an iterable of these.
        workers: How many processes find quotes; 1 means this one. The results are the same with any number.
        min_confidence: Quotes below this confidence (0..1) are left out; the model's own threshold where it is None.
        act: The acts to keep, such as ``("speech", "writing")``; all where None.
        parts: ``annotator``, ``model`` and ``registry``, where the packaged ones won't do.

    Returns:
        The statements in the order of the text; ``.failures`` names each input that could not be read.

    Raises:
        InputError: The one input given can't be read, or ``act`` is no act, or ``min_confidence`` no chance.
        ModelError: A model is missing.
    """
    results: list[ArticleResult] = []
    failures: list[Failure] = []
    for item in stream(source, workers=workers, min_confidence=min_confidence, act=act, **parts):
        if isinstance(item, Failure):
            failures.append(item)
        elif item.error:
            failures.append(Failure(item.article.record or item.article.id, item.error))
        else:
            results.append(item)
    if failures and not results and isinstance(source, str | Path | Article | Input) and len(failures) == 1:
        raise InputError(f"{failures[0].record}: {failures[0].reason}", record=failures[0].record)
    return Extraction(tuple(results), tuple(failures))
