"""What the packaged registry says of its sources: a grammar, and the figures of the documentation."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from quoteattr.registry import Registry, Role, Speaker

UNCONFIRMED = "unconfirmed: "
DOCS = Path(__file__).parent.parent / "docs"
# A file of a repository with its revision, or the address of a page, with its day where it has one.
NAMED = re.compile(
    r"(Wikidata in )?[\w.-]+/[\w.-]+ [\w./-]+(@[0-9a-f]{8})?|[a-z0-9.-]+\.[a-z]+/[\w./?=-]+( \(\d{4}-\d\d-\d\d\))?"
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def parts(speaker: Speaker) -> tuple[list[str], list[str]]:
    """Return the sources of an entry, and what none of them confirms."""
    named, _, left = f"; {speaker.source}".partition(f"; {UNCONFIRMED}")
    return [s for s in named.split("; ") if s], left.split("; ") if left else []


def confirmed(speaker: Speaker, role: Role) -> bool:
    named, left = parts(speaker)
    office = f"{role.office} of {role.of}" if role.of else role.office
    return bool(named) and not {office, f"{office} from {role.since}"} & set(left)


def agreement(speaker: Speaker, role: Role, which: str, day: date) -> str:
    """Tell how far a date of an office is confirmed."""
    office = f"{role.office} of {role.of}" if role.of else role.office
    said = [item for item in parts(speaker)[1] if item.startswith(f"{office}: ") and f"{which} {day}" in item]
    if not confirmed(speaker, role) or any(f"{which} {day} (the year agrees)" not in item for item in said):
        return "unconfirmed"
    return "to the year" if said else "to the day"


def figures(registry: Registry) -> dict[str, int]:
    found: Counter[str] = Counter()
    for speaker in registry:
        kind = "people" if speaker.kind == "person" else "bodies"
        named, left = parts(speaker)
        found[f"{kind}, {'none' if not named else 'in part' if left else 'wholly'}"] += 1
        if speaker.wikidata:
            sure = bool(named) and "the Wikidata id" not in left
            found[f"Wikidata ids, {'confirmed' if sure else 'unconfirmed'}"] += 1
        for role in speaker.roles if kind == "people" else ():
            found[f"offices of people, {'confirmed' if confirmed(speaker, role) else 'unconfirmed'}"] += 1
            for which, day in (("since", role.since), ("until", role.until)):
                if day is not None:
                    found[f"dates of offices, {agreement(speaker, role, which, day)}"] += 1
    return dict(found)


def test_every_source_is_named_in_full(registry: Registry) -> None:
    for speaker in registry:
        named, left = parts(speaker)
        assert named or left, speaker.id
        assert not [s for s in named if not NAMED.fullmatch(s)], speaker.id


def test_documentation_gives_the_figures_of_the_data(registry: Registry) -> None:
    text = (DOCS / "reference" / "registry.md").read_text(encoding="utf-8")
    told = {what.strip(): int(n) for what, n in re.findall(r"^\| ([^|]+) \| (\d+) \|$", text, re.MULTILINE)}
    found = figures(registry)
    assert told == found
    limits = " ".join((DOCS / "limits.md").read_text(encoding="utf-8").split())
    for what, whole in (
        ("people", "its {} people"),
        ("offices of people", "their {} offices"),
        ("bodies", "its {} bodies"),
    ):
        parted = {k: n for k, n in found.items() if k.startswith(f"{what}, ")}
        some = sum(n for k, n in parted.items() if not k.endswith((", none", ", unconfirmed")))
        assert f"{some} of {whole.format(sum(parted.values()))}" in limits


def origin(source: str) -> str:
    """Return what the documentation counts a source under."""
    if not re.search(r"(@[0-9a-f]{8}|\.md)\Z", source):
        return "pages"
    repository = source.removeprefix("Wikidata in ").split(" ")[0]
    owner = repository.split("/")[0]
    many = owner == "every-politician-scrapers" and not repository.endswith("world-leaders-2021")
    return f"{owner}/*" if many else repository


def test_documentation_counts_the_entries_of_every_source(registry: Registry) -> None:
    text = (DOCS / "reference" / "registry.md").read_text(encoding="utf-8")
    told = {what: int(n) for what, n in re.findall(r"^\| `?([\w/*-]+)[^|]*\|[^|]+\| (\d+) \|$", text, re.MULTILINE)}
    assert told == Counter(o for speaker in registry for o in {origin(s) for s in parts(speaker)[0]})


OPEN = [
    ("an office that a list of July 2026 shows", "emmanuel-macron", date(2026, 7, 17)),
    ("an election soon after", "ulf-kristersson", date(2026, 3, 17)),
    ("an office that nothing shows any more", "penny-wong", date(2025, 10, 31)),
    ("offices that are all over", "angela-merkel", date(2025, 10, 31)),
    ("offices that are all over, and confirmed", "theresa-may", date(2026, 11, 26)),
]


@pytest.mark.parametrize(("entry", "day"), [c[1:] for c in OPEN], ids=[c[0] for c in OPEN])
def test_open_offices_are_known_up_to_what_their_source_knows(registry: Registry, entry: str, day: date) -> None:
    assert registry[entry].checked == day
