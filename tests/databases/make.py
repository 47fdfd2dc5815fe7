"""Write a small database with the library as it is: a fixture for all versions to come."""

from __future__ import annotations

import gzip
import sys
import tempfile
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from store_helpers import FLOOD, FULL, RIVER, article, extractor

from quoteattr.store import open_store


def fill(path: Path) -> None:
    """Fill a new database with something of everything."""
    later = article(RIVER.text.replace("two metres", "three metres"), url=RIVER.url)
    broken = article("BROKEN. “No,” said Pell.", record="broken.txt")
    odd = article("Ödland – “Ja, é 🦆,” said Ada Marlow.", outlet="dpa", day=None, record="odd'; --.txt", offset=12)
    with open_store(path) as store:
        store.ingest([RIVER, FLOOD, broken], extractor=extractor(), recipe={"model": "1"})
        names = {**FULL, "the mayor": "Lou Tarn"}
        store.ingest([RIVER, later, odd], extractor=extractor(names), recipe={"model": "2"})
        when = iter(datetime(2025, 3, day) for day in range(5, 28))
        rows = {r["text"]: r["id"] for r in store.statements()}
        store.decide("the mayor", "Lou Tarn", by="desk", when=next(when))
        store.decide("Ivo Pell", not_same_as="Ada Marlow", by="desk", when=next(when))
        store.correct(rows["Nobody was hurt,"], quote=False, by="desk", note="a report", when=next(when))
        store.correct(rows["Help is on its way,"], speaker=None, by="desk", when=next(when))
        start = FLOOD.text.index("The bridge")
        store.correct(rows["The bridge is gone,"], content=[(start, start + 10)], by="desk", when=next(when))
        wrong = store.decide("Marlow", "Ivo Pell", article=FLOOD.id, by="desk", when=next(when))
        store.undo(wrong, by="desk", when=next(when))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "q.duckdb"
        fill(database)
        with gzip.GzipFile(sys.argv[1], "wb", mtime=0) as out:
            out.write(database.read_bytes())
