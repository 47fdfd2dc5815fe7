"""An archive that is shared, copied, carried elsewhere and checked: backup, dump and load, the doctor, two processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from bench_store import write_lines
from hypothesis import given, settings
from hypothesis import strategies as st
from store_helpers import dump

sys.path.insert(0, str(Path(__file__).parent / "databases"))

from crash import THRESHOLDS
from make import fill

from quoteattr.errors import BusyError, StoreError
from quoteattr.store import backup, load, open_store
from quoteattr.store.connection import connect

TESTS = Path(__file__).parent


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with something of everything, matches too."""
    path = tmp_path_factory.mktemp("filled") / "q.duckdb"
    fill(path)
    con = connect(path)
    con.execute(
        "INSERT INTO matches SELECT (SELECT max(id) FROM runs), min(id), max(id), 0.5, 'edited', '[]', '[]', NULL FROM quotes"
    )
    con.close()
    return path


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(filled, tmp_path / "q.duckdb"))


def command(*words: str) -> list[str]:
    return [sys.executable, "-c", "from quoteattr.cli import main; main()", *words]


def run(*words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*words), capture_output=True, text=True, check=False, **more)


BROKEN = {
    "a text that was altered": ("UPDATE articles SET text = 'X' || text", "its id derives as"),
    "a section past the end": ("UPDATE articles SET sections = '[[\"body\", 0, 99999]]'", "runs past the end"),
    "other words": ("UPDATE quotes SET text = 'others'", "'others' is stored"),
    "another start": ("UPDATE quotes SET span_start = span_start - 1", "start and end are not those"),
    "offsets past the end": ("UPDATE quotes SET pieces = [0, 99999]", "offsets don't fit the text"),
    "half a pair of offsets": ("UPDATE quotes SET pieces = [1]", "offsets don't fit the text"),
    "other offsets": ("UPDATE quotes SET pieces = [1, 2], span_start = 1, span_end = 2", "its id derives as"),
    "another cue": ("UPDATE attributions SET cue = 'sang'", "cue's offsets don't give"),
    "another source": ("UPDATE attributions SET source_start = 0", "source's offsets don't give"),
    "another key": ("UPDATE attributions SET name_key = 'x'", "keys of its names"),
    "an article that is gone": ("DELETE FROM articles WHERE number = 1", "is not among the articles"),
    "a run that is gone": ("DELETE FROM runs", "is not among the runs"),
    "a speaker that is gone": ("DELETE FROM speakers", "is not among the speakers"),
    "a quote that is gone": ("DELETE FROM quotes WHERE number = 1", "is not among the quotes"),
    "a match of nothing": ("UPDATE matches SET a = 's-nothing'", "its a is not among the quotes"),
    "an attribution that is gone": ("DELETE FROM attributions WHERE number = 1", "statements were found and"),
    "a speaker who is nobody": ("UPDATE attributions SET speaker = 0", "is not among the speakers"),
    "another count": ("UPDATE extractions SET statements = 99", "99 statements were found"),
    "a row that stands twice": ("INSERT INTO positions SELECT * FROM positions", "stands there 2 times"),
    "a quote that stands twice": ("INSERT INTO quotes SELECT * FROM quotes", "stands there 2 times"),
    "another number": ("UPDATE quotes SET number = number + 100", "its quote is not among the quotes"),
    "another article of an attribution": ("UPDATE attributions SET article_number = 99", "is not that of its quote"),
    "another article of what is shown": ("UPDATE shown SET article_number = 0", "is not that of its quote"),
    "another speaker shown": ("UPDATE shown SET speaker = NULL", "should not be"),
    "nothing shown": ("DELETE FROM shown", "should be there"),
    "a decision that was altered": ("UPDATE decisions SET note = 'x'", "derives from a row with another id"),
    "a decision on other words": ("UPDATE decisions SET words = 'x' WHERE words IS NOT NULL", "anchored to nothing"),
    "an anchor that is gone": ("DELETE FROM anchors", "should be there"),
    "an undo of nothing": ("UPDATE decisions SET target = 'd-x' WHERE action = 'undo'", "not among the decisions"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_doctor_names_what_is_broken(database: Path, case: str) -> None:
    sql, said = BROKEN[case]
    con = connect(database)
    con.execute(sql)
    con.close()
    with open_store(database) as store:
        before = dump(store)
        problems = list(map(str, store.check()))
        assert any(said in problem for problem in problems), problems
        assert dump(store) == before


def test_the_doctor_finds_nothing_in_a_sound_one(database: Path) -> None:
    done = run("doctor", "--db", str(database))
    assert (done.returncode, done.stdout) == (0, "sound\n")


def test_the_command_of_the_doctor_fails(database: Path) -> None:
    con = connect(database)
    con.execute("DELETE FROM shown")
    con.close()
    done = run("doctor", "--db", str(database))
    assert done.returncode == 1 and "shown" in done.stdout


class TestDump:
    def test_it_comes_back_as_it_was(self, database: Path, tmp_path: Path) -> None:
        with open_store(database) as store:
            before = dump(store)
            rows = store.dump(tmp_path / "dump")
        assert load(tmp_path / "dump", tmp_path / "again.duckdb") == rows
        with open_store(tmp_path / "again.duckdb") as store:
            assert dump(store) == before
            assert store.check() == ()
        assert not list(tmp_path.glob("*.part*"))

    @settings(max_examples=10, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.text(st.characters(exclude_categories=["Cs"]), min_size=2, max_size=40).filter(str.strip),
                st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
                st.none() | st.datetimes(),
                st.floats(0, 1),
            ),
            max_size=5,
        )
    )
    def test_whatever_is_in_it(self, articles: list[tuple[str, str | None, Any, float]]) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            lines = [
                {
                    "id": str(at),
                    "text": text,
                    "outlet": outlet,
                    "published": when and when.isoformat(),
                    "quotes": [
                        {"content": [[0, 1]], "kind": "direct", "speaker": outlet, "confidence": sure, "why": text}
                    ],
                }
                for at, (text, outlet, when, sure) in enumerate(articles)
            ]
            (folder / "in.jsonl").write_text(
                "".join(json.dumps(line) + "\n" for line in [{"text": "x", "quotes": []}, *lines])
            )
            with open_store() as store:
                report = store.ingest(folder / "in.jsonl", given=True)
                assert not report.failed
                before = dump(store)
                store.dump(folder / "dump")
            load(folder / "dump", folder / "again.duckdb")
            with open_store(folder / "again.duckdb") as store:
                assert dump(store) == before

    @pytest.mark.parametrize(
        ("harm", "said"),
        [
            (lambda d: (d / "manifest.json").unlink(), "is no dump"),
            (lambda d: (d / "manifest.json").write_text("{}"), "is no dump"),
            (lambda d: (d / "quotes.parquet").unlink(), "can't be read"),
            (lambda d: (d / "quotes.parquet").write_bytes(b"PAR1"), "can't be read"),
            (lambda d: shutil.copy(d / "anchors.parquet", d / "quotes.parquet"), "."),
            (lambda d: _changed(d, schema=99), "Upgrade quoteattr"),
            (lambda d: _changed(d, migrations={"1": "other"}), "another schema"),
            (lambda d: _changed(d, tables={"quotes": 1}), "lacks tables"),
        ],
        ids=["no manifest", "another manifest", "no file", "half a file", "other file", "newer", "altered", "tables"],
    )
    def test_a_damaged_one_makes_no_database(self, database: Path, tmp_path: Path, harm: Any, said: str) -> None:
        with open_store(database) as store:
            store.dump(tmp_path / "dump")
        harm(tmp_path / "dump")
        with pytest.raises(StoreError, match=said):
            load(tmp_path / "dump", tmp_path / "again.duckdb")
        assert not list(tmp_path.glob("again*"))

    def test_nothing_is_overwritten(self, database: Path, tmp_path: Path) -> None:
        with open_store(database) as store:
            store.dump(tmp_path / "dump")
            with pytest.raises(StoreError, match="there already"):
                store.dump(tmp_path / "dump")
        with pytest.raises(StoreError, match="there already"):
            load(tmp_path / "dump", database)
        with pytest.raises(StoreError, match="there already"):
            backup(database, tmp_path / "dump")


