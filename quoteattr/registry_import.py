"""Entries for a registry from what a newsroom has already: a CSV file, or entities of Wikidata as JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from quoteattr.errors import RegistryError
from quoteattr.names.sounds import bare_words
from quoteattr.registry import Speaker, speaker_of

# Wikidata's properties: instance of, position held, start time, end time, country of citizenship, country, ISO code.
_INSTANCE, _POSITION, _START, _END, _CITIZEN, _COUNTRY, _ISO = "P31", "P39", "P580", "P582", "P27", "P17", "P297"
_HUMAN = "Q5"
_REMEDY = "Save the JSON of Special:EntityData, or lines of a JSON dump."


def from_csv(path: str | Path, *, source: str | None = None, checked: date | None = None) -> tuple[Speaker, ...]:
    """Read speakers from a CSV file.

    Args:
        path: A file with a header; ``name`` is needed, and ``id``, ``kind``, ``country``, ``wikidata``, ``aliases``
            (parted by semicolons), ``office``, ``of``, ``since``, ``until``, ``source`` and ``checked`` are read.
            Rows with one id are one speaker with several offices.
        source: Where the facts are from, for rows that don't say.
        checked: When they were checked, for rows that don't say; today where nothing is said.

    Raises:
        RegistryError: The file can't be read, or a row breaks the schema; the error names the row.
    """
    records: dict[str, dict[str, Any]] = {}
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RegistryError(f"The table {path} can't be read: {error}.", remedy="Check path and encoding.") from error
    for number, row in enumerate(rows, 2):
        cells = {k.strip().lower(): (v or "").strip() for k, v in row.items() if k and isinstance(v, str | None)}
        name = cells.get("name", "")
        if not name:
            raise RegistryError(f"Line {number} of {path} has no name.", remedy="Fill the column name.", line=number)
        entry = cells.get("id") or _slug(name)
        record = records.setdefault(entry, {"id": entry, "name": name, "aliases": [], "roles": []})
        record |= {k: cells[k] for k in ("kind", "country", "wikidata", "source", "checked") if cells.get(k)}
        record["aliases"] += [a.strip() for a in cells.get("aliases", "").split(";") if a.strip()]
        if cells.get("office"):
            dates = {k: cells[k] for k in ("since", "until") if cells.get(k)}
            record["roles"].append({"office": cells["office"].lower(), "of": cells.get("of", ""), **dates})
    when = (checked or date.today()).isoformat()
    return tuple(
        speaker_of({"source": source or Path(path).name, "checked": when, **record}) for record in records.values()
    )


def from_wikidata(path: str | Path, *, language: str = "en", checked: date | None = None) -> tuple[Speaker, ...]:
    """Read speakers from Wikidata entities: a JSON array, one entity a line, or an ``entities`` object.

    Positions keep their dates. The names of positions, and the codes of countries, are taken from the entities of the
    same file; a position whose entity is not in it is left out, since its number means nothing to a reader.

    Args:
        path: The file.
        language: Whose labels are the names; labels and aliases in other languages become romanisations.
        checked: When the file was fetched; today where nothing is said.

    Raises:
        RegistryError: The file can't be read as entities.
    """
    entities = {str(e.get("id")): e for e in _entities(Path(path)) if e.get("id")}
    when = (checked or date.today()).isoformat()
    found: list[dict[str, Any]] = []
    named = {t for e in entities.values() for prop in (_POSITION, _CITIZEN, _COUNTRY) for t in _targets(e, prop)}
    for entry, entity in entities.items():
        label = _label(entity, language)
        if not label:
            continue
        kinds = set(_targets(entity, _INSTANCE))
        offices = [r for claim in _claims(entity, _POSITION) if (r := _role(claim, entities, language))]
        if _HUMAN not in kinds and entry in named:
            continue  # the entity of an office or of a country, not of somebody who speaks
        record: dict[str, Any] = {
            "id": _slug(label) or entry.lower(),
            "name": label,
            "kind": "person" if _HUMAN in kinds else "organisation",
            "aliases": [str(a["value"]) for a in _table(entity, "aliases").get(language, ())],
            "romanisations": sorted({str(v["value"]) for v in _table(entity, "labels").values()} - {label}),
            "country": _country(entity, entities),
            "wikidata": entry,
            "roles": offices,
            "source": f"Wikidata {entry}",
            "checked": when,
        }
        found.append(record)
    seen: set[str] = set()
    for made in found:  # two of one name keep apart by their number
        if made["id"] in seen:
            made["id"] = f"{made['id']}-{str(made['wikidata']).lower()}"
        seen.add(str(made["id"]))
    return tuple(speaker_of(record) for record in found)


def _slug(name: str) -> str:
    return "-".join(bare_words(name))


def _entities(path: Path) -> Iterator[Mapping[str, Any]]:
    for entity in _values(path):
        if not isinstance(entity, Mapping):
            raise RegistryError(f"{path} holds {entity!r:.50}, which is no Wikidata entity.", remedy=_REMEDY)
        yield entity


def _values(path: Path) -> Iterator[Any]:
    try:
        text = path.read_text(encoding="utf-8")
        if text.lstrip().startswith("{") and "\n{" not in text.strip():
            whole = json.loads(text)
            yield from whole.get("entities", {}).values() if "entities" in whole else [whole]
            return
        for line in text.splitlines():
            if (line := line.strip().rstrip(",")) not in ("", "[", "]"):
                held = json.loads(line)
                yield from held if isinstance(held, list) else [held]
    except (OSError, UnicodeDecodeError, ValueError, AttributeError) as error:
        raise RegistryError(
            f"{path} can't be read as Wikidata entities: {error}.",
            remedy=_REMEDY,
        ) from error


def _table(entity: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a table of an entity; Wikidata writes an empty one as a list."""
    found = entity.get(name)
    return found if isinstance(found, Mapping) else {}


