"""What is shown: the machine's latest run, overlaid by what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from quoteattr.marks import quotations
from quoteattr.spans import Span
from quoteattr.store.connection import Connection, fetch, insert
from quoteattr.store.decisions import ANCHORED, Decision, standing
from quoteattr.store.naming import Rulings, rulings
from quoteattr.store.rows import (
    ARTICLE,
    article_from,
    key_of,
    quote_row,
    registered,
    spans,
    write_quotes,
    write_speakers,
)
from quoteattr.values import Article, Kind

# A machine's quote is the one that people spoke of if they share half of the shorter one's length: borders may have
# moved by a clause. To reject it takes half of both together: a rejected long stretch may hold a true short quote.
_SHARED = 0.5
_ANCHORS = {"decision": "VARCHAR", "article": "VARCHAR", "found": "BOOLEAN"}

_MACHINE = """
INSERT INTO shown (number, article_number, attribution, speaker, decision, why)
WITH latest AS (
    SELECT article_number, max(run) AS run FROM extractions
    WHERE article_number IN (SELECT unnest($1::BIGINT[])) GROUP BY article_number
),
ruled AS (
    SELECT r.* EXCLUDE (speaker), p.number AS speaker
    FROM (
        SELECT unnest($2::VARCHAR[]) AS key, unnest($3::VARCHAR[]) AS article, unnest($4::VARCHAR[]) AS speaker,
            unnest($5::VARCHAR[]) AS decision, unnest($6::VARCHAR[]) AS why
    ) r JOIN speakers p ON p.id = r.speaker
),
here AS (SELECT r.*, a.number AS article_number FROM ruled r JOIN articles a ON a.id = r.article),
everywhere AS (SELECT * FROM ruled WHERE article = ''),
apart AS (
    SELECT r.key, w.number AS wrong, p.number AS speaker, r.decision, r.why
    FROM (
        SELECT unnest($7::VARCHAR[]) AS key, unnest($8::VARCHAR[]) AS wrong, unnest($9::VARCHAR[]) AS speaker,
            unnest($10::VARCHAR[]) AS decision, unnest($11::VARCHAR[]) AS why
    ) r JOIN speakers p ON p.id = r.speaker JOIN speakers w ON w.id = r.wrong
),
joined AS (
    SELECT o.number AS speaker, p.number AS into_, r.decision, r.why
    FROM (
        SELECT unnest($12::VARCHAR[]) AS speaker, unnest($13::VARCHAR[]) AS into_, unnest($14::VARCHAR[]) AS decision,
            unnest($15::VARCHAR[]) AS why
    ) r JOIN speakers p ON p.id = r.into_ JOIN speakers o ON o.id = r.speaker
),
named AS (
    SELECT
        t.quote AS number, t.article_number AS article_number, t.number AS attribution,
        coalesce(hn.speaker, hs.speaker, en.speaker, es.speaker, d.speaker, t.speaker) AS speaker,
        coalesce(hn.decision, hs.decision, en.decision, es.decision, d.decision) AS decision,
        coalesce(hn.why, hs.why, en.why, es.why, d.why) AS why
    FROM latest l
    JOIN attributions t ON t.article_number = l.article_number AND t.run = l.run
    LEFT JOIN here hn ON hn.article_number = t.article_number AND hn.key = t.name_key
    LEFT JOIN here hs ON hs.article_number = t.article_number AND hs.key = t.source_key
    LEFT JOIN everywhere en ON en.key = t.name_key
    -- "Smith" decided everywhere says nothing of a Smith whom the article calls Anna Smith
    LEFT JOIN everywhere es ON es.key = t.source_key AND (t.name_key IS NULL OR t.name_key = t.source_key)
    LEFT JOIN apart d ON d.wrong = t.speaker AND d.key = coalesce(t.name_key, t.source_key)
)
SELECT n.number, n.article_number, n.attribution, coalesce(j.into_, n.speaker), coalesce(n.decision, j.decision),
    coalesce(n.why, j.why)
