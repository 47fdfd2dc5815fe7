"""Whom a description means: "the governor", "the 58-year-old", "a provincial minister"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import attrs

from quoteattr.attribution.capitals import is_people
from quoteattr.attribution.cataphora import named_ahead
from quoteattr.attribution.deeds import by_deed
from quoteattr.attribution.figures import Figure
from quoteattr.attribution.lexicon import fold, lexicon
from quoteattr.attribution.nations import nations, of_people, only_here, people_meant
from quoteattr.attribution.phrases import ARTICLES, OWNERS, Phrase, Sort, described
from quoteattr.attribution.ranking import Ranker, in_mind
from quoteattr.attribution.roles import asks_for_past, is_no_holder, is_over, likeness, only_ranks, roles_of, telling
from quoteattr.attribution.scene import Scene
from quoteattr.attribution.shortnames import surname
from quoteattr.attribution.unnamed import kin_without_name
from quoteattr.names.countries import country_code
from quoteattr.names.titles import listed
from quoteattr.spans import Span
from quoteattr.values import Quote

# A description must fit at least so well, and so much better than the next one. Set on PolNeAR's training articles.
_FIT, _MARGIN = 1.2, 0.45
_ANOTHER = -5.0  # the fit of somebody with another role of that name: nothing makes up for it
_IGNORED = listed("former ex old year local same late new current one own young-")
_SECOND = listed("deputy vice assistant associate acting")
_DEPUTY = re.compile(r"\b(?:deputy|vice|assistant|associate|acting)[\s-]")
_FIRST = listed("head chief lead main first principal")
_OFFICES = listed(
    "senator governor president minister judge mayor chancellor premier king queen pope general "
    "representative congressman lawmaker secretary ambassador chief director chairman justice prosecutor "
    "sheriff leader envoy"
)
_CHARGED = listed("defendant suspect victim accused prisoner detainee plaintiff")
_LAWYERS, _AT_COURT = listed("lawyer attorney counsel barrister solicitor"), listed("defense defence trial criminal")
_HIS = listed("his her their")
_VAGUE = listed("official person source man woman resident witness analyst expert")

_OWNING = re.compile(r"[\w.-]+(?=['’]s?\s)")

# Fit with salience, fit alone, and the figure.
Ranked = tuple[float, float, Figure]
Whose = Callable[[Phrase], Figure | None]


@attrs.frozen
class Finding:
    """Whom a source means, or why that is not known.

    Args:
        figure: Who is meant, or None.
        why: Why, as a clause.
        via: The mention that led there.
        candidates: Who else it may be.
    """

    figure: Figure | None
    why: str = ""
    via: Span | None = None
    candidates: tuple[Figure, ...] = ()


class Descriptions:
    """Find people by what the article calls them.

    Args:
        scene: The article.
        bare: Where the names stand that are sources without any description beside them.
        ranker: Who ranks those whom a new description may mean.
    """

    def __init__(self, scene: Scene, bare: frozenset[Span], ranker: Ranker) -> None:
        self.scene = scene
        self.ranker = ranker
        self.cast = scene.cast
        self.layout = scene.layout
        self.text = scene.text
        self._bare = bare

    def _fit(self, phrase: Phrase, figure: Figure) -> float:
        """Return how well a description fits what the article calls a person."""
        lex = lexicon()
        head = phrase.head.removeprefix("ex-")
        if phrase.gender and figure.gender and phrase.gender != figure.gender:
            return -9.0
        base = 0.0
        if phrase.age is not None and figure.age is not None:
            if phrase.age != figure.age:
                return -9.0
            base = 4.0
        known = frozenset(w for body in figure.bodies for w in described(body.name)) | described(figure.name)
        owner = frozenset(w for o in figure.owners for w in described(o))
        heads = (
            [head, *(w for w in phrase.words if w != head and lex.names_person(w) and " and " in phrase.called[0])]
            if phrase.called
            else [head]
        )
        best, another = 0.0, False
        for called, words in zip(figure.called, figure.described(), strict=True):
            # the family's lawyer is not the family
            owning = described(" ".join(_OWNING.findall(called)))
            held = roles_of(called) - owning
            hit = max(likeness(h, held) for h in heads)
            if not hit:
                another |= head in words  # "the mother of the defendant" is not the defendant
                continue
            if head in words and _DEPUTY.search(called) and not phrase.words.isdisjoint(_FIRST):
                another = True  # the head coach is not the assistant coach
                continue
            beside = frozenset(w for w in held if likeness(head, frozenset((w,))))
            if is_over(called, beside) and not asks_for_past(phrase):
                another = True
                continue
            if head in words and not _SECOND & phrase.words and _DEPUTY.search(called):
                hit -= 0.6  # "the governor" is not her deputy, where both are spoken of
            met = False
            for word in phrase.words - {phrase.head, head} - _IGNORED:
                if word in _AT_COURT and head in _LAWYERS:
                    continue
                if re.search(r"\d|-(?:based|born|trained|educated|elect)$", word) or len(word) < 3 or word in heads:
                    continue
                if country_code(word) is not None and not any(country_code(w) for w in words):
                    continue  # where somebody is from may be new
                alike = any(word[:5] == w[:5] for w in words | known | owner)
                met |= alike
                hit += 0.7 if alike else -0.3
            if not met and telling(phrase.words - {*heads, phrase.head}) and telling(words - beside):
                another = True  # "the education secretary" is not the general secretary of a union
                continue
            best = max(best, hit)
        return _ANOTHER if another and not best else base + best

    def find(self, phrase: Phrase, quote: Quote, whose: Whose) -> Finding:
        """Find who is meant by "the governor", "the 58-year-old", "a provincial minister"."""
        scene, at = self.scene, phrase.span.start
        addressed = scene.addressed(quote)
        headlined = not phrase.definite and self._headlined(phrase)
        phrase = attrs.evolve(phrase, definite=phrase.definite or headlined)
        if code := people_meant(phrase):
            return self._of_people(phrase, code, quote, at)
        if not asks_for_past(phrase) and (doers := by_deed(scene, phrase, at)):
            return self._only(doers, "the article tells who won")
        owner = whose(phrase) if phrase.owner is not None and phrase.sort is Sort.ROLE else None
        ranked: list[Ranked] = []
        late = "late" in phrase.words
        for figure in self.cast.figures:
            if not figure.person or figure.generic or figure in addressed or self._of_elsewhere(phrase, figure):
                continue
            if country_code(figure.name) is not None or (late and any(t.figure is figure for t in scene.turns)):
                continue  # who has just spoken is not the late pope
            if figure is owner or (owner is not None and self._of_another(phrase, figure, owner)):
                continue
            fit = self._fit(phrase, figure)
            if owner is not None and fit >= _FIT and any(surname(owner.name) in c for c in figure.called):
                fit += 0.7  # "his lawyer", who is called "a lawyer for Reed" further on
            salience = scene.salience(figure, at, quote)
            if phrase.definite and salience is None and fit < 4:
                later = [s for s in figure.spots if s.start > at]
                far = not later or scene.paragraph(later[0].start) - scene.paragraph(at) > 3
                far &= not (scene.paragraph(at) <= 1 and self._comes_back(phrase.head, figure))
                fit -= 0.9 if far else 0.3
            if fit < _FIT:
                continue
            if not phrase.definite and (salience is not None or phrase.sort is Sort.KIN):
                continue  # "a deputy governor" is new here: only who is named later can be meant
            bonus = 0.0 if salience is None else max(0.0, min(salience, 6.0)) * 0.3
            ranked.append((fit + bonus, fit, figure))
        ranked.sort(key=lambda r: r[0], reverse=True)
        if phrase.sort is Sort.KIN and phrase.owner is not None and not phrase.age:
            ranked = self._kin_only(ranked, whose(phrase))
        rivals = tuple(r[2] for r in ranked[:4])
        if ranked and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= _MARGIN):
            if not phrase.definite and not self._introduced(phrase, ranked[0][2], ranked[0][1]):
                return Finding(None, "it is described, and named nowhere", candidates=rivals)
            if self._unnamed(phrase, ranked[0][2], at):
                return Finding(None, "it takes up somebody whom the article leaves unnamed", candidates=rivals)
            return Finding(ranked[0][2], f"the article calls {ranked[0][2].name} so")
        if ranked:
            return Finding(None, "it fits " + " and ".join(r.name for r in rivals) + " alike", candidates=rivals)
        if not phrase.definite or headlined:
            return self._named_next(phrase, at)
        work = phrase.owner is not None and self.text[phrase.owner.start] in "\"“'‘"
        if phrase.owner is None or (phrase.sort is not Sort.KIN and (work or self._from_where(phrase.owner))):
            taken = self._last_speaker(phrase, quote, at, addressed)
            return taken if taken.figure is not None else self._named_next(phrase, at, taken)
        if phrase.sort is Sort.ROLE and fold(phrase.owner.of(self.text)) not in _HIS:
            return self._named_next(phrase, at)
        if phrase.sort is Sort.KIN and phrase.owner.of(self.text) not in _HIS and phrase.owner.of(self.text).islower():
            return self._named_next(phrase, at)  # "the mother of a girl who was hurt"
        return Finding(None, "it is described, and named nowhere")

    @staticmethod
    def _only(found: Sequence[Figure], why: str) -> Finding:
        """Return the one who was found, or that it fits several."""
        if len(found) == 1:
            return Finding(found[0], why)
        return Finding(None, f"it fits {' and '.join(f.name for f in found)} alike", candidates=tuple(found))

    def _of_people(self, phrase: Phrase, code: str, quote: Quote, at: int) -> Finding:
        """Take "the Spaniard" for the one whom the article calls Spanish, else for who spoke just before."""
        found = of_people(self.scene, phrase, code, at)
        if found:
            return self._only(found, f"the article tells it of {found[0].name} alone")
        turn = self.scene.last_turn(at)
        taken = self._last_speaker(phrase, quote, at, self.scene.addressed(quote))
        # "The Portuguese, who arrived in May" may begin anew with somebody else; "the Portuguese" goes on
        bare = len(phrase.span.of(self.text).split()) <= 1 + len(phrase.head.split())
        near = turn is not None and self.scene.paragraph(at) - self.scene.paragraph(turn.at) <= (1 if bare else 0)
        if turn is not None and near and taken.figure is turn.figure is not None:
            return taken
        return Finding(None, "the article does not say of whom it is true")

    def _comes_back(self, head: str, figure: Figure) -> bool:
        """Tell whether somebody is introduced as known by a description: "the mediator, Ann Reed"."""
        known = re.compile(rf"\b[Tt]he (?:[\w’'-]+ ){{0,3}}?{re.escape(head)}, $")
        return any(known.search(self.text[max(0, s.start - 80) : s.start]) for s in figure.spots)

    def _headlined(self, phrase: Phrase) -> bool:
        """Tell whether a headline leaves the article out: "Governor says no", "Senator from Ruritania"."""
        first = fold(phrase.span.of(self.text).split()[0])
        bare = first not in ARTICLES | OWNERS and not phrase.plural and not first[0].isdigit()
        return bare and self.scene.paragraph(phrase.span.start) <= 1 and phrase.head not in _VAGUE

    def _from_where(self, owner: Span) -> bool:
        """Tell whether what seems to be an owner is where somebody is from: "the Ruritanian envoy"."""
        words = owner.of(self.text)
        if self.text[max(0, owner.start - 5) : owner.start].casefold().endswith(("from ", "from the ")):
            return True
        if self.text[owner.end : owner.end + 1] in ("'", "’"):
            return False  # "Ruritania's envoy" is somebody to be named
        names = [self.cast.named(n) for n in self.layout.names_in(owner)]
        places = bool(names) and all(f is not None and f.label == "PLACE" for f in names)
        return places or is_people(words) or country_code(words) is not None

    def _of_elsewhere(self, phrase: Phrase, figure: Figure) -> bool:
        """Tell whether somebody holds such an office of another place: "the Ruritanian leader" is no Graustarkian."""
        whose = described(phrase.owner.of(self.text)) if phrase.owner is not None else frozenset()
        asked = whose | frozenset(w for w in phrase.words if country_code(w) is not None)
        if not asked or phrase.head not in _OFFICES:
            return False
        lex = lexicon()
        alike = [words for words in figure.described() if any(lex.may_mean(phrase.head, w) for w in words)]
        named = frozenset(w for b in figure.bodies if b.label == "PLACE" for w in described(b.name))
        places = named | frozenset(w for o in figure.owners for w in described(o))
        # "Dutch" and "Netherlands" share a code, "Varnia" and "Varnian" their beginning
        codes, theirs = ({c for w in words if (c := country_code(w))} for words in (asked, places))
        if not alike or not places or codes & theirs:
            return False
        return not any(a[:4] == p[:4] for a in asked for p in places)

    def _of_another(self, phrase: Phrase, figure: Figure, owner: Figure) -> bool:
        """Tell whether somebody holds such a role for another person: "his lawyer" is not the victim's."""
        others = [f for f in self.cast.figures if f.label == "PERSON" and f is not owner and f is not figure]
        family = surname(owner.name)
        return bool(figure.owners) and any(
            surname(other.name) in o.split() and family not in o.split()
            for o in (re.sub(r"['’]s?\b", "", o) for o in figure.owners)
            for other in others
        )

    @staticmethod
    def _kin_only(ranked: list[Ranked], owner: Figure | None) -> list[Ranked]:
        """Leave out the one whose kin is meant."""
        return [r for r in ranked if owner is None or r[2] is not owner]

    def _introduced(self, phrase: Phrase, figure: Figure, fit: float) -> bool:
        """Tell whether an indefinite description is that of somebody who is named right after."""
        later = [s for s in figure.spots if s.start > phrase.span.end]
        near = bool(later) and self.scene.paragraph(min(later).start) - self.scene.paragraph(phrase.span.start) <= 3
        return near and fit >= 1.6 and phrase.head not in _VAGUE

    def _unnamed(self, phrase: Phrase, figure: Figure, at: int, ever: bool = False) -> bool:
        """Tell whether an unnamed person of that description was brought in lately.

        That is after the figure was last spoken of, or ``ever`` in the last paragraphs, where nothing calls him so.
        """
        last = self.scene.spots(figure, at)
        recent = self.scene.paragraphs[max(0, self.scene.paragraph(at) - 2)].start
        start = recent if ever else max(recent, last[0].end if last else 0)
        head = re.escape(phrase.head)
        predicate = r"(?<!\bas )(?<!\bis )(?<!\bwas )(?<!\bbe )(?<!\blike )"
        new = rf"{predicate}\b(?:[Aa]n?|[Oo]ne|[Aa]nother)\s(?:[\w’'-]+\s){{0,3}}{head}\b"
        for match in re.finditer(new, self.text[start:at]):
            spot = start + match.start()
            if not any(r.start <= spot < r.end for r in self.cast.regions) and self.scene.quotation(spot) is None:
                return True
        return False

    def _last_speaker(self, phrase: Phrase, quote: Quote, at: int, addressed: Sequence[Figure]) -> Finding:
        """Take a new description for whoever spoke just before, where nobody else comes into question."""
        scene = self.scene
        nobody = Finding(None, "it is described, and named nowhere")
        if not (phrase.age or lexicon().names_person(phrase.head) or people_meant(phrase)):
            return nobody
        fitting = []
        given = rf"(?:, |aged |\(){phrase.age}(?=[,.;)])|\b{phrase.age}[- ]years?[- ]old"
        told = phrase.age is not None and re.search(given, self.text[:at]) is not None
        asked = frozenset(c for w in phrase.words if (c := country_code(w)) is not None)
        for figure in self.cast.figures:
            spoke = any(t.figure is figure for t in scene.turns)
            if figure in addressed or not (scene.human(figure) or scene.perhaps_human(figure)):
                continue
            if spoke and "late" in phrase.words:
                continue
            if phrase.gender and figure.gender and phrase.gender != figure.gender:
                continue
            if not (spoke or " " in figure.name or figure.votes or figure.called):
                continue  # a single word that only the annotator takes for a person
            if phrase.age is not None and phrase.age != (figure.age or (None if told else phrase.age)):
                continue
            if phrase.head in _CHARGED and any(not words.isdisjoint(lexicon().titles) for words in figure.described()):
                continue  # no judge and no prosecutor is the defendant
            theirs = nations(scene, figure) if asked else frozenset()
            if theirs and not asked & theirs:
                continue
            if is_no_holder(figure, phrase, self.text) and self._fit(phrase, figure) <= 0:
                continue  # the pupil who spoke just before is not the Education Secretary
            if scene.spots(figure, at) and not self._of_elsewhere(phrase, figure):
                fitting.append(figure)
        rows = in_mind(scene, fitting, at, quote)
        fits = [self._fit(phrase, figure) for figure in fitting]
        for figure, row, fit in zip(fitting, rows, fits, strict=True):
            row["fit"] = max(fit, -2.0)
            row["described"] = float(bool(figure.called))
            row["described, office"] = float(bool(figure.called) and phrase.head in _OFFICES)
            row["sex told"] = float(bool(phrase.gender) and phrase.gender == figure.gender)
            row["age, spoke last"] = float(phrase.age is not None) * row.get("spoke last", 0.0)
            row["age new"] = float(phrase.age is not None and figure.age is None)
            row["age known"] = float(phrase.age is None and figure.age is not None)
            row["essential"] = len(phrase.words - {phrase.head}) / 3.0 * row.get("spoke last", 0.0)
        candidates = [
            (f, r) for f, r, fit in zip(fitting, rows, fits, strict=True) if not r["unspoken"] and fit > _ANOTHER
        ]
        ranked = self.ranker.rank("described", at, candidates)
        rivals = tuple(f for _, f in ranked[:3])
        if not ranked:
            return nobody
        here = only_here(scene, at) if phrase.head not in _OFFICES else None
        alone = (phrase.age is not None and self._alone(rivals, at)) or here in rivals
        if (ranked[0][0] < self.ranker.threshold("described") and not alone) or (
            here is not None and here not in rivals
        ):
            return attrs.evolve(nobody, candidates=rivals)
        figure = here if here is not None and here in rivals else ranked[0][1]
        if self._unnamed(phrase, figure, at, ever=True):
            return attrs.evolve(nobody, candidates=rivals)
        spots = scene.spots(figure, at)
        if kin_without_name(scene, at, phrase.gender):
            return attrs.evolve(nobody, candidates=rivals)  # "Reed's brother stayed away. The 24-year-old ..."
        return Finding(figure, "the one spoken of just before, described anew", spots[0])

    def _alone(self, found: Sequence[Figure], at: int) -> bool:
        """Tell whether the one who is found is the only one so far, and was spoken of just now."""
        scene = self.scene
        near = len(found) == 1 and " " in found[0].name
        spots = scene.spots(found[0], at) if near else []
        return bool(spots) and scene.paragraph(at) - scene.paragraph(spots[0].start) <= 1

    def _ahead(self, phrase: Phrase) -> Figure | None:
        if not lexicon().names_person(phrase.head) or phrase.head in _VAGUE or phrase.plural:
            return None
        figure = named_ahead(self.scene, phrase, self._bare)
        return figure if figure is not None and self._fit(phrase, figure) > _ANOTHER else None

    def _named_next(self, phrase: Phrase, at: int, otherwise: Finding | None = None) -> Finding:
        """Take "Zambia's mines minister" in the lead for who is named, without a description, as the next source.

        News leads often describe first and name in the next paragraph; nobody else may come in between.
        """
        nobody = otherwise or Finding(None, "it is described, and named nowhere")
        scene = self.scene
        ahead = self._ahead(phrase)
        if ahead is not None:
            return Finding(ahead, "it describes who is named right after")
        if scene.paragraph(at) > 3 or not lexicon().names_person(phrase.head) or phrase.head in _VAGUE:
            return nobody
        fresh = [
            n
            for n in self.layout.names
            if n.start > phrase.span.end and scene.paragraph(n.start) - scene.paragraph(at) <= 3
        ]
        for name in fresh:
            figure = self.cast.named(name)
            spoke = name.span in self._bare
            if figure is None or not (scene.human(figure) or (spoke and figure.label == "" and " " in figure.name)):
                continue
            if min(s.start for s in figure.spots) != name.span.start or " " not in figure.name:
                return nobody
            fits = phrase.gender in ("", figure.gender) and not (phrase.age and figure.age and phrase.age != figure.age)
            # "the health director of the province ... the director, Ann Reed": the noun comes back with the name
            again = self._fit(phrase, figure) > 0 and any(phrase.head in words for words in figure.described())
            if fits and (again or (spoke and only_ranks(figure.called))):
                return Finding(figure, "it describes who is named right after")
            return nobody
        return nobody
