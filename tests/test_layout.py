"""What each stretch of a page is, and where one dispatch ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.reading import Record, lay_out
from quoteattr.values import Article, Role

AFP = """'Like a drum': Fiji rides out storm
Suva, Fiji (AFP) April 15, 2025 - A storm tore roofs off houses in Fiji on Tuesday, the weather service said.
"It sounded like a drum," said farmer Mere Koroi.
- 'No boats' -
Ferries stayed in port. No one was hurt, police said.
abc-xy/dz"""

UPI = """Storm damages homes in western Fiji
Suva, Fiji (UPI) Apr 15, 2025 -
Officials in Fiji said Tuesday that a storm had damaged 40 homes near Lautoka.
"We have seen worse," mayor Jone Vula told reporters.
Power should be back by Friday, the utility said.
Related Links
Learn about storms at example.org
All about the weather at example.org
Subscribe Free To Our Daily Newsletters |"""

AP = """Storm batters Fiji’s west, leaving hundreds in the dark

By LOSANA TUBUNA and PETER HOLT

LAUTOKA, Fiji (AP) — Hundreds of people spent the night without power after a storm hit Fiji’s west.

“We have candles,” said Vula, the mayor.

A woman carries a mattress in Lautoka, Fiji, Tuesday, April 15, 2025. (AP Photo/Sela Ravu)

Schools remain closed, according to the education ministry.

___

Associated Press writer Ann Holt in Sydney contributed to this report."""

REUTERS = """Fiji's sugar mills halt after storm
- Two of three mills without power
- Industry body sees harvest down 4%
By Tevita Rao
SUVA, April 15 (Reuters) - Fiji's sugar mills stopped work on Tuesday after a storm cut power, their operator said.
Item 1 of 2 A mill stands idle in Lautoka, Fiji, April 15, 2025. REUTERS/Sela Ravu
"The cane can wait. The growers can't," growers' union leader Asha Prasad told Reuters.
HARVEST AT RISK
The finance ministry declined to comment.
($1 = 2.2500 Fijian dollars)
(Reporting by Tevita Rao; Editing by Ann Holt)"""

BBC = """'We have candles' - Fiji storm leaves hundreds in the dark

Ann Holt
BBC News, Lautoka

A storm has cut power to hundreds of homes in Fiji.

'We have seen worse,' the mayor of Lautoka, Jone Vula, told the BBC.

'Ignored'

He said the town had asked for stronger poles 'three times in a decade'.

More on this story
Why storms have names
How to stay safe"""

DPA = """Fiji counts the cost of storm

By Lena Voss, dpa

Wellington (dpa) - Fiji's government says a storm has caused damage of some 3 million dollars.

'It could have been worse,' Prime Minister Ratu Dakai said on Tuesday.

# dpa-Notebook

## Internet

