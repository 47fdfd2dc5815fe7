"""Where a title, a people or a word at the head of a sentence ends, and the name itself begins."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from quoteattr.attribution.capital_runs import ADDRESS
from quoteattr.attribution.lexicon import is_common, is_given, lexicon
from quoteattr.attribution.surface import Token, acronym
from quoteattr.names.countries import country_code, is_demonym
from quoteattr.names.titles import listed

_MANY = ("sh", "ch", "ese", "ss")  # "the British" are many, and "the Japanese" may be
# Titles that are names as well.
_GIVEN_TOO = listed("sultan king prince emir lord queen lady major pope marshal sheikh hakim malik")
_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv"))
# What somebody is called by what he does: "Qualifier", "Runner-up", "Goalscorer".
_AGENT = re.compile(r"[A-Z][a-z]{3,}(?:er|or|ist|ant|ee|ed|man|woman|mate|card|back)|[A-Z][a-z]{3,}(?:-[a-z]{2,})+")
# A body right before its name: "Her party, Republican Dawn".
_KIND_BEFORE = re.compile(r"\b(?:party|group|movement|coalition|alliance|bloc|faction|club|band|union|caucus),? $")
_KIND_AFTER = re.compile(r" (?:party|alliance|coalition|caucus|movement)\b")
# Firms, after which "of" tells the town: "the vendor, Brentwell Systems of Denver".
_FIRMS = listed(
    "inc inc. corp corp. ltd ltd. plc llc llp co co. gmbh ag holdings industries technologies systems solutions "
    "software labs logistics enterprises partners associates motors airways foods brewing consulting sons"
)
# Common words that are given names now and then: "Cliff Reed" is nobody else of that surname.
_GIVEN_RARELY = listed("cliff miles storm winter sunny buddy rocky brooks woods")
# What a firm is called, right before its name at the head of a sentence: "Chipmaker Hanvik Semiconductor".
_TRADE = re.compile(
    r"(?:Chip|Car|Auto|Drug|Plane|Toy|Steel|Watch|Shoe|Book)maker|Shipbuilder|Retailer|Brewer|Distiller|Lender|Insurer|"
    r"Airline|Carrier|Conglomerate|Manufacturer|Start-?up|Grocer|Caterer|Confectioner|Wholesaler|Distributor"
)
# What a country is in a match or a dispute: "Hosts Peru".
_SIDES = listed(
    "hosts holders newcomers favourites favorites visitors tourists minnows heavyweights debutants neighbour"
)
_OF_REGIONS = listed(
    "catalan basque corsican sicilian bavarian neapolitan texan californian londoner parisian berliner liverpudlian "
    "glaswegian dubliner yorkshireman cornishman"
)
_TAKEN_UP = re.compile(r"\b(?:the|an?|another|fellow|one)\s$", re.I)


def split(words: Sequence[Token]) -> int:
    """Return how many of a run's words are titles and other modifiers of the name that follows."""
    lex = lexicon()
    flat = [w.word.casefold() for w in words]
    if len(words) == 1:
        return 0
    cut = 0
    for number, word in enumerate(flat[:-1]):
        if (
            word in _GIVEN_TOO
            and number > cut
            and not (is_common(flat[number - 1]) or is_demonym(words[number - 1].word))
        ):
            continue  # "Zubaida Sultan Mirza": inside a name it is a part of it
        if (
            word in lex.titles
            or word in lex.topics
            or word in lex.spokespeople
            or (lex.names_person(word) and not is_given(word))
            or (word.endswith("s") and word[:-1] in lex.titles and is_given(flat[number + 1]))
        ):
            cut = number + 1  # "Senators Ann Reed and Lea Lund" as well
    rest = words[cut:]
    # "Foreign Affairs Ann Reed": common words before a name of two words or more
    while cut and len(rest) > 2 and is_common(rest[0].word) and not is_given(rest[0].word):
        cut, rest = cut + 1, rest[1:]
    # "EU Ann Reed", "NATO Mark Rutte"
    while len(rest) > 2 and acronym(rest[0].word) and "." not in rest[0].word and is_given(rest[1].word):
        cut, rest = cut + 1, rest[1:]
    if cut and all(is_common(w.word) and not is_given(w.word) for w in rest) and flat[cut - 1] not in ADDRESS:
        return 0  # "General Staff", "Prime Time": no title, a name of its own
    if cut and len(rest) == 1 and rest[0].word.casefold() in _SUFFIXES:
        return 0
    of_topic = cut and all(w in lex.topics - lex.titles for w in flat[:cut])
    if of_topic and len(rest) == 1:  # no title is there: "Energy UK", "Labour Scotland", "National Academies"
        one = rest[0].word
        plural = re.sub(r"ies$", "y", one.casefold()).removesuffix("s")
        if acronym(one) or country_code(one) is not None or plural in lex.bodies:
            return 0
    return cut


