"""The small print of a page: bylines, captions, credits, dates, link lists, rights and sign-up lines, by their wording.

Each pattern takes a line as a whole. Only lines of some hundred characters are tried, which bounds the time.
"""

from __future__ import annotations

import re

from quoteattr.reading.agencies import BARE, outlet_name
from quoteattr.reading.dateline import find_date
from quoteattr.reading.places import is_place

LONGEST = 600  # code points; the longest credits in the agencies' copy run to 400
_LONGEST_BYLINE = 120
_LONGEST_JOB = 80
_LONGEST_DATE = 140

_PARTICLE = r"(?:Mc|Mac|O['’]|[Dd]['’]|de |van |von |der |den |al-|el-|bin |da |di |la |le )"
_NAME = rf"(?:{_PARTICLE}*[A-ZÀ-ÞĀ-Ž][\w'’.-]*)"
_NAMES = rf"{_NAME}(?:\s(?:{_NAME}|and|y|und|et|&|with|in)|,\s{_NAME}){{0,12}}"


def _lines(*patterns: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), flags)


# --- who wrote it ---------------------------------------------------------------------------------------------------

_BY = r"(?:(?:Story|Report|Words|Text|Written|Reported)\s)?(?:[Bb]y|BY)\s"
_STAFF = r"(?:[A-Z][\w&'’-]*\s){0,4}[Ss]taff(?: [Ww]riters?)?"
_BYLINE = _lines(
    rf"{_BY}{_NAMES}(?:(?:,\s|\s?[|/]\s?)(?:{BARE}|{_NAMES}))?(?:,\s{_NAMES})?",
    rf"{_BY}{_NAMES},\s{_STAFF}",
    r"(?:Authors?|Writers?|Reporters?|Editors?):\s.{2,80}",
    rf"From\s{_NAMES}\sin\s{_NAMES}",
    rf"[(\[/]?(?:{BARE})[)\]/]?\.?",
)
_JOB = re.compile(
    r"(?:[\w&'’-]+,?\s){0,6}(?:correspondent|reporter|editor|writer|bureau chief|producer|journalist)s?"
    r"(?:,? (?:in|for|at) [\w .'’-]{2,40})?",
    re.I,
)
# Of which sort the piece is: above or below the headline, and no part of it.
_KICKER = re.compile(
    r"(?:(?:news |live |exclusive |long )?(?:analysis|interview|profile|explainer|opinion|comment|editorial|feature"
    r"|review|obituary|blog|updates?|report|read)|exclusive|live|breaking(?: news)?|key events"
    r"|good (?:morning|evening))\W?",
    re.I,
)
_PERSON = re.compile(rf"{_NAME}(?:\s{_NAME}){{1,3}}(?:(?:,\s|\sand\s|\s&\s){_NAME}(?:\s{_NAME}){{1,3}}){{0,3}}")
_LED_BY = re.compile(r"^(?:(?:story|report|words|text|written|reported)?\s?by\s|authors?:\s|writers?:\s)", re.I)


def is_byline(text: str) -> bool:
    """Tell whether the line names writers, their job or their agency, and nothing else."""
    if len(text) <= _LONGEST_BYLINE and _BYLINE.fullmatch(text):
        return True
    return is_job(text)


def is_job(text: str) -> bool:
    """Tell whether the line is the job of a writer: "Global health correspondent"."""
    return len(text) <= _LONGEST_JOB and text[0].isupper() and bool(_JOB.fullmatch(text))


def is_kicker(text: str) -> bool:
    """Tell whether the line says of which sort the piece is: "News Analysis"."""
    return bool(_KICKER.fullmatch(text))


def is_person(text: str) -> bool:
    """Tell whether the line may be the name of a writer or two, and nothing else."""
    return len(text) <= _LONGEST_JOB and bool(_PERSON.fullmatch(text))


def byline_words(text: str) -> tuple[str, str | None, str | None]:
    """Take a byline apart into names, outlet and place.

    Returns:
        The names without "By"; the outlet by its kept name, or None; the place, or None.

    >>> byline_words("By Ann Lee, BBC News, Nairobi")
    ('Ann Lee', 'BBC', 'Nairobi')
    """
    names = re.sub(rf",\s{_STAFF}$", "", _LED_BY.sub("", text).strip())
    parts = [part.strip() for part in re.split(r",\s|\s?\|\s?|\sin\s(?=[A-Z])", names)]
    for number, part in enumerate(parts):
        if re.fullmatch(rf"[(\[/]?(?:{BARE})[)\]/]?\.?", part):
            place = parts[number + 1] if number + 1 < len(parts) and is_place(parts[number + 1]) else None
            return ", ".join(parts[:number]), outlet_name(part.strip("()[]/.")), place
    return names, None, None


# --- when -----------------------------------------------------------------------------------------------------------

