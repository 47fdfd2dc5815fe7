"""Whom and what an article speaks of, and what kind each is of: a person, a body, a place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import attrs

from quoteattr.attribution.firms import treated_as_firm
from quoteattr.attribution.lexicon import fold, is_common, is_given, lexicon
from quoteattr.attribution.phrases import described
from quoteattr.attribution.shouting import title_cased
from quoteattr.names.countries import country_code
from quoteattr.names.titles import family_first, listed
from quoteattr.spans import Span
from quoteattr.values import Entity

# What a firm is called as well as a person: with one word for a name it is a firm.
_FIRMS = listed(
    "owner operator publisher employer buyer supplier maker manufacturer sponsor insurer organizer organiser"
)
# Beside these, what firms are called as often as people are: one such noun shows nobody to be a person.
_EITHER = _FIRMS | listed(
    "rival competitor partner backer customer client peer neighbour neighbor pioneer farmer grower breeder builder "
    "trader broker miner shipper producer processor developer designer defendant plaintiff bidder buyer seller winner "
    "loser leader challenger holder landlord tenant winemaker baker undertaker"
)
# Where people post: nobody by that name speaks.
PLATFORMS = listed(
    "x twitter telegram facebook instagram youtube tiktok bluesky whatsapp weibo truth reddit snapchat linkedin"
)
# What bodies have and people don't, after and before the name.
_OWNED = re.compile(
    r"['’]s? (?:[\w-]+ ){0,2}?(?:executive|ceo|chairman|chairwoman|shares?|stock|shareholders|headquarters|board|"
    r"customers|employees|network|subsidiary|spokes\w+)\b",
    re.I,
)
_APPOSED = re.compile(r",\s(?:an?|the)\s(?=[a-z])")  # "Su Su, a teacher in Mandalay"
_NOUN_BEFORE = re.compile(r"\b([a-z][\w-]+)\s$")
_WHO = re.compile(r"whos?e?\b")
_WHICH = re.compile(r",\swhich\b")  # whoever is a person is followed by "who"
# "a Brenvis spokesperson": with one word for a name it is a firm's.
_SPEAKS = re.compile(r"\sspokes(?:man|woman|person)\b")
# "Salmon farmer Hanvik said it would close two plants": where what it is called leaves open whether it is a firm.
_OF_ITSELF = re.compile(
    r"\s(?:said|says|announced|warned|confirmed)(?:\s(?:on|late|early))?(?:\s\w+day)?(?:\sthat)?\sit\s"
    r"(?:would|will|had|has|expects?|plans?)\b"
)
# The legal form of a firm after its name tells more than any annotator's guess.
_FORM = re.compile(r",? (?:Inc|Ltd|Corp)\.|, (?:LLC|LLP|PLC|plc|AG|S\.A\.)(?=\W)")
_AN = re.compile(r"\b[Aa]n? $")
_HELD = re.compile(
    r"\b(?:(?:shares|stakes?|stock) (?:in|of)|(?:head|chairman|director|executives?|employees|customers) (?:of|at)) $",
    re.I,
)
_HEADED = re.compile(
    r"\b(?:president|chair|chairman|chairwoman|director|boss|chief executive|ceo|CEO|owner|members?) of $"
)
# Of a foreign name: "the newspaper A Folha", "the magazine Der Bote".
_FOREIGN_THE = re.compile(r"(?<= )(?:A|O|El|La|Le|Les|Il|Der|Die|Das|De|Het)\s$")
_BEFORE_OF = re.compile(r"\s(?:of|for|with|at|from|in|who|and|that|which|\w+ed|based|run)\s")
# What stands before a place, and what a state has.
_IN_IT = re.compile(r"(?:^|\s)(?:in|near|outside|across|off) $")
_NOT_IN_IT = re.compile(
    r"(?:shares?|stakes?|stock|confidence|faith|trust|interest|belie(?:f|ves?|ved)|disappointed) in $", re.I
)
_STATE = re.compile(
    r"['’]s? (?:[\w-]+ ){0,2}(?:prime minister|parliament|government|army|navy|capital|border|currency|coast|"
    r"(?:foreign|interior|defen[cs]e) minist(?:er|ry))\b",
    re.I,
)
# A name that stands for itself after "the", and does not modify a noun: "the Edna Fitzroy sank", "the Reed campaign".
_LED = re.compile(r"\b[Tt]he $")
_MODIFIED = re.compile(r"\s([a-z]+)\b")
_STANDS = re.compile(
    r"[,.;:)!?”\"]|['’]s\b|\s(?:and|or|in|on|at|off|to|from|of|with|by|as|for|when|that|which|was|is|has|had|lay|sank|left|"
    r"went|came|[a-z]{2,}ed)\b"
)


_WORK = re.compile(
    r"\b(?:memoir|autobiography|biography|novel|book|poem|play|album|single|song|ballad|hit|anthem|opera|musical|film|movie|"
    r"documentary|series|sitcom|soap|podcast)(?:,| (?:called|titled|entitled|named))?\s[\"“‘']?$"
)


@attrs.define(eq=False)
class Figure:
    """Somebody or something an article speaks of, while it is put together."""

    name: str
    span: Span
    label: str = ""
    spots: list[Span] = attrs.field(factory=list)
    keys: set[str] = attrs.field(factory=set)
    called: list[str] = attrs.field(factory=list)
    owners: list[str] = attrs.field(factory=list)
    bodies: list[Figure] = attrs.field(factory=list)
    votes: Counter[str] = attrs.field(factory=Counter)
    marks: Counter[str] = attrs.field(factory=Counter)
    age: int | None = None
    hint: str = ""
    generic: bool = False
    employs: bool = False
    work: bool = False
    kin: list[Figure] = attrs.field(factory=list)
    members: tuple[Figure, ...] = ()

    @property
    def gender(self) -> str:
        """``f``, ``m``, or empty where nothing tells."""
        f, m = self.votes["f"], self.votes["m"]
        return "f" if f > m else "m" if m > f else self.hint

    @property
    def person(self) -> bool:
        """Whether it is, or may be, a person."""
        unsure = self.label == "" and not self.generic
        return not self.work and (self.label == "PERSON" or unsure) and self.name.casefold() not in PLATFORMS

    @property
    def body(self) -> bool:
        """Whether it is, or may be, an organisation, a state or another body."""
        return self.label in ("ORG", "PLACE", "") and not self.thing and not self.work

    @property
    def thing(self) -> bool:
        """Whether its name is that of a thing: a prize, a ship, an operation."""
        words, lex = self.name.casefold().split(), lexicon()
        if len(words) < 2 or self.label == "PERSON" or words[-1] in lex.org_words or words[-1] in lex.bodies:
            return False
        return words[0] in lex.thing_openers or words[-1] in lex.things

    def described(self) -> list[frozenset[str]]:
        """Return its descriptions as sets of folded words."""
        return [described(c) for c in self.called]

    @property
    def told_person(self) -> bool:
        """Whether the article describes it as a person, by a noun or an age."""
        lex = lexicon()
        return self.age is not None or any(lex.names_person(word) for words in self.described() for word in words)

    def entity(self) -> Entity:
        """Return it as a frozen value."""
        label = self.label or ("PERSON" if self.votes else "ORG" if self.generic else "PERSON")
        spots = tuple(sorted(set(self.spots)))
        shouted = label == "PERSON" and " " in self.name and self.name.isupper()
        return Entity(title_cased(self.name) if shouted else self.name, label, spots, tuple(dict.fromkeys(self.called)))


def tell_places(text: str, figures: Iterable[Figure]) -> None:
    """Take a name for a place's where the article treats it so: "in Strelsau", "Ruritania's parliament"."""
    figures = list(figures)
    for figure in figures:
        country = figure.label == "PERSON" and not figure.votes and country_code(figure.name) is not None
        if country and not is_given(figure.name.split()[0]):
            figure.label = "PLACE"
    # "Porth Wen, Anglesey", and not "Ann Reed, Egypt's minister"
    places = {s.start for f in figures if f.label == "PLACE" for s in f.spots if text[s.end : s.end + 1] not in "'’"}
    for figure in figures:
        if figure.label not in ("PERSON", "") or figure.votes or is_given(figure.name.split()[0]):
            continue
        before = [text[max(0, s.start - 24) : s.start] for s in figure.spots]
        inside = sum(
            (_IN_IT.search(b) is not None and not _NOT_IN_IT.search(b)) or (text[e : e + 2] == ", " and e + 2 in places)
            for b, e in zip(before, (s.end for s in figure.spots), strict=True)
        )
        # somebody of a full name may be found "in" something once: "they saw in Ann Reed ..."
        if " " in figure.name:
            placed = 2 * inside > len(before)
        else:
            placed = inside > 0 or any(_STATE.match(text, s.end) for s in figure.spots)
        if placed:
            figure.label = "PLACE"