- [Weather service](https://example.org/fiji)"""

PAGES = {"AFP": AFP, "UPI": UPI, "AP": AP, "Reuters": REUTERS, "BBC": BBC, "dpa": DPA}


def told(article: Article) -> list[tuple[str, str]]:
    return [(section.role.value, section.span.of(article.text)) for section in article.sections]


def words_of(article: Article, role: Role) -> list[str]:
    return [span.of(article.text) for span in article.parts(role)]


def lay(text: str, **known: object) -> tuple[Article, ...]:
    articles = lay_out(Record(text, **known))  # type: ignore[arg-type]
    check(text, articles)
    return articles


def check(text: str, articles: Sequence[Article]) -> None:
    """The texts make up the record; the sections are in order, apart, inside, and miss nothing but blanks."""
    assert "".join(article.text for article in articles) == text
    for article in articles:
        assert text[article.offset : article.offset + len(article.text)] == article.text
        end = 0
        for section in article.sections:
            assert end <= section.span.start < section.span.end <= len(article.text)
            assert not article.text[end : section.span.start].strip()
            end = section.span.end
        assert not article.text[end:].strip()


FACTS = {
    "AFP": ("AFP", "Suva, Fiji", date(2025, 4, 15), "'Like a drum': Fiji rides out storm", None),
    "UPI": ("UPI", "Suva, Fiji", date(2025, 4, 15), "Storm damages homes in western Fiji", None),
    "AP": (
        "AP",
        "LAUTOKA, Fiji",
        None,
        "Storm batters Fiji’s west, leaving hundreds in the dark",
        "LOSANA TUBUNA and PETER HOLT",
    ),
    "Reuters": ("Reuters", "SUVA", None, "Fiji's sugar mills halt after storm", "Tevita Rao"),
    "BBC": ("BBC", "Lautoka", None, "'We have candles' - Fiji storm leaves hundreds in the dark", "Ann Holt"),
    "dpa": ("dpa", "Wellington", None, "Fiji counts the cost of storm", "Lena Voss"),
}


@pytest.mark.parametrize("outlet", PAGES)
def test_facts(outlet: str) -> None:
    (article,) = lay(PAGES[outlet], name="page")
    facts = (article.outlet, article.place, article.published, article.title, article.byline)
    assert facts == FACTS[outlet]
    assert (article.record, article.offset) == ("page", 0)


ROLES = {
    "AFP": {
        Role.DATELINE: ["Suva, Fiji (AFP) April 15, 2025 -"],
        Role.SUBHEAD: ["- 'No boats' -"],
        Role.BOILERPLATE: ["abc-xy/dz"],
    },
    "UPI": {Role.DATELINE: ["Suva, Fiji (UPI) Apr 15, 2025 -"], Role.BOILERPLATE: [UPI[UPI.index("Related Links") :]]},
    "AP": {
        Role.BYLINE: ["By LOSANA TUBUNA and PETER HOLT"],
        Role.DATELINE: ["LAUTOKA, Fiji (AP) —"],
        Role.CAPTION: ["A woman carries a mattress in Lautoka, Fiji, Tuesday, April 15, 2025. (AP Photo/Sela Ravu)"],
        Role.BOILERPLATE: ["___\n\nAssociated Press writer Ann Holt in Sydney contributed to this report."],
    },
    "Reuters": {
        Role.SUBHEAD: ["- Two of three mills without power", "- Industry body sees harvest down 4%", "HARVEST AT RISK"],
        Role.BYLINE: ["By Tevita Rao"],
        Role.CAPTION: [
            "Item 1 of 2 A mill stands idle in Lautoka, Fiji, April 15, 2025. REUTERS/Sela Ravu",
        ],
        Role.BOILERPLATE: ["($1 = 2.2500 Fijian dollars)\n(Reporting by Tevita Rao; Editing by Ann Holt)"],
    },
    "BBC": {
        Role.BYLINE: ["Ann Holt", "BBC News, Lautoka"],
        Role.SUBHEAD: ["'Ignored'"],
        Role.BOILERPLATE: ["More on this story\nWhy storms have names\nHow to stay safe"],
    },
    "dpa": {Role.BYLINE: ["By Lena Voss, dpa"], Role.BOILERPLATE: [DPA[DPA.index("# dpa") :]]},
}


@pytest.mark.parametrize("outlet", PAGES)
def test_roles(outlet: str) -> None:
    (article,) = lay(PAGES[outlet])
    for role, expected in ROLES[outlet].items():
        assert words_of(article, role) == expected
    assert words_of(article, Role.HEADLINE) == [FACTS[outlet][3]]
    body = " ".join(words_of(article, Role.BODY))
    assert "storm" in body.casefold() and not any(words in body for e in ROLES[outlet].values() for words in e)


ORDERS = [
    ("AFP", "UPI"),
    ("UPI", "AFP"),
    ("Reuters", "AP", "UPI"),
    ("AP", "dpa", "Reuters"),
    ("dpa", "BBC", "AFP"),
    ("UPI", "BBC"),
    ("AFP", "UPI", "AP", "Reuters", "BBC", "dpa"),
]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n", "\r\n", "\n\u00a0\n"], ids=repr)
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_several_on_a_page(order: Sequence[str], gap: str) -> None:
    articles = lay(gap.join(PAGES[outlet] for outlet in order))
    assert [(a.outlet, a.title) for a in articles] == [(outlet, FACTS[outlet][3]) for outlet in order]
    for article, outlet in zip(articles, order, strict=True):
        (alone,) = lay(PAGES[outlet])
        assert told(article) == told(alone)


def test_a_writer_and_a_job_below_the_date() -> None:
    (article,) = lay("Storm hits Fiji\n\n17 October 2025\nAnn Holt\nWeather correspondent\n\nA storm has hit Fiji.")
    assert (article.byline, article.published, article.title) == ("Ann Holt", date(2025, 10, 17), "Storm hits Fiji")
    assert words_of(article, Role.BYLINE) == ["Ann Holt", "Weather correspondent"]


STORY_BELOW = "\n\nA storm has hit Fiji, and nobody was ready for it."
HEADS: dict[str, tuple[str, str, str | None]] = {
    "a standfirst": ("The night the roofs went in Suva\n\nThree families on what is left of their street", "The night the roofs went in Suva", None),
    "a writer above the date": ("The night the roofs went in Suva\n\nAnn Holt\nSat 18 Oct 2025 07.00 BST", "The night the roofs went in Suva", "Ann Holt"),
    "staff": ("Storm takes 40 roofs in Suva\n\nBy Ann Holt, Post staff\nOct. 18, 2025", "Storm takes 40 roofs in Suva", "Ann Holt"),
    "of which sort": ("In Suva, a Storm Shows Who Was Ready\n\nNews Analysis\n\nBy Ann Holt\nOct. 18, 2025", "In Suva, a Storm Shows Who Was Ready", "Ann Holt"),
    "a caption below the writer": (
        "Storm takes 40 roofs in Suva\n\n18 October 2025\nAnn Holt\nWeather correspondent\n\nA man looks at what was his kitchen in Suva", "Storm takes 40 roofs in Suva", "Ann Holt"),
    "the site's own lines": ("Pacific\nStorm takes 40 roofs in Suva", "Storm takes 40 roofs in Suva", None),
    "a live page": ("Storm in Fiji live: 40 roofs gone\n\n10.02am AEST\nGood morning", "Storm in Fiji live: 40 roofs gone", None),
    "a short headline": ("Storm hits Fiji", "Storm hits Fiji", None),
    "two people, who are no writers": ("Ann Holt\n\nIvo Pell\nSat 18 Oct 2025", "Ivo Pell", None),
}  # fmt: skip


@pytest.mark.parametrize(("head", "title", "byline"), HEADS.values(), ids=HEADS)
def test_the_headline_and_the_writer(head: str, title: str, byline: str | None) -> None:
    (article,) = lay(head + STORY_BELOW)
    assert (article.title, article.byline) == (title, byline)


def test_a_headline_below_the_date() -> None:
    (article,) = lay("Reuters, 15 April 2025\nStorm hits Fiji\nA storm has hit Fiji.")
    assert (article.outlet, article.title, article.published) == ("Reuters", "Storm hits Fiji", date(2025, 4, 15))


def test_a_teaser_stands_before_the_headline() -> None:
    teaser = '"It sounded like a drum," a farmer said.'
    first, second = lay(f"{teaser}\n{UPI}\n{teaser}\n{AFP}")
    assert told(first)[0] == told(second)[0] == ("teaser", teaser)
    assert second.text.startswith(teaser)


def test_the_last_sentence_of_a_story_is_no_teaser() -> None:
    first, second = lay(f"{AFP.removesuffix('abc-xy/dz')}A storm had damaged homes near Nadi in 2018, too.\n{UPI}")
    assert words_of(first, Role.BODY)[-1].endswith("in 2018, too.") and not words_of(second, Role.TEASER)


def test_a_page_without_a_dateline_is_one_article() -> None:
    text = "Storm hits Fiji\n\nA storm has hit Fiji.\n\nNobody was hurt, police said."
    (article,) = lay(text)
    assert told(article) == [("headline", "Storm hits Fiji"), ("body", text[17:])]
    assert (article.outlet, article.place, article.published) == (None, None, None)


def test_a_headline_right_behind_credits_begins_a_dispatch() -> None:
    other = "Mills idle\n\nThe mills are idle, growers say.\n\nThey want help."
    first, second = lay(f"{REUTERS}\n\n{other}")
    assert (first.outlet, second.outlet, second.title) == ("Reuters", None, "Mills idle")


def test_datelines_below_their_stories() -> None:
    story = "{}\nA storm has hit Fiji.\nNobody was hurt, police said.\nPower is back.\n{}"
    articles = lay("\n".join([story.format("One", "Reuters, 15 Apr 2025"), story.format("Two", "AFP, 16 Apr 2025")]))
    assert [(a.outlet, a.title, a.published) for a in articles] == [
        ("Reuters", "One", date(2025, 4, 15)),
        ("AFP", "Two", date(2025, 4, 16)),
    ]


def test_a_standfirst_of_the_same_story() -> None:
    text = (
        "Storm hits Fiji\nBy Ann Holt\nApril 15, 2025 9:14 PM UTC · Updated 2 hours ago\n\n"
        "April 15 - A storm has hit the west of Fiji.\n\nSummary\nFerries in port\nMills idle\n\n"
        "SUVA, April 15 (Reuters) - A storm hit Fiji on Tuesday, police said.\n\nNobody was hurt."
    )
    (article,) = lay(text)
    assert (article.outlet, article.place, article.published) == ("Reuters", "SUVA", date(2025, 4, 15))
    assert words_of(article, Role.SUBHEAD) == ["Ferries in port", "Mills idle"]
    assert words_of(article, Role.TEASER) == ["A storm has hit the west of Fiji."]


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister had told (AFP) - the agency - that he would go.",
        "Suva police, (AFP) reported, were busy.",
        "PARIS - the film, not the town - opens today.",
        "A picture by Getty Images (AFP) shows the roof.",
    ],
)
def test_false_datelines_do_not_split(sentence: str) -> None:
    assert len(lay(f"{AFP}\n{sentence}\nThat was all.\n")) == 1


