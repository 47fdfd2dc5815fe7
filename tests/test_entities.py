"""Names of an article and the figures they make: what belongs together, what stays apart, what each is called."""

from __future__ import annotations

import re

import pytest

from quoteattr.attribution.capitals import proper_names
from quoteattr.attribution.entities import Cast
from quoteattr.attribution.lexicon import fold, given_gender, lexicon
from quoteattr.attribution.phrase_reader import read
from quoteattr.attribution.phrases import Layout, Sort
from quoteattr.attribution.shortnames import fits_body, fits_person, one_letter_off, same_person, surname
from quoteattr.attribution.surface import acronym, capital, initials, tokens
from quoteattr.spans import Span
from quoteattr.values import Mention


def layout(text: str, mentions: tuple[Mention, ...] = ()) -> Layout:
    words = tokens(text)
    return Layout.of(text, words, proper_names(text, words, mentions))


def found(words: str) -> list[str]:
    text = f"They reported {words} while others waited elsewhere."
    return [n.span.of(text) for n in layout(text).names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("on Monday Mayor Ana Pires met Luis Costa", ["Ana Pires", "Luis Costa"]),
        ("said Brenta Chief Executive Ann van den Berg", ["Brenta", "Ann van den Berg"]),
        ("the Bank of Ruritania and the Court of Auditors", ["Bank of Ruritania", "Court of Auditors"]),
        ("by the Institute for Drugs and Medical Devices", ["Institute for Drugs and Medical Devices"]),
        ("said the Mineworkers' Union of Ruritania", ["Mineworkers' Union of Ruritania"]),
        ("from Toronto-listed Abyssal Metals", ["Abyssal Metals"]),
        ("to Muhammad Al Sayegh and Omar al-Sayegh", ["Muhammad Al Sayegh", "Omar al-Sayegh"]),
        ("of Giulia dell’Orto and Sophie in 't Velt", ["Giulia dell’Orto", "Sophie in 't Velt"]),
        ("with State Sen. Lee Bright and Joseph R. Adler Jr.", ["Lee Bright", "Joseph R. Adler Jr."]),
        ("with J.D. Vale", ["J.D. Vale"]),
        ("near Sgt. Rustam Olimov in March", ["Rustam Olimov"]),
        ("from Fox News Chairman and others", ["Fox News"]),
        ("Larry King and Mr. King, not Mr. Speaker", ["Larry King", "King"]),
        ("from Liza dela Cruz", ["Liza dela Cruz"]),
        ("the University of Ruritania at Strelsau", ["University of Ruritania at Strelsau"]),
        ("by the Alliance to Restore Our Rivers", ["Alliance to Restore Our Rivers"]),
        ("a group called Citizens for Reed", ["Citizens for Reed"]),
        ("met Do Thi Hanh and Zubaida Sultan Mirza", ["Do Thi Hanh", "Zubaida Sultan Mirza"]),
        ("nothing. Qualifier Ana Pires lost. Runner-up Luis Costa too", ["Ana Pires", "Luis Costa"]),
        ("Brenvis. Internal Brenvis documents leaked", ["Brenvis", "Brenvis"]),
        ("nothing. Park Hyun-soo met Oh Kyung-hee", ["Park Hyun-soo", "Oh Kyung-hee"]),
        ("that Dutchman Joost Wanders beat South Korean Lim Da-eun", ["Joost Wanders", "Lim Da-eun"]),
        ("another Spaniard and the South Korean at the Spanish Grand Prix", ["Spanish Grand Prix"]),
        ("nothing. Unseeded Ana Pires lost. Teammate Luis Costa too", ["Ana Pires", "Luis Costa"]),
        ("profit of Y41.5 billion at M23", ["M23"]),
        ("the Lima Centers for Plant Health", ["Lima Centers for Plant Health"]),
        ("nothing. Residents said so. Officials agreed. The Ministry did not", []),
    ],
)  # fmt: skip
def test_proper_names(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("phrase", "sort", "name"),
    [
        ("the institute's president, Joakim Lund", Sort.NAME, "Joakim Lund"),
        ("One of the rescuers, who gave only his first name, Sardor", Sort.NAME, "Sardor"),
        ("a trader named Furaha", Sort.NAME, "Furaha"),
        ("the aid group Medical Bridge", Sort.NAME, "Medical Bridge"),
        ("the semiofficial RINA news agency", Sort.NAME, "RINA"),
        ("state-run Varnia Today news agency", Sort.NAME, "Varnia Today"),
        ("the Italian news agency", Sort.BODY, None),
        ("the Spaniard", Sort.ROLE, None),
        ("the deputy representative to the EU, Yelena Strizh", Sort.NAME, "Yelena Strizh"),
        ("a ministry spokesman", Sort.SPOKES, None),
        ("the 58-year-old", Sort.ROLE, None),
        ("her husband", Sort.KIN, None),
        ("the Italian coast guard", Sort.BODY, None),
        ("two officials at state food buyer Bulog", Sort.GROUP, None),
        ("a joint statement", Sort.DOCUMENT, None),
        ("Reed's new film “Salt”", Sort.DOCUMENT, None),
        ("A fisherman by the name of Nonoy", Sort.NAME, "Nonoy"),
        ("she", Sort.PRONOUN, None),
        ("Ann Reed and Omar Sy", Sort.JOINT, "Ann Reed"),
        ("", Sort.EMPTY, None),
    ],
)
def test_read(phrase: str, sort: Sort, name: str | None) -> None:
    text = f"{phrase} said it was so, while others waited."
    got = read(layout(text), Span(0, len(phrase)))
    assert got.sort is sort
    assert (got.name.span.of(text) if got.name else None) == name


