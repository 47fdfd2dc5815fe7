"""From sources to stored statements: batch by batch, each wholly or not at all."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Protocol

import attrs

from quoteattr import exchange
from quoteattr.ids import content_id
from quoteattr.registry import Registry
from quoteattr.store.connection import Connection, fetch, insert, transaction
from quoteattr.store.following import Followed
from quoteattr.store.given import GIVEN_BATCH, given_loads
from quoteattr.store.staging import Load, Settled, drop, fill, settle
from quoteattr.store.writing import write
from quoteattr.values import Article, Statement

BATCH = 64  # articles a transaction: little is lost when it is stopped, and the writing is still in bulk


@attrs.frozen
class Failed:
    """An input that is not stored, and why."""

    record: str
    reason: str


@attrs.frozen
class IngestReport:
    """What came of an ingest, or of the part of it that is done.

    Args:
        read: Articles read.
        stored: Articles stored now.
        already: Articles that were stored before, by the same recipe.
        failed: What is not stored, and why.
        statements: Statements stored now.
        seconds: How long it took.
        share: How much of all input is read, 0..1; None where that is not known beforehand.
    """

    read: int = 0
    stored: int = 0
    already: int = 0
    failed: tuple[Failed, ...] = ()
    statements: int = 0
    seconds: float = 0.0
    share: float | None = None


class Extracted(Protocol):
    """What an extractor says of one article."""

    @property
    def article(self) -> Article: ...
    @property
    def statements(self) -> tuple[Statement, ...]: ...
    @property
    def error(self) -> str | None: ...


Extractor = Callable[[Sequence[Article]], Sequence[Extracted]]
Progress = Callable[[IngestReport], object]


def packaged(con: Connection, registry: Registry | None = None) -> Extractor:
    """Return the library's own extractor, with the packaged registry where none is given."""
    from quoteattr import pipeline
    from quoteattr.speakers.met import Known

    # Speakers met before, in the order in which they were met, so that a new spelling joins an old one.
    known = Known(row[0] for row in fetch(con, "SELECT name FROM speakers ORDER BY rowid"))

    def extract(articles: Sequence[Article]) -> Sequence[Extracted]:
        nonlocal known
        found = pipeline.extract_articles(articles, registry=registry, known=known)
        known = known.including(s.speaker for result in found for s in result.statements if s.speaker)
        return found

    return extract


def _none(articles: Sequence[Article]) -> Sequence[Extracted]:
    return ()


def _writable(article: Article) -> str | None:
    """Return why an article can't be stored, or None."""
    told = (article.text, article.outlet, article.title, article.url, article.byline, article.place, article.record)
    try:
        "".join(filter(None, told)).encode()
    except UnicodeEncodeError as error:
        return f"the text holds half of a surrogate pair at {error.start}, which is no character"
    return None


def _place(article: Article) -> str:
    return article.record or article.id


def _run_of(con: Connection, recipe: Mapping[str, str]) -> str:
    """Return the id of the run with this recipe, a new one if need be."""
    run = content_id("run", recipe=dict(recipe))
    told = json.dumps(dict(recipe), sort_keys=True, ensure_ascii=False)
    con.execute(
        "INSERT INTO runs SELECT $1, (SELECT coalesce(max(number), 0) + 1 FROM runs), $2 "
        "WHERE NOT EXISTS (SELECT 1 FROM runs WHERE id = $1)",
        [run, told],
    )
    return run


@attrs.define
class _Ingest:
    """An ingest under way."""

    con: Connection
    retry: bool
    dry: bool
    read: int = 0
    stored: int = 0
    already: int = 0
    statements: int = 0
    failed: list[Failed] = attrs.field(factory=list)
    waiting: set[str] = attrs.field(factory=set)  # inputs that failed before
    good: set[str] = attrs.field(factory=set)  # those of them that were read and stored without a failure

    def __attrs_post_init__(self) -> None:
        self.waiting = {row[0] for row in fetch(self.con, "SELECT DISTINCT record FROM failures")}

    def batch(self, load: Load) -> None:
        """Store one batch in one transaction; nothing is counted that is not stored."""
        run = content_id("run", recipe=dict(load.recipe))
        settled = settle(self.con, run, self.retry, load.explain)
        if not self.dry:
            with transaction(self.con):
                if settled.fresh:
                    _run_of(self.con, load.recipe)
                write(self.con, run, settled.fresh)
                self._fail(settled, run)
        self.read += settled.read
        self.stored += len(settled.fresh)
        self.already += settled.already
        self.statements += settled.statements
        self.failed += [Failed(f.record, f.reason) for f in (*settled.broken, *settled.known)]
        self.good |= self.waiting & settled.good

    def _fail(self, settled: Settled, run: str) -> None:
        """Put on the list what fails now, and take off it what is stored now."""
        rows = {
            (f.record, f.article): (f.record, f.article, run if f.article else "", f.reason) for f in settled.broken
        }
        self.forget(list(rows))
        if self.waiting:
            self.con.execute(
                "DELETE FROM failures WHERE article IN (SELECT unnest($1::VARCHAR[]))", [list(settled.fresh)]
            )
        types = dict.fromkeys(("record", "article", "run", "reason"), "VARCHAR")
        insert(self.con, "failures", types, list(rows.values()))

    def forget(self, failures: Sequence[tuple[str, str]]) -> None:
        """Take failures (record, article) off the list."""
        if failures:
            self.con.execute(
                "DELETE FROM failures WHERE (record, article) IN "
                "(SELECT (unnest($1::VARCHAR[]), unnest($2::VARCHAR[])))",
                [[f[0] for f in failures], [f[1] for f in failures]],
            )

    def close(self) -> None:
        """Take off the list what failed before and is read and stored by now, under whatever text."""
        cured = self.good - {f.record for f in self.failed}
        if cured and not self.dry:
            with transaction(self.con):
                self.con.execute("DELETE FROM failures WHERE record IN (SELECT unnest($1::VARCHAR[]))", [sorted(cured)])