def _changed(folder: Path, **changes: Any) -> None:
    told = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**told, **changes}))


def test_the_commands_copy_and_carry(database: Path, tmp_path: Path) -> None:
    copy, folder, again = (str(tmp_path / name) for name in ("copy.duckdb", "dump", "again.duckdb"))
    assert run("backup", copy, "--db", str(database)).returncode == 0
    assert run("dump", folder, "--db", copy).returncode == 0
    assert run("load", folder, "--db", again).returncode == 0
    assert run("load", folder, "--db", again).returncode == 1
    with open_store(database) as one, open_store(again) as other:
        assert dump(one) == dump(other)


class Writer:
    """A process that ingests generated articles and says how many are stored."""

    def __init__(self, database: Path, source: Path) -> None:
        words = [sys.executable, str(TESTS / "crash.py"), "--child", str(database), str(source), THRESHOLDS[0]]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "open\n"

    def batch(self) -> int:
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()


def test_two_processes(tmp_path: Path) -> None:
    source, database = tmp_path / "given.jsonl", tmp_path / "q.duckdb"
    write_lines(source, 1500, words=60)
    with Writer(database, source) as writer:
        stored = writer.batch()
        writer.process.send_signal(signal.SIGSTOP)  # it holds the database, however long the others take to ask
        # the second one is told who holds it, and what to do
        for words in (("ingest", str(source), "--given"), ("statements",)):
            done = run(*words, "--db", str(database))
            assert done.returncode == 4
            assert f"pid {writer.process.pid}" in done.stderr
            assert "--wait" in done.stderr and "quoteattr backup" in done.stderr
        with pytest.raises(BusyError) as caught:
            open_store(database, read_only=True)
        assert caught.value.data["pid"] == writer.process.pid
        # readers take a copy meanwhile
        with open_store(backup(database, tmp_path / "copy.duckdb"), read_only=True) as store:
            assert len(store.sql("SELECT id FROM articles")) >= stored
        with open_store(tmp_path / "copy.duckdb") as store:
            assert store.check() == ()
        # or wait
        waiting = subprocess.Popen(command("doctor", "--db", str(database), "--wait", "60"), stdout=subprocess.PIPE)
        time.sleep(1)
        writer.process.kill()
        assert waiting.communicate()[0] == b"sound\n"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["term", "int"])
