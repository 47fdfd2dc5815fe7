"""Find a speaker of the database by any known spelling."""

from __future__ import annotations

from collections.abc import Iterable

from quoteattr.errors import DecisionError, QuoteattrError
from quoteattr.names import agree, family_keys
from quoteattr.speakers.bodies import joint_parts
from quoteattr.store.connection import Connection, fetch
from quoteattr.store.decisions import standing
from quoteattr.store.naming import rulings
from quoteattr.store.rows import key_of

_SPOKEN = "SELECT s.id, s.name FROM speakers s WHERE s.number IN (SELECT speaker FROM shown) ORDER BY s.id"


def by_key(con: Connection, name: str) -> list[tuple[str, str]]:
    """Return id and name of the speakers whose own name has the key of ``name``, or who is registered under that id."""
    key = key_of(name)
    rows = fetch(
        con,
        "SELECT DISTINCT s.id, s.name FROM speakers s LEFT JOIN aliases a ON a.speaker = s.id AND a.key = $1 "
        "WHERE s.id = $2 OR a.key IS NOT NULL ORDER BY s.id",
        [key, name],
    )
    return [(who, told) for who, told in rows if who == name or key_of(told) == key]


def _told(candidates: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name} ({who})" for who, name in candidates)


def find(con: Connection, name: str) -> str | None:
    """Return the id of the speaker that ``name`` means, or None where nobody fits.

    The exact name of somebody who speaks counts first; then what people decided, the aliases that articles use, and the
    names that agree with it in their parts.
    A bare family name that fits one speaker means that one.

    Raises:
        QuoteattrError: It fits several speakers.
    """
    ruled = rulings(standing(con))
    exact = by_key(con, name)
    met = {str(ruled.one(who)) for who, _ in exact}
    key = key_of(name)
    decided = ruled.aliases.get(("", key)) if key else None
    # A name that people gave to somebody else may have been a speaker of its own before: nothing is left to that one.
    if len(met) == 1 and not (decided and not met & {who for who, _ in fetch(con, _SPOKEN)}):
        return met.pop()
    if decided:
        return ruled.one(decided[0])
    names: dict[str, str] = dict(fetch(con, _SPOKEN))
    if len(met) > 1:
        candidates = {who: names.get(who, name) for who in met}
    else:
        aliased = fetch(con, "SELECT speaker FROM aliases WHERE key = $1", [key])
        candidates = {one: names[one] for row in aliased if (one := str(ruled.one(row[0]))) in names}
        near = set(family_keys(name))
        # Only who shares a sound of the family name can agree: the parts are compared for those few.
        # Two who spoke with one voice are asked for by both names: the name of one means the one.
        likely = {who: told for who, told in names.items() if near & set(family_keys(told)) and not joint_parts(told)}
        same = {who: told for who, told in likely.items() if agree(name, told).verdict == "same"}
        if same:
            candidates = same if len(same) == 1 else candidates | same
        else:
            candidates |= {who: told for who, told in likely.items() if agree(name, told).verdict == "compatible"}
    if len(candidates) > 1:
        ranked = sorted(candidates.items(), key=lambda c: (c[1], c[0]))
        raise QuoteattrError(
            f"“{name}” fits several speakers: {_told(ranked)}.",
            remedy="Give the full name, or the id.",
            name=name,
            candidates=tuple(ranked),
        )
    return next(iter(candidates), None)


def one_speaker(con: Connection, name: str) -> tuple[str, str] | None:
    """Return id and canonical name of the speaker called exactly ``name`` (or with that id), or None.

    Raises:
        DecisionError: Several speakers bear that name.
    """
    found = by_key(con, name)
    if len(found) > 1:
        raise DecisionError(
            f"{len(found)} speakers are called {name}: {_told(found)}.", remedy="Give the id.", candidates=tuple(found)
        )
    return found[0] if found else None
