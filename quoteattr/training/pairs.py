"""Read labelled pairs of wordings: from hand-annotated events, and from files of pairs."""

from __future__ import annotations

import itertools
import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from quoteattr.training.markup import parse
from quoteattr.values import Kind, Saying


@attrs.frozen(eq=False)
class Pair:
    """Two sayings and what people said of them.

    Args:
        a: One saying.
        b: The other.
        same: Whether they report one utterance.
        relation: How they relate, where they do and somebody said.
        changes: What changed in substance, or None where nobody said.
        groups: The documents they come from: no document may be in training and test at once.
        origin: Which set they come from.
    """

    a: Saying
    b: Saying
    same: bool
    relation: str | None
    changes: frozenset[str] | None
    groups: tuple[str, ...]
    origin: str


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value[:10]) if value else None


def read_pairs(path: Path, canonical: bool) -> list[Pair]:
    """Read labelled pairs (``.jsonl``); those marked unsure are left out.

    Args:
        path: The file.
        canonical: Whether ``src`` is a canonical name, not the words of the article.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        if row["same"] not in ("yes", "no"):
            continue
        sides = []
        for side in "ab":
            raw = row[side]
            name = raw["src"] or None
            sides.append(
                Saying(
                    id=f"{row['id']}{side}",
                    text=raw["text"],
                    kind=Kind(raw["kind"]),
                    speaker=name if canonical else None,
                    source=name,
                    outlet=raw["pub"],
                    day=_day(raw["date"]),
                    article=raw["doc"],
                    cue=raw["cue"] or None,
                )
            )
        changes = None if row["change"] is None else frozenset(row["change"]) - {"none"}
        groups = tuple(r["doc"] for r in (row["a"], row["b"]))
        found.append(
            Pair(sides[0], sides[1], row["same"] == "yes", row["relation"], changes, groups, f"{path.stem}:{number}")
        )
    return found


def read_corpus_pairs(table: Path, corpus: Sequence[Path]) -> list[Pair]:
    """Read pairs of attributions of a corpus, named by document and attribution.

    Args:
        table: Lines of document, attribution, document, attribution, yes or no, parted by tabs.
        corpus: The corpus (``.jsonl``) that holds the documents.
    """
    rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    wanted = {(r[k], r[k + 1]) for r in rows for k in (0, 2)}
    sayings: dict[tuple[str, str], Saying] = {}
    for path in corpus:
        for line in path.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            for quote in article["quotes"]:
                if (article["doc"], quote["id"]) in wanted:
                    cut = {k: " ".join(article["text"][s:e] for s, e in quote[k]) for k in ("content", "cue", "source")}
                    sayings[article["doc"], quote["id"]] = Saying(
                        id=f"{article['doc']}#{quote['id']}", text=cut["content"], kind=Kind(quote["kind"]),
                        source=cut["source"] or None, cue=cut["cue"] or None, outlet=article["publisher"],
                        day=_day(article["date"]), article=article["doc"], start=quote["content"][0][0],
                    )  # fmt: skip
    found = []
    for number, (first, one, second, two, same) in enumerate(rows):
        a, b = sayings.get((first, one)), sayings.get((second, two))
        if a and b:
            found.append(Pair(a, b, same == "yes", None, None, (first, second), f"{table.stem}:{number}"))
    return found


def read_sayings(folder: Path) -> dict[str, tuple[Saying, str | None]]:
    """Read the statements of one annotated event, by dispatch and number, each with its utterance where it has one."""
    sayings: dict[str, tuple[Saying, str | None]] = {}
    for path in sorted(folder.glob("*.txt")):
        if path.name == "pairs.txt":
            continue
        row: dict[str, Any] = parse(path.read_text(encoding="utf-8"))
        for quote in row["quotes"]:
            cut = {k: " ".join(row["text"][s:e] for s, e in quote[k]) for k in ("content", "cue", "source")}
            key = f"{path.stem}:{quote['id']}"
            saying = Saying(
                id=key, text=cut["content"], kind=Kind(quote["kind"]),
                speaker=quote["speaker"][0] if quote["speaker"] else None, source=cut["source"] or None,
                cue=cut["cue"] or None, outlet=row["outlet"], day=_day(row["published"]), article=path.stem,
                start=min((s for s, _ in quote["content"]), default=0),
            )  # fmt: skip
            sayings[key] = (saying, quote["utterance"])
    return sayings


def read_event(folder: Path, spread: int = 1) -> list[Pair]:
    """Read every pair of statements from two dispatches of one annotated event.

    Args:
        folder: Dispatches as ``markup.parse`` reads them, and ``pairs.txt``.
        spread: Keep one in so many of the pairs whose speakers differ: they are many and easy.
    """
    sayings = read_sayings(folder)
    labels: dict[frozenset[str], tuple[str, frozenset[str]] | None] = {}
    listed = folder / "pairs.txt"
    for line in listed.read_text(encoding="utf-8").splitlines() if listed.exists() else ():
        parts = line.split()
        if len(parts) >= 3 and not line.startswith("#"):
            known = (parts[2], frozenset(parts[3].split(",")) - {"none"}) if len(parts) > 3 else None
            labels[frozenset(parts[:2])] = known
    found = []
    for (one, (a, first)), (two, (b, second)) in itertools.combinations(sayings.items(), 2):
        label = frozenset((one, two))
        if a.article == b.article:
            continue
        known = labels.get(label)
        same = known is not None or bool(first and first == second)
        differ = a.speaker != b.speaker or a.speaker is None
        if not same and label not in labels and differ and zlib.crc32(f"{folder.name}{one}{two}".encode()) % spread:
            continue
        relation, changes = known if known else (None, None)
        found.append(Pair(a, b, same, relation, changes, (folder.name,), f"{folder.name}:{one}:{two}"))
    return found


def unresolved(pair: Pair) -> Pair:
    """Return the pair as it looks before anybody's name is known: the sources as the articles word them."""
    a, b = (attrs.evolve(s, speaker=None) for s in (pair.a, pair.b))
    return attrs.evolve(pair, a=a, b=b, origin=f"{pair.origin}:unresolved")


def read_events(folders: Iterable[Path], spread: int = 1) -> list[Pair]:
    """Read every annotated event below ``folders``; one that can't be read is left out."""
    found: list[Pair] = []
    for folder in sorted(path.parent for root in folders for path in root.rglob("pairs.txt")):
        try:
            found += read_event(folder, spread)
        except (ValueError, KeyError):
            continue  # still being written
    return found


def folds(pairs: Sequence[Pair], count: int) -> list[int]:
    """Give each pair a fold, so that pairs that share a document share their fold (connected components)."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for pair in pairs:
        first, *rest = pair.groups
        for other in rest:
            parent[root(other)] = root(first)
    return [zlib.crc32(root(p.groups[0]).encode()) % count for p in pairs]
