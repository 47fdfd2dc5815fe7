"""Several who speak at once: two names, a name with others, groups that the article names by their members."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from quoteattr.attribution.capitals import Proper
from quoteattr.attribution.descriptions import Finding
from quoteattr.attribution.figures import Figure
from quoteattr.attribution.lexicon import fold, lexicon
from quoteattr.attribution.phrase_parts import joint_names
from quoteattr.attribution.phrase_reader import read
from quoteattr.attribution.phrases import Phrase, Sort
from quoteattr.attribution.plurals import is_pair, named_together, two_of_the_article
from quoteattr.attribution.scene import Scene
from quoteattr.names.titles import listed
from quoteattr.spans import Span
from quoteattr.values import Quote

_EXPERTS = listed(
    "analysts economists experts researchers scientists observers strategists scholars academics "
    "specialists historians doctors engineers lawyers attorneys forecasters prosecutors officials-"
)
_COUNTED = listed("some two three four five six several many most few both these those")
# "Critics, including the charity": what leads up to those of a group whom the article names.
_AMONG = re.compile(r",?\s(?:including|such as|like|among them|led by)\s", re.I)
# The first of a list, and what follows a comma or "and": in "the mayor of Lima" the town is none of them.
_BEGINS = re.compile(r"(?:^|[,;]\s|\band\s|&\s)(?:(?:the|[A-Z][a-z]+)\s)?$")
_OTHERS = "who speaks with others that are not named"
_BACK = 8  # paragraphs in which "the senators" still takes up two that spoke together
# Whom a phrase means, as the source of a quote, at some depth of phrases inside phrases.
Find = Callable[[Span, Quote, int], Finding]


class Joint:
    """Find those who speak together.

    Args:
        scene: The article.
        find: Who finds the ones that a phrase is made up of.
    """

    def __init__(self, scene: Scene, find: Find) -> None:
        self.scene = scene
        self.cast = scene.cast
        self.layout = scene.layout
        self.text = scene.text
        self._find = find

    def several(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        """Find the parts of a joint source; one that is named speaks for others that are not."""
        if phrase.name is not None:
            figures = [self.cast.named(n) for n in (phrase.name, *phrase.others)]
            figures = self._completed(figures)
            if any(fold(n.span.of(self.text)).split()[-1] in lexicon().groups for n in (phrase.name, *phrase.others)):
                return Finding(None, "these are groups of people, nobody by name")
            self._share_title(phrase.name, [f for f in figures if f is not None])
        else:
            assert phrase.owner is not None
            rest = re.sub(r"^\s*and\s+", "", self.text[phrase.owner.end : phrase.span.end])
            sides = (phrase.owner, Span(phrase.span.end - len(rest), phrase.span.end))
            figures = [self._find(side, quote, depth).figure for side in sides]
            if figures[0] is not None and figures[1] is None and re.match(r"(?:other|his|her|its|their)\b", rest):
                return Finding(figures[0], _OTHERS)
            for number, side in enumerate(sides):
                inner = read(self.layout, side)
                if figures[number] is not None and inner.name is not None and self._crowd(sides[1 - number]):
                    self.cast.note(inner)
                    return Finding(figures[number], _OTHERS)
        known = tuple(f for f in figures if f is not None)
        if len(known) < len(figures) or len(set(map(id, known))) < 2:
            return Finding(None, "several speak, and not all of them can be named", candidates=known)
        return Finding(self.together(known, phrase.span), "they speak together", candidates=known)

    def _crowd(self, span: Span) -> bool:
        """Tell whether a phrase is of people without a name."""
        phrase = read(self.layout, span)
        return phrase.sort is Sort.GROUP and phrase.name is None

    def _completed(self, figures: list[Figure | None]) -> list[Figure | None]:
        """Give "Harley and Lori Ostrander" one surname where the first is named by the first name alone."""
        first, last = figures[0], figures[-1]
        if (
            len(figures) == 2
            and first
            and last
            and " " not in first.name
            and len(last.name.split()) > 1
            and last.label == "PERSON"
        ):
            first.name, first.label = f"{first.name} {last.name.split()[-1]}", "PERSON"
        return figures

    def together(self, known: Sequence[Figure], span: Span) -> Figure:
        """Return one figure for several that speak at once."""
        names = [f.name if n == 0 or not self._with_article(f) else f"the {f.name}" for n, f in enumerate(known)]
        name = " and ".join(", ".join(part) for part in (names[:-1], names[-1:]))
        return Figure(name, span, "GROUP", [span], members=tuple(known))

    def _with_article(self, figure: Figure) -> bool:
        """Tell whether the article writes a body's name with "the"."""
        return figure.label != "PERSON" and any(
            self.text[max(0, s.start - 4) : s.start + 4].casefold().partition("the ")[1] for s in figure.spots
        )

    def statement(self, phrase: Phrase) -> Finding:
        """Find whose a joint statement is: two whom its sentence names together."""
        sentence = self.scene.sentences[self.scene.sentence(phrase.span.start)]
        names = [n for n in self.layout.names_in(Span(sentence.start, phrase.span.start))]
        for one, other in pairwise(names):
            if re.fullmatch(r"\s(?:and|&)\s(?:the\s)?", self.text[one.span.end : other.start]):
                known = tuple(f for f in (self.cast.named(one), self.cast.named(other)) if f is not None)
                if len(known) == 2:
                    return Finding(self.together(known, phrase.span), "they speak together", candidates=known)
        return Finding(None, "several speak, and they can't be told")

    # -- groups ----------------------------------------------------------------------------------------------------

    def group(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        """Name nobody for a group, unless the article says who is in it, or it is the experts of a named body."""
        words = phrase.span.of(self.text)
        if is_pair(words):
            at = phrase.span.start
            pair = named_together(self.scene, at) or two_of_the_article(self.scene, at)
            if pair:
                return Finding(self.together(pair, phrase.span), "the two of whom it is told", candidates=pair)
        among = _AMONG.search(words)
        if among is not None:
            named = self._among(Span(phrase.span.start + among.end(), phrase.span.end))
            if named:
                return Finding(named[0] if len(named) == 1 else self.together(named, phrase.span), _OTHERS)
        apposed = self._apposed(phrase)
        if len(apposed) > 1:
            return Finding(self.together(apposed, phrase.span), "they speak together", candidates=apposed)
        if phrase.definite:
            taken = self._taken_up(phrase)
            if taken is not None:
                return taken
        first = words.split()[0].casefold()
        counted = not first.isalpha() or first in _COUNTED
        if (
            phrase.head in _EXPERTS
            and phrase.owner is not None
            and not counted
            and re.search(rf"{phrase.head}\s(?:at|of|with|from)\s", words, re.I)
        ):
            inner = read(self.layout, phrase.owner)
            if inner.sort is Sort.NAME and inner.name is not None:
                figure = self.cast.named(inner.name)
                if figure is not None and figure.body and not self.scene.human(figure) and figure.label != "PLACE":
                    return Finding(figure, "its people speak for it")
        return Finding(None, "they are people without a name")

    def _apposed(self, phrase: Phrase) -> tuple[Figure, ...]:
        """Return those whose names follow a group: "two of its top officials, Ann Reed and Lea Lund"."""
        group, comma, rest = phrase.span.of(self.text).partition(", ")
        if not comma:
            return ()
        start = phrase.span.start + len(group) + len(comma)
        names = joint_names(self.layout, Span(start, phrase.span.end))
        whole = (
            bool(names) and names[0].start == start and not self.text[names[-1].span.end : phrase.span.end].strip(" ,")
        )
        figures = tuple(f for n in names if (f := self.cast.named(n)) is not None and f.label != "PLACE")
        return figures if whole and len(figures) == len(names) and rest else ()

    def _among(self, span: Span) -> tuple[Figure, ...]:
        """Return those whom a list names: "Senators Ann Reed, a Green, and Lea Lund"."""
        found: list[Figure] = []
        for name in self.layout.names_in(span):
            figure = self.cast.named(name)
            lead = self.text[span.start : name.start]
            begins = _BEGINS.search(lead) is not None
            crowd = fold(name.span.of(self.text)) in lexicon().groups
            if figure is None or not begins or figure.label == "PLACE" or figure in found or crowd:
                continue
            apposed = re.search(r",\s$", lead) is not None and bool(found) and figure.label != found[0].label
            if not apposed:
                found.append(figure)
        if len(found) > 1:
            self._share_title(self.layout.names_in(span)[0], found)
        return tuple(found)

    @staticmethod
    def _share_title(first: Proper, figures: Sequence[Figure]) -> None:
        """Note that "Senators Ann Reed and Lea Lund" calls both of them so."""
        for title in first.titles[-1:]:
            if title.rstrip(".").endswith("s"):
                for figure in figures:
                    figure.called.append(title.rstrip(".").removesuffix("s"))

    def _taken_up(self, phrase: Phrase) -> Finding | None:
        """Return those who spoke together before, where "the senators" fits each of them."""
        head, lex = phrase.head.removesuffix("s"), lexicon()
        for turn in reversed(self.scene.turns):
            if turn.at >= phrase.span.start:
                continue
            if self.scene.paragraph(phrase.span.start) - self.scene.paragraph(turn.at) > _BACK:
                return None
            figure = turn.figure
            if figure is None or not figure.members:
                continue
            fits = all(
                any(lex.may_mean(head, w.removesuffix("s")) for words in member.described() for w in words)
                for member in figure.members
            )
            return Finding(figure, "those who spoke together before", turn.quote.source) if fits else None
        return None
