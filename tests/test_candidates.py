"""Who comes into question at all, and whose a document or a company is; one table of short articles a matter."""

from __future__ import annotations

import pytest
from test_attribution import attributions, names

DOCUMENTS = {
    "report by somebody with a role": (
        "⟦s1|A report by the trustee, Jane Roe⟧, ⟦k1|says⟧ ⟦c1|money is gone⟧. Paul Dent denies it.", ["Jane Roe"]),
    "report, taken up": (
        "The court read a report by the trustee, Jane Roe. Paul Dent, the founder, denied it. ⟦s1|The report⟧ ⟦k1|says⟧ "
        "⟦c1|money is gone⟧.", ["Jane Roe"]),
    "report by somebody who is not named": (
        "Paul Dent published a book. The court read a report by the town's auditor. ⟦s1|The report⟧ ⟦k1|says⟧ ⟦c1|so⟧.",
        [None]),
    "paper of one of two brothers": (
        "Victor Roe, the founder, read Roe's white paper aloud. His brother Anton Roe listened. ⟦s1|The white paper⟧ "
        "⟦k1|promised⟧ ⟦c1|riches⟧.", ["Victor Roe"]),
    "paper of either of two brothers": (
        "Victor Roe and Anton Roe came. They read Roe's white paper aloud. ⟦s1|The white paper⟧ ⟦k1|promised⟧ ⟦c1|riches⟧.",
        [None]),
    "study led by somebody": (
        "⟦s1|A study led by Hana Sato of the Brenta Institute⟧ ⟦k1|found⟧ ⟦c1|ice was thin⟧. Luis Costa was not in it. "
        "⟦s2|The study⟧ ⟦k2|found⟧ ⟦c2|more⟧.", ["Hana Sato", "Hana Sato"]),
    "report, written by somebody": (
        "⟦s1|The report, written by Ann Reed⟧, ⟦k1|says⟧ ⟦c1|it rains⟧.", ["Ann Reed"]),
    "report from auditors": (
        "The town got a report from auditors Kern & Lowe. ⟦s1|The report⟧ ⟦k1|says⟧ ⟦c1|it rains⟧.", ["Kern & Lowe"]),
    "report from a place": (
        "The Harbour Trust published its report from Lima. ⟦s1|The report⟧ ⟦k1|says⟧ ⟦c1|it rains⟧.",
        ["Harbour Trust"]),
    "lawsuit filed on a day by an attorney for others": (
        "⟦s1|A lawsuit filed Tuesday by attorney Hana Sato on behalf of nine tenants⟧ ⟦k1|alleges⟧ ⟦c1|neglect⟧.", ["Hana Sato"]),
    "petition, filed at some place by somebody": (
        "⟦s1|A petition, filed on Monday in a court in Oslo by Paul Dent⟧, ⟦k1|says⟧ ⟦c1|no⟧.", ["Paul Dent"]),
    "two documents of two bodies": (
        "⟦s1|A complaint filed by the Harbour Board and a report by Ruritania⟧ ⟦k1|say⟧ ⟦c1|no⟧.", ["Harbour Board"]),
    "lawsuit by people without names": (
        "⟦s1|A lawsuit filed against Paul Dent by two former aides⟧ ⟦k1|says⟧ ⟦c1|no⟧.", [None]),
    "letter that a body sent": (
        "⟦s1|A letter the Brenta Clinic sent to patients⟧ ⟦k1|tells⟧ ⟦c1|them to wait⟧.", ["Brenta Clinic"]),
    "letter that she sent": (
        "Mayor Ann Reed came. ⟦s1|An email she sent to staff⟧ ⟦k1|says⟧ ⟦c1|no⟧.", ["Ann Reed"]),
    "letter that somebody with a role wrote": (
        "Mayor Ann Reed came. ⟦s1|A letter the mayor wrote to her deputy last week⟧ ⟦k1|says⟧ ⟦c1|no⟧.", ["Ann Reed"]),
    "memo that a newspaper obtained": (
        "⟦s1|A memo the Oslo Post obtained⟧ ⟦k1|says⟧ ⟦c1|no⟧. ⟦s2|A memo obtained by the Oslo Post⟧ ⟦k2|says⟧ ⟦c2|so⟧.",
        [None, None]),
    "email to many from one": (
        "⟦s1|An email to staff from Chief Executive Petra Holm⟧ ⟦k1|says⟧ ⟦c1|no⟧.", ["Petra Holm"]),
    "letter to one": (
        "⟦s1|A letter to Petra Holm⟧ ⟦k1|says⟧ ⟦c1|no⟧.", [None]),
    "text, signed by somebody unheard of": (
        "⟦s1|The text, signed by a hitherto unknown “Council of Nine,”⟧ ⟦k1|promised⟧ ⟦c1|bread⟧.", ["Council of Nine"]),
    "study in a journal, on a day": (
        "⟦c1|Owls nod⟧, ⟦k1|according to⟧ ⟦s1|a study published on Friday in the journal Brine Letters⟧.", ["Brine Letters"]),
    "study in a town": (
        "⟦c1|Owls nod⟧, ⟦k1|according to⟧ ⟦s1|a study published on Friday in London⟧.", [None]),
    "caption of who posted": (
        "Luis Costa left. Ana Pires posted a photo of Luis Costa. ⟦c1|Gone⟧, ⟦s1|the caption⟧ ⟦k1|read⟧.", ["Ana Pires"]),
    "caption of somebody unnamed": (
        "Luis Costa left. A fan posted a photo of Luis Costa. ⟦s1|The caption⟧ ⟦k1|read⟧: ⟦c1|Gone⟧.", [None]),
    "caption of kin described anew": (
        "Luis Costa's brother did not train. The 24-year-old shared a photo of Oslo. ⟦s1|The caption⟧ ⟦k1|read⟧: ⟦c1|Gone⟧.",
        [None]),
    "caption of a newspaper": (
        "Luis Costa left. The newspaper printed a photo. ⟦s1|The caption⟧ ⟦k1|read⟧: ⟦c1|Gone⟧.", [None]),
}  # fmt: skip

