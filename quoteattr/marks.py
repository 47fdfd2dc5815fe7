"""Quotation marks: where direct speech opens and closes, by rules alone.

The rules follow the typographic conventions of English-language news: double marks (curly, straight,
two straight singles) for American style, single marks for British style, guillemets and low-high marks
in translated copy; a quotation that runs over paragraphs is opened anew in each and closed in the last.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

import attrs

from quoteattr.spans import Span

_MARK = re.compile(r"''|``|‘‘|’’|[“”„‟«»\"‘’‚‛']")
_CLOSER = {
    "“": {"”"},
    "‟": {"”"},
    "„": {"“", "”"},
    "«": {"»"},
    "»": {"«"},
    '"': {'"'},
    "''": {"''"},
    "``": {"''"},
    "‘‘": {"’’"},
    "‘": {"’", "'"},
    "‚": {"‘", "’", "'"},
    "‛": {"’", "'"},
    "'": {"'", "’"},
}
_SINGLE = frozenset("‘‚‛'")
_SINGLE_MARK = re.compile(r"['’‘‚‛]")
_DOUBLE = re.compile(r'[“”"]')
_SINGLE_OPENING = re.compile(r"['‘]")
# Elisions that open a word with an apostrophe: 'em, 'til, 'n', '90s.
_ELISION = re.compile(r"['’‘](?:em|til|till|tis|twas|cause|n|bout|round|s|re|ll|ve|d|t|\d0s|\d\d)\b(?!-)", re.I)
# Quotations inside quotations: three is what news has. What opens more is no nesting but noise, and looking through all
# that is open at every mark would take quadratic time.
_DEEPEST = 16


@attrs.frozen
class Quotation:
    """One stretch between quotation marks.

    Args:
        span: From the opening mark to just past the closing one, marks included.
        inner: The same without the marks.
        depth: 0 for the outermost, 1 for a quotation inside a quotation, and so on.
        closed: Whether a closing mark was found.
        continued: Whether the next paragraph opens the same quotation anew.
        single: Whether the marks are single ones.
    """

    span: Span
    inner: Span
    depth: int = 0
    closed: bool = True
    continued: bool = False
    single: bool = False


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs of ``text``, blanks at their borders left out.

    A line is a paragraph, unless the text is wrapped at a fixed width and parts its paragraphs by blank lines.
    """
    # A line break before a small letter is a slip of the copy, not a new paragraph.
    lines = [
        Span(m.start(), m.end())
        for m in re.finditer(r"(?:[^\n\r\u2028\u2029]|\n(?=[a-z]))+", text)
        if m.group().strip()
    ]
    breaks = len(re.findall(r"\n[^\S\n]*\n", text))
    # 90: the widest margin in use for wrapped copy; a third: wrapped paragraphs have three lines or more.
    wrapped = breaks > 0 and len(lines) > 3 * breaks + 1 and max(map(len, lines)) <= 90
    if wrapped:
        lines = [Span(m.start(), m.end()) for m in re.finditer(r"\S(?:(?!\n[^\S\n]*\n).)*", text, re.S)]
    found = []
    for line in lines:
        words = line.of(text)
        left, right = len(words) - len(words.lstrip()), len(words.rstrip())
        found.append(Span(line.start + left, line.start + right))
    return tuple(found)


def _may_open(text: str, at: int, end: int) -> bool:
    before, after = text[at - 1 : at], text[end : end + 1]
    return (not before or not (before.isalnum() or before in ".,!?;%")) and bool(after) and not after.isspace()


def _may_close(text: str, at: int, end: int) -> bool:
    before, after = text[at - 1 : at], text[end : end + 1]
    return bool(before) and not before.isspace() and not (after.isalnum() and after.isascii())


@attrs.frozen
class _Singles:
    """The single marks of a paragraph that close, and are no apostrophes.

    They are worked out once: asked for at each mark anew, a long paragraph would take quadratic time.
    """

    closing: frozenset[int]
    last: int

    @classmethod
    def of(cls, text: str, part: Span) -> _Singles:
        """Look at every single mark of a paragraph, from its end."""
        opening = [
            m.start()
            for m in _SINGLE_OPENING.finditer(text, part.start, part.end)
            if _may_open(text, m.start(), m.end()) and not _ELISION.match(text, m.start())
        ]
        closing: set[int] = set()
        last, better = -1, -1  # better: the nearest mark to the right that closes without doubt
        for match in reversed(list(_SINGLE_MARK.finditer(text, part.start, part.end))):
            at = match.start()
            if not _may_close(text, at, at + 1):
                continue
            before, closes = text[at - 1], True
            if before in "sS" and better >= 0:
                # "the officers' union": after an s it may be a possessive. It closes where no better mark follows, or
                # another quotation opens before that.
                closes = bisect_right(opening, at) < bisect_left(opening, better)
            if closes:
                closing.add(at)
            if match.group() in "'’":
                last = max(last, at if closes else -1)
                better = better if before in "sS" else at
        return cls(frozenset(closing), last)

    def opens(self, text: str, at: int) -> bool:
        """Tell whether the mark at ``at`` opens a quotation that something closes."""
        return _may_open(text, at, at + 1) and not _ELISION.match(text, at) and self.last > at


