"""Word-level edits from one wording to another: what was replaced, inserted, dropped and moved.

The alignment is the longest common subsequence of folded words (rapidfuzz's ``Indel``); on top of it short islands
of function words are given up, so that an edit reads as one phrase, and blocks that only changed place are found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import attrs
from rapidfuzz.distance import Indel

from quoteattr.spans import Span
from quoteattr.values import Edit
from quoteattr.wording.amounts import same_figure
from quoteattr.wording.figures import figures
from quoteattr.wording.likeness import same_spelling
from quoteattr.wording.words import DASHES, FUNCTION, Word, listed, words

# Moves are looked for where the product of dropped and inserted words stays below this: it bounds the time.
_MOVE_LIMIT = 40_000
# A block that moved has two words at least, one of them no function word: single words recur by chance.
_MOVE_WORDS = 2


@attrs.frozen
class _Step:
    """One step over word positions: half-open ranges in a and in b."""

    op: str
    a: tuple[int, int]
    b: tuple[int, int]
    variant: str = ""


def _aligned(a: Sequence[Word], b: Sequence[Word]) -> list[_Step]:
    """Return equal and replace steps over all words; a replace step may be empty on one side."""
    steps: list[_Step] = []
    for code in Indel.opcodes([w.key for w in a], [w.key for w in b]):
        here = (code.src_start, code.src_end), (code.dest_start, code.dest_end)
        if code.tag != "equal" and steps and steps[-1].op == "replace":
            last = steps.pop()
            steps.append(_Step("replace", (last.a[0], here[0][1]), (last.b[0], here[1][1])))
        else:
            steps.append(_Step("equal" if code.tag == "equal" else "replace", *here))
    return steps


def _weight(some: Sequence[Word]) -> int:
    return sum(w.plain for w in some)


def _smoothed(steps: list[_Step], a: Sequence[Word], b: Sequence[Word]) -> list[_Step]:
    """Give up equal islands without a content word that stand between two real replacements."""
    joined: list[_Step] = []
    for number, step in enumerate(steps):
        before = joined[-1] if joined else None
        after = steps[number + 1] if number + 1 < len(steps) else None
        island = a[slice(*step.a)]
        if (
            step.op == "equal"
            and before is not None
            and after is not None
            and before.op == after.op == "replace"
            and all(not w.plain or w.key in FUNCTION for w in island)
            # Both neighbours must be true replacements, and together outweigh the island.
            and all(_weight(a[slice(*s.a)]) and _weight(b[slice(*s.b)]) for s in (before, after))
            and _weight(island) <= 2
        ) or (before is not None and before.op == step.op == "replace"):
            joined[-1] = _Step("replace", (before.a[0], step.a[1]), (before.b[0], step.b[1]))
        else:
            joined.append(step)
    return joined


def _respelled(step: _Step, a: Sequence[Word], b: Sequence[Word]) -> list[_Step]:
    """Cut a replacement at pairs of words that are one word spelled differently, and at shared edges."""
    for i in range(*step.a):
        for j in range(*step.b):
            for m, n in ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3)):
                if i + m <= step.a[1] and j + n <= step.b[1]:
                    one, two = a[i : i + m], b[j : j + n]
                    if _one_word(one, two):
                        first = _Step("replace", (step.a[0], i), (step.b[0], j))
                        same = [w.text for w in one] == [w.text for w in two]
                        here = (
                            _Step("equal", (i, i + m), (j, j + n))
                            if same
                            else _Step("replace", (i, i + m), (j, j + n), "spelling")
                        )
                        rest = _Step("replace", (i + m, step.a[1]), (j + n, step.b[1]))
                        found = [first] if first.a[0] < first.a[1] or first.b[0] < first.b[1] else []
                        found.append(here)
                        if rest.a[0] < rest.a[1] or rest.b[0] < rest.b[1]:
                            found += _respelled(rest, a, b)
                        return found
    return [step]


def _one_word(one: Sequence[Word], two: Sequence[Word]) -> bool:
    if not (one[0].plain and one[-1].plain and two[0].plain and two[-1].plain):
        return False
    if len(one) == len(two) == 1:
        return one[0].key == two[0].key or same_spelling(one[0].text, two[0].text)
    if one[0].key[0] != two[0].key[0]:
        return False  # what is written out or joined begins with the same letter
    if _spelled_out(one) == _spelled_out(two):
        return True
    # cease-fire, cease fire, ceasefire
    left = "".join(w.key for w in one if w.text not in DASHES)
    right = "".join(w.key for w in two if w.text not in DASHES)
    return left == right and not left.isdigit()


# Endings that stand for a word of their own.
_SHORT = {"n't": " not", "'re": " are", "'ve": " have", "'ll": " will", "'m": " am"}
_SHORT_WHOLE = {"won't": "will not", "can't": "can not", "cannot": "can not", "shan't": "shall not"}
_IS = frozenset(listed("it he she that there what who where here how this"))


def _spelled_out(some: Sequence[Word]) -> str:
    """Return the words with contractions written out: "isn't" as "is not", "it's" as "it is"."""
    parts = []
    for w in some:
        whole = _SHORT_WHOLE.get(w.key, w.key)
        for ending, instead in _SHORT.items():
            if whole.endswith(ending):
                whole = whole.removesuffix(ending) + instead
        if whole.endswith("'s") and whole[:-2] in _IS:
            whole = whole[:-2] + " is"
        parts.append(whole)
    return " ".join(parts)


def _one_figure(one: Sequence[Word], two: Sequence[Word], texts: tuple[str, str]) -> bool:
    """Tell whether two stretches are one figure, written differently: "$23bn" and "23 billion dollars"."""
    if not one or not two:
        return False
    spans = Span(one[0].span.start, one[-1].span.end), Span(two[0].span.start, two[-1].span.end)
    found = [[f for f in figures(text) if span.contains(f.span)] for span, text in zip(spans, texts, strict=True)]
    if not all(len(f) == 1 and f[0].span == span for f, span in zip(found, spans, strict=True)):
        return False
    f, g = found[0][0], found[1][0]
    return same_figure(f, g) and f.unit == g.unit and f.kind == g.kind and f.value == g.value


def _moved(steps: list[_Step], a: Sequence[Word], b: Sequence[Word]) -> list[_Step]:
    """Find blocks that stand among the dropped words and again among the inserted ones."""
    dropped = [i for s in steps if s.op == "replace" and not s.variant for i in range(*s.a)]
    inserted = [j for s in steps if s.op == "replace" and not s.variant for j in range(*s.b)]
    if not dropped or not inserted or len(dropped) * len(inserted) > _MOVE_LIMIT:
        return steps
    free_a, free_b = set(dropped), set(inserted)
    blocks: list[tuple[int, int, int]] = []
    for i in dropped:
        for j in inserted:
            size = 0
            while i + size in free_a and j + size in free_b and a[i + size].key == b[j + size].key:
                size += 1
            block = a[i : i + size]
            if _weight(block) >= _MOVE_WORDS and any(w.plain and w.key not in FUNCTION for w in block):
                blocks.append((size, i, j))
    chosen: list[tuple[int, int, int]] = []
    for size, i, j in sorted(blocks, key=lambda x: (-x[0], x[1], x[2])):
        if all(i + k in free_a and j + k in free_b for k in range(size)):
            free_a -= set(range(i, i + size))
            free_b -= set(range(j, j + size))
            chosen.append((size, i, j))
    if not chosen:
        return steps
    starts_a = {i: (size, j) for size, i, j in chosen}
    in_b = {j + k for size, _, j in chosen for k in range(size)}
    cut: list[_Step] = []
    for step in steps:
        if step.op != "replace" or step.variant:
            cut.append(step)
            continue
        # The dropped side first, its blocks cut out, then what is inserted here and did not come from elsewhere.
        pieces_a: list[_Step] = []
        i = begin = step.a[0]
        while i < step.a[1]:
            if i in starts_a:
                size, j = starts_a[i]
                if begin < i:
                    pieces_a.append(_Step("delete", (begin, i), (step.b[0], step.b[0])))
                pieces_a.append(_Step("move", (i, i + size), (j, j + size)))
                i = begin = i + size
            else:
                i += 1
        if begin < step.a[1]:
            pieces_a.append(_Step("delete", (begin, step.a[1]), (step.b[0], step.b[0])))
        runs_b: list[tuple[int, int]] = []
        for j in range(*step.b):
            if j not in in_b:
                if runs_b and runs_b[-1][1] == j:
                    runs_b[-1] = (runs_b[-1][0], j + 1)
                else:
                    runs_b.append((j, j + 1))
        if len(pieces_a) == 1 and pieces_a[0].op == "delete" and len(runs_b) == 1:
            cut.append(_Step("replace", pieces_a[0].a, runs_b[0]))
        else:
            cut += pieces_a
            cut += [_Step("insert", (step.a[1], step.a[1]), run) for run in runs_b]
    return cut


def _variant(one: Sequence[Word], two: Sequence[Word]) -> str:
    """Say why a change of these words is none of substance, or return nothing."""
    plain = [w for w in (*one, *two) if w.plain]
    texts_a, texts_b = {w.text for w in one}, {w.text for w in two}
    if (texts_a & {"...", "…"} and not _weight(one)) or (texts_b & {"...", "…"} and not _weight(two)):
        return "ellipsis"
    if any(some and _weight(some) and all(w.bracketed for w in some if w.plain) for some in (one, two)):
        return "bracket"
    if not plain:
        return "typography"
    return ""


def _tidy(steps: list[_Step], a: Sequence[Word], b: Sequence[Word]) -> list[_Step]:
    """Name each step for what it is, and set typographic and spelling variants apart from equal words."""
    found: list[_Step] = []
    for step in steps:
        if step.op == "equal":
            run: list[_Step] = []
            for i, j in zip(range(*step.a), range(*step.b), strict=True):
                if a[i].text == b[j].text:
                    piece = _Step("equal", (i, i + 1), (j, j + 1))
                else:
                    case = a[i].text.casefold().replace("’", "'") == b[j].text.casefold().replace("’", "'")
                    piece = _Step(
                        "replace", (i, i + 1), (j, j + 1), "typography" if case or not a[i].plain else "spelling"
                    )
                if run and run[-1].op == piece.op and run[-1].variant == piece.variant:
                    run[-1] = _Step(piece.op, (run[-1].a[0], i + 1), (run[-1].b[0], j + 1), piece.variant)
                else:
                    run.append(piece)
            found += run
            continue
        op = step.op
        if op == "replace":
            op = (
                "replace"
                if step.a[0] < step.a[1] and step.b[0] < step.b[1]
                else ("delete" if step.a[0] < step.a[1] else "insert")
            )
        one, two = a[slice(*step.a)], b[slice(*step.b)]
        variant = step.variant or ("" if op == "move" else _variant(one, two))
        if op == "replace" and not variant and not (one[-1].plain and two[-1].plain) and len(one) + len(two) > 2:
            found += _edge(step, one, two)
            continue
        found.append(_Step(op, step.a, step.b, variant))
    return found


def _edge(step: _Step, one: Sequence[Word], two: Sequence[Word]) -> list[_Step]:
    """Part the punctuation at the end of a replacement from its words."""
    m = next((k for k in range(len(one), 0, -1) if one[k - 1].plain), 0)
    n = next((k for k in range(len(two), 0, -1) if two[k - 1].plain), 0)
    main = _Step(
        "replace" if m and n else "delete" if m else "insert",
        (step.a[0], step.a[0] + m),
        (step.b[0], step.b[0] + n),
        _variant(one[:m], two[:n]) if m or n else "",
    )
    tail_a, tail_b = (step.a[0] + m, step.a[1]), (step.b[0] + n, step.b[1])
    op = (
        "replace"
        if tail_a[0] < tail_a[1] and tail_b[0] < tail_b[1]
        else "delete"
        if tail_a[0] < tail_a[1]
        else "insert"
    )
    tail = _Step(op, tail_a, tail_b, _variant(one[m:], two[n:]))
    return [main, tail] if m or n else [tail]


def _shared_ends(steps: list[_Step], a: Sequence[Word], b: Sequence[Word]) -> list[_Step]:
    """Take words that stand alike at both ends out of a replacement: they came in with their neighbours."""
    found: list[_Step] = []
    for step in steps:
        if step.op != "replace":
            found.append(step)
            continue
        (i, m), (j, n) = step.a, step.b
        while i < m and j < n and a[i].text == b[j].text:
            i, j = i + 1, j + 1
        while i < m and j < n and a[m - 1].text == b[n - 1].text:
            m, n = m - 1, n - 1
        found.append(_Step("equal", (step.a[0], i), (step.b[0], j)))
        if (i, j) != (m, n):
            op = "replace" if i < m and j < n else "delete" if i < m else "insert"
            found.append(_Step(op, (i, m), (j, n), step.variant or _variant(a[i:m], b[j:n])))
        found.append(_Step("equal", (m, step.a[1]), (n, step.b[1])))
    return [s for s in found if s.a[0] < s.a[1] or s.b[0] < s.b[1]]


def _joined(steps: list[_Step]) -> list[_Step]:
    """Join equal steps that follow each other in both texts."""
    found: list[_Step] = []
    for step in steps:
        last = found[-1] if found else None
        if last and last.op == step.op == "equal" and last.a[1] == step.a[0] and last.b[1] == step.b[0]:
            found[-1] = _Step("equal", (last.a[0], step.a[1]), (last.b[0], step.b[1]))
        else:
            found.append(step)
    return found


def edits(a: str, b: str) -> tuple[Edit, ...]:
    """Return the steps that lead from wording ``a`` to wording ``b``.

    Every character of either text lies in exactly one edit; blanks go with the word before them. The steps stand in
    the order of ``a``, an insertion where it is read; a moved block stands at its place in ``a``.

    Args:
        a: One wording.
        b: The other.

    Returns:
        The edits; ``equal`` ones hold the same words in both.

    >>> [(e.op, e.a.of("We must act."), e.b.of("We must act now.")) for e in edits("We must act.", "We must act now.")]
    [('equal', 'We must act', 'We must act '), ('insert', '', 'now'), ('equal', '.', '.')]
    """
    left, right = words(a), words(b)
    steps = _smoothed(_aligned(left, right), left, right)
    steps = [piece for s in steps for piece in (_respelled(s, left, right) if s.op == "replace" else [s])]
    steps = _joined(_shared_ends(_tidy(_moved(steps, left, right), left, right), left, right))
    steps = [
        attrs.evolve(s, variant="spelling")
        if s.op == "replace" and not s.variant and _one_figure(left[slice(*s.a)], right[slice(*s.b)], (a, b))
        else s
        for s in steps
    ]
    bounds_a = [0, *(w.span.start for w in left[1:]), len(a)] if left else [0]
    bounds_b = [0, *(w.span.start for w in right[1:]), len(b)] if right else [0]
    found = [
        Edit(s.op, Span(bounds_a[s.a[0]], bounds_a[s.a[1]]), Span(bounds_b[s.b[0]], bounds_b[s.b[1]]), s.variant)
        for s in steps
    ]
    if (not left and a) or (not right and b):
        # A text of blanks alone has no word to hang them on.
        found.append(
            Edit(
                "replace",
                Span(0 if not left else len(a), len(a)),
                Span(0 if not right else len(b), len(b)),
                "typography",
            )
        )
    return tuple(found)


def real(steps: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits that change words: no equal ones, no variants of spelling or typography."""
    return tuple(e for e in steps if e.op != "equal" and not e.variant)


@lru_cache(maxsize=4096)
def marked(text: str) -> tuple[Span, ...]:
    """Return what stands between quotation marks: double marks, or single ones where there are no double ones."""
    for pattern in (r"[“\"„«]([^”\"“»]+)[”\"“»]|''(.+?)''", r"(?<!\w)['‘]([^'’]+(?:['’]\w[^'’]*)*)['’](?!\w)"):
        found = [Span(m.start(m.lastindex or 0), m.end(m.lastindex or 0)) for m in re.finditer(pattern, text)]
        if found:
            return tuple(found)
    return ()
