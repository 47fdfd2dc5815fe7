"""What a noun phrase of a news text says: what it denotes, by which name, and what it calls that."""

from __future__ import annotations

import enum
import re
from bisect import bisect_left
from collections.abc import Sequence

import attrs

from quoteattr.attribution.capitals import Proper
from quoteattr.attribution.lexicon import fold
from quoteattr.attribution.surface import Token
from quoteattr.names.titles import listed
from quoteattr.spans import Span


class Sort(enum.StrEnum):
    """What a phrase denotes."""

    EMPTY = "empty"
    PRONOUN = "pronoun"
    NAME = "name"
    JOINT = "joint"
    ROLE = "role"
    KIN = "kin"
    BODY = "body"
    SPOKES = "spokes"
    DOCUMENT = "document"
    GROUP = "group"
    OTHER = "other"


PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "n", "its": "n", "itself": "n", "they": "p", "them": "p", "their": "p", "theirs": "p", "themselves": "p",
    "who": "r", "whom": "r", "whose": "r", "which": "r", "that": "r", "i": "1", "me": "1", "my": "1", "we": "1",
    "us": "1", "our": "1", "you": "2", "your": "2", "myself": "1", "ourselves": "1",
}  # fmt: skip
ARTICLES = listed("a an the this that these those one another each every any no either neither")
OWNERS = listed("his her its their our my")
_SHORT = {
    "sen": "senator", "rep": "representative", "gov": "governor", "gen": "general", "col": "colonel", "sgt": "sergeant",
    "capt": "captain", "prof": "professor", "dr": "doctor", "rev": "reverend", "lt": "lieutenant", "maj": "major",
    "adm": "admiral", "brig": "brigadier",
}  # fmt: skip


@attrs.frozen
class Phrase:
    """What a noun phrase says.

    Args:
        span: Where it stands.
        sort: What it denotes.
        name: The proper name of what it denotes.
        others: Further names, for a joint source.
        head: The noun that tells what it is, in lower case.
        words: The folded words that describe it.
        called: What it calls what it denotes, in lower case: "namangan region governor".
        definite: Whether it takes up somebody known.
        owner: The phrase that says whose it is: possessor or complement.
        affiliations: The bodies named in its descriptions.
        age: The age it gives.
        gender: ``f``, ``m``, or empty.
        plural: Whether it denotes several.
    """

    span: Span
    sort: Sort
    name: Proper | None = None
    others: tuple[Proper, ...] = ()
    head: str = ""
    words: frozenset[str] = frozenset()
    called: tuple[str, ...] = ()
    definite: bool = False
    owner: Span | None = None
    affiliations: tuple[Proper, ...] = ()
    age: int | None = None
    gender: str = ""
    plural: bool = False


@attrs.frozen
class Layout:
    """The words and the proper names of a text, in order."""

    text: str
    words: tuple[Token, ...]
    names: tuple[Proper, ...]
    word_starts: tuple[int, ...]
    name_starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str, words: Sequence[Token], names: Sequence[Proper]) -> Layout:
        """Put words and names together."""
        return cls(text, tuple(words), tuple(names), tuple(w.start for w in words), tuple(n.span.start for n in names))

    def words_in(self, span: Span) -> tuple[Token, ...]:
        """Return the words that begin inside ``span``."""
        return self.words[bisect_left(self.word_starts, span.start) : bisect_left(self.word_starts, span.end)]

    def names_in(self, span: Span) -> tuple[Proper, ...]:
        """Return the names that begin inside ``span``."""
        return self.names[bisect_left(self.name_starts, span.start) : bisect_left(self.name_starts, span.end)]


def described(words: str) -> frozenset[str]:
    """Return the folded words of a description, without articles and possessive endings."""
    flat = re.sub(r"['’]s?(?=\s|$)", "", fold(words))
    found = (w.rstrip(".'") for w in re.findall(r"[^\W_][\w.'-]*", flat) if w not in ARTICLES and w not in OWNERS)
    return frozenset(_SHORT.get(w, w) for w in found)
