"""Extraction as a step of an engine: the same rows from any partition, and the store takes them."""

import gc
import json
from pathlib import Path

import pytest

import quoteattr as qa
from quoteattr.batches import extract_batches, extract_frame, extract_rows, spark_schema
from quoteattr.errors import InputError
from quoteattr.exchange import COLUMNS

pa = pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def table(request: pytest.FixtureRequest) -> "pa.Table":
    """Five dispatches and one record that holds nothing."""
    fixtures = Path(__file__).resolve().parents[1] / "fixtures"
    rows = [json.loads(line) for line in (fixtures / "gold.jsonl").read_text(encoding="utf-8").splitlines()][:5]
    return pa.table(
        {
            "id": [*(r["doc"] for r in rows), "nothing"],
            "text": [*(r["text"] for r in rows), " "],
            "outlet": [*(r["outlet"] for r in rows), None],
            "desk": ["world"] * 6,  # a column that nobody asked for
        }
    )


@pytest.fixture(scope="module")
def local(table: "pa.Table") -> "pa.Table":
    return pa.Table.from_batches(list(extract_batches(table.to_batches())))


def _sorted(table: "pa.Table") -> list[str]:
    return sorted(json.dumps(row) for row in table.to_pylist())


@pytest.mark.parametrize("size", [1, 2, 5])
def test_any_partition_gives_the_same_rows(table: "pa.Table", local: "pa.Table", size: int) -> None:
    cut = pa.Table.from_batches(list(extract_batches(reversed(table.to_batches(max_chunksize=size)))))
    assert cut.schema == local.schema
    assert _sorted(cut) == _sorted(local)


def test_what_cannot_be_read_is_a_row_with_its_reason(local: "pa.Table") -> None:
    failed = [row for row in local.to_pylist() if row["error"]]
    assert [row["record"] for row in failed] == ["nothing"]
    assert "no text" in failed[0]["error"]


def test_rows_are_those_of_extract(table: "pa.Table", local: "pa.Table") -> None:
    first = table.to_pylist()[0]
    rows = [dict(zip(COLUMNS, row, strict=True)) for part in extract_rows([first]) for row in part]
    assert rows == [row for row in local.to_pylist() if row["record"] == first["id"]]
    for row in rows:
        assert row["words"] == " ".join(
            row["text"][a:b] for a, b in zip(row["content"][::2], row["content"][1::2], strict=True)
        )


def test_a_batch_without_texts_is_refused() -> None:
    with pytest.raises(InputError, match="no column text"):
        list(extract_batches([pa.record_batch({"body": ["a"]})]))


def test_spark_is_told_every_column() -> None:
    assert [part.split("`")[1] for part in spark_schema().split(", ")] == list(COLUMNS)


# Daft leaves the pipes to its processes to the garbage collector
@pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")
def test_daft_with_two_processes_gives_the_same_rows(
    table: "pa.Table", local: "pa.Table", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daft = pytest.importorskip("daft")
    pq = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setenv("DO_NOT_TRACK", "true")
    pq.write_table(table, tmp_path / "articles.parquet")
    frame = extract_frame(daft.read_parquet(str(tmp_path / "articles.parquet")), workers=2, size=2)
    frame.write_parquet(str(tmp_path / "statements"))
    (written,) = (tmp_path / "statements").glob("*.parquet")
    assert _sorted(pq.read_table(written).cast(local.schema)) == _sorted(local)
    with qa.open() as store:
        report = store.ingest(written, given=True)
        assert [one.record for one in report.failed] == ["nothing"]
        assert report.statements == len(store.statements()) == sum(r["id"] is not None for r in local.to_pylist())
    gc.collect()  # here, so that the pipes' warnings do not reach another test
