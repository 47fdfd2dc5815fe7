"""The fixtures: plain files follow from the annotated ones, and every gold span gives whole words."""

import json
from itertools import combinations
from pathlib import Path

import pytest

from quoteattr.training.markup import build, parse

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
BLIND = [FIXTURES / "blind", FIXTURES / "blind-2"]
SETS = pytest.mark.parametrize("made", [FIXTURES, *BLIND, FIXTURES / "naming"], ids=lambda p: p.name)


@SETS
def test_plain_files_are_made_from_the_annotated_ones(made: Path) -> None:
    stale = [name for name, text in build(made).items() if (made / name).read_text(encoding="utf-8") != text]
    assert not stale, "run `make fixtures`"


@SETS
@pytest.mark.parametrize("name", ["gold.jsonl", "gold-pages.jsonl"])
def test_gold_spans_give_whole_words(made: Path, name: str) -> None:
    for line in (made / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for quote in row["quotes"]:
            for start, end in [*quote["content"], *quote["source"], *quote["cue"]]:
                words = row["text"][start:end]
                assert words and words == words.strip()
                assert not (row["text"][start - 1 : start].isalnum() and words[0].isalnum())


@pytest.mark.parametrize("made", [FIXTURES, *BLIND], ids=lambda p: p.name)
def test_every_event_is_told_by_two_outlets(made: Path) -> None:
    for folder in (made / "annotated").iterdir():
        outlets = {
            parse(p.read_text(encoding="utf-8"))["outlet"] for p in folder.glob("*.txt") if p.name != "pairs.txt"
        }
        assert len(outlets) >= 2, folder.name


@pytest.mark.parametrize("folder", sorted((FIXTURES / "blind/annotated").glob("*/")), ids=lambda p: p.name)
def test_pairs_of_the_blind_set_are_all_that_share_an_utterance(folder: Path) -> None:
    said: dict[str, str | None] = {}
    for path in folder.glob("*.txt"):
        if path.name != "pairs.txt":
            for quote in parse(path.read_text(encoding="utf-8"))["quotes"]:
                said[f"{path.stem}:{quote['id']}"] = quote["utterance"]
    rows = [line.split() for line in (folder / "pairs.txt").read_text(encoding="utf-8").splitlines()]
    assert all(said[a] != said[b] for a, b, relation, *_ in rows if relation == "no")
    listed = {frozenset((a, b)) for a, b, relation, *_ in rows if relation != "no"}
    assert listed == {frozenset((a, b)) for a, b in combinations(said, 2) if said[a] == said[b]}


@pytest.mark.parametrize("folder", sorted((FIXTURES / "training").glob("*/")), ids=lambda p: p.name)
def test_training_dispatches_parse(folder: Path) -> None:
    for path in folder.glob("*.txt"):
        if path.name != "pairs.txt":
            assert parse(path.read_text(encoding="utf-8"))["quotes"]
