"""From an entity of the article to the canonical speaker, or to an honest unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import attrs
import pytest

from quoteattr.pipeline import extract_articles
from quoteattr.registry import Registry, speaker_of
from quoteattr.spans import Span
from quoteattr.speakers import Known, resolve
from quoteattr.values import Article, Attribution, Entity, Kind, Quote, Resolution

DAY = date(2025, 4, 15)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def one(
    registry: Registry,
    source: str,
    entity: Entity | None = None,
    *,
    day: date | None = DAY,
    known: Sequence[str] = (),
    more: str = "",
    candidates: tuple[Entity, ...] = (),
    joint: bool = True,
    beside: Sequence[str] = (),
) -> Resolution:
    text = f"{source} said it would rain. {more}"
    quote = Quote(
        (Span(len(source) + 6, len(source) + 19),), Kind.INDIRECT, None, Span(0, len(source)) if source else None
    )
    attribution = Attribution(quote, entity, candidates=candidates)
    return resolve([attribution], Article(text, published=day), registry, Known(known), joint=joint, beside=beside)[0]


NAMED = [
    ("Mark Rutte", "PERSON", (), "Mark Rutte", "registry"),
    ("Volodymyr Zelenskyy", "PERSON", (), "Volodymyr Zelensky", "registry"),
    ("Wolodymyr Selenskyj", "PERSON", (), "Volodymyr Zelensky", "registry"),
    ("Зеленський", "PERSON", (), "Volodymyr Zelensky", "registry"),
    ("Volodimir Zelenskyi", "PERSON", (), "Volodymyr Zelensky", "fuzzy"),
    ("Sergey Lavrov", "PERSON", (), "Sergei Lavrov", "registry"),
    ("Sergeij Lawrow", "PERSON", (), "Sergei Lavrov", "fuzzy"),
    ("Olena Zelenska", "PERSON", (), "Olena Zelenska", "registry"),
    ("Donald J. Trump", "PERSON", (), "Donald Trump", "registry"),
    ("Donald Trump Jr.", "PERSON", (), "Donald Trump Jr.", "registry"),
    ("Hillary Rodham Clinton", "PERSON", (), "Hillary Clinton", "registry"),
    ("Clinton", "PERSON", (), None, "refused"),
    ("Clinton", "PERSON", ("former us secretary of state",), "Hillary Clinton", "role"),
    ("Rubio", "PERSON", ("us secretary of state",), "Marco Rubio", "registry"),
    ("Johnson", "PERSON", (), None, "refused"),
    ("Kim", "PERSON", (), None, "refused"),
    ("Bush", "PERSON", (), None, "refused"),
    ("Kim", "PERSON", ("north korean leader",), "Kim Jong Un", "role"),
    ("Reeves", "PERSON", ("british finance minister",), "Rachel Reeves", "role"),
    ("Dilnoza Karimova", "PERSON", ("teacher",), "Dilnoza Karimova", "article"),
    ("Salima Rahimova", "PERSON", ("surname as Zulfia Rahimova: kin",), "Salima Rahimova", "article"),
    ("Tim Cook", "PERSON", ("surname as Dana Cook: kin",), None, "refused"),
    ("Bill Clinton", "PERSON", ("surname as Hillary Clinton: kin",), "Bill Clinton", "registry"),
    ("Sgt. Timur Aslanov", "PERSON", (), "Timur Aslanov", "article"),
    ("Volodymyr Zelenskov", "PERSON", (), "Volodymyr Zelenskov", "article"),
    ("the Kremlin", "ORG", (), "Kremlin", "registry"),
    ("F.B.I.", "ORG", (), "FBI", "registry"),
    ("U.N. Security Council", "ORG", (), "UN Security Council", "registry"),
    ("Russia's Foreign Ministry", "ORG", (), "Russian Foreign Ministry", "registry"),
    ("Armed Forces of Ukraine", "ORG", (), "Ukrainian army", "registry"),
    ("the Harbour Institute", "ORG", (), "Harbour Institute", "article"),
    ("Ukraine", "PLACE", (), "Ukraine", "article"),
    ("Neighbouring Kyrgyzstan", "PERSON", (), "Kyrgyzstan", "article"),
    ("U.S.", "PLACE", (), "United States", "article"),
]


@pytest.mark.parametrize(
    ("name", "label", "descriptors", "speaker", "method"), NAMED, ids=[f"{n}-{'-'.join(d)}" for n, _, d, _, _ in NAMED]
)
def test_named(
    registry: Registry, name: str, label: str, descriptors: tuple[str, ...], speaker: str | None, method: str
) -> None:
    found = one(registry, name, Entity(name, label, (Span(0, len(name)),), descriptors))
    assert (found.speaker, found.method) == (speaker, method), found.reason
    assert found.reason.endswith(".")
    assert (found.speaker is None) == (found.score == 0.0)


# Who must not be taken for another: name, description, names met before, the speaker and whether the registry has them.
HARD = [
    ("Xi", (), (), "Xi Jinping", True),
    ("Rutte XI", (), (), None, False),
    ("Trump", (), (), "Donald Trump", True),
    ("Trump Jr.", (), (), "Donald Trump Jr.", True),
    ("Donald Trump Jr.", ("president",), (), "Donald Trump Jr.", True),
    ("Eric Trump", (), (), "Eric Trump", True),
    ("Fred Trump", (), (), "Fred Trump", False),
    ("Zelensky", (), (), "Volodymyr Zelensky", True),
    ("Zelenska", (), (), "Olena Zelenska", True),
    ("Zelenskaya", (), (), None, False),
    ("Oleksandr Zelensky", (), (), "Oleksandr Zelensky", False),
    ("Francisca Lopez", (), ("Francisco Lopez",), "Francisca Lopez", False),
    ("Francisco Lopez", (), ("Francisca Lopez",), "Francisco Lopez", False),
    ("Kim", (), (), None, False),
    ("Kim Yo Jong", ("leader's sister",), (), "Kim Yo Jong", True),
    ("Kim Jong-un", (), (), "Kim Jong Un", True),
    ("Kim Jong-il", (), (), "Kim Jong Il", True),
    ("Kim Jong Chul", (), (), "Kim Jong Chul", False),
    ("Bush", (), (), None, False),
    ("George Bush", (), (), None, False),
    ("George H.W. Bush", (), (), "George H. W. Bush", True),
    ("Jeb Bush", (), (), "Jeb Bush", True),
    ("Laura Bush", (), (), "Laura Bush", False),
    ("Assad", (), (), "Bashar al-Assad", True),
    ("Bashar Assad", (), (), "Bashar al-Assad", True),
    ("Asma al-Assad", (), (), "Asma al-Assad", False),
    ("Hafez al-Assad", (), (), "Hafez al-Assad", False),
    ("Mike Johnson", ("house speaker",), (), "Mike Johnson", True),
    ("Michael Johnson", ("sprinter",), (), "Michael Johnson", False),
    ("Aoun", (), (), None, False),
    ("Aoun", ("lebanese president",), (), "Joseph Aoun", True),
    ("Li Qiang", (), (), "Li Qiang", True),
    ("Lee Jae-yong", (), (), "Lee Jae-yong", False),
    ("Jean-Marie Le Pen", (), (), "Jean-Marie Le Pen", False),
    ("Mojtaba Khamenei", (), (), "Mojtaba Khamenei", True),
]


@pytest.mark.parametrize(
    ("name", "descriptors", "known", "speaker", "has"), HARD, ids=[f"{n}-{'-'.join(d)}" for n, d, _, _, _ in HARD]
)
def test_hard(
    registry: Registry,
    name: str,
    descriptors: tuple[str, ...],
    known: tuple[str, ...],
    speaker: str | None,
    has: bool,
) -> None:
    found = one(registry, name, Entity(name, "PERSON", (Span(0, len(name)),), descriptors), known=known)
    assert (found.speaker, found.speaker_id is not None) == (speaker, has), found.reason


def test_an_office_of_a_namesake_goes_before_an_alias() -> None:
    facts = {"source": "the desk", "checked": "2025-04-01"}
    office = {"office": "president", "of": "lb", "since": "2025-01-09"}
    registry = Registry(
        map(
            speaker_of,
            [
                {"id": "old", "name": "Michel Aoun", "aliases": ["Aoun"], **facts},
                {"id": "new", "name": "Joseph Aoun", "roles": [office], **facts},
            ],
        )
    )
    assert one(registry, "Aoun", Entity("Aoun", "PERSON")).speaker_id == "old"
    assert one(registry, "Aoun", Entity("Aoun", "PERSON", (), ("lebanese president",))).speaker_id == "new"


@pytest.mark.parametrize(
    ("day", "speaker"), [(DAY, "Ali Khamenei"), (date(2026, 4, 15), "Mojtaba Khamenei")], ids=["father", "son"]
)
def test_a_family_s_office_goes_by_its_day(registry: Registry, day: date, speaker: str) -> None:
    supreme = Entity("Khamenei", "PERSON", (Span(0, 8),), ("iran's supreme leader",))
    assert one(registry, "Khamenei", supreme, day=day).speaker == speaker


UNNAMED = [
    ("the Ukrainian leader", DAY, "Volodymyr Zelensky", "role"),
    ("the Ukrainian leader", date(2016, 5, 1), "Petro Poroshenko", "role"),
    ("the Ukrainian leader", None, None, "refused"),
    ("the NATO chief", date(2024, 9, 30), "Jens Stoltenberg", "role"),
    ("the NATO chief", date(2024, 10, 1), "Mark Rutte", "role"),
    ("the Russian foreign ministry", None, "Russian Foreign Ministry", "role"),
    ("a Foreign Ministry spokesman", DAY, "Foreign Ministry spokesman", "article"),
    ("a Pentagon spokeswoman", DAY, "Pentagon spokeswoman", "article"),
    ("a spokesman for Mayor Lee Tran", DAY, None, "nobody"),
    ("residents", DAY, None, "nobody"),
    ("two officials", DAY, None, "nobody"),
    ("Hispanics and African Americans", DAY, None, "nobody"),
    ("Federal court", DAY, None, "nobody"),  # a headline's capital
    ("the Democrat's team", DAY, None, "nobody"),
    ("the Clinton campaign", DAY, "Clinton campaign", "article"),
    ("analysts at Harbour Bank", DAY, "Harbour Bank", "article"),
    ("German health authorities", DAY, "German health authorities", "article"),
    ("he", DAY, None, "nobody"),
    ("the former U.S. president", DAY, None, "refused"),
    ("the former NATO chief", date(2014, 12, 1), "Anders Fogh Rasmussen", "role"),
    ("", DAY, None, "nobody"),
]


@pytest.mark.parametrize(("source", "day", "speaker", "method"), UNNAMED, ids=[f"{s}@{d}" for s, d, _, _ in UNNAMED])
def test_unnamed(registry: Registry, source: str, day: date | None, speaker: str | None, method: str) -> None:
    found = one(registry, source, day=day)
    assert (found.speaker, found.method) == (speaker, method), found.reason


@pytest.mark.parametrize(
    ("source", "entity", "speaker"),
    [
        ("Traders on the Parade", None, None),
        ("A Ruritanian court", None, None),
        ("A CBS poll", None, "CBS poll"),
        ("she", Entity("Marie-Ange Cadet", "PERSON"), "Marie-Ange Cadet"),
        ("the host", Entity("Brenvis Chairman", "PERSON"), None),
        ("the Spaniard", Entity("Spaniard", "PERSON"), None),
    ],
)
def test_what_is_a_name(registry: Registry, source: str, entity: Entity | None, speaker: str | None) -> None:
    assert one(registry, source, entity).speaker == speaker


def test_a_ministry_of_either_of_two_countries(registry: Registry) -> None:
    ministry = Entity("defence ministry", "ORG")
    more = "Thai guns fired at Cambodian posts. Thailand denied it. Thailand and Cambodia met."
    found = one(registry, "the defence ministry", ministry, more=more)
    assert found.speaker is None and "Thailand and Cambodia" in found.reason
    tax = Entity("tax ministry", "ORG")
    assert one(registry, "the tax ministry", tax, more="Peru met Peru.").speaker == "Peru's tax ministry"
    assert one(registry, "the tax ministry", tax, more="Honduras met Honduras.").speaker == "Honduras' tax ministry"


def test_spokesperson_of_a_body(registry: Registry) -> None:
    found = one(registry, "a Pentagon spokeswoman", Entity("Pentagon", "ORG"))
    assert found.speaker == "Pentagon spokeswoman"


def test_joint_sources(registry: Registry) -> None:
    found = one(registry, "UNICEF and the World Food Program")
    assert found.speaker == "UNICEF and the World Food Programme"
    assert [c.name for c in found.candidates] == ["UNICEF", "World Food Programme"]
    refused = one(registry, "UNICEF and the World Food Program", joint=False)
    assert (refused.speaker, refused.method) == (None, "refused")
    assert [c.name for c in refused.candidates] == ["UNICEF", "World Food Programme"]


def test_two_of_one_name_are_told_apart_by_office_or_not_at_all() -> None:
    facts = {"source": "the desk", "checked": "2025-01-01"}
    registry = Registry(
        speaker_of({"id": f"mj-{i}", "name": "Mike Johnson", "roles": [{"office": office, "of": of}], **facts})
        for i, (office, of) in enumerate([("mayor", "Fargo"), ("coach", "Leeds United")])
    )
    bare = one(registry, "Mike Johnson", Entity("Mike Johnson", "PERSON"))
    assert (bare.speaker, bare.method, len(bare.candidates)) == (None, "refused", 2)
    told = one(registry, "Mike Johnson", Entity("Mike Johnson", "PERSON", (), ("mayor of fargo",)))
    assert (told.speaker_id, told.method) == ("mj-0", "role")


def test_a_nickname_needs_more_than_a_family_name(registry: Registry) -> None:
    found = one(registry, "Michael Johnson", Entity("Michael Johnson", "PERSON", (), ("sprinter",)))
    assert found.speaker == "Michael Johnson"
    assert found.speaker_id is None


def test_an_office_overrules_the_article(registry: Registry) -> None:
    wrong = Entity("Dilnoza Karimova", "PERSON")
    assert one(registry, "the NATO chief", wrong).method == "refused"
    assert one(registry, "the NATO chief", wrong, more="Mark Rutte had arrived.").speaker == "Mark Rutte"


def test_later_spellings_join(registry: Registry) -> None:
    found = one(
        registry, "Ulughbek Juraev", Entity("Ulughbek Juraev", "PERSON"), known=["Ulugbek Dzhurayev", "Odil Jurayev"]
    )
    assert (found.speaker, found.method) == ("Ulugbek Dzhurayev", "fuzzy")
    other = one(registry, "Ruslan Olimov", Entity("Ruslan Olimov", "PERSON"), known=["Rustam Olimov"])
    assert other.speaker == "Ruslan Olimov"


def test_first_name_only(registry: Registry) -> None:
    entity = Entity("Sardor", "PERSON", (Span(0, 6),))
    assert one(registry, "Sardor", entity, more="He gave only his first name.").speaker == "Sardor"


ONE_WORD = [
    ("Sardor", "", "Sardor"),  # the same word throughout: a body, or somebody with a single name
    ("Judge Sardor", "", None),  # a title asks for a surname, and the rest of the name is not there
    ("Sardor", "Later Mr Sardor left.", None),
    ("Clinton", "", None),  # the registry has several
    ("the Kenyan", "", None),  # a nationality is no name
    ("Growers", "He met growers in the village hall.", None),  # a capital from the start of the sentence
]


@pytest.mark.parametrize(("source", "more", "speaker"), ONE_WORD, ids=[f"{s}-{m}" for s, m, _ in ONE_WORD])
def test_one_word_throughout(registry: Registry, source: str, more: str, speaker: str | None) -> None:
    name = source.split()[-1]
    text = f"{source} said it would rain. {more}"
    spans = tuple(Span(m.start(), m.end()) for m in re.finditer(name, text))
    assert one(registry, source, Entity(name, "PERSON", spans), more=more).speaker == speaker


# A bare name, the speakers met before, those of the page, and whom it means.
BARE = [
    ("Sardor", (), (), "Sardor"),
    ("Rutte", (), (), "Mark Rutte"),  # the registry has no other
    ("Bush", (), (), None),
    ("Bush", (), ("Laura Bush",), "Laura Bush"),
    ("Bush", (), ("Jeb Bush", "Ann Reed"), "Jeb Bush"),
    ("Horvenko", ("Yurii Horvenko",), (), None),  # met somewhere: no second speaker, and no name
    ("Horvenko", ("Yurii Horvenko",), ("Yurii Horvenko",), "Yurii Horvenko"),
    ("Horvenko", (), ("Yurii Horvenko", "Olena Horvenko"), None),
    ("Horvenko", (), ("Olena Horvenka",), "Horvenko"),
    ("Yurii", (), ("Yurii Horvenko",), "Yurii"),  # a first name is no family name
]


@pytest.mark.parametrize(("name", "known", "beside", "speaker"), BARE)
def test_bare_names_on_a_page(
    registry: Registry, name: str, known: Sequence[str], beside: Sequence[str], speaker: str | None
) -> None:
    entity = Entity(name, "PERSON", (Span(0, len(name)),))
    found = one(registry, name, entity, known=known, beside=beside)
    assert found.speaker == speaker, found.reason
    assert (found.speaker_id is None) == (speaker not in ("Mark Rutte", "Jeb Bush"))
    told = any(name in other.split()[1:] for other in beside) and speaker is not None
    assert found.reason.startswith("Of those whom the page names in full") == told


def test_what_the_article_leaves_open_is_told_once() -> None:
    (result,) = extract_articles([Article("“Rain is near,” two officials said. “Late,” the Ukrainian leader said.")])
    group, office = (s.why for s in result.statements)
    assert group == 'The source "two officials" (offset 16) names nobody: they are people without a name.'
    assert office.endswith('"Ukrainian leader" may be any of several and the article has no date.')


def test_dispatches_of_a_page_help_one_another() -> None:
    full = Article("“Rain is near,” said Yurii Horvenko, a farmer. “It is late,” Horvenko said.", record="page")
    bare = Article("“The fields are dry,” Horvenko said on Monday.", record="page")
    results = extract_articles([full, bare, attrs.evolve(bare, record="other")])
    assert [[s.speaker for s in r.statements] for r in results] == [["Yurii Horvenko"] * 2, ["Yurii Horvenko"], [None]]


def test_several_in_the_article(registry: Registry) -> None:
    both = (Entity("Anna Berg", "PERSON"), Entity("Eva Brandt", "PERSON"))
    found = one(registry, "she", candidates=both)
    assert (found.method, [c.name for c in found.candidates]) == ("refused", ["Anna Berg", "Eva Brandt"])


def test_known_is_a_value() -> None:
    first = Known(["Anna Berg"])
    second = first.including(["Eva Brandt"])
    third = first.including(["Odil Jurayev"])
    assert [len(k) for k in (first, second, third)] == [1, 2, 2]
    assert first.by_key("Eva Brandt") is None
    assert second.by_key("dr. eva brandt") == "Eva Brandt"
    assert third.by_key("Eva Brandt") is None
    assert list(third) == ["Anna Berg", "Odil Jurayev"]
    assert second.including(["Anna Berg"]) is second
