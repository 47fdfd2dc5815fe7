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
DAY = r"( \(\d{4}-\d\d-\d\d\))?"
WORDS = r'"[^";]+"'
# A file of a repository with its revision; the address of a page, with its day where it has one; or a public file by
# its title or words of its own, alone or as what cites the page.
REPOSITORY = re.compile(r"(Wikidata in )?[\w.-]+/[\w.-]+ [\w./-]+(@[0-9a-f]{8})?")
PAGE = re.compile(rf'[a-z0-9.-]+\.[a-z]+/[^\s;"]+{DAY}')
FILE = re.compile(rf"{WORDS}{DAY}|{PAGE.pattern}, cited in (a public file|{WORDS}{DAY})")
MOST_WORDS = 8  # what names a file is to be found by an exact search, and copies nothing
COMPARED = date(2026, 11, 26)


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
        named, _ = parts(speaker)
        assert named, speaker.id
        assert not [s for s in named if not any(kind.fullmatch(s) for kind in (REPOSITORY, PAGE, FILE))], speaker.id
        assert len(set(named)) == len(named), speaker.id
        words = re.findall(WORDS, speaker.source)
        assert not [w for w in words if len(w.split()) > MOST_WORDS], speaker.id


def test_what_is_unconfirmed_belongs_to_the_entry(registry: Registry) -> None:
    for speaker in registry:
        for item in parts(speaker)[1]:
            office, _, dates = item.partition(": ")
            role = next(r for r in speaker.roles if f"{r.office} of {r.of}" == office)
            assert dates in {f"{w} {d} (the year agrees)" for w, d in (("since", role.since), ("until", role.until))}


def test_nothing_is_known_after_the_day_of_the_comparison(registry: Registry) -> None:
    for speaker in registry:
        assert speaker.checked <= COMPARED, speaker.id
        dated = [date.fromisoformat(d) for d in re.findall(r"\((\d{4}-\d\d-\d\d)\)", speaker.source)]
        assert max(dated, default=COMPARED) <= COMPARED, speaker.id


def test_documentation_gives_the_figures_of_the_data(registry: Registry) -> None:
    text = (DOCS / "reference" / "registry.md").read_text(encoding="utf-8")
    told = {what.strip(): int(n) for what, n in re.findall(r"^\| ([^|]+) \| (\d+) \|$", text, re.MULTILINE)}
    found = figures(registry)
    assert told == found
    limits = " ".join((DOCS / "limits.md").read_text(encoding="utf-8").split())
    total = {what: sum(n for k, n in found.items() if k.startswith(f"{what}, ")) for what in ("people", "bodies")}
    offices = sum(n for k, n in found.items() if k.startswith("offices of people, "))
    assert f"its {total['people']} people, {offices} offices and {total['bodies']} bodies" in limits
    assert f"{found['dates of offices, to the year']} dates are confirmed to the year only" in limits


def test_documentation_tells_how_long_offices_are_known(registry: Registry) -> None:
    text = " ".join((DOCS / "reference" / "registry.md").read_text(encoding="utf-8").split())
    people = [s for s in registry if s.kind == "person"]
    held = [s for s in people if any(r.until is None or r.until > COMPARED for r in s.roles)]
    late, early = (sum(s.checked >= date(2026, 6, 1) for s in held), sum(s.checked < date(2025, 11, 1) for s in held))
    assert f"Of the {len(held)} people with such an office, {late} are known up to June 2026 or later" in text
    assert f"for {early} nothing after October 2025 was found" in text
    assert f"Of the people, {sum(not s.roles for s in people)} have no office" in text


def origin(source: str) -> str:
    """Return what the documentation counts a source under."""
    if FILE.fullmatch(source):
        return "files"
    if PAGE.fullmatch(source):
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
    ("an office that a list of October 2026 shows", "emmanuel-macron", date(2026, 10, 5)),
    ("an office that a list of September 2026 shows", "mark-rutte", date(2026, 9, 14)),
    ("an office that a page of its day shows", "boris-pistorius", date(2026, 1, 16)),
    ("a page of which the month is known", "penny-wong", date(2025, 11, 1)),
    ("several offices, one shown earlier", "elon-musk", date(2025, 12, 1)),
    ("an office that nothing later shows", "john-lee", date(2023, 12, 1)),
    ("offices that are all over", "angela-merkel", COMPARED),
    ("an office with an end that is still to come", "antonio-guterres", date(2026, 9, 14)),
    ("a body", "nato", COMPARED),
]


@pytest.mark.parametrize(("entry", "day"), [c[1:] for c in OPEN], ids=[c[0] for c in OPEN])
def test_open_offices_are_known_up_to_what_their_source_knows(registry: Registry, entry: str, day: date) -> None:
    assert registry[entry].checked == day