@attrs.frozen
class _Mixed:
    """Where a curly mark and a straight one may belong together: “so", or "so”, as careless copy has it."""

    opening: dict[str, list[int]]
    closing: dict[str, list[int]]

    @classmethod
    def of(cls, text: str, part: Span) -> _Mixed:
        """Look at every double mark of a paragraph."""
        opening: dict[str, list[int]] = {"“": [], '"': []}
        closing: dict[str, list[int]] = {"“": [], '"': []}
        for match in _DOUBLE.finditer(text, part.start, part.end):
            mark, at, after = match.group(), match.start(), match.end()
            if mark == "“" or (mark == '"' and _may_open(text, at, after) and not _may_close(text, at, after)):
                opening[mark].append(at)
            elif mark == "”" or (_may_close(text, at, after) and not _may_open(text, at, after)):
                closing["“" if mark == "”" else '"'].append(at)
        return cls(opening, closing)

    def opened_by(self, text: str, mark: str, at: int) -> str | None:
        """Return the mark that the one at ``at`` may close though it is of the other style, or None.

        Only where the right one doesn't come before the next quotation opens.
        """
        opener = {'"': "“", "”": '"'}.get(mark)
        if opener is None or _may_open(text, at, at + 1) or not _may_close(text, at, at + 1):
            return None
        rights, lefts = self.closing[opener], self.opening[opener]
        right, left = bisect_right(rights, at), bisect_right(lefts, at)
        better = right < len(rights) and not (left < len(lefts) and lefts[left] < rights[right])
        return None if better else opener


def _in_paragraph(text: str, part: Span, reopened: str, following: str) -> list[Quotation]:
    """Return the quotations of one paragraph.

    Args:
        text: The text.
        part: The paragraph.
        reopened: The mark that the paragraph before left open, if any.
        following: What the next paragraph begins with.
    """
    found: list[Quotation] = []
    stack: list[tuple[str, int, int]] = []  # mark, start of the mark, start of the words
    singles, mixed = _Singles.of(text, part), _Mixed.of(text, part)

    def end(at: int, after: int, closed: bool) -> None:
        mark, start, inner = stack.pop()
        if at > inner:
            found.append(Quotation(Span(start, after), Span(inner, at), len(stack), closed, single=mark in _SINGLE))

    for match in _MARK.finditer(text, part.start, part.end):
        mark, at, after = match.group(), match.start(), match.end()
        if len(stack) > _DEEPEST:
            del stack[0]  # the outermost was left unmatched long ago
        top = stack[-1][0] if stack else ""
        if mark in ("'", "’", "‘", "‚", "‛"):
            single = top in _SINGLE
            if single and mark in _CLOSER[top] and at in singles.closing:
                end(at, after, True)
            elif mark != "’" and not (single and mark == "'"):
                first = at == part.start and mark == reopened
                goes_on = mark == following == "‘" and _may_open(text, at, after) and not _ELISION.match(text, at)
                if (
                    first
                    or goes_on
                    or singles.opens(text, at)
                    or (at == part.start and _may_open(text, at, after) and not _ELISION.match(text, at))
                ):
                    stack.append((mark, at, after))
            continue
        holder = next((i for i in range(len(stack) - 1, -1, -1) if mark in _CLOSER[stack[i][0]]), None)
        if holder is None and (opener := mixed.opened_by(text, mark, at)):
            holder = next((i for i in range(len(stack) - 1, -1, -1) if stack[i][0] == opener), None)
        straight = mark in ('"', "''")
        if holder is not None and straight and _may_open(text, at, after) and not _may_close(text, at, after):
            # It can only open, so the one that is open was left unmatched: that one alone is cut short here.
            while len(stack) > holder:
                end(at, at, False)
            holder = None
            stack.append((mark, at, after))
        elif holder is not None and not (mark == "“" and stack[holder][0] != "„"):
            while len(stack) > holder + 1:
                stack.pop()  # an inner single mark that nothing closed was an apostrophe
            end(at, after, True)
        elif mark in ("”", "’’"):
            continue  # a stray closing mark belongs to nothing
        elif mark == "»":
            if _may_open(text, at, after) and "«" in text[after : part.end]:
                stack.append((mark, at, after))
        elif straight:
            if (_may_open(text, at, after) or not _may_close(text, at, after)) and after < part.end:
                stack.append((mark, at, after))
        elif after < part.end:
            if mark == "“" and top == "“":
                end(at, at, False)
            stack.append((mark, at, after))
    while stack:
        mark = stack[-1][0]
        if mark in _SINGLE and not (len(stack) == 1 and (stack[-1][1] == part.start or mark == following == "‘")):
            stack.pop()
        else:
            end(part.end, part.end, False)
    return found


def quotations(text: str) -> tuple[Quotation, ...]:
    """Find every stretch between quotation marks.

    A mark that nothing closes ends with its paragraph, so that it costs its own quotation at most. An unclosed
    quotation whose next paragraph opens with the same mark is ``continued`` there. Apostrophes, possessives and
    elisions are told apart from single marks by the letters around them.

    Args:
        text: Any text, never altered.

    Returns:
        The quotations in order of their start, inner ones after the one that holds them.

    >>> [q.inner.of("'It's the officers' turn,' he said.") for q in quotations("'It's the officers' turn,' he said.")]
    ["It's the officers' turn,"]
    """
    parts = paragraphs(text)
    found: list[Quotation] = []
    reopened = ""
    for number, part in enumerate(parts):
        following = text[parts[number + 1].start] if number + 1 < len(parts) else ""
        here = _in_paragraph(text, part, reopened, following)
        reopened = ""
        kept = []
        for quotation in here:
            mark = text[quotation.span.start]
            if not quotation.closed and quotation.span.end == part.end and quotation.depth == 0:
                if following and following == mark:
                    quotation = attrs.evolve(quotation, continued=True)
                    reopened = mark
                elif quotation.single:
                    continue  # an apostrophe after all
            kept.append(quotation)
        found += kept
    return tuple(sorted(found, key=lambda q: (q.span.start, -q.span.end)))
