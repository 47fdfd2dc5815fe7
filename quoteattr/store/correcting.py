"""From what somebody asks for to a decision with its anchor, checked against what is stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import attrs

from quoteattr.errors import DecisionError
from quoteattr.spans import Span
from quoteattr.store.connection import Connection, fetch
from quoteattr.store.decisions import Decision
from quoteattr.store.lookup import one_speaker
from quoteattr.store.rows import ARTICLE, article_from, key_of, spans, speaker_id
from quoteattr.values import Article


def _article(con: Connection, article: str) -> Article:
    rows = fetch(con, f"SELECT {ARTICLE} FROM articles WHERE id = $1", [article])
    if not rows:
        raise DecisionError(f"There is no article {article}.", remedy="Take the id from a statement.", article=article)
    return article_from(rows[0])


def _named(con: Connection, name: str) -> tuple[str, str]:
    """Return id and canonical name of a speaker, a new one where nobody is called so."""
    if not key_of(name):
        raise DecisionError(f"{name!r} is no name.", remedy="Give a name with at least one letter.", name=name)
    return one_speaker(con, name) or (speaker_id(name), " ".join(name.split()))


def naming(
    con: Connection,
    name: str,
    speaker: str | None,
    same_as: str | None,
    not_same_as: str | None,
    article: str | None,
) -> Decision:
    """Return the decision about a name, unsigned; see `Store.decide`."""
    given = [(a, n) for a, n in (("alias", speaker), ("same", same_as), ("distinct", not_same_as)) if n is not None]
    if len(given) != 1:
        raise DecisionError(
            "A decision says one thing.", remedy="Give exactly one of speaker, same_as and not_same_as.", name=name
        )
    action, other = given[0]
    if not key_of(name):
        raise DecisionError(f"{name!r} is no name.", remedy="Give a name with at least one letter.", name=name)
    who, canonical = _named(con, other)
    if action == "alias":
        place = _article(con, article) if article else None
        return Decision(
            action,
            article=place.id if place else None,
            outlet=place.outlet if place else None,
            url=place.url if place else None,
            record=place.record if place else None,
            alias=name,
            speaker=canonical,
            speaker_id=who,
        )
    if article:
        raise DecisionError(
            "Two speakers are one, or two, everywhere.", remedy="Leave out the article.", article=article
        )
    mine, called = _named(con, name)
    if mine == who:
        remedy = "Give the two names, or ids, that articles tell apart."
        raise DecisionError(f"{name} and {other} are one speaker by their names.", remedy=remedy, name=name)
    return Decision(action, alias=called, alias_id=mine, speaker=canonical, speaker_id=who)


def _anchored(
    action: str,
    article: Article,
    pieces: Sequence[Span],
    content: Sequence[Span] = (),
    speaker: str | None = None,
    who: str | None = None,
) -> Decision:
    both = (*pieces, *content)
    words = article.text[min(p.start for p in both) : max(p.end for p in both)]
    return Decision(
        action,
        article=article.id,
        outlet=article.outlet,
        url=article.url,
        record=article.record,
        pieces=tuple(pieces),
        content=tuple(content),
        words=words,
        speaker=speaker,
        speaker_id=who,
    )


def _fitting(article: Article, content: Sequence[Span | str], near: int = 0) -> tuple[Span, ...]:
    """Return the pieces in order, checked against the text; words are looked up, the nearest to ``near``."""
    pieces = tuple(sorted(_found(article, p, near) if isinstance(p, str) else p for p in content))
    wrong = not pieces or any(a.end > b.start for a, b in pairwise(pieces))
    if wrong or pieces[-1].end > len(article.text) or not all(p.of(article.text).strip() for p in pieces):
        raise DecisionError(
            f"The offsets {[(p.start, p.end) for p in pieces]} don't fit the article's {len(article.text)} characters.",
            remedy="Give one or more stretches of words that don't overlap, as offsets into store.article(id).text.",
            article=article.id,
        )
    return pieces


def _found(article: Article, words: str, near: int) -> Span:
    """Return where words stand in an article, nearest to an offset."""
    places = [m.start() for m in re.finditer(re.escape(words), article.text)] if words.strip() else []
    if not places:
        raise DecisionError(
            f"The article does not have the words {words!r}.",
            remedy="Give them as they stand in store.article(id).text, or give offsets.",
            article=article.id,
        )
    start = min(places, key=lambda at: abs(at - near))
    return Span(start, start + len(words))


def _shown(con: Connection, statement: str) -> tuple[Article, tuple[Span, ...]]:
    """Return the article and the pieces of a statement that is shown."""
    rows = fetch(
        con,
        "SELECT a.id, q.pieces FROM shown s JOIN quotes q ON q.number = s.number "
        "JOIN articles a ON a.number = s.article_number WHERE q.id = $1",
        [statement],
    )
    if not rows:
        raise DecisionError(
            f"There is no statement {statement}.",
            remedy="Take the id from store.statements(), or from `quoteattr statements --format json`.",
            id=statement,
        )
    return _article(con, rows[0][0]), spans(rows[0][1])


def correction(
    con: Connection,
    statement: str | None,
    article: str | None,
    quote: bool,
    content: Sequence[Span | str] | None,
    named: bool,
    speaker: str | None,
) -> Decision:
    """Return the decision about one statement, unsigned; see `Store.correct`."""
    if [not quote, content is not None, named].count(True) != 1:
        raise DecisionError(
            "A correction says one thing.", remedy="Give exactly one of quote=False, content and speaker.", id=statement
        )
    if statement is None:
        if article is None or content is None:
            raise DecisionError(
                "A missed quote needs its article and its offsets.", remedy="Give article and content, or a statement."
            )
        place = _article(con, article)
        pieces = _fitting(place, content)
        return _anchored("borders", place, pieces, pieces)
    place, old = _shown(con, statement)
    if content is not None:
        return _anchored("borders", place, old, _fitting(place, content, old[0].start))
    if not quote:
        return _anchored("reject", place, old)
    if speaker is None:
        return _anchored("speaker", place, old)
    who, canonical = _named(con, speaker)
    return _anchored("speaker", place, old, (), canonical, who)


def pairing(con: Connection, one: str, other: str, same: bool) -> Decision:
    """Return the decision about two statements, unsigned; see `Store.pair`."""
    (place, pieces), (second, others) = (_shown(con, statement) for statement in (one, other))
    if place.id == second.id:
        raise DecisionError(
            "The two statements stand in one article.",
            remedy="Give statements of two articles: an utterance is compared across articles.",
            article=place.id,
        )
    made = _anchored("paired" if same else "parted", place, pieces)
    words = second.text[min(p.start for p in others) : max(p.end for p in others)]
    return attrs.evolve(made, other_article=second.id, other_pieces=others, other_words=words)