def test_read_age_gender_and_description() -> None:
    text = "So said Mira Okello, 34, a widow and former nurse."
    got = read(layout(text), Span(8, len(text) - 1))
    assert (got.age, got.gender, got.called) == (34, "f", ("widow and former nurse",))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Ana Pires", "Ana Pires Soto", True),
        ("Dewi Hutapea", "Dewi Anggraini Hutapea", True),
        ("Pena Nieto", "Enrique Pena Nieto", True),
        ("Joe Adler", "Joseph R. Adler Jr.", True),
        ("Bill Harmon", "Jane Harmon", False),
        ("Ulug Karimov", "Odil Karimov", False),
        ("Paul Adler Jr.", "Paul Adler Sr.", False),
    ],
)
def test_same_person(a: str, b: str, same: bool) -> None:
    assert same_person(a, b) is same and same_person(b, a) is same


@pytest.mark.parametrize(
    ("short", "name", "fit"),
    [
        ("van den Berg", "Ann van den Berg", 3), ("Berg", "Ann van den Berg", 2), ("Ann", "Ann van den Berg", 1),
        ("Mendez", "Luis Mendez Soto", 2), ("Reed", "Ann van den Berg", 0),
        ("Park", "Park Min-jae", 2),
    ],
)  # fmt: skip
def test_fits_person(short: str, name: str, fit: int) -> None:
    assert fits_person(short, name) == fit


@pytest.mark.parametrize(
    ("short", "name", "fit"),
    [
        ("USGS", "U.S. Geological Survey", 3), ("HRW", "Human Rights Watch", 3),
        ("Daily News", "New York Daily News", 2),
        ("Zambia", "Union of Zambia", 0), ("WHO", "Human Rights Watch", 0),
    ],
)  # fmt: skip
def test_fits_body(short: str, name: str, fit: int) -> None:
    assert fits_body(short, name) == fit


def test_figures_and_what_they_are_called() -> None:
    text = "Ruritanian envoy Ann Reed, 40, met Nordbank boss Omar Sy. Reed smiled. Sy, who runs Nordbank, did not."
    cast = Cast(layout(text))
    cast.learn(())
    by_name = {f.name: f for f in cast.figures}
    assert set(by_name) >= {"Ann Reed", "Omar Sy", "Nordbank"}
    assert [s.of(text) for s in by_name["Ann Reed"].spots] == ["Ann Reed", "Reed"]
    assert by_name["Ann Reed"].age == 40
    assert any("envoy" in c for c in by_name["Ann Reed"].called)
    assert by_name["Nordbank"] in by_name["Omar Sy"].bodies


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("STRELSAU--Brenvis Corp. sold eggs.", "PLACE"),
        ("STRELSAU, Ruritania (Reuters) - Brenvis Corp. sold eggs.", "PLACE"),
        ("STRELSAU met the press.", "ORG"),
    ],
)
def test_the_place_of_a_dateline(text: str, label: str) -> None:
    assert layout(text).names[0].label == label


def test_a_body_of_several_words_whatever_the_annotator_took_it_for() -> None:
    text = "It pays Frigor Serrano, which sells meat. Ann Reed, who paid, left."
    spans = [Span(text.index(n), text.index(n) + len(n)) for n in ("Frigor Serrano", "Ann Reed")]
    cast = Cast(layout(text, tuple(Mention(s, "PERSON") for s in spans)))
    cast.learn(())
    assert {f.name: f.label for f in cast.figures} == {"Frigor Serrano": "ORG", "Ann Reed": "PERSON"}


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("They thanked the mayor. Rival Vera Lund slept.", ["rival"]),
        ("They met a mayor. Vera Lund, 40, slept.", []),
        ("Omar Sy met the judge. Ana Pires's lawyer, Vera Lund, came.", ["ana pires's lawyer"]),
        ("They met Gov. Vera Lund.", ["gov."]),
    ],
)
def test_a_description_ends_with_its_sentence(text: str, called: list[str]) -> None:
    cast = Cast(layout(text))
    cast.learn(())
    assert next(f.called for f in cast.figures if f.name == "Vera Lund") == called


