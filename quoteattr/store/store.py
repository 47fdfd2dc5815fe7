"""The store: one database of articles, statements and decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs

from quoteattr.errors import StoreError
from quoteattr.registry import Registry
from quoteattr.spans import Span
from quoteattr.store import decisions as people
from quoteattr.store import ingest as ingesting
from quoteattr.store import schema
from quoteattr.store.asking import Reader
from quoteattr.store.connection import Connection, connect, transaction
from quoteattr.store.correcting import correction, naming, pairing
from quoteattr.store.decisions import Decision
from quoteattr.store.extracting import Extractor
from quoteattr.store.filters import day_of
from quoteattr.store.ingest import IngestReport, Progress
from quoteattr.store.matching import Matched, keep_matches, settle
from quoteattr.store.naming import rulings
from quoteattr.store.shown import concerned, refresh

UNSAID = object()  # no speaker given: None says that nobody is known


class Store(Reader):
    """Hold a database of articles, statements and decisions; made by `open_store`."""

    @property
    def _writing(self) -> Connection:
        con = self._open
        if self.read_only:
            raise StoreError("The store was opened for reading only.", remedy="Open it without read_only.")
        return con

    def ingest(
        self,
        sources: Any,
        *,
        progress: Progress | None = None,
        extractor: Extractor | None = None,
        recipe: Mapping[str, str] | None = None,
        registry: Registry | None = None,
        given: bool = False,
        retry: bool = False,
        dry: bool = False,
        workers: int = 1,
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
            registry: The speakers known beforehand, for the library's own pipeline; the packaged ones where none is
                given. Another registry is another recipe.
            given: The sources are files that bring their statements along: JSON lines or Parquet (see the docs).
            retry: Try again what the same recipe failed on before.
            dry: Only say what would be stored; nothing is extracted and nothing written.
            workers: How many processes find quotes; the statements are the same with any number.
            batch: Articles a transaction; 64, or 10,000 (fewer long ones) with statements given.

        Returns:
            What was read, stored, there already, and failed, with reasons.

        Raises:
            StoreError: The database can't be written.
        """
        con = self._open if dry else self._writing
        chosen: dict[str, Any] = {
            "extractor": extractor,
            "recipe": recipe,
            "registry": registry,
            "given": given,
            "retry": retry,
            "dry": dry,
            "workers": workers,
            "batch": batch,
        }
        return ingesting.ingest(con, sources, progress=progress, **chosen)

    def match(
        self, *, since: str | date | None = None, threshold: float | None = None, days: int | None = None,
        workers: int = 1,
    ) -> Matched:  # fmt: skip
        """Compare all statements and keep which of them report one utterance, for ``comparisons`` and ``utterances``.

        What an earlier run kept is replaced, in one transaction; the same statements give the same rows. Statements
        are streamed by day, so that memory is that of a few days.

        Args:
            since: Only pairs whose later statement is of this day or after are worked out anew, such as after an
                ingest of today's news; those before stay. Undated statements are compared with these days alone.
            threshold: The least chance to count as a match, 0..1; where F1 was best in training, if not given.
            days: How many days may lie between two reports of one utterance; 3, if not given.
            workers: How many processes compare; the result is the same.

        Returns:
            How much was compared and found.

        Raises:
            InputError: The date is none.
        """
        chosen: dict[str, Any] = {"threshold": threshold, "days": days, "workers": workers}
        return keep_matches(self._writing, since=day_of(since, "since"), **chosen)

    def pair(
        self,
        one: str,
        other: str,
        same: bool = True,
        *,
        by: str | None = None,
        note: str = "",
        when: datetime | None = None,
    ) -> str:
        """Decide whether two statements report one utterance; every comparison keeps to it.

        Args:
            one: The id of a statement.
            other: The id of a statement of another article.
            same: Whether they report one utterance.
            by: Who decides; the user of this machine by default.
            note: Why.
            when: When, now by default. The later of two decisions about a pair holds.

        Returns:
            The decision's id, for `undo`.

        Raises:
            DecisionError: There is no such statement, or the two stand in one article.
        """
        return self._decided(pairing(self._writing, one, other, same), by, note, when)

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
            articles: set[int] = set()
            for decision in about:
                if decision is not None:
                    articles.update(concerned(con, decision, before, after))
            refresh(con, sorted(articles))
            settle(con, [d for d in about if d is not None and d.action in people.PAIRING])
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


def open_store(path: str | Path | None = None, *, read_only: bool = False, wait: float = 0.0) -> Store:
    """Open a database, and bring it to the newest schema.

    Args:
        path: The file, made where there is none; None for a database in memory.
        read_only: Only read. No other process may be writing.
        wait: For how many seconds to wait where another process holds it.

    Returns:
        The store, to be closed or used in a ``with`` block.

    Raises:
        BusyError: Another process holds it; the error has its pid.
        StoreError: It is newer than the library, or no database of ours.
    """
    con = connect(path, read_only and path is not None, wait)
    try:
        schema.migrate(con, read_only=read_only and path is not None)
    except BaseException:
        con.close()
        raise
    return Store(con, path, read_only)
