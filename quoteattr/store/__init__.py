"""Keep articles, statements and people's decisions in a DuckDB file."""

from quoteattr.store.archive import backup, load
from quoteattr.store.decisions import Decision
from quoteattr.store.ingest import Failed, IngestReport
from quoteattr.store.results import Statements
from quoteattr.store.store import Store, open_store

__all__ = ["Decision", "Failed", "IngestReport", "Statements", "Store", "backup", "load", "open_store"]
