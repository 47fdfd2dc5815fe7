"""The command line: documented, thin, and clear when something is wrong."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from quoteattr.cli import main

ROOT = Path(__file__).resolve().parents[1]


def run(*words: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, list(words), input=text)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("db") / "news.duckdb")
    done = run("ingest", str(ROOT / "fixtures" / "pages" / "iceland-rate-decision.txt"), "--db", path)
    assert done.exit_code == 0, done.output
    return path


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    assert isinstance(main, click.Group)
    missing = [name for name in main.commands if not re.search(rf"quoteattr {name}\b", page)]
    assert not missing


def _helps(group: click.Group, path: str = "quoteattr") -> list[tuple[str, str]]:
    found = [(path, CliRunner().invoke(group, ["--help"], terminal_width=80).output)]
    for name, command in group.commands.items():
        found += _helps(command, f"{path} {name}") if isinstance(command, click.Group) else []
    return found


@pytest.mark.parametrize(("group", "told"), _helps(main), ids=lambda words: words if " " not in words else None)
def test_a_list_of_commands_cuts_no_sentence(group: str, told: str) -> None:
    assert "..." not in told.partition("Commands:")[2], group


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "quoteattr", "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: quoteattr ")


def test_the_front_door_of_the_command_line_is_light() -> None:
    heavy = {"stanza", "torch", "onnxruntime", "duckdb", "numpy", "rich", "jinja2", "pandas", "pyarrow"}
    code = f"import sys, quoteattr.cli; print(*({heavy!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_extract_as_tables_to_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("LYON, France (AFP) -- “It is wet,” said Ilona Szabo.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("A stretch of road was closed. Crews cleared a lane by noon, and it is open.\n")
    (tmp_path / "c.txt").write_text("")
    done = run("extract", "--table", str(tmp_path))
    assert done.exit_code == 3
    told = done.stdout
    assert "AFP" in told and re.search(r"Ilona Szabo\s*│ direct\s*│ “It is wet,”", told) and "no quotes" in told
    assert done.stderr.count("c.txt") == 1


def test_extract_writes_a_line_a_record_with_offsets_into_the_record(tmp_path: Path) -> None:
    page = (ROOT / "fixtures" / "pages" / "lassa-vaccine-trial.txt").read_text(encoding="utf-8")
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [{"id": "page", "text": page}, {"doc": "one", "text": '"It is wet," said Ilona Szabo.', "outlet": "dpa"}]
    source.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = run("extract", str(source), "-o", str(out))
    assert done.exit_code == 0, done.output
    first, second = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert (first["doc"], second["doc"]) == ("page", "one")
    assert "Reuters" in {q["outlet"] for q in first["quotes"]}
    for quote in first["quotes"]:
        for start, end in quote["content"]:
            assert page[start:end] == page[start:end].strip() != ""
    (quote,) = second["quotes"]
    assert quote == {
        "content": [[0, 12]], "cue": [[13, 17]], "source": [[18, 29]], "kind": "direct", "act": "speech", "speaker": "Ilona Szabo",
        "outlet": "dpa", "confidence": quote["confidence"], "why": quote["why"],
    }  # fmt: skip
    assert 0 < quote["confidence"] <= 1 and quote["why"]


GERMAN = (
    "Der Minister sagte am Dienstag, die Gespräche seien gescheitert. „Wir hören auf“, sagte er vor Reportern in Wien."
)


def test_what_is_not_english_is_skipped_and_says_so(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(
        "\n".join(json.dumps({"id": i, "text": t}) for i, t in [("de", GERMAN), ("en", "“No,” Ilona Szabo said.")])
    )
    done = run("extract", str(source))
    german, english = (json.loads(line) for line in done.stdout.splitlines())
    assert german == {"doc": "de", "quotes": [], "skipped": "its language is de; the models read English"}
    assert english["doc"] == "en" and english["quotes"] and done.exit_code == 0


def test_an_article_that_is_not_english_is_stored() -> None:
    import quoteattr as qa

    with qa.open() as store:
        report = store.ingest([qa.Article(GERMAN)])
        assert (report.stored, report.statements, report.failed) == (1, 0, ())


def test_the_text_that_offsets_refer_to_is_printed_where_reading_made_it() -> None:
    done = run("extract", str(ROOT / "fixtures" / "formats" / "dispatch.nitf"))
    (line,) = map(json.loads, done.stdout.splitlines())
    assert line["notes"] == ["the text of an NITF document"]
    said = [line["text"][a:b] for quote in line["quotes"] for a, b in quote["content"]]
    assert any("single lorry" in words for words in said)
    assert {q["speaker"] for q in line["quotes"] if "lorry" in line["text"][slice(*q["content"][0])]} == {"Ilse Harnoy"}


def test_standard_input_by_its_format_and_columns() -> None:
    done = run(
        "extract",
        "-",
        "--format",
        "csv",
        "--columns",
        "text=body,outlet=source",
        text="body,source\n“No.” Ilona Szabo said.,UPI\n",
    )
    assert {q["outlet"] for q in json.loads(done.stdout)["quotes"]} == {"UPI"}, done.output


def test_the_outlet_of_what_names_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“It is wet,” said Ilona Szabo.\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "“It is wet,” said Ilona Szabo.", "outlet": "UPI"}\n', encoding="utf-8")
    done = run("extract", str(tmp_path), "--outlet", "The Granby Herald")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [q["outlet"] for line in lines for q in line["quotes"]] == ["The Granby Herald", "UPI"]
    database = str(tmp_path / "news.duckdb")
    assert run("ingest", str(tmp_path / "a.txt"), "--outlet", "The Granby Herald", "--db", database).exit_code == 0
    assert (
        json.loads(run("statements", "--db", database, "--format", "json").stdout)[0]["outlet"] == "The Granby Herald"
    )


@pytest.mark.parametrize("columns", ["body", "text=", "=body"])
def test_columns_that_say_nothing(columns: str) -> None:
    assert run("extract", "-", "--columns", columns, text="x").exit_code == 2


def test_extract_from_standard_input() -> None:
    done = run("extract", "-", text='"It is wet," said Ilona Szabo.')
    assert json.loads(done.stdout)["quotes"][0]["speaker"] == "Ilona Szabo"


def test_a_broken_line_is_named_and_the_others_done(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "a", "text": 7}\n{"id": "b", "text": "Ilona Szabo said it rained."}\n', encoding="utf-8")
    done = run("extract", str(source))
    assert done.exit_code == 3
    assert "in.jsonl:1" in done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [bool(line.get("error")) for line in lines] == [True, False]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("extract", "nowhere.txt"), "does not exist"),
        (("statements", "--db", "nowhere.duckdb"), "nowhere.duckdb"),
        (("correct", "x", "--db", "nowhere.duckdb"), "one of"),
        (("correct", "--reject", "--db", "nowhere.duckdb"), "statement"),
        (("correct", "x", "--reject", "--words", "a", "--db", "nowhere.duckdb"), "one of"),
        (("correct", "x", "--span", "1", "--db", "nowhere.duckdb"), "--span"),
        (("extract", "-", "--format", "docx"), "choose among text, jsonl"),
        (("demo", "--out", "/dev/null/x"), "/dev/null/x: Not a directory"),
    ],
    ids=[
        "no file",
        "no database",
        "no correction",
        "no statement",
        "two corrections",
        "half a span",
        "no format",
        "no folder",
    ],  # fmt: skip
)
def test_errors_are_one_clear_line(words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert done.exit_code in (1, 2, 3)
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_statements_in_every_format(database: str) -> None:
    rows = json.loads(run("statements", "--db", database, "--outlet", "AFP", "--format", "json").stdout)
    assert rows and {row["outlet"] for row in rows} == {"AFP"}
    csv = run("statements", "--db", database, "--outlet", "AFP", "--format", "csv").stdout.splitlines()
    assert len(csv) >= len(rows) + 1
    assert "AFP" in run("statements", "--db", database, "--kind", "direct").stdout


@pytest.mark.parametrize("command", ["statements", "speakers", "unresolved"])
def test_tables_break_no_word(command: str, database: str) -> None:
    rows = json.loads(run(command, "--db", database, "--format", "json").stdout)
    told = set(run(command, "--db", database).stdout.replace("│", " ").split())
    words = {word for row in rows for word in str(row.get("speaker") or row.get("name") or "").split()}
    assert words and words <= told


def test_statements_by_words_and_number(database: str) -> None:
    rows = json.loads(run("statements", "--db", database, "--text", "INFLATION", "--format", "json").stdout)
    assert rows and all("inflation" in row["text"].lower() for row in rows)
    assert len(json.loads(run("statements", "--db", database, "--limit", "2", "--format", "json").stdout)) == 2


@pytest.mark.parametrize("given", [(), ("--given",)], ids=["to be read", "given"])
@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["nowhere.jsonl"], "nowhere.jsonl does not exist"),
        (["nowhere"], "nowhere does not exist"),
        (["paper.pdf"], "paper.pdf can't be read: .pdf is no"),
        (["nowhere.jsonl", "paper.pdf"], "paper.pdf can't be read"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else "",
)
def test_no_database_is_made_of_nothing(tmp_path: Path, names: list[str], said: str, given: tuple[str, ...]) -> None:
    (tmp_path / "paper.pdf").write_text("x")
    paths = [str(tmp_path / name) for name in names]
    done = run("ingest", *paths, *given, "--db", str(tmp_path / "new.duckdb"))
    assert (done.exit_code, said in done.output) == (1, True), done.output
    assert not (tmp_path / "new.duckdb").exists()


def test_one_of_many_that_is_missing_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("It rained.")
    done = run(
        "ingest", str(tmp_path / "page.txt"), str(tmp_path / "nowhere.txt"), "--db", str(tmp_path / "new.duckdb")
    )
    assert (done.exit_code, "1 stored" in done.output, "nowhere.txt" in done.output) == (3, True, True), done.output


def test_a_database_beside_its_articles_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("It rained.")
    for _ in range(2):
        done = run("ingest", str(tmp_path), "--db", str(tmp_path / "news.duckdb"))
        assert (done.exit_code, "0 failed" in done.output) == (0, True), done.output
        assert f"left alone: {tmp_path / 'news.duckdb'}, a database" in done.output


def test_failures_are_listed(tmp_path: Path) -> None:
    (tmp_path / "none.txt").write_text("")
    database = str(tmp_path / "news.duckdb")
    assert run("ingest", str(tmp_path / "none.txt"), "--db", database).exit_code == 3
    (row,) = json.loads(run("failures", "--db", database, "--format", "json").stdout)
    assert row["record"].endswith("none.txt") and "no text" in row["reason"]


@pytest.mark.parametrize("ending", ["csv", "parquet", "html"])
def test_a_folder_that_is_not_there_is_said_in_one_line(ending: str, database: str, tmp_path: Path) -> None:
    out = str(tmp_path / "nowhere" / f"out.{ending}")
    words = ("report", "--html", out) if ending == "html" else ("export", "-o", out)
    done = run(*words, "--db", database)
    assert done.exit_code == 1 and "nowhere" in done.stderr and isinstance(done.exception, SystemExit)


def test_compare_as_table_json_and_page(database: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert "AFP" in run("compare", "--db", database, "--speaker", "Sigrún Halldórsdóttir").stdout
    told = json.loads(run("compare", "--db", database, "--speaker", "Halldorsdottir", "--format", "json").stdout)
    assert told["speaker"] == "Sigrún Halldórsdóttir" and told["rows"]
    words = ("compare", "--db", database, "--speaker", "Halldorsdottir", "--format", "json", "--outlets")
    small, large = (json.loads(run(*words, outlets).stdout) for outlets in ("afp, ap", "AFP,AP"))
    assert small == large and small["outlets"] == ["AFP", "AP"] and small["rows"]
    done = run("compare", "--db", database, "--speaker", "Halldórsdóttir", "--outlets", "AFP,AP", "--html", str(page))
    assert done.exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_pairs_are_kept_and_overruled(database: str, tmp_path: Path) -> None:
    db = str(tmp_path / "own.duckdb")
    shutil.copy(database, db)
    assert run("export", "--db", db, "--kept", "-o", str(tmp_path / "a.csv")).exit_code == 2
    assert json.loads(run("compare", "--db", db, "--kept", "--format", "json").stdout)["rows"] == []
    assert "pairs kept" in run("match", "--db", db).stdout
    fresh, kept = (
        json.loads(run("compare", "--db", db, *more, "--format", "json").stdout) for more in ((), ("--kept",))
    )
    assert fresh == kept and fresh["rows"]
    first = fresh["rows"][0]["matches"][0]
    decision = run("pair", first["a"], first["b"], "--apart", "--db", db, "--by", "desk").stdout.strip()
    told = json.loads(run("compare", "--db", db, "--kept", "--format", "json").stdout)
    assert {first["a"], first["b"]} not in [{m["a"], m["b"]} for row in told["rows"] for m in row["matches"]]
    assert run("undo", decision, "--db", db).exit_code == 0
    assert json.loads(run("compare", "--db", db, "--kept", "--format", "json").stdout) == fresh
    assert run("doctor", "--db", db).stdout.strip() == "sound"


def test_a_registry_of_ones_own(tmp_path: Path) -> None:
    own, page, db = tmp_path / "own.jsonl", tmp_path / "page.txt", str(tmp_path / "news.duckdb")
    entry = {"id": "yuriy-horvenko", "name": "Yuriy Horvenko", "source": "the desk", "checked": "2025-01-01"}
    own.write_text(json.dumps(entry) + "\n", encoding="utf-8")
    page.write_text('"We will not move," said Yury Gorvenko.\n', encoding="utf-8")
    done = run("extract", str(page), "--registry", str(own))
    assert json.loads(done.stdout)["quotes"][0]["speaker"] == "Yuriy Horvenko"
    for words, name in (
        ((), "Yury Gorvenko"),
        (("--registry", str(own)), "Yuriy Horvenko"),
    ):  # another one, another run
        assert run("ingest", str(page), "--db", db, *words).exit_code == 0
        (row,) = json.loads(run("statements", "--db", db, "--format", "json").stdout)
        assert row["speaker"] == name
    own.write_text("{}", encoding="utf-8")
    assert "Line 1" in run("ingest", str(page), "--db", db, "--registry", str(own)).stderr


def test_people_decide_and_undo(database: str) -> None:
    row = json.loads(run("statements", "--db", database, "--format", "json").stdout)[0]
    made = run("correct", row["id"], "--db", database, "--speaker", "Somebody Else", "--by", "desk").stdout.strip()
    told = json.loads(run("statements", "--db", database, "--speaker", "Somebody Else", "--format", "json").stdout)
    assert [t["id"] for t in told] == [row["id"]]
    assert made in run("decisions", "--db", database).stdout
    assert run("undo", made, "--db", database, "--by", "desk").exit_code == 0
    again = json.loads(run("statements", "--db", database, "--format", "json").stdout)[0]
    assert again["speaker"] == row["speaker"]
    assert run("doctor", "--db", database).stdout.strip() == "sound"


def test_people_mend_borders_and_add_what_was_missed(database: str, tmp_path: Path) -> None:
    def told() -> dict[str, str]:
        rows = json.loads(run("statements", "--db", database, "--format", "json").stdout)
        return {row["text"]: row["id"] for row in rows}

    before = told()
    row = json.loads(run("statements", "--db", database, "--kind", "direct", "--format", "json").stdout)[0]
    half = row["text"].rpartition(" ")[0]
    start, end = row["start"], row["start"] + len(half)
    for change in (("--words", half), ("--span", str(start), str(end))):
        made = run("correct", row["id"], "--db", database, *change, "--by", "desk").stdout.strip()
        assert half in told() and row["text"] not in told()
        run("undo", made, "--db", database)
        assert told() == before
    missed = half.split()[0]
    made = run("correct", "--article", row["article"], "--words", missed, "--db", database).stdout.strip()
    assert missed in told()
    run("undo", made, "--db", database)
    assert told() == before
    assert run("correct", row["id"], "--db", database, "--words", "not in there").exit_code == 1
    assert run("decisions", "--db", database, "--orphaned").stdout == ""
    lines = tmp_path / "decisions.jsonl"
    lines.write_text(run("decisions", "--db", database).stdout, encoding="utf-8")
    assert run("decisions", "--db", database, "--import", str(lines)).stdout == lines.read_text(encoding="utf-8")


def test_evaluate_prints_the_measures(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    first = (ROOT / "fixtures" / "gold.jsonl").read_text(encoding="utf-8").splitlines()[0]
    gold.write_text(first + "\n", encoding="utf-8")
    result = json.loads(run("evaluate", "quotes", str(gold), "--json").stdout)
    assert result["all"]["attributed"]["f1"] > 0.5
    assert "speaker" in run("evaluate", "quotes", str(gold), "--gold-quotes").stdout
    pairs = json.loads(run("evaluate", "wording", str(ROOT / "fixtures" / "pairs.jsonl"), "--json").stdout)
    assert {"average_precision", "best_f1"} <= set(pairs)


@pytest.mark.parametrize(
    ("words", "line", "said"),
    [
        (("evaluate", "wording", "FILE"), '{"id": "1"}', "line 2: it is no labelled pair (it has no 'a')"),
        (("evaluate", "wording", "FILE"), "no", "line 2: it is no labelled pair (Expecting"),
        (("decisions", "--db", "DATABASE", "--import", "FILE"), "{}", "line 2: It is no decision: 'id'"),
    ],
    ids=["half a pair", "no pair", "no decision"],
)
def test_a_broken_line_is_told_by_its_number(
    words: tuple[str, ...], line: str, said: str, database: str, tmp_path: Path
) -> None:
    (tmp_path / "in.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    places = {"FILE": str(tmp_path / "in.jsonl"), "DATABASE": database}
    done = run(*(places.get(word, word) for word in words))
    assert done.exit_code == 1 and said in done.stderr


def test_demo_ends_with_the_path_of_the_report(tmp_path: Path) -> None:
    done = run("demo", "--out", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    assert Path(done.stdout.strip().splitlines()[-1]) == (tmp_path / "out" / "comparison.html").resolve()
    assert (tmp_path / "out" / "comparison.html").stat().st_size > 5000
