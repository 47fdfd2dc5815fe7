"""What can be asked of a store."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Self
from weakref import WeakSet

import attrs

from quoteattr.errors import InputError, StoreError
from quoteattr.store import decisions as people
from quoteattr.store.archive import dump
from quoteattr.store.check import Problem, check
from quoteattr.store.connection import Connection, fetch, readable, related
from quoteattr.store.decisions import Decision
from quoteattr.store.filters import conditions
from quoteattr.store.matching import kept_matches, pairings
from quoteattr.store.picking import ORDER, every, picked
from quoteattr.store.results import Picked, Run, Statements
from quoteattr.store.rows import ARTICLE, SAYING, article_from, saying_from
from quoteattr.store.whole import statements_of
from quoteattr.values import Article, Kind, Saying


class Reader:
    """Hold a database of articles, statements and decisions, and answer questions."""

    def __init__(self, con: Connection, path: str | Path | None = None, read_only: bool = False) -> None:
        self._con: Connection | None = con
        self.path = path
        self.read_only = read_only
        self._given: WeakSet[Statements] = WeakSet()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; what was reported as done is on disk."""
        if self._con is not None:
            for found in self._given:
                found.settle()
            self._con.close()
            self._con = None

    @property
    def _open(self) -> Connection:
        if self._con is None:
            raise StoreError("The store is closed.", remedy="Open it again, and look at results before closing it.")
        return self._con

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
        asked = conditions(self._open, speaker, outlets, since, until, kind, text, act)
        return self._shown(*picked(self._open, asked, None if limit is None else max(0, int(limit))))

    def _shown(self, run: Run, first: Picked | None = None) -> Statements:
        found = Statements(run, partial(statements_of, self._open), first)
        self._given.add(found)
        return found

    def _result(self, sql: str, values: Sequence[Any] = ()) -> Statements:
        return self._shown(related(self._open, sql, values))

    def speakers(self) -> Statements:
        """Return the speakers with the number of their statements, articles and outlets, most statements first."""
        return self._result(
            "SELECT any_value(p.id) AS id, any_value(p.name) AS speaker, count(*) AS statements, "
            "count(DISTINCT s.article_number) AS articles, count(DISTINCT a.outlet) AS outlets, min(a.day) AS first, "
            "max(a.day) AS last FROM shown s JOIN speakers p ON p.number = s.speaker "
            "JOIN articles a ON a.number = s.article_number GROUP BY s.speaker ORDER BY statements DESC, speaker, id"
        )

    def unresolved(self) -> Statements:
        """Return the sources without a speaker, those with most statements first."""
        return self._result("SELECT * FROM unresolved ORDER BY statements DESC, name")

    def failures(self, closed: bool = False) -> Statements:
        """Return the inputs that are not stored, with reasons.

        Args:
            closed: Also those that failed once and no longer do, with the time (UTC) when that was seen.
        """
        picked, which = ("record, reason, closed", "true") if closed else ("record, reason", "closed IS NULL")
        return self._result(f"SELECT {picked} FROM failures WHERE {which} ORDER BY record, article, closed, reason")

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
        outlets: str | Sequence[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> tuple[Saying, ...]:
        """Return statements as the comparison of wordings sees them; the conditions are those of `statements`."""
        sql, values = every(conditions(self._open, speaker, outlets, since, until))
        return tuple(map(saying_from, fetch(self._open, f"SELECT {SAYING} FROM ({sql}) ORDER BY {ORDER}", values)))

    def compare(
        self,
        speaker: str | Sequence[str] | None = None,
        outlets: str | Sequence[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        *,
        kept: bool = False,
    ) -> Any:
        """Compare what was said in one outlet with what another made of it.

        What people decided about pairs (`Store.pair`) holds.

        Args:
            speaker: Whose words, in any known spelling, of one or of several; everybody's where none is given.
            outlets: The outlets, in the order in which they are shown, in whatever case; all where none are given.
            since: Published on this day or after.
            until: Published on this day or before.
            kept: Take the pairs that `Store.match` has kept, instead of comparing anew.

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
        made = compare(
            whole,
            outlets=outlets,
            speaker=names.pop() if speaker and len(names) == 1 else asked,
            matches=kept_matches(self._open, [s.id for s in sayings]) if kept else None,
            pairings=pairings(self._open),
        )
        if made.rows or made.only:
            return made
        counts = "SELECT count(DISTINCT a.id), count(s.number), count(DISTINCT a.outlet) FROM articles a"
        (held,) = fetch(self._open, f"{counts} LEFT JOIN shown s ON s.article_number = a.number")
        return attrs.evolve(made, held=held)

    def timeline(
        self,
        speaker: str,
        outlets: str | Sequence[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> Any:
        """Follow one speaker through time: what was said again, and how its wording drifted.

        Args:
            speaker: Whose words, in any known spelling.
            outlets: Of these outlets only.
            since: Published on this day or after.
            until: Published on this day or before.

        Returns:
            A `quoteattr.timeline.Timeline`.

        Raises:
            QuoteattrError: The speaker's name fits several speakers.
        """
        sayings = self.sayings(speaker, outlets, since, until)
        from quoteattr.timeline import timeline  # only who asks for it needs it loaded

        names = {s.speaker for s in sayings if s.speaker}
        return timeline(sayings, names.pop() if len(names) == 1 else speaker)

    def timelines(
        self,
        speaker: str | Sequence[str] | None = None,
        outlets: Sequence[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        limit: int = 20,
    ) -> tuple[Any, ...]:
        """Follow the speakers who came back to a matter, those with most statements first; see `timeline`.

        Args:
            speaker: Whose words, in any known spelling, of one or of several; everybody's where none is given.
            outlets: Of these outlets only.
            since: Published on this day or after.
            until: Published on this day or before.
            limit: At most so many speakers are looked at.

        Returns:
            `quoteattr.timeline.Timeline` values with a thread at least.

        Raises:
            QuoteattrError: A speaker's name fits several speakers.
        """
        from quoteattr.timeline import timeline  # only who asks for it needs it loaded
        from quoteattr.wording import DAYS

        by_speaker: dict[str, list[Saying]] = {}
        for saying in self.sayings(speaker, outlets, since, until):
            if saying.speaker and saying.day:
                by_speaker.setdefault(saying.speaker, []).append(saying)
        lasting = {
            name: said
            for name, said in by_speaker.items()
            if (max(s.day for s in said if s.day) - min(s.day for s in said if s.day)).days > DAYS
        }
        ranked = sorted(lasting, key=lambda name: (-len(lasting[name]), name))[:limit]
        found = (timeline(lasting[name], name) for name in ranked)
        return tuple(line for line in found if line.threads)

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

    def dump(self, folder: str | Path) -> dict[str, int]:
        """Write every table to a new folder as Parquet; `quoteattr.store.load` makes a database of it again.

        Returns:
            The number of rows by table.

        Raises:
            StoreError: The folder exists, or can't be written.
        """
        return dump(self._open, folder)

    def check(self) -> tuple[Problem, ...]:
        """Check every invariant: spans, words, ids, references, decisions, and what is shown.

        Returns:
            What is wrong; nothing for a sound database.
        """
        return check(self._open, writable=not self.read_only)
