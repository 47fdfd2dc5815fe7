"""Marks are facts, end to end: what the marks of a text make of its quotes, in every style of marks.

A case is a text and what must come out of it: for each quote its pieces of content, marks included. Where a text has
none, the marks hold a title, a nickname or a word held at arm's length, and nobody says anything.
"""

from __future__ import annotations

import pytest

from quoteattr.marks import quotations
from quoteattr.quotes import find_quotes
from quoteattr.values import Article

Pieces = tuple[str, ...]

CASES: list[tuple[str, str, tuple[Pieces, ...]]] = [
    # one style after another
    ("straight", '"The ferry is late," said harbour master Ilse Brandt.', (('"The ferry is late,"',),)),
    ("curly", "“The ferry is late,” said harbour master Ilse Brandt.", (("“The ferry is late,”",),)),
    ("single curly", "‘The ferry is late,’ said harbour master Ilse Brandt.", (("‘The ferry is late,’",),)),
    ("single straight", "'The ferry is late,' said harbour master Ilse Brandt.", (("'The ferry is late,'",),)),
    ("two apostrophes", "''The ferry is late,'' said harbour master Ilse Brandt.", (("''The ferry is late,''",),)),
    ("backticks", "``The ferry is late,'' said harbour master Ilse Brandt.", (("``The ferry is late,''",),)),
    ("guillemets", "«The ferry is late,» said harbour master Ilse Brandt.", (("«The ferry is late,»",),)),
    ("guillemets inward", "»The ferry is late,« said harbour master Ilse Brandt.", (("»The ferry is late,«",),)),
    ("guillemets spaced", "« The ferry is late », said harbour master Ilse Brandt.", (("« The ferry is late »",),)),
    ("German", "„The ferry is late“, said harbour master Ilse Brandt.", (("„The ferry is late“",),)),
    ("low and high", "„The ferry is late,” said harbour master Ilse Brandt.", (("„The ferry is late,”",),)),
    ("single low", "‚The ferry is late‘, said harbour master Ilse Brandt.", (("‚The ferry is late‘",),)),
    ("doubled curly singles", "‘‘The ferry is late,’’ said harbour master Ilse Brandt.", (("‘‘The ferry is late,’’",),)),
    # borders
    ("two sentences", "“The ferry is late. It will not sail today,” said Ilse Brandt.", (("“The ferry is late. It will not sail today,”",),)),
    ("three sentences", "Ilse Brandt said: “It is late. It is full. It will not sail.”", (("“It is late. It is full. It will not sail.”",),)),
    ("a question", "“When will it sail?” asked Ilse Brandt.", (("“When will it sail?”",),)),
    ("a shout", "“Get off the pier!” Ilse Brandt shouted.", (("“Get off the pier!”",),)),
    ("full stop outside", "Ilse Brandt said “the ferry is late”.", (("“the ferry is late”",),)),
    ("an ellipsis", "“The ferry … is late,” said Ilse Brandt.", (("“The ferry … is late,”",),)),
    ("brackets", "“The ferry [from Oslund] is late,” said Ilse Brandt.", (("“The ferry [from Oslund] is late,”",),)),
    ("a colon and a paragraph", "Ilse Brandt said:\n\n“The ferry is late.”", (("“The ferry is late.”",),)),
    ("abbreviations inside", "“Mr. Dahl of the U.S. embassy saw it at 5 p.m. on the pier,” said Ilse Brandt.", (("“Mr. Dahl of the U.S. embassy saw it at 5 p.m. on the pier,”",),)),
    ("figures and feet", "“The hull is 40' long and costs $3.5 million,” said Ilse Brandt.", (("“The hull is 40' long and costs $3.5 million,”",),)),
    ("split by the cue", "“We will mend the pier,” Ilse Brandt told the council on Monday, “but not with borrowed money.”", (("“We will mend the pier,”", "“but not with borrowed money.”"),)),
    ("split, two sentences", "“The ferry is late,” Ilse Brandt said. “The crew is tired.”", (("“The ferry is late,”", "“The crew is tired.”"),)),
    ("two speakers", "“The ferry is late,” said Ilse Brandt. “It always is,” said Piet Dahl.", (("“The ferry is late,”",), ("“It always is,”",))),
    # apostrophes beside single marks
    ("possessive in singles", "‘It is the sailors’ turn to speak,’ said Ilse Brandt.", (("‘It is the sailors’ turn to speak,’",),)),
    ("contractions in singles", "'We can't sail and we don't know why,' said Ilse Brandt.", (("'We can't sail and we don't know why,'",),)),
    ("elision in singles", "‘We told ’em in the ’90s,’ said Ilse Brandt.", (("‘We told ’em in the ’90s,’",),)),
    ("elision opens", "‘’Tis late,’ said Ilse Brandt.", (("‘’Tis late,’",),)),
    ("an apostrophe alone", "Ilse Brandt said the sailors' union was ready.", (("the sailors' union was ready",),)),
    # one inside another
    ("singles in doubles", "“He told me ‘never again’ and left,” said Ilse Brandt.", (("“He told me ‘never again’ and left,”",),)),
    ("doubles in singles", "‘He told me “never again” and left,’ said Ilse Brandt.", (("‘He told me “never again” and left,’",),)),
    ("straight in straight", "\"He told me 'never again' and left,\" said Ilse Brandt.", (("\"He told me 'never again' and left,\"",),)),
    ("both end at once", "“He said ‘never again,’” Ilse Brandt recalled.", (("“He said ‘never again,’”",),)),
    ("a title inside", "“I read ‘The Long Pier’ twice,” said Ilse Brandt.", (("“I read ‘The Long Pier’ twice,”",),)),
    # over paragraphs
    ("reopened, curly", "Ilse Brandt said: “The ferry is late.\n\n“The crew is tired.”", (("“The ferry is late.", "“The crew is tired.”"),)),
    ("reopened, straight", 'Ilse Brandt said: "The ferry is late.\n\n"The crew is tired."', (('"The ferry is late.', '"The crew is tired."'),)),
    ("reopened, single", "Ilse Brandt said: ‘The ferry is late.\n\n‘The crew is tired.’", (("‘The ferry is late.", "‘The crew is tired.’"),)),
    ("reopened twice", "“The ferry is late,” said Ilse Brandt. “The sea is high.\n\n“The crew is tired.\n\n“Nobody will sail.”", (("“The ferry is late,”", "“The sea is high.", "“The crew is tired.", "“Nobody will sail.”"),)),
    ("reopened, one line break", "Ilse Brandt said: “The ferry is late.\n“The crew is tired.”", (("“The ferry is late.", "“The crew is tired.”"),)),
    # a mark without its fellow costs its own quotation at most
    ("never closed", "“The ferry is late, said Ilse Brandt.\n\nPiet Dahl said: “The crew is tired.”", (("“The ferry is late",), ("“The crew is tired.”",))),
    ("never closed, then another", "“The ferry is late, said Ilse Brandt.\n\n“The crew is tired,” said Piet Dahl.", (("“The ferry is late, said Ilse Brandt.",), ("“The crew is tired,”",))),
    ("never opened", "The ferry is late,” said Ilse Brandt.\n\n“The crew is tired,” said Piet Dahl.", (("The ferry is late,”",), ("“The crew is tired,”",))),
    ("odd straight mark", 'The 5" pipe broke.\n\n"The crew is tired," said Piet Dahl.', (('"The crew is tired,"',),)),
    ("odd mark afterwards", '"The crew is tired," said Piet Dahl.\n\nThe 5" pipe broke.', (('"The crew is tired,"',),)),
    ("closed with the wrong one", "“The crew is tired,\" said Piet Dahl.\n\n“We sail at noon,” said Ilse Brandt.", (("“The crew is tired,\"",), ("“We sail at noon,”",))),
    ("opened with the wrong one", "\"The crew is tired,” said Piet Dahl. \"We sail at noon.\"", (("\"The crew is tired,”", "\"We sail at noon.\""),)),
    # part of a sentence
    ("mixed", "The ferry was “late again”, Ilse Brandt said.", (("The ferry was “late again”",),)),
    ("mixed, two stretches", "Ilse Brandt said the ferry was “late again” and the crew “dead tired”.", (("the ferry was “late again” and the crew “dead tired”",),)),
    ("that and marks", "Ilse Brandt said that “the ferry is late”.", (("that “the ferry is late”",),)),
    # nobody says anything
    ("scare quotes", "The “luxury” ferry had one bench and no roof.", ()),
    ("scare quotes, single", "The 'luxury' ferry had one bench and no roof.", ()),
    ("so-called", "The so-called “pier” was two planks.", ()),
    ("a nickname", "Harald “Pike” Jensen mended the nets before dawn.", ()),
    ("a nickname, straight", 'Harald "Pike" Jensen mended the nets before dawn.', ()),
    ("a film", "The harbour cinema showed “The Long Pier” on Saturday.", ()),
    ("a song hummed", "She hummed “Salt and Rope” all the way home.", ()),
    ("a play put on", "The school staged “The Long Pier” twice.", ()),
    ("a slogan is no title", "“The Pier Is Ours,” chanted the crowd.", (("“The Pier Is Ours,”",),)),
    ("a song", "The band played “Salt and Rope” and “North Wind” until midnight.", ()),
    ("a book, single", "His novel ‘The Long Pier’ sold 300 copies.", ()),
    ("a ship", "The trawler “Marit” left the harbour at six.", ()),
    ("a word as a word", "The word “pier” comes from Latin.", ()),
    # both in one text
    ("scare quotes beside a quote", "The “luxury” ferry is late again. “I am sorry,” said Ilse Brandt.", (("“I am sorry,”",),)),
    ("a title beside a quote", "“I cried,” said Ilse Brandt of the film “The Long Pier”.", (("“I cried,”",),)),
    ("a nickname as the speaker", "“The nets are gone,” said Harald “Pike” Jensen.", (("“The nets are gone,”",),)),
    ("a short second half", "“The ferry is late,” said Ilse Brandt, “and the crew is tired.”", (("“The ferry is late,”", "“and the crew is tired.”"),)),
]  # fmt: skip

