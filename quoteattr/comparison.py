"""Comparisons: what each outlet made of the same words, as rows of utterances with a column for each outlet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import attrs

from quoteattr.exporting.comparisons import COLUMNS, facing, pair_record, row_json, saying_json
from quoteattr.exporting.tables import Relation, Tabular, json_text, relation
from quoteattr.reading.agencies import credit, outlet_name
from quoteattr.reading.agencies import known as known_agency
from quoteattr.values import Match, Saying, Statement
from quoteattr.wording import DAYS, describe, groups, match
from quoteattr.wording.copies import copied, surroundings

T = TypeVar("T")


@attrs.frozen
class Witness:
    """One account of an utterance, and every article that printed it.

    Args:
        sayings: The ids of the sayings that stand in one text, the earliest publication first.
        agency: The news agency that is credited with it, or None.
        outlet: Where it was published first, or None where the days or moments don't tell.
        published: When it was published first: a moment where one is known, else a day.
    """

    sayings: tuple[str, ...]
    agency: str | None = None
    outlet: str | None = None
    published: date | None = None


@attrs.frozen
class Pairing:
    """What people decided about two sayings.

    Args:
        a: The id of one.
        b: The id of the other.
        same: Whether they report one utterance.
        decision: The id of the decision.
    """

    a: str
    b: str
    same: bool
    decision: str


@attrs.frozen
class Row:
    """One utterance and who reports it.

    Args:
        sayings: What each article has of it, in the order of outlets and places.
        matches: How the wordings relate, pair by pair, each from the earlier of two in this order to the later.
        witnesses: The accounts of it: articles that print one dispatch are one witness, not several.
    """

    sayings: tuple[Saying, ...]
    matches: tuple[Match, ...] = ()
    witnesses: tuple[Witness, ...] = ()

    def of(self, outlet: str | None) -> tuple[Saying, ...]:
        """Return what one outlet has of it."""
        return tuple(s for s in self.sayings if s.outlet == outlet)

    @property
    def outlets(self) -> tuple[str | None, ...]:
        """The outlets that report it, each once."""
        return tuple(dict.fromkeys(s.outlet for s in self.sayings))

    def witness(self, saying: str) -> int | None:
        """Return which of its witnesses, 0, 1, ..., has a saying, or None where they are not known."""
        return next((n for n, w in enumerate(self.witnesses) if saying in w.sayings), None)

    @property
    def score(self) -> float:
        """The best chance, 0..1, that two of its sayings report one utterance."""
        return max((m.score for m in self.matches), default=0.0)

    def between(self, a: str, b: str) -> Match | None:
        """Return how two of its sayings relate, by their ids, or None where they were not matched."""
        return next((m for m in self.matches if {m.a, m.b} == {a, b}), None)


@attrs.frozen
class Comparison(Tabular):
    """What several outlets report of the same words, and what only one of them has.

    Args:
        rows: Utterances that two outlets or more report.
        only: Sayings without a counterpart, each in a row of its own.
        outlets: The outlets compared, in the order of the columns.
        speaker: Whose words are compared, or None for everybody's.
        statements: The statements behind the sayings, where there are any, for their sentences and articles.
        held: How many articles, statements and outlets the store has that they were chosen from, where it is one.
    """

    rows: tuple[Row, ...]
    only: tuple[Row, ...]
    outlets: tuple[str, ...]
    speaker: str | None = None
    statements: tuple[Statement, ...] = attrs.field(default=(), repr=False)
    held: tuple[int, int, int] | None = attrs.field(default=None, repr=False, eq=False)

    def unpaired(self) -> str:
        """Say what was read and why no two statements were paired, or nothing where some were."""
        if self.rows:
            return ""
        sayings = [s for row in self.only for s in row.sayings]
        if not sayings:
            told = f"The database has {_counts(*self.held)}; none of these" if self.held else "No statement"
            return f"{told} fits what was asked for: check the speaker's name, the outlets and the days."
        outlets = {s.outlet for s in sayings}
        told = f"Compared were {_counts(len({s.article for s in sayings}), len(sayings), len(outlets))}."
        if len(outlets) < 2:
            return f"{told} An utterance is compared between two outlets, and there is only one."
        days = sorted({(s.day, s.outlet or "") for s in sayings if s.day})
        near = any(b[0] - a[0] <= timedelta(DAYS) and a[1] != b[1] for a, b in pairwise(days))
        if not near and all(s.day for s in sayings):
            return f"{told} No two outlets reported within {DAYS} days of each other, as a pair must."
        return f"{told} No two were likely enough to report one utterance."

    def statement(self, saying: Saying | str) -> Statement | None:
        """Return the statement behind a saying or its id, or None where only the saying is known."""
        wanted = saying if isinstance(saying, str) else saying.id
        return next((s for s in self.statements if s.id == wanted), None)

    def only_in(self, outlet: str) -> tuple[Saying, ...]:
        """Return what one outlet alone has."""
        return tuple(s for row in self.only for s in row.sayings if s.outlet == outlet)

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain values: offsets as pairs, dates in ISO form."""
        return {
            "speaker": self.speaker,
            "outlets": list(self.outlets),
            "rows": [row_json(row) for row in self.rows],
            "only": {outlet: [saying_json(s) for s in self.only_in(outlet)] for outlet in self.outlets},
        }

    def to_json(self, path: str | Path | None = None) -> str:
        """Return what `to_dict` returns as JSON, and write it to ``path`` if one is given."""
        return json_text(self.to_dict(), path)

    def records(self) -> list[dict[str, Any]]:
        """Return one flat record a matched pair, and one a saying without a counterpart."""
        found: list[dict[str, Any]] = []
        for number, row in enumerate(self.rows, 1):
            known = {s.id: s for s in row.sayings}
            for m in row.matches:
                found.append({"utterance": number, **pair_record(row, known[m.a], known[m.b], m)})
        for number, row in enumerate(self.only, len(self.rows) + 1):
            found.append({"utterance": number, **pair_record(row, row.sayings[0], None, None)})
        return found

    def relate(self, take: Callable[[Relation], T]) -> T:
        """Return what ``take`` makes of ``records`` as a DuckDB relation: `df`, `pl`, `arrow` and the files use it."""
        return take(relation(COLUMNS, self.records()))

    def to_html(self, path: str | Path, timelines: Iterable[Any] = ()) -> Path:
        """Write a self-contained page to ``path`` and return the path.

        Args:
            path: The file, written anew.
            timelines: What `Store.timelines` returns, for a section of what its speakers said again.
        """
        from quoteattr.render.html import comparison_page

        target = Path(path)
        target.write_text(str(comparison_page(self, timelines=timelines)), encoding="utf-8")
        return target

    def chart(self, what: str = "speakers") -> Any:
        """Return an Altair chart: ``speakers`` (by outlets), ``timeline`` (days by outlets) or ``relations``.

        Raises:
            QuoteattrError: Altair is not installed, or there is no such chart.
        """
        from quoteattr.render.charts import chart

        among = ("speakers", "timeline", "relations")
        if what == "relations":
            return chart(what, self.records(), among)
        sayings = [attrs.asdict(s) for row in (*self.rows, *self.only) for s in row.sayings]
        return chart(what, sayings, among)

    def __repr__(self) -> str:
        whose = self.speaker or "all speakers"
        told = f"{len(self.rows)} utterances told by two outlets or more, {len(self.only)} by one alone"
        return f"<Comparison of {whose} in {', '.join(self.outlets) or 'no outlet'}: {told}>"

    def _repr_html_(self) -> str:
        from quoteattr.render.html import comparison_fragment

        return str(comparison_fragment(self))


