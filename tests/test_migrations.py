"""The schema: ordered migrations, each wholly or not at all; a database outlives the library's versions."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from databases.make import fill
from store_helpers import RIVER, extractor

from quoteattr.errors import StoreError
from quoteattr.store import open_store
from quoteattr.store.connection import connect, fetch
from quoteattr.store.schema import Migration, migrate, migrations, version

RELEASED = {
    1: "632c975bfbcfa70f",
    2: "441bfd95cc908ab2",
    3: "9f6150ad45b1469b",
    4: "ede09d7ddebedfea",
    5: "38f759bd44f4bc54",
    6: "6f804b13120f7b35",
}
ONE = Migration(1, "one", "CREATE TABLE one (a BIGINT); INSERT INTO one VALUES (1);")
TWO = Migration(2, "two", "ALTER TABLE one ADD COLUMN b BIGINT; UPDATE one SET b = a + 1;")
BROKEN = Migration(2, "broken", "INSERT INTO one VALUES (2); INSERT INTO no_such_table VALUES (1);")


def test_they_are_numbered_without_a_gap() -> None:
    assert [m.version for m in migrations()] == list(range(1, len(migrations()) + 1))


def test_released_ones_are_never_edited() -> None:
    # A schema that is out there stays as it is; what changes is a migration of its own, added here.
    assert {m.version: m.fingerprint for m in migrations()} == RELEASED


def test_comments_do_not_count() -> None:
    assert Migration(1, "one", "SELECT 1; -- why\n").fingerprint == Migration(1, "one", "SELECT\n  1;").fingerprint


def test_an_empty_database_gets_all_of_them() -> None:
    con = connect(None)
    assert version(con) == 0
    assert migrate(con, (ONE, TWO)) == version(con) == 2
    assert fetch(con, "FROM one") == [(1, 2)]
    assert fetch(con, "SELECT version, name FROM schema_migrations") == [(1, "one"), (2, "two")]


def test_an_older_database_gets_what_it_lacks() -> None:
    con = connect(None)
    migrate(con, (ONE,))
    assert migrate(con, (ONE, TWO)) == 2
    assert migrate(con, (ONE, TWO)) == 2
    assert fetch(con, "FROM one") == [(1, 2)]


def test_a_broken_one_leaves_nothing_behind() -> None:
    con = connect(None)
    migrate(con, (ONE,))
    with pytest.raises(Exception, match="no_such_table"):
        migrate(con, (ONE, BROKEN))
    assert (version(con), fetch(con, "FROM one")) == (1, [(1,)])
    assert migrate(con, (ONE, TWO)) == 2


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "q.db"
    open_store(path).close()
    con = connect(path)
    con.execute("INSERT INTO schema_migrations VALUES (999, 'from_the_future', 'x')")
    con.close()
    for read_only in (False, True):
        with pytest.raises(StoreError, match=r"999.*Upgrade quoteattr") as caught:
            open_store(path, read_only=read_only)
        assert caught.value.data["schema"] == 999


def test_an_altered_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "q.db"
    open_store(path).close()
    con = connect(path)
    con.execute("UPDATE schema_migrations SET fingerprint = 'another'")
    con.close()
    with pytest.raises(StoreError, match="another schema 1"):
        open_store(path)


def test_an_older_database_is_not_altered_by_reading() -> None:
    con = connect(None)
    migrate(con, (ONE,))
    with pytest.raises(StoreError, match="Open it once for writing"):
        migrate(con, (ONE, TWO), read_only=True)
    assert version(con) == 1


def test_somebody_elses_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "q.db"
    con = connect(path)
    con.execute("CREATE TABLE invoices (a BIGINT)")
    con.close()
    with pytest.raises(StoreError, match="other tables"):
        open_store(path)
    con = connect(path)
    assert fetch(con, "SELECT table_name FROM duckdb_tables()") == [("invoices",)]
    con.close()


def test_the_file_format_is_one_that_the_oldest_duckdb_reads(tmp_path: Path) -> None:
    path = tmp_path / "q.db"
    with open_store(path) as store:
        store.ingest(RIVER, extractor=extractor())
    # bytes 12 to 20: the version of the storage format; 1.5 reads up to 68, 2.0 would write 69
    head = path.read_bytes()[:20]
    assert head[8:12] == b"DUCK"
    assert int.from_bytes(head[12:20], "little") <= 68


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "databases").glob("*.gz")), ids=lambda p: p.name)
def test_databases_of_every_released_version_open(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "old.duckdb"
    copy.write_bytes(gzip.decompress(path.read_bytes()))
    with open_store(copy) as store:
        assert store.check() == ()
        assert len(store.statements()) == 9
        assert (len(store.decisions()), len(store.failures()), len(store.versions(str(RIVER.url)))) == (7, 1, 2)
        by_people = {r["text"]: r["speaker"] for r in store.sql("FROM statements WHERE decision IS NOT NULL")}
        assert by_people["Help is on its way,"] is None and "Nobody was hurt," not in by_people
        report = store.ingest(RIVER, extractor=extractor(), recipe={"model": "2"})
        assert (report.stored, report.already) == (0, 1)
        store.ingest(RIVER, extractor=extractor(), recipe={"model": "3"})
        assert store.check() == ()


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "databases").glob("*.gz")), ids=lambda p: p.name)
def test_an_old_database_shows_what_a_new_one_shows(path: Path, tmp_path: Path) -> None:
    (tmp_path / "old.duckdb").write_bytes(gzip.decompress(path.read_bytes()))
    fill(tmp_path / "new.duckdb")
    with open_store(tmp_path / "old.duckdb") as old, open_store(tmp_path / "new.duckdb") as new:
        assert old.statements().rows() == new.statements().rows()
        assert old.speakers().rows() == new.speakers().rows()
        assert old.unresolved().rows() == new.unresolved().rows()
        assert old.failures(closed=True).rows() == new.failures(closed=True).rows()
        assert [d.sentence() for d in old.decisions()] == [d.sentence() for d in new.decisions()]


def test_no_statement_of_a_migration_needs_an_extension() -> None:
    for migration in migrations():
        assert not re.search(r"\b(INSTALL|LOAD|ATTACH)\b", migration.sql)
