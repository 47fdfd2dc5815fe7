"""Compare the wordings inside 10^4, 10^5 and 10^6 generated statements whose truth is known; run by hand.

    python tests/bench_growth.py [STATEMENTS ...]

An invented year of news: events of a few speakers, each told by one to nine outlets that quote a remark whole, cut it,
change words or report it in other words; some outlets print an agency's dispatch as it is. Each size runs in a process
of its own, on two cores. Prints CPU seconds, the peak memory of all its processes, precision and recall of the pairs found, and the exponent of the growth.
"""

from __future__ import annotations

import json
import math
import random
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from itertools import accumulate

from quoteattr.values import Kind, Saying

WORKERS = 2
_START = date(2025, 1, 1)
_OUTLETS = [f"Outlet {n}" for n in range(1, 61)]
# How many outlets tell of an event, and how often.
_TOLD_BY = [1, 2, 3, 4, 5, 7, 9]
_TOLD_WEIGHTS = [40, 22, 14, 10, 7, 4, 3]
# One utterance in two wordings of each phrase; an editor takes either.
_MODALS = (
    ("will", "is going to"), ("must", "has to"), ("cannot", "is unable to"), ("should", "ought to"),
    ("is ready to", "is prepared to"), ("refuses to", "does not want to"), ("may", "could"), ("used to", "once would"),
    ("is proud to", "takes pride in having to"), ("hopes to", "would like to"), ("needs to", "is obliged to"),
    ("never wanted to", "at no time meant to"),
)  # fmt: skip
_ENDS = (
    ("before the end of the week", "by the weekend"), ("as soon as possible", "without delay"),
    ("whatever it costs", "at any price"), ("in a generation", "for decades"),
)  # fmt: skip
_SYLLABLES = "ba be bo da de do ga gi go ka ke ko la le lo ma mi mo na ne no ra re ri ro sa se so ta te to va ve vi"


class _World:
    """Words and people to make news of."""

    def __init__(self, rng: random.Random, statements: int) -> None:
        data = files("quoteattr").joinpath("data")
        lines = data.joinpath("lexicon/common_words.txt").read_text(encoding="utf-8").splitlines()
        words = [w for w in lines if w.isalpha() and 4 < len(w) < 11]
        rng.shuffle(words)
        self.rng, self.words = rng, words
        self.ranks = list(accumulate(1 / (n + 20) for n in range(len(words))))  # some words are in everybody's mouth
        names = data.joinpath("lexicon/given_names.tsv").read_text(encoding="utf-8").splitlines()
        given = [line.split("\t")[0].title() for line in names if not line.startswith("#")]
        # More news has more speakers, though not in proportion (Heaps' law).
        self.people = [f"{rng.choice(given)} {self.name()}" for _ in range(int(8 * statements**0.7))]
        self.fame = list(accumulate(1 / (n + 10) for n in range(len(self.people))))

    def name(self) -> str:
        """Return an invented name."""
        return "".join(self.rng.choices(_SYLLABLES.split(), k=self.rng.randint(2, 4))).title()


def _utterance(world: _World, topic: list[str], place: str) -> tuple[tuple[str, str], ...]:
    """Return the phrases of one remark, each in two wordings."""
    rng = world.rng
    verb, noun, more, last, other = rng.choices(world.words, cum_weights=world.ranks, k=5)
    whom = rng.choice(("We", f"The {rng.choice(topic)}", f"Our {rng.choice(topic)}"))
    modal = rng.choice(_MODALS)
    where = rng.choice(((f"in {place}", f"near {place}"), ("", ""), ("", "")))
    figure = f"{rng.randint(2, 900)} {other}"
    tail = rng.choice((("", ""), (f"and {figure}", f"as well as {figure}"), (f"because of {last}", f"due to {last}")))
    return (
        (whom, whom), (f"{modal[0]} {verb}", f"{modal[1]} {verb}"), (f"the {noun} {more}", f"the {more} {noun}"), where,
        tail, rng.choice((*_ENDS, ("", ""), ("", ""), ("", ""), ("", ""))),
    )  # fmt: skip


def _worded(rng: random.Random, phrases: tuple[tuple[str, str], ...]) -> tuple[str, Kind]:
    """Return one outlet's wording: verbatim, cut, edited, or indirect and in other words."""
    how = rng.random()
    change = 0.0 if how < 0.4 else 0.3 if how < 0.75 else 0.8
    words = [p[rng.random() < change] for p in phrases]
    if 0.4 <= how < 0.5:
        words = words[:-1]
    text = " ".join(w for w in words if w)
    if how >= 0.75:
        return "that " + text[0].lower() + text[1:], Kind.INDIRECT
    return f"“{text},”", Kind.DIRECT


