"""The people and bodies of one article: which of its names belong together, and what the article calls each.

Full names make the figures, shorter names join them: a surname, a given name, an acronym, the front or the end of a
body's name. Two figures that a short name fits alike are kept apart by where they stand. Descriptions come from what
stands before a name ("NATO chief Mark Rutte") and after it ("Ana Pérez, 51, a schoolteacher").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import attrs

from quoteattr.attribution.capital_runs import NICKNAME, PARTICLES
from quoteattr.attribution.capitals import Proper
from quoteattr.attribution.figures import (
    PLATFORMS,
    Figure,
    tell_bodies,
    tell_modifiers,
    tell_people,
    tell_places,
    tell_ships,
    tell_works,
)
from quoteattr.attribution.firms import firms_of_a_surname
from quoteattr.attribution.lexicon import fold, given_gender, is_common, is_given, lexicon
from quoteattr.attribution.phrase_reader import read
from quoteattr.attribution.phrases import Layout, Phrase, Sort
from quoteattr.attribution.shortnames import (
    CALLED_AFTER,
    SUFFIX,
    fits,
    fits_body,
    fits_person,
    flat_name,
    led_by_a_word,
    name_key,
    one_letter_off,
    same_person,
    surname,
)
from quoteattr.attribution.surface import acronym, initials
from quoteattr.attribution.surroundings import bylines, described_span, headline_end
from quoteattr.names.countries import country_code
from quoteattr.names.titles import listed, nicknames
from quoteattr.spans import Span

_RUN_FIRMS = listed("executive ceo boss cfo coo founder co-founder")
# Who leads a body, and no person or town; who works at one.
_LEADERS = _RUN_FIRMS | listed("chairman chairwoman")
_EMPLOYED = _LEADERS | listed("analyst economist strategist engineer employee")
_LONG_KNOWN = 3  # mentions: a headline and the lead may be short where the body of the text is not
# Bodies that are called after somebody, who is not meant by the name alone.
_CALLED_AFTER = listed(
    "house campaign administration foundation library museum center centre institute presidency team"
)
_KNOWN_AS = re.compile(
    r"[^.\n“”\"]{0,12}\b(?:known|abbreviated|called)\s(?:[a-z]+\s){0,2}"
    r"(?:by (?:its|the|their)\s(?:[\w-]+\s){0,2}|as\s|by\s)(?:the\s)?$"
)
# How kin are brought in by the first name alone: "her husband, Wim".
_KIN_LED = re.compile(r"\b(?:his|her|['’]s) (?:husband|wife|brother|sister|son|daughter|father|mother|partner),? $")


class Cast:
    """The figures of an article and where each is named."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.figures: list[Figure] = []
        self._named: dict[int, Figure] = {}
        self._doubtful: dict[int, tuple[Figure, ...]] = {}
        self.regions: list[Span] = []
        self._noted: set[Span] = set()
        self._gather()

    # -- names -----------------------------------------------------------------------------------------------------

    def _gather(self) -> None:
        text = self.layout.text
        short: list[Proper] = []
        signed = bylines(text)
        written = Counter(fold(flat_name(n.span.of(text))) for n in self.layout.names)
        families = {surname(flat_name(n.span.of(text))) for n in self.layout.names if " " in n.span.of(text)}
        for name in self.layout.names:
            words = flat_name(name.span.of(text)).split()
            if any(line.contains(name.span) for line in signed):
                self._named[name.span.start] = Figure(" ".join(words), name.span, name.label, [name.span])
                continue  # who wrote the article is nobody of whom it tells
            # "PENCE: ..." in a transcript is no acronym where the article has a Mike Pence
            if len(words) == 1 and words[0].isupper() and len(words[0]) > 3 and fold(words[0]) in families:
                short.append(attrs.evolve(name, label="PERSON", sure=False))
                continue
            if len(words) == 2 and name.span.end <= headline_end(text) and not is_given(words[0]):
                both = all(written[fold(w)] for w in words) and written[fold(" ".join(words))] == 1
                if both and not name.sure:  # "Nervalis Huntington trial halted": a headline runs two names together
                    first = Span(name.span.start, name.span.start + len(words[0]))
                    name, words = attrs.evolve(name, span=first, label=""), words[:1]
            led = words[0] in PARTICLES or words[0].casefold() in PARTICLES
            led = led or (len(words) == 2 and bool(SUFFIX.search(" ".join(words))))  # "Reed Jr."
            if (name.label == "ORG" and name.sure) or (len(words) > 1 and not (led and len(words) < 4)):
                self._place(name)
            else:
                short.append(name)
        self._join_bodies()
        firms = firms_of_a_surname(self.layout)
        for name in short:
            if fold(name.span.of(text)) in firms and not name.titles:
                self._place(attrs.evolve(name, label="ORG", sure=True))
            else:
                self._short(name)
        self._misspelt()
        self._couples()
        self._spouses()
        self._known_as()
        tell_places(self.layout.text, self.figures)
        tell_works(self.layout.text, self.figures)
        for figure in self.figures:
            gender = given_gender(figure.name.split()[0]) if figure.label in ("PERSON", "") else ""
            if gender and (figure.label == "PERSON" or len(figure.name.split()) > 1):
                figure.votes[gender] += 1
            figure.hint = gender

    def _place(self, name: Proper) -> Figure:
        words = flat_name(name.span.of(self.layout.text))
        key = name_key(words)
        for figure in self.figures:
            if key in figure.keys and self._may_be(name, figure):
                return self._add(figure, name)
        if name.label in ("PERSON", ""):
            for figure in self.figures:
                # "Mr. Achterberg" is not Ines Achterberg
                if figure.label in ("PERSON", "") and same_person(figure.name, words) and self._may_be(name, figure):
                    return self._add(figure, name)
        figure = Figure(words, name.span, name.label, keys={key})
        self.figures.append(figure)
        return self._add(figure, name)

    def _add(self, figure: Figure, name: Proper) -> Figure:
        text = self.layout.text
        words = flat_name(name.span.of(text))
        figure.spots.append(name.span)
        figure.keys.add(name_key(words))
        if name.alias:
            figure.keys.add(name_key(name.alias.of(text)))
        if nickname := NICKNAME.search(name.span.of(text)):
            called = next(filter(None, nickname.groups()))
            figure.keys |= {name_key(called), name_key(f"{called} {words.split()[-1]}")}
        if name.label:
            figure.marks[name.label] += 3 if name.sure else 1
            figure.label = max(figure.marks, key=lambda m: (figure.marks[m], m == "PERSON"))
        shouted = words.isupper() and not figure.name.isupper()
        longer = not shouted and (
            len(words) > len(figure.name)
            or (figure.name.isupper() and not words.isupper() and (" " in words or figure.label == "PLACE"))
        )
        # "Entrusting Ann Reed", and "Ann Reed" elsewhere
        if led_by_a_word(figure.name, words) or (longer and not led_by_a_word(words, figure.name)):
            figure.name, figure.span = words, name.span
        for title in name.titles:
            if gender := lexicon().gender_word(title):
                figure.votes[gender] += 3
        self._named[name.span.start] = figure
        return figure

    def _join_bodies(self) -> None:
        """Join the bodies that are named in a longer and a shorter form: acronym, front or end of the name."""
        for figure in sorted(self.figures, key=lambda f: -len(f.name)):
            if figure.label not in ("ORG", "") or figure not in self.figures:
                continue
            scored = [(self._body_fit(figure, other), other) for other in self.figures if other is not figure]
            best = max((s for s, _ in scored), default=0)
            found = [o for s, o in scored if s == best and s > 1]
            if len(found) == 1:
                self._merge(figure, found[0])

    def _body_fit(self, figure: Figure, other: Figure) -> int:
        if other.label not in ("ORG", "") or len(other.name) <= len(figure.name):
            return 0
        if any(name_key(figure.name) == k for k in other.keys):
            return 3
        lead, _, tail = figure.name.partition(" ")
        if (
            tail
            and acronym(lead)
            and other.name.endswith(" " + tail)
            and initials(other.name[: -len(tail) - 1]) == lead
        ):
            return 3  # "NY Daily News", "New York Daily News"
        if figure.label == "" and other.label == "":
            return 0
        return fits_body(figure.name, other.name) if other.label == "ORG" else 0

    def _merge(self, figure: Figure, into: Figure) -> None:
        into.spots += figure.spots
        into.keys |= figure.keys
        into.called += figure.called
        into.marks += figure.marks
        into.label = into.label or figure.label
        self._named = {at: into if f is figure else f for at, f in self._named.items()}
        self.figures.remove(figure)

    def _short(self, name: Proper) -> None:
        words = flat_name(name.span.of(self.layout.text))
        scored = [(self._fit_short(words, name, f), f) for f in self.figures if self._may_be(name, f)]
        if name.label in ("ORG", "PLACE"):
            # the annotator may be wrong of a bare surname, but hardly of any other part of a person's name
            floor = 2 if name.label == "PLACE" else 1
            scored = [(s, f) for s, f in scored if s >= floor or f.label in ("ORG", "PLACE")]
        best = max((s for s, _ in scored), default=0)
        found = [f for s, f in scored if s == best and s > 0]
        people = [f for f in found if f.label != "ORG"]
        if best < 3 and people and len(people) < len(found):
            found = people
        if len(found) > 1 and all(f.label == "PERSON" for f in found):
            # news names in full first: who is named only further on is not meant yet
            known = [f for f in found if min(s.start for s in f.spots) < name.start]
            found = known if len(known) == 1 else found
        if len(found) == 1:
            self._add(found[0], name)
        elif found:
            self._doubtful[name.span.start] = tuple(found)
        else:
            self._place(name)

    def _fit_short(self, words: str, name: Proper, figure: Figure) -> int:
        fit = fits(words, figure.name, figure.keys, figure.label in ("ORG", "PLACE") or figure.generic)
        if (
            fit < 3 and figure.label == "PERSON" and len(figure.keys) > 1
        ):  # a full name may be spelt in two ways: "Zhurin", "Jurin"
            fit = 3 if any(" " in key and fold(words) == surname(key) for key in figure.keys) else fit
        if not fit and name.label == "PERSON" and figure.label in ("PLACE", "ORG") and figure.marks[figure.label] < 3:
            fit = fits_person(words, figure.name)  # the annotator may have taken a full name for a place
        if fit in (1, 2):  # "Brent" is not the Brent Foundation, and Berlin no wall
            after = name.label == "PERSON" and fold(figure.name).split()[-1] in CALLED_AFTER
            if after or figure.label == name.label == "PLACE" or self._long_known(words, figure):
                return 0
        if figure.label == "ORG" and fit < 3 and (name.label == "PLACE" or country_code(words) is not None):
            return 0  # "Japan" is not the Japan Aerospace Exploration Agency
        return fit

    def _long_known(self, words: str, figure: Figure) -> bool:
        """Tell whether a short name was in use before the longer, another's: "Brent ... Brent ... the Brent Train"."""
        if figure.label != "ORG" and not is_common(figure.name.split()[-1]):
            return False  # "Ban" may be Ban Ki-moon, whom a headline leaves short
        if words.casefold() in PLATFORMS:
            return True
        names = (n for n in self.layout.names if n.span.end <= figure.span.start)
        return (
            sum(n.span.of(self.layout.text) == words for n in names) >= _LONG_KNOWN and figure.marks["ORG"] < 3
        )  # 3: its own words tell that it is a body

    def _may_be(self, name: Proper, figure: Figure) -> bool:
        if name.label == "PERSON" and figure.label in ("ORG", "PLACE") and name.sure:
            return False
        genders = {g for t in name.titles if (g := lexicon().gender_word(t))}
        known = given_gender(figure.name.split()[0]) if figure.label in ("PERSON", "") else ""
        return not (genders and known and known not in genders)

    def _misspelt(self) -> None:
        """Join a single name that leaves out or doubles one letter of one surname: "Bornsten", after "Bornstein"."""
        for figure in [f for f in self.figures if " " not in f.name and f.label != "ORG"]:
            word = fold(figure.name)
            near = [
                other
                for other in self.figures
                if " " in other.name and other.label in ("PERSON", "") and one_letter_off(word, surname(other.name))
            ]
            if len(near) == 1:
                self._merge(figure, near[0])

    def _couples(self) -> None:
        """Complete "Ana and Luis Pires", where the one is named by the first name alone."""
        for one, other in pairwise(self.layout.names):
            first, second = self.named(one), self.named(other)
            if first is None or second is None or first is second or " " in first.name or one.titles or one.owns:
                continue
            given = is_given(first.name) or fold(first.name) in nicknames()
            alone = first.label in ("PERSON", "") and given and first.spots[0] == one.span
            gap = self.layout.text[one.span.end : other.start]
            full = second.label == "PERSON" and len(second.name.split()) == 2 and second.spots[0] == other.span
            if alone and gap == " and " and full and not other.titles:
                first.name, first.label = f"{first.name} {second.name.split()[-1]}", "PERSON"
                first.kin.append(second)
                second.kin.append(first)

    def _spouses(self) -> None:
        """Tell "Mr. Reed" beside Ines Reed for her husband, where the article names him "her husband, Wim"."""
        text = self.layout.text
        for titled in [f for f in self.figures if " " not in f.name and (f.votes["f"] or f.votes["m"])]:
            shared = [f for f in self.figures if " " in f.name and surname(f.name) == fold(titled.name)]
            kin = [
                f
                for f in self.figures
                if f is not titled
                and " " not in f.name
                and f.label in ("PERSON", "")
                and any(_KIN_LED.search(text[max(0, s.start - 40) : s.start]) for s in f.spots)
                and given_gender(f.name) in ("", titled.gender)
            ]
            if len(shared) == 1 and len(kin) == 1:
                (one,) = kin
                one.name = f"{one.name} {titled.name}"
                one.label = "PERSON"
                one.votes += titled.votes
                one.kin.append(shared[0])
                shared[0].kin.append(one)
                self._merge(titled, one)

    def _known_as(self) -> None:
        """Join "the Federal Institute, known by its German acronym BfArM"."""
        text, names = self.layout.text, self.layout.names
        for before, after in pairwise(names):
            gap = text[before.span.end : after.start]
            if after.start - before.span.end > 60 or not _KNOWN_AS.fullmatch(gap):
                continue
            one, other = self._named.get(before.span.start), self._named.get(after.span.start)
            if one and other and one is not other and other.label != "PERSON" and one.label != "PERSON":
                self._merge(other, one)

    # -- descriptions ----------------------------------------------------------------------------------------------

    def learn(self, phrases: Iterable[Phrase]) -> None:
        """Take in what the sources' phrases and the words around each name say of the figures."""
        for phrase in phrases:
            self.note(phrase)
        for name in self.layout.names:
            figure = self._named.get(name.span.start)
            if figure is not None and name.span not in self._noted:
                around = described_span(self.layout, name, figure.label)
                if around is not None:
                    phrase = read(self.layout, around)
                    if phrase.name and phrase.name.span == name.span:
                        self.note(phrase)
        tell_people(self.layout.text, self.figures)
        tell_ships(self.layout.text, self.figures)
        tell_modifiers(self.layout.text, self.figures)
        tell_bodies(self.layout.text, self.figures)

    def note(self, phrase: Phrase) -> None:
        """Take in what one phrase says of the figure that it names."""
        if phrase.sort is not Sort.NAME or phrase.name is None:
            return
        figure = self.named(phrase.name)
        if figure is None:
            return
        self.regions.append(phrase.span)
        self._noted |= {n.span for n in self.layout.names_in(phrase.span)}
        if phrase.name.label and not figure.label:
            figure.label = phrase.name.label
        figure.called += [c for c in phrase.called if c not in figure.called]
        if phrase.owner is not None:
            figure.owners.append(fold(phrase.owner.of(self.layout.text)))
        figure.age = figure.age or phrase.age
        if phrase.age is not None and not figure.label:
            figure.label = "PERSON"
        if phrase.gender:
            figure.votes[phrase.gender] += 2
        for name in phrase.affiliations:
            body = self.named(name)
            if (
                body is not None
                and phrase.head in _RUN_FIRMS
                and body.label != "PERSON"
                and name.start < phrase.name.start
            ):
                body.called.append("company")  # who has a chief executive is a company
            if body is not None and body is not figure and body not in figure.bodies:
                figure.bodies.append(body)
                at = self.layout.text[max(0, name.start - 3) : name.start] == "at "
                leads = phrase.head in _LEADERS and name.start < phrase.name.span.start
                body.employs = body.employs or leads or (at and not _EMPLOYED.isdisjoint(phrase.words))

    # -- look-up ---------------------------------------------------------------------------------------------------

    def named(self, name: Proper) -> Figure | None:
        """Return whom ``name`` names, or None where it is not clear."""
        return self._named.get(name.span.start)

    def rivals(self, name: Proper) -> tuple[Figure, ...]:
        """Return those whom a doubtful name may name."""
        return self._doubtful.get(name.span.start, ())

    def settle(self, name: Proper, figure: Figure) -> None:
        """Record whom a doubtful name names."""
        self._add(figure, name)
        self._doubtful.pop(name.span.start, None)

    def add(self, figure: Figure) -> Figure:
        """Take in a figure that has no name of its own in capitals: a ministry, a campaign."""
        for known in self.figures:
            if known.keys & figure.keys:
                known.spots += figure.spots
                return known
        self.figures.append(figure)
        return figure
