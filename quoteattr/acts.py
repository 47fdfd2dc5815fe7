"""Acts: whether a quote tells of words spoken, of words written, or of what somebody thinks, wants or plans."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files

import attrs

from quoteattr.errors import InputError
from quoteattr.values import Act, Kind

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
# "a poll of voters", "the report released by the bank": the head of a source stands before these.
_AFTER_HEAD = re.compile(
    r"[,(]|\b(?:about|among|at|by|commissioned|compiled|conducted|for|from|in|issued|obtained|of|on|posted|published|"
    r"released|that|to|which|with|written)\b"
)
# Only these words, and no verb: who is ascribed a view ("for the farmers, ..."), and a printed form ("Farmers: ...").
_VIEWS, _PRINTED = frozenset(("for", "to")), frozenset(":-–—")
_LETTERS = re.compile(r"[^\W\d_][\w’'-]*")
# Words that a title writes small.
_SMALL = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "is", "nor", "of", "on", "or", "the", "to", "with")
)
_VOWELS = frozenset("aeiou")


@attrs.frozen
class _Lexicon:
    acts: dict[str, Act]
    constructions: tuple[tuple[str, Act], ...]
    spoken: frozenset[str]
    written: frozenset[str]


def _forms(verb: str) -> set[str]:
    """Return the regular forms of a verb, and some that no verb has, which does no harm."""
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return {verb, verb + "ing", verb[:-1] + "ies", verb[:-1] + "ied"}
    stem = verb[:-1] if verb.endswith("e") else verb
    found = {verb, verb + "s", verb + "es", stem + "ed", stem + "ing"}
    if len(verb) > 2 and verb[-1] not in _VOWELS and verb[-2] in _VOWELS and verb[-3] not in _VOWELS:
        found |= {verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
    return found


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@cache
def _lexicon() -> _Lexicon:
    folder = files("quoteattr") / "data" / "lexicon"
    raw = tomllib.loads((folder / "acts.toml").read_text(encoding="utf-8"))
    documents = tomllib.loads((folder / "phrases.toml").read_text(encoding="utf-8"))["documents"].split()
    acts: dict[str, Act] = {}
    for act in Act:
        for word in raw[act]["words"].split():
            acts |= {word: act, word + "s": act, word[:-1] + "ies" if word.endswith("y") else word: act}
    for act in Act:
        acts |= {form: act for verb in raw[act]["verbs"].split() for form in _forms(verb)}
    for act in Act:
        acts |= dict.fromkeys(raw[act]["forms"].split(), act)
    spoken = frozenset(raw["sources"]["spoken"].split())
    return _Lexicon(
        acts,
        tuple((words, act) for act in Act for words in raw[act]["constructions"]),
        spoken,
        (frozenset(documents) | frozenset(raw["sources"]["written"].split())) - spoken,
    )


def _is_written(source: str) -> bool:
    """Tell whether a source is a paper, a poll, a post: something that holds written words."""
    known = _lexicon().written
    words = _WORD.findall(_AFTER_HEAD.split(source, maxsplit=1)[0])
    return bool(words) and (words[-1] in known or _singular(words[-1]) in known)


def act_of(cue: str | None, source: str | None, kind: Kind) -> Act:
    """Tell the act behind a quote by its cue, its source and its marks.

    The rules, in this order: a written source writes ("the report says"); a construction or a written medium in the
    cue decides ("made clear", "said in a statement"); else the first word of the cue that the lexicon knows; a colon
    or a dash is speech, "for" or "to" alone ascribes a view. What stands between quotation marks was uttered, also
    after a verb of thought. A cue that nothing is known of, or none, is no evidence of an utterance: without marks it
    counts as thought, so that nobody is said to have said what they may only have meant.

    Args:
        cue: The words of the cue, or None.
        source: The words of the source, or None.
        kind: Whether the content stands between quotation marks.

    Returns:
        The act.
    """
    known = _lexicon()
    act = None
    told = " ".join((cue or "").lower().replace("’", "'").split())
    words = _WORD.findall(told)
    if source and _is_written(source.lower().replace("’", "'")):
        return Act.WRITING
    heads = [known.acts[word] for word in words if word in known.acts]
    for phrase, given in known.constructions:
        if re.search(rf"\b{re.escape(phrase)}\b", told):
            act = given
            break
    else:
        if heads:
            act = heads[0]
            if act is Act.SPEECH and Act.WRITING in heads:
                act = Act.WRITING
        elif len(words) == 1 and words[0] in _VIEWS:
            act = Act.THOUGHT
        elif told and _PRINTED.issuperset(told):
            act = Act.SPEECH
    if act in (None, Act.THOUGHT):
        return Act.THOUGHT if kind is Kind.INDIRECT else Act.SPEECH
    return act


def is_title(quoted: str) -> bool:
    """Tell whether quoted words are written as the title of a work: capitals throughout, no sentence's end.

    >>> is_title("The Long Pier"), is_title("The pier is long"), is_title("Stop Him Now!")
    (True, False, False)
    """
    words = _LETTERS.findall(quoted)
    bare = quoted.strip(" \"'“”„‟‘’‚‛«»")
    great = [word for word in words if word not in _SMALL]
    return len(great) > 1 and words[0] in great and all(w[0].isupper() for w in great) and bare[-1] not in ".,!?;:…"


def checked_acts(acts: Collection[str] | str | None) -> frozenset[Act] | None:
    """Return the acts that are asked for, or None for all.

    Raises:
        InputError: One of them is no act.
    """
    if acts is None:
        return None
    wanted = (acts,) if isinstance(acts, str) else acts
    for name in wanted:
        if name not in set(Act):
            raise InputError(f"{name!r} is no act.", remedy=f"Choose among {', '.join(Act)}.", act=name)
    return frozenset(Act(name) for name in wanted)
