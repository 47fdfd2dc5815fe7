"""Why somebody is the speaker, in sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from quoteattr.names import name_key
from quoteattr.names.countries import country_name
from quoteattr.registry import Registry, Speaker
from quoteattr.values import Candidate, Resolution


def because(registry: Registry, day: date | None, speaker: Speaker, name: str) -> str:
    """Say why a name or an office is this speaker."""
    role = speaker.role(day)
    alias = speaker in registry.by_key(name_key(name))
    if role is None or speaker.kind != "person":
        return f"{speaker.name} is in the registry." if alias else f'"{name}" is {speaker.name} in the registry.'
    since = f" since {role.since}" if role.since else f" on {day}"
    office = f"{speaker.name}, {_office(role.office, role.of)}{since}"
    return f"The registry has {office}." if alias else f'"{name}" on {day} is {office}.'


def refused(reason: str, speakers: Sequence[tuple[Speaker, float]]) -> Resolution:
    """Return that it can't be told who it is, with those whom it may be and their scores."""
    return Resolution(
        None, None, 0.0, "refused", reason, tuple(Candidate(s.name, score, s.id) for s, score in speakers)
    )


def _office(office: str, of: str) -> str:
    if re.fullmatch(r"[a-z]{2}(?:-[a-z]{2,3})?", of):
        return f"{office} of {country_name(of)}"
    return f"{of} {office}" if of else office