def _counts(articles: int, statements: int, outlets: int) -> str:
    some = ((statements, "statement"), (articles, "article"), (outlets, "outlet"))
    told = [f"{n} {what}{'' if n == 1 else 's'}" for n, what in some]
    return f"{told[0]} of {told[1]} in {told[2]}"


def _columns(outlets: str | Sequence[str] | None, there: set[str]) -> tuple[str, ...]:
    """Return the outlets asked for as they are written where they occur, or all."""
    if outlets is None:
        return tuple(sorted(there))
    asked = (outlets,) if isinstance(outlets, str) else outlets
    written = {name.casefold(): name for name in sorted(there)}
    return tuple(name if name in there else written.get(name.casefold(), name) for name in asked)


def compare(
    statements: Iterable[Statement | Saying],
    outlets: str | Sequence[str] | None = None,
    speaker: str | None = None,
    *,
    matches: Iterable[Match] | None = None,
    threshold: float | None = None,
    pairings: Iterable[Pairing] = (),
) -> Comparison:
    """Put what several outlets report of the same words side by side.

    Args:
        statements: Statements, or sayings; those of other outlets than asked for are left out.
        outlets: The outlets, in the order of the columns, in whatever case; all that occur, by name, if not given.
        speaker: Whose words these are: shown, and used to leave out the others where the name is exactly theirs.
        matches: Matches known already, such as those of a store; found here, if not given.
        threshold: The least chance, 0..1, to count as a match.
        pairings: What people decided about pairs: it holds, whatever is found.

    Returns:
        The comparison: rows by the day and place of their first saying.
    """
    listed = list(statements)
    kept = [s for s in listed if isinstance(s, Statement)]
    sayings = [s.saying if isinstance(s, Statement) else s for s in listed]
    if speaker is not None and any(s.speaker == speaker for s in sayings):
        sayings = [s for s in sayings if s.speaker == speaker]
    names = _columns(outlets, {s.outlet for s in sayings if s.outlet})
    order = {name: n for n, name in enumerate(names)}
    sayings = [s for s in sayings if s.outlet in order] if outlets is not None else sayings
    sayings.sort(
        key=lambda s: (order.get(s.outlet or "", len(order)), s.day or date.min, s.article or "", s.start, s.id)
    )
    known = {s.id: s for s in sayings}
    ruled = list(pairings)
    found = decided(match(sayings, threshold=threshold) if matches is None else matches, known, ruled)
    apart = {frozenset((p.a, p.b)) for p in ruled if not p.same}
    whole = {s.id: s for s in kept}
    rows: list[Row] = []
    only: list[Row] = []
    for ids in groups(found, sayings, apart):
        members = set(ids)
        own = tuple(facing(m, ids) for m in found if m.a in members and m.b in members)
        row = Row(tuple(known[i] for i in ids), own, witnesses([known[i] for i in ids], whole))
        (rows if own else only).append(row)
    wanted = set(known)
    return Comparison(
        tuple(sorted(rows, key=_place)),
        tuple(sorted(only, key=_place)),
        names,
        speaker,
        tuple(s for s in kept if s.id in wanted),
    )


