"""The whole way from input to statements: read, annotate, find quotes, attribute, resolve."""

from __future__ import annotations

import hashlib
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
from quoteattr.errors import InputError, QuoteattrError
from quoteattr.quotes import QuoteModel, find_quotes, load_model
from quoteattr.reading import Failure, Input, read
from quoteattr.registry import Registry
from quoteattr.speakers import Known, resolve
from quoteattr.values import Article, Statement

BATCH = 32  # articles at once: enough for full batches in both models, little enough to keep memory flat

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
    acts: Collection[str] | None = None,
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
        acts: The acts to keep: ``speech``, ``writing``, ``thought``; all where None.

    Returns:
        A result for each article, in their order.
    """
    wanted = checked_acts(acts)
    foreign = {number: reason for number, article in enumerate(articles) if (reason := _foreign(article))}
    if foreign:
        english = [article for number, article in enumerate(articles) if number not in foreign]
        done = iter(
            extract_articles(
                english,
                annotator=annotator,
                model=model,
                registry=registry,
                known=known,
                min_confidence=min_confidence,
                acts=acts,
            )
            if english
            else ()
        )
        return [
            ArticleResult(article, skipped=foreign[number]) if number in foreign else next(done)
            for number, article in enumerate(articles)
        ]
    annotator, model = annotator or _annotator(), model or load_model()
    registry = registry or packaged_registry()
    try:
        annotated = annotator.annotate(articles)
        quotes = find_quotes(annotated, model, min_confidence=min_confidence)
    except QuoteattrError:
        raise
    except Exception as error:
        if len(articles) == 1:
            return [ArticleResult(articles[0], error=f"{type(error).__name__}: {error}")]
        return [
            result
            for article in articles
            for result in extract_articles(
                [article],
                annotator=annotator,
                model=model,
                registry=registry,
                known=known,
                min_confidence=min_confidence,
                acts=acts,
            )
        ]
    results = []
    known = known or Known()
    for one, found in zip(annotated, quotes, strict=True):
        try:
            attributions = attribute(one, found)
            resolutions = resolve(attributions, one.article, registry, known)
        except Exception as error:
            results.append(ArticleResult(one.article, error=f"{type(error).__name__}: {error}"))
            continue
        known = known.including(r.speaker for r in resolutions if r.speaker)
        statements = tuple(
            Statement(one.article, q, a, r)
            for q, a, r in zip(found, attributions, resolutions, strict=True)
            if wanted is None or q.act in wanted
        )
        results.append(ArticleResult(one.article, statements))
    return results


def stream(
    source: Source, *, min_confidence: float | None = None, acts: Collection[str] | None = None, **parts: object
) -> Iterator[ArticleResult | Failure]:
    """Yield a result for each article of ``source``, and a failure for each input that can't be read.

    Args:
        source: A text, a path to a file or a folder, an article, an input, or an iterable of these.
        min_confidence: Quotes below this confidence (0..1) are left out; the model's own threshold where it is None.
        acts: The acts to keep, such as ``("speech", "writing")``; all where None.
        parts: ``annotator``, ``model`` and ``registry``, as for `extract_articles`.
    """
    checked_acts(acts)
    known = Known()
    waiting = read(source)
    while batch := list(islice(waiting, BATCH)):
        articles = [item for item in batch if isinstance(item, Article)]
        results = iter(extract_articles(articles, known=known, min_confidence=min_confidence, acts=acts, **parts))  # type: ignore[arg-type]
        for item in batch:
            if isinstance(item, Failure):
                yield item
                continue
            result = next(results)
            known = known.including(s.speaker for s in result.statements if s.speaker)
            yield result


def extract(
    source: Source, *, min_confidence: float | None = None, acts: Collection[str] | None = None, **parts: object
) -> Extraction:
    """Extract who said what from news articles.

    Args:
        source: A text, a path to a file or a folder, an article, an input, or an iterable of these.
        min_confidence: Quotes below this confidence (0..1) are left out; the model's own threshold where it is None.
        acts: The acts to keep, such as ``("speech", "writing")``; all where None.
        parts: ``annotator``, ``model`` and ``registry``, where the packaged ones won't do.

    Returns:
        The statements in the order of the text; ``.failures`` names each input that could not be read.

    Raises:
        InputError: The one input given can't be read, or one of ``acts`` is no act.
        ModelError: A model is missing.
    """
    results: list[ArticleResult] = []
    failures: list[Failure] = []
    for item in stream(source, min_confidence=min_confidence, acts=acts, **parts):
        if isinstance(item, Failure):
            failures.append(item)
        elif item.error:
            failures.append(Failure(item.article.record or item.article.id, item.error))
        else:
            results.append(item)
    if failures and not results and isinstance(source, str | Path | Article | Input) and len(failures) == 1:
        raise InputError(f"{failures[0].record}: {failures[0].reason}", record=failures[0].record)
    return Extraction(tuple(results), tuple(failures))
