"""Words as they are written: tokens, capitals, acronyms, and lines in which capitals tell nothing."""

from __future__ import annotations

import re
from functools import lru_cache

import attrs

from quoteattr.attribution.lexicon import KEPT, fold
from quoteattr.spans import Span

_ABBREVIATED = (
    "Mr|Mrs|Ms|Dr|Prof|Gov|Sen|Sens|Rep|Reps|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Adm|Brig|Rev|Hon|St|Jr|Sr|Inc|Ltd|Corp|Co"
)
# Accents that stand apart from their letter, and those that a wrong decoding broke ("PeÃ±a"), belong to the word.
_LETTERS = r"(?:[^\W_][\u0300-\u036f]*(?:(?<=[ÃÂÄÅ\u0303])[\u00a1-\u00bf])?)+"
TOKEN = re.compile(
    rf"(?:{_ABBREVIATED})\.(?!\w)|(?:[^\W\d_]\.)+(?:[^\W\d_](?![\w]))?|['’]t(?=\s+[A-Z])|{_LETTERS}(?:[-'’&.]{_LETTERS})*"
)
_OPENING = frozenset('\n\r.!?:;"“„«‘([*•—–')  # after these a word may be written with a capital for its place alone
_AFTER_DATELINE = re.compile(r"\)\s?-{1,2}\s")  # "OSLO, June 3 (Reuters) - Brewer ..."
# A letter that is no initial, so that a full stop after it ends the sentence: "wrote on X. Reed", "plan B. Reed".
_LETTER = re.compile(
    r"(?:\b(?:on|to|via|platform|network|site) X|\b(?i:plan|team|group|type|class|grade|section|category|vitamin|"
    r"hepatitis|influenza|block|gate|annex|appendix|exhibit|series|tier|stage|building|terminal|unit) [A-Z])\.$"
)
# Firms whose names end like a possessive, and hardly anybody's surname.
POSSESSIVE_NAMES = frozenset(
    f"{name}'s"
    for name in (
        "moody",
        "mcdonald",
        "macy",
        "sotheby",
        "sainsbury",
        "kellogg",
        "domino",
        "bloomingdale",
        "applebee",
        "hardee",
    )
)
_POSSESSIVE = re.compile(r"(.+?)['’]s$")
# Capitals inside a word: al-Sayegh, dell'Orto, d'Estaing, bin-Rashid.
_INNER = re.compile(r"(?:al|el|ad|an|ar|as|at|az|ash|bin|ibn|abu|dell|dall|nell|d|l|de|da|van|von)[-'’][^\W\d_]")
# "Toronto-listed", "Brooklyn-based", "Clinton-era": an adjective, not a name.
_ADJECTIVE = re.compile(
    r".+-(?:[a-z]+ed|born|based|led|run|held|made|wide|era|style|speaking|friendly|turned|old|area|bound|only|ing|educated|chaired)$"
)
_SMALL_IN_TITLES = frozenset(
    ("with", "from", "over", "into", "that", "than", "amid", "after", "about", "against", "without")
)
# A line with a full stop is a sentence where it writes more words small: "It's over for Ann Reed and Lea Lund."
_STOPPED = re.compile(r"[a-z]\.[\"”’']?\s*$")
_SENTENCE = re.compile(r"(?<= )(?:is|was|are|were|has|had|it|he|she|they)(?= )")
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Z&0-9-]{1,9}|[A-Z]?[a-z]*[A-Z]{2,}[a-z]*|[A-Z][a-z]+[A-Z]+[A-Za-z]*")


@attrs.frozen
class Token:
    """A word; ``end`` leaves a possessive ending out."""

    start: int
    end: int
    word: str
    owns: bool = False
    first: bool = False


def tokens(text: str, within: Span | None = None) -> tuple[Token, ...]:
    """Cut ``text`` into words, possessive endings apart."""
    found: list[Token] = []
    area = within or Span(0, len(text))
    last = area.start
    for match in TOKEN.finditer(text, area.start, area.end):
        start, end, word = match.start(), match.end(), match.group()
        after = end
        if len(word) == 2 and word[1] == "." and _LETTER.search(text[max(0, start - 12) : end]):
            after = end = end - 1
            word = word[0]
        gap = text[last:start]
        first = not found or (
            gap != " " and (not _OPENING.isdisjoint(gap) or _AFTER_DATELINE.fullmatch(gap) is not None)
        )
        owned = _POSSESSIVE.match(word) if word[-1] == "s" and fold(word) not in POSSESSIVE_NAMES else None
        if owned:
            end, word = start + owned.end(1), owned[1]
        owns = bool(owned) or (
            word[-1:] in "sS" and text[end : end + 1] in ("'", "’") and text[end + 1 : end + 2] == " "
        )
        found.append(Token(start, end, word, owns, first))
        last = after
    return tuple(found)


@lru_cache(maxsize=KEPT)
def capital(word: str) -> bool:
    """Tell whether ``word`` is written as a name is."""
    if word[:1].isupper():
        return not _ADJECTIVE.match(word)
    return (bool(_INNER.match(word)) and any(c.isupper() for c in word)) or bool(re.match(r"[a-z][A-Z]", word))


@lru_cache(maxsize=KEPT)
def acronym(word: str) -> bool:
    """Tell whether ``word`` looks like the short form of a body's name."""
    if re.match(r"(?:Mc|Mac|De|Du|La|Le|Di|Da|Van|Von|Fitz|Al|El|O)[A-Z][a-z]+$", word):
        return False  # McConnell, DeSantis: two capitals make a surname as well
    return bool(_ACRONYM.fullmatch(word)) and fold(word).replace(".", "") not in ("mr", "dr", "i", "ii", "iii", "iv")


@lru_cache(maxsize=KEPT)
def initials(words: str) -> str:
    """Return the first letters of the capitalised words.

    >>> initials("Federal Bureau of Investigation")
    'FBI'
    """
    found = (w for w in re.findall(r"[^\W\d_][\w.]*", words.replace("-", " ")) if w[0].isupper() and w != "The")
    return "".join(w.replace(".", "") if "." in w else w[0] for w in found)


def title_case(text: str) -> tuple[Span, ...]:
    """Return the lines that write nearly every word with a capital, so that capitals tell nothing."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        long = [w for w in re.findall(r"[^\W\d_]{4,}", line.group())]
        small = [w for w in long if w[0].islower() and w not in _SMALL_IN_TITLES]
        # 4 words: fewer may all be names; a tenth: headlines write verbs and nouns with a capital
        dated = re.match(r".{0,70}\([A-Za-z]{2,10}\)", line.group())  # the first line of a dispatch, after its dateline
        shouted = line.group().isupper() and any(len(w) > 5 for w in long)
        if _STOPPED.search(line.group()):
            small = [w for w in long if w[0].islower()] + _SENTENCE.findall(line.group())
        if shouted or (4 <= len(long) <= 25 and not dated and len(small) <= 0.1 * len(long)):
            found.append(Span(line.start(), line.end()))
    return tuple(found)
