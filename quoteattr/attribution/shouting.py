"""Text in capitals throughout, as old wires have it: read as if it were written with small letters.

Where all is in capitals, they show no names. Those that the annotator marks, a given name with the word after it, and
the surnames of both get a capital; all else is written small. Every character stays at its place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from quoteattr.attribution.capital_runs import PARTICLES
from quoteattr.attribution.lexicon import is_common, is_given
from quoteattr.values import Mention

# The share of small letters up to which a text is in capitals: "McCAIN" and a stray address have some.
_SMALL = 0.05
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*?(?=(?:['’]S)?(?!['’-]?[^\W\d_]))")
_LONGEST_ACRONYM = 5  # letters of a body's name in one word that is left as it is: "NATO", "UNHCR"


def in_small_letters(text: str, mentions: Sequence[Mention]) -> str:
    """Return a text in capitals as it would be written otherwise, of the same length; other texts as they are.

    Args:
        text: The article's text.
        mentions: The annotator's mentions.
    """
    letters = sum(map(str.isalpha, text))
    if not letters or sum(map(str.islower, text)) > _SMALL * letters:
        return text
    words = list(_WORD.finditer(text))
    starts = [w.start() for w in words]

    def beside(n: int) -> bool:
        return text[words[n - 1].end() : words[n].start()] == " "

    names: set[int] = set()
    kept: set[int] = set()
    surnames: set[str] = set()
    for mention in mentions:
        inside = range(bisect_left(starts, mention.span.start), bisect_left(starts, mention.span.end))
        names.update(inside)
        if mention.label == "ORG" and len(inside) == 1 and len(words[inside[0]][0]) <= _LONGEST_ACRONYM:
            kept.update(inside)
        if mention.label == "PERSON" and inside:
            surnames.add(words[inside[-1]][0])
    for n, first in enumerate(words):
        if not is_given(first[0]) or is_common(first[0]):
            continue
        after = takewhile(beside, range(n + 1, len(words)))
        last = next((k for k in after if words[k][0].casefold() not in PARTICLES), None)
        if last is not None and not is_common(words[last][0]):
            names.update(range(n, last + 1))
            surnames.add(words[last][0])
    called = {word for word in surnames if not is_common(word)}
    written = list(_small(text))
    for n, word in enumerate(words):
        if (n in names or word[0] in called) and not (word[0].casefold() in PARTICLES and n - 1 in names):
            own = word[0] if n in kept and word[0] not in called else title_cased(word[0])
            written[word.start() : word.end()] = own
    return "".join(written)


def title_cased(name: str) -> str:
    """Return a name in capitals as it is shown, of the same length.

    >>> title_cased("ANN O'NEIL-MCKAY")
    "Ann O'Neil-McKay"
    """
    parts = re.sub(r"[^\W\d_]+", lambda m: m[0][0] + _small(m[0][1:]), name)
    return re.sub(r"\bMc[a-z]", lambda m: f"Mc{m[0][2].upper()}", parts)


def _small(words: str) -> str:
    return "".join(low if len(low := c.lower()) == 1 else c for c in words)
