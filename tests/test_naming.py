"""How names are read: months that are names, credits, edges, whose lawyer it is, kin, handles, namesakes."""

from __future__ import annotations

import pytest
from test_attribution import attributions, marked, names

from quoteattr.registry import Registry
from quoteattr.speakers import resolve
from quoteattr.values import Article

CASES = {
    # months and words that are given names
    "a month with a surname": (
        "Walt Dorn, 71, sat outside. ⟦c1|It smells⟧, ⟦k1|said⟧ ⟦s1|June Dorn⟧.", ["June Dorn"]),
    "a wife who is called as a month": (
        "⟦c1|It smells⟧, ⟦k1|said⟧ ⟦s1|Walt Dorn⟧. ⟦s2|His wife, June,⟧ ⟦k2|agreed⟧ ⟦c2|that it did⟧. "
        "⟦c3|We boil it⟧, ⟦s3|June Dorn⟧ ⟦k3|said⟧.", ["Walt Dorn", "June Dorn", "June Dorn"]),
    "a month before a surname": (
        "Jota Maur left. In May Maur came home. In June Maur went. ⟦c1|I am back⟧, ⟦s1|Maur⟧ ⟦k1|said⟧.", ["Jota Maur"]),
    "a month before a full name": ("In May ⟦s1|Rui Maur⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Rui Maur"]),
    "a surname that is a month": (
        "⟦s1|Theresa May⟧ ⟦k1|said⟧ ⟦c1|so⟧. Support fell in May. ⟦c2|So⟧, ⟦s2|Mrs May⟧ ⟦k2|said⟧.",
        ["Theresa May", "Theresa May"]),
    "may as a verb": (
        "The Fed may wait. ⟦s1|August Tarv⟧ ⟦k1|said⟧ ⟦c1|so⟧. In August Tarv was ill. ⟦c2|So⟧, ⟦s2|Tarv⟧ ⟦k2|said⟧.",
        ["August Tarv", "August Tarv"]),
    # credits
    "agency before a caption": (
        "Getty Images Delia Okun on stage in 1980, in a silver coat\n\nOkun left. ⟦c1|It was cold⟧, ⟦s1|Okun⟧ ⟦k1|said⟧.",
        ["Delia Okun"]),
    "agency after a caption": (
        "Ivo Lund Getty Images\n\nHe sang. ⟦c1|It was cold⟧, ⟦s1|Lund⟧ ⟦k1|said⟧.", ["Ivo Lund"]),
    "agency that speaks": ("⟦s1|Getty Images⟧ ⟦k1|said⟧ ⟦c1|it had sold the picture⟧.", ["Getty Images"]),
    # edges
    "party whose name begins with a party's word": (
        "⟦s1|Her party, Republican Dawn⟧, ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|The Democratic Shore party⟧ ⟦k2|said⟧ ⟦c2|no⟧. "
        "⟦s3|Republican Tom Reed⟧ ⟦k3|said⟧ ⟦c3|so⟧.", ["Republican Dawn", "Democratic Shore", "Tom Reed"]),
    "firm of a town": (
        "⟦s1|The supplier, BrentSoft of Denver⟧, ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Tarvel Systems of Leeds⟧ ⟦k2|said⟧ ⟦c2|so⟧. "
        "⟦s3|The lender, Bank of Tarvel⟧, ⟦k3|said⟧ ⟦c3|so⟧.", ["BrentSoft", "Tarvel Systems", "Bank of Tarvel"]),
    "winner of a town": ("⟦s1|The winner, Ann Reed of Boise⟧, ⟦k1|said⟧ ⟦c1|so⟧.", ["Ann Reed"]),
    "a sentence with more names than words": (
        "It is done for Ann Reed and Luis Pires.\n\n⟦c1|We go⟧, ⟦s1|Pires⟧ ⟦k1|said⟧. ⟦s2|Reed⟧ ⟦k2|said⟧ ⟦c2|so⟧.",
        ["Luis Pires", "Ann Reed"]),
    # those who speak for somebody
    "lawyer for somebody with a title": (
        "⟦s1|The lawyer for Col Radu Ivan⟧ ⟦k1|said⟧ ⟦c1|he was ill⟧. ⟦s2|An aide to Senator Ann Reed⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        [None, None]),
    "publicist for the singer": (
        "⟦s1|A publicist for the singer Lea Moss⟧ ⟦k1|said⟧ ⟦c1|no⟧. ⟦s2|A doctor who treated Rui Maur⟧ ⟦k2|said⟧ ⟦c2|so⟧. "
        "⟦s3|The brother of Mayor Tom Lund⟧ ⟦k3|said⟧ ⟦c3|so⟧.", [None, None, None]),
    "title with a preposition": (
        "⟦s1|Secretary of State and party hopeful Ann Reed⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Ann Reed"]),
    # handles, and what people call themselves
    "handle": (
        "⟦s1|Gossip account @tidewatch⟧ ⟦k1|claimed⟧ ⟦c1|so⟧. ⟦s2|@tidewatch⟧ ⟦k2|wrote⟧ ⟦c2|no⟧. "
        "⟦s3|The user known as @Dock9⟧ ⟦k3|wrote⟧ ⟦c3|so⟧.", ["@tidewatch", "@tidewatch", "@Dock9"]),
    "handle beside a name": ("⟦s1|Ann Reed (@annreed)⟧ ⟦k1|wrote⟧ ⟦c1|so⟧.", ["Ann Reed"]),
    "address is no handle": ("⟦s1|reed@port.example⟧ ⟦k1|wrote⟧ ⟦c1|so⟧.", [None]),
    "what thieves call themselves": (
        "⟦c1|We have all⟧, ⟦k1|wrote⟧ ⟦s1|the thieves, who style themselves GlassMoth⟧. "
        "⟦s2|Hackers calling themselves the Ash Ring⟧ ⟦k2|said⟧ ⟦c2|so⟧.", ["GlassMoth", "Ash Ring"]),
    "what a group calls itself": (
        "⟦s1|The band, which calls itself Salt Choir,⟧ ⟦k1|said⟧ ⟦c1|so⟧. "
        "⟦s2|Residents calling themselves “Friends of the Weir”⟧ ⟦k2|said⟧ ⟦c2|so⟧.", ["Salt Choir", "Friends of the Weir"]),
    "text that a group signed": (
        "⟦s1|The text, signed by a previously unknown “Council of Nine,”⟧ ⟦k1|read⟧ ⟦c1|so⟧.", ["Council of Nine"]),
    # kin by the first name alone
    "brother of a married woman": (
        "Mrs Ashby wept. ⟦s1|Mrs Ashby's brother Dan, who lives near⟧, ⟦k1|said⟧ ⟦c1|so⟧. Ruth Ashby is 74. "
        "⟦s2|Her son Peter⟧ ⟦k2|said⟧ ⟦c2|so⟧. ⟦s3|Her mother, Ida,⟧ ⟦k3|said⟧ ⟦c3|so⟧.",
        ["Dan", "Peter Ashby", "Ida"]),
    "brother and sister of a man": (
        "Tom Ashby wept. ⟦s1|His brother Dan⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|His sister, Lea,⟧ ⟦k2|said⟧ ⟦c2|so⟧. "
        "⟦s3|His cousin Ivo⟧ ⟦k3|said⟧ ⟦c3|so⟧. ⟦s4|His girlfriend, Mia,⟧ ⟦k4|said⟧ ⟦c4|so⟧.",
        ["Dan Ashby", "Lea", "Ivo", "Mia"]),
    "sister after a husband": (
        "Delia Okun died. Her second husband, the actor Paul Rigg, wrote. ⟦s1|Her sister Nora⟧ ⟦k1|said⟧ ⟦c1|so⟧. "
        "⟦s2|Okun's mother-in-law, Pia,⟧ ⟦k2|said⟧ ⟦c2|so⟧.", ["Nora", "Pia Okun"]),
    # two of one surname
    "elder, by age": (
        "Tom Reed, 71, came with Luis Reed, 34. ⟦s1|The elder Reed⟧ ⟦k1|said⟧ ⟦c1|so⟧. "
        "⟦s2|The younger Reed⟧ ⟦k2|said⟧ ⟦c2|so⟧.", ["Tom Reed", "Luis Reed"]),
    "elder, by descent": (
        "Tom Reed came with his son, Luis Reed. ⟦s1|The younger Reed⟧ ⟦k1|said⟧ ⟦c1|so⟧. "
        "⟦s2|The elder Reed⟧ ⟦k2|said⟧ ⟦c2|so⟧.", ["Luis Reed", "Tom Reed"]),
    "elder, of whom nothing tells": (
        "Tom Reed came with Luis Reed. ⟦s1|The elder Reed⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "given name after the surname": (
        "Jota Maur scored. Rui Maur watched. ⟦s1|Maur – Jota, not Rui –⟧ ⟦k1|said⟧ ⟦c1|so⟧. "
        "⟦s2|Maur (Rui)⟧ ⟦k2|said⟧ ⟦c2|so⟧. ⟦s3|Maur, not Jota,⟧ ⟦k3|said⟧ ⟦c3|so⟧.",
        ["Jota Maur", "Rui Maur", "Rui Maur"]),
    "given name after the surname, of whom nobody else tells": (
        "Rui Maur, the player's brother, came. ⟦s1|Maur – Jota, not Rui –⟧ ⟦k1|said⟧ ⟦c1|he was ill⟧. "
        "⟦s2|Maur⟧ ⟦k2|said⟧ ⟦c2|so⟧.", ["Jota Maur", "Rui Maur"]),
    "firm, and an heir of that name": (
        "Brennet cuts outlook as cocoa costs bite\n\nIrish confectioner Brennet will earn less.\n\n"
        "⟦s1|Brennet⟧ ⟦k1|said⟧ ⟦c1|so⟧. The chief took over from Fergal Brennet. ⟦s2|Mr Brennet⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        ["Brennet", "Fergal Brennet"]),
    "surname first, and no firm": (
        "Reed wins vote\n\nAnn Reed won. A fund holds 3% of Reed Foods. ⟦s1|Reed⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Ann Reed"]),
    "given name that is a common word": (
        "Walt Ferrin, 71, came. ⟦s1|Cliff Ferrin⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Cliff Ferrin"]),
    # several
    "three together": (
        "⟦s1|Germany, France and Poland⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Ann Reed, Tom Lund and Lea Moss⟧ ⟦k2|said⟧ ⟦c2|so⟧.",
        ["Germany, France and Poland", "Ann Reed, Tom Lund and Lea Moss"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "wanted"), CASES.values(), ids=CASES)
def test_names_are_read(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Hanne Brill left. ⟦s1|Her sister Vera⟧ ⟦k1|said⟧ ⟦c1|so⟧. Vera was there.", "Vera"),
        (
            "Lea Vann left. ⟦c1|So⟧, ⟦s1|Vann's cousin Bianca⟧ ⟦k1|wrote⟧. Bianca Lund-Vann was not there.",
            "Bianca Lund-Vann",
        ),
        ("⟦s1|The account @tidewatch⟧ ⟦k1|said⟧ ⟦c1|so⟧.", "@tidewatch"),
    ],
    ids=["kin with one name", "kin named in full later", "handle in small letters"],
)
def test_names_alone_are_speakers(body: str, wanted: str) -> None:
    found = attributions(body)
    text = marked(body)[0]
    assert [r.speaker for r in resolve(found, Article(text), Registry(()))] == [wanted]
