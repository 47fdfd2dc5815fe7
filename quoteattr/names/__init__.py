"""Names as data: keys that ignore typography, the parts of a name, and a guarded comparison of two names.

Similarity of letters decides nothing by itself here: "Zelensky" is nearer to "Zelenska" than to "Selenskyj".
Parts are compared first (family name, given names, suffix, gendered ending), then spellings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import attrs
from rapidfuzz.distance import JaroWinkler

from quoteattr.names.sounds import POSSESSIVE, bare_words, ends_alike, gendered, letters, loose, sounds
from quoteattr.names.titles import SUFFIXES, family_first, listed, nicknames, title_length, untitled

_PARTICLES = listed(
    "abu af al as ash av ben bin bint da dal dalla das de degli del dell della dello den der di do dos du el ibn in la "
    "le lo t ten ter van von zu zum zur"
)
# Particles that news copy keeps or drops at will: "al-Assad", "Assad".
_ARTICLES = frozenset({"al", "el", "as", "ash"})
_REIGN = listed("king queen prince princess pope sultan emir emperor patriarch saint st sheikh")
_NUMERAL = re.compile(r"(?:X{0,2}(?:IX|IV|V?I{0,3}))\Z")
_NOT_PLAIN = listed("the al el")
# Letters after a name that belong to no name.
_DEGREES = frozenset({"md", "phd", "obe", "cbe", "mbe", "kc", "qc", "esq", "ret", "usa", "usn", "usmc"})


@attrs.frozen(order=True)
class NameKey:
    """A name without typography, titles and script: equal keys are one spelling of a name.

    Args:
        value: Lower-case ASCII words parted by single blanks; empty where nothing is left.
    """

    value: str

    def __str__(self) -> str:
        return self.value


def _key_step(text: str) -> str:
    words = bare_words(text)
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    cut = title_length(words)
    rest = words[cut:]
    # One given name says nobody: "Pope Francis" and "Queen Elizabeth" keep their titles.
    if cut and words[cut - 1] in _REIGN and all(_NUMERAL.match(w.upper()) for w in rest[1:]):
        rest = words[cut - 1 :]
    words = rest
    joined: list[str] = []
    for word in words:
        # "Muhammad Al Sayegh" and "Mohammed al-Sayegh" are built alike; "Al Gore" is not.
        if len(joined) > 1 and joined[-1] in ("al", "el"):
            joined[-1] += "-" + word
        else:
            joined.append(word)
    return " ".join(joined)


def _plain(words: Sequence[str]) -> bool:
    """Tell whether lower-case words are letters alone, and none of them an initial, an article or part of a title."""
    return (
        _NOT_PLAIN.isdisjoint(words) and untitled(words) and all([len(word) > 1 and word.isalpha() for word in words])
    )


@lru_cache(maxsize=1 << 17)
def name_key(name: str) -> NameKey:
    """Return the key of a name: romanised, lower-case, without titles, honorifics and punctuation.

    Args:
        name: A name as it stands in copy, with or without titles and a possessive.

    Returns:
        Its key; the key of a key's value is that key.

    >>> name_key("Ukraine's President Volodymyr Zelensky’s").value
    'volodymyr zelensky'
    """
    words = name.lower().split()
    if name.isascii() and _plain(words):  # most names of most registries: the steps below would leave them as they are
        return NameKey(" ".join(words))
    value = _key_step(name)
    for _ in range(8):  # each step only shortens: two or three reach the end
        if untitled(value.split()) and not value.startswith("the "):
            break
        again = _key_step(value)
        if again == value:
            break
        value = again
    return NameKey(value)


@attrs.frozen
class NameParts:
    """The parts of a person's name, as they were written.

    Args:
        title: What stands before the name: "US Secretary of State"; or empty.
        given: The given names and initials.
        family: The family name without its particles; the only word of a one-word name.
        particles: What stands before the family name: ``van``, ``de``, ``al-``, ``dell'``.
        suffix: ``Jr.``, ``Sr.`` or a Roman numeral; or empty.
    """

    title: str = ""
    given: tuple[str, ...] = ()
    family: str = ""
    particles: tuple[str, ...] = ()
    suffix: str = ""

    @property
    def name(self) -> str:
        """The name without its title."""
        before = "".join(p if p[-1:] in "-'’" else p + " " for p in self.particles)
        return " ".join(filter(None, (*self.given, before + self.family, self.suffix)))


@lru_cache(maxsize=1 << 16)
def parse_name(name: str) -> NameParts:
    """Part a person's name into title, given names, particles, family name and suffix.

    Roles before the name go into the title, a possessive and what follows a comma are cut.

    >>> parse_name("NATO chief Mark Rutte's").family
    'Rutte'
    """
    words = name.split()
    if name.isascii() and _plain(name.lower().split()):
        return _parted("", words, "")
    head, *tail = [p.strip() for p in POSSESSIVE.sub("", name.strip()).split(",")]
    suffix = ""
    if tail and (after := tail[0].rstrip(".").casefold()) in SUFFIXES:
        suffix = SUFFIXES[after]
    words = [w for w in head.strip(' ."“”()').split() if any(c.isalnum() for c in w)]
    flat = [" ".join(bare_words(w)) for w in words]
    pieces = [(i, w) for i, bare in enumerate(flat) for w in bare.split()]
    cut = title_length([w for _, w in pieces])
    first = pieces[cut][0] if cut < len(pieces) else 0
    # A hyphen inside a word ("Secretary-General") may not be cut in two.
    return _parted(" ".join(words[:first]), words[first:], suffix)


def _parted(title: str, words: list[str], suffix: str) -> NameParts:
    """Return the parts of a name whose title is cut off."""
    while len(words) > 1:
        last = words[-1].strip(".,")
        low = last.casefold()
        if low in SUFFIXES:
            suffix = suffix or SUFFIXES[low]
        elif len(words) > 1 and last and _NUMERAL.match(last) and not (len(words) == 2 and last in ("I", "V", "X")):
            suffix = suffix or last
        elif low.replace(".", "") not in _DEGREES or len(words) < 3:
            break
        words.pop()
    if not words:
        return NameParts(title=title, suffix=suffix)
    family, rest = words[-1], words[:-1]
    joined = re.match(r"(?i)(?:(?:al|el|as|ash)-|(?:dell|d)['’])(?=\w)", family)
    found: list[str] = [joined.group()] if joined else []
    family = family[joined.end() :] if joined else family
    # "van" by itself may be a given name ("Van Jones", "Al Gore"): not as the first of two words in capitals.
    while rest and letters(rest[-1]) in _PARTICLES and not (len(rest) == 1 and rest[0][:1].isupper() and not found):
        found.insert(0, rest.pop())
    return NameParts(title, tuple(rest), family, tuple(found), suffix)


@attrs.frozen
class Agreement:
    """Whether two names can be one person's.

    Args:
        verdict: ``same``; ``compatible`` where nothing speaks against it, and too little for it; ``different``.
        score: How well they agree, 0..1; 0 where they differ.
        reason: Why, in a short clause.
    """

    verdict: str
    score: float
    reason: str


def _families(a: NameParts, b: NameParts) -> tuple[float, str]:
    """Return how well two family names agree: 1 the same, below it a variant of spelling, 0 another name."""
    one, other = letters(a.family), letters(b.family)
    if one == other:
        return 1.0, "the same family name"
    (stem, gender), (other_stem, other_gender) = gendered(a.family), gendered(b.family)
    if gender and other_gender and gender != other_gender:
        return 0.0, f"{a.family} and {b.family} differ by gender"
    if min(len(one), len(other)) < 4:  # Xi and Xie, Un and Eun: too short for variants
        return 0.0, f"{a.family} and {b.family} are two family names"
    near = JaroWinkler.similarity(one, other)
    if stem == other_stem and gender == other_gender:
        return max(0.9, near), f"{a.family} and {b.family} are spellings of one name"
    if loose(a.family) == loose(b.family) and ends_alike(a.family, b.family):
        return max(0.8, min(near, 0.89)), f"{a.family} and {b.family} are romanisations of one name"
    return 0.0, f"{a.family} and {b.family} are two family names"


def _one_given(a: str, b: str) -> tuple[float, str]:
    """Return how well two given names agree: from .9 on one name; .6 it may be; 0 another."""
    one, other = letters(a), letters(b)
    if one == other:
        return 1.0, ""
    apart = f"{a} and {b} are two given names"
    if not one or not other:
        return 0.0, apart
    if _initials(a) or _initials(b):
        short = min(len(one) if _initials(a) else 9, len(other) if _initials(b) else 9)
        return (0.6, f"{a} may stand for {b}") if one[0] == other[0] and short == 1 else (0.0, apart)
    if sounds(a) == sounds(b):
        return 0.95, f"{a} and {b} are spellings of one given name"
    names = nicknames()
    if names.get(one, frozenset()) & names.get(other, frozenset()):
        return 0.95, f"{a} and {b} are forms of one given name"
    if min(len(one), len(other)) < 4 or not ends_alike(a, b):
        return 0.0, apart
    if loose(a) == loose(b):
        # Fewer than three consonants carry too little: Lina and Lena are two.
        sure = len(re.sub(r"[aeiou]", "", sounds(a))) >= 3
        return (0.9 if sure else 0.6), f"{a} and {b} are romanisations of one given name"
    return 0.0, apart


def _initials(name: str) -> bool:
    return len(letters(name)) == 1 or bool(re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?", name))


def _givens(a: tuple[str, ...], b: tuple[str, ...], whole: bool) -> tuple[float, str]:
    """Return how well the given names agree; ``whole`` where all of them make up one name (Jong Un, Yo Jong)."""
    if not a or not b:
        return 0.5, "only the family name can be compared"
    if whole:
        return _one_given("".join(a), "".join(b))
    score, reason = _one_given(a[0], b[0])
    if score == 0.0 and (len(a) > 1) != (len(b) > 1):
        # "R. Nicholas Burns" is called Nicholas Burns: an initial, then the name that is used.
        longer, shorter = (a, b) if len(a) > len(b) else (b, a)
        second = _one_given(longer[1], shorter[0])
        if len(letters(longer[0])) == 1 and second[0] >= 0.9:
            return 0.85, f"{shorter[0]} is the middle name"
    for one, two in zip(a[1:], b[1:], strict=False):
        middle, why = _one_given(one, two)
        if middle == 0.0:
            return 0.0, why
    return score, reason


def _in_order(a: NameParts, b: NameParts, whole: bool = False) -> Agreement:
    family, why = _families(a, b)
    if family == 0.0:
        return Agreement("different", 0.0, why)
    given, reason = _givens(a.given, b.given, whole)
    if given == 0.0:
        return Agreement("different", 0.0, reason)
    bare = not a.given or not b.given
    if a.suffix != b.suffix and ((a.suffix and b.suffix) or bool(a.given) == bool(b.given)):
        return Agreement("different", 0.0, f"{a.name} and {b.name} differ in {a.suffix or b.suffix}")
    mine, theirs = ({letters(p) for p in n.particles} - _ARTICLES for n in (a, b))
    if mine != theirs and bare:
        return Agreement("different", 0.0, f"{a.name} and {b.name} are two family names")
    if bare and (a.given or b.given):
        return Agreement("compatible", 0.4 if a.suffix != b.suffix else 0.6 * family, reason)
    if bare:
        alike = "same" if family == 1.0 else "compatible"
        return Agreement(alike, family if alike == "same" else 0.5 * family, why)
    score = family * given * (1.0 if mine == theirs else 0.95)
    return Agreement("same" if given > 0.6 else "compatible", score, "; ".join(filter(None, (why, reason))))


def _turned(parts: NameParts) -> NameParts | None:
    """Return the name read with the family name first, where its first word is one that stands there."""
    if len(parts.given) in (1, 2) and not parts.particles and letters(parts.given[0]) in family_first():
        return NameParts(parts.title, (*parts.given[1:], parts.family), parts.given[0], (), parts.suffix)
    return None


@lru_cache(maxsize=1 << 17)
def agree(a: str, b: str) -> Agreement:
    """Compare two names of people, parts first and letters last.

    Args:
        a: A name, with or without titles.
        b: Another.

    Returns:
        ``same`` for one name in two spellings or forms; ``compatible`` where one of them says too little (a bare
        family name, a bare initial); ``different`` where family name, given name, suffix or gender speak against it.

    >>> agree("Volodymyr Zelensky", "Volodymyr Zelenskyy").verdict, agree("Zelensky", "Zelenska").verdict
    ('same', 'different')
    """
    if a > b:
        a, b = b, a  # one order, so that the answer can't depend on it
    key, other = name_key(a), name_key(b)
    mine, theirs = parse_name(a), parse_name(b)
    if not key.value or not other.value:
        return Agreement("different", 0.0, "one of them is no name")
    if key == other and mine.suffix == theirs.suffix:
        return Agreement("same", 1.0, "the same name")
    best = _in_order(mine, theirs)
    left, right = _turned(mine), _turned(theirs)
    if left and right:
        # Both can be read family name first, and their last words are given names then.
        best = _in_order(left, right, whole=True)
    elif left and not theirs.given:
        best = max(best, _in_order(left, theirs), key=lambda x: x.score)
    elif right and not mine.given:
        best = max(best, _in_order(mine, right), key=lambda x: x.score)
    pair = len(mine.given) == len(theirs.given) == 1 and not (mine.suffix or theirs.suffix)
    if best.verdict == "different" and pair and sorted(key.value.split()) == sorted(other.value.split()):
        return Agreement("same", 0.9, "the same words in the other order")
    if best.verdict == "different" and bool(mine.given) != bool(theirs.given):
        full, short = (mine, theirs) if mine.given else (theirs, mine)
        if not short.suffix and not short.particles and letters(full.given[0]) == letters(short.family):
            return Agreement("compatible", 0.4, f"{short.family} may be the given name")
    return best


def _readings(name: str) -> tuple[NameParts, ...]:
    parts = parse_name(name)
    turned = _turned(parts)
    return (parts,) if turned is None else (parts, turned)


def family_keys(name: str) -> tuple[str, ...]:
    """Return the keys under which names that may be one person's meet: the loose sounds of the family name.

    A name whose first word may be the family name has two.
    """
    found = [_family_key(read.family) for read in _readings(name)]
    return tuple(dict.fromkeys(key for key in found if key))


@lru_cache(maxsize=1 << 16)
def _family_key(family: str) -> str:
    return loose(gendered(family)[0])


def kept_keys(name: str) -> tuple[str, ...]:
    """Return the keys under which an index keeps a name: by its family name alone, and with each form of the given."""
    return _keys(name, kept=True)


def asked_keys(name: str, initials: bool = True) -> tuple[str, ...]:
    """Return the keys under which an index is asked for the names that can be one with ``name``.

    They are wider than `agree`: where no key that is asked for is a key that is kept, the names differ. They are no
    wider than need be, so that what is looked through does not grow with the index: a given name asks for its own
    spellings and short forms.

    Args:
        name: The name.
        initials: Whether initials count, which are never more than compatible: "J. Smith" asks for every John Smith
            and Jane Smith then, and John Smith for every J. Smith.
    """
    return _keys(name, False, initials)


def _keys(name: str, kept: bool, initials: bool = True) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for number, read in enumerate(_readings(name)):
        family = _family_key(read.family)
        if kept or not read.given:
            found[family] = None
        if not read.given:
            continue
        # Turned, all given names are one (Jong Un, Jong-un). The second counts where the first is an initial: "R.
        # Nicholas Burns".
        given = ("".join(read.given),) if number else read.given[: 2 if len(letters(read.given[0])) == 1 else 1]
        for one in given:
            for key in _given_keys(one, kept, initials):
                found[f"{family} {key}"] = None
    found.pop("", None)
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def _given_keys(given: str, kept: bool, initials: bool) -> tuple[str, ...]:
    word = letters(given)
    if not word:
        return ()
    found = [loose(given), *(str(n) for n in nicknames().get(word, ()))]
    if initials:
        # "." is where the initials are, "*" where every given name is by its first letter
        short = _initials(given)
        if short or not kept:
            found.append(f"{word[0]}.")
        if short != kept:
            found.append(f"{word[0]}*")
    return tuple(found)
