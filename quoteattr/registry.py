"""The registry of speakers: who is known beforehand, by which names, in which office and when.

One entry a line, in JSON. An office holds from ``since`` to the day before ``until``; an office without an end is
believed for half a year after the entry was checked, and not longer; a body's offices are its own for good.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import attrs
import cattrs

from quoteattr.errors import RegistryError
from quoteattr.names import NameKey, agree, asked_keys, kept_keys, name_key
from quoteattr.names.countries import country_code
from quoteattr.names.sounds import bare_words
from quoteattr.names.titles import listed

KINDS = ("person", "organisation", "office", "country")
# People leave offices: past this an open end is no longer taken for a fact.
TRUST = timedelta(days=180)
_QID = re.compile(r"Q[1-9]\d*\Z")
_CODE = re.compile(r"[a-z]{2}(?:-[a-z0-9]{1,3})?")
_NOT_NOW = listed("late future next then deputy")
_ENDED = listed("former ex onetime erstwhile")
_FILLER = listed("the a an its his her their our current new incumbent acting presumptive sitting s")


@attrs.frozen
class Role:
    """An office, and when it is held.

    Args:
        office: Its name, in lower case, without the country or body: "secretary general".
        of: The country's code ("ua") or the body's name ("NATO"); empty for an office that needs none ("pope").
        also: What copy calls it as well: "chief", "leader".
        since: The first day, or None where it is not known.
        until: The first day of somebody else, or None where there is none yet.
    """

    office: str = attrs.field(validator=attrs.validators.min_len(2))
    of: str = ""
    also: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.since and self.until and self.until <= self.since:
            raise ValueError(f"the office of {self.office} ends on {self.until}, before it begins")

    def held(self, on: date, checked: date | None) -> bool:
        """Tell whether the office is surely held on a day.

        Args:
            on: The day.
            checked: The day up to which the holder is known; None for a body, which hands its office to nobody.
        """
        if self.since is not None and on < self.since:
            return False
        if self.until is not None:
            return on < self.until
        return checked is None or on <= checked + TRUST


def _kind(_: Speaker, attribute: attrs.Attribute[str], value: str) -> None:
    if value not in KINDS:
        raise ValueError(f"the kind {value!r} is none of {', '.join(KINDS)}")


def _qid(_: Speaker, attribute: attrs.Attribute[str | None], value: str | None) -> None:
    if value is not None and not _QID.match(value):
        raise ValueError(f"{value!r} is no Wikidata id")


@attrs.frozen
class Speaker:
    """One entry of a registry.

    Args:
        id: Its id within the registry, such as ``mark-rutte``.
        name: The canonical name.
        kind: ``person``, ``organisation``, ``office`` or ``country``.
        aliases: Other names. A bare family name among them says that it means this one unless the article objects.
        romanisations: The name in other scripts and romanisations.
        country: The code of its country.
        wikidata: Its id in Wikidata, where that is certain.
        roles: Its offices, with their dates.
        source: Where the facts are from, and what no source confirms.
        checked: When they were last checked; for an office without an end, the day up to which its holder is known.
    """

    id: str = attrs.field(validator=attrs.validators.min_len(1))
    name: str = attrs.field(validator=attrs.validators.min_len(1))
    source: str = attrs.field(validator=attrs.validators.min_len(1))
    checked: date
    kind: str = attrs.field(default="person", validator=_kind)
    aliases: tuple[str, ...] = ()
    romanisations: tuple[str, ...] = ()
    country: str | None = None
    wikidata: str | None = attrs.field(default=None, validator=_qid)
    roles: tuple[Role, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, the canonical one first."""
        return tuple(dict.fromkeys((self.name, *self.aliases, *self.romanisations)))

    def holds(self, role: Role, day: date) -> bool:
        """Tell whether one of its offices is surely held on a day."""
        return role.held(day, self.checked if self.kind == "person" else None)

    def role(self, day: date | None) -> Role | None:
        """Return an office that is held on ``day``, the first one listed."""
        return next((r for r in self.roles if day is not None and self.holds(r, day)), None)


_CONVERTER = cattrs.Converter(forbid_extra_keys=True, detailed_validation=False)
_CONVERTER.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
_CONVERTER.register_unstructure_hook(date, lambda value: value.isoformat())


def speaker_of(record: Mapping[str, Any]) -> Speaker:
    """Return the speaker that a JSON object describes.

    Raises:
        RegistryError: The object breaks the schema.
    """
    try:
        return _CONVERTER.structure(dict(record), Speaker)
    except Exception as error:  # cattrs raises many kinds, and each of them says the same here
        raise RegistryError(
            f"The entry {record.get('id', record.get('name', '?'))!r} breaks the schema: {error}.",
            remedy="See docs/reference/registry.md for the fields: id, name, source and checked are needed.",
            entry=dict(record),
        ) from error


