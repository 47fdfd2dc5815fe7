"""The division of a page among its dispatches, read line by line.

A dateline with an agency begins a dispatch, and so does a dateline or byline without one where a headline stands
right above it and a story before that, and a headline right behind the credits that close a story. The headline,
deck, byline, picture and teaser above a dateline go with it; credits and link lists after a story stay with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

import attrs

from quoteattr.reading.lines import Line, Look
from quoteattr.reading.smallprint import byline_words, ends_story, is_person, opens_story

STORY = frozenset({Look.SENTENCE, Look.RUNNING})
FURNITURE = frozenset({Look.BYLINE, Look.DATE})  # always goes with the dateline below it
_DRESSING = frozenset({Look.CAPTION, Look.BULLET, Look.SUMMARY})  # only where a headline stands above it
# Sentences before the first dateline of a page that count as its teaser even where they repeat no word of it.
_TEASERS = 2
# Before a place or date without an agency: newspapers put a summary or two between headline and dateline.
_TOP = 4
# Six words of a teaser in ten stand in the story that it teases; unrelated wire stories share two or three.
_REPEATED = 0.6
# Lines of furniture between headline and dateline, key points included; more is a list of something else.
_FARTHEST = 40
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_ANY_WORD = re.compile(r"\w+")


@attrs.define
class Dispatch:
    """A run of lines that makes one article, while it is put together.

    Args:
        start: Its first line.
        stop: Just past its last one.
        marks: The lines that told it: datelines, bylines, a headline behind credits.
        credits: Datelines and bylines at its end.
    """

    start: int
    stop: int
    marks: list[int] = attrs.Factory(list)
    credits: list[int] = attrs.Factory(list)


@attrs.frozen
class _Page:
    """The lines of a page, and for each what can be told from those before it.

    Args:
        lines: The lines.
        linked: Whether it stands in a list of links.
        listed: Whether it stands in a list of key points.
        told: How many lines of story there are before it; one entry more than lines.
        story: The lines of story.
    """

    lines: Sequence[Line]
    linked: Sequence[bool]
    listed: Sequence[bool]
    told: Sequence[int]
    story: Sequence[int]

    def stories(self, start: int, stop: int) -> int:
        """Return how many lines of story there are between two lines."""
        return self.told[max(start, stop)] - self.told[start]


def _page(lines: Sequence[Line]) -> _Page:
    told = list(accumulate((line.look in STORY for line in lines), initial=0))
    story = [i for i, line in enumerate(lines) if line.look in STORY]
    return _Page(lines, _under(lines, Look.LINKS), _under(lines, Look.SUMMARY), told, story)


def _under(lines: Sequence[Line], head: Look) -> list[bool]:
    """Tell for each line whether it follows a line that looks like ``head`` with no sentence in between."""
    inside, found = False, []
    for line in lines:
        if line.look is head:
            inside = True
        # 60: links may be sentences, but short ones.
        elif line.look is Look.SENTENCE and (len(line.text) > 60 or line.dateline is not None):
            inside = False
        found.append(inside)
    return found


def names_writer(lines: Sequence[Line], k: int) -> bool:
    """Tell whether line ``k`` is the name of a writer, known by the job, desk or date on the line below."""
    if k + 1 >= len(lines) or lines[k].look is not Look.SHORT or not is_person(lines[k].text):
        return False
    if lines[k + 1].look is Look.BYLINE:
        return not lines[k + 1].text.casefold().startswith("by ")
    # "Imogen Pascoe", "Sat 16 May 2026 07.00 BST": below a headline; a name alone may be one itself.
    headed = k > 0 and lines[k].gap and lines[k - 1].look is Look.SHORT and not is_person(lines[k - 1].text)
    return headed and not lines[k + 1].gap and lines[k + 1].look is Look.DATE


def _repeats(lines: Sequence[Line], k: int, below: range, verbatim: bool = False) -> bool:
    """Tell whether line ``k`` repeats the story of the lines ``below``: the mark of a teaser.

    Args:
        verbatim: Ask for runs of three words in place of words, where the line may as well end another story.
    """
    size, word = (3, _ANY_WORD) if verbatim else (1, _LONG_WORD)

    def runs(i: int) -> set[tuple[str, ...]]:
        words = [w.casefold() for w in word.findall(lines[i].text[:2000])]
        return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}

    asked = runs(k)
    # The first forty lines: a teaser is drawn from the top of a story, and the time stays bounded.
    story = set().union(*(runs(i) for i in below[:40]))
    return len(asked) >= 3 and len(asked & story) >= _REPEATED * len(asked)


def _head(page: _Page, mark: int, floor: int, below: range) -> tuple[int, bool]:
    """Walk up from the line ``mark`` to the first line of its dispatch, not above ``floor``.

    Returns:
        That line, and whether a headline was found.
    """
    lines = page.lines
    floor = max(floor, mark - _FARTHEST)
    k, top = mark - 1, mark
    while k >= floor:
        look, furniture = lines[k].look, lines[k].look in FURNITURE or names_writer(lines, k)
        note = look is Look.NOTE and opens_story(lines[k].text)
        if not (furniture or note or look in _DRESSING or (page.listed[k] and look is Look.SHORT)):
            break
        if furniture and top == k + 1:
            top = k
        k -= 1
    if k < floor or lines[k].look is not Look.SHORT:
        return top, False
    top = k
    # Links of the dispatch before look like headlines: in their list only the last line is ours.
    while k > floor and not page.linked[k] and lines[k - 1].look is Look.SHORT and top - k < 2 and not lines[k].gap:
        k -= 1
    top = k
    while k > floor and lines[k - 1].look is Look.SENTENCE and lines[k - 1].dateline is None:
        # Behind credits or links a sentence can only be the teaser of what follows.
        after_end = k - 2 >= floor and lines[k - 2].look in (Look.NOTE, Look.LINKS)
        if top - k >= _TEASERS or not (after_end or _repeats(lines, k - 1, below, verbatim=True)):
            break
        k -= 1
    return k, True


def _is_mark(line: Line) -> bool:
    return line.dateline is not None or (line.look is Look.BYLINE and line.text[:3].casefold() == "by ")


def _opens(lines: Sequence[Line], i: int) -> bool:
    """Tell whether line ``i`` is a headline with no dateline to tell it: right behind the credits of a story."""
    if i == 0 or lines[i].look is not Look.SHORT or lines[i - 1].look is not Look.NOTE:
        return False
    # Two sentences of the next four lines: a story follows, not the rest of the small print.
    return ends_story(lines[i - 1].text) and sum(line.look is Look.SENTENCE for line in lines[i + 1 : i + 5]) >= 2


def _strong(line: Line) -> bool:
    """Tell whether the dateline or byline names its agency."""
    if line.dateline is not None:
        return line.dateline.strong
    return _is_mark(line) and byline_words(line.text)[1] is not None


def _credited_below(page: _Page, marks: Sequence[int]) -> bool:
    """Tell whether this page puts its datelines under each story: all alone, the last with nothing after it."""
    datelines = [d for m in marks if (d := page.lines[m].dateline)]
    if not datelines or not all(d.alone and d.strong for d in datelines):
        return False
    first, last = (next(m for m in order if page.lines[m].dateline) for order in (marks, marks[::-1]))
    return page.stories(0, first) > _TEASERS and not page.stories(last, len(page.lines))


def _closed_by_credits(page: _Page, marks: Sequence[int]) -> list[Dispatch]:
    found = [Dispatch(0, len(page.lines))]
    for i in marks:
        if page.lines[i].dateline is not None:
            found[-1].credits.append(i)
            if page.stories(i + 1, len(page.lines)):
                found[-1].stop = i + 1
                found.append(Dispatch(i + 1, len(page.lines)))
    return found


def _is_credit(page: _Page, i: int, until: int, before: int, headed: bool) -> bool:
    """Tell whether the mark ``i`` stands under the story that it belongs to."""
    line = page.lines[i]
    if not before or not (line.dateline is None or line.dateline.alone):
        return False
    if not page.stories(i + 1, len(page.lines)):
        return True  # nothing comes after it
    # A headline comes before the next dateline, so that story has its own.
    return (
        not headed
        and not page.stories(i + 1, until)
        and any(
            page.lines[k].look is Look.SHORT and not names_writer(page.lines, k)
            for k in range(i + 1, min(until, i + 9))
        )
    )


def divide(lines: Sequence[Line]) -> list[Dispatch]:
    """Divide the lines of a page among its dispatches; every line goes to one."""
    page = _page(lines)
    marks = [i for i, line in enumerate(lines) if _is_mark(line) or _opens(lines, i)]
    if _credited_below(page, marks):
        return _closed_by_credits(page, marks)
    found = [Dispatch(0, len(lines))]
    last = -1  # the last mark that was taken
    for number, i in enumerate(marks):
        now, line = found[-1], lines[i]
        until = marks[number + 1] if number + 1 < len(marks) else len(lines)
        if not _is_mark(line):
            if page.stories(now.start, i) > _TEASERS:
                now.stop, last = i, i
                found.append(Dispatch(i, len(lines), [i]))
            continue
        ahead = range(i, until)
        top, headed = _head(page, i, max(last + 1, now.start), ahead)
        # A dateline that was taken tells story by what follows it on its line.
        opened = last >= now.start and lines[last].look is Look.SENTENCE
        first = max(last + 1, now.start)
        before = page.stories(first, top) + opened
        strong = _strong(line)
        if not now.marks:
            # A dozen: no page has more lines of teaser, and the time stays bounded.
            if before <= 12:
                above = page.story[page.told[first] : page.told[max(first, top)]]
                before -= sum(_repeats(lines, k, ahead) for k in above)
            joins = before <= (_TEASERS if strong else _TOP)
        else:
            # "Oct 16 - A vaccine ..." above the list of key points, then the dateline of the same story.
            standfirst = strong and not headed and not any(_strong(lines[m]) for m in now.marks)
            joins = before <= (_TEASERS if standfirst else 0)
        if _is_credit(page, i, until, before, headed):
            now.credits.append(i)
            last = i
        elif joins:
            now.marks.append(i)
            last = i
        elif (strong and (headed or line.dateline is not None)) or (headed and before > _TEASERS):
            now.stop, last = top, i
            found.append(Dispatch(top, len(lines), [i]))
    return found