def test_a_shared_surname_is_left_open() -> None:
    text = "Bill Harmon and Jane Harmon came. Harmon spoke."
    cast = Cast(layout(text))
    last = cast.layout.names[-1]
    assert cast.named(last) is None
    assert [r.name for r in cast.rivals(last)] == ["Bill Harmon", "Jane Harmon"]


def test_the_annotators_label_helps() -> None:
    text = "They called Suharta again."
    (name,) = layout(text, (Mention(Span(12, 19), "PERSON"),)).names
    assert name.label == "PERSON" and not name.sure


def test_the_legal_form_tells_that_it_is_a_firm() -> None:
    text = "Tarvel Looms, Inc. grew. Tarvel Looms fell. Tarvel Looms rose. Tarvel Looms sold. Tarvel Looms paid."
    spots = [i for i in range(len(text)) if text.startswith("Tarvel Looms", i)]
    cast = Cast(layout(text, tuple(Mention(Span(i, i + 12), "PERSON") for i in spots)))
    cast.learn(())
    assert {f.name: f.label for f in cast.figures} == {"Tarvel Looms": "ORG"}


def test_a_town_is_not_what_is_called_by_it() -> None:
    text = "The Orland Wall fell, and Orland was glad."
    mentions = (Mention(Span(4, 15), "PLACE"), Mention(Span(26, 32), "PLACE"))
    cast = Cast(layout(text, mentions))
    assert [f.name for f in cast.figures] == ["Orland Wall", "Orland"]


def test_a_person_whom_the_annotator_took_for_a_place() -> None:
    text = "It is late, said Giulia Dell'Orto, a geologist with an institute. Giulia Bay, a harbour, was calm."
    spans = [Span(text.index(n), text.index(n) + len(n)) for n in ("Giulia Dell'Orto", "Giulia Bay")]
    cast = Cast(layout(text, tuple(Mention(s, "PLACE") for s in spans)))
    cast.learn(())
    assert {f.name: f.label for f in cast.figures} == {"Giulia Dell'Orto": "PERSON", "Giulia Bay": "PLACE"}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Brenvis Chief Executive Ann Reed spoke. Brenvis closed.", "ORG"),
        ("Shares in Brenvis fell.", "ORG"),
        ("Brenvis's board met. He called Brenvis.", "ORG"),
        ("Ann Reed, an analyst at Brenvis, spoke.", "ORG"),
        ("They asked Brenvis spokeswoman Ann Reed.", ""),
        ("They called Mr Brenvis.", "PERSON"),
        ("A girl in Brenvis slept.", "PLACE"),
        ("Brenvis's foreign minister Ann Reed spoke.", "PLACE"),
        ("They had no faith in Brenvis.", "PERSON"),
        ("A Brenvis spokesperson left.", "ORG"),
        ("Brenvis said so. Brenvis director Ann Reed left.", "PERSON"),
        ("They met the group's Brenvis director.", ""),
    ],
)
def test_what_kind_a_single_word_is_of(text: str, label: str) -> None:
    spans = tuple(Span(m.start(), m.end()) for m in re.finditer("Brenvis", text))
    cast = Cast(layout(text, tuple(Mention(s, "PERSON") for s in spans)))
    cast.learn(())
    assert next(f.label for f in cast.figures if f.name == "Brenvis") == label


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [("bornsten", "bornstein", True), ("levchenkov", "levchenkova", False), ("andersen", "anderson", False)],
)
def test_one_letter_off(a: str, b: str, same: bool) -> None:
    assert one_letter_off(a, b) is same and one_letter_off(b, a) is same


@pytest.mark.parametrize(
    ("word", "is_acronym"),
    [("NATO", True), ("BfArM", True), ("McConnell", False), ("DeSantis", False), ("Pires", False)],
)
def test_acronym(word: str, is_acronym: bool) -> None:
    assert acronym(word) is is_acronym


@pytest.mark.parametrize(
    ("word", "is_capital"),
    [("Reed", True), ("al-Sayegh", True), ("dell'Orto", True), ("Toronto-listed", False), ("reed", False)],
)
def test_capital(word: str, is_capital: bool) -> None:
    assert capital(word) is is_capital


def test_lexicon() -> None:
    lex = lexicon()
    assert lex.names_person("seismologist") and not lex.names_person("earthquake")
    assert lex.may_mean("executive", "ceo") and not lex.may_mean("executive", "farmer")
    assert (lex.gender_word("spokeswoman"), lex.gender_word("Mr."), lex.gender_word("doctor")) == ("f", "m", "")
    assert (given_gender("Maria"), given_gender("Xqz")) == ("f", "")
    assert fold("Sørensen-Łódź") == "sorensen-lodz"
    assert surname("Ann van den Berg Jr.") == "van den berg"
    assert initials("The U.S. Geological Survey") == "USGS"
