"""Whom descriptions mean: roles that conflict, roles that are over, peoples, winners; one table of short articles."""

from __future__ import annotations

import pytest
from test_attribution import names

from quoteattr.attribution.roles import is_over

ROLES = {
    "secretary of a union, and of a department": (
        "⟦c1|Teachers will strike⟧, ⟦k1|said⟧ ⟦s1|Amina Rowe, general secretary of the Harbour Teachers' Union⟧.\n\n"
        "⟦c2|The offer stands⟧, ⟦s2|the Education Secretary⟧ ⟦k2|said⟧.", ["Amina Rowe", None]),
    "secretary of a club": (
        "Ivo Marsh, secretary of the rowing club, waited. ⟦s1|The Justice Secretary⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "attorney of the defence, and of a district": (
        "⟦c1|My client is innocent⟧, ⟦k1|said⟧ ⟦s1|defence attorney Tomas Grell⟧.\n\n"
        "⟦c2|He lied⟧, ⟦s2|the U.S. attorney in Manhattan⟧ ⟦k2|said⟧.", ["Tomas Grell", None]),
    "minister of another department": (
        "Defence Minister Olga Brandt flew to Lima. ⟦s1|The health minister⟧ ⟦k1|said⟧ ⟦c1|beds were free⟧.", [None]),
    "president of another body": (
        "Club president Marek Zawada met fans. ⟦s1|The university president⟧ ⟦k1|said⟧ ⟦c1|exams would go on⟧.", [None]),
    "chief of another service": (
        "Fire chief Dan Okoro came. ⟦s1|The police chief⟧ ⟦k1|said⟧ ⟦c1|roads were shut⟧.", [None]),
    "director of films, and of a museum": (
        "Film director Hana Sato smiled. ⟦s1|The museum director⟧ ⟦k1|said⟧ ⟦c1|the hall was full⟧.", [None]),
    "lawyer for another matter": (
        "Divorce lawyer Ken Adair spoke. ⟦s1|The immigration lawyer⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "chief of a firm, in short": (
        "Petra Holm, chief executive of Brenta Foods, spoke. ⟦s1|The Brenta chief⟧ ⟦k1|said⟧ ⟦c1|sales rose⟧.",
        ["Petra Holm"]),
    "minister, in short": (
        "Health Minister Olga Brandt flew to Lima. ⟦s1|The minister⟧ ⟦k1|said⟧ ⟦c1|beds were free⟧.", ["Olga Brandt"]),
    "an adjective parts nobody": (
        "Health Minister Olga Brandt flew to Lima. ⟦s1|The exhausted minister⟧ ⟦k1|said⟧ ⟦c1|beds were free⟧.",
        ["Olga Brandt"]),
    "former minister": (
        "Ex-minister Paul Dent spoke. ⟦s1|The minister⟧ ⟦k1|said⟧ ⟦c1|it was fine⟧.", [None]),
    "retired judge": (
        "Retired judge Ana Vidal wrote it. ⟦s1|The judge⟧ ⟦k1|said⟧ ⟦c1|the case was closed⟧.", [None]),
    "former champion, asked for as such": (
        "Former champion Ivan Kolar watched. Mila Sorensen won. ⟦c1|Good⟧, ⟦s1|the former champion⟧ ⟦k1|said⟧.",
        ["Ivan Kolar"]),
    "ex-governor, asked for as such": (
        "Former governor Luis Costa was held. ⟦c1|No⟧, ⟦s1|the ex-governor⟧ ⟦k1|said⟧.", ["Luis Costa"]),
    "former nurse, and mayor": (
        "Ana Pires, a former nurse and mayor, came. ⟦s1|The mayor⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|The nurse⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        ["Ana Pires", None]),
    "her coach, and a player": (
        "Mila Sorensen won in Oslo. ⟦c1|She was calm⟧, ⟦s1|her coach⟧ ⟦k1|said⟧. Rival player Ivana Bosko left.", [None]),
    "her coach, who is named": (
        "Mila Sorensen won with her coach, Per Lindqvist. ⟦c1|She was calm⟧, ⟦s1|her coach⟧ ⟦k1|said⟧.",
        ["Per Lindqvist"]),
    "their manager, and their captain": (
        "Brenta United lost to Rovia. ⟦s1|Their captain, Luis Costa⟧, ⟦k1|said⟧ ⟦c1|it hurt⟧. ⟦c2|It was a foul⟧, "
        "⟦s2|their manager⟧ ⟦k2|said⟧.", ["Luis Costa", None]),
    "nobody is his own lawyer": (
        "Singer Ty Banner was jailed. ⟦c1|We will appeal⟧, ⟦s1|his lawyer⟧ ⟦k1|said⟧. Ty Banner, a trained lawyer, wept.",
        [None]),
    "another one's lawyer": (
        "Paul Dent met the judge. Mira Okello's lawyer, Ken Adair, came. Dent wept. ⟦c1|No⟧, ⟦s1|Dent's lawyer⟧ ⟦k1|said⟧.",
        [None]),
    "the head coach, and an assistant": (
        "Assistant coach Pavel Novak came in. ⟦c1|We lost⟧, ⟦s1|the head coach⟧ ⟦k1|said⟧.", [None]),
    "her producer is a person": (
        "Director Ines Moura came with her producer Paul Klee. ⟦c1|It took years⟧, ⟦s1|her producer⟧ ⟦k1|said⟧.",
        ["Paul Klee"]),
    "of an age, and from a place": (
        "Mira Okello, who won in Oslo, is tired. ⟦c1|I slept badly⟧, ⟦k1|said⟧ ⟦s1|the 34-year-old from Gulu⟧.",
        ["Mira Okello"]),
    "whose mother she is": (
        "⟦c1|I wept⟧, ⟦k1|said⟧ ⟦s1|Vera Lund, the mother of the victim and the defendant⟧. ⟦s2|The defendant⟧ ⟦k2|said⟧ "
        "⟦c2|no⟧.", ["Vera Lund", None]),
    "leader of a party, and mayor": (
        "Ana Pires, leader of the Reform Party and mayor of Lima, came. ⟦s1|The mayor⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Ana Pires"]),
    "no prosecutor is the defendant": (
        "⟦c1|He lied⟧, ⟦k1|said⟧ ⟦s1|prosecutor Ken Adair⟧. ⟦s2|The defendant⟧ ⟦k2|said⟧ ⟦c2|no⟧.", ["Ken Adair", None]),
    "a deputy is a diplomat as well": (
        "Envoy Dana Kern left. ⟦c1|No⟧, ⟦k1|said⟧ ⟦s1|Deputy Foreign Minister Timur Aben⟧. ⟦c2|Never⟧, ⟦s2|the diplomat⟧ "
        "⟦k2|said⟧.", ["Timur Aben", "Timur Aben"]),
    "some analyst": (
        "⟦s1|An analyst⟧ ⟦k1|said⟧ ⟦c1|eggs were dear⟧.\n\n⟦c2|Very dear⟧, ⟦k2|said⟧ ⟦s2|Pia Olsen, an analyst⟧.",
        [None, "Pia Olsen"]),
    "of an age, where one only was spoken of": (
        "Parliament has voted against the government of Stefan Radkov. ⟦c1|I lost⟧, ⟦k1|said⟧ ⟦s1|the 51-year-old⟧.",
        ["Stefan Radkov"]),
    "of an age that the article gave somebody without a name": (
        "Police shot a man, 51. Chief Paul Dent came. ⟦c1|It hurt⟧, ⟦k1|said⟧ ⟦s1|the 51-year-old⟧.", [None]),
    "a site where people post": (
        "He wrote on Telegram. ⟦c1|No⟧, ⟦s1|the former customs chief⟧ ⟦k1|said⟧.", [None]),
    "the role first, then the name with it": (
        "⟦c1|Wells are foul⟧, ⟦s1|the health director of Tambo province⟧ ⟦k1|said⟧ on Monday.\n\n"
        "⟦c2|We boil all water⟧, ⟦s2|the director, Isaura Macie⟧, ⟦k2|said⟧.", ["Isaura Macie", "Isaura Macie"]),
    "the role in the lead, and far below the name with it": (
        "Talks failed, ⟦s1|the Varnian mediator⟧ ⟦k1|saying⟧ ⟦c1|no⟧.\n\nRain.\n\nRain.\n\nRain.\n\nRain.\n\n"
        "⟦c2|The door is open⟧, ⟦s2|the mediator, Luis Costa⟧, ⟦k2|said⟧.", ["Luis Costa", "Luis Costa"]),
    "the role first, where a place is named before the person": (
        "⟦s1|Ruritania's mines minister⟧ ⟦k1|said⟧ ⟦c1|men were trapped⟧.\n\nKin waited at the gate of Kofu Deep.\n\n"
        "⟦c2|We hear them⟧, ⟦s2|Moses Chanda⟧ ⟦k2|said⟧.", ["Moses Chanda", "Moses Chanda"]),
}  # fmt: skip

