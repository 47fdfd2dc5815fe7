"""Where the time of extraction goes: CPU seconds of each step over a file of articles, or of all with several workers.

    python tests/bench_speed.py ARTICLES.jsonl [--workers 2]

Set OMP_NUM_THREADS=1, so that one thread is measured. CPU seconds tell the same on a busy machine, wall seconds do not.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

BATCH = 32


def _timed(name: str, step: Callable[[], Any]) -> Any:
    begun = time.process_time()
    found = step()
    print(f"{name:28} {time.process_time() - begun:7.2f}", flush=True)
    return found


def by_step(source: Path) -> None:
    """Print the CPU seconds of each step, one after the other in this process."""

    def reading() -> list[Any]:
        import quoteattr.pipeline
        from quoteattr.values import Article

        return [item for item in quoteattr.pipeline.read(source) if isinstance(item, Article)]

    articles = _timed("import, read", reading)
    from quoteattr.annotate import StanzaAnnotator
    from quoteattr.attribution import attribute
    from quoteattr.pipeline import packaged_registry
    from quoteattr.quotes import find_quotes, load_model
    from quoteattr.speakers import Known, resolve

    annotator, model = StanzaAnnotator(threads=1), load_model(threads=1)
    _timed(
        "load the models, registry", lambda: (find_quotes(annotator.annotate(articles[:1]), model), packaged_registry())
    )
    batches = [articles[at : at + BATCH] for at in range(0, len(articles), BATCH)]
    annotated = _timed("sentences and names", lambda: [a for batch in batches for a in annotator.annotate(batch)])
    quotes = _timed(
        "quotes",
        lambda: [q for at in range(0, len(annotated), BATCH) for q in find_quotes(annotated[at : at + BATCH], model)],
    )
    attributed = _timed("attribution", lambda: [attribute(a, q) for a, q in zip(annotated, quotes, strict=True)])

    def speakers() -> None:
        known = Known()
        for article, found in zip(articles, attributed, strict=True):
            resolved = resolve(found, article, packaged_registry(), known)
            known = known.including(r.speaker for r in resolved if r.speaker)

    _timed("speakers", speakers)


def with_workers(source: Path, workers: int) -> None:
    """Extract with several processes and print what each side took."""
    from quoteattr.pipeline import stream

    begun, statements = time.monotonic(), 0
    for item in stream(source, workers=workers):
        statements += len(getattr(item, "statements", ()))
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{statements} statements, {time.monotonic() - begun:.1f} wall seconds")
    print(f"{'CPU seconds, parent':28} {time.process_time():7.2f}")
    print(f"{'CPU seconds, workers':28} {children.ru_utime + children.ru_stime:7.2f}")
    print(f"{'most memory of one, MiB':28} {children.ru_maxrss / 1024:7.0f}")


def main(argv: Sequence[str] | None = None) -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args(argv)
    if args.workers > 1:
        with_workers(args.source, args.workers)
    else:
        by_step(args.source)
    print(f"{'all CPU seconds, this process':28} {time.process_time():7.2f}")


if __name__ == "__main__":
    main()