def test_what_the_record_says_wins() -> None:
    (article,) = lay(
        REUTERS, outlet="Suva Evening Post", published=date(2024, 1, 2), title="A title", byline="Me", place="Nadi"
    )
    assert (article.outlet, article.published, article.title) == ("Suva Evening Post", date(2024, 1, 2), "A title")
    assert (article.byline, article.place) == ("Me", "Nadi")
    (article,) = lay(REUTERS, outlet="The Associated Press")
    assert article.outlet == "AP"


def test_the_title_with_a_stop_is_kept_as_a_teaser() -> None:
    (article,) = lay("Storm hits Fiji, police say.\n\nA storm has hit Fiji.", title="Storm hits Fiji, police say")
    assert told(article)[0] == ("teaser", "Storm hits Fiji, police say.")


def test_a_first_sentence_is_no_headline() -> None:
    (article,) = lay("A storm has hit Fiji.\n\nNobody was hurt.")
    assert {role for role, _ in told(article)} == {"body"}


@pytest.mark.parametrize(
    "text", ["Hello", "😀😀\n😀", "one\ntwo\nthree", '"Yes"', "Related Links", "___", "# One\n# Two"]
)
def test_where_there_is_no_story_all_is_body(text: str) -> None:
    (article,) = lay(text)
    assert {role for role, _ in told(article)} == {"body"}


