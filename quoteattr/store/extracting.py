"""From sources to batches with their statements: what is new is read and extracted, the rest only looked at."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Protocol

import attrs

from quoteattr import exchange
from quoteattr.ids import content_id
from quoteattr.reading import Failure, read
from quoteattr.registry import Registry
from quoteattr.store.connection import Connection, fetch
from quoteattr.store.following import Followed
from quoteattr.store.staging import DONE, FAILED, Load, fill
from quoteattr.values import Article, Statement


class Extracted(Protocol):
    """What an extractor says of one article."""

    @property
    def article(self) -> Article: ...
    @property
    def statements(self) -> tuple[Statement, ...]: ...
    @property
    def error(self) -> str | None: ...


Extractor = Callable[[Sequence[Article]], Sequence[Extracted]]
# From batches of articles to their results, in order; batches may be asked for ahead of the results.
Many = Callable[[Iterable[Sequence[Article]]], Iterator[Sequence[Extracted]]]


def one_by_one(extractor: Extractor) -> Many:
    """Return what hands batch after batch to an extractor, none to it where there is nothing in it."""
    return lambda batches: (extractor(batch) if batch else () for batch in batches)


def packaged(con: Connection, workers: int, registry: Registry | None = None) -> Many:
    """Return the library's own extractor, in so many processes; with the packaged registry where none is given."""
    from quoteattr import pipeline
    from quoteattr.speakers.met import Known

    # Speakers met before, in the order in which they were met, so that a new spelling joins an old one.
    known = Known(row[0] for row in fetch(con, "SELECT name FROM speakers ORDER BY rowid"))
    return lambda batches: pipeline.extract_many(batches, workers=workers, registry=registry, known=known)


def own_recipe(extractor: Extractor | None, registry: Registry | None = None) -> Mapping[str, str]:
    """Return what the results of an extractor depend on; of the library's own where none is given."""
    if extractor is not None:
        return {"extractor": getattr(extractor, "__qualname__", type(extractor).__name__)}
    from quoteattr import pipeline

    return pipeline.recipe() | ({"registry": registry.fingerprint} if registry is not None else {})


def _unwritable(article: Article) -> str | None:
    """Return why an article can't be stored, or None."""
    told = (article.text, article.outlet, article.title, article.url, article.byline, article.place, article.record)
    try:
        "".join(filter(None, told)).encode()
    except UnicodeEncodeError as error:
        return f"the text holds half of a surrogate pair at {error.start}, which is no character"
    return None


def _readable(name: str) -> str:
    """Return a name that can be stored, whatever it holds."""
    return name.encode("utf-8", "backslashreplace").decode()


@attrs.frozen
class _Batch:
    """What was read, and what of it is to be extracted.

    Args:
        found: Articles and failures, in order.
        done: The ids of the articles that the same run has stored, or failed on, before.
        broken: Why articles can't be stored, by id.
        fit: The articles to be extracted, each once.
        share: How much of all input is read with it.
    """

    found: tuple[Article | Failure, ...]
    done: frozenset[str]
    broken: Mapping[str, str]
    fit: tuple[Article, ...]
    share: float | None


def _batches(con: Connection, sources: Any, run: str, retry: bool, size: int) -> Iterator[_Batch]:
    met = DONE
    if not retry:
        met += f" UNION ALL SELECT article FROM ({FAILED})"
    followed = Followed(sources)
    waiting = read(followed.sources)
    while found := tuple(islice(waiting, size)):
        articles = {a.id: a for a in reversed([i for i in found if isinstance(i, Article)])}
        done = frozenset(row[0] for row in fetch(con, met, [run, list(articles)]))
        broken = {a.id: why for a in articles.values() if (why := _unwritable(a))}
        fit = tuple(a for a in reversed(articles.values()) if a.id not in done and a.id not in broken)
        followed.read(sum(len(a.text) for a in articles.values()))
        yield _Batch(found, done, broken, fit, followed.share)


def _filled(con: Connection, batch: _Batch, results: Sequence[Extracted] | None) -> None:
    """Put a batch into its tables; without results where nothing was extracted."""
    by_id = {r.article.id: r for r in results or ()}
    errors = {of: r.error for of, r in by_id.items() if r.error}
    if results is not None:
        errors |= {a.id: "the extractor returned nothing for it" for a in batch.fit if a.id not in by_id}
    heads: list[exchange.Row] = []
    told: list[exchange.Row] = []
    for place, item in enumerate(batch.found):
        if isinstance(item, Failure):
            row = exchange.failure_row(_readable(str(item.record)), _readable(str(item.reason)))
        elif item.id in batch.broken:
            name = _readable(item.record or item.id)
            row = exchange.failure_row(name, batch.broken[item.id], item.id)
        else:
            row = exchange.article_row(item, error=errors.get(item.id))
            result = by_id.pop(item.id, None)
            told += [(place, *exchange.statement_row(s)) for s in (result.statements if result else ())]
        heads.append((place, *row))
    fill(con, heads, told)


def extracted(
    con: Connection, sources: Any, many: Many | None, recipe: Mapping[str, str], retry: bool, size: int
) -> Iterator[Load]:
    """Read articles, extract the statements of those that are new, and put them into the tables of a batch.

    Args:
        con: The connection.
        sources: What is read.
        many: The extractor; None where nothing is to be extracted. It is not begun before there is something new.
        recipe: What its results depend on.
        retry: Whether what failed before is tried again.
        size: Articles a batch.
    """
    batches = _batches(con, sources, content_id("run", recipe=dict(recipe)), retry, size)
    for batch in batches:
        if batch.fit and many is not None:
            batches = chain([batch], batches)
            break
        _filled(con, batch, None)
        yield Load(con, recipe, batch.share)
    else:
        return
    under_way: deque[_Batch] = deque()

    def asked() -> Iterator[Sequence[Article]]:
        for batch in batches:
            under_way.append(batch)
            yield batch.fit

    for results in many(asked()):
        batch = under_way.popleft()
        _filled(con, batch, results)
        skipped = sum(getattr(result, "skipped", None) is not None for result in results)
        yield Load(con, recipe, batch.share, skipped=skipped)
