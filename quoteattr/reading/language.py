"""The language of an article, by py3langid: offline, and decided only where it is clear."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

# Characters that are looked at, from the middle of the text, past names and datelines: 300 told English from the rest
# on every article of PolNeAR, at a third of a millisecond each; more cost more and told no more.
_SAMPLE = 300
_LEAST_LETTERS = 60  # below, a few names decide
_LEAST_CHANCE = 0.5
# Words that only English has among the languages of news. Where enough of them stand there is nothing to ask: most
# articles take this way, and the library with its model of 30 MB is not even loaded.
# fmt: off
_ENGLISH = frozenset((
    "and", "been", "from", "had", "has", "have", "said", "that", "the", "their", "they", "this", "was", "were", "which",
    "who", "will", "with", "would",
))
# fmt: on
_LEAST_WORDS = 3  # different ones
_LEAST_SHARE = 0.12  # of all words; English news has 0.15 and more
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str, declared: str | None = None) -> str | None:
    """Return the language of a text as a code of two letters.

    Args:
        text: The text.
        declared: What the input says; it counts where the text is too short to tell.

    Returns:
        The code, such as ``en``, or None where it can't be told.
    """
    start = max(0, (len(text) - _SAMPLE) // 2)
    sample = text[start : start + _SAMPLE]
    words = _WORD.findall(sample.lower())
    english = [word for word in words if word in _ENGLISH]
    if len(set(english)) >= _LEAST_WORDS and len(english) >= _LEAST_SHARE * len(words):
        return "en"
    if sum(map(len, words)) >= _LEAST_LETTERS:
        code, chance = _identifier().classify(sample)
        if chance >= _LEAST_CHANCE:
            return str(code)
    return declared.partition("-")[0].partition("_")[0].lower() or None if declared else None
