"""Why somebody is the speaker, in sentences."""

from __future__ import annotations

import re
from datetime import date

from quoteattr.names import name_key
from quoteattr.names.countries import country_name
from quoteattr.registry import Registry, Speaker


def because(registry: Registry, day: date | None, speaker: Speaker, name: str) -> str:
    """Say why a name or an office is this speaker."""
    role = speaker.role(day)
    alias = speaker in registry.by_key(name_key(name))
    if role is None or speaker.kind != "person":
        return f"{speaker.name} is in the registry." if alias else f'"{name}" is {speaker.name} in the registry.'
    since = f" since {role.since}" if role.since else f" on {day}"
    office = f"{speaker.name}, {_office(role.office, role.of)}{since}"
    return f"The registry has {office}." if alias else f'"{name}" on {day} is {office}.'


def _office(office: str, of: str) -> str:
    if re.fullmatch(r"[a-z]{2}(?:-[a-z]{2,3})?", of):
        return f"{office} of {country_name(of)}"
    return f"{of} {office}" if of else office