PEOPLES = {
    "of two peoples": (
        "Spanish driver Iker Soto beat Frenchman Luc Morel. ⟦c1|It was hot⟧, ⟦s1|the Spaniard⟧ ⟦k1|said⟧. "
        "⟦c2|It was⟧, ⟦k2|said⟧ ⟦s2|the Frenchman⟧.", ["Iker Soto", "Luc Morel"]),
    "by the country after the name": (
        "Lotte Claes of Belgium won; Kenya's Ruth Chebet came second. ⟦c1|It was hot⟧, ⟦s1|the Belgian⟧ ⟦k1|said⟧. "
        "⟦c2|Yes⟧, ⟦s2|the Kenyan⟧ ⟦k2|said⟧.", ["Lotte Claes", "Ruth Chebet"]),
    "of whom the article tells nothing": (
        "Lotte Claes won. Ruth Chebet came second. ⟦c1|It was hot⟧, ⟦s1|the Belgian⟧ ⟦k1|said⟧.", [None]),
    "of whom there are two": (
        "Spanish driver Iker Soto beat Spanish driver Jon Vega. ⟦c1|It was hot⟧, ⟦s1|the Spaniard⟧ ⟦k1|said⟧.", [None]),
    "of the sex that the word tells": (
        "Dutch swimmer Anke Visser and Dutch swimmer Jan Bakker won. ⟦c1|It was hot⟧, ⟦s1|the Dutchwoman⟧ ⟦k1|said⟧.",
        ["Anke Visser"]),
    "who spoke just before": (
        "⟦c1|It rained⟧, ⟦s1|Anke Visser⟧ ⟦k1|said⟧. ⟦s2|The Dutchwoman⟧ ⟦k2|said⟧ ⟦c2|she was cold⟧.",
        ["Anke Visser", "Anke Visser"]),
    "researcher of another people": (
        "⟦c1|It rained⟧, ⟦k1|said⟧ ⟦s1|Swiss envoy Dana Kern⟧. ⟦s2|The Emirati mediator⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        ["Dana Kern", None]),
    "before a name": (
        "Dutchman Joost Wanders led South Korean Lim Da-eun. ⟦c1|It was hot⟧, ⟦s1|Wanders⟧ ⟦k1|said⟧. ⟦c2|Yes⟧, "
        "⟦s2|Lim⟧ ⟦k2|said⟧.", ["Joost Wanders", "Lim Da-eun"]),
    "many, and nobody": ("Iker Soto of Britain won. ⟦s1|The British⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
}  # fmt: skip

DEEDS = {
    "the champion is who won": (
        "Former champion Ivan Kolar watched. Mila Sorensen won. ⟦c1|I slept badly⟧, ⟦s1|the champion⟧ ⟦k1|said⟧.",
        ["Mila Sorensen"]),
    "the beaten finalist": (
        "Iker Soto beat Luc Morel in the final. Soto wept. ⟦c1|It hurts⟧, ⟦s1|the beaten finalist⟧ ⟦k1|said⟧. ⟦c2|Yes⟧, "
        "⟦s2|the winner⟧ ⟦k2|said⟧.", ["Luc Morel", "Iker Soto"]),
    "two who won": (
        "Iker Soto won on grass. Luc Morel won on clay. ⟦c1|It hurts⟧, ⟦s1|the winner⟧ ⟦k1|said⟧.", [None]),
    "who lost to somebody": (
        "Iker Soto lost to the veteran Luc Morel. ⟦c1|It hurts⟧, ⟦s1|the winner⟧ ⟦k1|said⟧.", ["Luc Morel"]),
}  # fmt: skip


_HEAD = "Burglar took my ring, widow tells court\n\n"
_TOLD = "⟦k1|has told⟧ a court ⟦c1|she still sets two plates⟧.\n\n"
NAMED_LATER = {
    "widow, named in the next paragraph": (
        f"{_HEAD}⟦s1|A widow who lost her ring in a break-in⟧ {_TOLD}Edna Marsh, 74, was giving evidence in the trial of "
        "Paul Dent, who denies 31 burglaries.", ["Edna Marsh"]),
    "a man comes next": (
        f"{_HEAD}⟦s1|A widow who lost her ring in a break-in⟧ {_TOLD}Paul Dent, 44, was giving evidence too.", [None]),
    "who stands trial comes next": (
        f"{_HEAD}⟦s1|A teacher who lost her ring in a break-in⟧ {_TOLD}Anna Dent, 44, denies 31 burglaries in the town.", [None]),
    "the judge comes next": (
        f"{_HEAD}⟦s1|A teacher who lost her ring in a break-in⟧ {_TOLD}Judge Anna Dent told the jury to go home.", [None]),
    "pensioner, named in the next paragraph": (
        f"{_HEAD}⟦c1|It was an old tape recorder, worth four pounds⟧, ⟦s1|the pensioner⟧ ⟦k1|told⟧ the jury.\n\n"
        "Then Edna Marsh, of Lower Soke, folded her handkerchief.\n\nPaul Dent, 44, denies it.", ["Edna Marsh"]),
    "baker, and a mayor": (
        "A town mourns\n\n⟦s1|A baker who saw the crash⟧ ⟦k1|said⟧ ⟦c1|it was loud⟧. The road is shut.\n\n"
        "Mayor Ann Reed, 55, came to lay flowers at the bridge.", [None]),
    "baker, who opens the next paragraph": (
        "A town mourns\n\n⟦s1|A baker who saw the crash⟧ ⟦k1|said⟧ ⟦c1|it was loud⟧. The road is shut.\n\n"
        "Paul Dent, 55, was opening his shop when the lorry came.", ["Paul Dent"]),
    "baker, and who was killed": (
        "A town mourns\n\n⟦s1|A baker who saw the crash⟧ ⟦k1|said⟧ ⟦c1|it was loud⟧. The road is shut.\n\n"
        "Paul Dent, 55, was killed by the lorry.", [None]),
    "nurse of another age": (
        "A town mourns\n\n⟦s1|A nurse aged 30⟧ ⟦k1|said⟧ ⟦c1|it was loud⟧. The road is shut.\n\n"
        "Paul Dent, 55, was opening his shop when the lorry came.", [None]),
    "minister, named in the next sentence": (
        "Shots were fired this morning, say people there.\n\nMore came later, and the trams stopped.\n\n"
        "There was smoke over the docks.\n\nTwo trams burnt out near the docks.\n\nMany stayed in.\n\n"
        "⟦c1|23 are dead⟧, ⟦k1|according to⟧ ⟦s1|the interior minister⟧. ⟦c2|Go home⟧, ⟦s2|Lena Marsh⟧ ⟦k2|told⟧ the radio.",
        ["Lena Marsh", "Lena Marsh"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "wanted"), NAMED_LATER.values(), ids=NAMED_LATER)
def test_named_after_the_description(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


@pytest.mark.parametrize(("body", "wanted"), ROLES.values(), ids=ROLES)
def test_roles(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


@pytest.mark.parametrize(("body", "wanted"), PEOPLES.values(), ids=PEOPLES)
def test_peoples(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


@pytest.mark.parametrize(("body", "wanted"), DEEDS.values(), ids=DEEDS)
def test_who_won(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


@pytest.mark.parametrize(
    ("called", "word", "over"),
    [
        ("former champion", "champion", True), ("ex-minister", "ex-minister", True), ("champion", "champion", False),
        ("former nurse and mayor", "mayor", False), ("former nurse and mayor", "nurse", True),
    ],
)  # fmt: skip
def test_a_role_that_is_over(called: str, word: str, over: bool) -> None:
    assert is_over(called, (word,)) is over
