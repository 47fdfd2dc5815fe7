"""What the IPTC's formats allow: NITF, ninjs 1.x to 3.x and NewsML-G2, beyond what the samples hold."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from quoteattr.errors import InputError
from quoteattr.reading import Failure, Input, read
from quoteattr.values import Article

SAMPLES = Path(__file__).resolve().parents[1] / "fixtures" / "formats"
P = "<p>It rained.</p>"


def article(raw: str, form: str) -> Article:
    (found,) = read(Input(raw.encode(), format=form))
    assert isinstance(found, Article), found
    return found


def look(found: Article, expected: dict[str, Any]) -> None:
    assert {name: getattr(found, name) for name in expected} == expected


# --- NITF -----------------------------------------------------------------------------------------------------------


def nitf(content: str = P, head: str = "", top: str = "", root: str = "", end: str = "") -> str:
    return (
        f"<nitf {root}><head>{head}</head><body><body.head>{top}</body.head>"
        f"<body.content>{content}</body.content>{end}</body></nitf>"
    )


# What stands in body.head, and what it says.
HEADS: dict[str, tuple[str, dict[str, Any]]] = {
    "a headline and the one below": (
        "<hedline><hl1>Bridge shut</hl1><hl2>Mayor angry</hl2></hedline>",
        {"title": "Bridge shut"},
    ),
    "a line break in a headline": ("<hedline><hl1>Bridge<br/>shut</hl1></hedline>", {"title": "Bridge shut"}),
    "a byline in words": ("<byline>By Petra Lindqvall</byline>", {"byline": "Petra Lindqvall"}),
    "a job below a byline in words": (
        "<byline>By Petra Lindqvall<byttl>Transport correspondent</byttl></byline>",
        {"byline": "Petra Lindqvall"},
    ),
    "only a job": ("<byline><byttl>Transport correspondent</byttl></byline>", {"byline": None}),
    "two people in a byline": (
        "<byline>By <person>Petra Lindqvall</person> and <person>Ove Tarn</person><byttl>in Sarn</byttl></byline>",
        {"byline": "Petra Lindqvall and Ove Tarn"},
    ),
    "three bylines": (
        "<byline>By Petra Lindqvall</byline><byline><person>Ove Tarn</person></byline><byline>By Ida Holm</byline>",
        {"byline": "Petra Lindqvall, Ove Tarn and Ida Holm"},
    ),
    "a name in parts": (
        "<byline><person><function>Reporter</function><name.given>Petra</name.given><name.family>Lindqvall"
        "</name.family></person></byline>",
        {"byline": "Petra Lindqvall"},
    ),
    "a place in parts": (
        "<dateline><location><city>Sarn</city><country iso-cc='OM'>Ostmark</country></location></dateline>",
        {"place": "Sarn, Ostmark"},
    ),
    "a place in parts with its own comma": (
        "<dateline><location><city>Sarn</city>, <country>Ostmark</country></location></dateline>",
        {"place": "Sarn, Ostmark"},
    ),
    "a dateline in words": ("<dateline>SARN, Ostmark (Reuters) - </dateline>", {"place": "SARN, Ostmark"}),
    "a dateline of a place": ("<dateline>SARN, Ostmark</dateline>", {"place": "SARN, Ostmark"}),
    "a dateline of a place and its day": (
        "<dateline>SARN, <story.date norm='20251104'>Nov 4</story.date></dateline>",
        {"place": "SARN", "published": date(2025, 11, 4)},
    ),
    "a dateline that names no place": ("<dateline>by our own correspondent</dateline>", {"place": None}),
    "a second dateline": (
        "<dateline><story.date norm='20251104'/></dateline><dateline><location>Sarn</location></dateline>",
        {"place": "Sarn", "published": date(2025, 11, 4)},
    ),
    "a distributor marked up": ("<distributor><org>Reuters</org></distributor>", {"outlet": "Reuters"}),
}


@pytest.mark.parametrize(("top", "expected"), HEADS.values(), ids=HEADS)
def test_the_head_of_an_nitf_body(top: str, expected: dict[str, Any]) -> None:
    look(article(nitf(top=top), "nitf"), expected)


def issued(norm: str) -> str:
    return f"<docdata><date.issue norm='{norm}'/></docdata>"


NOTE = "the text of an NITF document"
# What stands in head, and what it says.
DATA: dict[str, tuple[str, dict[str, Any]]] = {
    "with an offset": (issued("20251104T094000+0100"), {"published": datetime(2025, 11, 4, 8, 40, tzinfo=UTC)}),
    "a day without a time": (issued("20251104T000000+0900"), {"published": date(2025, 11, 4)}),
    "a day without a time, run on": (issued("20251104000000-0500"), {"published": date(2025, 11, 4)}),
    "only a release": (
        "<docdata><date.release norm='20251104T084000Z'/></docdata>",
        {"published": datetime(2025, 11, 4, 8, 40, tzinfo=UTC), "notes": (NOTE,)},
    ),
    "only a publication, with its address": (
        "<pubdata date.publication='20251104' ex-ref='https://courier.example.org/bridge'/>",
        {"published": date(2025, 11, 4), "url": "https://courier.example.org/bridge"},
    ),
    "a name that is no address": ("<pubdata ex-ref='urn:x:bridge'/>", {"url": None}),
    "only a holder": ("<docdata><doc.copyright holder='Reuters'/></docdata>", {"outlet": "Reuters"}),
    "a second publication": ("<pubdata type='print'/><pubdata name='Reuters'/>", {"outlet": "Reuters"}),
    "canceled": (
        "<docdata management-status='canceled'/>",
        {"notes": (NOTE, "marked as canceled by its provider")},
    ),
    "embargoed": (
        "<docdata management-status='embargoed'><date.release norm='20251105T060000Z'/></docdata>",
        {"notes": (NOTE, "marked as embargoed by its provider", "under embargo until 2025-11-05T06:00:00+00:00")},
    ),
}


@pytest.mark.parametrize(("head", "expected"), DATA.values(), ids=DATA)
def test_the_metadata_of_nitf(head: str, expected: dict[str, Any]) -> None:
    look(article(nitf(head=head), "nitf"), expected)


# What stands in body.content, and its text.
BODIES = {
    "paragraphs without a block": ("<p>It rained.</p><p>It stopped.</p>", "It rained.\nIt stopped."),
    "a list": ("<ul><li>Rain</li><li>Snow</li></ul>", "Rain\nSnow"),
    "terms": ("<dl><dt>Rain</dt><dd>Water</dd></dl>", "Rain\nWater"),
    "a table": (
        "<table><caption>Rain</caption><thead><tr><th>Town</th></tr></thead><tbody><tr><td>Sarn</td><td>3</td></tr>"
        "</tbody></table>",
        "Rain\nTown\nSarn\n3",
    ),
    "what describes a table": (
        "<nitf-table><nitf-table-metadata><nitf-table-summary><p>For editors.</p></nitf-table-summary><nitf-col/>"
        "</nitf-table-metadata><table><tr><td>3</td></tr></table></nitf-table>",
        "3",
    ),
    "a picture": (
        "<media media-type='image'><media-reference source='a.jpg'>a.jpg</media-reference><media-object "
        "encoding='base64'>aGVsbG8=</media-object><media-caption><p>The bridge.</p></media-caption>"
        f"<media-producer>Ida Holm</media-producer></media>{P}",
        "The bridge.\nIda Holm\nIt rained.",
    ),
    "a subheading": (f"<hl2>Weather</hl2>{P}", "Weather\nIt rained."),
    "a quotation of its own": (f"<bq><block>{P}</block><credit>Ida Holm</credit></bq>", "It rained.\nIda Holm"),
    "a note for readers": (f"<note><body.content>{P}</body.content></note>", "It rained."),
    "a note for editors": (f"{P}<note type='npa'><body.content><p>Eds: hold.</p></body.content></note>", "It rained."),
    "a class of a block": (f"<block><classifier>weather</classifier>{P}</block>", "It rained."),
    "a class of a word": ("<p>It <classifier>rained</classifier>.</p>", "It rained."),
    "a fraction": ("<p>Rain for <num><frac><numer>1</numer><denom>2</denom></frac></num> a day.</p>", "Rain for 1/2 a day."),
    "a fraction with its stroke": (
        "<p><frac><numer>1</numer><frac-sep>⁄</frac-sep><denom>2</denom></frac> a day.</p>",
        "1⁄2 a day.",
    ),
    "a quotation in a line": ("<p><q quote-source='Holm'>It rained,</q> she said.</p>", "“It rained,” she said."),
    "what is marked in a line": (
        "<p><person><name.given>Ida</name.given> <name.family>Holm</name.family></person> of <org>Rain<alt-code "
        "idsrc='x' value='R'/></org>, <chron norm='20251104'>Tuesday</chron></p>",
        "Ida Holm of Rain, Tuesday",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "text"), BODIES.values(), ids=BODIES)
def test_the_content_of_nitf(content: str, text: str) -> None:
    for raw in (nitf(content), nitf(content, root='xmlns="http://iptc.org/std/NITF/2006-10-18/"')):
        assert article(raw, "nitf").text == text


def test_every_body_of_nitf_is_read_and_what_is_below_them_is_not() -> None:
    end = "<body.content><p>It stopped.</p></body.content><body.end><tagline>ih/pl</tagline></body.end>"
    assert article(nitf(end=end), "nitf").text == "It rained.\nIt stopped."


@pytest.mark.parametrize("root", ['baselang="de-AT"', 'xml:lang="de"'])
def test_the_language_of_nitf(root: str) -> None:
    assert article(nitf("<p>Ja.</p>", root=root), "nitf").language == "de"


def test_nitf_by_its_dtd_without_a_namespace_is_the_same() -> None:
    raw = (SAMPLES / "dispatch.nitf").read_text(encoding="utf-8")
    old = raw.replace(' xmlns="http://iptc.org/std/NITF/2006-10-18/"', "").replace("NITF 3.6", "NITF 3.4")
    old = old.replace("?>", '?>\n<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">').replace("’", "&rsquo;")
    found = article(old, "nitf")
    assert found.text == article(raw, "nitf").text and found.id == article(raw, "nitf").id


# --- ninjs ----------------------------------------------------------------------------------------------------------

RAIN, HTML, NITF = (
    "It rained.\nIt stopped.",
    "<p>It rained.</p><p>It stopped.</p>",
    nitf("<p>It rained.</p><p>It stopped.</p>"),
)
# The bodies of an item of 1.x or 2.x, all of which say the same.
ITEMS: dict[str, dict[str, Any]] = {
    "1.x, plain": {"body_text": RAIN},
    "1.x, XHTML": {"body_xhtml": HTML},
    "1.x, plain without paragraphs, and rich": {"body_text": "It rained. It stopped.", "body_richhtml5": HTML},
    "1.x, NITF": {"body_nitf": f'<?xml version="1.0" encoding="ISO-8859-1"?>{NITF}'},
    "1.x, by the item's type": {"body_main": HTML, "mimetype": "text/html"},
    "1.x, by its look": {"body_main": HTML},
    "1.x, a picture's type": {"body_main": RAIN, "mimetype": "image/jpeg"},
    "2.x, plain": {"bodies": [{"value": RAIN, "contenttype": "text/plain"}]},
    "2.x, nothing said": {"bodies": [{"value": RAIN}]},
    "2.x, nothing said of markup": {"bodies": [{"value": HTML, "role": "main"}]},
    "2.x, by its role": {"bodies": [{"value": HTML, "role": "html5"}]},
    "2.x, XHTML": {"bodies": [{"value": HTML, "contenttype": "application/xhtml+xml"}]},
    "2.x, NITF": {"bodies": [{"value": NITF, "contenttype": "application/nitf+xml"}]},
    "2.x, broken NITF": {"bodies": [{"value": f"<body.content>{HTML}", "contenttype": "text/vnd.IPTC.NITF"}]},
    "2.x, JSON before it": {"bodies": [{"value": "{}\n", "contenttype": "application/json"}, {"value": RAIN}]},
    "2.x, a summary before it": {"bodies": [{"value": "Rain\nand more", "role": "summary"}, {"value": HTML, "role": "main"}]},
    "2.x, flat, and in markup by its role": {
        "bodies": [{"value": "It rained. It stopped."}, {"value": HTML, "role": "html"}]
    },
    "2.x, no main one": {"bodies": [{"value": " ", "role": "main"}, {"value": RAIN, "role": "web"}]},
}  # fmt: skip


@pytest.mark.parametrize("bodies", ITEMS.values(), ids=ITEMS)
def test_bodies_of_ninjs(bodies: dict[str, Any]) -> None:
    assert article(json.dumps({"uri": "urn:x:1"} | bodies), "ninjs").text == RAIN


# What else an item says.
SAID: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "1.x": (
        {
            "body_text": RAIN,
            "headline_short": "Rain",
            "byline": "By Ida Holm",
            "language": "en-GB",
            "pubstatus": "withheld",
            "embargoed": "2025-11-05T06:00:00Z",
        },
        {
            "title": "Rain",
            "byline": "Ida Holm",
            "notes": (
                "the text of a ninjs item",
                "marked as withheld by its provider",
                "under embargo until 2025-11-05T06:00:00+00:00",
            ),
        },
    ),
    "1.x, a headline in markup": ({"body_text": RAIN, "headline_xhtml": "<p>Rain</p>"}, {"title": "Rain"}),
    "1.x, the headline before others": (
        {"body_text": RAIN, "headline_short": "Rain", "headline": "It rained"},
        {"title": "It rained"},
    ),
    "2.x, headlines": (
        {"bodies": [{"value": RAIN}], "headlines": [{"role": "short", "value": "Rain"}, {"value": "It rained"}]},
        {"title": "It rained"},
    ),
    "3.x": (
        {
            "bodies": [{"value": RAIN, "contentType": "text/plain"}],
            "headlines": [{"value": "<b>Rain</b>", "contentType": "text/html"}],
            "versionCreated": "2025-11-04T08:40:00Z",
            "infoSources": [{"name": "Reuters"}],
            "embargoedUntil": "soon",
            "pubStatus": "canceled",
            "located": "Sarn",
        },
        {
            "title": "Rain",
            "outlet": "Reuters",
            "published": datetime(2025, 11, 4, 8, 40, tzinfo=UTC),
            "place": "Sarn",
            "notes": ("the text of a ninjs item", "marked as canceled by its provider"),
        },
    ),
    "3.x, a holder": ({"bodies": [{"value": RAIN}], "copyrightHolder": "Reuters"}, {"outlet": "Reuters"}),
}


@pytest.mark.parametrize(("item", "expected"), SAID.values(), ids=SAID)
def test_what_ninjs_says(item: dict[str, Any], expected: dict[str, Any]) -> None:
    look(article(json.dumps({"uri": "urn:x:1"} | item), "ninjs"), expected)


NOTHING: dict[str, dict[str, Any]] = {
    "an event of 3.x": {"type": "event", "versionCreated": "2025-11-04T08:40:00Z"},
    "a picture": {"type": "picture", "versioncreated": "2025-11-04T08:40:00Z"},
    "only JSON": {"bodies": [{"value": "{}", "contenttype": "application/json"}]},
}


@pytest.mark.parametrize("item", NOTHING.values(), ids=NOTHING)
def test_an_item_of_ninjs_without_a_body(item: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="it has no body"):
        list(read(Input(json.dumps({"uri": "urn:x:1"} | item).encode(), format="ninjs")))


# --- NewsML-G2 ------------------------------------------------------------------------------------------------------


def newsml(content: str, changes: dict[str, str] | None = None) -> str:
    raw = (SAMPLES / "dispatch.newsml").read_text(encoding="utf-8")
    for before, after in (changes or {}).items():
        assert before in raw
        raw = raw.replace(before, after)
    start, end = raw.index("<contentSet>"), raw.index("</contentSet>")
    return f"{raw[:start]}<contentSet>{content}{raw[end:]}"


RENDITIONS = {
    "a whole NITF document": "<inlineXML>"
    + nitf(HTML, top="<hedline><hl1>Rain</hl1></hedline>", root='xmlns="http://iptc.org/std/NITF/2006-10-18/"')
    + "</inlineXML>",
    "a picture before the text": '<inlineData contenttype="image/png" encoding="enc:base64">iVBORw0KGgo=</inlineData>'
    f'<inlineData contenttype="text/plain">{RAIN}</inlineData>',
    "markup as data": '<inlineData contenttype="application/xhtml+xml">&lt;p>It rained.&lt;/p>&lt;p>It stopped.&lt;/p></inlineData>',
    "data of no type": f"<inlineData>{RAIN}</inlineData>",
    "a link beside the text": f'<remoteContent href="https://a.example.org"/><inlineData>{RAIN}</inlineData>',
}  # fmt: skip


@pytest.mark.parametrize("content", RENDITIONS.values(), ids=RENDITIONS)
def test_renditions_of_newsml(content: str) -> None:
    assert article(newsml(content), "newsml").text == RAIN


def test_a_news_item_with_several_headlines_under_embargo() -> None:
    changes = {
        '<pubStatus qcode="stat:usable"/>': '<embargoed>2025-11-05T07:00:00+01:00</embargoed><pubStatus qcode="stat:withheld"/>',
        "<headline>": '<headline role="hld:short">Rain</headline><headline>',
    }  # fmt: skip
    found = article(newsml(f"<inlineData>{RAIN}</inlineData>", changes), "newsml")
    assert found.title == "Tavira bridge to stay shut until spring, minister says"
    assert found.notes == (
        "the text of a NewsML-G2 item",
        "marked as withheld by its provider",
        "under embargo until 2025-11-05T06:00:00+00:00",
    )


def test_a_news_item_of_a_picture_holds_no_text() -> None:
    raw = newsml('<inlineData contenttype="image/png" encoding="enc:base64">iVBORw0KGgo=</inlineData>')
    (failure,) = read([Input(raw.encode(), format="newsml", name="a.newsml")])
    assert isinstance(failure, Failure) and "holds no text" in failure.reason
