"""Find the figure of the article that a source phrase means: name, description, body, document, pronoun."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from quoteattr.attribution.descriptions import Descriptions, Finding
from quoteattr.attribution.documents import makers
from quoteattr.attribution.entities import Figure
from quoteattr.attribution.generic import GenericBodies, matches_body
from quoteattr.attribution.kin import Families
from quoteattr.attribution.lexicon import fold, lexicon
from quoteattr.attribution.phrase_reader import read
from quoteattr.attribution.phrases import PRONOUNS, Phrase, Sort
from quoteattr.attribution.plurals import is_pair, named_together, two_of_the_article
from quoteattr.attribution.pronouns import NOBODY, antecedent_of_relative, noun_phrase_before, rank_pronoun
from quoteattr.attribution.ranking import Ranker
from quoteattr.attribution.scene import Scene
from quoteattr.attribution.shortnames import surname
from quoteattr.attribution.unnamed import nearer_unnamed
from quoteattr.names.titles import listed
from quoteattr.spans import Span
from quoteattr.values import Quote

_LAWS = listed("law act bill constitution treaty decree charter census index ranking")
_CAMPAIGNS = listed("campaign camp team administration")
_EXPERTS = listed(
    "analysts economists experts researchers scientists observers strategists scholars academics "
    "specialists historians doctors engineers lawyers attorneys forecasters prosecutors officials-"
)
_PEOPLES = ("ians", "eans", "cans", "panics", "tinos", "nese")
_CROWDS = listed(
    "republicans democrats conservatives liberals americans fathers officials supporters voters lawmakers "
    "senators leaders muslims christians jews protesters experts"
)
_DEPTH = 4  # phrases inside phrases: "the report by its chairman's office" ends well before


class Finder:
    """Find figures in one article, source after source in the order of the text."""

    def __init__(self, scene: Scene, bare: frozenset[Span] = frozenset(), ranker: Ranker | None = None) -> None:
        self.scene = scene
        self.ranker = ranker or Ranker()
        self.cast = scene.cast
        self.layout = scene.layout
        self.text = scene.text
        self.generic = GenericBodies(scene, self.ranker)
        self.descriptions = Descriptions(scene, bare, self.ranker)
        self.families = Families(scene.cast)
        self._documents: dict[str, Figure] = {}
        self._campaign: Figure | None = None
        self._by_sort: dict[Sort, Callable[[Phrase, Quote, int], Finding]] = {
            Sort.NAME: self._name,
            Sort.PRONOUN: self._pronoun,
            Sort.ROLE: self._role,
            Sort.KIN: self._kin,
            Sort.OTHER: self._other,
            Sort.BODY: self._body,
            Sort.SPOKES: self._spokes,
            Sort.DOCUMENT: self._document,
            Sort.JOINT: self._joint,
            Sort.GROUP: self._group,
        }

    def find(self, phrase: Phrase, quote: Quote, depth: int = 0) -> Finding:
        """Find whom ``phrase`` means, as the source of ``quote``."""
        rule = self._by_sort.get(phrase.sort)
        if rule is None or depth > _DEPTH:
            return Finding(None, "the words name nobody")
        return rule(phrase, quote, depth)

    def _inner(self, span: Span, quote: Quote, depth: int) -> Finding:
        return self.find(read(self.layout, span), quote, depth + 1)

    # -- names -----------------------------------------------------------------------------------------------------

    def _name(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        name = phrase.name
        assert name is not None
        words = name.span.of(self.text)
        flat = fold(words)
        plural = flat.split()[-1] in (_CROWDS if " " in flat else lexicon().groups)
        crowd = " " in flat and flat.split()[0] in _CROWDS and flat.split()[1] in ("on", "of", "for")
        if (plural or crowd or (" " not in flat and flat.endswith(_PEOPLES))) and name.label != "PERSON":
            return Finding(None, "a group of people, nobody by name")
        figure = self.cast.named(name)
        if figure is None:
            rivals = self.cast.rivals(name)
            figure = self._settled(phrase, rivals, name.start)
            if figure is None:
                named = " or ".join(r.name for r in rivals)
                return Finding(None, f"it may be {named}", candidates=rivals)
            self.cast.settle(name, figure)
        if phrase.head in lexicon().kin and " " not in figure.name and phrase.owner is not None:
            self._share_surname(figure, phrase, quote, depth)
        return Finding(figure, via=name.span if name.span != figure.span else None)

    def _share_surname(self, figure: Figure, phrase: Phrase, quote: Quote, depth: int) -> None:
        """Complete "her husband Graham": news style leaves out a surname that kin share."""
        assert phrase.owner is not None
        owner = self._inner(phrase.owner, quote, depth).figure
        if owner is None or owner is figure or owner.label == "ORG":
            return
        words = owner.name.split()
        family = surname(owner.name)
        kept = words[-len(family.split()) :]
        figure.name = f"{figure.name} {' '.join(kept)}"
        figure.label = "PERSON"
        figure.called.append(f"surname as {owner.name}: kin named by the first name alone")

    def _settled(self, phrase: Phrase, rivals: Sequence[Figure], at: int) -> Figure | None:
        """Decide between figures that share a name: who was named in full just before, else who is named so always."""
        assert phrase.name is not None
        titles = set(phrase.name.titles) - {"mr", "mr.", "mrs", "mrs.", "ms", "ms."}
        titled = [r for r in rivals if titles and any(titles <= d | {"former"} for d in r.described())]
        if len(titled) == 1:
            return titled[0]
        scene = self.scene
        here, paragraph = scene.sentence(at), scene.paragraph(at)
        ranked = []
        for rival in rivals:
            spots = scene.spots(rival, at)
            if not spots:
                continue
            near = (
                1.5
                if here - scene.sentence(spots[0].start) <= 1
                else 0.7
                if paragraph - scene.paragraph(spots[0].start) <= 1
                else 0.0
            )
            turn = scene.last_turn(at)
            if turn is not None and turn.figure is rival and paragraph - scene.paragraph(turn.at) <= 2:
                near += 2.0
            if scene.quotation(spots[0].start) is not None:
                near -= 0.5
            ranked.append((near + 0.25 * min(len(spots), 10), spots[0].start, rival))
        ranked.sort(key=lambda r: r[:2], reverse=True)
        if len(ranked) == 1:
            return ranked[0][2]
        if len(ranked) > 1:
            return ranked[0][2] if ranked[0][0] - ranked[1][0] >= 0.75 else None
        # a headline: nobody is named in full yet, so who is named most
        often = sorted(rivals, key=lambda r: len(r.spots), reverse=True)
        return often[0] if len(often[0].spots) >= 2 * len(often[1].spots) + 1 else None

    def _joint(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        if phrase.name is not None:
            figures = [self.cast.named(n) for n in (phrase.name, *phrase.others)]
            figures = self._completed(figures, phrase)
            if any(fold(n.span.of(self.text)).split()[-1] in lexicon().groups for n in (phrase.name, *phrase.others)):
                return Finding(None, "groups of people, nobody by name")
        else:
            assert phrase.owner is not None
            rest = re.sub(r"^\s*and\s+", "", self.text[phrase.owner.end : phrase.span.end])
            sides = (phrase.owner, Span(phrase.span.end - len(rest), phrase.span.end))
            figures = [self._inner(side, quote, depth).figure for side in sides]
            if figures[0] is not None and figures[1] is None and re.match(r"(?:other|his|her|its|their)\b", rest):
                return Finding(figures[0], "who speaks with others that are not named")
        known = tuple(f for f in figures if f is not None)
        if len(known) < len(figures) or len(set(map(id, known))) < 2:
            return Finding(None, "several speak, and not all of them can be named", candidates=known)
        return Finding(self._together(known, phrase.span), "they speak together", candidates=known)

    def _completed(self, figures: list[Figure | None], phrase: Phrase) -> list[Figure | None]:
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

    def _together(self, known: Sequence[Figure], span: Span) -> Figure:
        names = [f.name if n == 0 or not self._with_article(f) else f"the {f.name}" for n, f in enumerate(known)]
        name = " and ".join(", ".join(part) for part in (names[:-1], names[-1:]))
        return Figure(name, span, "GROUP", [span], members=tuple(known))

    def _with_article(self, figure: Figure) -> bool:
        """Tell whether the article writes a body's name with "the"."""
        return figure.label != "PERSON" and any(
            self.text[max(0, s.start - 4) : s.start].casefold() == "the " for s in figure.spots
        )

    # -- pronouns --------------------------------------------------------------------------------------------------

    def _pronoun(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        at = phrase.span.start
        sort = PRONOUNS[phrase.head]
        if sort in "12":
            return Finding(
                None,
                "the one who speaks in the quotation"
                if self.scene.quotation(at)
                else "the writer, or readers at large",
            )
        if sort == "r":
            figure, why = antecedent_of_relative(self.scene, phrase, at)
            before = noun_phrase_before(self.scene, at) if figure is None and why != NOBODY else None
            if before is None:
                return Finding(figure, why)
            inner = read(self.layout, before)
            if not inner.definite or inner.sort in (Sort.PRONOUN, Sort.JOINT, Sort.DOCUMENT):
                return Finding(figure, why)
            found = self.find(inner, quote, depth + 1)
            if found.figure is None or self.scene.human(found.figure) is not (phrase.head in ("who", "whom", "whose")):
                return Finding(figure, why)
            words = " ".join(inner.span.of(self.text).split())
            return Finding(found.figure, f'the clause belongs to "{words}"', inner.span, found.candidates)
        if sort == "p":
            pair = named_together(self.scene, at)
            if pair:
                return Finding(self._together(pair, phrase.span), "the two named together before", candidates=pair)
        document = self._taken_up(at) if sort == "n" else None
        if document is not None:
            return document
        figure, why, rivals = rank_pronoun(self.scene, phrase.head, at, quote, self.ranker)
        unnamed = nearer_unnamed(self.scene, figure, at, sort, self.families) if figure and sort in "fm" else None
        if figure is not None and unnamed is not None:
            other = " ".join(unnamed.of(self.text).split())
            return Finding(None, f'it may be {figure.name} or "{other}" ({unnamed.start})', None, (figure, *rivals))
        via = None
        if figure is not None:
            spots = self.scene.spots(figure, at)
            via = spots[0] if spots and spots[0] != figure.span else None
        return Finding(figure, why, via, rivals)

    def _taken_up(self, at: int) -> Finding | None:
        """Return whose document "it" is, where a document spoke in the sentence before."""
        turn = self.scene.last_turn(at)
        if turn is None or turn.figure is None or turn.quote.source is None:
            return None
        near = self.scene.sentence(at) - self.scene.sentence(turn.at) <= 1
        if not near or read(self.layout, turn.quote.source).sort is not Sort.DOCUMENT:
            return None
        return Finding(turn.figure, "the document spoken of just before", turn.quote.source)

    # -- descriptions ----------------------------------------------------------------------------------------------

    def _other(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        return self._role(phrase, quote, depth) if phrase.definite else Finding(None, "the words name nobody")

    def _role(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        def whose(kin: Phrase) -> Figure | None:
            return self._inner(kin.owner, quote, depth).figure if kin.owner is not None else None

        return self.descriptions.find(phrase, quote, whose)

    def _kin(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        """Find "her husband" by who the article says is whose kin, else by what it calls people."""
        if phrase.owner is not None:
            owner = self._inner(phrase.owner, quote, depth)
            figure = self.families.find(phrase, owner.figure) if owner.figure is not None else None
            if figure is not None:
                assert owner.figure is not None
                return Finding(figure, f"the {phrase.head} of {owner.figure.name}")
        return self._role(phrase, quote, depth)

    # -- bodies ----------------------------------------------------------------------------------------------------

    def _body(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        if phrase.head in _CAMPAIGNS:
            return self._of_campaign(phrase, quote, depth)
        at = phrase.span.start
        if phrase.owner is not None and fold(phrase.owner.of(self.text)) in ("his", "her"):
            owner = self._inner(phrase.owner, quote, depth).figure
            own = [b for b in owner.bodies if b.label != "PLACE" and not self.scene.human(b)] if owner else []
            fits = [b for b in own if matches_body(phrase, b) > 0.5] or own
            if len(fits) == 1:
                assert owner is not None
                return Finding(fits[0], f"the body that {owner.name} is described with")
            return Finding(None, "whose body it is, the article does not name")
        return Finding(*self.generic.find(phrase, quote, at))

    def _of_campaign(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        whose = read(self.layout, phrase.owner) if phrase.owner is not None else None
        named = whose is not None and whose.sort in (Sort.NAME, Sort.PRONOUN)
        owner = self.find(whose, quote, depth + 1).figure if whose is not None and named else None
        if owner is not None and owner.label in ("PERSON", ""):
            family = owner.name.split()[-len(surname(owner.name).split()) :]
            name = f"{' '.join(family)} {'administration' if phrase.head == 'administration' else 'campaign'}"
            figure = self.cast.add(Figure(name, phrase.span, "ORG", [phrase.span], {fold(name)}, generic=True))
            self._campaign = figure
            return Finding(figure, f"the campaign of {owner.name}")
        if phrase.owner is not None or phrase.head == "administration":
            return Finding(*self.generic.find(phrase, quote, phrase.span.start))
        if phrase.definite and self._campaign is not None:
            return Finding(self._campaign, "the campaign spoken of before")
        return Finding(None, "whose campaign it is, the article does not say")

    def _spokes(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        """Take a body for its unnamed spokesperson; a person's unnamed spokesperson is nobody who can be named."""
        named = self._role(phrase, quote, depth)
        if named.figure is not None:
            return named
        if phrase.owner is None:
            return named
        found = self._inner(phrase.owner, quote, depth)
        if found.figure is not None and found.figure.label != "PERSON" and not self.scene.human(found.figure):
            return Finding(found.figure, "it speaks through somebody whom the article leaves unnamed")
        return Finding(None, "a spokesperson whom the article leaves unnamed", candidates=found.candidates)

    def _document(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        """Take a document for those who made it."""
        head = phrase.head
        if phrase.owner is not None and head not in _LAWS:
            found = self._inner(phrase.owner, quote, depth)
            if found.figure is not None:
                self._documents[head] = found.figure
                return Finding(found.figure, f"whose {head} it is", found.via, found.candidates)
            return Finding(None, "whose words these are, the article does not say", candidates=found.candidates)
        if "joint" in phrase.words:
            return self._joint_statement(phrase, quote)
        if phrase.definite and head in self._documents:
            return Finding(self._documents[head], f"the {head} spoken of before")
        turn = self.scene.last_turn(phrase.span.start)
        near = turn is not None and self.scene.paragraph(phrase.span.start) - self.scene.paragraph(turn.at) <= 1
        spoken = turn is not None and re.search(
            rf"\b{re.escape(head)}\b", self.text[max(0, turn.at - 300) : phrase.span.start]
        )
        if (
            phrase.definite
            and head in lexicon().statements
            and spoken
            and turn is not None
            and turn.figure is not None
            and near
        ):
            return Finding(turn.figure, f"the {head} of the last one who spoke", turn.quote.source)
        brought = makers(self.scene, head, phrase.span.start) if phrase.definite else None
        if brought is not None:
            figures, told = brought
            figure = figures[0] if len(figures) == 1 else self._together(figures, told)
            self._documents[head] = figure
            return Finding(figure, f"whose {head} the article speaks of", told if told != figure.span else None)
        return Finding(None, "whose words these are, the article does not say")

    def _joint_statement(self, phrase: Phrase, quote: Quote) -> Finding:
        sentence = self.scene.sentences[self.scene.sentence(phrase.span.start)]
        names = [n for n in self.layout.names_in(Span(sentence.start, phrase.span.start))]
        for one, other in pairwise(names):
            if re.fullmatch(r"\s(?:and|&)\s(?:the\s)?", self.text[one.span.end : other.start]):
                known = tuple(f for f in (self.cast.named(one), self.cast.named(other)) if f is not None)
                if len(known) == 2:
                    return Finding(self._together(known, phrase.span), "they speak together", candidates=known)
        return Finding(None, "several speak, and they can't be told")

    def _group(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        """Name nobody for a group, unless it is the experts of a body that is named."""
        if is_pair(phrase.span.of(self.text)):
            at = phrase.span.start
            pair = named_together(self.scene, at) or two_of_the_article(self.scene, at)
            if pair:
                return Finding(self._together(pair, phrase.span), "the two of whom it is told", candidates=pair)
        first = self.text[phrase.span.start : phrase.span.end].split()[0].casefold()
        counted = not first.isalpha() or first in (
            "some",
            "two",
            "three",
            "four",
            "five",
            "six",
            "several",
            "many",
            "most",
            "few",
            "both",
            "these",
            "those",
        )
        if (
            phrase.head in _EXPERTS
            and phrase.owner is not None
            and not counted
            and re.search(rf"{phrase.head}\s(?:at|of|with|from)\s", phrase.span.of(self.text), re.I)
        ):
            inner = read(self.layout, phrase.owner)
            if inner.sort is Sort.NAME and inner.name is not None:
                figure = self.cast.named(inner.name)
                if figure is not None and figure.body and not self.scene.human(figure) and figure.label != "PLACE":
                    return Finding(figure, "its people speak for it")
        return Finding(None, "people without a name")
