"""Tables of numbers in words, units, currencies, months and weekdays."""

from __future__ import annotations

from quoteattr.wording.words import listed, stem

TIMES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0, "lakh": 1e5,
    "crore": 1e7, "bn": 1e9, "mn": 1e6, "m": 1e6, "tn": 1e12, "k": 1e3, "mln": 1e6, "bln": 1e9, "score": 20.0,
}  # fmt: skip
VAGUE = {"dozens": 12.0, "scores": 20.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9}
ORDINALS = dict(
    zip(
        listed("second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"), range(2, 13), strict=True
    )
)
PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "thirds": 1 / 3, "quarters": 0.25,
          "fifths": 0.2, "tenths": 0.1}  # fmt: skip
SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₩": "won", "₹": "rupee", "₽": "ruble", "₴": "hryvnia"}
MONEY = frozenset(
    listed(
        "dollar euro pound yen won rupee ruble rouble hryvnia yuan peso real rand naira shilling franc krona krone "
        "kroner lira sol forint zloty baht ringgit rupiah dong dinar dirham riyal shekel leva lev kwacha cedi cent"
    )
)
# Unit: dimension and size in the base unit.
UNITS: dict[str, tuple[str, float]] = {
    "millimeter": ("length", 0.001), "mm": ("length", 0.001), "centimeter": ("length", 0.01), "cm": ("length", 0.01),
    "inch": ("length", 0.0254), "foot": ("length", 0.3048), "feet": ("length", 0.3048), "yard": ("length", 0.9144),
    "meter": ("length", 1.0), "kilometer": ("length", 1e3), "km": ("length", 1e3), "mile": ("length", 1609.0),
    "hectare": ("area", 1e4), "acre": ("area", 4047.0), "gram": ("mass", 1e-3), "kilogram": ("mass", 1.0),
    "kg": ("mass", 1.0), "kilo": ("mass", 1.0), "ton": ("mass", 1e3), "tonne": ("mass", 1e3), "lb": ("mass", 0.4536),
    "ounce": ("mass", 0.02835), "liter": ("volume", 1.0), "gallon": ("volume", 3.785), "barrel": ("volume", 159.0),
    "minute": ("time", 60.0), "hour": ("time", 3600.0), "day": ("time", 86400.0), "week": ("time", 604800.0),
    "fortnight": ("time", 1209600.0), "month": ("time", 2629800.0), "year": ("time", 31557600.0),
    "decade": ("time", 315576000.0), "century": ("time", 3155760000.0), "mph": ("speed", 1.609), "kph": ("speed", 1.0),
    "megawatt": ("power", 1e6), "mw": ("power", 1e6), "gigawatt": ("power", 1e9), "gw": ("power", 1e9),
    "percent": ("share", 0.01), "point": ("share", 0.01), "time": ("times", 1.0), "twice": ("times", 1.0),
}  # fmt: skip
UNIT_STEMS = {stem(w): v for w, v in UNITS.items()} | {stem(w + "s"): v for w, v in UNITS.items() if len(w) > 2}
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for name in names.split()
}
DAYS = {
    name: number
    for number, names in enumerate(
        ["monday mon", "tuesday tue", "wednesday wed", "thursday thu", "friday fri", "saturday sat", "sunday sun"]
    )
    for name in names.split()
}
RELATIVE = {"yesterday": -1.0, "today": 0.0, "tonight": 0.0, "tomorrow": 1.0}
SEASONS = {"spring": 1.0, "summer": 2.0, "autumn": 3.0, "winter": 4.0}
# Words of the calendar: capitalised, and no names.
CALENDAR = frozenset(MONTHS) | frozenset(DAYS) | {"celsius", "fahrenheit"}
