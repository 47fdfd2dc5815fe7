"""The layout of a page: what each stretch of an article is, and what its dateline and byline say of it.

Headlines, subheads, teasers, bylines, captions and small print are told from the body line by line; what is in doubt
is body, so that no statement is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from quoteattr.reading.agencies import outlet_name
from quoteattr.reading.dateline import find_date
from quoteattr.reading.lines import Line, Look, in_dashes, in_double_marks, is_question, read_lines
from quoteattr.reading.pages import FURNITURE, STORY, Dispatch, divide, names_writer
from quoteattr.reading.places import is_capitals
from quoteattr.reading.record import Record
from quoteattr.reading.smallprint import byline_words, is_job, is_kicker
from quoteattr.spans import Span
from quoteattr.values import Article, Role, Section

# A question in speech or in an interview, not a cross-heading.
_SAID = re.compile(r"[\"“”:]")
# Small print that only the agency itself puts under its stories.
_SIGNED = (
    (re.compile(r"Thomson Reuters Trust Principles"), "Reuters"),
    (re.compile(r"Associated Press (?:\w+ )?writers?\b.*\bcontributed|The AP is solely responsible"), "AP"),
)


def _head_roles(lines: Sequence[Line], dispatch: Dispatch, stop: int) -> Iterator[tuple[int, Role]]:
    """Name the lines above the story."""
    listed = False
    for k in range(dispatch.start, stop):
        line = lines[k]
        if line.look is Look.SUMMARY:
            listed = True
            yield k, Role.BOILERPLATE
        elif line.look is Look.BYLINE or names_writer(lines, k):
            yield k, Role.BYLINE
        elif line.look is Look.DATE:
            yield k, Role.DATELINE
        elif line.look is Look.CAPTION:
            yield k, Role.CAPTION
        elif line.look in (Look.NOTE, Look.LINKS):
            yield k, Role.BOILERPLATE
        elif line.look is Look.BULLET or (listed and line.look is Look.SHORT):
            yield k, Role.SUBHEAD
        elif line.look is Look.SHORT and k > dispatch.start and _repeats_caption(lines, k):
            yield k, Role.CAPTION
        elif line.look in (Look.SHORT, Look.HEADING):
            yield k, Role.HEADLINE
        else:
            yield k, Role.TEASER


def _repeats_caption(lines: Sequence[Line], k: int) -> bool:
    """Tell whether line ``k`` goes on with the caption right above it."""
    return lines[k - 1].look is Look.CAPTION and not lines[k].gap


def _is_subhead(lines: Sequence[Line], k: int, start: int, stop: int) -> bool:
    """Tell whether the display line ``k`` heads the paragraphs below it."""
    line = lines[k]
    after = next((i for i in range(k + 1, stop) if lines[i].look is not Look.CAPTION), None)
    if after is None or lines[after].look not in STORY or lines[after].text[0].islower():
        return False
    if in_dashes(line.text) or (is_capitals(line.text) and line.words <= 12):
        return True
    # Ten words, one line by itself, a story above it: the house style of every agency that sets subheads.
    if line.words > 10 or in_double_marks(line.text) or "@" in line.text or "://" in line.text:
        return False
    if k == start or lines[k - 1].look in (Look.SHORT, Look.BULLET, Look.RUNNING):
        return False
    return not (is_question(line.text) and (line.words > 6 or _SAID.search(line.text)))


def _body_roles(lines: Sequence[Line], start: int, stop: int, title: str | None) -> Iterator[tuple[int, Role]]:
    """Name the lines of the story and what follows it."""
    linked = listed = False
    last_story = max((k for k in range(start, stop) if lines[k].look in STORY), default=start)
    for k in range(start, stop):
        line = lines[k]
        if line.look is Look.SENTENCE and (not linked or len(line.text) > 60):
            linked = listed = False
            same = title and line.text.rstrip(".").casefold() == title.rstrip(".").casefold()
            # A headline that the copy closed with a stop; a teaser's quotes are read, a headline's are not.
            yield k, Role.TEASER if same else Role.BODY
        elif line.look is Look.NOTE:
            yield k, Role.BOILERPLATE
        elif line.look is Look.LINKS:
            linked = k + 1 < stop
            yield k, Role.BOILERPLATE
        elif line.look is Look.SUMMARY:
            listed = True
            yield k, Role.BOILERPLATE
        elif line.look is Look.BYLINE or (k > last_story and names_writer(lines, k)):
            yield k, Role.BYLINE
        elif line.look is Look.CAPTION:
            yield k, Role.CAPTION
        elif line.look is Look.DATE:
            yield k, Role.DATELINE if k in (start, stop - 1) else Role.SUBHEAD
        elif linked:
            yield k, Role.BOILERPLATE
        elif listed and line.look in (Look.SHORT, Look.BULLET):
            yield k, Role.SUBHEAD
        elif line.look is Look.HEADING:
            heads = k + 1 < stop and lines[k + 1].look in STORY
            linked = not heads
            yield k, Role.SUBHEAD if heads else Role.BOILERPLATE
        elif line.look is Look.SHORT and k > start and _repeats_caption(lines, k):
            yield k, Role.CAPTION
        elif line.look is Look.SHORT and _is_subhead(lines, k, start, stop):
            yield k, Role.SUBHEAD
        else:
            yield k, Role.BODY


def _story_start(lines: Sequence[Line], dispatch: Dispatch) -> int:
    """Return the first line of the story."""
    mark = dispatch.marks[-1] if dispatch.marks else dispatch.start
    dateline = lines[mark].dateline if dispatch.marks else None
    if dateline is not None and not dateline.alone:
        return mark
    k = mark  # below a date or dateline on a line of its own there may be a headline or byline yet
    while k < dispatch.stop and lines[k].look not in STORY:
        k += 1
    shown = range(dispatch.start, k)
    headed = any(lines[i].look in (Look.SHORT, Look.HEADING) for i in shown)
    if k == dispatch.stop or not (headed or dispatch.marks or any(lines[i].look in FURNITURE for i in shown)):
        return dispatch.start
    return k


def _roles(lines: Sequence[Line], dispatch: Dispatch, title: str | None) -> dict[int, Role]:
    story = _story_start(lines, dispatch)
    roles = dict(_head_roles(lines, dispatch, story))
    roles.update(_body_roles(lines, story, dispatch.stop, title))
    for k in (*dispatch.marks, *dispatch.credits):
        dateline = lines[k].dateline
        if dateline is not None and dateline.alone:
            roles[k] = Role.DATELINE if lines[k].look is not Look.BYLINE or dateline.day else Role.BYLINE
    if not any(role is Role.BODY for role in roles.values()):
        # No story at all: a lone line, a list, signs only. Nothing is known of it, so it is body.
        for k, role in roles.items():
            if role in (Role.HEADLINE, Role.SUBHEAD, Role.TEASER) or not dispatch.marks:
                roles[k] = Role.BODY
    return roles


def _sections(lines: Sequence[Line], dispatch: Dispatch, roles: dict[int, Role], offset: int) -> tuple[Section, ...]:
    """Turn lines into sections; neighbours that are body, or boilerplate, are one."""
    found: list[Section] = []
    for k in range(dispatch.start, dispatch.stop):
        line, role = lines[k], roles[k]
        span = line.span.shift(-offset)
        if line.dateline is not None and not line.dateline.alone and k in dispatch.marks:
            cut = span.start + line.dateline.span.end
            found.append(Section(Role.DATELINE, Span(span.start, cut)))
            rest = line.text[line.dateline.span.end :]
            span = Span(cut + len(rest) - len(rest.lstrip()), span.end)
        if role in (Role.BODY, Role.BOILERPLATE) and found and found[-1].role is role:
            found[-1] = Section(role, Span(found[-1].span.start, span.end))
        else:
            found.append(Section(role, span))
    return tuple(found)


@attrs.frozen
class _Facts:
    outlet: str | None = None
    place: str | None = None
    day: date | None = None
    title: str | None = None
    byline: str | None = None


def _title(lines: Sequence[Line], roles: dict[int, Role]) -> str | None:
    """Return the headline: the first line that may be one, above the byline or date where one stands above these.

    What looks like a headline below these is a caption or a cross-heading; what says of which sort the piece is, is
    none, and a line of three words above others may be the site's.
    """
    shown = [k for k, role in roles.items() if role is Role.HEADLINE and not is_kicker(lines[k].text)]
    signed = next((k for k, r in roles.items() if r in (Role.BYLINE, Role.DATELINE) and shown and k > shown[0]), None)
    above = [k for k in shown if signed is None or k < signed]
    if not above:
        return None
    return lines[next((k for k in above if lines[k].words > 3), above[-1])].text.lstrip("# ")


def _facts(lines: Sequence[Line], dispatch: Dispatch, roles: dict[int, Role]) -> _Facts:
    outlet: str | None = None
    place: str | None = None
    day: date | None = None
    names: list[str] = []
    # The dateline nearest to the story says most; what it leaves out, the lines above it may say.
    for k in (*reversed(dispatch.marks), *dispatch.credits):
        dateline = lines[k].dateline
        if dateline is not None:
            outlet, place, day = outlet or dateline.outlet, place or dateline.place, day or dateline.day
    for k, role in roles.items():
        if role is Role.DATELINE and lines[k].look is Look.DATE:
            day = day or find_date(lines[k].text)
        elif role is Role.BOILERPLATE:
            outlet = outlet or next((name for sign, name in _SIGNED if sign.search(lines[k].text[:300])), None)
        elif role is Role.BYLINE and lines[k].dateline is None:
            writer, theirs, where = byline_words(lines[k].text)
            outlet, place = outlet or theirs, place or where
            if writer and writer not in names and not is_job(writer):
                names.append(writer)
    return _Facts(outlet, place, day, _title(lines, roles), "; ".join(names) or None)


def with_sections(article: Article) -> Article:
    """Return the article with its sections told; it stays one article, and nothing else of it changes."""
    parts = lay_out(Record(text=article.text, title=article.title))
    sections = (Section(s.role, s.span.shift(part.offset)) for part in parts for s in part.sections)
    return attrs.evolve(article, sections=tuple(sections))


def _of_site(site: str | None) -> str | None:
    """Return the outlet that a site stands for where nothing else names one."""
    return outlet_name(site) if site else None


def lay_out(record: Record) -> tuple[Article, ...]:
    """Split a record into its articles and say what each stretch of them is.

    The articles' texts, put one after the other, are the text of the record. What the record says of outlet, time,
    url, byline and place wins over what the page says, and that over its site; its title goes to the article if there
    is only one.

    Args:
        record: A text that holds more than blanks.

    Returns:
        One article or more; their sections cover every character that is no blank.
    """
    lines = read_lines(record.text)
    dispatches = divide(lines)
    starts = [0, *(lines[d.start].span.start for d in dispatches[1:]), len(record.text)]
    single = len(dispatches) == 1
    found = []
    for dispatch, start, stop in zip(dispatches, starts, starts[1:], strict=False):
        title = record.title if single else None
        roles = _roles(lines, dispatch, title)
        facts = _facts(lines, dispatch, roles)
        found.append(
            Article(
                text=record.text[start:stop],
                outlet=outlet_name(record.outlet) if record.outlet else facts.outlet or _of_site(record.site),
                title=title or facts.title,
                url=record.url,
                byline=record.byline or facts.byline,
                place=record.place or facts.place,
                published=record.published or facts.day,
                sections=_sections(lines, dispatch, roles, start),
                record=record.name,
                offset=start,
                site=record.site,
                notes=record.notes,
            )
        )
    return tuple(found)
