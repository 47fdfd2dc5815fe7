"""Bodies by what they are: "the ministry", "Hungary's central bank", "the company"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from quoteattr.attribution.capitals import PEOPLES
from quoteattr.attribution.figures import PLATFORMS, Figure
from quoteattr.attribution.kinds import kinds, only_of_kind
from quoteattr.attribution.lexicon import fold, lexicon
from quoteattr.attribution.offices import implied_ministry
from quoteattr.attribution.phrases import Phrase, described
from quoteattr.attribution.provinces import only_place, part_of_country
from quoteattr.attribution.ranking import Ranker, in_mind
from quoteattr.attribution.scene import Scene
from quoteattr.attribution.shortnames import flat_name
from quoteattr.names.countries import country_code, country_name, country_owner
from quoteattr.names.titles import listed
from quoteattr.spans import Span
from quoteattr.values import Quote

# Bodies that what they are identifies within a country: an article need not give them another name.
_NAMEABLE = listed(
    "ministry department government parliament army navy military police court tribunal presidency "
    "embassy judiciary prosecutors cabinet senate authorities"
)
# Every country has one of these, so that its country is a part of its name.
_COUNTRYWIDE = listed("ministry government army military parliament presidency judiciary")
_OF_STATES = ("ministry", "department")
# Small words inside what a body is called: "Lagos high court", where a verb would end it ("accuses Mali army").
_PART_OF_NAME = listed(
    "high appeals supreme federal district regional central criminal constitutional local riot border"
)
_FORCES = listed("police service department force constabulary")
_LOCAL = listed("prefecture temple church mosque university hospital diocese museum consulate")
_MODIFIED = listed("bank regulator agency authority commission council bureau watchdog service guard force office")
# Heads that say so little that any body may be called so.
_ANY_KIND = listed("company firm group organization organisation body institution")
# Companies by their trade: a company whose trade is not told otherwise may be meant, where no other is near.
_TRADES = listed(
    "airline bank railroad railway supplier manufacturer maker automaker carmaker retailer developer operator "
    "miner producer lender carrier broadcaster startup club festival charity clinic hospital newspaper magazine outlet"
)
_PLACES = listed("country nation state city town province region republic kingdom island")
_OF_STATE = re.compile(
    r"['’]s? (?:(?:central|national) bank|(?:[a-z]+ ){0,2}(?:ministry|parliament|regulator|watchdog)|coast guard|"
    r"air force|army|navy|military|government)\b"
)
# Two words that say which body of a country is meant.
_OF_COUNTRY = ("central bank", "air force")
_STOP = listed(
    "the a an and or of in on at by for from with to as than that which said says told when while where "
    "after before since is was were are be been has had have his her its their our this these those "
    "between against about into over new another every"
)
_ANYWHERE = listed("federal national local state regional new top major leading three-judge")
_LEAD, _AHEAD = 2, 5  # paragraphs: where an article describes first, and how soon it names then
_FIT, _MARGIN = 1.2, 0.45
# A press release, by the service that carries it, and who issues it, where the copy defines the word.
_WIRE = re.compile(
    r"\((?:business ?wire|pr ?newswire|globe ?newswire|access ?(?:news)?wire|newsfile(?: corp\.?)?|marketwired?|prweb|"
    r"eqs(?:[ -]\w+)?|cision|cnw(?: group)?|newswire|(?-i:(?:[A-Z][a-z]+ ?){1,2}[Ww]ire))\)|"
    r"/(?:pr ?newswire|cnw|(?-i:(?:[A-Z][a-z]+ ?){1,2}[Ww]ire))/",
    re.I,
)
_DEFINED = re.compile(
    r"(?:, (?:Inc|Ltd|LLC|LLP|PLC|Corp)\b\.?)?\s\([^()\n]{0,60}(?:[“\"]the Company|the [“\"]Company)[”\"]\)"
)
_OPENING = 160  # letters after the service's name in which a release names who issues it
_TOLD = re.compile(r"\b(?:told|by|to|with) (?:the )?$", re.I)


def countries(words: Iterable[str]) -> frozenset[str]:
    """Return the codes of the countries that ``words`` name."""
    return frozenset(code for w in words if (code := country_code(w)) is not None)


def matches_body(phrase: Phrase, figure: Figure) -> float:
    """Return how well a description such as "the central bank" fits a body's name or what the article calls it."""
    lex, head = lexicon(), phrase.head
    own = described(figure.name.replace("-", " ")) | frozenset(figure.keys)
    core = fold(re.split(r"\s(?:of|for|on|in|at|to)\s", figure.name)[0]).split()
    best = 0.0
    owners = frozenset(w for o in figure.owners for w in described(o))
    asked = countries(phrase.words)
    if asked and head in _NAMEABLE:
        known = countries(own | owners | frozenset(w for words in figure.described() for w in words))
        if known and not asked & known:
            return 0.0  # "the Saudi government" is not the U.S. one
    for words in (frozenset(core[-1:]), *figure.described()):
        hit = 2.0 if head in words else 0.0
        if not hit and any(lex.may_mean(head, w) for w in words):
            hit = 1.3
        if not hit:
            continue
        for word in phrase.words - {head}:
            if (len(word) < 3 and word not in ("us", "uk", "un", "eu")) or "-" in word:
                continue
            alike = any(word[:4] == w[:4] for w in words | own | owners)
            hit += 0.7 if alike else -0.45
        best = max(best, hit)
    return best