def tell_ships(text: str, figures: Iterable[Figure]) -> None:
    """Take a name for nobody's that the article writes with "the": "the Edna Fitzroy sank"."""
    for figure in figures:
        if figure.label not in ("PERSON", "") or " " not in figure.name or figure.age or figure.marks["PERSON"] > 8:
            continue
        full = [s for s in figure.spots if s.of(text) == figure.name]
        led = [s for s in full if _LED.search(text[max(0, s.start - 5) : s.start]) and _STANDS.match(text, s.end)]
        if (
            led
            and 2 * len(led) >= len(full)
            and not any(lexicon().names_person(w) for c in figure.described() for w in c)
        ):
            figure.label, figure.hint = "", ""
            figure.votes.clear()


def tell_modifiers(text: str, figures: Iterable[Figure]) -> None:
    """Take a single word for no person's name that only tells of which region or firm others are: "Sahel director"."""
    for figure in figures:
        if figure.label not in ("PERSON", "") or " " in figure.name or figure.age:
            continue
        # "a Kent hospital": nobody goes by "a", also where the word is a given name as well
        if figure.spots and all(
            _AN.search(text[max(0, s.start - 4) : s.start]) and _MODIFIED.match(text, s.end) for s in figure.spots
        ):
            figure.label, figure.hint = "", ""
            figure.votes.clear()
        if figure.votes or figure.hint:
            continue
        after = [_MODIFIED.match(text, s.end) for s in figure.spots]
        if figure.spots and not figure.called and all(m and lexicon().names_person(m[1].rstrip("s")) for m in after):
            figure.label = ""


