"""People whom an article speaks of and never names: "her husband", "a man at the gate".

They can be meant by a pronoun like everybody else. Who was named long before is then no safe answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from quoteattr.attribution.figures import Figure
from quoteattr.attribution.kin import Families
from quoteattr.attribution.lexicon import lexicon
from quoteattr.attribution.scene import Scene
from quoteattr.names.titles import listed
from quoteattr.spans import Span

# Up to three words may stand between, none of which begins another phrase: "a 40-year-old homeless man".
_JOINS = r"(?:of|to|from|in|on|at|by|with|for|and|or|who|that|his|her|the|an?)"
_NOUN = r"\b([Aa]n?|[Hh]is|[Hh]er|[A-Z][\w-]+['’]s?)\s(?:(?!{joins}\s)[\w-]+\s){{0,3}}?({heads})\b(?!['’-])"
# What is said of somebody or likens him to somebody speaks of nobody else: "he is a man of his word", "as a father".
_PREDICATE = re.compile(
    r"(?:\b(?:is|was|be|been|being|are|were|as|like|became|become|not|but|than|of)|,|['’]s)\s(?:\w+ly\s)?$"
)
_SUBJECT = (
    r"(?:(?<=[.!?”\"’]\s)|(?<=\n)|(?<=,\s)|(?<=\b[Aa]nd\s)|(?<=\b[Bb]ut\s))"
    r"((?:[Tt]he|[A-Z][\w-]+['’]s)\s(?:(?!(?:of|and|who|that|in)\s)[\w’'-]+\s){{0,4}}?(?:{heads}))"
    r"(?=(?:,\s[^,.\n]{{2,60}},)?\s(?:has|had|was|is|said|told|will|went|flew|spoke|[a-z]{{2,}}ed|came|met|made|gave|took|wrote|left|did)\b)"
)
# What leads somebody in who may go without a name, and where to look for the noun.
_LED = re.compile(r"\b(?:an?|the|his|her|another|one)\s|['’]s?\s", re.I)
_REACH, _WORDS = 60, 4
_SOME = listed("a an one another")
_ENDS = listed("of to from in on at by with for and or who that his her the a an is was")
_KIN_FIRST = re.compile(
    r"(?:His|Her|Their|(?:The )?[\w.’' -]{2,40}?['’]s?) (?:(?!and |or )[\w-]+ ){0,2}?(?P<kin>[a-z][\w-]+)\b(?!['’])"
)
# "a man named Reed", "her husband Ivo Reed", "her husband, the lyricist Ivo Reed"
_NAME_AFTER = re.compile(
    r",?\s(?:named|called|identified as)\b|,?\s(?=[A-Z])|,\s(?:the |an? )(?:[a-z][\w-]+ ){1,3}(?=[A-Z])"
)
_BACK = 2  # sentences in which somebody unnamed still comes to mind
_OWN = {"m": ("his",), "f": ("her",)}
_TAKEN_UP = {"m": re.compile(r"\b(?:he|him|his)\b", re.I), "f": re.compile(r"\b(?:she|her|hers)\b", re.I)}


@cache
def _nouns(sex: str) -> re.Pattern[str]:
    """Return what finds a noun phrase for somebody of a sex: its determiner and its noun."""
    heads = sorted(lexicon().masculine if sex == "m" else lexicon().feminine)
    return re.compile(_NOUN.format(joins=_JOINS, heads="|".join(map(re.escape, heads))))


def nearer_unnamed(scene: Scene, figure: Figure, at: int, sex: str, families: Families) -> Span | None:
    """Return the words for somebody unnamed who is likelier to be meant by a pronoun than ``figure`` is, or None.

    Args:
        scene: The article.
        figure: The one whom the pronoun would be taken for.
        at: Where the pronoun stands.
        sex: ``f`` or ``m``, as the pronoun tells.
        families: Who is whose kin: those whom the article names are not unnamed.
    """
    spots = scene.spots(figure, at)
    if not spots or figure.kin or any(figure in (tie.one, tie.other) for tie in families.ties()):
        return None
    last = spots[0]
    here = scene.sentence(at)
    start = max(scene.sentences[max(0, here - _BACK)].start, last.end)
    for match in reversed(list(_nouns(sex).finditer(scene.text, start, at))):
        words = Span(match.start(), match.end())
        if match[1].casefold() in _OWN[sex] or scene.quotation(words.start) is not None:
            continue
        # in the figure's own sentence or the next one the figure is in mind as well, and the ranking has weighed it
        if scene.sentence(words.start) - scene.sentence(last.end - 1) < 2 or _is_named(scene, words):
            continue
        paragraph = scene.paragraphs[scene.paragraph(words.start)].start
        if _TAKEN_UP[sex].search(scene.text, max(last.end, paragraph), words.start) is None:
            return words
    return None


def leaders_since(scene: Scene, figure: Figure, at: int) -> Iterator[Span]:
    """Yield the holders of roles who are the subject of a clause since ``figure`` was spoken of: "the prime minister".

    Args:
        scene: The article.
        figure: The one whom a pronoun would be taken for.
        at: Where the pronoun stands; only its own sentence and the one before are looked at.
    """
    spots = scene.spots(figure, at)
    start = max(scene.sentences[max(0, scene.sentence(at) - 1)].start, spots[0].end if spots else 0)
    for match in _roles().finditer(scene.text, start, at):
        words = Span(match.start(1), match.end(1))
        if scene.quotation(words.start) is None and not _is_named(scene, words):
            yield words


@cache
def _roles() -> re.Pattern[str]:
    """Return what finds a definite role that is the subject of a clause."""
    lex = lexicon()
    heads = sorted(w for w in lex.people - lex.kin if w.isalpha())
    return re.compile(_SUBJECT.format(heads="|".join(heads)))


def people_without_name(scene: Scene, start: int, end: int, sex: str) -> bool:
    """Tell whether a stretch speaks of somebody whom it does not name, and whom a pronoun of that sex may mean."""
    lex = lexicon()
    for match in _LED.finditer(scene.text, start, end):
        some = match[0].split()[0].casefold() in _SOME  # "One Year 11 pupil", "a Reed supporter"
        for word in scene.layout.words_in(Span(match.end(), min(end, match.end() + _REACH)))[:_WORDS]:
            if word.word in _ENDS or not (some or word.word[:1].islower()):
                break
            if lex.names_person(word.word) and lex.gender_word(word.word) in ("", sex):
                words = Span(match.start(), word.end)
                if scene.quotation(words.start) is None and not _is_named(scene, words):
                    return True
    return False


def kin_without_name(scene: Scene, at: int, sex: str) -> bool:
    """Tell whether this sentence or the one before begins with kin without a name: "Reed's brother"."""
    here = scene.sentence(at)
    for number in (here - 1, here):
        if number < 0:
            continue
        sentence = scene.sentences[number]
        found = _KIN_FIRST.match(scene.text, sentence.start, min(sentence.end, at))
        kind = found["kin"].casefold() if found else ""
        if found and kind in lexicon().kin and lexicon().gender_word(kind) in ("", sex or lexicon().gender_word(kind)):
            words = Span(found.start(), found.end())
            if not _is_named(scene, words):
                return True
    return False


def _is_named(scene: Scene, words: Span) -> bool:
    """Tell whether a name goes with the words, or they say what somebody is."""
    text = scene.text
    near = [n.span for n in scene.layout.names if -3 <= n.start - words.end <= 3]
    after = _NAME_AFTER.match(text, words.end)
    said_of = _PREDICATE.search(text[max(0, words.start - 24) : words.start])
    return bool(near) or after is not None or said_of is not None