def test_a_signal_stops_between_batches(tmp_path: Path, number: int, code: int) -> None:
    source, database = tmp_path / "given.jsonl", tmp_path / "q.duckdb"
    write_lines(source, 24000, words=30)
    process = subprocess.Popen(
        command("ingest", str(source), "--given", "--db", str(database)), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    wal = database.with_name("q.duckdb.wal")
    while process.poll() is None and not (wal.exists() and wal.stat().st_size > 100_000):
        time.sleep(0.02)
    process.send_signal(number)
    _, said = process.communicate()
    assert process.returncode == code, said
    assert b"goes on from there" in said and b"Traceback" not in said
    with open_store(database) as store:
        there, done = (len(store.sql(f"FROM {table}")) for table in ("articles", "extractions"))
        assert there == done and 0 < there < 24000


def test_no_space_left(tmp_path: Path) -> None:
    source, database = tmp_path / "given.jsonl", tmp_path / "q.duckdb"
    write_lines(source, 4000, words=60)
    limited = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000)); "
        "from quoteattr.cli import main; main()"
    )
    words = [sys.executable, "-c", limited, "ingest", str(source), "--given", "--db", str(database)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Free some space" in done.stderr and "Traceback" not in done.stderr
    with open_store(database) as store:
        assert store.check() == ()
        store.ingest(source, given=True)
        resumed = dump(store)
    with open_store() as store:
        store.ingest(source, given=True)
        assert dump(store) == resumed


def test_a_reader_that_stops_reading(tmp_path: Path) -> None:
    source, database = tmp_path / "given.jsonl", tmp_path / "q.duckdb"
    write_lines(source, 50, words=60)
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        command("ingest", str(source), "--given", "--db", str(database)),
        stdout=write, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(write)
    assert "Traceback" not in done.stderr
    with open_store(database) as store:
        assert len(store.sql("SELECT id FROM articles")) == 50


def test_exit_codes_of_ingest(tmp_path: Path) -> None:
    source, database = tmp_path / "given.jsonl", str(tmp_path / "q.duckdb")
    write_lines(source, 3, words=60)
    assert run("ingest", str(source), "--given", "--dry-run", "--db", database).returncode == 0
    assert not Path(database).exists()
    assert run("ingest", str(source), "--given", "--run", "desk", "--db", database).returncode == 0
    source.write_text(source.read_text() + "{\n")
    done = run("ingest", str(source), "--given", "--run", "desk", "--db", database)
    assert done.returncode == 3 and "3 there already" in done.stdout and "1 failed" in done.stdout
    assert run("ingest", str(source), "--given", "--format", "text", "--db", database).returncode == 2
    assert run("ingest", str(tmp_path / "nowhere.jsonl"), "--given", "--db", database).returncode in (1, 3)


def test_two_workers_store_what_one_stores(tmp_path: Path, fixtures: Path) -> None:
    page = fixtures / "pages" / "alliance-summit-ceasefire.txt"
    tables = []
    for workers in ("1", "2"):
        database = tmp_path / f"{workers}.duckdb"
        done = run("ingest", str(page), "--workers", workers, "--db", str(database))
        assert done.returncode == 0, done.stderr
        with open_store(database) as store:
            tables.append(dump(store))
    assert tables[0] == tables[1]


def test_how_much_is_read(tmp_path: Path) -> None:
    for at in range(6):
        words = "It rained again, she said. " * (1 + 20 * (at == 3))
        (tmp_path / f"{at}.txt").write_text(f"VELM (AFP) March {at + 1}, 2025 - {words}", encoding="utf-8")
    with open_store() as store:
        shares: list[float | None] = []
        store.ingest([tmp_path], batch=1, dry=True, progress=lambda report: shares.append(report.share))
        known = [share for share in shares if share is not None]
        assert len(known) == 6 and known == sorted(known)
        assert known[2] < 0.2 < 0.7 < known[3]  # the fourth is most of it