def tell_works(text: str, figures: Iterable[Figure]) -> None:
    """Take a name for a work's that the article calls a book, a song or a film: "her memoir, Steam"."""
    for figure in figures:
        if figure.label != "ORG" and not figure.age and not is_given(figure.name.split()[0]):
            first = min(figure.spots, key=lambda s: s.start, default=None)
            figure.work = first is not None and _WORK.search(text[max(0, first.start - 60) : first.start]) is not None


def tell_people(text: str, figures: Iterable[Figure]) -> None:
    """Take a full name for a person's where the article describes a person, whatever the annotator took it for."""
    lex = lexicon()
    for figure in figures:
        words = figure.name.split()
        # 3: the name's own words tell that it is a body's
        if figure.label in ("PERSON", "") or figure.marks[figure.label] >= 3 or len(words) < 2:
            continue
        heads = [_BEFORE_OF.split(called)[0].split()[-1:] for called in figure.called]
        nouns = {word for head in heads for word in head if lex.names_person(word)}
        # "the lyricist Javed Kapur": the noun right before a name says more than the annotator of a name it knows not
        beside = any(
            (noun := _NOUN_BEFORE.search(text, max(0, s.start - 40), s.start))
            and noun[1] in nouns - _EITHER - lex.bodies
            for s in figure.spots
        )
        apposed = nouns - _EITHER - lex.bodies and any(_APPOSED.match(text, s.end) for s in figure.spots)
        if ((is_given(words[0]) or apposed) and nouns) or (beside and len(words) == 2 and not is_common(words[-1])):
            figure.label = "PERSON"


