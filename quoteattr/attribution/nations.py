"""Of which people somebody is, as the article tells it: "Spanish driver Ann Reed", "Ann Reed of Spain"."""

from __future__ import annotations

import re
from itertools import pairwise

from quoteattr.attribution.figures import Figure
from quoteattr.attribution.lexicon import is_common, lexicon
from quoteattr.attribution.phrases import Phrase, Sort
from quoteattr.attribution.scene import Scene
from quoteattr.names.countries import country_code, is_demonym
from quoteattr.names.titles import listed
from quoteattr.spans import Span

# What stands right before a name inside its phrase, and where it is said to be from after it.
_BEFORE = re.compile(r"((?:[\w’'-]+ ){1,5})$")
_AFTER = re.compile(r"(?:, \d+,)?,? (?:of|from) (?:the )?([A-Z][\w-]+(?: [A-Z][\w-]+)?)(?:, ([A-Z]\w+))?")
_FAITHS = listed(
    "jews muslims christians catholics protestants hindus sikhs buddhists mormons evangelicals sunnis shiites "
    "hispanics latinos asians africans arabs kurds europeans"
)
_STOPS = listed("and or but with by in on at to from for of as that who which while when said told beat met after")


def _codes(words: str) -> frozenset[str]:
    parts = re.findall(r"[A-Z][\w-]+", words)
    pairs = [f"{a} {b}" for a, b in pairwise(parts)]
    two = frozenset(c for p in pairs if (c := country_code(p)))
    return two or frozenset(c for p in parts if (c := country_code(re.sub(r"['’]s?$", "", p))))


def nations(scene: Scene, figure: Figure) -> frozenset[str]:
    """Return the codes of the countries that the words around somebody's name tell."""
    text, found = scene.text, set()
    for called in figure.called:
        if is_demonym(called.split()[0] if called else ""):
            found.add(country_code(called.split()[0]))
    for spot in figure.spots:
        # the name of a phrase begins after its titles: both are looked at
        before = _BEFORE.search(text, max(0, spot.start - 60), spot.start)
        kept: list[str] = []
        for word in reversed(before[1].split() if before else []):
            if word.casefold() in _STOPS:
                break
            kept.insert(0, word)
        found |= _codes(" ".join(kept))
        after = _AFTER.match(text, spot.end)
        if after is not None:
            found |= _codes(after[1]) | _codes(after[2] or "")
    return frozenset(c for c in found if c and c != "eu")  # whoever speaks for the union is of one of its peoples


def are_people(word: str) -> bool:
    """Tell whether a word is what many of one people or faith are called: "Germans", "Iowans", "Hindus".

    >>> are_people("Germans"), are_people("Lyons")
    (True, False)
    """
    low = word.casefold()
    if low in _FAITHS or not low.endswith("s") or not word[:1].isupper():
        return low in _FAITHS
    if is_demonym(word[:-1]) or word.endswith(("icans", "nians")):
        return True
    # "Iowans" of Iowa, "Texans" of Texas, "Floridians" of Florida
    stems = (word[:-2], word[:-3] + "s", word[:-4] + "a", word[:-4]) if low.endswith("ans") else ()
    return any(len(stem) > 3 and (country_code(stem) or "").startswith("us-") for stem in stems)


def people_meant(phrase: Phrase) -> str:
    """Return the code of the people that a description names and nothing else ("the Spaniard"), or an empty string."""
    if phrase.sort is not Sort.ROLE or not phrase.definite or not is_demonym(phrase.head.rpartition(" ")[2]):
        return ""
    return country_code(phrase.head) or ""


def _somebody(scene: Scene, figure: Figure, spot: Span) -> bool:
    """Tell whether a mention is somebody's, or may well be: a full name that is the subject of its sentence."""
    plain = all(is_common(word) for word in figure.name.split())  # "Fill It"
    return scene.human(figure) or (figure.person and " " in figure.name and not plain and scene.is_subject(spot))


def only_here(scene: Scene, at: int) -> Figure | None:
    """Return the only person whom a paragraph has named before an offset, or None."""
    paragraph = scene.paragraphs[scene.paragraph(at)]
    names = [n for n in scene.layout.names_in(Span(paragraph.start, at)) if scene.quotation(n.start) is None]
    found = {id(f): f for n in names if (f := scene.cast.named(n)) is not None and _somebody(scene, f, n.span)}
    doubtful = any(scene.cast.named(n) is None and scene.cast.rivals(n) for n in names)
    return next(iter(found.values())) if len(found) == 1 and not doubtful else None


def of_people(scene: Scene, phrase: Phrase, code: str, at: int) -> list[Figure]:
    """Return those of a people who are named before an offset, as far as the article tells.

    Args:
        scene: The article.
        phrase: The description: its sex must agree.
        code: The country's.
        at: Where the description stands.
    """
    sex = lexicon().gender_word(phrase.head) or ("m" if phrase.head.endswith("man") else "")
    told = [
        f
        for f in scene.cast.figures
        if (scene.human(f) or scene.perhaps_human(f))
        and scene.spots(f, at)
        and not (sex and f.gender and f.gender != sex)
        and code in nations(scene, f)
    ]
    alone = None if told else only_here(scene, at)
    fits = alone is not None and not (sex and alone.gender and alone.gender != sex) and not nations(scene, alone)
    return [alone] if alone is not None and fits else told