def _label(entity: Mapping[str, Any], language: str) -> str:
    return str(_table(_table(entity, "labels"), language).get("value", ""))


def _claims(entity: Mapping[str, Any], prop: str) -> Iterable[Mapping[str, Any]]:
    claims = [c for c in _table(entity, "claims").get(prop, ()) if isinstance(c, Mapping)]
    return [c for c in claims if c.get("rank") != "deprecated" and _value(c) is not None]


def _value(claim: Mapping[str, Any]) -> Any:
    """Return what a claim says, or None where it says that nothing is known."""
    return _table(_table(claim, "mainsnak"), "datavalue").get("value")


def _targets(entity: Mapping[str, Any], prop: str) -> list[str]:
    return [
        str(value["id"]) for c in _claims(entity, prop) if isinstance(value := _value(c), Mapping) and "id" in value
    ]


def _country(entity: Mapping[str, Any], entities: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the code of the one country of an entity, where the file has that country's own entity."""
    codes = {
        str(_value(claim)).lower()
        for prop in (_CITIZEN, _COUNTRY)
        for country in _targets(entity, prop)
        for claim in _claims(entities.get(country, {}), _ISO)
    }
    return codes.pop() if len(codes) == 1 else None


def _role(claim: Mapping[str, Any], entities: Mapping[str, Mapping[str, Any]], language: str) -> dict[str, Any] | None:
    value = _value(claim)
    office = entities.get(str(value.get("id"))) if isinstance(value, Mapping) else None
    name = _label(office, language) if office else ""
    if not name:
        return None
    head, _, of = name.partition(" of ")
    role: dict[str, Any] = {"office": head.lower(), "of": of.removeprefix("the ")}
    for prop, field in ((_START, "since"), (_END, "until")):
        for qualifier in _table(claim, "qualifiers").get(prop, ()):
            told = _table(_table(qualifier, "datavalue"), "value")
            # 11 is Wikidata's precision of a day: a year or a month alone would make up a date.
            if told.get("precision") == 11 and (day := _day(str(told.get("time")))):
                role[field] = day
    if role.get("until", "9") <= role.get("since", "0"):
        return None  # an office of one day holds on no day, as far as days tell
    return role


def _day(time: str) -> str | None:
    try:
        return date.fromisoformat(time.lstrip("+")[:10]).isoformat()
    except ValueError:  # before our era, or no day of the calendar
        return None
