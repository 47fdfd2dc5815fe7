"""Who the speaker is: from an entity of the article to one canonical name, or to an honest "unknown".

The order: the registry by exact name, offices with their dates, names that agree part by part, names met before, and
then the full name by itself. A bare family name, or two that fit alike, is refused: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import partial

import attrs

from quoteattr.attribution.kin import kin_of
from quoteattr.names import agree, name_key, parse_name
from quoteattr.names.countries import country_code, country_name, country_owner, is_demonym, leading_countries
from quoteattr.registry import Registry, Speaker
from quoteattr.speakers.bodies import (
    PRONOUNS,
    bare_name,
    first_name_only,
    introduced,
    is_short_for,
    is_some,
    joint_parts,
    no_name,
    nobody,
    office_only,
    only_name,
    spoken_for,
    stands_for_itself,
    taken_up,
    title_only,
)
from quoteattr.speakers.met import JOINS, Known, is_family_of, spelt_alike
from quoteattr.speakers.reasons import because, refused
from quoteattr.speakers.told import Told
from quoteattr.values import Article, Attribution, Candidate, Entity, Resolution

__all__ = ["Known", "resolve"]

# A name that is in no registry: the article alone vouches for it.
_BY_ITSELF = 0.75

# "Ukrainian", "British", "Chinese" by themselves are no country.
# What a name is described as where it is a body's, whatever the annotator took it for.
_BODY = re.compile(
    r"(?:company|agency|firm|bank|institute|newspaper|magazine|charity|organi[sz]ation|ministry|startup|party)\Z"
)
_AND_OTHERS = re.compile(r"\band (?:his|her|other|their)\b")  # "Netanyahu and other leaders": the words are his
_SHARED = re.compile(r"(?i)\b(?:senator|candidate|nominee|lawmaker|congress(?:wo)?man|representative|minister)\Z")
_LIKE_A_COUNTRY = re.compile(  # two words that an annotator may take for a person
    r"(?i)(?:neighbou?ring|nearby|south|north|united|saudi|new|sri|el|costa|puerto|sierra|san|papua|czech|burkina|hong|the)\s"
)
_ALSO_PEOPLE = frozenset({"Chad", "Georgia", "Jordan", "Virginia", "Carolina", "Washington", "Montana", "Dakota"})
_DEMONYM = re.compile(r"(?:ian|ican|ish|ese|ench|eli|aqi|ani|man|tch)\Z")


def resolve(
    attributions: Sequence[Attribution],
    article: Article,
    registry: Registry,
    known: Known | None = None,
    *,
    joint: bool = True,
    beside: Collection[str] = (),
) -> tuple[Resolution, ...]:
    """Give each quote its canonical speaker, or the reason why it has none.

    Args:
        attributions: The quotes of one article, tied to its entities.
        article: The article; its day decides who held an office.
        registry: The speakers known beforehand.
        known: Names met before, for later spellings of them.
        joint: Whether two who speak together ("Reuters and AP") make one joint speaker; refused otherwise.
        beside: The speakers of the dispatches on the same page, which may give in full a name that this one does not.

    Returns:
        One resolution an attribution, in order.
    """
    resolver = _Resolver(article, registry, known or Known(), joint, beside)
    return taken_up(article.text, attributions, [resolver.of(a) for a in attributions])


# Titles that are given names as well: "Earl Jankowski Jr." is no earl.
_GIVEN_TOO = re.compile(r"(?:Earl|Prince|Princess|Duke|Dean|Major|King|Baron|Sultan|Judge|Bishop|Marshall?) [A-Z]\w+")


class _Resolver:
    """Resolve the attributions of one article; each entity once."""

    def __init__(
        self, article: Article, registry: Registry, known: Known, joint: bool, beside: Collection[str]
    ) -> None:
        self.article, self.registry, self.known, self.joint, self.beside = article, registry, known, joint, beside
        self.day = article.day
        self.done: dict[tuple[Entity, str], Resolution] = {}
        self.told = Told(registry, article.day)
        self.because = partial(because, registry, article.day)

    def of(self, attribution: Attribution) -> Resolution:
        """Return the resolution of one attribution."""
        entity, quote = attribution.entity, attribution.quote
        source = quote.source.of(self.article.text) if quote.source else ""
        if entity is None or entity.name is None:
            found = self.unnamed(source, entity, attribution.candidates)
            told = attribution.reason and not found.speaker and not any(c.speaker_id for c in found.candidates)
            return attrs.evolve(found, reason="") if told else found
        key = (entity, source)
        if key not in self.done:
            self.done[key] = self.named(entity, source)
        return self.done[key]

    # people and bodies with a name

    def named(self, entity: Entity, source: str) -> Resolution:
        """Return the resolution of an entity that the article names."""
        name = bare_name(entity.name or "")
        if _AND_OTHERS.search(source) and (first := joint_parts(name)):
            return self.person(first[0], Entity(first[0], "PERSON"))
        if entity.label == "GROUP" and (parts := joint_parts(name)):
            return self.together(parts, name, tied=all(p[:1].isupper() for p in parts))
        body = spoken_for(source, of_body=True) if entity.label != "PERSON" else None
        if body and name_key(name) != name_key(source) and not is_short_for(body, name):
            return self.spokesperson(body, source)
        if (entity.label != "PERSON" or " " not in name or _LIKE_A_COUNTRY.match(name)) and (
            country := self.country(name, entity.label)
        ):
            return country
        if (why := no_name(self.article.text, name)) and not self.registry.by_key(name_key(name)):
            return Resolution(None, None, 0.0, "refused", why)
        if entity.label != "PERSON" or any(_BODY.search(d) for d in entity.descriptors):
            return self.body(name)
        if office_only(name.split()) and not self.registry.by_key(name_key(name)):
            return Resolution(None, None, 0.0, "refused", f'"{name}" is an office, and nobody\'s name.')
        found = self.person(name, entity, source)
        return self.unless_office(found, source, name) if found.speaker else found

    def unless_office(self, found: Resolution, source: str, name: str) -> Resolution:
        """Return ``found``, unless the source is an office that somebody else surely held on that day."""
        phrase = bare_name(source)
        if self.day is None or not phrase or parse_name(name).family in source or phrase.lower() in PRONOUNS:
            return found
        holders = [s for s in self.registry.by_role(phrase, self.day) if s.kind == "person"]
        if len(holders) != 1 or holders[0].name == found.speaker:
            return found
        if parse_name(holders[0].name).family in self.article.text:
            return self.registered(holders[0], 0.8, "role", self.because(holders[0], phrase))
        reason = f'"{phrase}" was {holders[0].name} on {self.day}, and the article points to {found.speaker}.'
        both = (Candidate(str(found.speaker), 0.5, found.speaker_id), Candidate(holders[0].name, 0.5, holders[0].id))
        return Resolution(None, None, 0.0, "refused", reason, both)

    def person(self, name: str, entity: Entity, source: str = "") -> Resolution:
        """Return who a person of this name is."""
        hints = [*entity.descriptors, parse_name(source).title, parse_name(entity.name or "").title]
        exact = [s for s in self.registry.by_key(name_key(name)) if s.kind == "person"]
        taken, owner = kin_of(entity.descriptors)
        if taken and exact and not self.registry.by_key(name_key(owner)):
            return refused(f"{name} ({taken}) need not be the one of the registry.", [(s, 0.3) for s in exact])
        if taken and not exact:
            return Resolution(name, None, _BY_ITSELF, "article", f"{name} is in no registry; {taken}.")
        if len(exact) == 1:
            full = bool(parse_name(name).given)
            # "Aoun" may be an entry's alias, and "Lebanon's President Aoun" another one's office
            if not full and (held := self.holder(name, hints)) and held.id != exact[0].id:
                return self.registered(held, 0.9, "role", self.because(held, name))
            return self.registered(exact[0], 1.0 if full else 0.85, "registry", self.because(exact[0], name))
        if exact:
            return self.one_of(exact, name, hints)
        if parse_name(name).given:
            return self.full_name(name, hints)
        if _GIVEN_TOO.match(name):
            return Resolution(name, None, 0.7, "article", f"{name} is in no registry; the article names them so.")
        return self.bare_family(name, hints, entity)

    def full_name(self, name: str, hints: Sequence[str]) -> Resolution:
        """Return who has this full name, which no entry has in this spelling."""
        near: list[tuple[float, Speaker, str]] = []
        likely = {s.id: s for s in self.registry.by_family(name, initials=False)}
        if any(hints):  # initials fit many, and count only where a description does too: that is looked at first
            likely |= {s.id: s for s in self.registry.by_family(name) if self.told.fits(s, hints)}
        for speaker in likely.values():
            best = max(
                (agree(name, alias) for alias in speaker.names if parse_name(alias).given),
                key=lambda a: a.score,
                default=None,
            )
            if best is None or best.verdict == "different":
                continue
            # Nicknames and initials fit many: they need an office or a country that agrees. Spellings don't.
            loose = best.verdict != "same" or "forms of one given name" in best.reason
            if (best.score >= JOINS and not loose) or self.told.fits(speaker, hints):
                near.append((best.score, speaker, best.reason))
        near.sort(key=lambda n: (-n[0], n[1].id))
        if len(near) == 1 or (near and near[0][0] - near[1][0] > 0.1):
            score, speaker, reason = near[0]
            return self.registered(speaker, score, "fuzzy", f'"{name}" is {speaker.name}: {reason}.')
        if near:
            return refused(f'"{name}" may be any of several in the registry.', [(s, n) for n, s, _ in near])
        if met := self.known.by_key(name):
            return Resolution(met, None, 0.9, "article", f"{met} is in no registry; the name was met before.")
        joined = [(other, a) for other, a in self.known.near(name) if a.verdict == "same" and a.score >= JOINS]
        joined = [(o, a) for o, a in joined if "forms of one given name" not in a.reason or spelt_alike(o, name)]
        if len(joined) == 1:
            other, agreement = joined[0]
            reason = f'"{name}" joins {other}, met before: {agreement.reason}.'
            return Resolution(other, None, agreement.score, "fuzzy", reason, (Candidate(other, agreement.score),))
        own = parse_name(name).name
        return Resolution(
            own, None, _BY_ITSELF, "article", f"{own} is in no registry; the article gives the full name."
        )

    def bare_family(self, name: str, hints: Sequence[str], entity: Entity) -> Resolution:
        """Return who is called by a family name (or a first name) alone: somebody only where an office says who."""
        if held := self.holder(name, hints):
            return self.registered(held, 0.9, "role", self.because(held, name))
        near = self.registry.bearers(name)
        if not near and (body := self.registry.of_body(name)):
            return self.registered(body, 0.8, "registry", self.because(body, name))
        fitting = [s for s in near if self.told.fits(s, hints)]
        if len(fitting) == 1:
            return self.registered(fitting[0], 0.8, "role", self.because(fitting[0], name))
        if first_name_only(self.article.text, entity.mentions, name):
            return Resolution(name, None, 0.6, "article", f"{name} gave no other name.")
        if not near and introduced(self.article.text, entity.mentions, name):
            return Resolution(name, None, 0.55, "article", f"The article introduces {name} by this one name.")
        full = [other for other in self.beside if parse_name(other).given and is_family_of(name, other)]
        if len(full) == 1:
            entry = next((s.id for s in near if s.name == full[0]), None)
            reason = f'Of those whom the page names in full, only {full[0]} is called "{name}".'
            return Resolution(full[0], entry, 0.7, "fuzzy", reason, (Candidate(full[0], 0.7, entry),))
        # somebody of that name is known: one word that the article uses throughout is then no name of its own
        if not near and not full and not self.known.near(name) and only_name(self.article.text, entity.mentions, name):
            return Resolution(name, None, 0.5, "article", f"The article gives {name} this one name throughout.")
        met = [(other, a.score) for other, a in self.known.near(name)][:5]
        candidates = (*(Candidate(s.name, 0.5, s.id) for s in near[:5]), *(Candidate(n, s * 0.8) for n, s in met))
        reason = f'The article gives no more than "{name}", which is not enough to tell who it is.'
        return Resolution(None, None, 0.0, "refused", reason, candidates)

    def holder(self, name: str, hints: Sequence[str]) -> Speaker | None:
        """Return the one person whom a bare name may be and who holds an office that the descriptions name."""
        held = {s.id: s for hint in hints for s in self.registry.by_role(hint, self.day) if self.may_be(name, s)}
        return next(iter(held.values())) if len(held) == 1 else None

    @staticmethod
    def may_be(name: str, speaker: Speaker) -> bool:
        """Tell whether a bare name may be a speaker's."""
        return any(agree(name, alias).verdict != "different" for alias in speaker.names)

    def one_of(self, speakers: Sequence[Speaker], name: str, hints: Sequence[str]) -> Resolution:
        """Return the one of several namesakes that the article's descriptions fit."""
        fitting = [s for s in speakers if self.told.fits(s, hints)]
        if len(fitting) == 1:
            return self.registered(fitting[0], 0.9, "role", self.because(fitting[0], name))
        return refused(f'"{name}" is the name of {len(speakers)} in the registry.', [(s, 0.5) for s in speakers])

    # bodies and countries

    def body(self, name: str) -> Resolution:
        """Return the body that has this name."""
        found = [s for s in self.registry.by_key(name_key(name)) if s.kind != "person"]
        found = found or [s for s in self.registry.by_role(name, self.day) if s.kind != "person"]
        if len(found) == 1:
            return self.registered(found[0], 1.0, "registry", self.because(found[0], name))
        if found:
            return refused(f'"{name}" may be any of several bodies.', [(s, 0.5) for s in found])
        if name.islower() and not name.startswith("@"):
            return self.generic(name)
        people = [s for s in self.registry.by_key(name_key(name)) if s.kind == "person"]
        if len(people) == 1 and parse_name(name).given:
            return self.registered(people[0], 0.9, "registry", self.because(people[0], name))
        head = " ".join(name.split()[:-1])
        if title_only(name.split()[-1:]) and (held := self.registry.of_body(head)):
            return self.registered(held, 0.8, "registry", f'"{name}" is an office of {held.name}.')
        own = self.known.by_key(name) or name
        return Resolution(own, None, _BY_ITSELF, "article", f"{own} is in no registry; the article names it so.")

    def generic(self, name: str) -> Resolution:
        """Return a body that the article calls by what it is ("the health ministry"): its country's, if one leads."""
        countries = leading_countries(self.article.text)
        held = list(
            dict.fromkeys(s for c in countries for s in self.registry.by_role(f"{country_name(c)} {name}", self.day))
        )
        bodies = [s for s in held if s.kind != "person"]
        if len(countries) == 1 and len(bodies) == 1:
            reason = f'"{name}" is the one of {country_name(countries[0])}, of which the article speaks.'
            return self.registered(bodies[0], 0.7, "role", reason)
        if len(bodies) > 1:
            return refused(f'"{name}" may be any of several countries\'.', [(s, 0.5) for s in bodies])
        if " " not in name:
            return Resolution(None, None, 0.0, "nobody", f'"{name}" names no body by itself.')
        if len(countries) > 1:
            named = " and ".join(country_name(c) for c in countries)
            return Resolution(None, None, 0.0, "refused", f'"{name}" may be that of {named}.')
        own = f"{country_owner(countries[0])} {name}" if countries else name
        return Resolution(own, None, 0.6, "article", f"{own} is in no registry; the article describes it so.")

    def country(self, name: str, label: str = "PLACE") -> Resolution | None:
        """Return the country or state that is named as a source, by the name that the article gives it."""
        plain = re.sub(r"(?i)^(?:neighbou?ring|nearby|the)\s+", "", name)
        code = country_code(plain)
        if code is None or not plain[:1].isupper() or (label == "PERSON" and plain in _ALSO_PEOPLE):
            return None
        named = country_name(code).removeprefix("the ")
        if len(plain.replace(".", "")) <= 3 and plain.replace(".", "").isupper():
            plain = named  # "U.S." and "United States" are one
        elif name_key(plain) != name_key(named) and (is_demonym(plain) or _DEMONYM.search(plain)):
            return None
        return self.own(plain)

    @staticmethod
    def own(name: str) -> Resolution:
        """Return a country by its name."""
        return Resolution(name, None, 0.9, "article", f"{name} speaks as a country.")

    # sources without a name

    def unnamed(self, source: str, entity: Entity | None, candidates: Sequence[Entity]) -> Resolution:
        """Return who is meant by words that name nobody: an office, a body, several together, or nobody."""
        phrase = bare_name(source)
        if not phrase:
            return Resolution(None, None, 0.0, "nobody", "No source is given.")
        if parts := joint_parts(phrase):
            return self.together(parts, phrase)
        if _AND_OTHERS.search(phrase) and len(candidates) == 1 and candidates[0].name:
            return self.named(candidates[0], "")
        first = phrase.split(" and ")[0]
        hints = [phrase, *([first] if first != phrase else []), *(entity.descriptors if entity else ())]
        holders = list(dict.fromkeys(s for hint in hints for s in self.registry.by_role(hint, self.day)))
        if _SHARED.search(phrase):  # several hold such an office at once: it must be one whom the article names
            holders = [s for s in holders if s.kind != "person" or parse_name(s.name).family in self.article.text]
        if len(holders) == 1 and (self.day is not None or holders[0].kind != "person" or self.only(hints)):
            return self.registered(holders[0], 0.85, "role", self.because(holders[0], phrase))
        if len(holders) > 1:
            said = f"on {self.day}" if self.day else "and the article has no date"
            return refused(f'"{phrase}" may be any of several {said}.', [(s, 0.5) for s in holders])
        lead = phrase.rpartition(" ")[0]
        body = spoken_for(source, of_body=self.registry.of_body(lead) is not None)
        if body is not None:
            return self.spokesperson(body, source)
        if candidates:
            named = tuple(Candidate(c.name, 0.5) for c in candidates if c.name)
            return Resolution(None, None, 0.0, "refused", f'"{phrase}" may be any of several in the article.', named)
        if not is_some(source) and (own := stands_for_itself(phrase, country_code)):
            return self.body(own)
        if (place := self.country(phrase)) is not None:
            return place
        return Resolution(None, None, 0.0, "nobody", nobody(phrase))

    def only(self, hints: Sequence[str]) -> bool:
        """Tell whether an undated office was ever held by one only, as far as the registry knows."""
        return any(len(self.registry.by_role(hint, None)) == 1 for hint in hints)

    def spokesperson(self, body: str, source: str) -> Resolution:
        """Return the office of a spokesperson who has no name: the body's, as the article puts it."""
        if not body:
            return Resolution(None, None, 0.0, "nobody", f'"{bare_name(source)}" is not named.')
        return Resolution(body, None, 0.7, "article", f"{body} is not named; the words are the body's.")

    def together(self, parts: Sequence[str], phrase: str, tied: bool = False) -> Resolution:
        """Return several who speak at once as one joint speaker; ``tied`` are those whom the article names."""
        found: list[Resolution] = []
        for part in parts:
            person = self.person(part, Entity(part, "PERSON"))
            found.append(person if person.method in ("registry", "role", "fuzzy") else self.body(part))
        named = [
            r
            for r, part in zip(found, parts, strict=True)
            if r.speaker and (tied or part.split()[-1][:1].isupper() or r.speaker_id)
        ]
        candidates = tuple(Candidate(r.speaker, r.score, r.speaker_id) for r in named if r.speaker)
        if not self.joint or len(named) < len(parts):
            return Resolution(None, None, 0.0, "refused", f'"{phrase}" speaks for several at once.', candidates)
        rest = [self.with_article(r, p, f"the {p}" in phrase) for r, p in zip(named[1:], parts[1:], strict=True)]
        names = [str(named[0].speaker), *rest]
        joined = f"{', '.join(names[:-1])} and {names[-1]}"
        return Resolution(joined, None, min(r.score for r in named), "article", f"{joined} speak together.", candidates)

    def with_article(self, resolution: Resolution, part: str, written: bool) -> str:
        """Return a name as in a sentence: "the World Food Programme", "UNICEF", any other as the article has it."""
        name, entry = str(resolution.speaker), resolution.speaker_id
        longer = entry is not None and self.registry[entry].kind == "organisation" and " " in name and name != part
        return f"the {name}" if (written or longer) and not name.lower().startswith("the ") else name

    # results

    def registered(self, speaker: Speaker, score: float, method: str, reason: str) -> Resolution:
        """Return a speaker of the registry."""
        return Resolution(
            speaker.name, speaker.id, score, method, reason, (Candidate(speaker.name, score, speaker.id),)
        )
