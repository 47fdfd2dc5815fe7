"""What news of other topics does: joint offices, kin beside whom they came with, honours, spokespeople again."""

from __future__ import annotations

import pytest
from test_attribution import attributions, names

from quoteattr.names import parse_name
from quoteattr.registry import Registry
from quoteattr.speakers import Known, resolve
from quoteattr.values import Article

CASES = {
    "two offices with their countries": (
        "It rained. ⟦s1|French President Ana Vidal and German Chancellor Ivo Marsh⟧ ⟦k1|urged⟧ ⟦c1|them to come⟧.",
        ["Ana Vidal and Ivo Marsh"]),
    "an office and a town's": (
        "It rained. ⟦s1|Norwegian Finance Minister Ana Vidal and mayor Ivo Marsh⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Ana Vidal and Ivo Marsh"]),
    "one office of two matters": (
        "It rained. ⟦s1|Water and Energy Minister Ana Vidal⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Ana Vidal"]),
    "somebody whose name is a body's": (
        "⟦s1|Douglas J. Band, an adviser⟧, ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Mr. Band⟧ ⟦k2|asked⟧ ⟦c2|for more⟧.", ["Douglas J. Band"] * 2),
    "a lawyer named beside whom he works for": (
        "⟦s1|Jonathan Wright⟧ ⟦k1|said⟧ ⟦c1|so⟧.\n\n⟦s2|Chong Kyong-sok, Wright's attorney⟧, ⟦k2|called⟧ ⟦c2|it sad⟧. ⟦c3|We try⟧, "
        "⟦s3|he⟧ ⟦k3|added⟧.", ["Jonathan Wright", "Chong Kyong-sok", "Chong Kyong-sok"]),
    "a crowd at the head of a line": ("⟦s1|Netizens⟧ ⟦k1|say⟧ ⟦c1|so⟧. ⟦s2|Editorialists⟧ ⟦k2|say⟧ ⟦c2|no⟧.", [None, None]),
    "the Catalan, alone in the paragraph": (
        "⟦s1|Ivo Marsh⟧ ⟦k1|said⟧ ⟦c1|so⟧.\n\nLuis Vidal had sympathy. ⟦c2|So⟧, ⟦s2|the Catalan⟧ ⟦k2|said⟧.", ["Ivo Marsh", "Luis Vidal"]),
    "the midfielder, alone in the paragraph": (
        "⟦s1|Ivo Marsh⟧ ⟦k1|said⟧ ⟦c1|so⟧. Rui Maur left.\n\nCaptain Luis Vidal wept. ⟦c2|So⟧, ⟦s2|the midfielder⟧ ⟦k2|said⟧.",
        ["Ivo Marsh", "Luis Vidal"]),
    "the Portuguese in a new paragraph": (
        "Rui Maur was sacked.\n\n⟦s1|Ivo Marsh⟧ ⟦k1|said⟧ ⟦c1|so⟧.\n\n⟦s2|The Portuguese, who came in May⟧, ⟦k2|said⟧ ⟦c2|no⟧.",
        ["Ivo Marsh", None]),
    "the late pontiff": (
        "⟦s1|Pope Leo⟧ ⟦k1|said⟧ ⟦c1|so⟧.\n\nPope Francis had planned it. ⟦s2|The late pontiff⟧ ⟦k2|wanted⟧ ⟦c2|to come⟧.",
        ["Pope Leo", "Pope Francis"]),
    "a body's spokesman goes on": (
        "⟦s1|Ivo Marsh⟧ ⟦k1|said⟧ ⟦c1|so⟧.\n\n⟦s2|Veltrin Airlines⟧ ⟦k2|rejected⟧ ⟦c2|it⟧. ⟦c3|It would pay more⟧, ⟦s3|a spokesman⟧ "
        "⟦k3|said⟧. ⟦c4|We talk⟧, ⟦s4|he⟧ ⟦k4|added⟧.", ["Ivo Marsh", *["Veltrin Airlines"] * 3]),
    "a spokesman goes on": (
        "⟦s1|Ivo Marsh⟧ ⟦k1|said⟧ ⟦c1|so⟧.\n\nIt would have to pay more, ⟦s2|a spokesman⟧ ⟦k2|said⟧ ⟦c2|today⟧. ⟦c3|We talk⟧, "
        "⟦s3|he⟧ ⟦k3|said⟧.", ["Ivo Marsh", None, None]),
    "whom the next sentence names was not told": (
        "⟦s1|Ana Vidal⟧ ⟦k1|said⟧ ⟦c1|so⟧.\n⟦c2|No⟧, ⟦s2|she⟧ ⟦k2|told⟧ analysts on a call.\nVidal, a rower, was blunt.",
        ["Ana Vidal", "Ana Vidal"]),
    "two names that a headline runs together": (
        "Regulator halts Nervalis Huntington trial after deaths\n\nHuntington's disease is rare. Shares in Nervalis fell. ⟦c1|It is over⟧, "
        "⟦s1|Nervalis chief Ana Vidal⟧ ⟦k1|said⟧.\n\n⟦c2|No⟧, ⟦s2|she⟧ ⟦k2|said⟧.", ["Ana Vidal", "Ana Vidal"]),
    "a detective's rank, cut short": (
        "⟦s1|Det Con Ana Vidal, of North Velm Police⟧, ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|The force⟧ ⟦k2|wants⟧ ⟦c2|the money back⟧.",
        ["Ana Vidal", "North Velm Police"]),
    "the operator of what has no name": (
        "⟦s1|The operator of one of the cables, Tarvia⟧, ⟦k1|said⟧ ⟦c1|so⟧.", ["Tarvia"]),
    "a French lawyer": ("⟦s1|Its lawyer, Maître Ana Vidal⟧, ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Vidal⟧ ⟦k2|said⟧ ⟦c2|no⟧.", ["Ana Vidal"] * 2),
    "a king with an initial": (
        "⟦s1|Representative Ana T. King, Republican of New York⟧, ⟦k1|said⟧ ⟦c1|so⟧.", ["Ana T. King"]),
    "two given names before a king": ("⟦s1|Tennis great Billie Jean King⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Billie Jean King"]),
    "a tally": ("⟦c1|She leads⟧, according to ⟦s1|a tally by the Velm Post⟧.", ["Velm Post"]),
    "a whip of the Senate": (
        "It failed. ⟦s1|Senate Minority Whip Ann B. Reed of Illinois⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Ann B. Reed"]),
    "a director of a council on something": (
        "It failed. ⟦s1|The Council on Rural Relations National Executive Director Ann Reed⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Ann Reed"]),
    "somebody else's chief of staff": (
        "Lea Moss lost. ⟦s1|Former Moss chief of staff Ann Reed, who left in 2003⟧, ⟦k1|said⟧ ⟦c1|so⟧.", ["Ann Reed"]),
    "a speaker of the House": (
        "It failed. ⟦s1|Speaker of the House Rep. Ann Reed (R-WI)⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Ann Reed"]),
    "a family name that is a trade": (
        "It failed. ⟦s1|Investor Ann Singer⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦c2|So⟧, ⟦s2|Singer⟧ ⟦k2|said⟧.", ["Ann Singer"] * 2),
    "when a poll was made": ("It failed. ⟦s1|A Monday poll⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|The April survey⟧ ⟦k2|said⟧ ⟦c2|so⟧.", [None, None]),
    "strategists for two": ("Ann Reed won. ⟦s1|Strategists for Ann Reed and Moss⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "crowds among speakers": (
        "⟦s1|Many speakers, including Muslims, Christians and Catholics⟧, ⟦k1|condemned⟧ ⟦c1|it⟧.", [None]),
    "a body against somebody": (
        "The Coalition Against Moss met. Ann Moss left. ⟦s1|Moss, who owns ships⟧, ⟦k1|said⟧ ⟦c1|so⟧.", ["Ann Moss"]),
    "two of a group": (
        "⟦s1|Two of the firm's top divers, Ana Vidal and Ivo Marsh⟧, ⟦k1|said⟧ ⟦c1|so⟧.", ["Ana Vidal and Ivo Marsh"]),
    "two firms of several": (
        "Four firms buy it. ⟦s1|Two of them, Veltrin Optics and Tarn Airlines⟧, ⟦k1|declined⟧ ⟦c1|to comment⟧.",
        ["Veltrin Optics and Tarn Airlines"]),
    "a group beside a place": ("⟦s1|Two of the firm's divers, in Oslo and Leeds⟧, ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "a nickname between marks": (
        "⟦s1|Singer Jonas “Jo” Lund⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Lund, 52⟧, ⟦k2|said⟧ ⟦c2|no⟧. ⟦s3|Jo Lund⟧ ⟦k3|said⟧ ⟦c3|yes⟧.",
        ["Jonas Lund"] * 3),
    "a nickname in brackets": (
        "⟦s1|William (Bill) Marsh⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Bill Marsh⟧ ⟦k2|said⟧ ⟦c2|no⟧.", ["William Marsh"] * 2),
    "a letter that the Post has seen": (
        "⟦c1|Nobody may talk⟧, ⟦s1|a letter to parents seen by the Velm Post⟧ ⟦k1|says⟧.", [None]),
    "a pupil of Year 11": (
        "⟦c1|We trust you⟧, ⟦s1|Dr Ana Vidal⟧ ⟦k1|writes⟧.\n\nOne Year 11 pupil laughed. ⟦c2|So⟧, ⟦s2|she⟧ ⟦k2|said⟧.",
        ["Ana Vidal", None]),
    "brothers, one by a short form": (
        "Ollie and Luis Pires share a bus. ⟦c1|He kicks⟧, ⟦k1|says⟧ ⟦s1|Ollie⟧. ⟦c2|I do⟧, ⟦s2|Luis⟧ ⟦k2|says⟧.",
        ["Ollie Pires", "Luis Pires"]),
    "a surname before a full name is no brother": (
        "Marsh and Ana Vidal share a bus. ⟦c1|She kicks⟧, ⟦k1|says⟧ ⟦s1|Marsh⟧.", ["Marsh"]),
    "a secretary general whose family name comes first": (
        "The group met. ⟦s1|Its secretary general, Park Ji-won⟧, ⟦k1|said⟧ ⟦c1|so⟧.", ["Park Ji-won"]),
    "honours after a name": (
        "⟦s1|Counsel to the inquiry, Ana Vidal KC⟧, ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Ivo Marsh MP⟧ ⟦k2|said⟧ ⟦c2|so⟧. ⟦c3|No⟧, ⟦s3|Vidal⟧ "
        "⟦k3|said⟧.", ["Ana Vidal", "Ivo Marsh", "Ana Vidal"]),
    "a husband who came along": (
        "⟦c1|I called⟧, ⟦s1|Ana Vidal⟧ ⟦k1|said⟧.\n\nVidal's husband, Luis, watched. Outside, ⟦s2|he⟧ ⟦k2|said⟧ ⟦c2|so⟧.",
        ["Ana Vidal", "Luis Vidal"]),
    "a neighbour shares no name": (
        "⟦c1|I called⟧, ⟦s1|Ana Vidal⟧ ⟦k1|said⟧.\n\nVidal's neighbour, Luis, watched. ⟦c2|So⟧, ⟦s2|Luis⟧ ⟦k2|said⟧.",
        ["Ana Vidal", "Luis"]),
    "the regulator, of an administration": (
        "⟦c1|It is wet⟧, ⟦s1|the National Road Safety Administration⟧ ⟦k1|said⟧. ⟦c2|So⟧, ⟦s2|the road safety regulator⟧ ⟦k2|said⟧.",
        ["National Road Safety Administration"] * 2),
    "the mother of somebody without a name": (
        "⟦s1|The mother of a boy who fell⟧ ⟦k1|told⟧ an inquiry on Monday ⟦c1|that nobody at a Kent hospital had helped him⟧.\n\n"
        "Ana Vidal, 31, wept as she spoke. ⟦c2|So⟧, ⟦s2|Vidal⟧ ⟦k2|said⟧.", ["Ana Vidal", "Ana Vidal"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "wanted"), CASES.values(), ids=list(CASES))
