"""Training material for the quote model: annotated articles, varied at each pass, as windows of pieces."""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs
from tokenizers import Tokenizer

from quoteattr.gold import read_gold
from quoteattr.windows import cut_pieces

ELEMENTS = ("source", "cue", "content")


@attrs.frozen
class Annotated:
    """One article with its gold attributions; offsets are half-open code-point pairs."""

    name: str
    text: str
    quotes: tuple[dict[str, list[tuple[int, int]]], ...]
    title: str = ""


@attrs.frozen
class Sample:
    """One window: pieces, features, a tag a piece, and what each piece points to (-100: nothing asked)."""

    ids: list[int]
    features: list[tuple[int, int, int]]
    tags: list[int]
    sources: list[int]
    cues: list[int]


def read_corpus(path: Path) -> list[Annotated]:
    """Read a corpus in the JSON-lines format of the bench: ``doc``, ``text``, ``quotes``.

    Raises:
        InputError: A line is broken, or its offsets don't fit its text.
    """
    return [
        Annotated(
            doc,
            row["text"],
            tuple({k: [(a, b) for a, b in q.get(k) or []] for k in ELEMENTS} for q in row["quotes"]),
            row.get("title") or "",
        )
        for doc, row in read_gold(path).items()
    ]


def rewrite(article: Annotated, edits: Iterable[tuple[int, int, str]]) -> Annotated:
    """Return the article with stretches of its text replaced and every span moved along.

    A span grows with an edit inside it; an edit across a border of a span counts as outside.
    """
    edits = sorted(edits)
    pieces: list[str] = []
    at = 0
    shifts: list[tuple[int, int, int]] = []
    gone = 0
    for start, end, new in edits:
        if start < at:
            continue
        pieces += [article.text[at:start], new]
        at = end
        shifts.append((start, end, gone))
        gone += len(new) - (end - start)
    pieces.append(article.text[at:])
    shifts.append((len(article.text) + 1, len(article.text) + 1, gone))
    starts = [s for s, _, _ in shifts]

    def move(offset: int) -> int:
        # an offset strictly inside an edit can't be kept; edits are chosen so that this does not happen
        return offset + shifts[bisect_left(starts, offset)][2]

    quotes = tuple({k: [(move(a), move(b)) for a, b in q[k]] for k in ELEMENTS} for q in article.quotes)
    return attrs.evolve(article, text="".join(pieces), quotes=quotes)


class Names:
    """Replace the people of an article by others, so that names carry no meaning of their own."""

    def __init__(self, sentences: Sequence[Sequence[dict[str, str]]], seed: int) -> None:
        from faker import Faker

        first: Counter[str] = Counter()
        last: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for sentence in sentences:
            run: list[str] = []
            for token in [*sentence, {"text": "", "ner": "O"}]:
                every[token["text"]] += 1
                tag = token["ner"]
                if run and not (tag.endswith("PERSON") and tag[:1] in "IE"):
                    if len(run) > 1:
                        first[run[0]] += 1
                    last[run[-1]] += 1
                    run = []
                if tag.endswith("PERSON"):
                    run.append(token["text"])
        # 0.6: a word that is mostly something else (Washington, Virginia) stays
        names = {
            w for w in {*first, *last} if (first[w] + last[w]) > 0.6 * every[w] and re.fullmatch(r"[A-Z][\w’'-]+", w)
        }
        self.first = {w for w in names if first[w] > last[w]}
        self.last = names - self.first
        locales = [
            "en_US", "en_GB", "en_IN", "es_ES", "es_MX", "fr_FR", "de_DE", "it_IT", "pt_BR",
            "nl_NL", "pl_PL", "cs_CZ", "hu_HU", "ro_RO", "fi_FI", "no_NO", "sv_SE", "da_DK",
            "tr_TR", "id_ID", "hr_HR", "lt_LT", "et_EE", "yo_NG", "zu_ZA", "tw_GH", "az_AZ",
        ]  # fmt: skip
        self.given: list[str] = []
        self.family: list[str] = []
        for locale in locales:
            Faker.seed(seed)
            fake = Faker(locale)
            # sorted: the order of a set differs from one process to the next, and a resumed run must draw the same
            self.given += sorted({fake.first_name() for _ in range(80)})
            self.family += sorted({fake.last_name() for _ in range(120)})
        self.family += [
            "al-Masri",
            "Kim",
            "Park",
            "Nguyen",
            "Tran",
            "Li",
            "Wang",
            "Zhang",
            "Okonkwo",
            "Mwangi",
            "Odhiambo",
            "Zelenko",
            "Kovalchuk",
            "Petrov",
            "Abdullaev",
            "Suharto",
            "Thein",
            "Aung",
            "Takahashi",
            "Sato",
            "Haddad",
            "bin-Rashid",
            "O'Leary",
            "McBride",
            "van",
            "Dijk",
        ]

    def edits(self, text: str, rng: random.Random) -> list[tuple[int, int, str]]:
        """Return the edits that give every name of ``text`` another name, the same one throughout."""
        chosen: dict[str, str] = {}
        found = []
        for match in re.finditer(r"\b[A-Z]\w+\b", text):
            word = match.group()
            if word in self.first or word in self.last:
                if word not in chosen:
                    chosen[word] = rng.choice(self.given if word in self.first else self.family)
                found.append((match.start(), match.end(), chosen[word]))
        return found


STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
BRITISH_CURLY = str.maketrans({"“": "‘", "”": "’", "‘": "“", "’": "’"})
AGENCIES = ("AFP", "Reuters", "AP", "UPI", "dpa", "Xinhua", "TASS", "Kyodo", "ANSA", "EFE", "PA")
PLACES = (
    "PARIS",
    "Nairobi",
    "Kyiv, Ukraine",
    "LIMA",
    "Washington DC",
    "Tokyo",
    "BRUSSELS",
    "Odesa, Ukraine",
    "CAIRO",
    "Geneva",
    "Kuala Lumpur",
    "BUENOS AIRES",
    "Berlin",
    "Mexico City",
    "DHAKA",
    "Sydney",
    "Reykjavik",
    "JUBA, South Sudan",
    "Almaty",
)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Aug",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
]


def dateline(rng: random.Random) -> str:
    """Make up a dateline in one of the agencies' styles."""
    place, agency, month, day, year = (
        rng.choice(PLACES),
        rng.choice(AGENCIES),
        rng.choice(MONTHS),
        rng.randint(1, 28),
        rng.randint(2015, 2026),
    )
    return rng.choice(
        (
            f"{place} ({agency}) {month} {day}, {year} - ",
            f"{place}, {month} {day} ({agency}) - ",
            f"{place} ({agency}) — ",
            f"{month} {day} ({agency}) -- ",
            f"{place} ({agency}) – ",
            f"{place}, {month} {day}. /{agency}/. ",
            f"{place} ({agency}) {month} {day}, {year} -\n",
        )
    )


