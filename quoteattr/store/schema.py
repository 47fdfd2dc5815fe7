"""Bring a database to the newest schema: ordered migrations, each in one transaction."""

from __future__ import annotations

import hashlib
import re
from importlib import resources

import attrs

from quoteattr.errors import StoreError
from quoteattr.store.connection import Connection, fetch, transaction

_LEDGER = (
    "CREATE TABLE schema_migrations (version BIGINT PRIMARY KEY, name VARCHAR NOT NULL, fingerprint VARCHAR NOT NULL)"
)


@attrs.frozen
class Migration:
    """One step of the schema.

    Args:
        version: Its number: 1, 2, 3, ...
        name: What it is about.
        sql: Its statements.
    """

    version: int
    name: str
    sql: str

    @property
    def fingerprint(self) -> str:
        """The hash of its text without comments and blanks: a released migration is never edited."""
        bare = " ".join(re.sub(r"--[^\n]*", "", self.sql).split())
        return hashlib.sha256(bare.encode()).hexdigest()[:16]


def migrations() -> tuple[Migration, ...]:
    """Return the migrations that come with the library, in order."""
    found = []
    for path in resources.files("quoteattr.store").joinpath("migrations").iterdir():
        if named := re.fullmatch(r"(\d{4})_(\w+)\.sql", path.name):
            found.append(Migration(int(named[1]), named[2], path.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda m: m.version))


def version(con: Connection) -> int:
    """Return the schema version of a database: 0 where it is empty.

    Raises:
        StoreError: It holds tables that are not ours.
    """
    tables = {
        row[0]
        for row in fetch(
            con, "SELECT table_name FROM information_schema.tables WHERE table_catalog = current_database()"
        )
    }
    if "schema_migrations" in tables:
        return int(fetch(con, "SELECT coalesce(max(version), 0) FROM schema_migrations")[0][0])
    if tables:
        raise StoreError(
            "The database holds other tables and none of ours.",
            remedy="Choose another file.",
            tables=sorted(tables)[:10],
        )
    return 0


def migrate(con: Connection, known: tuple[Migration, ...] | None = None, *, read_only: bool = False) -> int:
    """Apply the migrations that a database lacks, in order, each wholly or not at all.

    Args:
        con: The connection.
        known: The migrations; those of the library where none are given.
        read_only: Refuse instead of writing, where something is lacking.

    Returns:
        The schema version afterwards.

    Raises:
        StoreError: The database is newer than the library, was made by altered migrations, or must be written first.
    """
    known = migrations() if known is None else known
    at, newest = version(con), known[-1].version
    if at > newest:
        raise StoreError(
            f"The database has schema {at}, and this library knows schemas up to {newest}.",
            remedy="Upgrade quoteattr: pip install -U quoteattr.",
            schema=at,
            known=newest,
        )
    if at:
        prints = {m.version: m.fingerprint for m in known}
        for number, fingerprint in fetch(con, "SELECT version, fingerprint FROM schema_migrations ORDER BY version"):
            if prints.get(number) != fingerprint:
                raise StoreError(
                    f"The database was made by another schema {number} than the library's.",
                    remedy="Open it with the version of quoteattr that made it.",
                    schema=number,
                )
    if at < newest and read_only:
        raise StoreError(
            f"The database has schema {at}, and {newest} is needed.",
            remedy="Open it once for writing, so that it is brought up to date.",
            schema=at,
        )
    for step in known:
        if step.version <= at:
            continue
        with transaction(con):
            if step.version == known[0].version and not at:
                con.execute(_LEDGER)
            con.execute(step.sql)
            con.execute(
                "INSERT INTO schema_migrations VALUES ($1, $2, $3)", [step.version, step.name, step.fingerprint]
            )
        at = step.version
    return at
