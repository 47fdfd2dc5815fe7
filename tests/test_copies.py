"""Wire copy: prints of one dispatch are one witness, and two reporters who were told the same words are two."""

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteattr.comparison import compare
from quoteattr.exporting import export
from quoteattr.reading.agencies import credit
from quoteattr.render.html import comparison_page
from quoteattr.spans import Span
from quoteattr.values import Article, Attribution, Kind, Quote, Resolution, Statement
from quoteattr.wording.copies import copied, surroundings

SAID = "“The harbour wall held all night, and not one boat was lost,”"
DISPATCH = (
    "SKERRA (AFP) - Fishermen went back to their boats on Wednesday after the worst storm in a decade.\n\n"
    f"{SAID} harbour master Ana Perez told reporters on the quay, where a crane had fallen across the ice house.\n\n"
    "Two of the six ferries were to sail again before the weekend, the port said.\n"
)
OTHER = (
    "SKERRA - The port of Skerra counted its losses.\n\n"
    f"{SAID} said Ana Perez, who runs the harbour, as crews swept glass from the fish market behind her.\n"
)


def statement(text: str, outlet: str, published: date | None, byline: str | None = None) -> Statement:
    start = text.index(SAID)
    quote = Quote((Span(start, start + len(SAID)),), Kind.DIRECT)
    article = Article(text, outlet, byline=byline, published=published)
    return Statement(article, quote, Attribution(quote), Resolution("Ana Perez"))


def test_prints_of_one_dispatch_are_one_witness() -> None:
    told = [
        statement(
            DISPATCH.replace("(AFP) ", "").replace("harbour master", "harbor chief"),
            "Daily Post",
            datetime(2025, 6, 11, 18),
            "AFP",
        ),
        statement(DISPATCH, "AFP", datetime(2025, 6, 11, 9)),
        statement(OTHER, "Evening Star", datetime(2025, 6, 11, 12)),
    ]
    (row,) = compare(told).rows
    assert [[next(t.outlet for t in told if t.id == i) for i in w.sayings] for w in row.witnesses] == [
        ["AFP", "Daily Post"],
        ["Evening Star"],
    ]
    assert [w.agency for w in row.witnesses] == ["AFP", None]
    assert [(w.outlet, w.published) for w in row.witnesses] == [
        ("AFP", datetime(2025, 6, 11, 9)),
        ("Evening Star", datetime(2025, 6, 11, 12)),
    ]


def test_prints_are_told_apart_in_what_is_handed_on(tmp_path: Path) -> None:
    told = [
        statement(DISPATCH.replace("(AFP) ", ""), "Daily Post", datetime(2025, 6, 12), "AFP"),
        statement(DISPATCH, "AFP", datetime(2025, 6, 11)),
        statement(OTHER, "Star", datetime(2025, 6, 12)),
    ]
    compared = compare(told)
    numbers = {(r["outlet_a"], r["witness_a"], r["agency_a"], r["witnesses"]) for r in compared.records()}
    numbers |= {(r["outlet_b"], r["witness_b"], r["agency_b"], r["witnesses"]) for r in compared.records()}
    assert numbers == {("AFP", 1, "AFP", 2), ("Daily Post", 1, "AFP", 2), ("Star", 2, None, 2)}
    assert [w["published"] for w in compared.to_dict()["rows"][0]["witnesses"]] == [
        "2025-06-11T00:00:00",
        "2025-06-12T00:00:00",
    ]
    path = export(compared, tmp_path / "r.json", "claimreviews", reviewer="The desk")
    (review,) = json.loads(path.read_text(encoding="utf-8"))["@graph"]
    claim = review["itemReviewed"]
    assert claim["firstAppearance"]["publisher"]["name"] == "AFP"
    based = {a["publisher"]["name"]: (a.get("isBasedOn"), a.get("creditText")) for a in claim["appearance"]}
    assert based == {
        "AFP": (None, None),
        "Daily Post": (claim["firstAppearance"]["@id"], "AFP"),
        "Star": (None, None),
    }


def test_the_page_says_who_printed_whose_words() -> None:
    later = statement(DISPATCH.replace("(AFP) ", ""), "Daily <Post>", datetime(2025, 6, 12), "AFP")
    told = [later, statement(DISPATCH, "AFP", datetime(2025, 6, 11)), statement(OTHER, "Star", datetime(2025, 6, 12))]
    page = str(comparison_page(compare(told)))
    assert "Printed in the same words by AFP, Daily &lt;Post&gt;: one witness." in page
    assert "Earliest in AFP, 11 June 2025; credited to AFP." in page
    assert "3 of 3 outlets, 2 witnesses" in page
    assert page.count("print of AFP") == 1
    assert "one witness" not in str(comparison_page(compare([told[1], told[2]])))


FIRST = {
    "another day": (date(2025, 6, 11), date(2025, 6, 12), "AFP"),
    "another hour": (datetime(2025, 6, 11, 9), datetime(2025, 6, 11, 18), "AFP"),
    "another zone": (datetime(2025, 6, 11, 9), datetime(2025, 6, 11, 10, tzinfo=timezone(timedelta(hours=3))), "Post"),
    "one day": (date(2025, 6, 11), date(2025, 6, 11), None),
    "an hour of the day": (date(2025, 6, 11), datetime(2025, 6, 11, 18), None),
    "no day": (None, None, None),
}


@pytest.mark.parametrize(("one", "other", "first"), FIRST.values(), ids=FIRST)
def test_which_print_came_first_is_said_where_it_is_known(
    one: date | None, other: date | None, first: str | None
) -> None:
    told = [statement(DISPATCH, "AFP", one), statement(DISPATCH.replace("(AFP) ", ""), "Post", other)]
    compared = compare(told)
    ((witness,),) = (row.witnesses for row in compared.rows)
    assert (witness.outlet, witness.agency) == (first, "AFP")
    page = str(comparison_page(compared))
    assert (f"Earliest in {first}" if first else "Which came first is not known") in page
    assert ("print of" in page) is (first is not None)


def test_two_agencies_with_one_text_are_credited_by_nobody() -> None:
    told = [statement(DISPATCH, "AFP", date(2025, 6, 11)), statement(DISPATCH, "UPI", date(2025, 6, 12))]
    ((witness,),) = (row.witnesses for row in compare(told).rows)
    assert witness.agency is None


def test_the_words_of_one_paragraph_alone_are_no_copy() -> None:
    short = f"{SAID} Perez said."
    one, two = (
        f"{before}\n{short}\n{after}\n"
        for before, after in (
            ("It blew hard in Skerra.", "Ferries stopped."),
            ("Roofs flew off in the old town.", "Schools stay shut."),
        )
    )
    texts = [surroundings(t, Span(t.index(SAID), t.index(SAID) + len(SAID))) for t in (one, two)]
    assert all(len(t) > len(short) for t in texts)
    assert copied(texts) == ((0,), (1,))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_every_paragraph_is_in_one_group(texts: list[str]) -> None:
    assert sorted(i for group in copied(texts) for i in group) == list(range(len(texts)))


@pytest.mark.parametrize(
    ("byline", "text", "agency"),
    [
        ("By Ana Ruiz, Agence France-Presse", "", "AFP"),
        (None, "All quiet.\n© Reuters 2025", "Reuters"),
        (None, "With material from dpa", "dpa"),
        ("Ana Ruiz", "She told AP that all was quiet.", None),
        (None, "", None),
    ],
)
def test_who_is_credited(byline: str | None, text: str, agency: str | None) -> None:
    assert credit(byline, text) == agency
