"""The registry: schema, dated offices, merging, importers, and the packaged starter file."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from quoteattr.cli import main
from quoteattr.errors import RegistryError
from quoteattr.names import name_key
from quoteattr.registry import Registry, Role, record_of, speaker_of
from quoteattr.registry_check import check_registry
from quoteattr.registry_import import from_csv, from_wikidata

DAY = date(2025, 4, 15)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def test_starter_registry(registry: Registry) -> None:
    people = [s for s in registry if s.kind == "person"]
    assert len(people) >= 300
    assert len(registry) - len(people) >= 150
    for speaker in registry:
        assert speaker.source
        assert speaker.checked
        for role in speaker.roles:
            assert role.since is None or role.since <= speaker.checked
        assert speaker_of(record_of(speaker)) == speaker
    ids = [s.wikidata for s in registry if s.wikidata]
    assert len(ids) == len(set(ids))


def test_no_name_means_two(registry: Registry) -> None:
    for speaker in registry:
        for name in speaker.names:
            assert registry.by_key(name_key(name)) == (speaker,), name


HELD = [
    ("the NATO chief", date(2024, 9, 30), "Jens Stoltenberg"),
    ("the NATO chief", date(2024, 10, 1), "Mark Rutte"),
    ("NATO’s secretary-general", date(2014, 9, 30), "Anders Fogh Rasmussen"),
    ("the Ukrainian leader", DAY, "Volodymyr Zelensky"),
    ("the Ukrainian leader", date(2016, 1, 1), "Petro Poroshenko"),
    ("president of Ukraine", DAY, "Volodymyr Zelensky"),
    ("US Secretary of State", DAY, "Marco Rubio"),
    ("the U.S. secretary of state", date(2016, 1, 1), "John Kerry"),
    ("U.N. chief", date(2016, 4, 1), "Ban Ki-moon"),
    ("United Nations secretary-general", date(2020, 4, 1), "António Guterres"),
    ("head of the IMF", date(2020, 4, 1), "Kristalina Georgieva"),
    ("Britain's prime minister", DAY, "Keir Starmer"),
    ("UK Prime Minister", date(2016, 7, 20), "Theresa May"),
    ("the German chancellor", date(2025, 5, 6), "Friedrich Merz"),
    ("EU foreign policy chief", DAY, "Kaja Kallas"),
    ("the pontiff", date(2025, 5, 9), "Pope Leo XIV"),
    ("the pope", date(2025, 5, 1), None),
    ("the Apple CEO", date(2020, 1, 1), "Tim Cook"),
    ("the governor of Ohio", date(2016, 1, 1), "John Kasich"),
    ("Russian foreign ministry", DAY, "Russian Foreign Ministry"),
    ("Ukraine's army", DAY, "Ukrainian army"),
    ("Scotland's first minister", date(2020, 1, 1), "Nicola Sturgeon"),
    ("the Scottish first minister", date(2020, 1, 1), "Nicola Sturgeon"),
    ("the Russian prime minister", date(2010, 1, 1), "Vladimir Putin"),
    ("the Greek premier", date(2018, 1, 1), "Alexis Tsipras"),
    ("the Chilean president", date(2026, 3, 10), "Gabriel Boric"),
    ("the Chilean president", date(2026, 3, 11), "José Antonio Kast"),
    ("the Venezuelan president", date(2026, 1, 4), "Nicolás Maduro"),
    ("the Venezuelan president", date(2026, 1, 5), "Delcy Rodríguez"),
    ("the Japanese prime minister", date(2025, 10, 20), "Shigeru Ishiba"),
    ("the Japanese prime minister", date(2025, 10, 21), "Sanae Takaichi"),
    ("the French prime minister", date(2025, 9, 8), "François Bayrou"),
    ("the French prime minister", date(2025, 9, 9), "Sébastien Lecornu"),
    ("the British foreign secretary", date(2025, 9, 5), "Yvette Cooper"),
    ("the Hungarian prime minister", date(2026, 5, 8), "Viktor Orbán"),
    ("the Hungarian prime minister", date(2026, 5, 9), "Péter Magyar"),
    ("the Dutch prime minister", date(2026, 2, 22), "Dick Schoof"),
    ("the Dutch prime minister", date(2026, 2, 23), "Rob Jetten"),
    ("the Fed chair", date(2026, 5, 21), "Jerome Powell"),
    ("the Fed chair", date(2026, 5, 22), "Kevin Warsh"),
    ("Iran's supreme leader", date(2026, 3, 1), None),
    ("Iran's supreme leader", date(2026, 3, 8), "Mojtaba Khamenei"),
    ("Britain's prime minister", date(2026, 6, 22), "Keir Starmer"),
    ("Britain's prime minister", date(2026, 8, 1), "Andy Burnham"),
    ("the Polish president", date(2026, 11, 26), "Karol Nawrocki"),
    ("the Russian foreign ministry", date(2031, 1, 1), "Russian Foreign Ministry"),
    ("the former Polish president", DAY, None),
    ("the former EU foreign policy chief", date(2020, 1, 1), "Federica Mogherini"),
    ("the governor of New York", date(2025, 9, 1), "Kathy Hochul"),
    ("the new German chancellor", date(2025, 5, 6), "Friedrich Merz"),
    ("the New Zealand prime minister", date(2026, 1, 1), "Christopher Luxon"),
    ("the president", DAY, None),
    ("the Atlantean leader", DAY, None),
]


@pytest.mark.parametrize(("phrase", "day", "name"), HELD, ids=[f"{p}@{d}" for p, d, _ in HELD])
def test_office_on_a_day(registry: Registry, phrase: str, day: date, name: str | None) -> None:
    assert [s.name for s in registry.by_role(phrase, day)] == ([name] if name else [])


# Who came into office in 2026, the day before and the first day.
CHANGES = [
    ("the British prime minister", date(2026, 7, 20), "Keir Starmer", "Andy Burnham"),
    ("the Labour Party leader", date(2026, 7, 17), "Keir Starmer", "Andy Burnham"),
    ("the British foreign secretary", date(2026, 7, 20), "Yvette Cooper", "Ed Miliband"),
    ("the UK defence secretary", date(2026, 6, 11), "John Healey", "Dan Jarvis"),
    ("the UK defence secretary", date(2026, 7, 20), "Dan Jarvis", "Wes Streeting"),
    ("the British chancellor", date(2026, 7, 20), "Rachel Reeves", "John Healey"),
    ("the Ukrainian prime minister", date(2026, 7, 16), "Yulia Svyrydenko", "Serhii Koretskyi"),
    ("Ukraine's defence minister", date(2026, 1, 14), "Denys Shmyhal", "Mykhailo Fedorov"),
    ("Ukraine's defence minister", date(2026, 7, 16), None, "Yevhenii Khmara"),
    ("Ukraine's commander-in-chief", date(2026, 7, 21), "Oleksandr Syrskyi", "Mykhailo Drapatyi"),
    ("the U.S. attorney general", date(2026, 4, 2), "Pam Bondi", "Todd Blanche"),
    ("the US director of national intelligence", date(2026, 6, 19), "Tulsi Gabbard", "Bill Pulte"),
    ("the US director of national intelligence", date(2026, 8, 3), "Bill Pulte", "Jay Clayton"),
    ("Apple's CEO", date(2026, 9, 1), "Tim Cook", "John Ternus"),
    ("the Hungarian foreign minister", date(2026, 5, 9), "Péter Szijjártó", "Anita Orbán"),
    ("the Colombian president", date(2026, 8, 7), "Gustavo Petro", "Abelardo de la Espriella"),
    ("the Serbian president", date(2026, 9, 27), "Aleksandar Vučić", "Ana Brnabić"),
    ("the president of the UN General Assembly", date(2026, 9, 8), "Annalena Baerbock", "Khalilur Rahman"),
    ("the mayor of New York", date(2026, 1, 1), None, "Zohran Mamdani"),
    ("the New York City mayor", date(2026, 1, 1), None, "Zohran Mamdani"),
    ("the ICC prosecutor", date(2026, 7, 24), "Karim Khan", None),
]


@pytest.mark.parametrize(("phrase", "day", "old", "new"), CHANGES, ids=[f"{p}@{d}" for p, d, _, _ in CHANGES])
def test_office_changes_hands(registry: Registry, phrase: str, day: date, old: str | None, new: str | None) -> None:
    assert [s.name for s in registry.by_role(phrase, day - timedelta(days=1))] == ([old] if old else [])
    assert [s.name for s in registry.by_role(phrase, day)] == ([new] if new else [])


def test_open_end_is_not_believed_for_ever(registry: Registry) -> None:
    assert registry.by_role("the French president", date(2031, 1, 1)) == ()


def test_without_a_day_everybody_who_held_it(registry: Registry) -> None:
    assert len(registry.by_role("the French leader", None)) > 1


def entry(**fields: object) -> dict[str, object]:
    return {"id": "anna-berg", "name": "Anna Berg", "source": "the desk", "checked": "2025-01-01", **fields}


BROKEN = [
    (entry(name=""), "empty name"),
    (entry(kind="planet"), "kind"),
    (entry(wikidata="76"), "wikidata"),
    (entry(checked="yesterday"), "date"),
    (entry(colour="red"), "unknown field"),
    (entry(roles=[{"office": "mayor", "since": "2025-02-01", "until": "2024-02-01"}]), "backward"),
    ({"id": "x", "name": "X"}, "no source"),
]


@pytest.mark.parametrize("record", [r for r, _ in BROKEN], ids=[i for _, i in BROKEN])
def test_broken_line_is_named(tmp_path: Path, record: dict[str, object]) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps(entry()) + "\n" + json.dumps(record) + "\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="Line 2") as caught:
        Registry.load(path)
    assert caught.value.data["line"] == 2
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["{", "[]", "null"])
def test_no_json_object(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError, match="Line 1"):
        Registry.load(path)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(RegistryError):
        Registry.load(tmp_path / "none.jsonl")


def test_one_id_once() -> None:
    one = speaker_of(entry())
    with pytest.raises(RegistryError, match="anna-berg"):
        Registry([one, one])


def test_merging_keeps_other_names(tmp_path: Path) -> None:
    ours = Registry([speaker_of(entry(aliases=["A. Berg"]))])
    theirs = speaker_of(entry(name="Anna von Berg", roles=[{"office": "mayor", "of": "Kiel", "since": "2024-01-01"}]))
    merged = ours.including([theirs])
    assert (
        merged.by_key(name_key("A. Berg"))
        == merged.by_key(name_key("Anna Berg"))
        == merged.by_role("mayor of Kiel", DAY)
    )
    assert [s.name for s in ours] == ["Anna Berg"]
    merged.save(tmp_path / "out.jsonl")
    assert list(Registry.load(tmp_path / "out.jsonl")) == list(merged)


def test_role_borders() -> None:
    role = Role("mayor", since=date(2020, 1, 1), until=date(2021, 1, 1))
    checked = date(2025, 1, 1)
    assert [
        role.held(d, checked) for d in (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1))
    ] == [
        False,
        True,
        True,
        False,
    ]


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "desk.csv"
    path.write_text(
        "name,aliases,office,of,since,until,country\n"
        "Anna Berg,A. Berg; Anna B. Berg,Mayor,Kiel,2020-01-01,2024-01-01,de\n"
        "Anna Berg,,minister,Kiel,2024-01-01,,de\n"
        "Port of Kiel,,,,,,de\n",
        encoding="utf-8",
    )
    people = from_csv(path, source="city desk", checked=date(2024, 6, 1))
    assert [p.name for p in people] == ["Anna Berg", "Port of Kiel"]
    assert [r.office for r in people[0].roles] == ["mayor", "minister"]
    assert Registry(people).by_role("the mayor of Kiel", date(2023, 1, 1)) == (people[0],)


@pytest.mark.parametrize("text", ["name,since\n,2020\n", "name,office,since\nA B,mayor,soon\n"], ids=["name", "date"])
def test_broken_csv(tmp_path: Path, text: str) -> None:
    path = tmp_path / "desk.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError):
        from_csv(path)


def claim(target: str, **times: tuple[str, int]) -> dict[str, object]:
    names = {"since": "P580", "until": "P582"}
    qualifiers = {names[k]: [{"datavalue": {"value": {"time": t, "precision": p}}}] for k, (t, p) in times.items()}
    return {
        "rank": "normal",
        "mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": target}}},
        "qualifiers": qualifiers,
    }


def test_wikidata_as_it_comes(tmp_path: Path) -> None:
    """Empty tables are lists there, values may be missing or of another kind, and countries are entities."""
    country = {"id": "Q902", "labels": {"en": {"value": "Germany"}}, "claims": {"P297": [claim("")]}}
    country["claims"]["P297"][0]["mainsnak"]["datavalue"]["value"] = "DE"  # type: ignore[index]
    office = {"id": "Q901", "labels": {"en": {"value": "mayor of Kiel"}}, "aliases": [], "claims": []}
    unknown = {"rank": "normal", "mainsnak": {"snaktype": "somevalue"}}
    held = [
        claim("Q901", since=("+2020-03-01T00:00:00Z", 11), until=("+2020-03-01T00:00:00Z", 11)),
        claim("Q901", since=("-0044-03-15T00:00:00Z", 11)),
        unknown,
    ]
    claims = {"P31": [claim("Q5"), unknown], "P39": held, "P27": [claim("Q902")]}
    person = {"id": "Q900", "labels": {"en": {"value": "Anna Berg"}}, "aliases": [], "claims": claims}
    nameless = {"id": "Q903", "labels": [], "aliases": [], "claims": []}
    path = tmp_path / "entities.json"
    path.write_text(json.dumps([country, office, person, nameless]), encoding="utf-8")
    (found,) = from_wikidata(path, checked=date(2024, 6, 1))
    assert (found.name, found.country) == ("Anna Berg", "de")
    assert [(r.office, r.since) for r in found.roles] == [("mayor", None)]


@pytest.mark.parametrize(
    "text", ["", "nothing", "[1]", '{"entities": []}'], ids=["empty", "no JSON", "a number", "a list"]
)
def test_no_wikidata(tmp_path: Path, text: str) -> None:
    path = tmp_path / "entities.json"
    path.write_text(text, encoding="utf-8")
    try:
        assert from_wikidata(path) == ()
    except RegistryError as error:
        assert error.remedy


def test_wikidata(tmp_path: Path) -> None:
    office = {"id": "Q901", "labels": {"en": {"value": "mayor of Kiel"}}}
    person = {
        "id": "Q900",
        "labels": {"en": {"value": "Anna Berg"}, "ru": {"value": "Анна Берг"}},
        "aliases": {"en": [{"value": "A. Berg"}]},
        "claims": {
            "P31": [claim("Q5")],
            "P39": [
                claim("Q901", since=("+2020-03-01T00:00:00Z", 11), until=("+2024-00-00T00:00:00Z", 9)),
                claim("Q999"),
            ],
        },
    }
    path = tmp_path / "entities.json"
    path.write_text(json.dumps({"entities": {"Q900": person, "Q901": office}}), encoding="utf-8")
    (found,) = from_wikidata(path, checked=date(2024, 6, 1))
    assert (found.name, found.wikidata, found.aliases, found.romanisations) == (
        "Anna Berg",
        "Q900",
        ("A. Berg",),
        ("Анна Берг",),
    )
    (role,) = found.roles
    assert (role.office, role.of, role.since, role.until) == ("mayor", "Kiel", date(2020, 3, 1), None)
    lines = tmp_path / "dump.json"
    lines.write_text("[\n" + json.dumps(person) + ",\n" + json.dumps(office) + "\n]\n", encoding="utf-8")
    assert [p.name for p in from_wikidata(lines)] == ["Anna Berg"]


REMARKS = [
    ([entry(), entry(id="anna-berg-2")], "is that of anna-berg-2 as well"),
    ([entry(wikidata="Q1"), entry(id="eva", name="Eva Brandt", wikidata="Q1")], "Wikidata id Q1 is that of anna-berg"),
    ([entry(name="Berg")], "one word"),
    ([entry(aliases=["?!"])], "no letters"),
    ([entry(roles=[{"office": "mayor", "of": "Kiel", "since": "2024-01-01"}])], "no longer believed"),
]


@pytest.mark.parametrize(("records", "said"), REMARKS, ids=[said for _, said in REMARKS])
def test_remarks(records: list[dict[str, object]], said: str) -> None:
    found = check_registry(Registry(map(speaker_of, records)), date(2025, 12, 1))
    assert any(said in remark.what for remark in found), found
    assert check_registry(Registry([speaker_of(entry())]), date(2025, 12, 1)) == ()


def test_nothing_is_doubtful_in_the_packaged_one(registry: Registry) -> None:
    said = [r.what for r in check_registry(registry)]
    assert not [s for s in said if "one word" not in s]


def test_fingerprint() -> None:
    one, other = Registry([speaker_of(entry())]), Registry([speaker_of(entry(aliases=["A. Berg"]))])
    assert one.fingerprint == Registry(list(one)).fingerprint != other.fingerprint


def test_commands(tmp_path: Path) -> None:
    table, out = tmp_path / "desk.csv", tmp_path / "desk.jsonl"
    table.write_text("name,office,of,since\nAnna Berg,mayor,Kiel,2024-01-01\n", encoding="utf-8")
    convert = ["registry", "convert", str(table), "-o", str(out), "--checked", "2025-01-01"]
    assert CliRunner().invoke(main, [*convert, "--from", "csv", "--source", "the desk"]).exit_code == 0
    assert [s.source for s in Registry.load(out)] == ["the desk"]
    assert CliRunner().invoke(main, [*convert, "--from", "wikidata", "--source", "x"]).exit_code == 2
    checked = CliRunner().invoke(main, ["registry", "check", str(out), "--on", "2025-12-01"])
    assert (checked.exit_code, "no longer believed" in checked.stdout) == (0, True)
    out.write_text("{}\n", encoding="utf-8")
    broken = CliRunner().invoke(main, ["registry", "check", str(out)])
    assert (broken.exit_code, "Line 1" in broken.stderr) == (1, True)
