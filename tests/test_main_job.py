"""The main job on real input: from a wire page to a comparison of wordings."""

from datetime import date
from pathlib import Path

import pytest

import quoteattr as qa
from quoteattr.attribution import attribute
from quoteattr.scoring import folded, score_quotes
from quoteattr.speakers import resolve
from quoteattr.values import Annotated


@pytest.fixture(scope="module")
def page(request: pytest.FixtureRequest) -> Path:
    shared: Path = request.getfixturevalue("shared")
    return shared / "seed" / "afp-upi-2025-04-15.txt"


@pytest.fixture(scope="module")
def seed(page: Path) -> qa.Extraction:
    return qa.extract(page)


def test_the_seed_is_two_articles(page: Path) -> None:
    articles = [a for a in qa.read(page) if isinstance(a, qa.Article)]
    assert [(a.outlet, a.published, (a.place or "").split(",")[0]) for a in articles] == [
        ("AFP", date(2025, 4, 15), "Odesa"),
        ("UPI", date(2025, 4, 15), "Washington DC"),
    ]


def test_the_seed_statements_are_found_and_named(seed: qa.Extraction, shared: Path) -> None:
    from quoteattr.evaluation import read_gold

    gold = read_gold(shared / "seed" / "gold.jsonl")
    rows = []
    for s in seed:
        base = s.article.offset
        source = [[s.quote.source.start + base, s.quote.source.end + base]] if s.quote.source else []
        content = [[p.start + base, p.end + base] for p in s.quote.content]
        rows.append({"content": content, "source": source, "cue": [], "speaker": s.speaker})
    result = score_quotes(gold, {"seed": {"quotes": rows}})
    assert result["all"]["found"]["r"] >= 27 / 30
    assert result["speaker"]["wrong"] == 0


def test_direct_quotes_of_the_seed_have_their_speakers(seed: qa.Extraction, shared: Path) -> None:
    from quoteattr.evaluation import read_gold

    gold = read_gold(shared / "seed" / "gold.jsonl")["seed"]
    named = {(p.start + s.article.offset): s.speaker for s in seed for p in s.quote.content}
    for quote in gold["quotes"]:
        start = quote["content"][0][0]
        if gold["text"][start] == '"' and quote["speaker"]:
            assert folded(named.get(start)) in {folded(n) for n in quote["speaker"]}, gold["text"][start : start + 40]


def test_noise_gives_no_statement(seed: qa.Extraction) -> None:
    noise = ("Related Links", "Subscribe", "Learn about", "All about missiles", "'Acute' need for")
    assert not [s.text for s in seed if any(n in s.text for n in noise)]


def test_the_seed_pairs_meet(page: Path) -> None:
    with qa.open() as store:
        store.ingest(page)
        comparison = store.compare(speaker="Zelensky", outlets=("AFP", "UPI"))
        rows = [" | ".join(s.text for s in row.sayings) for row in comparison.rows]
        assert any("fast enough and efficient" in r and "swiftly and effectively" in r for r in rows)
        assert any("preparing the ground" in r and "laid the groundwork" in r for r in rows)
        assert comparison.only_in("AFP") and comparison.only_in("UPI")


def test_verbatim_by_construction(fixtures: Path) -> None:
    for statement in qa.extract(fixtures / "pages" / "lassa-vaccine-trial.txt"):
        page = (fixtures / "pages" / "lassa-vaccine-trial.txt").read_text(encoding="utf-8")
        base = statement.article.offset
        for span in statement.quote.content:
            assert statement.article.text[span.start : span.end] == page[span.start + base : span.end + base]


def test_one_bad_article_never_ends_a_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text('Rain fell. "It is wet," said Ilona Szabo.', encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(
        '{"id": 1, "text": "no end\n{"id": "2", "text": "She said no."}\n', encoding="utf-8"
    )
    (tmp_path / "c.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    (tmp_path / "d.txt").write_text("   \n", encoding="utf-8")
    with qa.open() as store:
        report = store.ingest(tmp_path)
        assert report.stored == 2
        failed = " ".join(f.record for f in report.failed)
        assert all(name in failed for name in ("b.jsonl", "c.txt", "d.txt"))
        assert all(f.reason for f in report.failed)


def test_twice_is_the_same_database(fixtures: Path) -> None:
    def dump(store: qa.Store) -> dict[str, list[dict[str, object]]]:
        tables = [r["name"] for r in store.sql("SELECT table_name AS name FROM duckdb_tables() ORDER BY 1")]
        return {t: sorted(store.sql(f'SELECT * FROM "{t}"').rows(), key=repr) for t in tables}

    with qa.open() as store:
        first = store.ingest(fixtures / "dispatches" / "iceland-rate-decision")
        before = dump(store)
        second = store.ingest(fixtures / "dispatches" / "iceland-rate-decision")
        assert (second.stored, second.already) == (0, first.stored)
        assert dump(store) == before
        assert store.check() == ()


def test_spelling_variants_join(fixtures: Path) -> None:
    with qa.open() as store:
        store.ingest(fixtures / "pages" / "alliance-summit-ceasefire.txt")
        names = {row["speaker"] for row in store.sql("SELECT DISTINCT speaker FROM statements")}
        assert len([n for n in names if n and n.endswith("orvenko")]) == 1
        assert len([n for n in names if n and n.split()[-1].startswith("Petrash")]) == 1


def test_a_quote_without_a_source_says_so_once() -> None:
    quote, article = qa.Quote((qa.Span(0, 12),), qa.Kind.DIRECT), qa.Article("“It is wet.”")
    (attribution,) = attribute(Annotated(article), [quote])
    (resolution,) = resolve([attribution], article, qa.Registry.load())
    assert qa.Statement(article, quote, attribution, resolution).why == "No source is given."
