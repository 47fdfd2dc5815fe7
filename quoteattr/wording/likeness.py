"""Whether two words or names are one, spelled differently: transliteration, accents, spacing."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from quoteattr.wording.words import listed, spelled, stem

# Letters and groups that transliterations of one name write differently: Cyrillic, Arabic, Nordic, Turkic, Chinese.
_SOUNDS = (
    ("dzh", "j"), ("tsch", "ch"), ("tch", "ch"), ("kh", "h"), ("gh", "g"), ("sch", "sh"), ("zh", "j"), ("ph", "f"),
    ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("iy", "i"), ("yy", "i"), ("iu", "yu"), ("ia", "ya"),
    ("ae", "e"), ("oe", "e"), ("ue", "u"), ("ev", "ov"), ("q", "k"), ("c", "k"), ("w", "v"), ("y", "i"), ("x", "ks"),
    ("e", "a"), ("o", "a"), ("u", "a"), ("i", ""), ("h", ""), ("'", ""), ("-", ""),
)  # fmt: skip
_TITLES = frozenset(
    listed(
        "mr mrs ms dr sir dame lord lady sen rep gov gen col sgt lt maj capt prof president minister chief director "
        "secretary senator governor general judge spokesman spokeswoman spokesperson king queen prince pope rev jr sr"
    )
)
_PARTICLES = frozenset(listed("al el bin ibn de da do dos del di van von der den la le y e and of the"))


@lru_cache(maxsize=65536)
def ascii_folded(word: str) -> str:
    """Return the word in lower-case ASCII letters, by anyascii."""
    if word.isascii():
        return word.lower()
    from anyascii import anyascii  # loaded where a word needs it: most words don't

    return anyascii(word).lower()


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    sound = re.sub(r"[^a-z'-]", "", ascii_folded(word))
    for one, other in _SOUNDS[:-8]:
        sound = sound.replace(one, other)
    skeleton = sound[:1]
    for letter in sound[1:]:
        if letter not in "aeiouh'-" and letter != skeleton[-1]:
            skeleton += letter
    return skeleton


@lru_cache(maxsize=65536)
def same_name_part(one: str, other: str) -> bool:
    """Tell whether two parts of names are one, transliterated differently.

    The consonants must agree after letters that transliterations mix up are levelled, and the words must be close
    as they stand. That keeps Rustam and Ruslan, Zelensky and Zelenska apart.

    >>> same_name_part("Zelensky", "Zelenskyy"), same_name_part("Zelensky", "Zelenska")
    (True, False)
    >>> same_name_part("Jurayev", "Dzhurayev"), same_name_part("Rustam", "Ruslan")
    (True, False)
    """
    left, right = (re.sub(r"['’]s?$", "", ascii_folded(w)) for w in (one, other))
    if left == right:
        return True
    if min(len(left), len(right)) < 3:
        return False
    # A final a against another ending tells a woman's name from a man's in many languages.
    if left.endswith("a") != right.endswith("a") and left.rstrip("aeiouy") == right.rstrip("aeiouy"):
        return False
    sounds = _sound(left), _sound(right)
    # Ukrainian and Belarusian h is Russian g: Hryhoriy, Grigory.
    softened = min(len(left), len(right)) >= 5 and all(x[:1] in "gh" for x in sounds) and sounds[0][1:] == sounds[1][1:]
    if sounds[0] == sounds[1] or softened:
        # 0.75: below it short names with the same consonants meet (Kim, Kem).
        return JaroWinkler.similarity(left, right) >= 0.75 or DamerauLevenshtein.distance(left, right) <= 2
    return False


@lru_cache(maxsize=65536)
def same_spelling(one: str, other: str) -> bool:
    """Tell whether two different words of a text are variants of one: spelling, accents, transliterated names."""
    if spelled(one) == spelled(other):
        return True
    if one.isdigit() or other.isdigit():
        return False
    if one[:1].isupper() and other[:1].isupper():
        return same_name_part(one, other)
    return ascii_folded(one) == ascii_folded(other)


@lru_cache(maxsize=65536)
def name_parts(name: str) -> tuple[str, ...]:
    """Return the parts of a name that tell who it is: no titles, particles or articles."""
    parts = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name)
    joined = [p for part in parts for p in re.split(r"-", part)]
    return tuple(p for p in joined if ascii_folded(p) not in _TITLES and ascii_folded(p) not in _PARTICLES)


_SINGULAR = frozenset(listed("he she him her his i"))
_PLURAL = frozenset(listed("they them their we us our"))
_ANY = frozenset(listed("it its who which that this"))
_FEMALE = re.compile(
    r"\b(?:mrs|ms|miss|lady|queen|princess|baroness|spokeswoman|businesswoman|congresswoman|woman|mother)\b"
)
_MALE = re.compile(r"\b(?:mr|sir|lord|king|prince|baron|spokesman|businessman|congressman|man|father|pope)\b")
_PEOPLE = frozenset(
    listed(
        "voters people officials residents polls critics supporters analysts experts lawmakers republicans democrats "
        "demonstrators protesters women men leaders some many others several most reports media networks documents "
        "prosecutors police authorities investigators relatives families witnesses sources members workers"
    )
)
_THINGS = frozenset(
    listed(
        "poll survey study report party committee bureau agency ministry court campaign company firm union "
        "university department government editorial paper newspaper statement letter article commission council bank"
        " footage analysis average results returns ad video website"
    )
)


def _sort(source: str) -> str:
    """Say what a source denotes by its form: he, she, they, any (it, who), many, thing, named or role."""
    low = source.lower().strip()
    if low in _SINGULAR:
        return "she" if low in ("she", "her") else "he"
    if low in _PLURAL:
        return "they"
    if low in _ANY:
        return "any"
    parts = name_parts(source)
    if any(p[0].isupper() for p in parts[:6]):
        last = ascii_folded(parts[-1])
        return "thing" if last in _THINGS else "many" if last in _PEOPLE else "named"
    keys = [ascii_folded(p) for p in parts]
    if any(k in _PEOPLE for k in keys[:4]):
        return "many"
    return "thing" if any(k in _THINGS for k in keys[:4]) else "role"


@lru_cache(maxsize=65536)
def speakers_agree(one: str | None, other: str | None) -> float:
    """Say how well two sources agree, by their words alone.

    Args:
        one: A canonical name, or the words that name a source; None where there is none.
        other: The same for the other side.

    Returns:
        1.0 for one name, .9 for one name spelled differently or given in part, .7 for one surname, .6 for a shared
        word, .5 where a pronoun or role could be the other, .4 where a side is missing, .2 where number, gender or
        sort speak against it, .1 for relatives, 0.0 for names with nothing in common.
    """
    if not one or not other:
        return 0.45 if one == other else 0.4
    one, other = one[:80], other[:80]
    sorts = {_sort(one), _sort(other)}
    pronouns = {"he", "she", "they", "any"}
    if one == other and not sorts <= pronouns:
        return 1.0
    if sorts & pronouns:
        if sorts == {"he", "she"} or (sorts & {"he", "she"} and sorts & {"many", "thing", "they"}):
            return 0.2
        text = f"{one} {other}".lower()
        if ("she" in sorts and _MALE.search(text)) or ("he" in sorts and _FEMALE.search(text)):
            return 0.2
        if "they" in sorts and "named" in sorts:
            return 0.3
        return 0.4 if "any" in sorts and sorts & {"many", "thing"} else 0.5
    left, right = name_parts(one), name_parts(other)
    if not left or not right:
        return 0.4
    big_left, big_right = (tuple(p for p in parts if p[0].isupper()) for parts in (left, right))
    if not big_left or not big_right:
        if {stem(p) for p in left} & {stem(p) for p in right}:
            return 0.6
        return 0.2 if "many" in sorts or "thing" in sorts else 0.5
    return _names_agree(big_left, big_right)


def _names_agree(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    if all(any(same_name_part(p, q) for q in right) for p in left) or all(
        any(same_name_part(p, q) for q in left) for p in right
    ):
        return 0.9
    initials = "".join(p[0] for p in left), "".join(p[0] for p in right)
    if (len(right) == 1 and right[0] == initials[0]) or (len(left) == 1 and left[0] == initials[1]):
        return 0.9
    if same_name_part(left[-1], right[-1]):
        # One surname, and given names that differ: relatives. Initials are no given names.
        given = [p for p in left[:-1] if len(p) > 1], [p for p in right[:-1] if len(p) > 1]
        return 0.1 if given[0] and given[1] and len(left) <= 3 and len(right) <= 3 else 0.7
    return 0.6 if any(same_name_part(p, q) for p in left for q in right if len(p) > 2) else 0.0


@lru_cache(maxsize=65536)
def name_sounds(source: str | None) -> tuple[str, ...]:
    """Return a key for each part of a source's name, the same however transliterated; none where it has none."""
    if not source:
        return ()
    parts = [p for p in name_parts(source[:80]) if p[0].isupper() and len(p) > 1]
    # A body's initials, so that the International Energy Agency meets the IEA.
    initials = "".join(p[0] for p in parts)
    short = [initials.lower()] if len(initials) > 2 else []
    return tuple(dict.fromkeys([*(_sound(p) for p in parts[:6]), *short]))
