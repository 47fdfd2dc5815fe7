"""The fixtures: plain files follow from the annotated ones, and every gold span gives whole words."""

import json
from pathlib import Path

import pytest

from quoteattr.training.markup import build, parse

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


def test_plain_files_are_made_from_the_annotated_ones(fixtures: Path) -> None:
    stale = [name for name, text in build(fixtures).items() if (fixtures / name).read_text(encoding="utf-8") != text]
    assert not stale, "run `make fixtures`"


@pytest.mark.parametrize("name", ["gold.jsonl", "gold-pages.jsonl"])
def test_gold_spans_give_whole_words(fixtures: Path, name: str) -> None:
    for line in (fixtures / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for quote in row["quotes"]:
            for start, end in [*quote["content"], *quote["source"], *quote["cue"]]:
                words = row["text"][start:end]
                assert words and words == words.strip()
                assert not (row["text"][start - 1 : start].isalnum() and words[0].isalnum())


def test_every_event_is_told_by_two_outlets(fixtures: Path) -> None:
    for folder in (fixtures / "annotated").iterdir():
        outlets = {
            parse(p.read_text(encoding="utf-8"))["outlet"] for p in folder.glob("*.txt") if p.name != "pairs.txt"
        }
        assert len(outlets) >= 2, folder.name


@pytest.mark.parametrize("folder", sorted((FIXTURES / "training").glob("*/")), ids=lambda p: p.name)
def test_training_dispatches_parse(folder: Path) -> None:
    for path in folder.glob("*.txt"):
        if path.name != "pairs.txt":
            assert parse(path.read_text(encoding="utf-8"))["quotes"]
