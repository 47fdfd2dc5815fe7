"""Resolve a million mentions against 200,000 generated speakers with a million names; run by hand, not by pytest.

    python tests/bench_speakers.py [MENTIONS ...]        (or: make benchspeakers)

Each number of mentions is a run of its own, against a registry of a fifth as many speakers with five or six names each;
three runs by default: 10,000, 100,000 and 1,000,000 mentions. Prints a line a run and how the cost grows. Family and given
names are as unevenly borne as in life (the commonest family name by some one in a hundred), and namesakes are many.
"""

from __future__ import annotations

import math
import random
import resource
import subprocess
import sys
import time
from datetime import date

from quoteattr.names.titles import listed
from quoteattr.registry import Registry, Role, Speaker
from quoteattr.spans import Span
from quoteattr.speakers import Known, resolve
from quoteattr.values import Article, Attribution, Entity, Kind, Quote

_FIRST = sorted(listed("Ab An Ar Bel Ca Da El Fe Ga Ha Il Ja Ka La Ma Na Ol Pe Ra Sa Ta Ul Va Wa Ya Ze"))
_MIDDLE = sorted(listed("bra da fi ga li lo ma na no ra ri ro sa shi ta va ya zo"))
_END = sorted(listed("d l m n r s t k v"))
_FAMILY_END = sorted(listed("ov ova sky man son ini escu berg ez aki wala dze"))
_DAY = date(2025, 4, 15)
_COUNTRIES = ("ua", "de", "us", "br", "in")
ARTICLE = 20  # mentions an article
BARE, NEW = 0.05, 0.20  # the share of mentions by a family name alone, and of people that are in no registry


def _words(ends: list[str]) -> list[str]:
    return [
        first + middle + more + end for first in _FIRST for middle in _MIDDLE for more in ("", *_MIDDLE) for end in ends
    ]


def _uneven(rng: random.Random, words: list[str]) -> str:
    """Draw a word, the first ones far more often than the last: by rank to the power of -0.6."""
    return words[int(len(words) * rng.random() ** 2.5)]


def speakers(count: int, seed: int = 7) -> list[Speaker]:
    """Return invented speakers with five or six names each."""
    rng, found = random.Random(seed), []
    givens, families = _words(_END), _words(_FAMILY_END)
    rng.shuffle(givens)
    rng.shuffle(families)
    for number in range(count):
        given, family = _uneven(rng, givens), _uneven(rng, families)
        aliases = (
            f"{given} {rng.choice('ABCDEFGHKLMNPRST')}. {family}",
            f"{given[0]}. {family}",
            f"{given} {family.replace('k', 'kh', 1)}",
            f"{given} {rng.choice('ABCDEFGHKLMNPRST')}. {rng.choice('ABCDEFGHKLMNPRST')}. {family}",
            f"Dr. {given} {family}-{families[number % len(families)]}",
        )
        role = Role("mayor", of=f"Town {number}", since=date(2020, 1, 1))
        country = _COUNTRIES[number % len(_COUNTRIES)]
        found.append(
            Speaker(
                f"s{number}", f"{given} {family}", "generated", _DAY, "person", aliases, country=country, roles=(role,)
            )
        )
    return found


def _entity(rng: random.Random, people: list[Speaker], givens: list[str], families: list[str]) -> Entity:
    drawn = rng.random()
    if drawn < NEW:
        name = f"{_uneven(rng, givens)} {_uneven(rng, families)}"
    else:
        person = rng.choice(people)
        name = rng.choice(person.names) if drawn < 1 - BARE else person.name.split()[-1]
    descriptors = (f"mayor of town {rng.randrange(len(people))}",) if rng.random() < 0.3 else ()
    return Entity(name, "PERSON", (Span(0, len(name)),), descriptors)


def run(mentions: int) -> None:
    """Build, resolve and report one run."""
    people = speakers(mentions // 5)
    start = time.process_time()
    registry = Registry(people)
    built = time.process_time() - start
    rng, known = random.Random(11), Known()
    givens, families = _words(_END), _words(_FAMILY_END)
    spent, named = 0.0, 0
    for _ in range(mentions // ARTICLE):
        entities = [_entity(rng, people, givens, families) for _ in range(ARTICLE)]
        article = Article("\n".join(str(e.name) for e in entities), published=_DAY)
        quote = Quote((Span(0, 1),), Kind.INDIRECT)
        attributions = [Attribution(quote, e) for e in entities]
        start = time.process_time()
        results = resolve(attributions, article, registry, known)
        known = known.including(r.speaker for r in results if r.speaker)
        spent += time.process_time() - start
        named += sum(r.speaker is not None for r in results)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{mentions} {len(people)} {sum(len(p.names) for p in people)} {built:.3f} {spent:.3f} {named / mentions:.4f} {peak:.0f}\n"
    )


def main(sizes: list[int]) -> None:
    """Run each size in a process of its own, so that its peak memory is its own, and print a table."""
    heads = ("mentions", "speakers", "names", "to build", "to resolve", "a CPU second", "named", "peak memory")
    sys.stdout.write("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads) + "\n")
    told: list[tuple[int, float, float]] = []
    for size in sizes:
        words = [sys.executable, __file__, "--one", str(size)]
        line = subprocess.run(words, check=True, capture_output=True, text=True).stdout
        mentions, count, names, built, spent, named, peak = map(float, line.split())
        told.append((size, built, spent))
        cells = (f"{mentions:,.0f}", f"{count:,.0f}", f"{names:,.0f}", f"{built:.1f} s", f"{spent:.1f} s")
        cells = (*cells, f"{mentions / spent:,.0f}", f"{named:.0%}", f"{peak:,.0f} MiB")
        sys.stdout.write("| " + " | ".join(cells) + " |\n")
        sys.stdout.flush()
    for (a, built, spent), (b, built_b, spent_b) in zip(told, told[1:], strict=False):
        wide = math.log(b / a)
        growth = f"building {math.log(built_b / built) / wide:.2f}, resolving {math.log(spent_b / spent) / wide:.2f}"
        sys.stdout.write(f"from {a:,} to {b:,} mentions, exponent (1 is linear): {growth}\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        run(int(sys.argv[2]))
    else:
        main([int(word.replace("_", "")) for word in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