ODD = {
    "crlf": AFP.replace("\n", "\r\n"),
    "carriage returns": AFP.replace("\n", "\r"),
    "line separators": AFP.replace("\n", "\u2028"),
    "no-break paragraphs": AFP.replace("\n", "\n\u00a0\n"),
    "indented": AFP.replace("\n", "\n    "),
    "tab and trailing blanks": AFP.replace("\n", " \t\n\t"),
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_line_ends(text: str) -> None:
    (article,), (plain,) = lay(text), lay(AFP)
    assert [s.role for s in article.sections] == [s.role for s in plain.sections]
    assert (article.outlet, article.title) == (plain.outlet, plain.title)


def test_wrapped_copy_is_read_by_paragraphs() -> None:
    text = (
        "Storm hits Fiji\n\nSUVA, April 15 (Reuters) - A storm tore roofs off\nhouses in the west of Fiji on Tuesday,"
        " the police\nsaid. Ferries stayed in port and the schools were\nshut.\n\nGrowers said the Lautoka Mill of the"
        "\nsugar corporation had lost its power, and that the\nHarvest Board would meet on Friday to decide what\n"
        "to do about it.\n"
    )
    (article,) = lay(text)
    assert [s.role for s in article.sections] == [Role.HEADLINE, Role.DATELINE, Role.BODY]


def test_one_line_of_fifty_thousand_words() -> None:
    text = "SUVA (AFP) - " + "word " * 50_000
    (article,) = lay(text)
    assert article.outlet == "AFP" and [s.role for s in article.sections] == [Role.DATELINE, Role.BODY]


# Each is a megabyte or so; none may take more than linear time, which a test run would show by not ending.
HEAVY = {
    "one letter": "a" * 1_000_000,
    "capitals": "AA " * 350_000,
    "brackets": "(" * 1_000_000,
    "dashes": "- " * 500_000,
    "names": ("Aa Bb, " * 85 + "\n") * 1_000,
    "slashes": ("ab/" * 195 + "\n") * 1_000,
    "weak datelines": "He said so.\n" * 6 + "SUVA, March 3\n" * 10_000 + "He said so.",
    "rejected datelines": "He said so.\n" * 9 + "SUVA - The story went on.\n" * 5_000,
    "captions": "He said so.\n" * 6 + "Item 1 of 3 x\nSUVA, March 3\n" * 5_000 + "He said so.",
    "blank lines": "a" + "\n" * 1_000_000 + "b",
}


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY)
def test_heavy_input(text: str) -> None:
    lay(text)


PIECES = st.sampled_from(
    [
        *"\n\r\u2028 \u00a0\t\x00.-—\"'“”()/😀я",
        "\n\n",
        "\r\n",
        "SUVA (AFP) - ",
        "April 15 (Reuters) - ",
        "PARIS - ",
        "BBC News, Suva",
        "A headline",
        "He said so.",
        "By Ann Holt",
        "Related Links",
        "Summary",
        "(AP Photo/Ann Holt)",
        "17 October 2025",
        "___",
        "burs-ab/cd",
        "# Links",
        "- point",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)).filter(str.strip))
def test_any_text(text: str) -> None:
    articles = lay(text, name="any")
    assert articles and all(article.text.strip() and article.sections for article in articles)
