"""Who is spoken to: you against they, another form of address, another recipient of an appeal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteattr.values import Change, Edit
from quoteattr.wording.words import FUNCTION, listed, stem, words

_PERSON = {
    **dict.fromkeys(listed("you your yours yourself yourselves"), "you"),
    **dict.fromkeys(listed("we us our ours"), "we"),
    **dict.fromkeys(listed("they them their theirs"), "they"),
    **dict.fromkeys(listed("he him his she her"), "he"),
    **dict.fromkeys(listed("i me my mine"), "i"),
}
_TITLES = frozenset(listed("mr mrs ms madam dear my"))
_VOCATIVE = re.compile(
    r"(?:^[\"“'‘«\s]*|[,.!?]\s+)((?:dear|my|ladies and|mr\.?|mrs\.?|madam|president|prime minister|comrades?|friends?"
    r"|colleagues?)(?:\s+[\w.]+){0,3}),",
    re.IGNORECASE,
)
# "I say to our neighbours", "I appeal to parents", "my message to the banks", "I asked the board".
_RECIPIENT = re.compile(
    r"\b(?:I|we|my|our)\s+(?:\w+\s+){0,3}?(?:say|said|appeal|appealed|message|advice|speak|spoke|talk|talked|plea|word"
    r"|promise|warning|answer|apologise|apologize|turn)\s+(?:to|for|with)\s+(?P<to>(?:the\s+|our\s+|my\s+|all\s+|every\s+)?[\w-]+"
    r"(?:\s+of\s+[\w-]+)?)"
    r"|\b(?:I|we)\s+(?:\w+\s+){0,2}?(?:ask|asked|told|tell|urge|urged|warn|warned|thank|thanked|beg|begged)\s+"
    r"(?P<whom>(?:the|our|my|all|every)\s+[\w-]+)"
    r"|^[\"“'‘]?To\s+(?P<front>(?:the|our|my|all)\s+[\w-]+(?:\s+[\w-]+)?)(?:\s+of\s+[\w-]+)?\s+(?:I|we)\s+say",
    re.IGNORECASE,
)


def _recipient(text: str) -> str | None:
    found = _RECIPIENT.search(text)
    return next((g for g in found.groups() if g), None) if found else None


def _heads(phrase: str) -> frozenset[str]:
    return frozenset(stem(w.key) for w in words(phrase) if w.plain and w.key not in FUNCTION and w.key not in _TITLES)


def addressee_changes(a: str, b: str, steps: Sequence[Edit], both_direct: bool) -> list[Change]:
    """Return where one wording speaks to somebody else than the other.

    Args:
        a: One wording.
        b: The other.
        steps: The edits from a to b.
        both_direct: Whether both are direct speech: indirect speech turns "you" into "they" by itself.
    """
    if not both_direct:
        return []
    for step in steps:
        if step.op != "replace" or step.variant:
            continue
        said = step.a.of(a).strip(), step.b.of(b).strip()
        sides = [[_PERSON[w.key] for w in words(text) if w.key in _PERSON] for text in said]
        turned = len(sides[0]) == 1 == len(sides[1]) and sides[0] != sides[1] and "you" in sides[0] + sides[1]
        if turned and max(len(words(text)) for text in said) <= 4:
            return [Change("addressee", *said, "The wordings speak to different people.")]
    called = _VOCATIVE.search(a), _VOCATIVE.search(b)
    if called[0] and called[1]:
        heads = _heads(called[0][1]), _heads(called[1][1])
        if heads[0] and heads[1] and heads[0].isdisjoint(heads[1]):
            return [Change("addressee", called[0][1], called[1][1], "The wordings address different people.")]
    one, two = _recipient(a), _recipient(b)
    if one and two and _heads(one) and _heads(two) and _heads(one).isdisjoint(_heads(two)):
        return [Change("addressee", one, two, "The wordings speak to different people.")]
    return []
