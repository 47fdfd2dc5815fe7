"""Where names of bodies begin and end, whose office it is, which of two of one surname: names that would be wrong."""

from __future__ import annotations

from datetime import date

import pytest
from test_attribution import attributions, marked, names

from quoteattr.registry import Registry, Speaker
from quoteattr.speakers import resolve
from quoteattr.values import Article

BODIES = {
    # a body that begins with a plural or an adjective and ends with a country or an acronym
    "plural and country": ("⟦s1|Farmers UK⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Museums Kenya⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        ["Farmers UK", "Museums Kenya"]),
    "sport and country": ("⟦s1|Swimming Ireland⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Swimming Ireland"]),
    "topic and country": ("⟦s1|Energy UK⟧ ⟦k1|said⟧ ⟦c1|bills would rise⟧.", ["Energy UK"]),
    "adjective and acronym": ("⟦s1|Independent DRAY⟧ ⟦k1|warned⟧ ⟦c1|of floods⟧.", ["Independent DRAY"]),
    "what a country is in a match": (
        "⟦s1|Hosts Peru⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Champions Chile⟧ ⟦k2|said⟧ ⟦c2|no⟧.", ["Peru", "Chile"]),
    # crowds that are bodies
    "crowd with a capital": (
        "⟦c1|We took it⟧, ⟦k1|said⟧ ⟦s1|the Sons of Brenta⟧. ⟦s2|The Friends of the Weir⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        ["Sons of Brenta", "Friends of the Weir"]),
    "crowd at the head of a sentence": (
        "⟦s1|Friends of Ann Reed⟧ ⟦k1|said⟧ ⟦c1|she was ill⟧. ⟦s2|Reps for Reed⟧ ⟦k2|said⟧ ⟦c2|nothing⟧.", [None, None]),
    "crowd of two words": (
        "⟦c1|No⟧, ⟦k1|said⟧ ⟦s1|the Concerned Farmers for Quiet⟧.", ["Concerned Farmers for Quiet"]),
    "parts of a church": ("⟦s1|The Archdiocese of Brenta⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Archdiocese of Brenta"]),
    "school of a saint": ("⟦s1|St Columba’s Primary School⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["St Columba’s Primary School"]),
    "a hyphen for a dash": (
        "⟦s1|The mayor - Ann Reed - ⟧⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|The Tarvel Ferry Company - a firm⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        ["Ann Reed", "Tarvel Ferry Company"]),
    "crowd that comes back inside a sentence": (
        "⟦s1|Veterans for Quiet⟧ ⟦k1|said⟧ ⟦c1|so⟧. A march by Veterans for Quiet began.", ["Veterans for Quiet"]),
    "people with a capital everywhere": ("⟦c1|No⟧, ⟦k1|said⟧ ⟦s1|the Muslims of Tarvel⟧.", [None]),
    # the legal form of a firm
    "Inc. after a comma": (
        "Brentwell Robotics, Inc. (the “Company”) opened a plant. ⟦s1|The Company⟧ ⟦k1|expects⟧ ⟦c1|growth⟧.",
        ["Brentwell Robotics"]),
    "Co., Ltd.": ("⟦s1|Tarvel Looms Co., Ltd.⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦c2|No⟧, ⟦s2|Tarvel⟧ ⟦k2|said⟧.",
        ["Tarvel Looms Co."] * 2),
    "a release by whatever wire": (
        "OSLO, May 3 /NordWire/ -- Brentwell Foods today opened a plant. Ann Reed leads it.\n\n⟦s1|The Company⟧ "
        "⟦k1|expects⟧ ⟦c1|growth⟧.", ["Brentwell Foods"]),
    # bodies of a part of a country
    "government of the only province": (
        "Floods cut off Nasse province. ⟦s1|The provincial government⟧ ⟦k1|plans⟧ ⟦c1|an airlift⟧.",
        ["Nasse provincial government"]),
    "government of one of two provinces": (
        "Peru sent help. Floods cut off Nasse province and Orva province. Peru's army came. Peru's ports shut. "
        "⟦s1|The provincial government⟧ ⟦k1|plans⟧ ⟦c1|an airlift⟧.", [None]),
    "parliament of a state that is not named": (
        "India voted. India's states count. In India it rained. ⟦s1|The state parliament⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "prosecutors of no place": ("⟦s1|Prosecutors⟧ ⟦k1|asked for⟧ ⟦c1|nine years⟧.", [None]),
    # names that read like a sentence
    "a campaign that begins with a small word": ("⟦s1|Just Stop Noise⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Just Stop Noise"]),
    "a charity that is a request": (
        "⟦s1|The charity Help the Weary⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Campaign group Keep Our Bells⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        ["Help the Weary", "Keep Our Bells"]),
    "a group with a name of one word": (
        "⟦s1|The charity Lantern⟧ ⟦k1|said⟧ ⟦c1|so⟧ for the Ministry. It met the group Tidewatch for talks.", ["Lantern"]),
    "a number in the name": (
        "⟦s1|Channel 12⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Ferry Workers Union Local 31⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        ["Channel 12", "Ferry Workers Union Local 31"]),
    "academies and divisions": (
        "⟦s1|The National Academies of Silt⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|The state Division of Gaming⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        ["National Academies of Silt", "Division of Gaming"]),
    "conservative, as a part of the name": (
        "⟦s1|The Conservative Answers PAC⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Conservative Answers PAC"]),
    "somebody's bakery": (
        "⟦s1|Marlow’s Bakery⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦c2|No⟧, ⟦k2|said⟧ ⟦s2|Marlow’s lawyer, Ann Reed⟧.",
        ["Marlow’s Bakery", "Ann Reed"]),
    # peoples, crowds and offices
    "peoples": (
        "⟦s1|Germans⟧ ⟦k1|fear⟧ ⟦c1|so⟧. ⟦c2|No⟧, ⟦k2|said⟧ ⟦s2|the Iowans⟧. ⟦s3|Hindus⟧ ⟦k3|said⟧ ⟦c3|so⟧.", [None] * 3),
    "crowds with a capital at the head": (
        "⟦s1|Fact-checkers⟧ ⟦k1|found⟧ ⟦c1|so⟧. ⟦s2|Two-thirds of drivers⟧ ⟦k2|said⟧ ⟦c2|no⟧. ⟦s3|Lobbyists⟧ ⟦k3|say⟧ "
        "⟦c3|so⟧.", [None] * 3),
    "an office in capitals": (
        "⟦s1|The former CEO of Brenta Foods⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|World leaders and CEOs⟧ ⟦k2|said⟧ ⟦c2|no⟧.", [None] * 2),
    "somebody of a state and a party": ("⟦c1|No⟧, ⟦k1|said⟧ ⟦s1|the Ohio Democrat⟧.", [None]),
    # documents
    "names in the title of a book": (
        "Abel Nunes lied. ⟦s1|His book “The Art of the Weir”⟧ ⟦k1|says⟧ ⟦c1|so⟧.", ["Abel Nunes"]),
    "names in the title of an advertisement": ("⟦s1|The “No Marsh” ad⟧ ⟦k1|claims⟧ ⟦c1|so⟧.", [None]),
    "poll in capitals": ("⟦s1|A Tidewatch Poll⟧ ⟦k1|found⟧ ⟦c1|so⟧.", ["Tidewatch"]),
    # a longer name that is another's
    "a name in use before the longer one": (
        "Brent came. Rain fell, and Brent left. Snow fell on Brent. All are on the Brent Train. ⟦s1|Brent⟧ ⟦k1|said⟧ ⟦c1|so⟧.",
        ["Brent"]),
    # firms
    "a trade at the head of a sentence": (
        "Brewer Tarvel Malts Ltd. cut jobs. ⟦s1|Tarvel⟧ ⟦k1|expects⟧ ⟦c1|a loss⟧.", ["Tarvel Malts Ltd."]),
    "a firm by its first word, which is a common one": (
        "⟦c1|No⟧, ⟦k1|said⟧ ⟦s1|Ember Metals Ltd.⟧. Rain fell, and Ember stopped work. ⟦s2|Ember⟧ ⟦k2|expects⟧ ⟦c2|a loss⟧.",
        ["Ember Metals Ltd."] * 2),
    "a firm by a word for many": (
        "⟦c1|No⟧, ⟦k1|said⟧ ⟦s1|Federal Metals Ltd.⟧. ⟦s2|The Federal Ministry of Silt⟧ ⟦k2|said⟧ ⟦c2|so⟧.",
        ["Federal Metals Ltd.", "Federal Ministry of Silt"]),
}  # fmt: skip
OFFICES = {
    "a pupil is no secretary": (
        "⟦c1|I was bored⟧, ⟦k1|said⟧ ⟦s1|Rui Maur, 11⟧. ⟦s2|The Education Secretary⟧ ⟦k2|said⟧ ⟦c2|schools were safe⟧.",
        ["Rui Maur", None]),
    "a broker is no public attorney": (
        "Broker Dan Okoro pleaded guilty. ⟦c1|I lied⟧, ⟦s1|he⟧ ⟦k1|said⟧.\n\n⟦c2|Greed has a price⟧, "
        "⟦s2|the U.S. attorney in Tarvel⟧ ⟦k2|said⟧.", ["Dan Okoro", None]),
    "one minister is not the other": (
        "Transport minister Ann Reed resigned. ⟦c1|I was wrong⟧, ⟦s1|Reed⟧ ⟦k1|said⟧. ⟦s2|The Chancellor⟧ ⟦k2|said⟧ "
        "⟦c2|taxes would stay⟧.", ["Ann Reed", None]),
    "the holder, named further on": (
        "⟦s1|Rui Maur, 40, a fisherman⟧, ⟦k1|said⟧ ⟦c1|the sea rose⟧. ⟦s2|The country's prime minister⟧ ⟦k2|said⟧ "
        "⟦c2|help was near⟧. Prime Minister Ivo Lund was due on Friday.", ["Rui Maur", "Ivo Lund"]),
}  # fmt: skip
NAMESAKES = {
    "an office after the surname": (
        "Health director Ana Pires spoke. Luis Pires, a trader, lost a son. ⟦s1|Pires, the health director⟧, ⟦k1|said⟧ "
        "⟦c1|so⟧. ⟦s2|Pires, the trader⟧, ⟦k2|said⟧ ⟦c2|no⟧.", ["Ana Pires", "Luis Pires"]),
    "a surname in use before the other bearer is named": (
        "Tom Reed, a broker, was jailed. Reed wore grey.\n\n⟦c1|He was kind⟧, ⟦k1|said⟧ ⟦s1|the defendant's mother, Ann Reed⟧."
        "\n\n⟦s2|Reed's book⟧ ⟦k2|promised⟧ ⟦c2|riches⟧.", ["Ann Reed", "Tom Reed"]),
    "an unrelated bearer is named once": (
        "Mayor Tom Reed left. Reed was late. Rain fell on Reed.\n\nA clerk, Ann Reed, waved.\n\nSnow fell.\n\n⟦s1|Reed⟧ "
        "⟦k1|said⟧ ⟦c1|so⟧.", ["Tom Reed"]),
    "no relation is no office": (
        "Health director Ana Pires spoke. ⟦c1|It is bad⟧, ⟦k1|said⟧ ⟦s1|fisherman Luis Pires, 51, no relation to the "
        "health director⟧. ⟦s2|Pires, the health director⟧, ⟦k2|said⟧ ⟦c2|so⟧.", ["Luis Pires", "Ana Pires"]),
}  # fmt: skip
PEOPLE = {
    "an office with a topic before the name": (
        "Premier Wade Lund sacked Minister for Water Jenny Moss. ⟦s1|Ms Moss⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Jenny Moss"]),
    "an office with two topics before the name": (
        "He met Secretary of Trade and Industry Jenny Moss. ⟦s1|Moss⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Jenny Moss"]),
    "an office of a body before the name": (
        "⟦s1|Bank of Tarvel Governor Kenji Moss⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|The Bank of Tarvel⟧ ⟦k2|said⟧ ⟦c2|no⟧. "
        "⟦s3|Council on Wetlands Executive Director Ann Reed⟧ ⟦k3|said⟧ ⟦c3|so⟧.",
        ["Kenji Moss", "Bank of Tarvel", "Ann Reed"]),
    "a word with a capital before a full name": (
        "Entrusting Ann Reed with the port was wise. ⟦s1|Reed⟧ ⟦k1|said⟧ ⟦c1|so⟧. Ann Reed left.",
        ["Ann Reed"]),
    "a full name in a lead without a headline": (
        "A crowd met Ousmad Diarva. ⟦c1|So⟧, ⟦s1|Diarva⟧ ⟦k1|said⟧. They called Ousmad a saint.", ["Ousmad Diarva"]),
    "an office with a prefix": (
        "⟦s1|Co-anchor Ann Reed, who was late⟧, ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Tarvel County Recorder Rui Maur⟧ ⟦k2|said⟧ ⟦c2|no⟧. "
        "Ex-goalkeeper Jan Lund won. ⟦s3|Lund⟧ ⟦k3|said⟧ ⟦c3|so⟧.", ["Ann Reed", "Rui Maur", "Jan Lund"]),
    "junior by the surname": (
        "Kofi Moss Jr. took over from Kofi Moss. ⟦c1|I count⟧, ⟦s1|Moss Jr.⟧ ⟦k1|said⟧.", ["Kofi Moss Jr."]),
    "an office of a town before the name": (
        "⟦s1|Mayor of Lima Ann Reed⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Reed⟧ ⟦k2|said⟧ ⟦c2|no⟧.", ["Ann Reed", "Ann Reed"]),
    "an office of a county before the name": (
        "He met Tarvel County Supervisor of Elections Susan Moss there. ⟦s1|Moss⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Susan Moss"]),
    "friends of somebody with a title": (
        "⟦c1|So⟧, ⟦k1|said⟧ ⟦s1|the University of Leeds professor Ann Reed⟧. ⟦s2|Senator Tom Boxer of Orland⟧ ⟦k2|said⟧ "
        "⟦c2|no⟧.", ["Ann Reed", "Tom Boxer"]),
    "a people before a title": ("⟦s1|Saudi Prince Badr Bin Moss⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Badr Bin Moss"]),
    "a surname like a title after an initial": (
        "⟦s1|Representative Paul T. King, a doctor⟧, ⟦k1|said⟧ ⟦c1|so⟧.", ["Paul T. King"]),
    "a headline gives the name in full": (
        "Ann Reed: ‘I Was Never Told What The Ferry Cost’\n\nThe mayor was late. ⟦c1|It rained⟧, ⟦s1|Reed⟧ ⟦k1|said⟧.",
        ["Ann Reed"]),
    "what somebody is, in one word with hyphens": (
        "Father-of-two Peter Marsh won. ⟦c1|I slept⟧, ⟦s1|Marsh⟧ ⟦k1|said⟧.", ["Peter Marsh"]),
    "where people post, at the end of a sentence": (
        "Tom Reed saw it on X. ⟦s1|Reed⟧ ⟦k1|said⟧ ⟦c1|so⟧. He had a plan B. ⟦s2|Reed⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        ["Tom Reed", "Tom Reed"]),
    "initials are kept": ("⟦s1|J. X. Lund⟧ ⟦k1|told⟧ Ann Reed ⟦c1|so⟧. ⟦s2|X. Moss⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        ["J. X. Lund", "X. Moss"]),
    "one name in two spellings": (
        "Ana Jurayeva left. ⟦s1|Olga Dzhurayeva⟧ ⟦k1|said⟧ ⟦c1|so⟧. Olga Jurayeva, the mayor, wept. Olga Jurayeva sat. "
        "⟦s2|Jurayeva, the mayor⟧, ⟦k2|said⟧ ⟦c2|no⟧.", ["Olga Dzhurayeva"] * 2),
}  # fmt: skip
CASES = PEOPLE | BODIES | OFFICES | NAMESAKES


@pytest.mark.parametrize(("body", "wanted"), CASES.values(), ids=CASES)
def test_edges(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("⟦s1|Brenta Rights Watch and Mercy Abroad⟧ ⟦k1|said⟧ ⟦c1|so⟧.", "Brenta Rights Watch and Mercy Abroad"),
        ("⟦s1|Moody’s⟧ ⟦k1|cut⟧ ⟦c1|its rating⟧.", "Moody’s"),
        ("Ann Reed left. ⟦s1|Representative Paul T. King⟧ ⟦k1|said⟧ ⟦c1|so⟧.", "Paul T. King"),
        ("⟦s1|A June poll⟧ ⟦k1|found⟧ ⟦c1|so⟧.", None),
        ("⟦s1|Both Brenta and the Ferry Party⟧ ⟦k1|said⟧ ⟦c1|so⟧.", "Brenta and the Ferry Party"),
        ("⟦s1|Brenta and MAB⟧ ⟦k1|said⟧ ⟦c1|so⟧.", "Brenta and the Mercy Abroad Board"),
    ],
    ids=["in full, no article", "a possessive name", "a surname like a title", "a poll of a month", "both", "in short"],
)
def test_who_speaks(body: str, wanted: str | None) -> None:
    entries = Registry(
        Speaker(name.lower(), name, "invented", date(2025, 1, 1), "organisation", aliases=aliases)
        for name, aliases in (("Mercy Abroad", ()), ("Mercy Abroad Board", ("MAB",)))
    )
    assert [r.speaker for r in resolve(attributions(body), Article(marked(body)[0]), entries)] == [wanted]
