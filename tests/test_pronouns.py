"""Whom "she", "he" and "it" mean: who stays in mind, whose sex the article tells, and what is no person."""

from __future__ import annotations

import pytest
from test_attribution import names
from test_entities import layout

from quoteattr.attribution.entities import Cast
from quoteattr.attribution.scene import Scene
from quoteattr.attribution.sexes import protagonist, tell_sexes
from quoteattr.spans import Span
from quoteattr.values import Mention

MEANT = {
    "she stays in mind over several sentences": (
        "Ana Pires was born in Lima. She learned to sail at ten. She crossed two oceans with her uncle's boat. "
        "Rain kept her ashore in 2019. She never sold it. ⟦c1|It floats⟧, ⟦s1|she⟧ ⟦k1|said⟧.", ["Ana Pires"]),
    "the only one whom the article is about": (
        "Ilka Brandt sells clocks\n\nThe shop opens at ten. Ilka Brandt, 61, is inside. She winds forty clocks.\n\n"
        "Brandt learned the trade from a book. She has never owned a watch.\n\n"
        "The street is quiet. The lamps are green. Trams pass it all day. Nothing is for sale in August.\n\n"
        "⟦c1|Time is a habit⟧, ⟦s1|she⟧ ⟦k1|said⟧.", ["Ilka Brandt"]),
    "the one whom the article is about, beside somebody without a name": (
        "Ilka Brandt sells clocks\n\nThe shop opens at ten. Ilka Brandt, 61, is inside. She winds forty clocks.\n\n"
        "Brandt learned the trade from a book. She has never owned a watch.\n\n"
        "The street is quiet. The lamps are green. Trams pass it all day. A woman waits at the stop.\n\n"
        "⟦c1|Time is a habit⟧, ⟦s1|she⟧ ⟦k1|said⟧.", [None]),
    "whose name is left open came in between": (
        "Todd Varga, Paul Varga and Judge Ken Adair met. Adair spoke first. "
        "Varga shrugged. ⟦c1|I was asleep⟧, ⟦s1|he⟧ ⟦k1|said⟧.", [None]),
    "a daughter, and not the one whose daughter she is": (
        "Mira Okello drives a bus. She is tired. Her daughter Clara, 19, is not. ⟦c1|Never⟧, ⟦s1|she⟧ ⟦k1|said⟧.", [None]),
    "she herself, beside another": (
        "Ruth Adair folded a letter. Her son and his wife, Clara Adair, hope to have her with them. "
        "⟦s1|She herself⟧ ⟦k1|doubts⟧ ⟦c1|the cat would approve⟧.", [None]),
    "she herself, alone": (
        "Ruth Adair folded a letter. ⟦s1|She herself⟧ ⟦k1|doubts⟧ ⟦c1|the cat would approve⟧.", ["Ruth Adair"]),
    "a name for either sex, beside a woman": (
        "Toby Vael put it to Ruth Adair that her lamp was green. ⟦c1|Never⟧, ⟦s1|she⟧ ⟦k1|said⟧.", [None]),
    "a daughter without a part in it": (
        "Mira Okello said that her daughter Clara slept. ⟦c1|Hush⟧, ⟦s1|she⟧ ⟦k1|said⟧.", ["Mira Okello"]),
    "it, a document of nobody": (
        "Brenta Council met. ⟦s1|An anonymous letter⟧ ⟦k1|named⟧ ⟦c1|three thieves⟧. ⟦c2|Beware⟧, ⟦s2|it⟧ ⟦k2|said⟧.",
        [None, None]),
    "Mr beside a woman of that name is her husband": (
        "⟦c1|We tried nine times⟧, ⟦k1|said⟧ ⟦s1|Ines Haverkamp, a chemist⟧. Dr. Haverkamp built it with her husband, "
        "Wim. ⟦c2|It took a year⟧, ⟦s2|Mr. Haverkamp⟧ ⟦k2|said⟧.", ["Ines Haverkamp", "Wim Haverkamp"]),
    "a club is nobody who said so": (
        "Olga Sand laughed. When Marwick United came for her striker, ⟦s1|she⟧ ⟦k1|thought⟧ ⟦c1|it was a joke⟧.",
        ["Olga Sand"]),
    "a memoir is nobody who said so": (
        "Olga Sand left school early. In her memoir, Cinder, ⟦s1|she⟧ ⟦k1|wrote⟧ ⟦c1|that it rained⟧.", ["Olga Sand"]),
    "a month is no given name": (
        "Jota Marsh left. In May Marsh spoke again. ⟦c1|I am back⟧, ⟦s1|Marsh⟧ ⟦k1|said⟧.", ["Jota Marsh"]),
    "a month that is a given name": (
        "Walt Ferris waved. His wife, June, did not. ⟦c1|It is wet⟧, ⟦s1|June Ferris⟧ ⟦k1|said⟧.", ["June Ferris"]),
    "a month, and a poll": (
        "The June Ferris poll is out. ⟦c1|I lead⟧, ⟦k1|said⟧ ⟦s1|Walt Ferris⟧.", ["Walt Ferris"]),
    "one of a list is no sister": (
        "Ada Lund is survived by Cy Markham, her sister and two sons. ⟦c1|He sang⟧, ⟦s1|Markham⟧ ⟦k1|said⟧.",
        ["Cy Markham"]),
    "whoever opens the very words": (
        "FIFA asked for the papers. ⟦c1|England’s Rowing Association is “aware of the matter”⟧, ⟦s1|it⟧ ⟦k1|said⟧.",
        ["Rowing Association"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "wanted"), MEANT.values(), ids=MEANT)
def test_who_is_meant(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


@pytest.mark.parametrize(
    "head",
    [
        "Tamsin Ruel\nSat 16 May 2026\n\n",
        "19 January 2026\nTamsin Ruel\nEntertainment reporter\n\n",
        "Tamsin Ruel\nMay 3, 2026\n\n",
        "By Tamsin Ruel\n\n",
    ],
)
def test_a_writer_is_nobody_of_whom_it_tells(head: str) -> None:
    text = f"A town without a bell\n\n{head}The bell of Marl is gone."
    assert "Tamsin Ruel" not in {f.name for f in scene(text, "Tamsin Ruel").cast.figures}


def test_a_name_above_a_sentence_is_no_writer() -> None:
    text = "Tamsin Ruel\n\nTamsin Ruel has died. She was a reporter."
    assert "Tamsin Ruel" in {f.name for f in scene(text, "Tamsin Ruel").cast.figures}


def scene(text: str, *people: str) -> Scene:
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in people if name in text]
    cast = Cast(layout(text, tuple(Mention(s, "PERSON") for s in spans)))
    cast.learn(())
    return Scene(cast.layout, cast, ())


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("Orrin Vael came late. She was tired.", "f"),
        ("Orrin Vael has sold his boat.", "m"),
        ("Orrin Vael came late.\n\nHe was tired.", "m"),
        ("Orrin Vael came late.\n\n“Sorry,” she said.", "f"),
        ("Orrin Vael's lawyer came late. She was tired.", ""),
        ("Orrin Vael came with a nurse. She was tired.", ""),
        ("Orrin Vael met Tamsin Ruel. She was tired.", ""),
        ("Orrin Vael asked her to leave.", ""),
        ("Her first husband, the drummer Orrin Vael, died.", "m"),
        ("His sister, a retired nurse, Orrin Vael knew.", ""),
        ("Her coach, Orrin Vael, came. She was tired.", ""),
        ("Orrin Vael came. “She was late,” they said.", ""),
        ("Orrin Vael came. She smiled. Orrin Vael left. He cried.", ""),
    ],
)
def test_what_pronouns_tell_of_a_name(text: str, sex: str) -> None:
    found = scene(text, "Orrin Vael")
    tell_sexes(found)
    assert next(f.gender for f in found.cast.figures if f.name == "Orrin Vael") == sex


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Orrin Vael bakes\n\nOrrin Vael came. Vael left. Lea Lund slept.", "Orrin Vael"),
        ("A baker\n\nOrrin Vael came. Vael left. Vael slept.", None),
        ("Orrin Vael bakes\n\nVael met Lea Lund. Vael left. Lund ate. Lund slept.", None),
        ("Orrin Vael bakes\n\nBread rose.", None),
    ],
)
def test_whom_an_article_is_about(text: str, name: str | None) -> None:
    found = protagonist(scene(text, "Orrin Vael"))
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("They called the selling club Brenta Verdal, and Brenta Verdal paid.", "ORG"),
        ("The president of Brenta Verdal left.", "ORG"),
        ("Brenta Verdal, a Maltese firm registered in May, paid.", "ORG"),
        ("Brenta Verdal, who chairs the trust, left.", "PERSON"),
        ("Brenta Verdal, whose firm is Maltese, left.", "PERSON"),
        ("They ate at Brenta Verdal, Malta. It rained.", "PLACE"),
        ("Brenta Verdal, Malta's envoy, left.", "PERSON"),
        ("He sang for the widow of Brenta Verdal.", "PERSON"),
    ],
)
def test_what_kind_several_words_are_of(text: str, label: str) -> None:
    found = scene(text, "Brenta Verdal", "Malta")
    assert next(f.label for f in found.cast.figures if f.name == "Brenta Verdal") == label
