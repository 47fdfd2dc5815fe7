"""Datelines in the styles of the agencies, and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.reading.agencies import known, outlet_name
from quoteattr.reading.dateline import REACH, find_date, parse_date, read_dateline
from quoteattr.reading.places import is_place, stands_alone

STORY = " Ferries stayed in port on Tuesday as the storm came in."
APRIL = date(2025, 4, 15)

# line up to the end of its dateline, place, outlet, date or month and day
STYLES = [
    # AFP
    ("Suva, Fiji (AFP) April 15, 2025 -", "Suva, Fiji", "AFP", APRIL),
    ("Suva, Fiji (AFP) Apr 15, 2025 -", "Suva, Fiji", "AFP", APRIL),
    ("Suva (AFP) –", "Suva", "AFP", None),
    ("SUVA (AFP) -", "SUVA", "AFP", None),
    ("Lautoka (Fiji) (AFP) –", "Lautoka (Fiji)", "AFP", None),
    ("SUVA, April 15, 2025 (AFP) -", "SUVA", "AFP", APRIL),
    ("Sao Tome, 15 April 2025 (AFP) –", "Sao Tome", "AFP", APRIL),
    ("[AFP] Suva, 15 April 2025 -", "Suva", "AFP", APRIL),
    ("The Hague (AFP) –", "The Hague", "AFP", None),
    ("Port-au-Prince (AFP) -", "Port-au-Prince", "AFP", None),
    ("N'Djamena (AFP) –", "N'Djamena", "AFP", None),
    ("Suva (Agence France-Presse) -", "Suva", "AFP", None),
    # UPI
    ("Washington DC (UPI) Apr 15, 2025 -", "Washington DC", "UPI", APRIL),
    ("WASHINGTON, April 15 (UPI) --", "WASHINGTON", "UPI", (4, 15)),
    ("April 15 (UPI) --", None, "UPI", (4, 15)),
    ("Sept. 4 (UPI) --", None, "UPI", (9, 4)),
    # AP
    ("LAUTOKA, Fiji (AP) —", "LAUTOKA, Fiji", "AP", None),
    ("LAUTOKA, Fiji (AP) --", "LAUTOKA, Fiji", "AP", None),
    ("LAUTOKA, Fiji (AP) _", "LAUTOKA, Fiji", "AP", None),
    ("EAGLE PASS, Texas (AP) —", "EAGLE PASS, Texas", "AP", None),
    ("RENO, Nev. (AP) —", "RENO, Nev.", "AP", None),
    ("WASHINGTON (AP) —", "WASHINGTON", "AP", None),
    ("ABOARD THE OCEAN HOPE (AP) —", "ABOARD THE OCEAN HOPE", "AP", None),
    ("Suva (The Associated Press) —", "Suva", "AP", None),
    # Reuters
    ("SUVA, April 15 (Reuters) -", "SUVA", "Reuters", (4, 15)),
    ("SUVA, Apr 15 (Reuters) -", "SUVA", "Reuters", (4, 15)),
    ("SUVA/LONDON, April 15, 2025 (Reuters) -", "SUVA/LONDON", "Reuters", APRIL),
    ("SUVA (Reuters) -", "SUVA", "Reuters", None),
    ("April 15 (Reuters) -", None, "Reuters", (4, 15)),
    ("(Reuters) -", None, "Reuters", None),
    ("LONDON, April 15 (Thomson Reuters Foundation) -", "LONDON", "Reuters", (4, 15)),
    # Asia and the Pacific
    ("SUVA, April 15 (Xinhua) --", "SUVA", "Xinhua", (4, 15)),
    ("BEIJING, Nov. 3, 2025 (Xinhua) --", "BEIJING", "Xinhua", date(2025, 11, 3)),
    ("TOKYO, April 15, Kyodo -", "TOKYO", "Kyodo", (4, 15)),
    ("TOKYO (Kyodo) --", "TOKYO", "Kyodo", None),
    ("TOKYO, April 15 (Jiji Press) --", "TOKYO", "Jiji", (4, 15)),
    ("SEOUL, April 15 (Yonhap) --", "SEOUL", "Yonhap", (4, 15)),
    ("New Delhi, Apr 15 (PTI)", "New Delhi", "PTI", (4, 15)),
    ("NEW DELHI (PTI)", "NEW DELHI", "PTI", None),
    ("SYDNEY (AAP) -", "SYDNEY", "AAP", None),
    # Europe
    ("Berlin (dpa) -", "Berlin", "dpa", None),
    ("Berlin (dpa/lby) -", "Berlin", "dpa", None),
    ("Berlin (DPA) --", "Berlin", "dpa", None),
    ("London (PA) -", "London", "PA", None),
    ("Rome, Apr 15 (EFE).-", "Rome", "EFE", (4, 15)),
    ("(ANSA) - ROME, APR 15 -", "ROME", "ANSA", (4, 15)),
    ("Vienna, 15 April 2025 (APA) -", "Vienna", "APA", APRIL),
    ("BERLIN (DW) -", "BERLIN", "DW", None),
    ("Prague (ČTK) -", "Prague", "CTK", None),
    # Russia and Ukraine
    ("MOSCOW, April 15. /TASS/.", "MOSCOW", "TASS", (4, 15)),
    ("MOSCOW, April 15 /TASS/.", "MOSCOW", "TASS", (4, 15)),
    ("MOSCOW. April 15 (Interfax) -", "MOSCOW", "Interfax", (4, 15)),
    ("KYIV. April 15 (Interfax-Ukraine) –", "KYIV", "Interfax-Ukraine", (4, 15)),
    ("KYIV, April 15. /Ukrinform/.", "KYIV", "Ukrinform", (4, 15)),
    ("Kyiv, 15 April 2025 (Ukrinform).", "Kyiv", "Ukrinform", APRIL),
    ("15.04.2025, KYIV (Ukrinform) -", "KYIV", "Ukrinform", APRIL),
    ("2025-04-15 KYIV (Ukrinform) -", "KYIV", "Ukrinform", APRIL),
    # broadcasters and others
    ("(Bloomberg) --", None, "Bloomberg", None),
    ("Bloomberg —", None, "Bloomberg", None),
    ("Washington (CNN) —", "Washington", "CNN", None),
    ("London CNN —", "London", "CNN", None),
    ("CNN —", None, "CNN", None),
    ("DOHA, Qatar (Al Jazeera) -", "DOHA, Qatar", "Al Jazeera", None),
    ("ANKARA (AA) -", "ANKARA", "Anadolu", None),
    ("OTTAWA (THE CANADIAN PRESS) —", "OTTAWA", "The Canadian Press", None),
    ("TALLINN (BNS) -", "TALLINN", "BNS", None),
    ("ROME (WXYZ) -", "ROME", "WXYZ", None),
    # no agency
    ("PARIS -", "PARIS", None, None),
    ("Paris -", "Paris", None, None),
    ("PARIS —", "PARIS", None, None),
    ("LAUTOKA, Fiji -", "LAUTOKA, Fiji", None, None),
    ("HEMPSTEAD, N.Y. ―", "HEMPSTEAD, N.Y.", None, None),
    ("PARIS, April 15 -", "PARIS", None, (4, 15)),
    ("Apr 15 -", None, None, (4, 15)),
    ("Tuesday, April 15, 2025 -", None, None, APRIL),
]


@pytest.mark.parametrize(("line", "place", "outlet", "when"), STYLES, ids=[row[0] for row in STYLES])
def test_styles(line: str, place: str | None, outlet: str | None, when: date | tuple[int, int] | None) -> None:
    found = read_dateline(line + STORY)
    assert found is not None
    assert found.span.of(line + STORY) == line
    assert (found.place, found.outlet) == (place, outlet)
    assert (found.day or found.month_day) == when
    assert found.strong is (outlet is not None)
    assert not found.alone


ALONE = [
    ("Washington DC (UPI) Apr 15, 2025 -", "Washington DC", "UPI", APRIL),
    ("Kyiv, 15 April 2025 (Ukrinform)", "Kyiv", "Ukrinform", APRIL),
    ("Reuters, 15 Apr 2025", None, "Reuters", APRIL),
    ("15 April 2025, Reuters", None, "Reuters", APRIL),
    ("BBC News, Nairobi", "Nairobi", "BBC", None),
    ("Agence France-Presse, Paris", "Paris", "AFP", None),
    ("15 April 2025", None, None, APRIL),
    ("Paris, April 15, 2025", "Paris", None, APRIL),
]


@pytest.mark.parametrize(("line", "place", "outlet", "when"), ALONE, ids=[row[0] for row in ALONE])
def test_alone_on_its_line(line: str, place: str | None, outlet: str | None, when: date | None) -> None:
    found = read_dateline(line)
    assert found is not None and found.alone
    assert (found.place, found.outlet, found.day) == (place, outlet, when)


NONE = [
    "told (AFP) - the",
    "A minister told (AFP) - the plan is dead.",
    "He told the agency (AFP) on Monday that he would go.",
    "He spoke to Reuters - and then he left.",
    "The World Health Organization (WHO) - a UN body - said so.",
    "AFP/Getty Images",
    "AFP - Getty Images",
    "Getty Images (AFP) - Men wait for water.",
    "AP Photo - A man waits.",
    "Jim Ray, Reuters",
    "Jim Ray / Reuters",
    "Reuters: Minister says no",
    "Reuters reported on March 3 that the plan was dead.",
    "AP, UPI",
    "UPDATE - The plan is dead",
    "EXCLUSIVE - The plan is dead",
    "RED HATS OUTNUMBER BLUE HATS FOR THE FIRST TIME - Ann Lee: the chart of the day",
    "Macron - the president - said so.",
    "Paris - the city - is large.",
    "PARIS - the city - is large.",
    "May 2025 was the warmest on record.",
    "March 6 2,000 people came.",
    "Sept. 11 — the day that changed it all.",
    "Feb 30 - The day that never was.",
    "President Putin (TASS) said so.",
    "-",
    "(AFP)",
    "",
]


@pytest.mark.parametrize("line", NONE, ids=[row[:40] or "empty" for row in NONE])
def test_no_dateline(line: str) -> None:
    assert read_dateline(line) is None


@pytest.mark.parametrize(
    ("near", "day"),
    [
        (date(2025, 1, 2), date(2024, 12, 31)),
        (date(2025, 12, 30), date(2025, 12, 31)),
        (None, None),
    ],
)
def test_the_year_comes_from_the_record(near: date | None, day: date | None) -> None:
    found = read_dateline("SUVA, Dec 31 (Reuters) -" + STORY)
    assert found is not None and found.on(near) == day


def test_a_leap_day_finds_its_year() -> None:
    found = read_dateline("SUVA, Feb 29 (Reuters) -" + STORY)
    assert found is not None
    assert found.on(date(2025, 1, 1)) == date(2024, 2, 29)
    assert found.on(date(2022, 1, 1)) is None


DATES = [
    ("April 15, 2025", APRIL),
    ("15 April 2025", APRIL),
    ("15th of April 2025", APRIL),
    ("Tues, Apr. 15, 2025", APRIL),
    ("15.04.2025", APRIL),
    ("2025/04/15", APRIL),
    ("April 15", None),
    ("April 31, 2025", None),
    ("the other day", None),
]


@pytest.mark.parametrize(("words", "day"), DATES, ids=[row[0] for row in DATES])
def test_dates(words: str, day: date | None) -> None:
    assert parse_date(words) == day
    assert find_date(f"Updated {words} at noon") == day


OUTLETS = [
    ("The Associated Press", "AP"),
    ("Associated  Press", "AP"),
    ("AGENCE FRANCE-PRESSE", "AFP"),
    ("Deutsche Presse-Agentur", "dpa"),
    ("BBC News", "BBC"),
    ("Suva Evening Post", "Suva Evening Post"),
]


@pytest.mark.parametrize(("written", "kept"), OUTLETS, ids=[row[0] for row in OUTLETS])
def test_outlets_have_one_name(written: str, kept: str) -> None:
    assert outlet_name(written) == kept
    assert known(written) is (written != kept)


@pytest.mark.parametrize(
    "words", ["Suva", "SUVA, Fiji", "Rio de Janeiro", "ST. PAUL, Minn.", "Frankfurt am Main", "Xi'an"]
)
def test_places(words: str) -> None:
    assert is_place(words)


@pytest.mark.parametrize(
    "words", ["a town", "He", "The minister", "Photo", "In 2025", "", "Suva (Fiji", "Suva: Fiji", "x" * 90]
)
def test_no_places(words: str) -> None:
    assert not is_place(words)


def test_a_place_alone_is_in_capitals_or_well_known() -> None:
    assert stands_alone("LAUTOKA, Fiji") and stands_alone("Nairobi") and not stands_alone("Lautoka")


@given(st.text(max_size=300))
def test_any_line(line: str) -> None:
    found = read_dateline(line)
    if found is not None:
        assert 0 == found.span.start < found.span.end <= min(len(line), REACH)
        assert found.place is None or " ".join(found.place.split()) in " ".join(line.split())


@given(
    st.lists(
        st.sampled_from(["Suva", "SUVA,", "(AFP)", "Reuters", "-", "—", "April", "15", "2025", ".", "/TASS/", "told"])
    )
)
def test_any_mix_of_parts(parts: list[str]) -> None:
    line = " ".join(parts)
    found = read_dateline(line)
    if found is not None:
        assert found.span.of(line) == found.span.of(line).strip()
        assert any((found.place, found.outlet, found.day, found.month_day))
