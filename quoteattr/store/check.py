"""Check every invariant of a database, and say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import attrs

from quoteattr.ids import content_id
from quoteattr.spans import Span
from quoteattr.store.connection import Connection, fetch, stream, transaction
from quoteattr.store.decisions import load
from quoteattr.store.rows import ARTICLE, article_from, key_of
from quoteattr.store.shown import refresh

# Rows that point to rows of another table: table, column, the table it points to, its column.
_POINTERS = (
    ("positions", "article_number", "articles", "number"),
    ("quotes", "article_number", "articles", "number"),
    ("extractions", "article_number", "articles", "number"),
    ("extractions", "run", "runs", "number"),
    ("attributions", "quote", "quotes", "number"),
    ("attributions", "article_number", "articles", "number"),
    ("attributions", "run", "runs", "number"),
    ("attributions", "speaker", "speakers", "number"),
    ("aliases", "speaker", "speakers", "id"),
    ("matches", "a", "quotes", "id"),
    ("matches", "b", "quotes", "id"),
    ("matches", "decision", "decisions", "id"),
    ("tellings", "statement", "quotes", "id"),
    ("shown", "number", "quotes", "number"),
    ("shown", "article_number", "articles", "number"),
    ("shown", "attribution", "attributions", "number"),
    ("shown", "speaker", "speakers", "number"),
    ("shown", "decision", "decisions", "id"),
    ("anchors", "decision", "decisions", "id"),
    ("decisions", "target", "decisions", "id"),
)
_ONCE = (
    ("positions", "article_number, record, record_offset"),
    ("quotes", "id"),
    ("quotes", "number"),
    ("articles", "id"),
    ("articles", "number"),
    ("speakers", "id"),
    ("speakers", "number"),
    ("extractions", "run, article_number"),
    ("attributions", "number"),
    ("attributions", "run, quote"),
    ("aliases", "key, speaker"),
    ("shown", "number"),
    ("anchors", "decision, article"),
    ("matches", "a, b, decision"),
    ("tellings", "statement"),
)
_DERIVED = {
    "shown": "SELECT * FROM shown WHERE article_number IN (SELECT unnest($1::BIGINT[])) ORDER BY ALL",
    "anchors": "SELECT n.* FROM anchors n JOIN articles a ON a.id = n.article "
    "WHERE a.number IN (SELECT unnest($1::BIGINT[])) ORDER BY ALL",
}
_PART = 2000  # articles whose rows are compared at once, so that memory stays flat
# An article's number is repeated where tables are joined by it: table, and its quote's number.
_NUMBERS = (("attributions", "quote"), ("shown", "number"))


@attrs.frozen
class Problem:
    """Something that must not be.

    Args:
        table: Where it is.
        id: Of which row, or empty.
        what: What is wrong, in a sentence.
    """

    table: str
    id: str
    what: str


def _references(con: Connection) -> Iterator[Problem]:
    for table, column, other, key in _POINTERS:
        sql = (
            f"SELECT DISTINCT t.{column} FROM {table} t WHERE t.{column} IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM {other} o WHERE o.{key} = t.{column}) ORDER BY 1 LIMIT 100"
        )
        for row in fetch(con, sql):
            yield Problem(table, str(row[0]), f"its {column} is not among the {other}")
    for table, names in _ONCE:
        sql = f"SELECT {names}, count(*) FROM {table} GROUP BY {names} HAVING count(*) > 1 ORDER BY ALL LIMIT 100"
        for row in fetch(con, sql):
            yield Problem(table, " ".join(map(str, row[:-1])), f"it stands there {row[-1]} times")
    for table, number in _NUMBERS:
        sql = (
            f"SELECT q.id FROM {table} t JOIN quotes q ON q.number = t.{number} "
            "WHERE t.article_number <> q.article_number ORDER BY 1 LIMIT 100"
        )
        for row in fetch(con, sql):
            yield Problem(table, row[0], "its article is not that of its quote")
    counted = fetch(
        con,
        "SELECT any_value(a.id), e.statements, count(t.quote) FROM extractions e "
        "JOIN articles a ON a.number = e.article_number "
        "LEFT JOIN attributions t ON t.run = e.run AND t.article_number = e.article_number "
        "GROUP BY e.run, e.article_number, e.statements HAVING e.statements <> count(t.quote) ORDER BY ALL LIMIT 100",
    )
    for article, told, there in counted:
        yield Problem("extractions", article, f"{told} statements were found and {there} are there")


def _inside(span: tuple[int | None, int | None], text: str) -> str | None:
    start, end = span
    if start is None or end is None:
        return None
    return text[start:end] if 0 <= start <= end <= len(text) else "\0"


def _articles(con: Connection) -> Iterator[Problem]:
    for row in stream(con, f"SELECT {ARTICLE} FROM articles ORDER BY number", size=500):
        article = article_from(row)
        if article.id != row[0]:
            yield Problem("articles", row[0], f"its id derives as {article.id}")
        if any(s.span.end > len(article.text) for s in article.sections):
            yield Problem("articles", row[0], "a section runs past the end of its text")
    joined = (
        "SELECT a.id, a.text, q.id, q.span_start, q.span_end, q.pieces, q.text "
        "FROM quotes q JOIN articles a ON a.number = q.article_number"
    )
    for of, text, quote, start, end, offsets, words in stream(con, joined, size=500):
        pairs = list(zip(offsets[::2], offsets[1::2], strict=False))
        fit = pairs and len(offsets) % 2 == 0 and all(0 <= a <= b <= len(text) for a, b in pairs)
        if not fit:
            yield Problem("quotes", quote, "its offsets don't fit the text")
            continue
        derived = content_id("statement", article=of, content=[list(pair) for pair in pairs])
        if derived != quote:
            yield Problem("quotes", quote, f"its id derives as {derived}")
        if (start, end) != (min(offsets), max(offsets)):
            yield Problem("quotes", quote, "its start and end are not those of its pieces")
        cut = " ".join(text[a:b] for a, b in pairs)
        if words != cut:
            yield Problem("quotes", quote, f"its offsets give {cut!r}, and {words!r} is stored")
    linked = (
        "SELECT a.text, q.id, t.cue_start, t.cue_end, t.cue, t.source_start, t.source_end, t.source, t.name, "
        "t.name_key, t.source_key FROM attributions t JOIN articles a ON a.number = t.article_number "
        "JOIN quotes q ON q.number = t.quote"
    )
    for text, quote, *told in stream(con, linked, size=500):
        for name, (start, end, words) in (("cue", told[:3]), ("source", told[3:6])):
            if _inside((start, end), text) != words:
                yield Problem("attributions", quote, f"its {name}'s offsets don't give the stored words")
        if (key_of(told[6]), key_of(told[5])) != (told[7], told[8]):
            yield Problem("attributions", quote, "the keys of its names are of another version of the library")


def _people(con: Connection) -> Iterator[Problem]:
    made = load(con)
    stored = {row[0] for row in fetch(con, "SELECT id FROM decisions")}
    texts: dict[str, str] = dict(
        fetch(
            con,
            "SELECT id, text FROM articles WHERE id IN (SELECT article FROM decisions WHERE article IS NOT NULL)",
        )
    )
    for decision in made:
        if decision.id not in stored:
            yield Problem("decisions", decision.id, "it derives from a row with another id")
        text = texts.get(decision.article or "")
        if text is None or decision.words is None:
            continue
        if Span(decision.start, decision.end).of(text) != decision.words:
            yield Problem("decisions", decision.id, "its offsets don't give its words: it is anchored to nothing")


class _Undone(Exception):
    pass


def _derived(con: Connection) -> Iterator[Problem]:
    """Work out anew what is shown, a part of the articles at a time, compare, and leave everything as it was."""
    import duckdb

    articles = [row[0] for row in fetch(con, "SELECT number FROM articles ORDER BY number")]
    for at in range(0, len(articles), _PART):
        part = articles[at : at + _PART]
        before = {name: fetch(con, sql, [part]) for name, sql in _DERIVED.items()}
        after = {}
        try:
            with suppress(_Undone), transaction(con):
                refresh(con, part)
                after = {name: fetch(con, sql, [part]) for name, sql in _DERIVED.items()}
                raise _Undone
        except (ValueError, duckdb.Error) as error:  # of rows that are told above, one by one
            yield Problem("shown", "", f"it can't be worked out anew: {error}")
            continue
        for name, rows in before.items():
            there = set(map(str, rows))
            for row in sorted(there ^ set(map(str, after[name])))[:100]:
                what = "is there, and should not be" if row in there else "should be there, and is not"
                yield Problem(name, "", f"{row} {what}")


def check(con: Connection, *, writable: bool = True) -> tuple[Problem, ...]:
    """Return what is wrong with a database.

    Args:
        con: The connection.
        writable: Whether what is shown may be worked out anew (in a transaction that is taken back) and compared.
    """
    found = [*_references(con), *_articles(con), *_people(con)]
    return (*found, *(_derived(con) if writable else ()))
