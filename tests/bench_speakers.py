"""Resolve a million mentions against 200,000 generated speakers; run by hand, never collected by pytest.

    python tests/bench_speakers.py [SPEAKERS] [MENTIONS]

Prints what the registry takes to build, mentions per CPU second by tenths of the run, and the peak memory.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from datetime import date

from quoteattr.names.titles import listed
from quoteattr.registry import Registry, Role, Speaker
from quoteattr.spans import Span
from quoteattr.speakers import Known, resolve
from quoteattr.values import Article, Attribution, Entity, Kind, Quote

_GIVEN = sorted(listed("Ab An Ar Bel Ca Da El Fe Ga Ha Il Ja Ka La Ma Na Ol Pe Ra Sa Ta Ul Va Wa Ya Ze"))
_MIDDLE = sorted(listed("bra da fi ga li lo ma na no ra ri ro sa shi ta va ya zo"))
_END = sorted(listed("d l m n r s t k v n"))
_FAMILY_END = sorted(listed("ov ova sky man son ini escu berg ez aki wala dze"))
_DAY = date(2025, 4, 15)


def _word(random: random.Random, ends: list[str]) -> str:
    return random.choice(_GIVEN) + "".join(random.choices(_MIDDLE, k=random.randint(1, 2))) + random.choice(ends)


def speakers(count: int, seed: int = 7) -> list[Speaker]:
    """Return invented speakers with five names each."""
    rng, found = random.Random(seed), []
    for number in range(count):
        given, family = _word(rng, _END), _word(rng, _FAMILY_END)
        aliases = (
            f"{given} {rng.choice('ABCDEFGHKLMNPRST')}. {family}",
            f"{given[0]}. {family}",
            f"{given} {family.replace('k', 'kh', 1)}",
            f"Dr. {given} {family}-{number % 97}",
        )
        role = Role("mayor", of=f"Town {number}", since=date(2020, 1, 1))
        found.append(Speaker(f"s{number}", f"{given} {family}", "generated", _DAY, aliases=aliases, roles=(role,)))
    return found


def main(count: int = 200_000, mentions: int = 1_000_000) -> None:
    """Build, resolve and report."""
    write = sys.stdout.write
    people = speakers(count)
    start = time.process_time()
    registry = Registry(people)
    write(f"registry of {len(registry):,} speakers built in {time.process_time() - start:.1f} CPU s\n")
    rng, known = random.Random(11), Known()
    begun = last = time.process_time()
    done = named = 0
    tenth = max(1, mentions // 10)
    while done < mentions:
        entities = []
        for _ in range(20):
            person = rng.choice(people)
            name = rng.choice(person.names) if rng.random() < 0.8 else f"{_word(rng, _END)} {_word(rng, _FAMILY_END)}"
            entities.append(Entity(name, "PERSON", (Span(0, len(name)),)))
        article = Article(" ".join(str(e.name) for e in entities), published=_DAY)
        quote = Quote((Span(0, 1),), Kind.INDIRECT)
        results = resolve([Attribution(quote, e) for e in entities], article, registry, known)
        known = known.including(r.speaker for r in results if r.speaker)
        named += sum(r.speaker is not None for r in results)
        done += len(entities)
        if done % tenth < len(entities):
            now = time.process_time()
            write(f"{done:>10,} mentions  {tenth / (now - last):>9,.0f} a second  {len(known):,} names met\n")
            last = now
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    write(
        f"{done / (last - begun):,.0f} mentions a CPU second, {named / done:.0%} named, peak memory {peak:,.0f} MiB\n"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