def _people_at_head(words: Sequence[Token]) -> int:
    """Return how many of the first words are what one of a people is called: "Dutchman", "South Korean"."""
    for size in (2, 1):
        if len(words) >= size and is_demonym(" ".join(w.word for w in words[:size])):
            return size
    return 0


def is_one(word: str) -> bool:
    """Tell whether a word may denote one of a people: "Spaniard", "Belgian", and not "British"."""
    low = word.casefold()
    return is_demonym(word) and (not low.endswith(_MANY) or low in ("portuguese", "swiss"))


def one_of_a_people(text: str, words: Sequence[Token]) -> bool:
    """Tell whether a run of capitals takes up somebody by the people he is of: "the Spaniard"."""
    whole = _people_at_head(words) == len(words) or (len(words) == 1 and words[0].word.casefold() in _OF_REGIONS)
    return whole and _TAKEN_UP.search(text[max(0, words[0].start - 9) : words[0].start]) is not None


def led_by_people(words: Sequence[Token]) -> int:
    """Return how many words tell a people before a person's name: "Dutchman Joost Wanders"."""
    size = _people_at_head(words)
    rest = words[size:]
    if not size or not rest or is_given(words[0].word):
        return 0
    if is_given(rest[0].word) and len(rest) > 1:
        return size
    # "Lim Da-eun" is in no list; "American Samoa Day" and "Spanish Grand Prix" are no people
    named = len(rest) == 2 and not any(is_common(w.word) or len(w.word) < 3 or acronym(w.word) for w in rest)
    return size if named else 0


def is_trade(word: str) -> bool:
    """Tell whether a word with a capital is what a firm is called: "Startup", "Chipmaker"."""
    return _TRADE.fullmatch(word) is not None


def opened(words: Sequence[Token], inside: Collection[str]) -> int:
    """Return 1 where the first word has its capital from the head of a sentence: "Qualifier Hina Okabe".

    Args:
        words: A run of words with capitals.
        inside: Those written with a capital inside sentences.
    """
    lead, rest = words[0], words[1:]
    if not lead.first or not rest or lead.word in inside or is_given(lead.word) or acronym(lead.word):
        return 0
    if not lead.word[1:].islower() or rest[0].word[:1].islower():
        return 0
    if is_trade(lead.word):
        return 1
    if len(rest) > 1:
        agent = _AGENT.fullmatch(lead.word) is not None and not is_common(rest[-1].word)
        return 1 if agent and is_given(rest[0].word) else 0
    if lead.word.casefold() in _GIVEN_RARELY:
        return 0
    if acronym(rest[0].word) or (country_code(rest[0].word) is not None and not _stands_before_country(lead.word)):
        return 0  # "Universities UK", "Independent SAGE", "Swim Ireland"
    # 5 letters: family names that come first are shorter, and English words as well ("Park Hyun-soo")
    plain = is_common(lead.word) and len(lead.word) > 4
    return 1 if plain and rest[0].word in inside and not is_common(rest[0].word) else 0


def _stands_before_country(word: str) -> bool:
    """Tell whether a word says what a country is, or whose people play for it: "Hosts Peru", "Champions Peru"."""
    lex, low = lexicon(), word.casefold()
    return (
        low in lex.groups | lex.modifiers | _SIDES or lex.names_person(low) or lex.names_person(low.removesuffix("s"))
    )


def leads_name(text: str, words: Sequence[Token]) -> bool:
    """Tell whether a word such as "Democratic" is a part of the name that it leads, and no party of a person's."""
    before, after = text[max(0, words[0].start - 20) : words[0].start], text[words[-1].end : words[-1].end + 12]
    return _KIND_BEFORE.search(before) is not None or _KIND_AFTER.match(after) is not None


def at_home(words: Sequence[Token]) -> bool:
    """Tell whether "of" after a name tells where a firm is, and no more of its name: "BrentSoft of Denver"."""
    last = words[-1].word
    coined = len(words) == 1 and acronym(last) and not last.isupper() and last.casefold() not in lexicon().org_words
    return coined or (len(words) > 1 and last.casefold() in _FIRMS)
