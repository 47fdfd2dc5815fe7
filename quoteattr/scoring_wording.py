"""Measure the comparison of wordings on labelled pairs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from quoteattr.errors import InputError
from quoteattr.values import Kind, Saying

# People who label pairs write down these kinds; finer kinds of ours count as the one they would write.
COARSE = {"unit": "number", "date": "number", "number": "number", "negation": "negation", "name": "name",
          "hedge": "hedge", "tense": "tense"}  # fmt: skip


def average_precision(truth: npt.ArrayLike, scores: npt.ArrayLike) -> float:
    """Return the mean of the precisions at each true pair, best score first; ties count as the worst order."""
    y, s = np.asarray(truth, dtype=float), np.asarray(scores, dtype=float)
    if not y.sum():
        return 0.0
    y = y[np.lexsort((y, -s))]
    found = np.cumsum(y)
    return float((found / np.arange(1, len(y) + 1) * y).sum() / y.sum())


def best_f1(truth: npt.ArrayLike, scores: npt.ArrayLike) -> tuple[float, float]:
    """Return the best F1 over all thresholds, and the threshold."""
    y, s = np.asarray(truth, dtype=float), np.asarray(scores, dtype=float)
    best, at = 0.0, 1.0
    for threshold in np.unique(s):
        taken = s >= threshold
        f1 = 2 * float(y[taken].sum()) / float(taken.sum() + y.sum())
        if f1 > best:
            best, at = f1, float(threshold)
    return best, at


def _saying(raw: dict[str, Any], name: str, known: bool) -> Saying:
    source = raw.get("src") or None
    day = raw.get("date")
    return Saying(
        id=name,
        text=raw["text"],
        kind=Kind(raw["kind"]),
        speaker=source if known else None,
        source=source,
        outlet=raw.get("pub"),
        day=date.fromisoformat(day[:10]) if day else None,
        article=raw.get("doc"),
        cue=raw.get("cue") or None,
    )


def read_pairs(path: str | Path) -> list[dict[str, Any]]:
    """Return the labelled pairs of a JSON-lines file, unsure ones too.

    Raises:
        InputError: The file is missing, or a line is no such pair.
    """
    try:
        # not splitlines: a JSON line may hold a line separator (U+2028) that ends no line
        lines = Path(path).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path} can't be read: {error}.", remedy="Give the path of a .jsonl file of pairs."
        ) from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            _saying(row["a"], f"{row['id']}a", False), _saying(row["b"], row["same"], False)
        except (ValueError, KeyError, TypeError) as error:
            fault = f"it has no {error}" if isinstance(error, KeyError) else str(error)
            raise InputError(
                f"{path}, line {number}: it is no labelled pair ({fault}).",
                remedy="The format of pairs is in docs/reference/formats.md.",
                line=number,
            ) from error
        rows.append(row)
    return rows


Ids = frozenset[str]


def score_shown(
    shown: Iterable[tuple[str, str]],
    stands_for: Mapping[str, Ids],
    true: Iterable[Ids],
    unsure: Iterable[Ids] = (),
) -> dict[str, Any]:
    """Score the pairs that a comparison shows against those that people found.

    Args:
        shown: The ids of the two statements of each shown pair.
        stands_for: By the id of a statement, the gold quotes whose words it has.
        true: The gold quotes of each pair that reports one utterance.
        unsure: Pairs of gold quotes that nobody could tell: shown, they count neither way.

    Returns:
        ``true`` pairs, how many of them are ``found`` and their share (``shown``); ``pairs_shown``, how many of them
        are ``wrong``, since no true pair stands behind them, and their share (``false``); ``reachable``, the share of
        true pairs both of whose quotes were extracted.
    """
    wanted, open_pairs = frozenset(true), frozenset(unsure)
    found: set[Ids] = set()
    count = wrong = 0
    for a, b in shown:
        behind = {frozenset((x, y)) for x in stands_for[a] for y in stands_for[b]}
        if behind & open_pairs and not behind & wanted:
            continue
        count += 1
        found |= behind & wanted
        wrong += not behind & wanted
    extracted = frozenset().union(*stands_for.values())
    reachable = sum(pair <= extracted for pair in wanted)
    return {
        "true": len(wanted),
        "found": len(found),
        "shown": round(len(found) / len(wanted), 4) if wanted else None,
        "pairs_shown": count,
        "wrong": wrong,
        "false": round(wrong / count, 4) if count else None,
        "reachable": round(reachable / len(wanted), 4) if wanted else None,
    }


def evaluate_wording(path: str | Path) -> dict[str, Any]:
    """Score labelled pairs, and compare with the labels.

    Pairs marked unsure are left out. Relation and changes are compared on the pairs that are the same utterance,
    without the scorer's say. Finer kinds of change count as the coarse one (a unit or a date as a number), and kinds
    that the labels do not know (who is addressed, quotation marks) are left out.

    Args:
        path: A ``.jsonl`` file: ``{"id", "a": {"text", "kind", "src", "pub", "date", "cue", "doc"}, "b": {...},
            "same": "yes"|"no"|"unsure", "relation": ..., "change": ["none"] or kinds}`` a line.

    Returns:
        average_precision, best_f1, threshold (of the best F1), f1 at the shipped threshold, relation_accuracy,
        changes_precision, changes_recall, changes_f1, pairs, same.

    Raises:
        InputError: The file is missing, or a line is no such pair.
    """
    from quoteattr.wording import default_threshold, relation_between, score_pair
    from quoteattr.wording.substance import changes

    rows = [row for row in read_pairs(path) if row["same"] in ("yes", "no")]
    pairs = [(_saying(r["a"], f"{r['id']}a", False), _saying(r["b"], f"{r['id']}b", False)) for r in rows]
    truth = [row["same"] == "yes" for row in rows]
    scores = [score_pair(a, b) for a, b in pairs]
    best, at = best_f1(truth, scores)
    taken = [s >= default_threshold() for s in scores]
    hits = sum(t and y for t, y in zip(taken, truth, strict=True))
    right = told = good = said = wanted = 0
    for row, (a, b), same in zip(rows, pairs, truth, strict=True):
        if same and row.get("relation"):
            told += 1
            right += relation_between(a, b) == row["relation"]
        if same and row.get("change") is not None:
            gold = set(row["change"]) - {"none"}
            mine = {
                COARSE[c.kind]
                for c in changes(a.text, b.text, a_kind=a.kind, b_kind=b.kind, a_cue=a.cue, b_cue=b.cue)
                if c.kind in COARSE
            }
            good, said, wanted = good + len(gold & mine), said + len(mine), wanted + len(gold)
    return {
        "pairs": len(rows),
        "same": sum(truth),
        "average_precision": round(average_precision(truth, scores), 4),
        "best_f1": round(best, 4),
        "threshold": round(at, 4),
        "f1": round(2 * hits / max(1, sum(taken) + sum(truth)), 4),
        "relation_accuracy": round(right / told, 4) if told else None,
        "changes_precision": round(good / said, 4) if said else None,
        "changes_recall": round(good / wanted, 4) if wanted else None,
        "changes_f1": round(2 * good / (said + wanted), 4) if said + wanted else None,
    }


def report_lines(figures: dict[str, Any]) -> Sequence[str]:
    """Return the figures as lines of text, one a figure."""
    return [f"{name:<20} {value}" for name, value in figures.items()]
