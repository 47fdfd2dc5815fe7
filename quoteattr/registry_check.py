"""Look a registry over for what the schema can't tell: names that mean two, ids given twice, offices long unchecked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from quoteattr.names import name_key, parse_name
from quoteattr.registry import TRUST, Registry


@attrs.frozen
class Remark:
    """Something that somebody should look at.

    Args:
        entry: The entry's id.
        what: What it is, in a sentence.
    """

    entry: str
    what: str


def check_registry(registry: Registry, today: date | None = None) -> tuple[Remark, ...]:
    """Return what is doubtful in a registry: none of it stops it from being used.

    Args:
        registry: The registry; that its entries keep to the schema was checked when it was read.
        today: The day on which it is used, for offices without an end; they are left alone where none is given.
    """
    return (*_names(registry), *_ids(registry), *(_offices(registry, today) if today else ()))


def _names(registry: Registry) -> Iterator[Remark]:
    for speaker in registry:
        for name in speaker.names:
            key = name_key(name)
            if not key.value:
                yield Remark(speaker.id, f'the name "{name}" has no letters that could be looked up')
            others = [s.id for s in registry.by_key(key) if s.id != speaker.id]
            if others:
                yield Remark(speaker.id, f'the name "{name}" is that of {", ".join(others)} as well, and names nobody')
        if speaker.kind == "person" and not parse_name(speaker.name).given and len(speaker.names) == 1:
            yield Remark(speaker.id, f'"{speaker.name}" is one word: whoever is called so is taken for this person')


def _ids(registry: Registry) -> Iterator[Remark]:
    seen: dict[str, str] = {}
    for speaker in registry:
        if speaker.wikidata and (other := seen.setdefault(speaker.wikidata, speaker.id)) != speaker.id:
            yield Remark(speaker.id, f"its Wikidata id {speaker.wikidata} is that of {other}")


def _offices(registry: Registry, today: date) -> Iterator[Remark]:
    for speaker in registry:
        open_ended = [role for role in speaker.roles if role.until is None]
        if open_ended and speaker.kind == "person" and today > speaker.checked + TRUST:
            offices = ", ".join(dict.fromkeys(role.office for role in open_ended))
            yield Remark(
                speaker.id,
                f"checked on {speaker.checked}, more than {TRUST.days} days ago: {offices} is no longer believed",
            )
