"""Measure the store on generated articles that bring their statements along: speed, memory, queries, size.

    python tests/bench_store.py --articles 200000 --out bench-out [--plot docs/figures/ingest-memory.svg] [--parquet]
    python tests/bench_store.py --articles 40000 --words 800 --statements 25 --out bench-dense --parquet

The second is as dense as what is found in PolNeAR dev: 25 statements in 800 words. Not a test: figures depend on the machine. Prints one JSON object; its figures stand in docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from quoteattr.store import open_store

GIVEN = (
    "Ada Ivo Lou Mira Tarek Jonas Elif Noor Pavel Sofia Anouk Dario Hanna Kofi Leila Marek Nils Oona Piet Rosa".split()
)
FAMILY = [
    a + b
    for a in "Mar Tol Ves Kar Bren Sil Dor Hel Fen Gar".split()
    for b in "low tov ani sen dek ova mann ić oğlu".split()
]
WORDS = (
    "the a of to in and for on that with by from council ministry river harbour budget strike bridge hospital school "
    "border treaty vote winter storm ferry railway price grain fuel court police union mayor island coast valley town "
    "rises falls opens closes will must could should never always today tomorrow again further open new old last next "
    "people workers farmers drivers children families measures talks plans figures losses repairs promises warnings"
).split()
OUTLETS = [
    f"{town} {kind}"
    for town in ("Velm", "Tarn", "Orsk", "Lund", "Brae", "Quill", "Nord", "Sund")
    for kind in ("Post", "Herald", "Times", "Wire", "Echo")
]
STATEMENTS = 5  # an article, on average
WORDS_AN_ARTICLE = 450  # as PolNeAR's articles have, about


def _sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words))


def articles(
    number: int, seed: int = 1, words: int = WORDS_AN_ARTICLE, statements: int = STATEMENTS
) -> Iterator[dict[str, Any]]:
    """Yield articles in the form of lines of JSON with their quotes; the same ones for the same arguments."""
    rng = random.Random(seed)
    names = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    first = date(2015, 1, 1)
    filler = [_sentence(rng, 14).capitalize() + "." for _ in range(4000)]
    for at in range(number):
        text = f"{rng.choice(OUTLETS).upper()}, day {at} – "
        quotes = []
        for _ in range(rng.randint(statements - 2, statements + 2)):
            name, said = rng.choice(names), _sentence(rng, rng.randint(6, 24)).capitalize()
            kind = rng.choice(("direct", "direct", "indirect", "mixed"))
            cue = rng.choice(("said", "told reporters", "added", "warned"))
            start = len(text) + (1 if kind == "direct" else 0)
            text += f"“{said},” " if kind == "direct" else f"{said}, "
            cue_start = len(text)
            text += f"{cue} "
            source_start = len(text)
            text += f"{name}. "
            quotes.append(
                {
                    "content": [[start, start + len(said)]],
                    "cue": [[cue_start, cue_start + len(cue)]],
                    "source": [[source_start, source_start + len(name)]],
                    "kind": kind,
                    "speaker": name,
                    "name": name,
                    "confidence": round(rng.random(), 3),
                    "why": f"“{name}” is named there.",
                }
            )
            text += " ".join(rng.choices(filler, k=max(0, words // statements // 14 - 1))) + " "
        yield {
            "id": f"generated-{at}",
            "text": text,
            "outlet": rng.choice(OUTLETS),
            "title": _sentence(rng, 8).capitalize(),
            "url": f"https://example.org/{at}",
            "published": (first + timedelta(days=at * 3650 // number)).isoformat(),
            "quotes": quotes,
        }


def write_lines(path: Path, number: int, **more: Any) -> int:
    """Write generated articles as JSON lines and return the number of their statements."""
    statements = 0
    with path.open("w", encoding="utf-8") as out:
        for article in articles(number, **more):
            statements += len(article["quotes"])
            out.write(json.dumps(article, ensure_ascii=False) + "\n")
    return statements


def resident() -> float:
    """Return the memory that this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def peak() -> float:
    """Return the most memory that this process has held since that was last set back, in MB."""
    told = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(told.split()[1]) * 1024 / 1e6


def ingest(database: Path, source: Path) -> dict[str, Any]:
    """Ingest with the statements given; return speed and memory."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak is told anew from here
    seen: list[tuple[int, float]] = [(0, resident())]
    begun, wall = time.process_time(), time.monotonic()
    with open_store(database) as store:
        report = store.ingest(source, given=True, progress=lambda r: seen.append((r.stored, resident())))
    spent = time.process_time() - begun
    return {
        "stored": report.stored,
        "statements": report.statements,
        "failed": len(report.failed),
        "cpu_seconds": round(spent, 1),
        "wall_seconds": round(time.monotonic() - wall, 1),
        "statements_a_cpu_second": round(report.statements / spent),
        "statements_a_wall_second": round(report.statements / (time.monotonic() - wall)),
        "peak_mb": round(peak()),
        "memory": seen,
    }


_ROWS = """
SELECT a.record, a.record_offset, a.id AS article, a.text, a.outlet, a.title, a.url, a.byline, a.place, a.site, a.language,
    a.published_as AS published, a.sections, a.notes, u.recipe, NULL::VARCHAR AS error, q.id, t.kind, t.act,
    q.pieces AS content, q.text AS words, t.cue_start, t.cue_end, t.cue, t.source_start, t.source_end, t.source,
    t.confidence, t.name, t.label, t.chain, t.why AS link_why, p.name AS speaker, NULL::VARCHAR AS speaker_id, t.score,
    t.method, t.candidates, t.speaker_why