def _readable(name: str) -> str:
    """Return a name that can be stored, whatever it holds."""
    return name.encode("utf-8", "backslashreplace").decode()


def _extracted(
    con: Connection,
    sources: Any,
    extractor: Extractor,
    recipe: Mapping[str, str],
    retry: bool,
    dry: bool,
    size: int,
) -> Iterator[Load]:
    """Read articles and extract the statements of those that are new, a batch at a time."""
    from quoteattr.reading import read

    run = content_id("run", recipe=dict(recipe))
    here = "WHERE run = $1 AND article IN (SELECT unnest($2::VARCHAR[]))"
    met = f"SELECT article FROM extractions {here}"
    if not retry:
        met += f" UNION ALL SELECT article FROM failures {here}"
    followed = Followed(sources)
    waiting = read(followed.sources)
    while found := list(islice(waiting, size)):
        articles = {a.id: a for a in reversed([i for i in found if isinstance(i, Article)])}
        done = {row[0] for row in fetch(con, met, [run, list(articles)])}
        errors = {a.id: why for a in articles.values() if (why := _writable(a))}
        fit = [a for a in reversed(articles.values()) if a.id not in done and a.id not in errors]
        results = {r.article.id: r for r in (extractor(fit) if fit and not dry else ())}
        if not dry:
            errors |= {a.id: "the extractor returned nothing for it" for a in fit if a.id not in results}
        errors |= {r.article.id: str(r.error) for r in results.values() if r.error}
        heads: list[exchange.Row] = []
        told: list[exchange.Row] = []
        for place, item in enumerate(found):
            if not isinstance(item, Article):
                row = exchange.failure_row(_readable(str(item.record)), _readable(str(item.reason)))
            elif _writable(item):
                row = exchange.failure_row(_readable(_place(item)), errors[item.id], item.id)
            else:
                row = exchange.article_row(item, error=None if item.id in done else errors.get(item.id))
                result = results.pop(item.id, None)
                told += [(place, *exchange.statement_row(s)) for s in (result.statements if result else ())]
            heads.append((place, *row))
        fill(con, heads, told)
        followed.read(sum(len(a.text) for a in articles.values()))
        yield Load(recipe, followed.share)


def ingest(
    con: Connection,
    sources: Any,
    *,
    progress: Progress | None = None,
    extractor: Extractor | None = None,
    recipe: Mapping[str, str] | None = None,
    registry: Registry | None = None,
    given: bool = False,
    retry: bool = False,
    dry: bool = False,
    batch: int | None = None,
) -> IngestReport:
    """Read, extract and store; see `Store.ingest`."""
    begun = time.monotonic()
    if given:
        loads = given_loads(con, sources, recipe or {"given": "statements given"}, batch or GIVEN_BATCH)
    else:
        if extractor is None:
            from quoteattr import pipeline

            extractor = packaged(con, registry) if not dry else _none
            told = {"registry": registry.fingerprint} if registry is not None else {}
            recipe = recipe or pipeline.recipe() | told
        recipe = recipe or {"extractor": getattr(extractor, "__qualname__", type(extractor).__name__)}
        loads = _extracted(con, sources, extractor, recipe, retry, dry, batch or BATCH)
    under_way = _Ingest(con, retry, dry)

    def report(share: float | None) -> IngestReport:
        w = under_way
        spent = time.monotonic() - begun
        return IngestReport(w.read, w.stored, w.already, tuple(w.failed), w.statements, spent, share)

    try:
        for load in loads:
            under_way.batch(load)
            if progress is not None:
                progress(report(load.share))
        under_way.close()
    finally:
        drop(con)
    return report(1.0)