def record_of(speaker: Speaker) -> dict[str, Any]:
    """Return a speaker as a JSON object, without the fields that are empty."""
    full: dict[str, Any] = _CONVERTER.unstructure(speaker)
    roles = [{k: v for k, v in role.items() if v} for role in full.pop("roles")]
    order = ("id", "name", "kind", "aliases", "romanisations", "country", "wikidata")
    head = {name: full[name] for name in order if full[name]}
    return {**head, **({"roles": roles} if roles else {}), "source": full["source"], "checked": full["checked"]}


class Registry:
    """Speakers, found by name, by office and day, and by the sound of a family name.

    Args:
        speakers: The entries; ids must differ.

    Raises:
        RegistryError: Two entries share an id.
    """

    def __init__(self, speakers: Iterable[Speaker] = ()) -> None:
        self._speakers: dict[str, Speaker] = {}
        # Most keys lead to one entry: an id by itself takes a third of the memory of a list of one.
        self._keys: dict[str, str | list[str]] = {}
        self._families: dict[str, str | list[str]] = {}
        self._bearers: dict[str, tuple[Speaker, ...]] = {}
        self._offices: dict[tuple[str, str], list[tuple[str, Role]]] = {}
        self._office_names: set[str] = set()
        for speaker in speakers:
            if speaker.id in self._speakers:
                raise RegistryError(
                    f"Two entries have the id {speaker.id!r}.", remedy="Give one of them another id.", id=speaker.id
                )
            self._add(speaker)
        for speaker in self:
            for role in speaker.roles:
                for office in (role.office, *role.also):
                    name = " ".join(bare_words(office))
                    self._office_names.add(name)
                    self._offices.setdefault((self._place(role.of, asked=False), name), []).append((speaker.id, role))

    def _add(self, speaker: Speaker) -> None:
        self._speakers[speaker.id] = speaker
        sounding: dict[str, None] = {}
        for key in dict.fromkeys(name_key(name).value for name in speaker.names):
            self._under(self._keys, key, speaker.id)
        if speaker.kind == "person":
            for name in speaker.names:
                sounding.update(dict.fromkeys(kept_keys(name)))
            for key in sounding:
                self._under(self._families, key, speaker.id)

    @staticmethod
    def _under(index: dict[str, str | list[str]], key: str, entry: str) -> None:
        """Put an entry under a key, to which it was not put before."""
        held = index.setdefault(key, entry)
        if held is entry:
            return
        if isinstance(held, str):
            index[key] = [held, entry]
        else:
            held.append(entry)

    @staticmethod
    def _of(index: dict[str, str | list[str]], key: str) -> list[str] | tuple[str, ...]:
        held = index.get(key, ())
        return (held,) if isinstance(held, str) else held

    @classmethod
    def load(cls, path: str | Path | None = None) -> Registry:
        """Read a registry.

        Args:
            path: A file with one JSON object a line; the packaged starter registry where none is given.

        Raises:
            RegistryError: The file can't be read, or a line breaks the schema; the error names the line.
        """
        if path is None:
            return _packaged()
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RegistryError(f"The registry {path} can't be read: {error}.", remedy="Check the path.") from error
        return cls(_parsed(text, str(path)))

    def __len__(self) -> int:
        return len(self._speakers)

    def __bool__(self) -> bool:
        return True  # an empty registry is one all the same

    def __iter__(self) -> Iterator[Speaker]:
        return iter(self._speakers.values())

    def __contains__(self, entry: object) -> bool:
        return entry in self._speakers

    def __getitem__(self, entry: str) -> Speaker:
        return self._speakers[entry]

    def by_key(self, key: NameKey) -> tuple[Speaker, ...]:
        """Return the speakers that have a name with this key."""
        return tuple(self._speakers[entry] for entry in self._of(self._keys, key.value))

    def by_family(self, name: str, initials: bool = True) -> tuple[Speaker, ...]:
        """Return the people whose family name, and given name if there is one, sound alike: those worth comparing.

        Args:
            name: The name.
            initials: Whether an initial stands for every given name that begins with it.
        """
        found = dict.fromkeys(e for key in asked_keys(name, initials) for e in self._of(self._families, key))
        return tuple(self._speakers[entry] for entry in found)

    def bearers(self, name: str) -> tuple[Speaker, ...]:
        """Return the people whom a bare family name may mean; worked out once a name, since thousands may bear it."""
        if name not in self._bearers:
            near = (s for s in self.by_family(name) if any(agree(name, n).verdict != "different" for n in s.names))
            self._bearers[name] = tuple(near)
        return self._bearers[name]

    def by_role(self, phrase: str, day: date | None) -> tuple[Speaker, ...]:
        """Return who holds the office that a phrase names.

        Args:
            phrase: Such as "the Ukrainian leader", "NATO's secretary-general", "head of the IMF"; with "former", those
                whose time was over by then.
            day: When; None asks for everybody who ever held it.

        Returns:
            The holders on that day: none where it is not known, several where the phrase says too little.
        """
        found: dict[str, None] = {}
        ended = bool(_ENDED & set(bare_words(phrase)))
        for of, office in self._readings(phrase):
            for entry, role in self._offices.get((of, office), ()):
                if ended:
                    held = role.until is not None and (day is None or role.until <= day)
                else:
                    held = day is None or self._speakers[entry].holds(role, day)
                if held:
                    found[entry] = None
        return tuple(self._speakers[entry] for entry in found)

    def _readings(self, phrase: str) -> Iterator[tuple[str, str]]:
        """Yield the ways to part a phrase into a country or body and an office."""
        text = re.sub(r"['’]s?(?=\s|$)", "", phrase).replace("'", " ").replace("’", " ")
        said = bare_words(text)
        yield from self._parted([w for w in said if w not in _FILLER | _ENDED])
        if "new" in said:  # of New York, which is no newer York
            yield from self._parted([w for w in said if w == "new" or w not in _FILLER | _ENDED])

    def _parted(self, words: list[str]) -> Iterator[tuple[str, str]]:
        """Yield the ways to part words without filler into a country or body and an office."""
        if not words or len(words) > 8 or _NOT_NOW & set(words[:-1]):
            return
        if " ".join(words) in self._office_names:
            yield "", " ".join(words)
        for at in range(1, len(words)):
            office = " ".join(words[at:])
            if office in self._office_names and (of := self._place(" ".join(words[:at]))):
                yield of, office
            office = " ".join(words[:at])
            if words[at] in ("of", "for", "at") and office in self._office_names and len(words) > at + 1:
                yield self._place(" ".join(words[at + 1 :])), office

    def _place(self, of: str, asked: bool = True) -> str:
        """Return one key for a country, however it is named, and one for a body by any of its names."""
        if not of:
            return ""
        if _CODE.fullmatch(of) and of not in ("un", "eu"):
            return f"country {'gb' if of == 'uk' else of}"
        key = name_key(of).value
        bodies = [e for e in self._of(self._keys, key) if self._speakers[e].kind != "person"]
        if len(bodies) == 1:
            return f"body {bodies[0]}"
        code = country_code(of) if asked else None  # entries write codes: loading a registry needs no country table
        return f"country {code}" if code else f"name {key}"

    def of_body(self, name: str) -> Speaker | None:
        """Return the one organisation that has this name, or None."""
        found = [s for s in self.by_key(name_key(name)) if s.kind != "person"]
        return found[0] if len(found) == 1 else None

    def including(self, others: Iterable[Speaker]) -> Registry:
        """Return a registry with ``others`` as well, such as a newsroom's own.

        An entry with a known id replaces the old one, and keeps the old one's other names.
        """
        merged = dict(self._speakers)
        for other in others:
            old = merged.get(other.id)
            if old is not None:
                names = tuple(n for n in (*other.aliases, *old.names) if n != other.name)
                other = attrs.evolve(other, aliases=tuple(dict.fromkeys(names)))
            merged[other.id] = other
        return Registry(merged.values())

    def save(self, path: str | Path) -> None:
        """Write the registry, one entry a line."""
        Path(path).write_text("".join(self._lines()), encoding="utf-8")

    @property
    def fingerprint(self) -> str:
        """A hash of all entries: what was resolved with another registry has to be resolved anew."""
        digest = hashlib.sha256()
        for line in self._lines():
            digest.update(line.encode())
        return digest.hexdigest()[:16]

    def _lines(self) -> Iterator[str]:
        return (json.dumps(record_of(speaker), ensure_ascii=False) + "\n" for speaker in self)


def _parsed(text: str, where: str) -> Iterator[Speaker]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            record = json.loads(line)
            if not isinstance(record, dict):
                raise RegistryError("It is no JSON object.")
            yield speaker_of(record)
        except (ValueError, RegistryError) as error:
            raise RegistryError(
                f"Line {number} of {where} is no valid entry: {str(error).rstrip('.')}.",
                remedy="Mend or remove that line.",
                line=number,
                path=where,
            ) from error


@lru_cache(maxsize=1)
def _packaged() -> Registry:
    text = resources.files("quoteattr").joinpath("data", "speakers.jsonl").read_text(encoding="utf-8")
    return Registry(_parsed(text, "the packaged registry"))
