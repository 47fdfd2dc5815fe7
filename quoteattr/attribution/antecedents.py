"""Find the figure of the article that a source phrase means: name, description, body, document, pronoun."""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

from quoteattr.attribution.descriptions import Descriptions, Finding
from quoteattr.attribution.documents import Documents
from quoteattr.attribution.figures import Figure
from quoteattr.attribution.generic import GenericBodies, matches_body
from quoteattr.attribution.joint import Joint
from quoteattr.attribution.kin import Families, complete_kin, share_surname
from quoteattr.attribution.kinds import short_for, spoke_just_now
from quoteattr.attribution.lexicon import fold, lexicon
from quoteattr.attribution.namesakes import another_given, settled
from quoteattr.attribution.nations import are_people
from quoteattr.attribution.offices import leader_called, ministry_of, named_office, office_of, owner_of_part
from quoteattr.attribution.phrase_parts import is_adjective
from quoteattr.attribution.phrase_reader import read
from quoteattr.attribution.phrases import PRONOUNS, Phrase, Sort
from quoteattr.attribution.plurals import named_together
from quoteattr.attribution.pronouns import (
    NOBODY,
    antecedent_of_relative,
    noun_phrase_before,
    rank_pronoun,
    spokesperson_before,
)
from quoteattr.attribution.ranking import Ranker
from quoteattr.attribution.scene import Scene
from quoteattr.attribution.shortnames import surname
from quoteattr.attribution.unnamed import leaders_since, nearer_unnamed
from quoteattr.names.titles import listed
from quoteattr.spans import Span
from quoteattr.values import Quote

