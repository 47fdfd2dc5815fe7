"""Groups of sayings across outlets, each reporting one utterance."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from quoteattr.values import Match, Saying
from quoteattr.wording.candidates import home as home_of

# The least mean score between two groups that are joined, pairs without a match counted as 0: half of them at least
# must be matches, so that a chain of unlike things does not become one group.
_LINKAGE = 0.34


def groups(
    matches: Iterable[Match], sayings: Iterable[Saying], apart: Collection[frozenset[str]] = ()
) -> tuple[tuple[str, ...], ...]:
    """Gather sayings into groups, each reporting one utterance.

    Agglomerative, best match first, with mean linkage over the pairs from different articles: two groups are joined
    only where enough of their pairs match, or where people decided that two of their sayings are one utterance.

    Args:
        matches: Matches between the sayings; those that people made join groups, whatever the others say.
        sayings: The sayings; those without a match come as groups of one.
        apart: Pairs of ids that people keep apart: no group has both.

    Returns:
        The ids of each group, in the order of the sayings; the groups in the order of their first saying.
    """
    listed = list(sayings)
    order = {s.id: n for n, s in enumerate(listed)}
    home = {s.id: home_of(s) for s in listed}
    known = [m for m in matches if m.a in order and m.b in order]
    links = {frozenset((m.a, m.b)): m.score for m in known}
    decided = {frozenset((m.a, m.b)) for m in known if m.decision}
    member = {s.id: n for n, s in enumerate(listed)}
    held: dict[int, list[str]] = {n: [s.id] for n, s in enumerate(listed)}
    for pair, _ in sorted(links.items(), key=lambda x: (x[0] not in decided, -x[1], sorted(x[0]))):
        one, two = (member[i] for i in sorted(pair))
        if one == two or not (pair in decided or _close(held[one], held[two], links, home)):
            continue
        if apart and any(frozenset((a, b)) in apart for a in held[one] for b in held[two]):
            continue
        held[one] += held.pop(two)
        for i in held[one]:
            member[i] = one
    found = [tuple(sorted(ids, key=order.__getitem__)) for ids in held.values()]
    return tuple(sorted(found, key=lambda ids: order[ids[0]]))


def _close(
    one: Sequence[str], two: Sequence[str], links: Mapping[frozenset[str], float], home: Mapping[str, str]
) -> bool:
    crossing = [links.get(frozenset((a, b)), 0.0) for a in one for b in two if home[a] != home[b]]
    return bool(crossing) and sum(crossing) / len(crossing) >= _LINKAGE