FROM named n LEFT JOIN joined j ON j.speaker = n.speaker ORDER BY n.number
"""

_FOUND = """
SELECT q.id, q.pieces, s.attribution, p.id, t.kind, coalesce(s.why, trim(t.why || ' ' || t.speaker_why))
FROM shown s JOIN quotes q ON q.number = s.number JOIN attributions t ON t.number = s.attribution
LEFT JOIN speakers p ON p.number = s.speaker
WHERE s.article_number = $1 ORDER BY q.span_start, q.id
"""
_HIDDEN = """
DELETE FROM shown WHERE article_number = $1 AND number IN (
    SELECT number FROM quotes WHERE article_number = $1 AND id IN (SELECT unnest($2::VARCHAR[]))
)
"""
# What people put there.
_PUT = """
INSERT INTO shown
SELECT q.number, $1, n.attribution, p.number, n.decision, n.kind, n.confidence, n.why
FROM (
    SELECT unnest($2::VARCHAR[]) AS id, unnest($3::BIGINT[]) AS attribution, unnest($4::VARCHAR[]) AS speaker,
        unnest($5::VARCHAR[]) AS decision, unnest($6::VARCHAR[]) AS kind, unnest($7::DOUBLE[]) AS confidence,
        unnest($8::VARCHAR[]) AS why, generate_subscripts($2::VARCHAR[], 1) AS place
) n JOIN quotes q ON q.article_number = $1 AND q.id = n.id LEFT JOIN speakers p ON p.id = n.speaker ORDER BY n.place
"""


@attrs.define
class _Unit:
    """One utterance that people spoke of, as decision after decision left it."""

    pieces: tuple[Span, ...]  # as it is now
    forms: list[tuple[Span, ...]]  # as it was before, and is
    decisions: list[Decision]
    bordered: bool = False
    rejected: bool = False
    named: Decision | None = None


def _length(pieces: Sequence[Span]) -> int:
    return sum(map(len, pieces))


def _shared(a: Sequence[Span], b: Sequence[Span]) -> int:
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)


def _is(unit: _Unit, pieces: Sequence[Span]) -> bool:
    """Tell whether the machine's quote is the one that people spoke of, in any form it had under their hands."""
    size = _length(pieces)
    for form in unit.forms:
        common, mine = _shared(form, pieces), _length(form)
        if common and common >= _SHARED * (mine + size - common if unit.rejected else min(mine, size)):
            return True
    return False


def located(decision: Decision, article: Article) -> int | None:
    """Return how far the decision's words stand from its offsets in ``article``, or None if they are not there."""
    words = decision.words or ""
    if not words:
        return None
    if article.text.startswith(words, decision.start):
        return 0
    at, found = article.text.find(words), []
    while at >= 0:
        found.append(at - decision.start)
        at = article.text.find(words, at + 1)
    return min(found, key=abs, default=None)


def _concerns(decision: Decision, article: str, outlet: str | None, url: str | None, record: str | None) -> bool:
    """Tell whether an article is the decision's article or a version of it."""
    same = (decision.url and decision.url == url) or (decision.record and decision.record == record)
    return decision.article == article or (bool(same) and decision.outlet == outlet)


def _units(decisions: Iterable[tuple[Decision, int]]) -> list[_Unit]:
    """Gather decisions by what they are about, in the order in which they were made."""
    units: list[_Unit] = []
    for decision, shift in decisions:
        pieces = tuple(p.shift(shift) for p in decision.pieces)
        near = max(units, key=lambda u: _shared(u.pieces, pieces), default=None)
        if near is None or _shared(near.pieces, pieces) < _SHARED * min(_length(near.pieces), _length(pieces)):
            near = _Unit(pieces, [], [])
            units.append(near)
        near.decisions.append(decision)
        near.forms.append(pieces)
        near.rejected = decision.action == "reject"
        if decision.action == "borders":
            near.pieces, near.bordered = tuple(p.shift(shift) for p in decision.content), True
            near.forms.append(near.pieces)
        elif decision.action == "speaker":
            near.named = decision
    return units


def kind_of(article: Article, content: Sequence[Span]) -> Kind:
    """Return how much of the content stands between quotation marks."""
    inside = [q.span for q in quotations(article.text) if q.depth == 0]
    letters = [at for piece in content for at in range(piece.start, piece.end) if article.text[at].isalnum()]
    quoted = sum(any(q.start <= at < q.end for q in inside) for at in letters)
    return Kind.INDIRECT if not quoted else Kind.DIRECT if quoted == len(letters) else Kind.MIXED


def _overlay(con: Connection, article: Article, number: int, decisions: Sequence[Decision], ruled: Rulings) -> None:
    """Put what people decided about single statements of one article over the machine's."""
    places = [(d, located(d, article)) for d in decisions]
    insert(con, "anchors", _ANCHORS, [(d.id, article.id, at is not None) for d, at in places])
    units = _units((d, at) for d, at in places if at is not None)
    machine = {row[0]: (spans(row[1]), row[2:]) for row in fetch(con, _FOUND, [number])}
    claims = {quote: [u for u in units if _is(u, pieces)] for quote, (pieces, _) in machine.items()}
    hidden = {quote for quote, claimed in claims.items() if claimed}
    shown: dict[str, tuple[Any, ...]] = {}
    quotes, speakers = [], []
    for unit in units:
        if unit.rejected:
            continue
        mine = [quote for quote, claimed in claims.items() if unit in claimed]
        # Who only named the speaker leaves the borders to the machine, also where it now sees two quotes instead of
        # one; but not where it has run together what people told apart.
        if not unit.bordered and mine and all(len(claims[quote]) == 1 for quote in mine):
            wanted = [(machine[quote][0], quote) for quote in mine]
        else:
            best = max(mine, key=lambda quote: (_shared(machine[quote][0], unit.pieces), quote), default=None)
            wanted = [(unit.pieces, best)]
        told = " ".join(d.sentence() for d in unit.decisions if d.action != "reject")
        for content, lender in wanted:
            row = quote_row(article, number, content)
            quotes.append(row)
            attribution, speaker, kind, why = machine[lender][1] if lender else (None, None, None, "")
            if unit.named is not None:
                speaker, why = unit.named.speaker_id, ""
                if speaker and unit.named.speaker:
                    speakers.append((speaker, unit.named.speaker, registered(speaker), None))
            if lender is None or content != machine[lender][0]:
                kind = str(kind_of(article, content))
            last, reason = unit.decisions[-1].id, f"{told} {why}".strip()
            shown[row[0]] = (row[0], attribution, ruled.one(speaker), last, kind, 1.0, reason)
    con.execute(_HIDDEN, [number, sorted(hidden | set(shown))])
    write_quotes(con, quotes)
    write_speakers(con, speakers)
    if shown:
        con.execute(_PUT, [number, *map(list, zip(*shown.values(), strict=True))])


