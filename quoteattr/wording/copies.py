"""Wire copy: the same paragraphs, printed by several outlets. The only file that imports rensa.

Paragraphs are compared as sets of word shingles; MinHash (Broder 1997) with banding finds those alike without comparing
all pairs, and the Jaccard similarity of the shingles themselves decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.errors import ModelError
from quoteattr.spans import Span
from quoteattr.wording.words import plain_words

# Words a shingle: a change of one word costs three shingles of each text.
_SHINGLE = 3
# From this Jaccard similarity on, two paragraphs are one: it allows for a word or two that an editor changed.
_ALIKE = 0.7
# 16 bands of 4 of 64 numbers: at .7 99 pairs in 100 meet, at .3 one in eight.
_NUMBERS, _BANDS = 64, 16
# A paragraph with fewer words besides the quoted ones may be alike by chance: its neighbours count as well.
_OWN_WORDS = 12


def surroundings(text: str, content: Span) -> str:
    """Return the paragraph that a content stands in, with its neighbours where it has few words of its own.

    Two outlets that were told the same words share the quotation alone; a dispatch printed twice shares the reporter's
    words as well.

    Args:
        text: The article's text.
        content: Where the content stands.
    """
    start = text.rfind("\n", 0, content.start) + 1
    end = text.find("\n", content.end)
    end = len(text) if end < 0 else end
    own = len(plain_words(text[start : content.start])) + len(plain_words(text[content.end : end]))
    if own < _OWN_WORDS:
        before = text[:start].rstrip()
        start = before.rfind("\n") + 1
        rest = len(text) - len(text[end:].lstrip())
        after = text.find("\n", rest)
        end = len(text) if after < 0 else after
    return text[start:end]


def _shingles(text: str) -> frozenset[str]:
    words = plain_words(text)
    return frozenset(" ".join(words[k : k + _SHINGLE]) for k in range(len(words) - _SHINGLE + 1))


def copied(paragraphs: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Return which paragraphs are one text, as groups of positions; those without a copy stand alone.

    A paragraph joins the first group whose first member it is alike to, so that a chain of small changes does not join
    unlike texts.

    Args:
        paragraphs: The texts, the earliest first.

    Raises:
        ModelError: rensa is not installed.
    """
    try:
        from rensa import RMinHash, RMinHashLSH
    except ImportError as error:
        raise ModelError("Finding wire copy needs rensa.", remedy="Install it: pip install rensa.") from error
    shingles = [_shingles(text) for text in paragraphs]
    index = RMinHashLSH(threshold=_ALIKE, num_perm=_NUMBERS, num_bands=_BANDS)
    groups: dict[int, list[int]] = {}
    for at, own in enumerate(shingles):
        first = None
        if own:
            sketch = RMinHash(num_perm=_NUMBERS, seed=1)
            sketch.update(sorted(own))
            met = sorted(index.query(sketch))
            first = next((k for k in met if len(own & shingles[k]) >= _ALIKE * len(own | shingles[k])), None)
            if first is None:
                index.insert(at, sketch)
        groups.setdefault(at if first is None else first, []).append(at)
    return tuple(tuple(group) for group in groups.values())
