"""Measure what reading costs an article: python tests/bench_reading.py RECORDS.jsonl

In processor time, since wall time says nothing on a busy machine.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from quoteattr.reading import Input, Record, lay_out, read
from quoteattr.reading.language import _identifier, language_of
from quoteattr.reading.mending import mended
from quoteattr.values import Article


def each(what: str, work: Callable[[str], object], texts: Iterable[str]) -> None:
    """Print what ``work`` costs a text."""
    texts = list(texts)
    work(texts[0])
    begun = time.process_time()
    for text in texts:
        work(text)
    print(f"{what:40} {(time.process_time() - begun) / len(texts) * 1e6:8.0f} µs an article")


def main(path: Path) -> None:
    """Print the cost of each step, and what languages were told."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    print(f"{len(texts)} articles of {sum(map(len, texts)) / len(texts):.0f} characters")
    each("layout", lambda text: lay_out(Record(text)), texts)
    each("language", language_of, texts)
    each("language, by the library alone", lambda text: _identifier().classify(text[:300]), texts)
    each("encoding", mended, texts)
    begun = time.process_time()
    found = [one for one in read(Input(path)) if isinstance(one, Article)]
    print(f"{'all of reading':40} {(time.process_time() - begun) / len(texts) * 1e6:8.0f} µs a record")
    print("languages", dict(Counter(article.language for article in found)))
    print("notes", dict(Counter(note for article in found for note in article.notes)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