_CAMPAIGNS = listed("campaign camp team administration")
# Where somebody runs for office, "the Reed team" is a campaign; it may be divers elsewhere.
_RUNS = re.compile(r"\b(?:campaign|elections?|candidates?|primary|primaries|nominee|ballot|voters)\b", re.I)
_PEOPLES = ("ians", "eans", "cans", "panics", "tinos", "nese", "ists", "izens", "crats", "holders", "owans")
_CROWDS = listed(
    "republicans democrats conservatives liberals americans fathers officials supporters voters lawmakers "
    "senators leaders muslims christians jews protesters experts"
)
_NO_NAME = "it is no name, and describes nobody whom the article names"
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
        complete_kin(scene.cast)
        self.joint = Joint(scene, self._inner)
        self.documents = Documents(scene, self._inner, self.joint)
        self._campaign: Figure | None = None
        self._by_sort: dict[Sort, Callable[[Phrase, Quote, int], Finding]] = {
            Sort.NAME: self._name,
            Sort.PRONOUN: self._pronoun,
            Sort.ROLE: self._role,
            Sort.KIN: self._kin,
            Sort.OTHER: self._other,
            Sort.BODY: self._body,
            Sort.SPOKES: self._spokes,
            Sort.DOCUMENT: self.documents.find,
            Sort.JOINT: self.joint.several,
            Sort.GROUP: self.joint.group,
        }

    def find(self, phrase: Phrase, quote: Quote, depth: int = 0) -> Finding:
        """Find whom ``phrase`` means, as the source of ``quote``."""
        rule = self._by_sort.get(phrase.sort)
        if rule is None or depth > _DEPTH:
            return Finding(None, _NO_NAME)
        return rule(phrase, quote, depth)

    def _inner(self, span: Span, quote: Quote, depth: int) -> Finding:
        return self.find(read(self.layout, span), quote, depth + 1)

    # -- names -----------------------------------------------------------------------------------------------------

    def _name(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        name = phrase.name
        assert name is not None
        words = name.span.of(self.text)
        if self.cast.named(name) is None and not self.cast.rivals(name):  # a handle, or what a group calls itself
            return Finding(self.cast.add(Figure(words, name.span, "ORG", [name.span], {fold(words)})))
        flat = fold(words)
        plural = flat.split()[-1] in (_CROWDS if " " in flat else lexicon().groups)
        crowd = " " in flat and flat.split()[0] in _CROWDS and flat.split()[1] in ("on", "of", "for")
        # "Banks, 34", "the Association of Head Teachers"
        known = phrase.age is not None or (name.sure and " of " in flat and flat.split()[0] in lexicon().org_words)
        if (plural or crowd or (" " not in flat and flat.endswith(_PEOPLES))) and name.label != "PERSON" and not known:
            return Finding(None, "it is a group of people, nobody by name")
        if are_people(words) and not name.titles and not phrase.age:
            return Finding(None, "it is a people, nobody by name")
        figure = self.cast.named(name)
        if figure is None:
            rivals = self.cast.rivals(name)
            figure = settled(self.scene, phrase, rivals, name.start)
            if figure is None:
                named = " or ".join(r.name for r in rivals)
                return Finding(None, f"it may be {named}", candidates=rivals)
            self.cast.settle(name, figure)
        elif (other := another_given(self.text, phrase, figure)) and other != figure.name:
            span = Span(name.span.start, name.span.end)
            figure = self.cast.add(Figure(other, span, "PERSON", [span], {fold(other)}))
            said = quote.content[0].of(self.text) if quote.content else ""
            if of_self := re.match(r"(?:that )?(he|she)\b", said):  # nothing else tells the sex
                figure.votes[PRONOUNS[of_self[1]]] += 1
        if phrase.head in lexicon().kin and " " not in figure.name and phrase.owner is not None:
            self._share_surname(figure, phrase, quote, depth)
        return Finding(figure, via=name.span if name.span != figure.span else None)

    def _share_surname(self, figure: Figure, phrase: Phrase, quote: Quote, depth: int) -> None:
        """Complete "her husband Graham": news style leaves out a surname that kin share."""
        assert phrase.owner is not None
        owner = self._inner(phrase.owner, quote, depth).figure
        if owner is None or owner is figure or owner.label == "ORG":
            return
        share_surname(self.cast, figure, phrase, owner, fold(phrase.owner.of(self.text)))

    # -- pronouns --------------------------------------------------------------------------------------------------

    def _pronoun(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        at = phrase.span.start
        body = spokesperson_before(self.scene, at, phrase.gender) if phrase.head in ("he", "she") else None
        if body is not None:
            return Finding(body, "the spokesperson goes on", body.span)
        sort = PRONOUNS[phrase.head]
        if sort in "12":
            return Finding(
                None,
                "it is whoever speaks in the quotation"
                if self.scene.quotation(at)
                else "it is the writer, or readers at large",
            )
        if sort == "r":
            named = self._doubtful_before(at)
            if named is not None:
                return attrs.evolve(self.find(named, quote, depth + 1), via=named.span)
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
                return Finding(self.joint.together(pair, phrase.span), "the two named together before", candidates=pair)
        document = self.documents.taken_up(at) if sort == "n" else None
        if document is not None:
            return document
        return self.personal(phrase.head, at, quote, depth=depth)

    def personal(self, word: str, at: int, quote: Quote, least: float = 0.0, depth: int = 0) -> Finding:
        """Find whom a personal pronoun of the third person means.

        Args:
            word: The pronoun, in lower case.
            at: Where it stands.
            quote: The quote whose source it is.
            least: The chance that somebody must have, where it is more than the ranker asks for.
            depth: How many phrases hold it.
        """
        sort = PRONOUNS[word]
        figure, why, rivals = rank_pronoun(self.scene, word, at, quote, self.ranker, least)
        unnamed = nearer_unnamed(self.scene, figure, at, sort, self.families) if figure and sort in "fm" else None
        if figure is not None and unnamed is not None:
            other = " ".join(unnamed.of(self.text).split())
            return Finding(None, f'it may be {figure.name} or "{other}" ({unnamed.start})', None, (figure, *rivals))
        if figure is not None and sort in "fm" and (leader := self._unnamed_leader(figure, at, quote, depth)):
            other = " ".join(leader.of(self.text).split())
            return Finding(None, f'it may be "{other}" ({leader.start}), who is not named', None, (figure, *rivals))
        via = None
        if figure is not None:
            spots = self.scene.spots(figure, at)
            via = spots[0] if spots and spots[0] != figure.span else None
        return Finding(figure, why, via, rivals)

    def _unnamed_leader(self, figure: Figure, at: int, quote: Quote, depth: int) -> Span | None:
        """Return the words for somebody of a role since ``figure`` was spoken of, whom the article names nowhere."""
        for words in leaders_since(self.scene, figure, at):
            phrase = read(self.layout, words)
            found = self.find(phrase, quote, depth + 1) if phrase.sort is Sort.ROLE else None
            if found is not None and found.figure is None and figure not in found.candidates:
                return words
        return None

    def _doubtful_before(self, at: int) -> Phrase | None:
        """Return the name right before a relative pronoun, where it may be several people's."""
        names = self.layout.names_in(Span(max(0, at - 40), at))
        if not names or not re.fullmatch(r",?\s", self.text[names[-1].span.end : at]):
            return None
        return read(self.layout, names[-1].span) if self.cast.rivals(names[-1]) else None

    # -- descriptions ----------------------------------------------------------------------------------------------

    def _other(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        return self._role(phrase, quote, depth) if phrase.definite else Finding(None, _NO_NAME)

    def _role(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        def whose(kin: Phrase) -> Figure | None:
            return self._inner(kin.owner, quote, depth).figure if kin.owner is not None else None

        leader = leader_called(self.scene, phrase, phrase.span.start)
        if leader is not None:
            return Finding(leader, f"the {phrase.called[0]} is {leader.name}")
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
        if phrase.head == "panel" and phrase.owner is not None and "panel of" in self.text[: phrase.owner.start][-13:]:
            court = self._inner(phrase.owner, quote, depth).figure
            if court is not None and court.label == "ORG":
                return Finding(court, "the panel is the court's")
        at = phrase.span.start
        if phrase.head == "office" and (office := named_office(phrase.span.of(self.text))):
            return Finding(self._office(office, phrase.span), "the office goes by its holder's title")
        part = owner_of_part(self.text, phrase)
        whole = self._inner(part, quote, depth).figure if part is not None else None
        if whole is not None and whole.label == "ORG" and not self.scene.human(whole):
            return Finding(whole, f"the {phrase.head} is a part of it")
        if part is not None and not self.text[part.start : part.end].istitle() and whole is None:
            return Finding(None, "the article leaves open whose office it is")
        if (
            phrase.head == "office"
            and phrase.owner is not None
            and re.search("['’]s office$", phrase.span.of(self.text))
        ):
            person = self._inner(phrase.owner, quote, depth).figure
            office = office_of(self.scene, person) if person is not None else ""
            if office:
                assert person is not None
                return Finding(self._office(office, phrase.span), f"the office of {person.name}")
        if phrase.owner is not None and fold(phrase.owner.of(self.text)) in ("his", "her"):
            if lexicon().names_person(phrase.head):  # "her producer" is rather a person
                role = self._role(attrs.evolve(phrase, sort=Sort.ROLE), quote, depth)
                if role.figure is not None:
                    return role
            owner = self._inner(phrase.owner, quote, depth).figure
            ministry = ministry_of(owner) if owner is not None and phrase.head == "ministry" else None
            if ministry is not None:
                assert owner is not None
                return Finding(self.generic.ministry(*ministry, phrase.span), f"the ministry of {owner.name}")
            office = office_of(self.scene, owner) if owner is not None and phrase.head == "office" else ""
            if office:
                assert owner is not None
                return Finding(self._office(office, phrase.span), f"the office of {owner.name}")
            bodies = owner.bodies if owner is not None else ()
            own = [b for b in bodies if b.label != "PLACE" and not self.scene.human(b) and not is_adjective(b.name)]
            fits = [b for b in own if matches_body(phrase, b) > 0.5] or own
            if len(fits) == 1:
                assert owner is not None
                return Finding(fits[0], f"the body that {owner.name} is described with")
            return Finding(None, "the article does not name whose body it is")
        return Finding(*self.generic.find(phrase, quote, at))

    def _office(self, name: str, spot: Span) -> Figure:
        """Take in an office that is called by its holder's title."""
        return self.cast.add(Figure(name, spot, "ORG", [spot], {fold(name)}, generic=True))

    def _of_campaign(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        whose = read(self.layout, phrase.owner) if phrase.owner is not None else None
        named = whose is not None and whose.sort in (Sort.NAME, Sort.PRONOUN)
        owner = self.find(whose, quote, depth + 1).figure if whose is not None and named else None
        if owner is not None and owner.label in ("PERSON", ""):
            family = owner.name.split()[-len(surname(owner.name).split()) :]
            run = phrase.head in ("administration", "campaign") or _RUNS.search(self.text) is not None
            what = phrase.head if phrase.head == "administration" or not run else "campaign"
            name = f"{' '.join(family)} {what}"
            figure = self.cast.add(Figure(name, phrase.span, "ORG", [phrase.span], {fold(name)}, generic=True))
            self._campaign = figure if run else self._campaign
            return Finding(figure, f"the {what} of {owner.name}")
        if phrase.owner is not None or phrase.head == "administration":
            return Finding(*self.generic.find(phrase, quote, phrase.span.start))
        if phrase.definite and self._campaign is not None:
            return Finding(self._campaign, "the campaign spoken of before")
        return Finding(None, "the article does not say whose campaign it is")

    def _spokes(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        """Take a body for its unnamed spokesperson; a person's unnamed spokesperson is nobody who can be named."""
        named = self._role(phrase, quote, depth)
        if named.figure is not None:
            return named
        at, words = phrase.span.start, phrase.span.of(self.text).split()
        body = spoke_just_now(self.scene, at) if phrase.owner is None and len(words) == 2 else None
        if len(words) == 3:
            body = short_for(self.scene, words[1], at)
        if body is not None:
            return Finding(body, "it speaks through somebody whom the article leaves unnamed", body.span)
        if phrase.owner is None:
            return named
        whose = read(self.layout, phrase.owner)
        if whose.sort is Sort.BODY and words[0].casefold() in ("a", "an") and len(words) == 3:
            whose = attrs.evolve(whose, definite=True)  # "a council spokeswoman": of the council
        found = self.find(whose, quote, depth + 1)
        if found.figure is not None and found.figure.label != "PERSON" and not self.scene.human(found.figure):
            return Finding(found.figure, "it speaks through somebody whom the article leaves unnamed")
        office = office_of(self.scene, found.figure) if found.figure is not None else ""
        if office:
            assert found.figure is not None
            return Finding(self._office(office, phrase.span), f"the office of {found.figure.name} speaks so")
        return Finding(None, "the article leaves the spokesperson unnamed", candidates=found.candidates)