def essential(phrase: Phrase) -> frozenset[str]:
    """Return the words that tell one body from another; where it is from may be new and tells little."""
    extra = re.compile(r".+-(?:based|listed|owned|run|backed|led|headquartered|traded|american|british|german)")
    return frozenset(w for w in phrase.words - {phrase.head} if not extra.fullmatch(w) and country_code(w) is None)


def _is_force(figure: Figure) -> bool:
    """Tell whether a body with "police" in its name is a police force, and no union or academy of the police."""
    words = fold(figure.name).split()
    return (
        figure.body
        and not figure.generic
        and (words[-1] in _FORCES or (words[0] == "police" and words[-1] not in lexicon().org_words))
    )


class GenericBodies:
    """Find the bodies of an article that are spoken of by what they are."""

    def __init__(self, scene: Scene, ranker: Ranker) -> None:
        self.scene = scene
        self.ranker = ranker
        self.text = scene.text
        self._of_states()

    def _of_states(self) -> None:
        """Take in the bodies that the article calls a state's, whether they speak or not: "Chile's central bank"."""
        for name in self.scene.layout.names:
            found = _OF_STATE.match(self.text, name.span.end) if name.owns else None
            if found is None or country_code(name.span.of(self.text)) is None:
                continue
            spot = Span(name.span.start, found.end())
            words = flat_name(spot.of(self.text)).replace("’", "'")
            self.scene.cast.add(Figure(words, spot, "ORG", [spot], {fold(words)}, generic=True))

    def find(self, phrase: Phrase, quote: Quote, at: int) -> tuple[Figure | None, str, Span | None, tuple[Figure, ...]]:
        """Return which body a description means, why, by which mention, and what else came into question."""
        scene = self.scene
        if phrase.definite and not essential(phrase) and phrase.head not in _NAMEABLE:
            return self._bare(phrase, quote, at)
        ranked: list[tuple[float, float, Figure]] = []
        first = phrase.span.of(self.text).split()[0].casefold()
        if phrase.head == "police" and not essential(phrase) - {"local"}:
            forces = [f for f in scene.cast.figures if "police" in described(f.name) and _is_force(f)]
            if len(forces) == 1:
                return forces[0], "the only police that the article names", None, ()
        if (
            not phrase.definite
            and (not phrase.affiliations or first in ("a", "an", "one", "another"))
            and phrase.head not in ("prosecutors", "authorities")
        ):
            return self._introduced(phrase, at)
        for figure in scene.cast.figures:
            if not figure.body or scene.human(figure) or (figure.label == "PLACE" and phrase.head not in _PLACES):
                continue
            fit = matches_body(phrase, figure)
            salience = scene.salience(figure, at, quote)
            if salience is None and not figure.generic:
                fit -= 0.7  # spoken of only further on
            if fit < _FIT:
                continue
            bonus = 0.0 if salience is None else max(0.0, min(salience, 6.0)) * 0.3
            ranked.append((fit + bonus, fit, figure))
        ranked.sort(key=lambda r: r[0], reverse=True)
        rivals = tuple(r[2] for r in ranked[:4])
        if phrase.definite or phrase.words - {phrase.head}:
            if ranked and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= _MARGIN):
                return ranked[0][2], f"the article calls {ranked[0][2].name} so", None, rivals[1:]
            if ranked:
                return None, "it fits " + " and ".join(r.name for r in rivals) + " alike", None, rivals
        named = self._as_named(phrase)
        if named is not None:
            return scene.cast.add(named), "", None, ()
        ministry = implied_ministry(scene, at) if phrase.head == "ministry" and not essential(phrase) else None
        if ministry is not None and phrase.definite and phrase.owner is None:
            return self.ministry(*ministry, phrase.span), "the ministry of the minister spoken of", None, ()
        return None, "it is described, and named nowhere", None, ()

    def ministry(self, country: str, name: str, spot: Span) -> Figure:
        """Take in a ministry that a minister's title implies, by its name and its people's."""
        country = country or self._country(possessive=False)
        words = f"{country} {name}" if country else name
        return self.scene.cast.add(Figure(words, spot, "ORG", [spot], {fold(words)}, generic=True))

    def _introduced(self, phrase: Phrase, at: int) -> tuple[Figure | None, str, Span | None, tuple[Figure, ...]]:
        """Take "a House panel" in the lead, or "Newspaper:" in the headline, for the one that is named further on."""
        scene = self.scene
        nobody: tuple[Figure | None, str, Span | None, tuple[Figure, ...]]
        nobody = (None, "it is described, and named nowhere", None, ())
        if scene.paragraph(at) > _LEAD or phrase.plural:
            return nobody
        places = frozenset(
            w for n in phrase.affiliations if n.label == "PLACE" for w in described(n.span.of(self.text))
        )
        asked = essential(phrase) - places - _ANYWHERE
        lex, found = lexicon(), []
        for figure in scene.cast.figures:
            if not figure.body or figure.generic or scene.human(figure) or figure.label == "PLACE":
                continue
            core = fold(re.split(r"\s(?:of|for|on|in|at|to)\s", figure.name)[0]).split()[-1:]
            kinds = [frozenset(core), *figure.described()]
            words = described(figure.name).union(*figure.described())
            if not any(lex.may_mean(phrase.head, w) for kind in kinds for w in kind):
                continue
            # "a Peruvian court" need not be the Supreme Court: there are many
            many = phrase.head in _NAMEABLE and bool(phrase.affiliations or countries(phrase.words))
            owned = not many or bool(asked) or self._of(figure, places | phrase.words - {phrase.head})
            if owned and all(any(word[:5] == w[:5] for w in words) for word in asked):
                found.append(figure)
        if len(found) != 1:
            return nobody
        first = found[0].span.start
        near = at < first and scene.paragraph(first) - scene.paragraph(at) <= _AHEAD
        return (found[0], "it describes what is named further on", None, ()) if near else nobody

    @staticmethod
    def _of(figure: Figure, places: frozenset[str]) -> bool:
        """Tell whether a body is of one of some places, as its name or what it is called has it."""
        words = described(figure.name).union(*figure.described(), *(described(o) for o in figure.owners))
        return not words.isdisjoint(places) or not countries(words).isdisjoint(countries(places))

    def _as_named(self, phrase: Phrase) -> Figure | None:
        """Return the body under the name that the description itself gives it: "Hungary's central bank"."""
        head, words = phrase.head, phrase.words
        bare = not (words - {head})
        if (
            head in _LOCAL
            and phrase.definite
            and any(not country_code(n.span.of(self.text)) for n in phrase.affiliations)
        ):
            words_of = re.sub(r"^(?i:the)\s", "", flat_name(phrase.span.of(self.text)))
            return (
                Figure(words_of, phrase.span, "ORG", [phrase.span], {fold(words_of)}, generic=True)
                if len(words_of.split()) < 5
                else None
            )
        if phrase.definite and phrase.called and phrase.called[0] in _OF_COUNTRY:
            country = self._country(possessive=True)
            if not country:
                return None
            words_of = f"{country} {phrase.called[0]}"
            return Figure(words_of, phrase.span, "ORG", [phrase.span], {fold(words_of)}, generic=True)
        if "own" in words or (head not in _NAMEABLE and not (head in _MODIFIED and phrase.affiliations)):
            return None
        if head == "prosecutors" and not bare and not self._placed(phrase):
            return None  # "federal prosecutors": of which place, the article leaves open
        called = phrase.called[0] if phrase.called else head
        if (
            head == "prosecutors"
            and bare is False
            and (place := re.search(r"\bin ([A-Z][\w-]+)", phrase.span.of(self.text)))
        ):
            words_of = f"{place[1]} prosecutors"
            return Figure(words_of, phrase.span, "ORG", [phrase.span], {fold(words_of)}, generic=True)
        name = re.split(r"\s(?:of|in|at|for|which|that|who)\s", called)[0]
        start = self.text.casefold().find(name, phrase.span.start)
        if start < 0 or start >= phrase.span.end:
            return None
        spot = Span(start, start + len(name))
        fuller = None
        if bare:
            fuller = self._fuller(head, phrase.span.start)
            if fuller is not None:
                spot = fuller
            elif head not in _COUNTRYWIDE or head == "ministry":
                return None  # a country has many ministries, and prosecutors in every town
        words_of = flat_name(spot.of(self.text)).replace("’", "'")
        if part := part_of_country(phrase):
            region = only_place(self.text, part)
            if not region:
                return None  # "the provincial government" is not the country's
            words_of = f"{region} {words_of}"
            return Figure(words_of, spot, "ORG", [spot], {fold(words_of)}, generic=True)
        if head in _COUNTRYWIDE and not any(country_code(w) for w in described(words_of)):
            country = self._country(possessive=head in ("ministry", "department"))
            if country:
                words_of = f"{country} {words_of}"
            elif bare and fuller is None:
                return None
        return Figure(words_of, spot, "ORG", [spot], {fold(words_of)}, generic=True)

    def _placed(self, phrase: Phrase) -> bool:
        """Tell whether a description says of which place: "Paris prosecutors", "German prosecutors"."""
        named = any(w[0].isupper() for w in phrase.span.of(self.text).split()[1:])
        return named or bool(phrase.affiliations) or any(country_code(w) for w in phrase.words)

    def _country(self, possessive: bool) -> str:
        """Return the country that an article is about, as it stands before "government", or an empty string."""
        codes: Counter[str] = Counter()
        forms: dict[str, Counter[str]] = {}
        for word in re.findall(
            r"\b[A-Z][a-z]{3,}\b(?:\s(?:Arabia|Korea|Korean|Lanka|Africa|African|Zealand|Rica|Kingdom))?", self.text
        ):
            code = country_code(word)
            if code is not None and len(code) == 2:
                codes[code] += 1
                forms.setdefault(code, Counter())[word] += 1
        ranked = codes.most_common(2)
        # 3 mentions, and three times as many as any other: below that the country is a guess
        if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[0][1] < 3 * ranked[1][1]):
            return ""
        name = country_name(ranked[0][0])
        peoples = [w for w, _ in forms[ranked[0][0]].most_common() if PEOPLES.fullmatch(w) and w != name]
        return country_owner(ranked[0][0]) if possessive else peoples[0] if peoples else ""

    def _fuller(self, head: str, before: int) -> Span | None:
        """Return the last fuller mention of such a body before an offset: "the health ministry" for "the ministry"."""
        found = None
        for match in re.finditer(rf"((?:[\w.'’-]+ ){{1,4}}){head}\b", self.text[:before], re.I):
            words = match[1].split()
            kept: list[str] = []
            for word in reversed(words):
                if fold(word) in _STOP or (word.islower() and head not in _OF_STATES and word not in _PART_OF_NAME):
                    break
                kept.insert(0, word)
            if kept and (head in _OF_STATES or any(k[0].isupper() for k in kept)):
                found = Span(match.end() - len(" ".join([*kept, head])), match.end())
        return found

    def _bare(
        self, phrase: Phrase, quote: Quote, at: int
    ) -> tuple[Figure | None, str, Span | None, tuple[Figure, ...]]:
        """Take "the company" for the body most in mind that may be called so."""
        scene = self.scene
        if phrase.head == "company" and self._issuer is not None:
            return self._issuer, "the press release is its own", None, ()
        fitting, fits = [], []
        for figure in scene.cast.figures:
            if not figure.body or scene.human(figure) or (figure.label == "PLACE" and phrase.head not in _PLACES):
                continue
            fit = matches_body(phrase, figure)
            if fit < _FIT and (
                phrase.head not in _ANY_KIND | _TRADES or not self._acts(figure) or self._another_kind(figure)
            ):
                continue
            if scene.spots(figure, at) or fit >= 2.0:
                fitting.append(figure)
                fits.append(fit)
        turn = scene.last_turn(at)
        employers = turn.figure.bodies if turn is not None and turn.figure is not None else ()
        rows = in_mind(scene, fitting, at, quote)
        for figure, fit, row in zip(fitting, fits, rows, strict=True):
            row["fit"] = fit
            row["of the last speaker"] = float(any(b is figure for b in employers))
            row["employs"] = float(figure.employs)
            row["of its kind"] = float(fit >= _FIT)
            row["any kind"] = float(phrase.head in _ANY_KIND)
            row["trade, unknown"] = float(phrase.head in _TRADES and fit < _FIT)
            row["body for sure"] = float(figure.label == "ORG")
            row["told"] = float(bool(_TOLD.search(self.text[max(0, figure.span.start - 12) : figure.span.start])))
        ranked = self.ranker.rank("body", at, list(zip(fitting, rows, strict=True)))
        rivals = tuple(f for _, f in ranked[:4])
        if ranked and ranked[0][0] >= self.ranker.threshold("body"):
            taken = ranked[0][1]
            # one of unknown trade gives way to the one that is told to be of it
            told = only_of_kind(scene, phrase, at, told=True) if matches_body(phrase, taken) < _FIT else None
            return told or taken, "the last body spoken of that may be called so", None, rivals[1:]
        only = only_of_kind(scene, phrase, at)
        if only is not None:
            return only, "the only one that the article names", None, ()
        return None, "the article leaves open which body is meant", None, rivals

    @cached_property
    def _issuer(self) -> Figure | None:
        """The body that issues the article, where it is a press release."""
        wire, names = _WIRE.search(self.text), self.scene.layout.names
        for name in names:
            opens = wire is not None and wire.end() <= name.start < wire.end() + _OPENING
            figure = self.scene.cast.named(name)
            body = figure is not None and figure.body and figure.label != "PLACE" and not self.scene.human(figure)
            listed_at = self.text[name.start - 1 : name.start] == "("  # "(NASDAQ: TRV)"
            if body and not listed_at and (opens or _DEFINED.match(self.text, name.span.end)):
                return figure
        return None

    def _acts(self, figure: Figure) -> bool:
        """Tell whether a name is that of a body, and no adjective or place where things are posted."""
        spoke = any(t.figure is figure for t in self.scene.turns)
        posted = fold(figure.name) in PLATFORMS
        return (figure.label == "ORG" or spoke) and not posted and country_code(figure.name) is None

    def _another_kind(self, figure: Figure) -> bool:
        """Tell whether a body's name or description already says what it is."""
        lex = lexicon()
        core = fold(re.split(r"\s(?:of|for|on|in|at|to)\s", figure.name)[0]).split()
        if core and (core[-1] in lex.bodies or core[-1] in lex.org_words):
            return True
        return not lex.bodies.isdisjoint(kinds(self.text, figure))
