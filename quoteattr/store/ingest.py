"""From sources to stored statements: batch by batch, each wholly or not at all."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any, Protocol

import attrs

from quoteattr.ids import content_id
from quoteattr.store.connection import Connection, fetch, insert, transaction
from quoteattr.store.rows import write_articles, write_positions, write_statements
from quoteattr.store.shown import refresh
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
    """

    read: int = 0
    stored: int = 0
    already: int = 0
    failed: tuple[Failed, ...] = ()
    statements: int = 0
    seconds: float = 0.0


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


def packaged(con: Connection) -> tuple[Extractor, Mapping[str, str]]:
    """Return the library's own extractor and its recipe."""
    from quoteattr import pipeline
    from quoteattr.speakers.met import Known

    # Speakers met before, in the order in which they were met, so that a new spelling joins an old one.
    known = Known(row[0] for row in fetch(con, "SELECT name FROM speakers ORDER BY rowid"))

    def extract(articles: Sequence[Article]) -> Sequence[Extracted]:
        nonlocal known
        found = pipeline.extract_articles(articles, known=known)
        known = known.including(s.speaker for result in found for s in result.statements if s.speaker)
        return found

    return extract, pipeline.recipe()


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
    run: str
    recipe: Mapping[str, str]
    extractor: Extractor
    retry: bool
    read: int = 0
    stored: int = 0
    already: int = 0
    statements: int = 0
    failed: list[Failed] = attrs.field(factory=list)
    good: set[str] = attrs.field(factory=set)

    def batch(self, found: Sequence[Any]) -> None:
        """Store one batch in one transaction; nothing is counted that is not stored."""
        articles = {a.id: a for a in reversed([i for i in found if isinstance(i, Article)])}
        unread = [Failed(str(i.record), str(i.reason)) for i in found if not isinstance(i, Article)]
        done = {
            row[0]
            for row in fetch(
                self.con,
                "SELECT article FROM extractions WHERE run = $1 AND article IN (SELECT unnest($2::VARCHAR[]))",
                [self.run, list(articles)],
            )
        }
        known: dict[str, str] = dict(
            fetch(
                self.con,
                "SELECT article, reason FROM failures WHERE run = $1 AND article IN (SELECT unnest($2::VARCHAR[]))",
                [self.run, list(articles)],
            )
            if not self.retry
            else ()
        )
        new = [a for a in reversed(articles.values()) if a.id not in done and a.id not in known]
        broken = {a.id: why for a in new if (why := _writable(a))}
        fit = [a for a in new if a.id not in broken]
        results = {r.article.id: r for r in (self.extractor(fit) if fit else ())}
        broken |= {a.id: results[a.id].error or "" for a in fit if a.id in results and results[a.id].error}
        broken |= {a.id: "the extractor returned nothing for it" for a in fit if a.id not in results}
        stored = [a for a in fit if a.id not in broken]
        failures = [(f.record, "", "", f.reason) for f in unread]
        failures += [(_readable(_place(a)), a.id, self.run, broken[a.id]) for a in new if a.id in broken]
        sayings = {a.id: {s.id: s for s in results[a.id].statements} for a in stored}
        with transaction(self.con):
            if stored:
                _run_of(self.con, self.recipe)
            self._write(stored, sayings, failures)
            again = [i for i in found if isinstance(i, Article) and i.id in done]
            write_positions(self.con, again)
        self.read += sum(isinstance(i, Article) for i in found)
        self.stored += len(stored)
        self.already += len(done)
        self.statements += sum(map(len, sayings.values()))
        self.failed += unread
        self.failed += [Failed(_readable(_place(a)), broken[a.id]) for a in new if a.id in broken]
        self.failed += [Failed(_place(articles[a]), why) for a, why in known.items()]
        self.good.update(
            _place(i) for i in found if isinstance(i, Article) and i.id not in broken and i.id not in known
        )

    def _write(self, stored: list[Article], sayings: dict[str, dict[str, Statement]], failures: list[Any]) -> None:
        ids = [a.id for a in stored]
        seen = {
            row[0]
            for row in fetch(
                self.con, "SELECT article FROM extractions WHERE article IN (SELECT unnest($1::VARCHAR[]))", [ids]
            )
        }
        write_articles(self.con, stored)
        types = {"run": "VARCHAR", "article": "VARCHAR", "statements": "BIGINT"}
        insert(self.con, "extractions", types, [(self.run, a, len(sayings[a])) for a in ids])
        write_statements(self.con, self.run, [s for a in ids for s in sayings[a].values()], fresh=not seen)
        refresh(self.con, [a for a in ids if a not in seen], fresh=True)
        refresh(self.con, [a for a in ids if a in seen])
        self.forget([(record, article) for record, article, _, _ in failures])
        self.forget([(_place(a), a.id) for a in stored])
        types = dict.fromkeys(("record", "article", "run", "reason"), "VARCHAR")
        insert(self.con, "failures", types, list({f[:2]: f for f in failures}.values()))

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
        bad = {f.record for f in self.failed}
        listed = fetch(self.con, "SELECT record, article FROM failures ORDER BY record, article")
        cured = [(record, article) for record, article in listed if record in self.good and record not in bad]
        if cured:
            with transaction(self.con):
                self.forget(cured)


def _readable(name: str) -> str:
    """Return a name that can be stored, whatever it holds."""
    return name.encode("utf-8", "backslashreplace").decode()


def ingest(
    con: Connection,
    sources: Any,
    *,
    progress: Progress | None = None,
    extractor: Extractor | None = None,
    recipe: Mapping[str, str] | None = None,
    retry: bool = False,
    batch: int = BATCH,
) -> IngestReport:
    """Read, extract and store; see `Store.ingest`."""
    from quoteattr.reading import read

    begun = time.monotonic()
    if extractor is None:
        extractor, told = packaged(con)
        recipe = recipe or told
    recipe = recipe or {"extractor": getattr(extractor, "__qualname__", type(extractor).__name__)}
    under_way = _Ingest(con, content_id("run", recipe=dict(recipe)), recipe, extractor, retry)

    def report() -> IngestReport:
        w = under_way
        return IngestReport(w.read, w.stored, w.already, tuple(w.failed), w.statements, time.monotonic() - begun)

    waiting = read(sources)
    while found := list(islice(waiting, batch)):
        under_way.batch(found)
        if progress is not None:
            progress(report())
    under_way.close()
    return report()