def generate(statements: int, seed: int = 11) -> Iterator[tuple[Saying, int]]:
    """Yield sayings and the number of the remark that each reports."""
    rng = random.Random(seed)
    world = _World(rng, statements)
    made = remark = event = 0
    while made < statements:
        event += 1
        day = _START + timedelta(rng.randrange(365))
        topic, place = rng.choices(world.words, cum_weights=world.ranks, k=4), world.name()
        told = rng.sample(_OUTLETS, rng.choices(_TOLD_BY, _TOLD_WEIGHTS)[0])
        remarks = []
        for speaker in rng.choices(world.people, cum_weights=world.fame, k=rng.randint(1, 4)):
            for _ in range(rng.randint(1, 4)):
                remark += 1
                remarks.append((remark, speaker, _utterance(world, topic, place)))
        agency: list[tuple[int, str, tuple[str, Kind]]] = []
        for number, outlet in enumerate(told):
            here = [(n, who, _worded(rng, phrases)) for n, who, phrases in remarks if rng.random() < 0.7]
            if number == 0:
                agency = here
            elif rng.random() < 0.25:
                here = agency  # printed as it came
            late = day + timedelta(rng.random() < 0.2)
            for place_in, (n, who, (text, kind)) in enumerate(here):
                made += 1
                known = rng.random() < 0.85
                yield (
                    Saying(
                        id=f"s{made}", text=text, kind=kind, speaker=who if known else None,
                        source=who.split()[-1] if known else rng.choice(("he", "she", "an official")), cue="said",
                        outlet=outlet, day=late, article=f"{event}/{outlet}", start=place_in,
                    ),
                    n,
                )  # fmt: skip
                if made == statements:
                    return


def _cpu() -> float:
    """Return the CPU seconds of this process and of those that it has waited for."""
    return sum(
        t.ru_utime + t.ru_stime for t in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _run(statements: int) -> dict[str, float]:
    from quoteattr.wording import describe, pairs

    truth: dict[str, int] = {}
    outlets: dict[str, tuple[str | None, str | None]] = {}
    sayings = []
    for saying, remark in generate(statements):
        sayings.append(saying)
        truth[saying.id] = remark
        outlets[saying.id] = saying.outlet, saying.article
    started, clock = _cpu(), time.perf_counter()
    found, right = [], 0
    for score, a, b in pairs(sayings, workers=WORKERS):
        found.append((score, a, b))
        right += truth[a.id] == truth[b.id]
    took, wall, wrong = _cpu() - started, time.perf_counter() - clock, len(found) - right
    peak = sum(resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, *[resource.RUSAGE_CHILDREN] * WORKERS))
    # How the wordings of a pair differ is worked out where it is shown: a sample tells what that costs.
    sample = random.Random(1).sample(found, min(2000, len(found)))
    started = _cpu()
    for score, a, b in sample:
        describe(a, b, score)
    each = (_cpu() - started) / max(1, len(sample))
    told: dict[int, list[str]] = defaultdict(list)
    for name, remark in truth.items():
        told[remark].append(name)
    true = sum(outlets[a][0] != outlets[b][0] for ids in told.values() for k, a in enumerate(ids) for b in ids[k + 1 :])
    return {
        "statements": statements, "cpu_seconds": round(took, 1), "true_pairs": true,
        "precision": round(right / max(1, right + wrong), 4), "recall": round(right / max(1, true), 4),
        "peak_gib": round(peak / 2**20, 2),
        "wall_seconds": round(wall, 1), "describe_ms": round(1000 * each, 2),
    }  # fmt: skip


def main() -> None:
    """Measure each size in a process of its own and print the exponents between them."""
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(_run(int(sys.argv[2]))))
        return
    sizes = [int(float(n)) for n in sys.argv[1:]] or [10**4, 10**5, 10**6]
    found: list[dict[str, float]] = []
    for size in sizes:
        told = subprocess.run([sys.executable, __file__, "--one", str(size)], stdout=subprocess.PIPE, check=True)
        found.append(json.loads(told.stdout))
        sys.stdout.write(json.dumps(found[-1]) + "\n")
        sys.stdout.flush()
    for one, two in zip(found, found[1:], strict=False):
        slope = math.log(two["cpu_seconds"] / one["cpu_seconds"]) / math.log(two["statements"] / one["statements"])
        sys.stdout.write(f"exponent from {one['statements']:.0f} to {two['statements']:.0f}: {slope:.2f}\n")


if __name__ == "__main__":
    main()