def _versions(con: Connection, decisions: Sequence[Decision], among: Sequence[int]) -> dict[str, list[str]]:
    """Return, by decision, which of the articles are the decision's own or a version of it."""
    names = ("article", "url", "record")
    marks = [sorted({str(getattr(d, name)) for d in decisions if getattr(d, name)}) for name in names]
    rows = fetch(
        con,
        "SELECT id, outlet, url, record FROM articles WHERE number IN (SELECT unnest($1::BIGINT[])) AND (id IN (SELECT "
        "unnest($2::VARCHAR[])) OR url IN (SELECT unnest($3::VARCHAR[])) OR record IN (SELECT unnest($4::VARCHAR[]))) "
        "ORDER BY id",
        [list(among), *marks],
    )
    return {d.id: [row[0] for row in rows if _concerns(d, *row)] for d in decisions}


def refresh(con: Connection, articles: Sequence[int], *, fresh: bool = False) -> None:
    """Work out anew what is shown of some articles.

    Args:
        con: The connection, inside a transaction.
        articles: Their numbers.
        fresh: Whether nothing is shown of them yet.
    """
    if not articles:
        return
    among = list(dict.fromkeys(articles))
    if not fresh:
        con.execute("DELETE FROM shown WHERE article_number IN (SELECT unnest($1::BIGINT[]))", [among])
        con.execute(
            "DELETE FROM anchors WHERE article IN "
            "(SELECT id FROM articles WHERE number IN (SELECT unnest($1::BIGINT[])))",
            [among],
        )
    holds = standing(con)
    local = [d for d in holds if d.article]
    versions = _versions(con, local, among) if local else {}
    ruled = rulings(holds, versions)
    write_speakers(con, [(who, name, registered(who), None) for who, name in ruled.speakers])
    con.execute(_MACHINE, [among, *ruled.columns()])
    rows = [(d.id, article, True) for d in local if d.action == "alias" for article in versions[d.id]]
    insert(con, "anchors", _ANCHORS, rows)
    by_article: dict[str, list[Decision]] = {}
    for d in local:
        for article in versions[d.id] if d.action in ANCHORED else ():
            by_article.setdefault(article, []).append(d)
    sql = f"SELECT {ARTICLE}, number FROM articles WHERE id IN (SELECT unnest($1::VARCHAR[])) ORDER BY id"
    for row in fetch(con, sql, [sorted(by_article)]) if by_article else ():
        _overlay(con, article_from(row), row[-1], by_article[row[0]], ruled)


def concerned(con: Connection, decision: Decision, before: Rulings, after: Rulings) -> list[int]:
    """Return the numbers of the articles in which a decision, or its undoing, may change what is shown."""
    if decision.article:
        rows = fetch(
            con,
            "SELECT number FROM articles "
            "WHERE id = $1 OR (outlet IS NOT DISTINCT FROM $2 AND (url = $3 OR record = $4)) ORDER BY number",
            [decision.article, decision.outlet, decision.url, decision.record],
        )
        return [row[0] for row in rows]
    both = (decision.speaker_id, decision.alias_id)
    keys = [key for name in (decision.alias, decision.speaker) if (key := key_of(name))]
    rows = fetch(
        con,
        "WITH among AS (SELECT number FROM speakers WHERE id IN (SELECT unnest($2::VARCHAR[]))) "
        "SELECT article_number FROM attributions WHERE name_key IN (SELECT unnest($1::VARCHAR[])) "
        "OR source_key IN (SELECT unnest($1::VARCHAR[])) OR speaker IN (FROM among) "
        "UNION SELECT article_number FROM shown WHERE speaker IN (FROM among) ORDER BY article_number",
        [keys, sorted(before.group(both) | after.group(both))],
    )
    return [row[0] for row in rows]
