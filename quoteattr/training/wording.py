"""Train the tables of the wording scorer, and say how well they do on pairs that they did not see.

Run: ``python -m quoteattr.training.wording EVENTS_FOLDER... --corpus JSONL... --test PAIRS.jsonl... [--write]``
Without ``--write`` it only reports. The pairs of ``--test`` are measured, never trained on.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from quoteattr.confidence import reliability
from quoteattr.scoring_wording import average_precision, best_f1
from quoteattr.training.fitting import Array, logistic, softmax
from quoteattr.training.pairs import (
    Pair,
    folds,
    read_corpus_pairs,
    read_event,
    read_events,
    read_pairs,
    read_sayings,
    unresolved,
)
from quoteattr.values import Saying
from quoteattr.wording import look, odds
from quoteattr.wording.assignment import kinship, margins
from quoteattr.wording.candidates import candidates
from quoteattr.wording.edits import edits, real
from quoteattr.wording.relation import FEATURES, relation_features
from quoteattr.wording.resemblance import NAMES, Seen, features
from quoteattr.wording.tables import Linear, chance
from quoteattr.wording.words import listed

log = logging.getLogger("quoteattr.training")
UP = listed(
    "rare_low rare_high token_set partial ratio aligned block meaning near_low near_high names_shared figures_shared "
    "speaker_same cue_near cue_speech"
)
DOWN = listed("names_apart figures_apart speaker_apart later days length gaps contradicted marked_apart")
RIDGE = 5.0  # the penalty; 3 to 10 do alike on pairs left out
# Events written for training have many easy pairs, the corpus few hard ones as they come in real news: so much counts
# one pair of an event beside one of the corpus, where speakers are known and where only the articles' words are.
EVENT_KNOWN, EVENT_OPEN = 0.3, 0.03
EDITED = 2.0  # annotators draw the line between edited and paraphrase differently; this evens the two classes out
# From raw dispatches of own events to what is shown, F1 is flat from .25 to .41 (.88); higher means fewer wrong.
THRESHOLD = 0.4
RELATIONS = ("trimmed", "edited", "paraphrase")


def _matrix(pairs: Sequence[Pair], known: dict[Saying, Seen]) -> tuple[Array, Array]:
    rows = [features(known.setdefault(p.a, Seen(p.a)), known.setdefault(p.b, Seen(p.b))) for p in pairs]
    return np.array(rows), np.array([p.same for p in pairs], dtype=float)


def _fit(x: Array, y: Array, weight: Array) -> dict[str, Any]:
    return logistic(x, y, weight, NAMES, ridge=RIDGE, up=UP, down=DOWN)


def _scores(table: dict[str, Any], x: Array) -> Array:
    return np.asarray(x @ np.array([table["weights"][n] for n in NAMES]) + table["bias"])


def _related(pairs: Sequence[Pair], known: dict[Saying, Seen]) -> tuple[Array, list[str], list[bool]]:
    rows, names, same = [], [], []
    for pair in pairs:
        if pair.same and pair.relation:
            steps = edits(pair.a.text, pair.b.text)
            rows.append(
                relation_features(known.setdefault(pair.a, Seen(pair.a)), known.setdefault(pair.b, Seen(pair.b)), steps)
            )
            names.append(pair.relation)
            same.append(not real(steps))
    return np.array(rows), names, same


def _fit_relation(x: Array, labels: Sequence[str]) -> dict[str, Any]:
    kept = [i for i, label in enumerate(labels) if label in RELATIONS]
    weight = np.array([EDITED if labels[i] == "edited" else 1.0 for i in kept])
    return softmax(x[kept], [labels[i] for i in kept], weight, FEATURES, RELATIONS, ridge=10.0)


def _right(table: dict[str, Any], x: Array, labels: list[str], same: list[bool]) -> float:
    sums = np.stack(
        [x @ np.array([row["weights"][n] for n in FEATURES]) + row["bias"] for row in table["classes"].values()], axis=1
    )
    guesses = ["verbatim" if s else RELATIONS[int(k)] for s, k in zip(same, sums.argmax(axis=1), strict=True)]
    return sum(g == label for g, label in zip(guesses, labels, strict=True)) / max(1, len(labels))


def train(events: Sequence[Path], corpus: Sequence[Path], tests: Sequence[Path]) -> dict[str, Any]:
    """Train the tables, and report how they do on pairs that were left out.

    Args:
        events: Folders of annotated events.
        corpus: The corpus that holds the documents of ``polnear_pairs.tsv``.
        tests: Files of labelled pairs to measure on.

    Returns:
        The tables, with the figures and where they come from.
    """
    seen: dict[Saying, Seen] = {}
    own = read_events(events, spread=4)
    real_pairs = read_corpus_pairs(Path(__file__).parent / "polnear_pairs.tsv", corpus)
    xk, yk = _matrix(own, seen)
    xo, yo = _matrix([unresolved(p) for p in own], seen)
    xc, yc = _matrix(real_pairs, seen)
    # Events are written with more negations lost than news has: as they are, they would teach that this is no sign.
    told = (xo[:, NAMES.index("contradicted")] == 0) | (yo == 0)
    xo, yo = xo[told], yo[told]
    tables = {
        "known": _fit(np.concatenate([xc, xk]), np.concatenate([yc, yk]), _weights(len(yc), len(yk), EVENT_KNOWN)),
        "open": _fit(np.concatenate([xc, xo]), np.concatenate([yc, yo]), _weights(len(yc), len(yo), EVENT_OPEN)),
    }
    rows, labels, _ = _related(own, seen)
    tables["relation"] = _fit_relation(rows, labels)
    figures: dict[str, Any] = {}
    for path in tests:
        pairs = read_pairs(path, False)
        x, y = _matrix(pairs, seen)
        scores = _scores(tables["open"], x)
        figures[f"{path.parent.name}/{path.name}"] = {
            "pairs": len(y), "same": int(y.sum()), "average_precision": average_precision(y, scores),
            "best_f1": best_f1(y, scores)[0], "relation_accuracy": _right(tables["relation"], *_related(pairs, seen)),
        }  # fmt: skip
    held = np.zeros(len(yk))
    parts = np.array(folds(own, 6))
    folders = {path.parent.name: path.parent for root in events for path in root.rglob("pairs.txt")}
    contexts: list[tuple[Array, Array]] = []
    for part in sorted(set(parts)):
        rest = parts != part
        table = _fit(
            np.concatenate([xc, xk[rest]]),
            np.concatenate([yc, yk[rest]]),
            _weights(len(yc), int(rest.sum()), EVENT_KNOWN),
        )
        held[~rest] = _scores(table, xk[~rest])
        # What the margins are worth is learned on events that the table did not see.
        for name in sorted({own[i].groups[0] for i in np.flatnonzero(~rest)}):
            contexts.append(_context(folders[name], Linear(tuple(table["weights"].values()), table["bias"])))
    xm, ym = np.concatenate([x for x, _ in contexts]), np.concatenate([y for _, y in contexts])
    tables["context"] = _fit_context(xm, ym)
    weighed = xm @ np.array(list(tables["context"]["weights"].values()))
    figures["own events, candidates with their rivals"] = {
        "pairs": len(ym), "same": int(ym.sum()), "average_precision": average_precision(ym, weighed),
        "best_f1": best_f1(ym, weighed)[0],
    }  # fmt: skip
    figures["own events, the chance shown, each event left out in turn"] = _reliable(contexts)
    figures["own events, each left out in turn"] = {
        "pairs": len(yk), "same": int(yk.sum()), "average_precision": average_precision(yk, held),
        "best_f1": best_f1(yk, held)[0],
    }  # fmt: skip
    return {
        "about": "Made by quoteattr/training/wording.py. known, open: logistic regressions over resemblance.py NAMES, "
        "the chance that two sayings report one utterance, where both speakers are known and where one is not. "
        "context: the same from those log odds, how far they are ahead of the best rival in either article, and "
        "how much else the articles share. "
        "relation: softmax over quoteattr/relation.py FEATURES.",
        "trained_on": [
            f"{len({p.groups for p in own})} events of the project's own, each told by two or more dispatches",
            f"{len(real_pairs)} labelled pairs of attributions in PolNeAR (quoteattr/training/polnear_pairs.tsv)",
        ],
        "figures": _rounded(figures),
        **tables,
        "numbers": {"threshold": THRESHOLD},
    }


def _context(folder: Path, table: Linear) -> tuple[Array, Array]:
    """Return odds and smaller margin of each candidate pair of an event, and whether it is a true one."""
    labels = {frozenset((p.a.id, p.b.id)): p.same for p in read_event(folder)}
    seen = look(saying for saying, _ in read_sayings(folder).values())
    scored = [(odds(seen[i], seen[j], known=table), i, j) for i, j in candidates(seen, same_outlet=True)]
    numbered = dict(enumerate(seen))
    rows = [
        (value, min(both), near)
        for (value, _, _), both, near in zip(scored, margins(scored, numbered), kinship(scored, numbered), strict=True)
    ]
    truth = [float(labels.get(frozenset((seen[i].saying.id, seen[j].saying.id)), False)) for _, i, j in scored]
    return np.array(rows).reshape(-1, 3), np.array(truth)


def _fit_context(x: Array, y: Array) -> dict[str, Any]:
    names = ("odds", "margin", "kinship")
    return logistic(x, y, np.ones(len(y)), names, ridge=1.0, up=names, down=())


def _reliable(contexts: Sequence[tuple[Array, Array]]) -> dict[str, Any]:
    """Hold the chance that a comparison shows against the truth, on events that neither table was fitted on."""
    outcomes: list[tuple[float, bool]] = []
    for k, (x, y) in enumerate(contexts):
        rest = [c for n, c in enumerate(contexts) if n != k]
        table = _fit_context(np.concatenate([r for r, _ in rest]), np.concatenate([t for _, t in rest]))
        score = x @ np.array(list(table["weights"].values())) + table["bias"]
        outcomes += [(chance(float(v)), bool(t)) for v, t in zip(score, y, strict=True)]
    curve = reliability(outcomes)
    bins = {f"{b.low:.1f} to {b.high:.1f}": [b.quotes, b.confidence, b.right] for b in curve.bins}
    return {"pairs": curve.quotes, "error": curve.error, "brier": curve.brier, "pairs, chance, true": bins}


def _weights(corpus: int, events: int, each: float) -> Array:
    return np.concatenate([np.ones(corpus), np.full(events, each)])


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    return round(float(value), 3) if isinstance(value, (float, np.floating)) else value


def main() -> None:
    """Train, report, and write the table where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", nargs="+", type=Path)
    parser.add_argument("--corpus", nargs="+", default=[], type=Path)
    parser.add_argument("--test", nargs="+", default=[], type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    table = train(given.events, given.corpus, given.test)
    log.info("%s", json.dumps(table["figures"], indent=1))
    if given.write:
        path = Path(__file__).parents[1] / "data" / "wording.json"
        path.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