def varied(
    article: Annotated, others: Sequence[str], names: Names | None, rng: random.Random, wire: bool = False
) -> Annotated:
    """Return the article as another outlet might have printed it: marks, breaks, names, dateline, headlines, links.

    Args:
        article: The annotated article.
        others: Headlines of other articles, for teasers and link lists.
        names: What replaces names, or None.
        rng: The source of chance.
        wire: Whether the article has its own headline and dateline already.
    """
    if rng.random() < 0.35:
        edits = [(m.start(), m.end(), "\n") for m in re.finditer(r"\n\s*\n", article.text)]
        article = rewrite(article, edits)
    if names is not None and rng.random() < 0.4:
        article = rewrite(article, names.edits(article.text, rng))
    dice = rng.random()
    if dice < 0.3:
        article = attrs.evolve(article, text=article.text.translate(STRAIGHT))
    elif dice < 0.42 and "“" in article.text:
        text = article.text.translate(BRITISH_CURLY)
        if rng.random() < 0.6:
            text = text.translate(str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'}))
        article = attrs.evolve(article, text=text)
    elif dice < 0.5 and '"' in article.text:
        straight = [m.start() for m in re.finditer('"', article.text)]
        if len(straight) % 2 == 0:
            chars = list(article.text)
            for i, at in enumerate(straight):
                chars[at] = "’" if i % 2 else "‘"
            article = attrs.evolve(article, text="".join(chars))
    if not wire and rng.random() < 0.5:
        gap = "\n\n" if "\n\n" in article.text else "\n"
        edits = []
        head = article.title or rng.choice(others)
        if rng.random() < 0.3:
            head = rng.choice(others) + gap + head
        line = dateline(rng) if rng.random() < 0.7 else ""
        if not article.text.startswith(article.title or "\0"):
            edits.append((0, 0, head + gap + line))
        breaks = [m.end() for m in re.finditer(r"\n+", article.text)]
        for at in rng.sample(breaks, min(len(breaks), rng.choice((0, 0, 1, 2)))):
            sub = " ".join(rng.choice(others).split()[: rng.randint(2, 6)])
            edits.append((at, at, (f"- {sub} -" if rng.random() < 0.5 else rng.choice((sub, sub.upper()))) + gap))
        if rng.random() < 0.4:
            links = "\n".join(rng.sample(list(others), min(len(others), 4)))
            edits.append(
                (
                    len(article.text),
                    len(article.text),
                    gap + rng.choice(("Related Links", "Read more", "Related stories", "___")) + "\n" + links,
                )
            )
        # a span that begins where a line is put in must not take it in: spans move as they start, so shift first
        article = _insert(article, edits)
    return article


def _insert(article: Annotated, edits: list[tuple[int, int, str]]) -> Annotated:
    """Put lines in at paragraph starts; a span that starts there moves behind the new line."""
    points = sorted(edits)

    def move(offset: int, closing: bool) -> int:
        return offset + sum(len(new) for at, _, new in points if (at < offset if closing else at <= offset))

    text, last = "", 0
    for at, _, new in points:
        text += article.text[last:at] + new
        last = at
    text += article.text[last:]
    quotes = tuple({k: [(move(a, False), move(b, True)) for a, b in q[k]] for k in ELEMENTS} for q in article.quotes)
    return attrs.evolve(article, text=text, quotes=quotes)


def samples(article: Annotated, tokenizer: Tokenizer, size: int, rng: random.Random) -> Iterator[Sample]:
    """Yield the windows of one article; where the first one ends is left to chance."""
    pieces = cut_pieces(article.text, tokenizer)
    total = len(pieces.ids)
    if not total:
        return
    tags = [0] * total
    heads: list[tuple[int, int] | None] = [None] * total  # first piece of source and of cue, -1 for none
    for quote in article.quotes:
        where: dict[str, list[tuple[int, int]]] = {}
        for number, element in enumerate(ELEMENTS):
            where[element] = []
            for start, end in quote[element]:
                inside = [i for i in _between(pieces.spans, start, end)]
                if not inside:
                    continue
                where[element].append((inside[0], inside[-1]))
                for index in inside:
                    tags[index] = 2 + 2 * number
                tags[inside[0]] = 1 + 2 * number
        source = where["source"][0][0] if where["source"] else -1
        cue = where["cue"][0][0] if where["cue"] else -1
        for element in ("content", "cue"):
            for first, last in where[element]:
                for index in range(first, last + 1):
                    heads[index] = (source, cue if element == "content" else -2)
    room = size - 2
    at = 0
    limit = rng.randint(room // 4, room)
    borders = [*pieces.starts, total]
    while at < total:
        ends = [b for b in borders if at < b <= at + limit]
        end = ends[-1] if ends else min(total, at + limit)
        # a context of up to a quarter before, as at run time
        start = max(0, at - (rng.randint(0, room // 4) if end - at < room * 3 // 4 else 0))
        end = min(end, start + room)
        sources, cues = [-100], [-100]
        for index in range(start, end):
            head = heads[index]
            if head is None:
                sources.append(-100)
                cues.append(-100)
                continue
            source, cue = head
            sources.append(source - start + 1 if start <= source < end else 0)
            cues.append(-100 if cue == -2 else cue - start + 1 if start <= cue < end else 0)
        yield Sample(
            [101, *pieces.ids[start:end], 102],
            [(0, 4, 0), *pieces.features[start:end], (0, 4, 0)],
            [0, *_opened(tags[start:end]), 0],
            [*sources, -100],
            [*cues, -100],
        )
        at = max(end, at + 1)
        limit = room


def _opened(tags: list[int]) -> list[int]:
    """Let a window that begins inside an element begin it."""
    return [tags[0] - 1, *tags[1:]] if tags and tags[0] in (2, 4, 6) else tags


def _between(spans: Sequence[tuple[int, int]], start: int, end: int) -> range:
    first = bisect_left(spans, (start, 0))
    if first and spans[first - 1][1] > start:
        first -= 1
    last = bisect_left(spans, (end, 0))
    return range(first, last)
