"""Kill an ingest at random moments, and look at what is left each time.

    python tests/crash.py --kills 50 --articles 2000

Each time a process begins to ingest generated articles (statements given) into a new database, and SIGKILL ends it at a
random moment of a random batch, its start and its checkpoints among them. Then the database must open, lack nothing
that was reported as stored, be sound to the doctor, and after the same ingest once more have the same tables, row for
row and in the same order, as one that nobody disturbed. `tests/test_crash.py` does a few of these with every run.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

from bench_store import write_lines
from store_helpers import dump

from quoteattr.store import Store, open_store

BATCH = 100  # articles: twenty batches in 2,000 articles


# Half of the kills meet checkpoints after every second batch or so, the others a log that grows, as it is by default.
THRESHOLDS = ("1MB", "128MB")


def ingest(store: Store, source: Path, threshold: str, tell: Callable[[Any], object] | None = None) -> Any:
    """Ingest in small batches."""
    store._open.execute(f"SET checkpoint_threshold = '{threshold}'")
    return store.ingest(source, given=True, batch=BATCH, progress=tell)


def child(database: str, source: str, threshold: str) -> None:
    """Ingest and say after each batch how much is stored."""
    with open_store(database) as store:
        print("open", flush=True)
        ingest(store, Path(source), threshold, lambda report: print(report.stored, flush=True))


def kill_once(database: Path, source: Path, threshold: str, after: int, delay: float) -> int:
    """Begin to ingest and kill it ``delay`` seconds after batch ``after``; return what was reported as stored."""
    command = [sys.executable, __file__, "--child", str(database), str(source), threshold]
    reported = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(after):
            line = process.stdout.readline()
            reported = int(line) if line.strip().isdigit() else reported
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        for line in process.stdout:  # said before it was killed
            reported = int(line) if line.strip().isdigit() else reported
    return reported


def crash(source: Path, folder: Path, kills: int, seed: int, say: Callable[[str], object] = print) -> list[str]:
    """Kill so many ingests and return what was wrong."""
    rng, wrong = random.Random(seed), []
    with open_store(folder / "undisturbed.duckdb") as store:
        begun = time.monotonic()
        report = ingest(store, source, THRESHOLDS[0])
        pace = (time.monotonic() - begun) / max(1, -(-report.stored // BATCH))
        whole = dump(store)
    batches = -(-report.stored // BATCH)
    for number in range(kills):
        database = folder / f"killed-{number}.duckdb"
        after = rng.randint(0, batches)  # 0: while it starts; 1: after it has opened the database
        delay = rng.uniform(0, 1.5 if after == 0 else pace)
        threshold = THRESHOLDS[number % len(THRESHOLDS)]
        reported = kill_once(database, source, threshold, after, delay)
        wal = database.with_name(database.name + ".wal")
        left = f"log of {wal.stat().st_size if wal.exists() else 0} bytes"
        problems = []
        with open_store(database) as store:
            there = len(store.sql("SELECT id FROM articles"))
            if there < reported:
                problems.append(f"{reported} articles were reported as stored and {there} are there")
            problems += [str(problem) for problem in store.check()]
            ingest(store, source, threshold)
            resumed = dump(store)
            problems += [f"{table} differs after the resumed run" for table in whole if whole[table] != resumed[table]]
        say(f"kill {number + 1}: reported {reported}, there {there}, {left}: {'; '.join(problems) or 'sound'}")
        wrong += [f"kill {number + 1}: {problem}" for problem in problems]
        for left_over in folder.glob(f"killed-{number}.duckdb*"):
            left_over.unlink()
    return wrong


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--child", nargs=3)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.child:
        child(*given.child)
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "given.jsonl"
        write_lines(source, given.articles, words=60)
        wrong = crash(source, Path(folder), given.kills, given.seed)
    print(f"{given.kills} kills, {len(wrong)} problems")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
