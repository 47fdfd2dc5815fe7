"""Full names and what is left of them at the next mention: surnames, given names, acronyms, parts of a body's name."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from quoteattr.attribution.capital_runs import NICKNAME, PARTICLES
from quoteattr.attribution.lexicon import KEPT, fold, is_common, is_given, lexicon
from quoteattr.attribution.surface import acronym, initials
from quoteattr.names import agree
from quoteattr.names.titles import family_first, listed

SUFFIX = re.compile(r"(?:,? (?:Jr|Sr)\.?| I{2,3}| IV)$")
# What people have after a full name.
_AFTER = re.compile(r"(?<=[a-z])(?:,? (?:KC|QC|SC|OBE|CBE|MBE|DBE|KBE|FRS|PhD|MD|MP|MEP|MSP|MLA|TD|JP))+$")
# Bodies that are called after somebody, who is not meant by the name alone.
CALLED_AFTER = listed("house campaign administration foundation library museum center centre institute presidency team")
# The last words of a firm's name, by whose first word alone it may be called.
_FIRMS = listed(
    "inc ltd llc plc corp co ag sa ab asa oyj gmbh nv bv group holdings metals motors airlines airways energy foods "
    "systems technologies pharma pharmaceuticals therapeutics labs mining resources capital partners industries media"
)
_DOING = re.compile(r"[A-Z][a-z]{3,}ing")
_SPACES = re.compile(r"\s+")


def flat_name(words: str) -> str:
    """Return a name in one line, without a nickname inside it and the honours, degrees and seats after it.

    >>> flat_name("Ann  Reed KC"), flat_name('Jonas "Jo" Lund')
    ('Ann Reed', 'Jonas Lund')
    """
    return _AFTER.sub("", _SPACES.sub(" ", NICKNAME.sub(" ", words)).strip())


@lru_cache(maxsize=KEPT)
def surname(name: str) -> str:
    """Return the folded surname of a full name, its particles included.

    >>> surname("Henrike van den Berg")
    'van den berg'
    """
    words = fold(SUFFIX.sub("", name)).split()
    led = next((i for i, w in enumerate(words[1:-1], 1) if w in PARTICLES), len(words) - 1)
    return " ".join(words[max(led, 0) :])


@lru_cache(maxsize=KEPT)
def name_key(name: str) -> str:
    """Return a name without accents, dots, hyphens and article, to compare names within one article."""
    flat = fold(name)
    return re.sub(r"^the ", "", flat).replace(".", "").replace("-", " ")


def fits(short: str, name: str, keys: Collection[str], body: bool) -> int:
    """Return how well a short name fits a figure: 3 its surname, 2 a part of it, 1 its first word, 0 not at all."""
    if name_key(short) in keys:
        return 3
    return fits_body(short, name) if body else fits_person(short, name)


@lru_cache(maxsize=KEPT)
def fits_person(short: str, name: str) -> int:
    """Return how well a short name fits a person's full name, as `fits` does."""
    own, its = SUFFIX.search(short), SUFFIX.search(name)
    if own is not None:  # "Reed Jr." is no other Reed
        same = its is not None and own[0].strip(" ,.") == its[0].strip(" ,.")
        return fits_person(short[: own.start()], name[: its.start()]) if its is not None and same else 0
    flat, full = fold(short), fold(SUFFIX.sub("", name))
    words, whole = flat.split(), full.split()
    if not words or len(words) >= len(whole):
        return 0
    family = surname(name)
    if flat == family or (flat.replace("-", " ") == family.replace("-", " ")):
        return 3
    if len(words) == 1:
        # of a hyphenated or doubled surname one part may stand alone
        if flat in re.split(r"[ -]", family)[-1:] or flat in family.split("-"):
            return 2
        if flat in whole[1:] and flat not in PARTICLES:
            return 2
        if flat != whole[0]:
            return 0
        return 2 if flat in family_first() else 1  # "Park" of "Park Min-jae" is a surname
    return 2 if f" {full} ".find(f" {flat} ") >= 0 else 0


@lru_cache(maxsize=KEPT)
def fits_body(short: str, name: str) -> int:
    """Return how well a short form fits a body's name: 3 its acronym, 2 a part, 1 its first word, 0 not at all."""
    words = fold(short).split()
    whole = fold(name).split()
    plain = short.replace(".", "")
    if acronym(short) and len(plain) > 1 and len(whole) > 1:
        letters = initials(name)
        return 3 if plain.upper() == letters.upper() else 0
    if len(words) >= len(whole):
        return 0
    if len(words) == 1 and is_common(words[0]) and words[0] not in lexicon().org_words:
        # "Ardent" of "Ardent Metals Ltd.", and neither "Metals" nor the "Federal" of a federal court
        return int(words[0] == whole[0] and whole[-1].rstrip(".") in _FIRMS and not _tells_kind(words[0]))
    if whole[: len(words)] == words:
        return 1 if is_common(words[0]) or len(words) == 1 else 2
    core = whole[
        : next(
            (i for i, w in enumerate(whole) if w in ("of", "for", "on", "at", "in", "against", "to", "with")),
            len(whole),
        )
    ]
    return 2 if len(words) < len(core) and core[-len(words) :] == words else 0


def _tells_kind(word: str) -> bool:
    """Tell whether a common word tells what a body is rather than which: "federal", "health", "bank"."""
    lex = lexicon()
    return word in lex.titles | lex.topics | lex.modifiers | lex.groups | lex.bodies or lex.names_person(word)


def one_letter_off(a: str, b: str) -> bool:
    """Tell whether two folded words differ by one letter that one of them leaves out, neither the first nor the last.

    Other differences make other names: Petrov and Petrova, Andersen and Anderson.
    """
    short, long = sorted((a, b), key=len)
    # 7 letters: in shorter names one letter more is another name
    if len(short) < 7 or len(long) != len(short) + 1 or short[0] != long[0] or short[-1] != long[-1]:
        return False
    return any(long[:i] + long[i + 1 :] == short for i in range(1, len(long) - 1))


def led_by_a_word(longer: str, name: str) -> bool:
    """Tell whether a name is a full name with common words before it, that have their capitals from where they stand.

    >>> led_by_a_word("The Real Ann Reed", "Ann Reed"), led_by_a_word("Ann Maria Reed", "Maria Reed")
    (True, False)
    """
    if not longer.endswith(f" {name}") or " " not in name or not is_given(name.split()[0]):
        return False
    lex = lexicon()
    return all(
        (is_common(w) or w.casefold() in lex.groups or lex.names_person(w) or _DOING.fullmatch(w)) and not is_given(w)
        for w in longer.removesuffix(name).split()
    )


def same_person(a: str, b: str) -> bool:
    """Tell whether two full names of one article are one person's."""
    one, other = SUFFIX.sub("", a), SUFFIX.sub("", b)
    if fold(one) == fold(other):
        return not (SUFFIX.search(a) and SUFFIX.search(b) and fold(a) != fold(b))
    short, long = sorted((fold(one).split(), fold(other).split()), key=len)
    if len(short) > 1 and len(short) < len(long):
        # "Ana Pérez" and "Ana Pérez Soto", "Dewi Hutapea" and "Dewi Anggraini Hutapea"
        if long[: len(short)] == short:
            return not is_common(long[-1])  # "Larry King Now" is his show
        if short[0] == long[0] and short[-1] == long[-1]:
            return True
        if long[-len(short) :] == short:
            return True  # "Peña Nieto" of "Enrique Peña Nieto"
    return agree(one, other).verdict == "same"
