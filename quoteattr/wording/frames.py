"""Time: what one wording tells as done and the other as planned, and, in direct speech, another tense of one verb."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from quoteattr.values import Change, Edit
from quoteattr.wording.words import FUNCTION, Word, listed, stem, words

_WILL = frozenset(listed("will 'll shall would"))
_HAS, _HAD = frozenset(listed("has have 've")), frozenset(listed("had 'd"))
_IS, _WAS = frozenset(listed("is are am 's 're")), frozenset(listed("was were"))
_HELPERS = _WILL | _HAS | _HAD | _IS | _WAS | {"to"}
# Words that may stand between a helper and its verb.
_BETWEEN = frozenset(listed("not already just now never also still been be being soon only ever recently finally"))
_DONE = frozenset({"done", "before"})


def _helper(key: str) -> str:
    """Return the helper a word is or ends in: "we'll" ends in "'ll"."""
    return key if key in _HELPERS else next((h for h in ("'ll", "'ve", "'re") if key.endswith(h)), "")


@lru_cache(maxsize=4096)
def frames(text: str) -> dict[str, tuple[str, str]]:
    """Return for each verb stem how it is set in time, and the words that set it.

    ``plan`` (will, would, going to), ``done`` (has done), ``before`` (had done), ``now`` (is doing, is done).
    """
    found: dict[str, tuple[str, str]] = {}
    plain: list[Word] = [w for w in words(text) if w.plain]
    for i, w in enumerate(plain):
        if w.key in FUNCTION or w.key in _BETWEEN or len(w.key) < 3:
            continue
        at = i - 1
        while at >= 0 and plain[at].key in _BETWEEN:
            at -= 1
        helper = _helper(plain[at].key) if at >= 0 else ""
        if helper == "to":
            going = at >= 2 and plain[at - 1].key == "going"
            at, frame = (at - 2, "plan") if going else (at, "")
        elif helper in _WILL:
            frame = "plan"
        elif helper in _HAS:
            frame = "done"
        elif helper in _HAD:
            frame = "before"
        elif helper in _IS:
            frame = "now"
        else:
            frame = ""
        if frame:
            found.setdefault(stem(w.key), (frame, " ".join(x.text for x in plain[at : i + 1])))
    return found


_SHIFTS = (
    (frozenset(listed("is are has have will am")), frozenset(listed("was were had would"))),
    (frozenset(listed("is are was were")), frozenset(("will be", "would be"))),
)
_USED = re.compile(r"\bused to\b", re.IGNORECASE)


def tense_changes(a: str, b: str, steps: Sequence[Edit], both_direct: bool) -> list[Change]:
    """Return a plan told as a fact, or, between two direct quotes, another tense of one verb.

    Indirect speech shifts tenses back ("will" to "would", "has" to "had"): that alone is no change.

    Args:
        a: One wording.
        b: The other.
        steps: The edits from a to b.
        both_direct: Whether both are direct speech.
    """
    one, two = frames(a), frames(b)
    for verb in sorted(one.keys() & two.keys()):
        pair = {one[verb][0], two[verb][0]}
        said = one[verb][1], two[verb][1]
        if "plan" in pair and pair & _DONE:
            return [Change("tense", *said, "One wording tells as done what the other tells as to come.")]
        if both_direct and (pair in ({"done", "before"}, {"now", "before"}) or pair == {"now", "done"}):
            return [Change("tense", *said, "The verb stands in another tense.")]
    used = bool(_USED.search(a)), bool(_USED.search(b))
    if used[0] != used[1] and both_direct:
        return [Change("tense", *(("used to", "") if used[0] else ("", "used to")), "One wording tells of the past.")]
    for step in steps if both_direct else ():
        if step.op == "replace" and not step.variant:
            sides = step.a.of(a).strip().lower(), step.b.of(b).strip().lower()
            first = tuple(side.split(" ")[0] if side else "" for side in sides)
            for left in (sides, first):
                for now, then in _SHIFTS:
                    if (left[0] in now and left[1] in then) or (left[1] in now and left[0] in then):
                        return [Change("tense", *sides, "The verb stands in another tense.")]
    return []
