"""What may stand where a dateline names its place."""

from __future__ import annotations

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Cities that stand alone in datelines after the AP Stylebook's list, and capitals; a place in small letters
# with no agency beside it ("Paris - ") is believed for these only.
_CITIES = """
Abidjan, Abu Dhabi, Abuja, Accra, Addis Ababa, Algiers, Amman, Amsterdam, Ankara, Antananarivo, Astana, Asuncion,
Athens, Atlanta, Baghdad, Baku, Baltimore, Bamako, Bangkok, Bangui, Barcelona, Beijing, Beirut, Belgrade, Berlin,
Bern, Bogota, Boston, Brasilia, Bratislava, Brazzaville, Brussels, Bucharest, Budapest, Buenos Aires, Bujumbura,
Cairo, Canberra, Cape Town, Caracas, Chicago, Chisinau, Cincinnati, Cleveland, Colombo, Conakry, Copenhagen, Dakar,
Dallas, Damascus, Dar es Salaam, Denver, Detroit, Dhaka, Djibouti, Doha, Dubai, Dublin, Dushanbe, Edinburgh,
Frankfurt, Freetown, Gaza City, Geneva, Gibraltar, Guatemala City, Hanoi, Harare, Havana, Helsinki, Ho Chi Minh City,
Hong Kong, Honolulu, Houston, Indianapolis, Islamabad, Istanbul, Jakarta, Jerusalem, Johannesburg, Juba, Kabul,
Kampala, Kathmandu, Khartoum, Kiev, Kigali, Kinshasa, Kuala Lumpur, Kuwait City, Kyiv, La Paz, Lagos, Las Vegas,
Lilongwe, Lima, Lisbon, Ljubljana, London, Los Angeles, Luanda, Lusaka, Luxembourg, Macau, Madrid, Male, Managua,
Manila, Maputo, Mexico City, Miami, Milan, Milwaukee, Minneapolis, Minsk, Mogadishu, Monrovia, Montevideo, Montreal,
Moscow, Mumbai, Munich, Muscat, Nairobi, New Delhi, New Orleans, New York, Niamey, Nicosia, Nouakchott, Nuuk, Oklahoma
City, Oslo, Ottawa, Ouagadougou, Panama City, Paris, Philadelphia, Phnom Penh, Phoenix, Pittsburgh, Podgorica, Port-
au-Prince, Port Moresby, Prague, Pretoria, Pristina, Pyongyang, Quebec City, Quito, Rabat, Reykjavik, Riga, Rio de
Janeiro, Riyadh, Rome, Salt Lake City, San Antonio, San Diego, San Francisco, San Jose, San Juan, San Salvador, Sanaa,
Santiago, Santo Domingo, Sao Paulo, Sarajevo, Seattle, Seoul, Shanghai, Singapore, Skopje, Sofia, St. Louis,
Stockholm, Suva, Sydney, Taipei, Tallinn, Tashkent, Tbilisi, Tegucigalpa, Tehran, Tel Aviv, The Hague, Tirana, Tokyo,
Toronto, Tripoli, Tunis, Ulaanbaatar, United Nations, Vatican City, Vienna, Vientiane, Vilnius, Warsaw, Washington,
Washington DC, Washington D.C., Wellington, Windhoek, Yangon, Yaounde, Yerevan, Zagreb, Zurich
"""
_KNOWN = frozenset(" ".join(city.split()).casefold() for city in _CITIES.split(","))

# Small words inside the names of places: Rio de Janeiro, Stratford-upon-Avon, Frankfurt am Main.
_SMALL = _words(
    """
    a aan aboard al am an and at bei by d da das de del den der des di do dos du e el en es im in l la las le
    les los nad near of off on outside pod s sur the und upon van von y zu à
    """
)
# Labels that stand before a dash as a place would, in capitals or as the head of a caption or credit.
_LABELS = _words(
    """
    advisory analysis associated breaking caption commentary corrected correction courtesy credit editorial
    exclusive explainer factbox feature file flash focus getty handout highlights image images insight
    interview live media more news note opinion photo photos picture pictures poll profile quiz read recap
    related review says source spotlight staff story summary timeline update updated urgent video watch why
    """
)
_WORD = re.compile(r"[^\W\d_][\w.'’ʼ`-]*|\d+")
# Between words: one blank or mark, brackets around the country ("Calbayog (Philippines)").
_SHAPE = re.compile(r"[\w.'’ʼ`,/() \t\u00a0&-]+")
_STARTS_NO_PLACE = _words(
    """
    a an by from he her his i in it its my on our she that their these they this those we you
    """
)
MOST_WORDS = 9  # "ON BOARD THE OCEAN VIKING OFF LAMPEDUSA, Italy"
LONGEST = 80  # characters


def is_place(words: str) -> bool:
    """Tell whether ``words`` have the shape of a dateline's place: names, commas, a country in brackets.

    >>> is_place("NAMANGAN, Uzbekistan"), is_place("a minister told")
    (True, False)
    """
    words = " ".join(words.split())
    if not words or len(words) > LONGEST or not _SHAPE.fullmatch(words) or words.count("(") != words.count(")"):
        return False
    parts = [part.rstrip(".") for part in _WORD.findall(words)]
    if not parts or len(parts) > MOST_WORDS or not (parts[0][0].isupper() or parts[0].startswith(("al-", "el-"))):
        return False
    lowered = [part.casefold() for part in parts]
    if any(part in _LABELS for part in lowered) or any(part[0].isdigit() for part in parts):
        return False
    if lowered[0] == "the" and not (len(parts) <= 3 or is_capitals(words)):
        return False
    if lowered[0] in _STARTS_NO_PLACE and not is_capitals(parts[0] + parts[-1]):
        return False
    return all(
        part[0].isupper() or part in _SMALL or part.startswith(("al-", "el-", "d'", "d’", "l'", "l’")) for part in parts
    )


def is_capitals(words: str) -> bool:
    """Tell whether the letters of ``words`` are capitals, two at least ("Mc" and "d'" aside)."""
    letters = [c for c in re.sub(r"\bMc(?=[A-Z])", "", words) if c.isalpha()]
    return len(letters) > 1 and all(not c.islower() for c in letters)


def stands_alone(words: str) -> bool:
    """Tell whether a place can be believed with no agency or date beside it: "SUVA", "BUSAN, South Korea", "Paris"."""
    if not is_place(words):
        return False
    city = " ".join(re.split(r"[,(]", words, maxsplit=1)[0].split())
    if city.casefold() in _KNOWN:
        return True
    # Four words: longer lines in capitals before a dash are display lines, not places.
    return is_capitals(city) and len(city.split()) <= 4 and city.split()[0].casefold() not in _STARTS_NO_PLACE
