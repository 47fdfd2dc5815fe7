"""An ingest that is killed, stopped or runs out of space loses nothing that it has reported, and goes on from there."""

from __future__ import annotations

import os
from pathlib import Path

from bench_store import write_lines
from crash import crash

# The whole of it, fifty kills over 2,000 articles, is `python tests/crash.py`; its outcome stands in docs/performance.md.
KILLS = int(os.environ.get("QUOTEATTR_KILLS", "5"))


def test_killed_at_random_moments(tmp_path: Path) -> None:
    source = tmp_path / "given.jsonl"
    write_lines(source, 400, words=60)
    assert crash(source, tmp_path, KILLS, seed=7, say=lambda _: None) == []