COMPANIES = {
    "press release, and the firm of lawyers": (
        "Halden Robotics Sues Rival\n\nOSLO--(BUSINESS WIRE)--Halden Robotics ASA today said a jury had found for it.\n\n"
        "Halden was represented by the law firm Marsh & Bell LLP.\n\n⟦c1|The verdict is fair⟧, ⟦s1|the Company⟧ ⟦k1|said⟧. "
        "⟦s2|The company⟧ ⟦k2|expects⟧ ⟦c2|payment⟧.", ["Halden Robotics ASA"] * 2),
    "the word as the copy defines it": (
        "Halden Robotics ASA (“Halden” or the “Company”) met Marsh & Bell LLP. ⟦c1|Good⟧, ⟦s1|the Company⟧ ⟦k1|said⟧.",
        ["Halden Robotics ASA"]),
}  # fmt: skip

PRONOUNS = {
    "he, after a leader without a name": (
        "⟦c1|We will rebuild⟧, ⟦k1|said⟧ ⟦s1|Governor Paul Dent⟧.\n\nThe country's prime minister flew over the valley. "
        "⟦s2|He⟧ ⟦k2|said⟧ ⟦c2|aid was near⟧.", ["Paul Dent", None]),
    "she, after a mayor without a name": (
        "Ann Reed met villagers.\n\nThe town's mayor spoke on the radio. ⟦s1|She⟧ ⟦k1|said⟧ ⟦c1|aid was near⟧.", [None]),
    "he, after a leader of whom a clause tells": (
        "Rescuer Paul Dent dug all night.\n\nPapua's prime minister, who flew in, met villagers. ⟦s1|He⟧ ⟦k1|promised⟧ "
        "⟦c1|aid⟧.", [None]),
    "she, after a mayor with a name": (
        "Mayor Ann Reed met villagers.\n\nThe town's mayor spoke on the radio. ⟦s1|She⟧ ⟦k1|said⟧ ⟦c1|aid was near⟧.",
        ["Ann Reed"]),
    "he, who met a leader": (
        "Paul Dent met the country's prime minister. ⟦s1|He⟧ ⟦k1|said⟧ ⟦c1|aid was near⟧.", ["Paul Dent"]),
    "she, beside a ship": (
        "Ruth Vance found the Edna Fitzroy, a steamer. The Edna Fitzroy lay deep. ⟦c1|I wept⟧, ⟦s1|she⟧ ⟦k1|said⟧.",
        ["Ruth Vance"]),
    "she, where only a ship is named": ("The Edna Fitzroy sank. ⟦s1|She⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "she, who has a husband": (
        "⟦c1|It shook⟧, ⟦k1|said⟧ ⟦s1|Precious Zulu, 33, whose husband Moses is a driller⟧. ⟦s2|She⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        ["Precious Zulu", "Precious Zulu"]),
    "he himself": ("⟦c1|It rains⟧, ⟦k1|said⟧ ⟦s1|Mayor Luis Ortega⟧. ⟦s2|He himself⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        ["Luis Ortega", "Luis Ortega"]),
    "it, a prize": ("The Golden Heron Prize went to Emir Basha. ⟦s1|It⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "it, an operation": ("Police began Operation Red Tide in May. ⟦s1|It⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "she, beside who wrote the article": (
        "By Ann Holt\n\nLIMA, April 15 (Reuters) - Mira Okello won. ⟦c1|I am tired⟧, ⟦s1|she⟧ ⟦k1|said⟧.\n\n"
        "(Reporting by Ann Holt; Editing by Lea Lund)", ["Mira Okello"]),
    "she, where only who wrote the article is named": (
        "By Ann Holt\n\nA nurse won. ⟦c1|I am tired⟧, ⟦s1|she⟧ ⟦k1|said⟧.", [None]),
    "who wrote the article, as a source": (
        "By Ann Holt\n\nA nurse won. ⟦c1|I saw it⟧, ⟦s1|Ann Holt⟧ ⟦k1|said⟧.", ["Ann Holt"]),
}  # fmt: skip

BODIES = {
    "a ministry of no kind": (
        "Chile has a plan. In Chile, Chile's peso fell. ⟦s1|The ministry⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "police, before the force is named": (
        "⟦c1|Two were held⟧, ⟦s1|police⟧ ⟦k1|said⟧.\n\n⟦s2|West Lorne Police⟧ ⟦k2|said⟧ ⟦c2|a third fled⟧. ⟦c3|So it is⟧, "
        "⟦s3|local police⟧ ⟦k3|said⟧.", ["West Lorne Police"] * 3),
    "police, of two forces": (
        "⟦c1|Two were held⟧, ⟦s1|police⟧ ⟦k1|said⟧.\n\nWest Lorne Police and Harrow Valley Police came.", [None]),
    "police, and their union": ("The Police Federation met. ⟦c1|Two were held⟧, ⟦s1|police⟧ ⟦k1|said⟧.", [None]),
    "some court of a country": (
        "⟦s1|A Peruvian court⟧ ⟦k1|ruled⟧ ⟦c1|so⟧.\n\nThe Supreme Court may hear it.", [None]),
    "army, after a headline with a verb": (
        "Rights group accuses Mali army of killing villagers\n\n⟦s1|The army⟧ ⟦k1|said⟧ ⟦c1|no⟧.", ["Mali army"]),
    "a union of leaders is no crowd": (
        "⟦s1|The Association of Head Teachers⟧ ⟦k1|said⟧ ⟦c1|no⟧.", ["Association of Head Teachers"]),
    "those who follow a trade": ("Fans slept. ⟦s1|Bookmakers⟧ ⟦k1|expect⟧ ⟦c1|a draw⟧.", [None]),
    "a flight of an airline": (
        "Brenta Airways Flight 12 landed. ⟦c1|All are well⟧, ⟦s1|Brenta Airways⟧ ⟦k1|said⟧.", ["Brenta Airways"]),
    "a councillor's party and ward": (
        "⟦s1|Councillor Ben Tickle (Con, Harbour)⟧ ⟦k1|said⟧ ⟦c1|no⟧. ⟦s2|Cllr Tickle⟧ ⟦k2|said⟧ ⟦c2|never⟧.",
        ["Ben Tickle", "Ben Tickle"]),
    "several under one name": (
        "⟦s1|Two men identified as Ivo Marsh⟧ ⟦k1|said⟧ ⟦c1|no⟧.", ["Ivo Marsh"]),
}  # fmt: skip

NAMESAKES = {
    "herself": (
        "Vera Lund ran with her brother Elias Lund. Elias Lund fell. ⟦c1|So⟧, ⟦s1|Lund herself⟧ ⟦k1|said⟧.", ["Vera Lund"]),
    "the one whom an apposition tells": (
        "Isaura Macie, the health director, came. Tomas Macie, a fisherman, lost a son. ⟦c1|Wells are foul⟧, ⟦k1|said⟧ "
        "⟦s1|Macie, the health director⟧. ⟦c2|Yes⟧, ⟦k2|said⟧ ⟦s2|Macie, the fisherman⟧.", ["Isaura Macie", "Tomas Macie"]),
    "two whom it fits": (
        "Judge Ana Vidal met judge Luis Vidal. ⟦c1|So⟧, ⟦k1|said⟧ ⟦s1|Vidal, a judge⟧.", [None]),
    "a title that fits one of two who are named later": (
        "⟦s1|Mr. Reed⟧ ⟦k1|said⟧ ⟦c1|aid was near⟧. Paul Reed and Ann Reed came later.", ["Paul Reed"]),
    "a title that fits both": (
        "⟦s1|Mr. Reed⟧ ⟦k1|said⟧ ⟦c1|aid was near⟧. Paul Reed and Peter Reed came later.", [None]),
    "a title that leaves who is named only later": (
        "Ozwyn Reed spoke. ⟦s1|Mr. Reed⟧ ⟦k1|said⟧ ⟦c1|aid was near⟧. ⟦s2|Mrs. Reed⟧ ⟦k2|said⟧ ⟦c2|no⟧. Quillon Reed left.",
        ["Ozwyn Reed", None]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "wanted"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_documents(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


@pytest.mark.parametrize(("body", "wanted"), COMPANIES.values(), ids=COMPANIES)
def test_the_company(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


@pytest.mark.parametrize(("body", "wanted"), PRONOUNS.values(), ids=PRONOUNS)
def test_pronouns(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


@pytest.mark.parametrize(("body", "wanted"), BODIES.values(), ids=BODIES)
def test_bodies(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


@pytest.mark.parametrize(("body", "wanted"), NAMESAKES.values(), ids=NAMESAKES)
def test_namesakes(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


def test_a_leader_without_a_name_is_told() -> None:
    (found,) = attributions(PRONOUNS["she, after a mayor without a name"][0])
    assert 'it may be "The town\'s mayor"' in found.reason and [c.name for c in found.candidates] == ["Ann Reed"]
