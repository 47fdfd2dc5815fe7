"""Firms by the words beside them and by how they are shortened; people by what they do; who stays unnamed."""

from __future__ import annotations

import pytest
from test_attribution import attributions, names

from quoteattr.annotate import StanzaAnnotator
from quoteattr.attribution import attribute
from quoteattr.attribution.capitals import proper_names
from quoteattr.attribution.lexicon import lexicon
from quoteattr.attribution.surface import tokens
from quoteattr.pipeline import packaged_registry
from quoteattr.quotes import find_quotes, load_model
from quoteattr.registry import Registry
from quoteattr.spans import Span
from quoteattr.speakers import Known, resolve
from quoteattr.values import Article, Attribution, Entity, Kind, Quote

NAMES = {
    "a trade at the head of a sentence": ("Brewer Tarnside Ales said so.", ["Tarnside Ales"]),
    "a trade after a dateline": ("OSLO, June 3 (Reuters) - Chipmaker Veltrin Optics fell.", ["OSLO", "Reuters", "Veltrin Optics"]),
    "after a dateline with two dashes": ("OSLO, June 3 (UPI) -- Retailer Tarn fell.", ["OSLO", "UPI", "Tarn"]),
    "a trade that is a name": ("He likes Brewer Street. Brewer Street is wet.", ["Brewer Street", "Brewer Street"]),
    "a month with its day": ("OSLO, May 3 (AP) — It rained. In May 2024 it did not.", ["OSLO", "AP"]),
    "somebody called May, with an age": ("⟦⟧Theresa May, 68, left. May 3 was wet.", ["Theresa May"]),
    "a trade without a name": ("Startup that grows leather wins. It is a startup.", []),
    "who asks and who answers": ("Q: Who won?\nA: Ivo Marsh.", ["Ivo Marsh"]),
    "somebody by what she plays": ("Trombonist Una Reddan bowed.", ["Una Reddan"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), NAMES.values(), ids=list(NAMES))
def test_where_a_name_begins(text: str, wanted: list[str]) -> None:
    text = text.removeprefix("⟦⟧")
    assert [p.span.of(text) for p in proper_names(text, tokens(text))] == wanted


CASES = {
    "the drummer": (
        "⟦s1|Ana Vidal, a drummer⟧, ⟦k1|said⟧ ⟦c1|no⟧. Ivo Marsh clapped.\n\n⟦s2|The drummer⟧ ⟦k2|added⟧ ⟦c2|so⟧.",
        ["Ana Vidal", "Ana Vidal"]),
    "the musician, of a drummer": (
        "⟦s1|Ana Vidal, a drummer⟧, ⟦k1|said⟧ ⟦c1|no⟧. A nurse, Ivo Marsh, clapped.\n\n⟦s2|The musician⟧ ⟦k2|added⟧ ⟦c2|so⟧.",
        ["Ana Vidal", "Ana Vidal"]),
    "the scientist, of a mycologist": (
        "⟦s1|Ana Vidal, a mycologist⟧, ⟦k1|said⟧ ⟦c1|no⟧. A nurse, Ivo Marsh, clapped.\n\n⟦s2|The scientist⟧ ⟦k2|added⟧ ⟦c2|so⟧.",
        ["Ana Vidal", "Ana Vidal"]),
    "the beekeeper, of nobody": (
        "⟦s1|Ana Vidal, a notary⟧, ⟦k1|said⟧ ⟦c1|no⟧. Ivo Marsh, a baker, clapped.\n\n⟦s2|A beekeeper⟧ ⟦k2|added⟧ ⟦c2|so⟧.",
        ["Ana Vidal", None]),
    "the brewer, a firm": (
        "⟦s1|Brewer Tarnside Ales⟧ ⟦k1|said⟧ ⟦c1|no⟧. ⟦s2|The brewer⟧ ⟦k2|said⟧ ⟦c2|so⟧.", ["Tarnside Ales"] * 2),
    "a rank before the name of a spokesman": (
        "⟦c1|At least 12 sailors died⟧, ⟦s1|a coast guard spokeswoman⟧ ⟦k1|said⟧ Sunday.\n\n⟦c2|“We looked all night,”⟧ ⟦s2|Commodore Ana Vidal⟧ ⟦k2|said⟧.", ["Ana Vidal", "Ana Vidal"]),
    "the prosecutor, of a district attorney": (
        "⟦s1|Assistant District Attorney Ana Vidal⟧ ⟦k1|said⟧ ⟦c1|no⟧. ⟦s2|Attorney Ivo Marsh⟧ ⟦k2|said⟧ ⟦c2|so⟧.\n\n"
        "⟦s3|The prosecutor⟧ ⟦k3|added⟧ ⟦c3|more⟧.", ["Ana Vidal", "Ivo Marsh", "Ana Vidal"]),
    "the defense lawyer, of an attorney": (
        "⟦s1|His attorney, Ivo Marsh⟧, ⟦k1|said⟧ ⟦c1|no⟧.\n\n⟦c2|So⟧, ⟦s2|the defense lawyer⟧ ⟦k2|said⟧.", ["Ivo Marsh"] * 2),
    "a team that runs for nothing": (
        "⟦s1|Ana Vidal, a diver⟧, ⟦k1|said⟧ ⟦c1|no⟧. ⟦s2|The Vidal team⟧ ⟦k2|hopes⟧ ⟦c2|to return⟧.", ["Ana Vidal", "Vidal team"]),
    "a team in an election": (
        "The election is on Monday. ⟦s1|Ana Vidal⟧ ⟦k1|said⟧ ⟦c1|no⟧. ⟦s2|The Vidal team⟧ ⟦k2|hopes⟧ ⟦c2|to win⟧.",
        ["Ana Vidal", "Vidal campaign"]),
    "a firm in its own sentence, beside who was told": (
        "⟦c1|It grows⟧, ⟦s1|chief executive Ana Vidal⟧ ⟦k1|told⟧ Reuters. Veltrin Works supplies two brands that ⟦s2|it⟧ "
        "⟦k2|declined⟧ ⟦c2|to name⟧.", ["Ana Vidal", "Veltrin Works"]),
    "her husband, by what he did": (
        "⟦s1|Actor Rui Maur⟧ ⟦k1|wrote⟧ ⟦c1|no⟧.\n\nHer husband, the lyricist Ivo Marsh, died in 1999. ⟦s2|He⟧ ⟦k2|used to say⟧ "
        "⟦c2|so⟧.", ["Rui Maur", "Ivo Marsh"]),
    "a nurse without a name goes on": (
        "⟦s1|Ana Vidal, who runs the ward⟧, ⟦k1|denied⟧ ⟦c1|it⟧.\n\n⟦s2|A nurse, who asked not to be named⟧, ⟦k2|said⟧ "
        "⟦c2|the lights went out⟧. ⟦c3|Nobody came⟧, ⟦s3|she⟧ ⟦k3|added⟧.", ["Ana Vidal", None, None]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "wanted"), CASES.values(), ids=list(CASES))
def test_whom(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


def figures(text: str) -> dict[str, str]:
    """Return the sources of a text, as the shipped models see it, with the label of whom they mean."""
    (annotated,) = StanzaAnnotator(threads=1).annotate([Article(text)])
    (quotes,) = find_quotes([annotated], load_model())
    found = attribute(annotated, quotes)
    return {a.quote.source.of(text): a.entity.label for a in found if a.quote.source and a.entity}


SHORT = {
    "by its trade": ("Salmon farmer Brimvik Seafood will close two plants. A Brimvik spokeswoman said so.", "ORG"),
    "by its shares": ("Veltrin Optics lost in court.\n\nVeltrin's shares fell. Veltrin said it would appeal.", "ORG"),
    "by its last word": ("Tandeo Robotics won in court.\n\nTandeo said on Monday that it was pleased.", "ORG"),
    "by who works there": (
        "Pilots at Lufthansa have voted for strikes. Lufthansa rejected the demands as too high.",
        "ORG",
    ),
    "a woman by her given name": ("Thandiwe Small, a nurse, left. Thandiwe said the clinic had no water.", "PERSON"),
    "a man by his family name": ("Ulrik Small was late. Small said that the clinic had no water.", "PERSON"),
}


@pytest.mark.parametrize(("text", "label"), SHORT.values(), ids=list(SHORT))
def test_a_name_that_is_shortened(text: str, label: str) -> None:
    assert set(figures(f"OSLO, June 3 (Reuters) - {text}").values()) == {label}


@pytest.mark.parametrize(
    ("description", "word", "may"),
    [("scientist", "volcanologist", True), ("researcher", "geneticist", True), ("musician", "cellist", True),
     ("cellist", "musician", False), ("lawyer", "volcanologist", False), ("expert", "geologist", True)],
)  # fmt: skip
def test_what_a_description_may_take_up(description: str, word: str, may: bool) -> None:
    assert lexicon().may_mean(description, word) is may


def test_words_for_people_are_no_firms_too() -> None:
    lex = lexicon()
    both = {"publisher", "producer", "developer", "supplier", "manufacturer", "operator", "insurer", "regulator"}
    assert lex.people & lex.bodies <= both | {"broadcaster", "miner", "trust", "retailer", "pollster", "guard", "major"}


def test_a_reason_tells_of_the_unnamed() -> None:
    body = CASES["a nurse without a name goes on"][0]
    assert "unnamed" in attributions(body)[2].reason


@pytest.mark.parametrize(
    ("name", "speaks"), [("Bimal Sen", True), ("Maria Col", True), ("Energy Secretary", False), ("Lt. Gov.", False)]
)
def test_a_family_name_like_a_title(name: str, speaks: bool) -> None:
    article = Article(f"{name} left.")
    (found,) = resolve(
        [Attribution(Quote((Span(0, 4),), Kind.INDIRECT), Entity(name, "PERSON"))], article, Registry(()), Known()
    )
    assert (found.speaker == name) is speaks


@pytest.mark.parametrize("agency", ["UN cultural agency", "U.N. cultural agency", "United Nations' cultural agency"])
def test_an_agency_of_the_un(agency: str) -> None:
    article = Article(f"The reef is large, the {agency} said.")
    (found,) = resolve(
        [Attribution(Quote((Span(0, 4),), Kind.INDIRECT), Entity(agency, "ORG"))], article, packaged_registry(), Known()
    )
    assert found.speaker == "UNESCO"
