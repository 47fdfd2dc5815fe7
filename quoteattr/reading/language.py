"""The language of an article, by py3langid: offline, and decided only where it is clear."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

# Characters that are looked at, from the middle of the text, past names and datelines.
_SAMPLE = 600
_LEAST_LETTERS = 60  # below, a few names decide
_LEAST_CHANCE = 0.5
# Where enough English words stand there is nothing to ask. 925 of 930 articles of PolNeAR and the bench take this way,
# at a tenth of what the library takes, whose model of 100 MB is then not even loaded.
# fmt: off
_ENGLISH_ALONE = frozenset((
    "and", "been", "from", "has", "have", "said", "that", "the", "their", "they", "this", "were", "which", "with",
    "would",
))
_ENGLISH = _ENGLISH_ALONE | {
    "about", "after", "an", "are", "as", "at", "but", "by", "for", "had", "he", "his", "is", "it", "its", "more", "not",
    "of", "on", "she", "to", "was", "who", "will",
}
# fmt: on
_LEAST_WORDS = 2  # different ones that no other language of news has
_LEAST_SHARE = 0.12  # of all words; English news has 0.2 and more
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
    if len(_ENGLISH_ALONE.intersection(english)) >= _LEAST_WORDS and len(english) >= _LEAST_SHARE * len(words):
        return "en"
    if sum(map(len, words)) >= _LEAST_LETTERS:
        code, chance = _identifier().classify(sample)
        if chance >= _LEAST_CHANCE:
            return str(code)
    return declared.partition("-")[0].partition("_")[0].lower() or None if declared else None
