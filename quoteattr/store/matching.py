"""Pairs of statements that report one utterance, kept in the database: found by a run, or decided by people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import attrs

from quoteattr.ids import content_id
from quoteattr.spans import Span
from quoteattr.store.connection import Connection, fetch, insert, stream, transaction
from quoteattr.store.decisions import Decision
from quoteattr.store.rows import SAYING, flat, run_of, saying_from
from quoteattr.store.whole import statements_of
from quoteattr.values import Change, Edit, Match, Relation

if TYPE_CHECKING:
    from quoteattr.comparison import Pairing

PEOPLE = "people"  # the run of a pair that people made
_PART = 5000  # pairs written, and statements read, at once
_ORDER = "coalesce(day, DATE '0001-01-01'), article, start, id"
_MATCHES = dict.fromkeys(["run", "a", "b", "relation", "changes", "edits", "decision"], "VARCHAR") | {"score": "DOUBLE"}
_TELLINGS = {"utterance": "VARCHAR", "statement": "VARCHAR", "witness": "BIGINT", "agency": "VARCHAR"}


@attrs.frozen
class Matched:
    """What comparing a store has kept.

    Args:
        statements: How many statements were compared.
        pairs: How many pairs were found.
        utterances: How many utterances are told by two statements or more.
    """

    statements: int
    pairs: int
    utterances: int


def _row(run: str, m: Match) -> tuple[Any, ...]:
    changes = json.dumps([[c.kind, c.a, c.b, c.note] for c in m.changes], ensure_ascii=False)
    edits = json.dumps([[e.op, e.a.start, e.a.end, e.b.start, e.b.end, e.variant] for e in m.edits])
    return run, m.a, m.b, str(m.relation), changes, edits, m.decision, m.score


def match_from(row: Sequence[Any]) -> Match:
    """Return the match of a row: a, b, score, relation, edits, changes, decision."""
    edits = tuple(Edit(op, Span(a, b), Span(c, d), variant) for op, a, b, c, d, variant in json.loads(row[4]))
    changes = tuple(Change(*told) for told in json.loads(row[5]))
    return Match(row[0], row[1], row[2], Relation(row[3]), edits, changes, row[6])


def kept_matches(con: Connection, ids: Sequence[str]) -> tuple[Match, ...]:
    """Return the matches that stand between any of the statements with these ids."""
    sql = (
        "SELECT a, b, score, relation, edits, changes, decision FROM standing_matches "
        "WHERE a IN (SELECT unnest($1::VARCHAR[])) AND b IN (SELECT unnest($1::VARCHAR[])) ORDER BY score DESC, a, b"
    )
    return tuple(map(match_from, fetch(con, sql, [list(ids)])))


def pairings(con: Connection) -> tuple[Pairing, ...]:
    """Return what people decided about pairs of the statements that are shown."""
    from quoteattr.comparison import Pairing

    return tuple(Pairing(*row) for row in fetch(con, "SELECT a, b, same, decision FROM decided_pairs ORDER BY a, b"))


def keep_matches(
    con: Connection, *, since: date | None = None, threshold: float | None = None, days: int | None = None,
    workers: int = 1,
) -> Matched:  # fmt: skip
    """Compare all statements and keep what is found in place of what an earlier run kept; see `Store.match`."""
    from quoteattr import wording

    asked = wording.Asked(threshold, wording.DAYS if days is None else days, described=True)
    told = {"threshold": wording.default_threshold() if threshold is None else threshold, "days": asked.days}
    recipe = {"wording": wording.fingerprint(), **{name: str(value) for name, value in told.items()}}
    condition, values = "true", list[Any]()
    if since is not None:
        condition, values = "day IS NULL OR day >= ?", [since - timedelta(asked.days)]
    read = 0

    def sayings() -> Iterator[Any]:
        nonlocal read
        sql = f"SELECT {SAYING} FROM statements WHERE {condition} ORDER BY {_ORDER}"
        for row in stream(con, sql, values):
            read += 1
            yield saying_from(row)

    with transaction(con):
        run = run_of(con, recipe)
        found = wording.in_order(sayings(), asked, since=since, workers=workers)
        late = "" if since is None else (
            " AND (a NOT IN (SELECT id FROM statements) OR b NOT IN (SELECT id FROM statements)"
            " OR a IN (SELECT id FROM statements WHERE day >= $1) OR b IN (SELECT id FROM statements WHERE day >= $1))"
        )  # fmt: skip
        con.execute(f"DELETE FROM matches WHERE decision IS NULL{late}", [since] if since is not None else None)
        pairs = 0
        rows = (_row(run, m) for _, _, _, m in found if m is not None)
        while part := list(islice(rows, _PART)):
            insert(con, "matches", _MATCHES, part)
            pairs += len(part)
        _write_decided(con)
        utterances = regroup(con)
    return Matched(read, pairs, utterances)


def _write_decided(con: Connection) -> None:
    """Bring the pairs that people made up to date."""
    con.execute("DELETE FROM matches WHERE decision IS NOT NULL")
    made = [p for p in pairings(con) if p.same]
    if not made:
        return
    from quoteattr.wording import describe

    whole = {s.id: s.saying for s in statements_of(con, [i for p in made for i in (p.a, p.b)])}
    matches = [attrs.evolve(describe(whole[p.a], whole[p.b]), decision=p.decision) for p in made]
    insert(con, "matches", _MATCHES, [_row(PEOPLE, m) for m in matches])


def settle(con: Connection, about: Iterable[Decision]) -> None:
    """Bring pairs and utterances up to date after decisions about pairs, inside a transaction."""
    concerned = list(about)
    if not concerned:
        return
    _write_decided(con)
    touched: set[str] = set()
    for d in concerned:
        for article, pieces in ((d.article, d.pieces), (d.other_article, d.other_pieces)):
            ends = flat(pieces)
            sql = (
                "SELECT q.id FROM quotes q JOIN articles a ON a.number = q.article_number "
                "WHERE a.id = $1 AND q.span_start < $2 AND $3 < q.span_end"
            )
            touched.update(row[0] for row in fetch(con, sql, [article, max(ends), min(ends)]))
    while True:  # all that hang together with them
        sql = (
            "SELECT unnest([a, b]) FROM matches WHERE a IN (SELECT unnest($1::VARCHAR[])) OR b IN "
            "(SELECT unnest($1::VARCHAR[])) UNION SELECT t.statement FROM tellings t WHERE t.utterance IN "
            "(SELECT utterance FROM tellings WHERE statement IN (SELECT unnest($1::VARCHAR[])))"
        )
        more = {row[0] for row in fetch(con, sql, [sorted(touched)])} - touched
        if not more:
            break
        touched |= more
    regroup(con, touched)


def regroup(con: Connection, among: Iterable[str] | None = None) -> int:
    """Work out anew which statements make up one utterance, and who tells of it by themselves.

    Args:
        con: The connection, inside a transaction.
        among: The ids of statements that hang together with no others; all, if not given.

    Returns:
        The number of utterances that two statements or more tell.
    """
    from quoteattr.comparison import witnesses
    from quoteattr.wording import groups, ordering

    links = "SELECT a, b, score, decision FROM standing_matches"
    if among is None:
        con.execute("DELETE FROM tellings")
        rows = fetch(con, f"{links} ORDER BY a, b")
    else:
        ids = sorted(among)
        con.execute("DELETE FROM tellings WHERE statement IN (SELECT unnest($1::VARCHAR[]))", [ids])
        rows = fetch(con, f"{links} WHERE a IN (SELECT unnest($1::VARCHAR[])) ORDER BY a, b", [ids])
    apart = {frozenset((p.a, p.b)) for p in pairings(con) if not p.same}
    made = 0
    for clusters in _parts(_clusters(rows)):
        whole = {s.id: s for s in statements_of(con, [i for members, _ in clusters for i in members])}
        told: list[tuple[Any, ...]] = []
        for members, matches in clusters:
            sayings = [whole[i].saying for i in members]
            ordered = [sayings[k] for k in ordering(sayings)]
            known = {s.id: s for s in ordered}
            for group in groups(matches, ordered, apart):
                if len(group) < 2:
                    continue
                made += 1
                name = content_id("utterance", first=group[0])
                for number, witness in enumerate(witnesses([known[i] for i in group], whole), 1):
                    told += [(name, i, number, witness.agency) for i in witness.sayings]
        insert(con, "tellings", _TELLINGS, told)
    return made


def _clusters(rows: Sequence[tuple[Any, ...]]) -> list[tuple[list[str], list[Match]]]:
    """Part statements into those that any chain of matches joins, each with its matches."""
    head: dict[str, str] = {}

    def root(name: str) -> str:
        while (above := head.setdefault(name, name)) != name:
            head[name] = head[above]
            name = above
        return name

    for a, b, _, _ in rows:
        one, two = root(a), root(b)
        head[max(one, two)] = min(one, two)
    found: dict[str, tuple[list[str], list[Match]]] = {}
    for name in sorted(head):
        found.setdefault(root(name), ([], []))[0].append(name)
    for a, b, score, decision in rows:
        # How they differ does not matter here.
        found[root(a)][1].append(Match(a, b, score, Relation.EDITED, decision=decision))
    return list(found.values())


def _parts(
    clusters: Sequence[tuple[list[str], list[Match]]],
) -> Iterator[list[tuple[list[str], list[Match]]]]:
    part: list[tuple[list[str], list[Match]]] = []
    count = 0
    for cluster in clusters:
        part.append(cluster)
        count += len(cluster[0])
        if count >= _PART:
            yield part
            part, count = [], 0
    if part:
        yield part
