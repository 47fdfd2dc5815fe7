"""Texts cut into pieces: what differs between two wordings, and where quotes stand in an article."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quoteattr.marks import paragraphs
from quoteattr.spans import Span
from quoteattr.values import Article, Edit, Match, Relation, Role, Saying, Statement

# Paragraphs longer than this are cut around the statement, at blanks: some feeds put a whole article in one.
_LONGEST = 700
# A statement of more pieces than this is not looked for piece by piece: it would take a broken record to have it.
_MOST_PIECES = 12


class Piece(NamedTuple):
    """A stretch of text, what it is (none, or names parted by a blank), a word on it, and the anchor it carries."""

    text: str
    mark: str = ""
    note: str = ""
    anchor: str = ""


class Mark(NamedTuple):
    """A stretch to be marked: where, as what, with what note, and with what anchor."""

    span: Span
    name: str
    note: str = ""
    anchor: str = ""


def cut(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut a text at the borders of marked stretches; a piece under several marks carries the names of all.

    Args:
        text: Any text.
        marks: What to mark; what lies outside the text is left out.

    Returns:
        Pieces that together are the text, unchanged.
    """
    kept = [m for m in marks if m.span.start < min(m.span.end, len(text))]
    borders = sorted({0, len(text), *(min(x, len(text)) for m in kept for x in (m.span.start, m.span.end))})
    # One walk over the sorted marks keeps this linear: an article may hold hundreds.
    waiting = sorted(kept, key=lambda m: (m.span.start, -m.span.end), reverse=True)
    open_: list[Mark] = []
    told: set[str] = set()
    pieces = []
    for start, end in itertools.pairwise(borders):
        open_ = [m for m in open_ if m.span.end > start]
        while waiting and waiting[-1].span.start <= start:
            open_.append(waiting.pop())
        names = " ".join(dict.fromkeys(m.name for m in open_))
        notes = "; ".join(dict.fromkeys(m.note for m in open_ if m.note))
        anchor = next((m.anchor for m in open_ if m.anchor and m.anchor not in told), "")
        told.add(anchor)
        pieces.append(Piece(text[start:end], names, notes, anchor))
    return pieces


def _trailing(text: str, mark: str, note: str) -> list[Piece]:
    """Return a piece with the blanks at its end left out of the mark, so that no line is drawn under them."""
    bare = text.rstrip()
    if not bare:
        return [Piece(text, mark, note)] if text else []
    return [Piece(bare, mark, note), *([Piece(text[len(bare) :])] if len(bare) < len(text) else [])]


def _edit_pieces(edit: Edit, mine: str, base: str, turned: bool) -> list[Piece]:
    here, there = (edit.a, edit.b) if turned else (edit.b, edit.a)
    new, old = here.of(mine), there.of(base)
    if edit.op == "equal":
        return [Piece(new)] if new else []
    if edit.variant:
        if not new:
            return []  # a mark or an ellipsis that the other has: no words are lost
        note = f"{edit.variant} only; there: {old.strip()}" if old.strip() else f"{edit.variant} only"
        return _trailing(new, "variant", note)
    if edit.op == "move":
        return _trailing(new, "moved", "stands elsewhere there")
    lost: list[Piece] = []
    if old.strip():
        # The blank after words that are not the saying's own is none of its own either.
        lost = [Piece(old.rstrip(), "removed", "only there")]
        if old[-1].isspace():
            lost.append(Piece("", "gap"))
    return [*lost, *_trailing(new, "added", "only here")]


def _parted(pieces: Iterable[Piece]) -> list[Piece]:
    """Part words that were left out from the words beside them, where no blank of either text does."""
    parted: list[Piece] = []
    for piece in pieces:
        before = parted[-1] if parted else None
        if (
            before is not None
            and "removed" in (piece.mark, before.mark)
            and before.text[-1:].strip()
            and piece.text[:1].isalnum()
        ):
            parted.append(Piece("", "gap"))
        parted.append(piece)
    return parted


def redline(saying: Saying, match: Match | None, base: Saying | None) -> list[Piece]:
    """Return the words of a saying in pieces, with what differs from ``base`` marked as in a corrected proof.

    Pieces marked ``removed`` are words of the base and not of the saying; all others together are the saying's words.
    A paraphrase is not marked word by word: there every word would be.

    Args:
        saying: What is shown.
        match: How it relates to the base, in whatever direction; None for no marks.
        base: What it is held against.
    """
    if match is None or base is None or match.relation is Relation.PARAPHRASE or not match.edits:
        return [Piece(saying.text)]
    turned = match.a == saying.id
    own = [(e.a if turned else e.b, e) for e in match.edits]
    # In the order of the saying's own words; what it lacks comes before the word that stands there.
    own.sort(key=lambda pair: (pair[0].start, len(pair[0]) > 0))
    pieces: list[Piece] = []
    at = 0
    for span, edit in own:
        if span.start < at and len(span):
            continue  # its words stand already: a move and a replacement may share them
        if span.start > at:
            pieces.append(Piece(saying.text[at : span.start]))
        pieces += _edit_pieces(edit, saying.text, base.text, turned)
        at = max(at, span.end)
    if at < len(saying.text):
        pieces.append(Piece(saying.text[at:]))
    return _parted(pieces)


def located(saying: Saying, text: str) -> tuple[Span, ...]:
    """Return where the pieces of a saying stand in the text of its article, or nothing if they don't.

    Its text joins the pieces by a blank, and only the first one's place is known: each next piece is the nearest
    stretch after the last that goes on with the words.
    """
    rest, at = saying.text, saying.start
    found: list[Span] = []
    while rest and len(found) < _MOST_PIECES:
        if found:
            first = rest.split(" ", 1)[0]
            at = text.find(first, found[-1].end)
            if at < 0:
                break
        length = 0
        while length < len(rest) and at + length < len(text) and rest[length] == text[at + length]:
            length += 1
        if length < len(rest):
            length = rest.rfind(" ", 0, length + 1)
        if length <= 0:
            break
        found.append(Span(at, at + length))
        rest = rest[length + 1 :]
    return tuple(found)


def paragraph(article: Article, content: Sequence[Span]) -> tuple[Span, bool, bool]:
    """Return the paragraphs that hold a statement, and whether text was cut before and after it."""
    start, end = content[0].start, content[-1].end
    holding = [p for p in paragraphs(article.text) if p.start < end and start < p.end]
    whole = Span(min([p.start for p in holding] + [start]), max([p.end for p in holding] + [end]))
    first, last = whole.start, whole.end
    room = max(0, _LONGEST - (end - start)) // 2
    if len(whole) > _LONGEST:
        first, last = max(first, start - room), min(last, end + room)
        while whole.start < first < start and not article.text[first - 1].isspace():
            first += 1
        while whole.end > last > end and not article.text[last].isspace():
            last -= 1
    return Span(first, last), first > whole.start, last < whole.end


def quiet(article: Article) -> list[Mark]:
    """Return marks for what is not the body of an article: headline, dateline, boilerplate."""
    return [Mark(s.span, "quiet", str(s.role)) for s in article.sections if s.role is not Role.BODY]


def quoted(statement: Statement, note: str, anchor: str = "") -> list[Mark]:
    """Return marks for the content, cue and source of a statement."""
    marks = [Mark(p, "content", note, anchor) for p in statement.quote.content]
    for span, name in ((statement.quote.cue, "cue"), (statement.quote.source, "source")):
        if span is not None:
            marks.append(Mark(span, name, note))
    return marks