FROM attributions t JOIN quotes q ON q.number = t.quote JOIN articles a ON a.number = t.article_number
JOIN runs u ON u.number = t.run LEFT JOIN speakers p ON p.number = t.speaker
ORDER BY t.number
"""


_ROW_GROUP = 20_480  # rows: a reader that goes part by part unpacks little twice


def as_parquet(database: Path, path: Path) -> int:
    """Write a database in the form of a distributed run, one row a statement, and return the size in bytes."""
    with open_store(database, read_only=True) as store:
        store._open.sql(_ROWS).write_parquet(str(path), compression="zstd", row_group_size=_ROW_GROUP)
    return path.stat().st_size


def queries(database: Path) -> dict[str, Any]:
    """Return milliseconds of questions to the store, the medians of five, and the number of rows.

    ``cpu_ms`` and ``wall_ms`` until the rows are counted and the first hundred looked at; ``dicts_ms`` on the clock, from
    the question until each of them is a dict of Python's.
    """
    asked: dict[str, dict[str, Any]] = {
        "speaker": {"speaker": "Ada Marlow"},
        "outlet, first 100": {"outlet": "Velm Post", "limit": 100},
        "a week": {"since": "2020-01-01", "until": "2020-01-07"},
        "speaker and outlet": {"speaker": "Ada Marlow", "outlet": "Velm Post"},
        "outlet and a month": {"outlet": "Velm Post", "since": "2020-01-01", "until": "2020-01-31"},
        "speaker, outlet and a year": {
            "speaker": "Ada Marlow",
            "outlet": "Velm Post",
            "since": "2020-01-01",
            "until": "2020-12-31",
        },
        "outlet, all": {"outlet": "Velm Post"},
    }
    found = {}
    with open_store(database, read_only=True) as store:
        for name, conditions in asked.items():
            times, walls, dicts, rows = [], [], [], 0
            for _ in range(5):
                begun, clock = time.process_time(), time.monotonic()
                found_now = store.statements(**conditions)
                rows = len(found_now)
                found_now[:100]
                times.append(time.process_time() - begun)
                walls.append(time.monotonic() - clock)
                clock = time.monotonic()
                store.statements(**conditions).rows()
                dicts.append(time.monotonic() - clock)
            found[name] = {
                "rows": rows,
                "cpu_ms": round(sorted(times)[2] * 1000),
                "wall_ms": round(sorted(walls)[2] * 1000),
                "dicts_ms": round(sorted(dicts)[2] * 1000),
            }
    return found


def plot(path: Path, memory: list[tuple[int, float]], title: str) -> None:
    """Draw memory over articles as a small SVG, by hand: a plotting library is no dependency."""
    wide, high, left, low = 640, 240, 56, 200
    most, top = max(n for n, _ in memory), max(200.0, max(m for _, m in memory)) * 1.1
    points = " ".join(f"{left + (wide - left - 16) * n / most:.1f},{low - (low - 30) * m / top:.1f}" for n, m in memory)
    ticks = "".join(
        f'<text x="{left - 6}" y="{low - (low - 30) * s + 4:.0f}" text-anchor="end">{top * s:.0f}</text>'
        f'<line x1="{left}" x2="{wide - 16}" y1="{low - (low - 30) * s:.1f}" y2="{low - (low - 30) * s:.1f}" stroke="#ddd"/>'
        for s in (0, 0.25, 0.5, 0.75, 1)
    )
    marks = "".join(
        f'<text x="{left + (wide - left - 16) * s:.0f}" y="{low + 18}" text-anchor="{"end" if s == 1 else "middle"}">{most * s:,.0f}</text>'
        for s in (0, 0.25, 0.5, 0.75, 1)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="11">'
        f'<text x="{left}" y="16" font-size="13">{title}</text>{ticks}{marks}'
        f'<polyline fill="none" stroke="#1a5fb4" stroke-width="1.5" points="{points}"/>'
        f'<text x="{wide / 2}" y="{low + 36}" text-anchor="middle">articles stored</text></svg>\n',
        encoding="utf-8",
    )


def main() -> None:
    """Generate, ingest, ask, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--words", type=int, default=WORDS_AN_ARTICLE)
    parser.add_argument("--statements", type=int, default=STATEMENTS, help="an article, on average")
    parser.add_argument("--parquet", action="store_true", help="also write it as Parquet and ingest that")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    source, database = given.out / "given.jsonl", given.out / "bench.duckdb"
    if not source.exists():
        write_lines(source, given.articles, words=given.words, statements=given.statements)
    database.unlink(missing_ok=True)
    result = ingest(database, source)
    memory = result.pop("memory")
    result["memory_mb"] = {n: round(m) for n, m in memory[:: max(1, len(memory) // 10)]}
    if given.plot:
        plot(given.plot, memory, f"Resident memory (MB) while {result['stored']:,} articles are ingested")
    result["queries"] = queries(database)
    shutil.rmtree(given.out / "dump", ignore_errors=True)
    with open_store(database, read_only=True) as store:
        store.dump(given.out / "dump")
    text = source.stat().st_size
    result["bytes"] = {"json_lines": text, "database": database.stat().st_size}
    result["bytes"]["dump_as_parquet"] = sum(f.stat().st_size for f in (given.out / "dump").iterdir())
    for name, size in list(result["bytes"].items()):
        result["bytes"][f"{name}_a_statement"] = round(size / result["statements"])
    if given.parquet:
        rows, again = given.out / "rows.parquet", given.out / "again.duckdb"
        result["bytes"]["rows_parquet_a_statement"] = round(as_parquet(database, rows) / result["statements"])
        again.unlink(missing_ok=True)
        result["parquet"] = ingest(again, rows)
        del result["parquet"]["memory"]
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
