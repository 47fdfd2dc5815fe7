"""How names sound: romanisation of any script, and spellings of one sound made alike.

The rules cover what news copy mixes up: the romanisations of Cyrillic and Arabic, German and Scandinavian letters,
and the gendered endings of Slavic family names, which part two people however alike they look.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile(r"['’‘ʼʹ`´ʻ]")
_MARKS = frozenset("'`")  # those of the apostrophes that are ASCII
_DOTTED = re.compile(r"\b(\w)\.(?=\w\b)")
_WORDS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
POSSESSIVE = re.compile(r"(?<=[^\W_])['’]s(?=\b|$)", re.I)


def romanised(text: str) -> str:
    """Return ``text`` in ASCII letters, any script (anyascii's transliteration)."""
    if text.isascii():
        return text
    flat = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if flat.isascii():
        return flat
    from anyascii import anyascii  # loaded on first use: plain English copy never needs it

    # anyascii writes the soft sign as an apostrophe, and Chinese syllables in capitals without blanks.
    return str(anyascii(flat))


def bare_words(text: str) -> list[str]:
    """Return the words of a name: lower-case ASCII, hyphens opened except after the article al-."""
    if text.isascii() and text.isalpha():
        return [text.lower()]  # most words of most names: a million names are keyed like this
    flat = romanised(text)
    if not flat.isascii() or not _MARKS.isdisjoint(flat):
        flat = _APOSTROPHES.sub("", POSSESSIVE.sub("", flat.replace("’", "'")))
    flat = flat.casefold()
    if "." in flat:
        flat = _DOTTED.sub(r"\1 ", flat)  # "H.R." is two initials
    words = _WORDS.findall(flat)
    if "-" in flat:
        words = [piece for word in words for piece in _opened(word)]
    # Initials in a row are one word, however they are written: "J. D. Vance", "JD Vance", "U.S.".
    joined: list[str] = []
    run = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and run:
            joined[-1] += word
        else:
            joined.append(word)
        run = single
    return joined


def _opened(word: str) -> list[str]:
    """Part a word at its hyphens, save the one of an Arabic article."""
    if word.startswith(("al-", "el-")):
        first, *rest = word[3:].split("-")
        return [word[:3] + first, *rest]
    return word.split("-")


@lru_cache(maxsize=1 << 16)
def letters(word: str) -> str:
    """Return the letters and digits of a word or name in one piece, lower-case ASCII."""
    return "".join(bare_words(word))


_SOUNDS = (  # one sound, many romanisations; in this order. The last: letters without one of which it can't apply
    (r"dzh|dj|zh", "j", "zh dj"),
    (r"tsch|tch|tsh", "ch", "ts tch"),
    (r"sch", "sh", "sch"),
    (r"kh", "h", "kh"),
    (r"gh", "g", "gh"),
    (r"ph", "f", "ph"),
    (r"th", "t", "th"),
    (r"ck|q|c(?=[aoukrl]|$)", "k", "c q"),
    (r"x", "ks", "x"),
    (r"w", "v", "w"),
    (r"tz", "ts", "tz"),
    (r"o[eo]", "o", "oe oo"),
    (r"ue|ou", "u", "ue ou"),
    (r"ee", "i", "ee"),
    (r"sk(?:yj|yy|iy|ij|ii|yi|i|y)$", "ski", "sk"),
    (r"iy|yy|ij|yj|ii|yi", "i", "y i"),
    (r"y(?=e)|(?<=[aeiou])j(?=e)", "", "ye je"),
    (r"(?<=i)[yj](?=a)", "", "ya ja"),
    (r"(?<![aeiou])[yj](?=[eaou])", "i", "y j"),
    (r"y", "i", "y"),
    (r"(.)\1+", r"\1", ""),
)
# Looking for letters is ten times as fast as trying a pattern in vain, and most patterns are.
_COMPILED = tuple((re.compile(pattern), by, tuple(needed.split()) or ("",)) for pattern, by, needed in _SOUNDS)


@lru_cache(maxsize=1 << 16)
def sounds(word: str) -> str:
    """Return a word's letters with the common romanisations of one sound made alike ("Dzhurayev", "Juraev")."""
    found = letters(word)
    for pattern, by, needed in _COMPILED:
        for part in needed:
            if part in found:
                found = pattern.sub(by, found)
                break
    return found


# Endings of East Slavic names, whose first letter Г is H by Ukrainian and G by Russian romanisation (Horenko, Gorenko).
_EAST_SLAVIC = re.compile(r"(?:enko|chuk|iuk|ovich|ivna|ovna|ski|ska|skaia)$")


_VOWELS = str.maketrans("oue", "aai")


@lru_cache(maxsize=1 << 16)
def loose(word: str) -> str:
    """Return the sounds with what romanisations mix up made alike: vowels, a voiced s or an h or g at the beginning."""
    found = re.sub(r"^[sz](?=[aeiou])", "z", sounds(word))
    if _EAST_SLAVIC.search(found):
        found = re.sub(r"^h(?=[aeioulr])", "g", found)
    return found.translate(_VOWELS)


_FEMININE = (("ova", "ov"), ("eva", "ev"), ("ina", "in"), ("skaia", "ski"), ("ska", "ski"))


@lru_cache(maxsize=1 << 16)
def gendered(word: str) -> tuple[str, str]:
    """Return a Slavic family name's masculine form and its gender by its ending; no gender where it shows none."""
    heard = sounds(word)
    for feminine, masculine in _FEMININE:
        if heard.endswith(feminine) and len(heard) > len(feminine) + 1:
            return heard[: -len(feminine)] + masculine, "f"
    return heard, "m" if heard.endswith(("ov", "ev", "in", "ski")) and len(heard) > 4 else ""


def ends_alike(a: str, b: str) -> bool:
    """Tell that the two don't part at their last vowel: Francisco and Francisca, Zelensky and Zelenska do."""
    heard, other = sounds(a), sounds(b)
    return (heard[-1:] == other[-1:]) or not {heard[-1:], other[-1:]} & set("aoie")