_DATE_WORDS = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\b\.?|\b(?:19|20)\d\d\b|[+-]\d{1,4}\b"
    r"|\d{1,2}(?:st|nd|rd|th)\b|\b(?:\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?|[ap]\.?m\.?"
    r"|gmt|utc|e[sd]?t|a[cew][sd]?t|nz[sd]t|c[sde]?t|m[sd]t|p[sd]t|bst|cest|eest|ist|jst|kst|local|time|at|on|an?|and|published|updated|last"
    r"|modified|posted|issued|first|created|date|ago|\d{1,2}|mins?|minutes?|hours?|days?|hrs?|today|yesterday"
    r"|original(?:ly)?|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.I,
)
_DATED = re.compile(
    r"\b(?:published|updated|posted|issued|modified|\d+ (?:mins?|minutes?|hours?|days?) ago)\b|\d\d[:.]\d\d", re.I
)


def is_date(text: str) -> bool:
    """Tell whether nothing but dates, clock times and their labels stand on the line."""
    if len(text) > _LONGEST_DATE or not any(c.isdigit() for c in text):
        return False
    if find_date(text) is None and not _DATED.search(text):
        return False
    return not re.search(r"[^\W\d_]{2}|\d{3}", _DATE_WORDS.sub(" ", text))


# --- pictures -------------------------------------------------------------------------------------------------------

_PICTURE_DESK = r"(?:Getty Images|EPA(?:-EFE)?|PA Media|Reuters|AFP via Getty Images|Anadolu via Getty Images)"
_CAPTION = _lines(
    r"\[\d{1,2}/\d{1,2}\]",
    r"Item \d{1,2} of \d{1,2}\b",
    r"(?i:file (?:photo|image|picture)s?)\b",
    r"FILE\s?[-–—:(]",
    r"(?i:photos?|pictures?|images?|video|caption|image (?:source|caption|credit)|photo credits?|photograph)"
    r"\s?[:/,]\s?\S",
    rf"{_PICTURE_DESK}\s(?=[A-Z]\w*\s[\w\s,'’-]{{10,150}}$)",
)
_CREDIT = re.compile(
    "(?:"
    + _lines(
        r"REUTERS/(?:[A-Z][\w.'’-]+|Staff|File)[^.!?]{0,40}",
        r"\([^()]{0,60}\b(?:Photo|PHOTO|photo|via AP|Getty Images|EPA|Handout)\b[^()]{0,80}\)\.?",
        r"\((?:AP|AFP|UPI|Reuters|EPA|PA|dpa)\s?/\s?[^()]{2,60}\)",
        r"(?:[Pp]hoto(?:graph)?|PHOTO|[Ii]mage|[Pp]icture)s? (?:[Bb]y|BY|courtesy of|credit:?)\s[A-Z][^.!?]{2,60}",
        r"(?:/|via |[-–—] )(?:Getty Images|EPA-EFE|EPA|AFP via Getty Images|Anadolu via Getty Images|Pool)",
        rf"\s?/\s?(?:{BARE})",
        r"Getty Images",
    ).pattern
    + r")[)\].]*$"
)


def is_caption(text: str) -> bool:
    """Tell whether the line describes or credits a picture."""
    return bool(_CAPTION.match(text) or _CREDIT.search(text))


# --- lists ----------------------------------------------------------------------------------------------------------

_SUMMARY = re.compile(
    r"(?:summary|companies|highlights|key (?:points|takeaways|facts)|at a glance|in brief|in short):?", re.I
)
_LINKS = re.compile(
    r"[*#•\s-]*(?:"
    + _lines(
        r"(?:see )?(?:related|trending|recommended|popular|latest|top|more|further|other|recent)\s(?:links?|headlines?"
        r"|stor(?:y|ies)|articles?|news|topics?|coverage|content|reading|posts?|videos?)(?: from [\w .-]{2,30})?",
        r"read (?:more|also|next|on)|also read|see also|what to read next|more like this|you (?:may|might) also like",
        r"more (?:on|from|about) (?:this|the|our)\b[\w\s'’]{0,30}",
        r"most (?:read|viewed|popular|shared)|external links|around the web|related|links|elsewhere on the \w+",
        r"[\w-]{2,12}[- ]notebook|editorial contacts?",
    ).pattern
    + r")\s?[:>|»…]{0,3}\s?",
    re.I,
)
_ADDRESS = re.compile(r"(?:[-*•]\s)?(?:\[[^\]]{1,200}\]\([^)\s]{1,300}\)|<?(?:https?://|www\.)\S+>?)[.|]?")


def is_summary(text: str) -> bool:
    """Tell whether the line announces key points."""
    return bool(_SUMMARY.fullmatch(text))


def is_links(text: str) -> bool:
    """Tell whether the line announces a list of links."""
    return bool(_LINKS.fullmatch(text))


# --- credits, rights, sign-up ---------------------------------------------------------------------------------------

