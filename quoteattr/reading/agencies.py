"""The names of news agencies and broadcasters as datelines write them, and the one name that each is kept under."""

from __future__ import annotations

import re

# The kept name, then other spellings. Names that are also common words or initials of something else stand
# in _BRACKETED: they count between brackets or slashes only.
_NAMES = """
AFP | Agence France-Presse | Agence France Presse
UPI | United Press International
AP | Associated Press | The Associated Press
Reuters | Thomson Reuters | Reuters News | Reuters Health | Reuters Breakingviews | Thomson Reuters Foundation
Xinhua | Xinhua News Agency | Xinhuanet
dpa | Deutsche Presse-Agentur | German Press Agency | dpa International | dpa-AFX
TASS | ITAR-TASS | Itar-Tass | TASS news agency
RIA Novosti | RIA
Sputnik | Sputnik News
Interfax | Interfax news agency
Interfax-Ukraine
Ukrinform
UNIAN
BBC | BBC News | BBC Sport | BBC World Service | BBC Monitoring | BBC Verify
PA | PA Media | Press Association | The Press Association | PA news agency | PA Wire
ANSA | Agenzia ANSA
AGI
Adnkronos
EFE | Agencia EFE
Europa Press
Lusa
Kyodo | Kyodo News | Kyodo News Agency
Jiji | Jiji Press
Yonhap | Yonhap News | Yonhap News Agency
KCNA | Korean Central News Agency
Bloomberg | Bloomberg News
CNN | CNN International | CNN Business
Al Jazeera | Aljazeera | Al Jazeera English | Al-Jazeera
DW | Deutsche Welle
China News Service
PTI | Press Trust of India
ANI | Asian News International
IANS
Bernama
Antara
Anadolu | Anadolu Agency | Anadolu Ajansi
IRNA
ISNA
Tasnim
WAFA
AAP | Australian Associated Press
The Canadian Press | Canadian Press
PAP
Belga
Belta | BelTA
Kazinform
Azertac | AZERTAC
Armenpress
Moldpres
Agerpres
Tanjug
Agencia Brasil | Agência Brasil
Prensa Latina
Telam | Télam
RFE/RL | Radio Free Europe/Radio Liberty | Radio Free Europe
VOA | Voice of America
RFI
NPR
CNBC
NBC News | NBC
ABC News
CBS News | CBS
Fox News
Sky News
NHK
Euronews
Politico
The Guardian | Guardian
Vatican News
"""

_BRACKETED = """
AA = Anadolu
ABC = ABC News
AMNA
ANA
ANP
APA
APP
APS
ATA
BNS
BSS
BTA
CNA
CNS
CP = The Canadian Press
CTK
ČTK = CTK
DHA
DPA = dpa
ETA
FENA
GNA
HINA
IPS
JTA
KNA
KUNA
LETA
MAP
MENA
MTI
NAN
NNA
NTB
PNA
QNA
RFA
RIA
RNS
SANA
SAPA
SPA
SPX
SRNA
STA
STT
TAP
THE CANADIAN PRESS = The Canadian Press
TT
UNB
UNI
VNA
WAM
"""


def _table() -> tuple[dict[str, str], list[str], list[str]]:
    kept: dict[str, str] = {}
    bare, bracketed = [], []
    for line in _NAMES.strip().splitlines():
        names = [name.strip() for name in line.split("|")]
        bare += names
        kept |= {name.casefold(): names[0] for name in names}
    for line in _BRACKETED.strip().splitlines():
        name, _, meant = (part.strip() for part in line.partition("="))
        bracketed.append(name)
        kept.setdefault(name.casefold(), meant or name)
    return kept, bare, bracketed


def _any_of(names: list[str]) -> str:
    """Return a pattern for the names, the longest first, blanks of any kind and width between their words."""
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(r"\s{1,3}".join(re.escape(word) for word in name.split()) for name in ordered)


_KEPT, _BARE, _BRACKETED_NAMES = _table()

# A name as it stands by itself, in the case that it is written in or in capitals.
BARE = _any_of(_BARE + [name.upper() for name in _BARE if name.upper() != name])
# Between brackets or slashes, any case; a desk or partner may follow: "(dpa/lby)", "(UPI/Yonhap)".
BRACKETED = rf"(?i:{_any_of(_BARE + _BRACKETED_NAMES)})"


def outlet_name(name: str) -> str:
    """Return the name under which an outlet is kept: ``The Associated Press`` is ``AP``; unknown names stay.

    >>> outlet_name("Agence France-Presse")
    'AFP'
    """
    words = " ".join(name.split())
    return _KEPT.get(words.casefold(), words)


def known(name: str) -> bool:
    """Tell whether the name is one of an agency or broadcaster that the table holds."""
    return " ".join(name.split()).casefold() in _KEPT


# A line of credit at the end of an article: "© AFP 2025", "Source: Reuters", "With material from dpa".
_CREDIT = re.compile(
    rf"(?:©|\(c\)|copyright|source:|with (?:material|reporting) (?:from|by))\s{{0,3}}(?:\d{{4}}\s{{1,3}})?({BARE})\b",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"(?<!\w)({BARE})(?!\w)")
_LAST = 300  # characters at the end of an article in which it is looked for


def credit(byline: str | None, text: str) -> str | None:
    """Return the agency that an article is credited to, in its byline or in a line at its end, or None.

    >>> credit("By Ana Ruiz, Agence France-Presse", ""), credit(None, "All quiet. © Reuters 2025"), credit(None, "AP")
    ('AFP', 'Reuters', None)
    """
    found = _NAMED.search(byline or "") or _CREDIT.search(text[-_LAST:])
    return outlet_name(found[1]) if found else None
