"""The words that tell what a phrase of a news text denotes: titles, kin, bodies, groups, documents, given names."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

import attrs

Words = frozenset[str]
# Letters that Unicode does not decompose.
_LETTERS = str.maketrans("øØłŁıđĐðæœ’‘ʼ", "oOlLidDdao'''") | {"ß": "ss", "þ": "th", "Þ": "Th"}
_PERSON_ENDINGS = ("ologist", "dsman", "tsman", "ographer", "onomist", "woman", "person", "iatrist", "icist", "itarian")
# Whoever is a biologist is a scientist, whatever the lists have.
_LEARNED = frozenset(("scientist", "researcher", "expert", "academic", "specialist"))
_SCIENCES = ("ologist", "icist", "onomer", "ographer")


@attrs.frozen
class Lexicon:
    """The lists of ``data/lexicon/phrases.toml``, each a set of lower-case words."""

    titles: Words
    topics: Words
    feminine: Words
    masculine: Words
    kin: Words
    people: Words
    bodies: Words
    org_words: Words
    groups: Words
    thing_openers: Words
    things: Words
    documents: Words
    statements: Words
    spokespeople: Words
    modifiers: Words
    openers: Words
    stands_for: dict[str, Words]

    def names_person(self, word: str) -> bool:
        """Tell whether ``word`` is a noun that denotes one person."""
        word = word.casefold().removeprefix("co-").removeprefix("ex-")
        return word in self.people or word in self.kin or word in self.spokespeople or word.endswith(_PERSON_ENDINGS)

    def gender_word(self, word: str) -> str:
        """Return ``f`` or ``m`` for a word that tells the sex, else an empty string."""
        word = word.casefold()
        if word in self.feminine or word.endswith("woman"):
            return "f"
        return "m" if word in self.masculine or (word.endswith("man") and word in self.spokespeople) else ""

    def may_mean(self, description: str, word: str) -> bool:
        """Tell whether somebody called ``word`` may be taken up by the noun ``description``."""
        if description == word or word in self.stands_for.get(description, ()):
            return True
        return description in _LEARNED and word.endswith(_SCIENCES)


# How many answers about words are kept: those of some dozen articles. The same words are asked about over and over, a
# name against every figure of its article.
KEPT = 1 << 14


@lru_cache(maxsize=KEPT)
def fold(words: str) -> str:
    """Return ``words`` in lower case without accents, for comparison only.

    >>> fold("Sørensen, López")
    'sorensen, lopez'
    """
    flat = unicodedata.normalize("NFKD", words.translate(_LETTERS))
    return "".join(c for c in flat if not unicodedata.combining(c)).casefold()


def _read(name: str) -> str:
    return (files("quoteattr") / "data" / "lexicon" / name).read_text(encoding="utf-8")


@cache
def lexicon() -> Lexicon:
    """Return the lists, read once."""
    raw = tomllib.loads(_read("phrases.toml"))
    stands = {word: frozenset(others.split()) for word, others in raw.pop("stands_for").items()}
    return Lexicon(**{name: frozenset(words.split()) for name, words in raw.items()}, stands_for=stands)


@cache
def _given() -> dict[str, str]:
    rows = (line.split("\t") for line in _read("given_names.tsv").splitlines() if line and line[0] != "#")
    return {row[0]: row[1] for row in rows}


@cache
def _common() -> Words:
    return frozenset(line for line in _read("common_words.txt").splitlines() if line and line[0] != "#")


def is_given(word: str) -> bool:
    """Tell whether ``word`` is known as a given name."""
    return fold(word) in _given()


@lru_cache(maxsize=KEPT)
def given_gender(word: str) -> str:
    """Return ``f`` or ``m`` where a given name tells it, else an empty string."""
    flat = fold(word)
    known = _given().get(flat) or _given().get(flat.partition("-")[0]) or ""
    return known if known in ("f", "m") else ""


def is_common(word: str) -> bool:
    """Tell whether English news writes ``word`` small, so that a capital alone makes it no name."""
    return word.casefold() in _common()