_RULE = re.compile(r"[\s_*=~#■●◆□▪•·|+<>.\-–—]{1,120}")
_SIGN_OFF = _lines(
    r"(?:bur(?:s|eau)?-)?[a-z]{2,6}(?:-[a-z]{2,6}){0,3}(?:/[a-z]{1,6}(?:-[a-z]{2,6}){0,3}){1,5}",  # burs-abc/xyz
    r"bur(?:s|eau)?-[a-z]{2,6}",
    r"dpa(?: [a-z]{2,4}){1,6}",
    r"(?:\((?:photo|video|graphic|audio|photos|END|end|more|MORE)\))+",
    r"-?-?\s?(?:END|ENDS|End|Ends|30|###)\s?-?-?",
    r"[#A-Z]{2,5}/[A-Z]{2,5}(?:/[A-Z]{2,5})*",
)
_WORK = (
    r"(?:reporting|writing|editing|compiled|translat(?:ed|ion)|produced|edited|graphics?|research|adapted|proofreading)"
)
_CREDITS = _lines(
    rf"\(?\s?(?i:(?:additional |further |extra |more |original |with )?{_WORK}(?: (?:and|&) {_WORK})?"
    r"(?: (?:additional )?(?:work|assistance|contributions?))? (?:by|from):?\s)[A-Z].*",
    r"(?:.{0,80}\b)?(?:Associated Press|AP|AFP|Reuters|UPI)\b.{0,120}"
    r"\bcontributed(?: from .{2,60}| to this .{2,40}| reporting.{0,40})?\.?",
    r".{2,120}\bcontributed (?:to this (?:report|story|article|dispatch)|reporting)\b.{0,60}",
    rf"{_NAME}(?:\s{_NAME})?(?:,?(?:\sand)?\s{_NAME}(?:\s{_NAME})?){{0,5}}\sreported from\s[A-Z].{{2,120}}",
)
_ABOVE = re.compile(
    r"\((?:Recast|Add|Update|Correct|Repeat|Refile|Relead|Writes|Rewrit|Change|Remove|Fix)\w*\b[^()]*\)\.?"
)
_RATE = re.compile(r"\((?:\$1|1 [\w ]{2,20}) ?=.*")
_RIGHTS = _lines(
    r"our standards: .*|(?:the )?thomson reuters trust principles.*|.*\bopens new tab",
    r".{0,60}\ball rights reserved\b.*|.{0,20}(?:©|\(c\)|copyright)\s.{0,120}",
    r".*may not be (?:published|reproduced|redistributed).{0,120}",
    r".*\bsolely responsible for all content\.?",
    r".*\breceives (?:financial )?support (?:for .{3,60} )?from .{0,80}\bfoundations?\b.*",
    r"(?:this|the) (?:story|article|report|version|dispatch) (?:has been|was|is) (?:originally |first |automatically "
    r"|also )?(?:published|updated|corrected|edited|translated|generated|amended|produced).{0,160}",
    flags=re.I,
)
_SERVICE = _lines(
    r"(?:please )?(?:sign up|subscribe|register|follow (?:us|ap|the ap|bbc|reuters|afp|our)|like us|click here|tap here"
    r"|get our|join our|download (?:the|our)|donate|support our|listen to (?:the|our)|watch (?:live|more|the video|now)"
    r"|read (?:the (?:rest|full)|more)\b).{0,160}",
    r".{0,100}\b(?:sign up|subscribe|click|read more|read it) here\b.{0,60}|.{0,80}\bdaily newsletters?\b.{0,20}",
    r"find more (?:of )?.{0,120}https?://\S+|follow .{0,120}https?://\S+|(?:the )?ap\b.{0,60}: https?://\S+",
    r"[\w\s'’&:-]{2,60}:? https?://\S+",
    r"(?:for more|more) .{0,60}\b(?:visit|go to|see)\b.{0,80}(?:\.\w{2,4}|https?://\S+).{0,20}",
    r"advertisement|advertising|sponsored(?: content)?|share(?: this.{0,40}| on .{0,30})?|comments?|print|e-?mail",
    r"(?:tags?|topics?|keywords?):.{0,160}",
    r"skip to .{2,30}|loading\.*|back to top|home|contact us|privacy policy|terms of (?:use|service)",
    r".{0,150}\|",
    flags=re.I,
)
_END = _lines(
    r"\(?(?i:(?:additional )?reporting|writing|compiled|editing)(?i: and (?:writing|editing))?(?i: by) .*",
    r"Our Standards: .*",
    r".*\bcontributed (?:to this (?:report|story)|reporting)\b.*",
    r".*(?i:\ball rights reserved)\b.*",
)


def is_note(text: str) -> bool:
    """Tell whether the line is small print: a rule, a sign-off, credits, rights, a rate, a service, an address."""
    patterns = (_RULE, _SIGN_OFF, _ADDRESS, _CREDITS, _ABOVE, _RATE, _RIGHTS, _SERVICE)
    return any(pattern.fullmatch(text) for pattern in patterns)


def ends_story(text: str) -> bool:
    """Tell whether the line is the small print that closes a story: credits, rights, a sign-off."""
    return len(text) <= LONGEST and bool(_END.fullmatch(text) or (_SIGN_OFF.fullmatch(text) and "/" in text))


def opens_story(text: str) -> bool:
    """Tell whether the note stands above a story, "(Recasts with reaction)"; other notes stand below one."""
    return len(text) <= LONGEST and bool(_ABOVE.fullmatch(text))
