"""Count in how many sentences each stem occurs, and write the table that says how rare a word is.

Run: ``python -m quoteattr.training.common_words CONLLU... JSONL... > quoteattr/data/common_words.json``
The shipped table comes from the training parts of UD English EWT and GUM and of PolNeAR.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from quoteattr.wording.words import plain_words, stem

# Rarer stems than this share of sentences are all alike to a comparison, and would make the table long.
_SHARE = 1 / 4000


def _sentences(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            yield line[9:]
        elif path.suffix == ".jsonl":
            yield from (s for s in re.split(r"(?<=[.!?])\s+|\n", json.loads(line)["text"]) if len(s) > 20)


def table(paths: list[Path]) -> dict[str, object]:
    """Return the table: the logarithm of one over the share of sentences, and the stems that have it.

    Args:
        paths: Treebanks (``.conllu``) and articles (``.jsonl`` with a field text).
    """
    counts: Counter[str] = Counter()
    total = 0
    for path in paths:
        for sentence in _sentences(path):
            total += 1
            counts.update({stem(w) for w in plain_words(sentence)})
    groups: dict[str, list[str]] = {}
    for word, count in sorted(counts.items(), key=lambda x: (-x[1], x[0])):
        if count >= total * _SHARE and word.isalpha():
            groups.setdefault(f"{math.log(total / count):.1f}", []).append(word)
    return {
        "about": "How rare a stem is: ln(sentences / sentences with it), over UD English EWT, GUM and PolNeAR "
        "(train). Stems not listed have 'unseen'. Made by quoteattr/training/common_words.py.",
        "sentences": total,
        "unseen": round(math.log(1 / _SHARE) + 0.7, 1),  # half the share of the rarest listed
        "stems": {value: " ".join(found) for value, found in groups.items()},
    }


if __name__ == "__main__":
    json.dump(table([Path(p) for p in sys.argv[1:]]), sys.stdout, ensure_ascii=False, indent=0)
    sys.stdout.write("\n")
