"""The store: one database of articles, statements and decisions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from quoteattr.errors import InputError, StoreError
from quoteattr.spans import Span
from quoteattr.store import decisions as people
from quoteattr.store import ingest as ingesting
from quoteattr.store import schema
from quoteattr.store.check import Problem, check
from quoteattr.store.connection import Connection, connect, fetch, readable, related, transaction
from quoteattr.store.correcting import correction, naming
from quoteattr.store.decisions import Decision
from quoteattr.store.filters import conditions
from quoteattr.store.ingest import Extractor, IngestReport, Progress
from quoteattr.store.naming import rulings
from quoteattr.store.results import Statements
from quoteattr.store.rows import ARTICLE, SAYING, article_from, saying_from
from quoteattr.store.shown import concerned, refresh
from quoteattr.store.whole import statements_of
from quoteattr.values import Article, Kind, Saying

_ORDER = "day, outlet, article, start, id"
UNSAID = object()  # no speaker given: None says that nobody is known


def open_store(path: str | Path | None = None, *, read_only: bool = False) -> Store:
    """Open a database, and bring it to the newest schema.

    Args:
        path: The file, made where there is none; None for a database in memory.
        read_only: Only read. No other process may be writing.

    Returns:
        The store, to be closed or used in a ``with`` block.

    Raises:
        StoreError: Another process holds it, it is newer than the library, or no database of ours.
    """
    con = connect(path, read_only and path is not None)
    try:
        schema.migrate(con, read_only=read_only and path is not None)
    except BaseException:
        con.close()
        raise
    return Store(con, path, read_only)


class Store:
    """Hold a database of articles, statements and decisions; made by `open_store`."""

    def __init__(self, con: Connection, path: str | Path | None = None, read_only: bool = False) -> None:
        self._con: Connection | None = con
        self.path = path
        self.read_only = read_only

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; what was reported as done is on disk."""
        if self._con is not None:
            self._con.close()
            self._con = None

    @property
    def _open(self) -> Connection:
        if self._con is None:
            raise StoreError("The store is closed.", remedy="Open it again, and look at results before closing it.")
        return self._con

    @property
    def _writing(self) -> Connection:
        con = self._open
        if self.read_only:
            raise StoreError("The store was opened for reading only.", remedy="Open it without read_only.")
        return con

    # Writing

    def ingest(
        self,
        sources: Any,
        *,
        progress: Progress | None = None,
        extractor: Extractor | None = None,
        recipe: Mapping[str, str] | None = None,
        given: bool = False,
        retry: bool = False,
        dry: bool = False,
        batch: int | None = None,
    ) -> IngestReport:
        """Read articles, extract their statements and store them.

        What the same recipe has stored before is left as it is, so that a second run changes nothing and a stopped
        one goes on where it stopped. Each batch is one transaction. Where an input fails, the others go on.

        Args:
            sources: Paths of files and folders, texts, articles, or an iterable of these.
            progress: Called after each batch with the report so far.
            extractor: From articles to results (``.article``, ``.statements``, ``.error``); the library's own pipeline
                where none is given.
            recipe: What the results of ``extractor`` depend on: names and fingerprints. Another recipe is another run,
                and articles are extracted anew.
            given: The sources are files that bring their statements along: JSON lines or Parquet (see the docs).
            retry: Try again what the same recipe failed on before.
            dry: Only say what would be stored; nothing is extracted and nothing written.
            batch: Articles a transaction; 64, or 2000 with statements given.

        Returns:
            What was read, stored, there already, and failed, with reasons.

        Raises:
            StoreError: The database can't be written.
        """
        con = self._open if dry else self._writing
        chosen: dict[str, Any] = {
            "extractor": extractor,
            "recipe": recipe,
            "given": given,
            "retry": retry,
            "dry": dry,
            "batch": batch,
        }
        return ingesting.ingest(con, sources, progress=progress, **chosen)

    def decide(
        self,
        name: str,
        speaker: str | None = None,
        *,
        same_as: str | None = None,
        not_same_as: str | None = None,
        article: str | None = None,
        by: str | None = None,
        note: str = "",
        when: datetime | None = None,
    ) -> str:
        """Decide whose name a name is; exactly one of ``speaker``, ``same_as`` and ``not_same_as`` is given.

        Args:
            name: A name as articles use it, or for ``same_as`` and ``not_same_as`` a speaker's.
            speaker: The canonical name (or id) of the speaker that it means.
            same_as: The speaker that ``name`` is one with; that one's name stays.
            not_same_as: The speaker that ``name`` is not.
            article: The id of the one article where ``speaker`` holds; everywhere where none is given.
            by: Who decides; the user of this machine by default.
            note: Why.
            when: When, now by default. Later decisions win over earlier ones.

        Returns:
            The decision's id, for `undo`.

        Raises:
            DecisionError: A name is empty, ambiguous, or an article is not there.
        """
        con = self._writing
        made = naming(con, name, speaker, same_as, not_same_as, article)
        return self._decided(made, by, note, when)

    def correct(
        self,
        statement: str | None = None,
        *,
        quote: bool = True,
        content: str | Sequence[tuple[int, int] | Span | str] | None = None,
        speaker: Any = UNSAID,
        article: str | None = None,
        by: str | None = None,
        note: str = "",
        when: datetime | None = None,
    ) -> str:
        """Correct one statement: no quote, other words, or another speaker; exactly one of the three.

        Args:
            statement: The statement's id; None to add a quote that was missed, with ``article`` and ``content``.
            quote: False where it is no quote.
            content: Its right pieces, as offsets into the article's text or as the exact words; of words that occur
                several times those nearest to the statement are meant.
            speaker: The canonical name (or id) of its speaker; None where nobody can tell.
            article: The id of the article, for a quote that was missed.
            by: Who corrects; the user of this machine by default.
            note: Why.
            when: When, now by default.

        Returns:
            The decision's id, for `undo`.

        Raises:
            DecisionError: There is no such statement, or the offsets don't fit its article.
        """
        named_ = speaker is not UNSAID
        given = (content,) if isinstance(content, str) else content
        pieces = None if given is None else tuple(p if isinstance(p, Span | str) else Span(*p) for p in given)
        made = correction(self._writing, statement, article, quote, pieces, named_, speaker if named_ else None)
        return self._decided(made, by, note, when)

    def _decided(self, made: Decision, by: str | None, note: str, when: datetime | None) -> str:
        con = self._writing
        who, at = people.signed(con, by, when)
        made = attrs.evolve(made, by=who, at=at, note=note)
        self._append([made])
        return made.id

    def _append(self, new: Sequence[Decision]) -> int:
        """Append decisions and bring what is shown up to date."""
        con = self._writing
        with transaction(con):
            before = rulings(people.standing(con))
            written = people.write(con, new)
            after = rulings(people.standing(con))
            known = {d.id: d for d in people.load(con)}
            about = [known.get(str(d.target)) if d.action == "undo" else d for d in written]
            articles: set[str] = set()
            for decision in about:
                if decision is not None:
                    articles.update(concerned(con, decision, before, after))
            refresh(con, sorted(articles))
        return len(written)

    def undo(self, decision: str, *, by: str | None = None, note: str = "", when: datetime | None = None) -> str:
        """Take a decision back, or take back having taken it back.

        Args:
            decision: Its id.
            by: Who undoes it; the user of this machine by default.
            note: Why.
            when: When, now by default.

        Returns:
            The id of the new row: nothing is ever removed.

        Raises:
            DecisionError: There is no such decision, or it is undone already.
        """
        made = people.undo_of(self._writing, decision, by, note, when)
        self._append([made])
        return made.id

    def import_decisions(self, path: str | Path) -> int:
        """Append the decisions of a file of JSON lines that are not there yet, and return their number.

        Raises:
            InputError: The file can't be read, or a line is broken or altered; then none is taken.
        """
        return self._append(people.read_lines(path))

    # Reading

    def decisions(self) -> tuple[Decision, ...]:
        """Return all decisions in the order in which they were made, undone ones too (``undone_by``)."""
        return people.load(self._open)

    def export_decisions(self, path: str | Path) -> int:
        """Write all decisions to a file of JSON lines and return their number."""
        return people.export(self._open, path)

    def statements(
        self,
        speaker: str | None = None,
        outlet: str | None = None,
        kind: str | Kind | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        text: str | None = None,
        limit: int | None = None,
        act: Collection[str] | str | None = None,
    ) -> Statements:
        """Return the statements that meet all conditions, fetched when looked at.

        Args:
            speaker: By whom, in any known spelling; empty where nobody of that name is known.
            outlet: From which outlet, in whatever case.
            kind: ``direct``, ``mixed`` or ``indirect``.
            since: Published on this day or after.
            until: Published on this day or before.
            text: Words that the content holds, in whatever case.
            limit: At most so many.
            act: ``speech``, ``writing``, ``thought``, or several of them.

        Raises:
            QuoteattrError: The speaker's name fits several speakers.
            InputError: A date, kind or act is none.
        """
        outlets = (outlet,) if outlet else None
        condition, values = conditions(self._open, speaker, outlets, since, until, kind, text, act)
        last = [] if limit is None else [max(0, int(limit))]
        sql = f"SELECT * FROM statements WHERE {condition} ORDER BY {_ORDER}{' LIMIT ?' * len(last)}"
        return self._result(sql, [*values, *last])

    def _result(self, sql: str, values: Sequence[Any] = ()) -> Statements:
        return Statements(related(self._open, sql, values), partial(statements_of, self._open))

    def speakers(self) -> Statements:
        """Return the speakers with the number of their statements, articles and outlets, most statements first."""
        return self._result(
            "SELECT s.speaker AS id, any_value(p.name) AS speaker, count(*) AS statements, "
            "count(DISTINCT s.article) AS articles, count(DISTINCT a.outlet) AS outlets, min(a.day) AS first, "
            "max(a.day) AS last FROM shown s JOIN speakers p ON p.id = s.speaker JOIN articles a ON a.id = s.article "
            "GROUP BY s.speaker ORDER BY statements DESC, speaker, id"
        )

    def unresolved(self) -> Statements:
        """Return the sources without a speaker, those with most statements first."""
        return self._result("SELECT * FROM unresolved ORDER BY statements DESC, name")

    def failures(self) -> Statements:
        """Return the inputs that are not stored, with reasons."""
        return self._result("SELECT record, reason FROM failures ORDER BY record, article")

    def orphaned_decisions(self) -> Statements:
        """Return the decisions whose words stand nowhere, or no longer in a later version of their article."""
        return self._result("SELECT * FROM orphaned_decisions ORDER BY made_at, id, missing_in")

    def article(self, article: str) -> Article:
        """Return a stored article.

        Raises:
            InputError: There is none with this id.
        """
        rows = fetch(self._open, f"SELECT {ARTICLE} FROM articles WHERE id = $1", [article])
        if not rows:
            raise InputError(f"There is no article {article}.", remedy="Take the id from a statement.", id=article)
        return article_from(rows[0])

    def versions(self, url: str) -> tuple[Article, ...]:
        """Return the articles that were read under one URL, in the order in which they were stored."""
        rows = fetch(self._open, f"SELECT {ARTICLE} FROM articles WHERE url = $1 ORDER BY rowid", [url])
        return tuple(map(article_from, rows))

    def sayings(
        self,
        speaker: str | Sequence[str] | None = None,
        outlets: Sequence[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> tuple[Saying, ...]:
        """Return statements as the comparison of wordings sees them; the conditions are those of `statements`."""
        condition, values = conditions(self._open, speaker, outlets, since, until)
        sql = f"SELECT {SAYING} FROM statements WHERE {condition} ORDER BY {_ORDER}"
        return tuple(map(saying_from, fetch(self._open, sql, values)))

    def compare(
        self,
        speaker: str | Sequence[str] | None = None,
        outlets: Sequence[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> Any:
        """Compare what was said in one outlet with what another made of it.

        Args:
            speaker: Whose words, in any known spelling, of one or of several; everybody's where none is given.
            outlets: The outlets, in the order in which they are shown; all where none are given.
            since: Published on this day or after.
            until: Published on this day or before.

        Returns:
            A `quoteattr.comparison.Comparison`.

        Raises:
            QuoteattrError: The speaker's name fits several speakers.
        """
        sayings = self.sayings(speaker, outlets, since, until)
        found = {s.id: s for s in statements_of(self._open, [s.id for s in sayings])}
        names = {s.speaker for s in sayings if s.speaker}
        from quoteattr.comparison import compare  # only who compares needs it loaded

        whole = [found.get(s.id, s) for s in sayings]
        asked = speaker if isinstance(speaker, str) else None
        return compare(whole, outlets=outlets, speaker=names.pop() if speaker and len(names) == 1 else asked)

    def sql(self, query: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> Statements:
        """Run one query that only reads.

        Args:
            query: One SELECT (or FROM ...), with ``?`` or ``$1`` for values; the views are the public contract.
            params: The values.

        Returns:
            Its rows, fetched when looked at.

        Raises:
            StoreError: It is no query, writes, or fails.
        """
        return Statements(readable(self._open, query, params), partial(statements_of, self._open))

    def check(self) -> tuple[Problem, ...]:
        """Check every invariant: spans, words, ids, references, decisions, and what is shown.

        Returns:
            What is wrong; nothing for a sound database.
        """
        return check(self._open, writable=not self.read_only)