def _led_by_kind(before: str) -> bool:
    """Tell whether the words before a name make it a body's: "selling club", "the president of"."""
    if _HEADED.search(before):
        return True
    before = _FOREIGN_THE.sub("", before)
    last = re.search(r"([\w-]+) $", before)
    return last is not None and last[1] in lexicon().bodies and not lexicon().names_person(last[1])


def _short_by_first(text: str, figure: Figure) -> bool:
    """Tell whether a name of several words is shortened to its first, as a firm's is: "Hanvik" of "Hanvik Foods".

    People go by the last word, but for those who are known by their given name and whose family name comes first.
    """
    words = fold(figure.name).split()
    alone = Counter(fold(spot.of(text)) for spot in figure.spots)
    if not alone[words[0]] or alone[words[-1]] or words[0] in family_first():
        return False
    if any(lexicon().names_person(w) and w not in _EITHER for called in figure.described() for w in called):
        return False
    plain = is_common(words[-1]) or is_common(words[-1].rstrip("s"))
    return plain or any(
        treated_as_firm(text, spot)
        or _OWNED.match(text, spot.end)
        or _led_by_kind(text[max(0, spot.start - 30) : spot.start])
        or (_SPEAKS.match(text, spot.end) and _AN.search(text[max(0, spot.start - 4) : spot.start]))
        for spot in figure.spots
    )


def tell_bodies(text: str, figures: Iterable[Figure]) -> None:
    """Take names for bodies where the article treats them so, whatever the annotator took them for."""
    lex = lexicon()
    for figure in figures:
        if any(_FORM.match(text, spot.end) for spot in figure.spots):
            figure.label = "ORG"
            figure.votes.clear()
        if figure.label not in ("PERSON", "") or figure.votes or figure.age or figure.hint:
            continue
        if " " in figure.name:  # of several words, those of a person as well may be described by a body
            person = figure.told_person
            nouns = [_BEFORE_OF.split(c)[0].split()[-1:] for c in figure.called if not _WHO.match(c)]
            body = any(n in lex.bodies for noun in nouns for n in noun) and figure.marks["PERSON"] < 3
            body = body or (
                figure.marks["PERSON"] < 3
                and any(_led_by_kind(text[max(0, s.start - 30) : s.start]) for s in figure.spots)
            )
            if not is_given(figure.name.split()[0]) and (
                (body and not person)
                or any(_WHICH.match(text, spot.end) for spot in figure.spots)
                or _short_by_first(text, figure)
            ):
                figure.label = "ORG"
            continue
        heads = [words.split()[-1] for words in figure.called if words and not _WHO.match(words)]
        if any(lex.names_person(h) and h not in lex.bodies | _EITHER for h in heads):
            continue
        if (
            figure.employs
            or (
                figure.marks["PERSON"] < 3
                and any(_led_by_kind(text[max(0, s.start - 30) : s.start]) for s in figure.spots)
            )
            or any(h in _FIRMS or h in lex.bodies for h in heads)
            or any(_WHICH.match(text, spot.end) for spot in figure.spots)
            or any(
                _OWNED.match(text, spot.end)
                or treated_as_firm(text, spot)
                or (heads and _OF_ITSELF.match(text, spot.end))
                or (_SPEAKS.match(text, spot.end) and _AN.search(text[max(0, spot.start - 4) : spot.start]))
                or _HELD.search(text[max(0, spot.start - 24) : spot.start])
                for spot in figure.spots
            )
        ):
            figure.label = "ORG"