def test_whom(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


SPOKES = {
    "again": ("⟦s2|The spokesperson⟧", "Amazon spokesperson"),
    "another word": ("⟦s2|The spokeswoman⟧", "Amazon"),
    "another one": ("⟦s2|A spokesperson⟧", "Amazon"),
    "as she": ("⟦s2|she⟧", "Amazon spokesperson"),
}


@pytest.mark.parametrize(("second", "wanted"), SPOKES.values(), ids=list(SPOKES))
def test_a_spokesperson_keeps_the_name(second: str, wanted: str) -> None:
    body = f"⟦s1|An Amazon spokesperson⟧ ⟦k1|said⟧ ⟦c1|the company was glad⟧. ⟦c2|So⟧, {second} ⟦k2|said⟧."
    found = attributions(body)
    text = "An Amazon spokesperson said the company was glad. So, " + second.split("|")[1].removesuffix("⟧") + " said."
    speakers = [r.speaker for r in resolve(found, Article(text), Registry(()), Known())]
    assert speakers == ["Amazon spokesperson", wanted]


@pytest.mark.parametrize(
    ("name", "title", "family"),
    [("Don Stewart", "", "Stewart"), ("Don Ramón Vidal", "Don", "Vidal"), ("Judge Stewart", "Judge", "Stewart")],
)
def test_don_is_a_given_name_before_a_single_word(name: str, title: str, family: str) -> None:
    assert (parse_name(name).title, parse_name(name).family) == (title, family)
