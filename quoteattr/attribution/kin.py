"""Whose wife, father or brother is meant: families as the article tells them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import attrs

from quoteattr.attribution.entities import Cast
from quoteattr.attribution.figures import Figure
from quoteattr.attribution.lexicon import fold, given_gender, is_given, lexicon
from quoteattr.attribution.phrases import Phrase, Sort
from quoteattr.attribution.shortnames import surname
from quoteattr.names.titles import family_first, listed

_GROUPS = (
    ("spouse", "husband wife partner widow widower ex-husband ex-wife spouse fiance fiancee girlfriend boyfriend"),
    ("parent", "mother father parent mom mum dad stepmother stepfather"),
    ("child", "son daughter stepson stepdaughter"),
    ("sibling", "sister brother twin half-brother half-sister"),
    ("in-law", "mother-in-law father-in-law sister-in-law brother-in-law daughter-in-law son-in-law"),
    ("grandparent", "grandmother grandfather grandma grandpa"),
    ("grandchild", "grandson granddaughter"),
)
_GROUP_OF = {word: group for group, words in _GROUPS for word in words.split()}
_SHARING = listed("husband wife widow widower spouse mother father parent mom mum dad son daughter daughter-in-law")
_HUSBANDS_SIDE = frozenset(("mother-in-law", "father-in-law"))
_BROTHERS = frozenset(("brother", "half-brother"))
_INVERSE = {"parent": "child", "child": "parent", "grandparent": "grandchild", "grandchild": "grandparent"}
_BEFORE = re.compile(r"\b(his|her|whose|[A-Z][\w-]+['’]s?) (?:[\w-]+ ){0,2}?([a-z]+(?:-in-law)?),? $")
_KIN_BETWEEN = re.compile(r"['’]s? (?:[\w-]+ )?([a-z]+(?:-in-law)?),? ")
_MASCULINE, _FEMININE = ("his",), ("her",)


# What is told of somebody whose surname the article does not give.
_SURNAME_AS = "surname as "


def surname_as(owner: str) -> str:
    """Return the description of "her husband Graham": news style leaves out a surname that kin share."""
    return f"{_SURNAME_AS}{owner}: kin named by the first name alone"


def kin_of(descriptions: Sequence[str]) -> tuple[str, str]:
    """Return that description of somebody, and whose surname it is; empty where the article gives the surname."""
    taken = next((d for d in descriptions if d.startswith(_SURNAME_AS)), "")
    return taken, taken.removeprefix(_SURNAME_AS).partition(":")[0]


def lends_surname(phrase: Phrase, owner: Figure, whose: str, married: bool) -> bool:
    """Tell whether kin named by the first name alone most likely have the owner's surname.

    Spouses, parents and children mostly do. Of brothers and sisters one may be married: only two brothers are taken to
    share it. A cousin or an aunt need not, and the parents of a married woman have her former name.

    Args:
        phrase: The phrase that names the kin.
        owner: Whose kin it is.
        whose: The words that say whose: "her", "Mrs Reed's".
        married: Whether the article calls the owner "Mrs".
    """
    sex = "m" if whose in _MASCULINE else "f" if whose in _FEMININE else ""
    theirs = owner.gender or given_gender(owner.name.split()[0])
    if sex and theirs and sex != theirs:
        return False
    if phrase.head in _BROTHERS:
        return "f" not in (sex, theirs) and "m" in (sex, theirs)
    if phrase.head in _HUSBANDS_SIDE:  # those of a wife who has her husband's name
        return "m" not in (sex, theirs)
    if _GROUP_OF.get(phrase.head) == "parent" and married:
        return False
    return phrase.head in _SHARING


def share_surname(cast: Cast, figure: Figure, phrase: Phrase, owner: Figure, whose: str) -> None:
    """Complete the name of kin by the surname that they most likely share.

    Args:
        cast: The article's.
        figure: Who is named by the first name alone.
        phrase: The phrase that names the kin.
        owner: Whose kin it is.
        whose: The words that say whose.
    """
    married = re.search(rf"\bMrs\.? (?:[A-Z]\w+ )?{re.escape(owner.name.split()[-1])}\b", cast.layout.text) is not None
    words = owner.name.split()
    # "Bae Eun-sook": which of the words kin share, is not known
    if not lends_surname(phrase, owner, whose, married) or words[0].casefold() in family_first():
        return
    kept = words[-len(surname(owner.name).split()) :]
    figure.name = f"{figure.name} {' '.join(kept)}"
    figure.label = "PERSON"
    figure.called.append(surname_as(owner.name))


def complete_kin(cast: Cast) -> None:
    """Complete whom the article brings in by the first name alone as somebody's kin: "Reed's husband, Lee"."""
    names = cast.layout.names
    for owning, name in pairwise(names):
        owner, figure = cast.named(owning), cast.named(name)
        if owner is None or figure is None or not owning.owns or " " in figure.name or " " not in owner.name:
            continue
        between = _KIN_BETWEEN.fullmatch(cast.layout.text, owning.span.end, name.start)
        first = min(figure.spots).start == name.span.start and is_given(figure.name)
        if between is None or not first or figure.label not in ("PERSON", "") or owner.label == "ORG":
            continue
        phrase = Phrase(name.span, Sort.KIN, head=between[1])
        share_surname(cast, figure, phrase, owner, fold(owning.span.of(cast.layout.text)))


@attrs.frozen
class Tie:
    """What the article says: ``other`` is the ``word`` of ``one``."""

    one: Figure
    other: Figure
    word: str


class Families:
    """The families of an article, read from the words before its names when first asked for."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._ties: list[Tie] | None = None

    def ties(self) -> list[Tie]:
        """Return what the article says of who is whose kin."""
        if self._ties is None:
            self._ties = list(self._read())
        return self._ties

    def _read(self) -> list[Tie]:
        text, kin = self.cast.layout.text, lexicon().kin
        found = []
        for number, name in enumerate(self.cast.layout.names):
            match = _BEFORE.search(text[max(0, name.start - 70) : name.start])
            figure = self.cast.named(name)
            if match is None or figure is None or not (match[2] in kin or match[2] in _GROUP_OF):
                continue
            owner = self._owner(match[1], number, figure)
            if owner is not None:
                found.append(Tie(owner, figure, match[2]))
        return found

    def _owner(self, word: str, number: int, figure: Figure) -> Figure | None:
        """Return whom a possessive before a name means: the name that has it, or the last person who agrees."""
        sex = "m" if word in _MASCULINE else "f" if word in _FEMININE else ""
        for name in reversed(self.cast.layout.names[:number]):
            owner = self.cast.named(name)
            if owner is None or owner is figure:
                continue
            if name.owns and not sex and word != "whose":
                return owner
            if owner.label == "PERSON" and (not sex or owner.gender in ("", sex)):
                return owner
        return None

    def find(self, phrase: Phrase, owner: Figure) -> Figure | None:
        """Return the kin of ``owner`` that a phrase such as "her husband" means, where the article names one."""
        head = phrase.head
        group = _GROUP_OF.get(head)
        found: list[Figure] = []
        for tie in self.ties():
            theirs = _GROUP_OF.get(tie.word)
            if tie.one is owner and (tie.word == head or (group is not None and theirs == group)):
                found.append(tie.other)
            elif tie.other is owner and group is not None and theirs == _INVERSE.get(group, group):
                found.append(tie.one)
        if group == "spouse":
            found += owner.kin
        fitting = [f for f in dict.fromkeys(found) if not (phrase.gender and f.gender and f.gender != phrase.gender)]
        return fitting[0] if len(fitting) == 1 else None
