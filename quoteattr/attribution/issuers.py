"""Whose a document is by its own noun phrase: "a letter the clinic sent to patients", "a lawsuit, filed by X"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from quoteattr.attribution.lexicon import lexicon
from quoteattr.attribution.phrase_parts import MADE
from quoteattr.attribution.phrases import Layout, Phrase, Sort
from quoteattr.spans import Span

_BY = "|".join(sorted(MADE))
# "which was filed on Monday in a court in Oslo by ": when and where may stand before the maker.
_MADE_BY = re.compile(
    rf"(?:(?:which|that) (?:was|were) )?(?:\w+ly )?(?:{_BY})(?: out)?(?: (?!by\b)[\w.'’-]+){{0,8}}? by "
)
# What whoever speaks in a document does with it. Who obtains, reads or cites it does not speak in it.
_SENT = (
    r"sent|sends|wrote|writes|issued|issues|released|releases|published|publishes|posted|posts|signed|filed|files|"
    r"shared|circulated|emailed|e-mailed|mailed|texted|tweeted|drafted|distributed|submitted|put out|put up|gave|"
    r"handed out|addressed|produced|prepared|compiled|commissioned|recorded"
)
_GOT = r"obtained|obtains|saw|seen|reviewed|read|received|found|got|cited|verified|viewed|unearthed"
_CLAUSE = (
    r"(?P<lead>(?:[\w’'-]+ ){{0,5}}?)(?P<noun>{nouns}) (?:(?:that|which) )?"
    r"(?P<maker>[\w.’'&-]+(?: [\w.’'&-]+){{0,7}}?) "
    r"(?:(?:has|have|had) )?(?:(?:also|just|later|first|\w+ly) )?(?:(?P<sent>{sent})|{got})\b"
)
# What begins no subject: "a statement by", "a report published", "a letter sent".
_NO_SUBJECT = re.compile(
    r"(?:of|for|at|with|from|in|on|by|to|about|under|against|after|before|during|into|and|or|is|was|were|are|who|that|which|"
    r"dated|seen|obtained|addressed|\w+ed|\w+ing|sent|written|put|made)\b", re.I
)  # fmt: skip
# Another document begins: "a complaint filed by the agency and a report by the state".
_ANOTHER = re.compile(r"\s(?:and|or)\s(?:an?|the|another)\s(?=.*\bby\b)")
# "a letter to parents by the head", and not "a letter to parents seen by the Post"
_ADDRESSED = re.compile(rf"to\s(?:(?!(?:{_GOT})\b).)+?\s(?:from|by)\s(?=\S)")


@cache
def _clause() -> re.Pattern[str]:
    """Return what finds the clause after a document's noun whose subject made it."""
    nouns = "|".join(sorted(map(re.escape, lexicon().documents), key=len, reverse=True))
    return re.compile(_CLAUSE.format(nouns=nouns, sent=_SENT, got=_GOT), re.I)


def issued_in(layout: Layout, whole: Span) -> Phrase | None:
    """Read "a letter the hospital sent to patients", "the memo that Ann Reed wrote": the clause tells the maker.

    Args:
        layout: The article's words and names.
        whole: Where the noun phrase stands.

    Returns:
        The document with its maker as its owner, with no owner where the clause only tells who read it ("a memo the
        Post obtained"); None where the phrase is nothing of the kind.
    """
    found = _clause().match(layout.text, whole.start, whole.end)
    if found is None or _NO_SUBJECT.match(found["maker"]):
        return None
    lead = found["lead"].casefold().split()
    if any(_NO_SUBJECT.fullmatch(w) for w in lead[1:]):
        return None  # "the head of the letter section"
    if any(n.start < found.end("noun") for n in layout.names_in(whole)):
        return None  # "the Reuters report the minister posted" has two who may speak
    definite = bool(lead) and lead[0] in ("the", "this", "that", "his", "her", "its", "their")
    owner = Span(found.start("maker"), found.end("maker")) if found["sent"] else None
    head = found["noun"].casefold()
    return Phrase(whole, Sort.DOCUMENT, head=head, definite=definite, owner=owner)


def sender(text: str, rest: Span) -> Span | None:
    """Return where the sender stands who follows those to whom a document goes: "(a letter) to staff from Ann Reed"."""
    found = _ADDRESSED.match(text, rest.start, rest.end)
    return Span(found.end(), rest.end) if found else None


@cache
def _titled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a document's title in quotation marks after and before its noun."""
    nouns = "|".join(sorted(map(re.escape, lexicon().documents), key=len, reverse=True))
    title = r"(?:[“\"](?=[A-Z\d])[^“”\"]+[”\"]?|''(?=[A-Z\d])[^“”\"]+?(?:''|$)|‘(?=[A-Z\d])[^‘]+?(?:’(?!\w)|$))"
    after = (
        rf"(?P<lead>(?:[\w’'.-]+ ){{0,6}}?(?P<noun>{nouns})),? (?:called |titled |entitled |headlined )?{title}[.,]?$"
    )
    before = rf"(?P<lead>(?:[\w’'.-]+ ){{0,5}}?){title} (?P<noun>{nouns})$"
    return re.compile(after), re.compile(before)


def titled(text: str, whole: Span) -> tuple[Span, str] | None:
    """Return where a noun phrase stands without the title that it gives a document, and the document's noun.

    The names in a title are nobody who speaks: "his book “The Art of Ann Reed”", "the “No Reed” ad".
    """
    after, before = _titled()
    found = after.match(text, whole.start, whole.end) or before.match(text, whole.start, whole.end)
    return (Span(whole.start, whole.start + len(found["lead"].rstrip())), found["noun"]) if found else None


def maker(layout: Layout, owner: Span | None, core: Span, parts: Sequence[Span]) -> Span | None:
    """Return where the makers of a document stand: "a report by the trustee, Ann Reed", "a report, written by ..."."""
    other = _ANOTHER.search(layout.text, owner.start, owner.end) if owner is not None else None
    if owner is not None and other is not None:
        return Span(owner.start, other.start())
    if owner is None:
        made = ((part, _MADE_BY.match(part.of(layout.text))) for part in parts)
        return next((Span(part.start + by.end(), part.end) for part, by in made if by), None)
    named = parts and any(n.start == parts[0].start for n in layout.names_in(parts[0]))
    if named and owner.end >= core.end and not any(n.label == "PERSON" for n in layout.names_in(owner)):
        return Span(owner.start, parts[0].end)
    return owner
