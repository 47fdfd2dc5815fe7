"""Fuzz the readers and the quote finder with atheris: ``make fuzz``.

The first byte of an input chooses the format, the rest is read as it. Every so often the quote model looks at what came
out; it is a hundred times slower than reading. What a library raised and reading turned into an error is listed by kind
in ``out/fuzz-errors.txt``: no crash, but worth a look.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

with atheris.instrument_imports(include=["quoteattr.reading", "quoteattr.marks", "feedparser", "NewsMLG2"]):
    from invariants import check

    from quoteattr.quotes import find_quotes, load_model
    from quoteattr.reading import FORMATS, Failure
    from quoteattr.values import Article

MODEL_EVERY = 500  # inputs; the quote model takes a hundred times as long as reading does
LONGEST = 3000  # code points of an article that is given to the quote model
_RAISED = re.compile(r"can't be read as (\w+): (\w+): (.{0,80})", re.S)
_seen: set[tuple[str, str]] = set()
_count = 0


def _find(article: Article) -> None:
    """Find quotes, and check that each stands in the text."""
    if len(article.text) > LONGEST:
        return
    (quotes,) = find_quotes([article])
    size = len(article.text)
    for quote in quotes:
        for span in (*quote.content, *filter(None, (quote.cue, quote.source))):
            assert 0 <= span.start < span.end <= size, (span, size)
        assert 0 <= quote.confidence <= 1


def one(data: bytes) -> None:
    """Check one input."""
    global _count
    _count += 1
    for item in check(data, _find if _count % MODEL_EVERY == 0 else None):
        raised = _RAISED.search(item.reason) if isinstance(item, Failure) else None
        if raised and (raised[1], raised[2]) not in _seen:
            _seen.add((raised[1], raised[2]))
            with (ROOT / "out" / "fuzz-errors.txt").open("a", encoding="utf-8") as file:
                file.write(f"{_count}\t{raised[1]}\t{raised[2]}\t{raised[3]!r}\n")


def seeds(folder: Path) -> None:
    """Write the samples of every format as first inputs."""
    folder.mkdir(parents=True, exist_ok=True)
    forms = {"txt": "text", "nitf": "nitf", "newsml": "newsml", "rss": "feed", "atom": "feed", "json": "json"}
    for path in sorted((ROOT / "fixtures" / "formats").iterdir()):
        ending = path.suffix.lstrip(".")
        form = forms.get(ending, ending)
        if form in FORMATS and path.name != "make.py":
            (folder / f"seed-{path.name}").write_bytes(bytes([FORMATS.index(form)]) + path.read_bytes())


def main() -> None:
    """Run until told to stop; the first folder given collects what is new."""
    (ROOT / "out").mkdir(exist_ok=True)  # for the list of errors, and for what broke
    folders = [Path(word) for word in sys.argv[1:] if not word.startswith("-")]
    if folders:
        seeds(folders[0])
    load_model()
    atheris.Setup(
        ["fuzz_reading", "-max_len=30000", "-timeout=60", "-artifact_prefix=out/", "-rss_limit_mb=3000", *sys.argv[1:]],
        one,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