def decided(found: Iterable[Match], known: Mapping[str, Saying], pairings: Sequence[Pairing]) -> tuple[Match, ...]:
    """Return matches as people's decisions leave them.

    Args:
        found: The matches found.
        known: The sayings by id; matches of others are left out.
        pairings: What people decided: two that are one utterance are a match with a chance of 1.
    """
    ruled = {frozenset((p.a, p.b)) for p in pairings}
    kept = [m for m in found if m.a in known and m.b in known and frozenset((m.a, m.b)) not in ruled]
    for p in pairings:
        if p.same and p.a in known and p.b in known:
            kept.append(attrs.evolve(describe(known[p.a], known[p.b]), decision=p.decision))
    return tuple(kept)


def witnesses(sayings: Sequence[Saying], whole: Mapping[str, Statement]) -> tuple[Witness, ...]:
    """Return who tells of one utterance by themselves: prints of one dispatch count once, the earliest first.

    Args:
        sayings: What the articles have of it.
        whole: The statements behind them by id, as far as there are any.
    """

    def published(saying: Saying) -> date | None:
        return whole[saying.id].published if saying.id in whole else saying.day

    def witness(here: Sequence[Saying]) -> Witness:
        first, when = here[0], published(here[0])
        rivals = [s for s in here[1:] if s.outlet != first.outlet]
        earliest = all(_before(when, published(s)) for s in rivals)
        outlet = first.outlet if earliest else None
        return Witness(tuple(s.id for s in here), _agency(here, whole), outlet, when)

    ordered = sorted(sayings, key=lambda s: (_moment(published(s)), s.id))
    if len(sayings) < 2:
        return tuple(witness([s]) for s in ordered)
    # Without its article a saying has no surroundings to know a print by: it stands alone.
    texts = [surroundings(whole[s.id].article.text, whole[s.id].quote.span) if s.id in whole else "" for s in ordered]
    return tuple(witness([ordered[k] for k in group]) for group in copied(texts))


def _moment(when: date | None) -> datetime:
    """Return a moment in UTC: midnight of a day, and the end of all days where none is known."""
    if when is None:
        return datetime.max.replace(tzinfo=UTC)
    moment = when if isinstance(when, datetime) else datetime.combine(when, time.min)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _before(one: date | None, other: date | None) -> bool:
    """Tell whether one was surely published before the other: two of one day need moments to tell."""
    both = _moment(one), _moment(other)
    if isinstance(one, datetime) and isinstance(other, datetime):
        return both[0] < both[1]
    return one is not None and other is not None and both[0].date() < both[1].date()


def _agency(sayings: Sequence[Saying], whole: Mapping[str, Statement]) -> str | None:
    """Return the agency that is credited: in a byline or a line of credit, or as the outlet of a print."""
    articles = [whole[s.id].article for s in sayings if s.id in whole]
    credited = [name for article in articles if (name := credit(article.byline, article.text)) is not None]
    own = dict.fromkeys(outlet_name(s.outlet) for s in sayings if s.outlet and known_agency(s.outlet))
    # Two agencies with one text and no line of credit: whose it is, nobody says.
    return next(iter(credited), None) or (next(iter(own)) if len(own) == 1 else None)


def _place(row: Row) -> tuple[date, str, str, int]:
    first = min(row.sayings, key=lambda s: (s.day or date.min, s.article or "", s.start))
    return first.day or date.min, first.speaker or "", first.article or "", first.start