# What the rules can't mend: the model itself is wrong here. A better one may pass.
FAULTS: list[tuple[str, str, tuple[Pieces, ...]]] = [
    ("a film and its critics", "Critics panned “The Long Pier” when it opened in May.", ()),
]  # fmt: skip


def _found(text: str) -> tuple[Pieces, ...]:
    return tuple(tuple(p.of(text) for p in q.content) for q in find_quotes([Article(text)])[0])


@pytest.mark.parametrize(("text", "wanted"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_comes_out(text: str, wanted: tuple[Pieces, ...]) -> None:
    assert _found(text) == wanted


@pytest.mark.xfail(reason="a title under a verb of speech", strict=False)
@pytest.mark.parametrize(("text", "wanted"), [c[1:] for c in FAULTS], ids=[c[0] for c in FAULTS])
def test_what_the_model_gets_wrong(text: str, wanted: tuple[Pieces, ...]) -> None:
    assert _found(text) == wanted


@pytest.mark.parametrize("text", [c[1] for c in CASES], ids=[c[0] for c in CASES])
def test_no_quotation_is_cut(text: str) -> None:
    marks = [q.span for q in quotations(text) if q.depth == 0 and q.closed]
    for quote in find_quotes([Article(text)])[0]:
        for piece in quote.content:
            assert not any(mark.start < piece.start < mark.end or mark.start < piece.end < mark.end for mark in marks)
