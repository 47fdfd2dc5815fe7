"""Which sayings report one utterance: score, candidates, assignment, groups."""

import json
from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteattr.cli import main
from quoteattr.errors import InputError
from quoteattr.scoring_wording import average_precision, best_f1, evaluate_wording, score_shown
from quoteattr.values import Kind, Match, Relation, Saying
from quoteattr.wording import groups, look, match, pairs, pieces, score_pair
from quoteattr.wording.candidates import candidates
from quoteattr.wording.resemblance import NAMES, Seen, features

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
DAY = date(2025, 6, 11)
TEXTS = st.sampled_from(
    [
        "The harbour will reopen on Friday.",
        "We shall open the port again by the end of the week.",
        "it had lost 40 boats",
        "Forty of our boats are gone. I have never seen such a night.",
        "“We were not warned,”",
        "that nobody had warned them",
    ]
)


def say(
    name: str,
    outlet: str,
    text: str,
    kind: Kind = Kind.DIRECT,
    speaker: str | None = "Ana Pérez",
    start: int = 0,
    days: int = 0,
) -> Saying:
    return Saying(
        id=name,
        text=text,
        kind=kind,
        speaker=speaker,
        outlet=outlet,
        day=DAY + timedelta(days),
        article=f"{outlet}{days}",
        start=start,
    )


EVENT = [
    say("r1", "Reuters", "“The harbour wall held all night, and not one boat was lost,”", start=10),
    say("r2", "Reuters", "that the ferry to Holm would sail again on Friday", Kind.INDIRECT, start=200),
    say("r3", "Reuters", "“Ask the insurers who is going to pay for the cranes,”", start=300),
    say("a1", "AP", "the harbor wall had held through the night without the loss of a boat", Kind.INDIRECT, start=20),
    say("a2", "AP", "“We will see the Holm ferry leave on Friday,”", start=150),
    say("a3", "AP", "“My grandmother baked bread for the whole street,”", speaker="Tom Field", start=400),
]


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(Kind), st.sampled_from(Kind), st.sampled_from([None, "Ana Pérez", "Tom Field"]))
def test_the_score_does_not_know_the_order(a: str, b: str, a_kind: Kind, b_kind: Kind, speaker: str | None) -> None:
    one, two = say("x", "AP", a, a_kind), say("y", "AFP", b, b_kind, speaker)
    assert score_pair(one, two) == pytest.approx(score_pair(two, one), abs=1e-6)
    assert 0 <= score_pair(one, two) <= 1


def test_what_was_said_earlier_is_less_likely_what_is_said_now() -> None:
    told = say("b", "AP", "that the ferry to Holm was late again", Kind.INDIRECT)
    now, before, both = (
        score_pair(attrs.evolve(EVENT[1], cue=one), attrs.evolve(told, cue=other))
        for one, other in (("said", "said"), ("said", "earlier said"), ("previously said", "said earlier"))
    )
    assert before < now
    assert both > before


@pytest.mark.parametrize(
    ("cue", "text", "matter"),
    [
        ("said", "that the ferry to Holm was late again", False),
        ("discussed", "the late ferry to Holm", True),
        ("will discuss", "the late ferry to Holm", True),
        ("spoke about", "the late ferry to Holm", True),
        ("has talked", "about the late ferry to Holm", True),
        ("said", "about half of the ferries to Holm were late", False),
        ("said", "they discussed the late ferry to Holm", False),
    ],
)
def test_what_was_talked_about_is_less_likely_what_was_said(cue: str, text: str, matter: bool) -> None:
    said = attrs.evolve(EVENT[1], cue="said")
    named, neutral = (score_pair(said, attrs.evolve(say("b", "AP", text, Kind.INDIRECT), cue=c)) for c in (cue, "told"))
    assert (named < neutral) == matter
    both = attrs.evolve(said, cue="discussed")
    assert not matter or score_pair(both, attrs.evolve(say("b", "AP", text, Kind.INDIRECT), cue=cue)) > named


def test_same_words_score_high_and_others_low() -> None:
    same = score_pair(EVENT[0], say("b", "AP", '"The harbor wall held all night, and not one boat was lost."'))
    other = score_pair(EVENT[0], say("c", "AP", "“Ask the insurers who is going to pay for the cranes,”"))
    assert same > 0.9 > 0.2 > other


def test_an_event() -> None:
    found = {(m.a, m.b) for m in match(EVENT)}
    assert found == {("a1", "r1"), ("a2", "r2")}


def test_the_order_of_the_input_does_not_count() -> None:
    assert match(EVENT) == match(EVENT[::-1])


def test_a_match_says_how_the_wordings_differ() -> None:
    found = match(
        [say("x", "AP", "“We lost 412 boats in one night,”"), say("y", "UPI", "“We lost 421 boats in one night,”")]
    )
    assert [(m.relation, [(c.kind, c.a, c.b) for c in m.changes]) for m in found] == [
        (Relation.EDITED, [("number", "412", "421")])
    ]
    assert any(e.op == "replace" for e in found[0].edits)


def test_one_counterpart_in_an_article() -> None:
    text = "“The harbour wall held all night, and not one boat was lost,”"
    found = match(
        [say("x", "AP", text), say("y", "UPI", text), say("z", "UPI", "the harbour wall held", Kind.INDIRECT, start=90)]
    )
    assert [(m.a, m.b) for m in found] == [("x", "y")]


def test_a_split_quote_has_two_counterparts() -> None:
    whole = "“Divers have searched the whole northern bay. It matters that we all be quick and careful now,”"
    found = match(
        [
            say("x", "AFP", whole),
            say("y", "UPI", "how divers had already combed the northern bay", Kind.INDIRECT),
            say("z", "UPI", "“We must be fast and careful now,”", start=80),
        ]
    )
    assert {(m.a, m.b) for m in found} == {("x", "y"), ("x", "z")}


def test_one_article_or_outlet_does_not_match_itself() -> None:
    text = "“The harbour wall held all night, and not one boat was lost,”"
    twice = [say("x", "AP", text), say("y", "AP", text, start=50)]
    assert not match(twice)
    later = [say("x", "AP", text), say("y", "AP", text, days=1)]
    assert not match(later)
    assert match(later, same_outlet=True)


def test_far_days_do_not_match() -> None:
    text = "“The harbour wall held all night, and not one boat was lost,”"
    far = [say("x", "AP", text), say("y", "UPI", text, days=30)]
    assert not match(far)
    assert match(far, days=40)


def test_unresolved_sources_meet_by_rare_words() -> None:
    text = "that the Skagerrak lighthouse keeper had forgotten to light the lantern"
    found = match([say("x", "AP", text, Kind.INDIRECT, None), say("y", "UPI", text, Kind.INDIRECT, None)])
    assert len(found) == 1


def test_nothing_gives_nothing() -> None:
    assert match([]) == ()
    assert match([say("x", "AP", "")]) == ()
    assert match([say("x", "AP", "…"), say("y", "UPI", "")]) == ()


def test_candidates_are_not_all_pairs() -> None:
    many = [
        say(
            f"{outlet}{n}",
            outlet,
            f"“In year {n} town {n * 7} had {n * 13} boats,”",
            speaker=f"Ann Field{n % 40}",
            days=n,
        )
        for n in range(150)
        for outlet in ("AP", "UPI")
    ]
    assert len(candidates(look(many))) < len(many) * 12


def test_sentences_of_a_saying() -> None:
    parts = pieces(say("x", "AP", "“It rained. Yes. Then it snowed on the hills,” “We left.”"))
    assert [p.text for p in parts] == [
        "“It rained. Yes.",
        "Then it snowed on the hills,”  “We left.”".replace("  ", " "),
    ]
    assert pieces(say("x", "AP", "“It rained,”")) == ()


def _linked(*pairs: tuple[str, str, float]) -> list[Match]:
    return [Match(a, b, score, Relation.EDITED) for a, b, score in pairs]


def test_groups_across_outlets() -> None:
    sayings = [say(n, n.upper(), "x") for n in "abcd"]
    found = groups(_linked(("a", "b", 0.9), ("b", "c", 0.8), ("a", "c", 0.7)), sayings)
    assert found == (("a", "b", "c"), ("d",))


def test_a_chain_of_unlike_things_is_no_group() -> None:
    sayings = [say(n, n.upper(), "x") for n in "abcde"]
    chain = _linked(("a", "b", 0.6), ("b", "c", 0.6), ("c", "d", 0.6), ("d", "e", 0.6))
    assert max(map(len, groups(chain, sayings))) <= 3


def test_measures() -> None:
    assert average_precision([1, 0, 1], [0.9, 0.8, 0.7]) == pytest.approx((1 + 2 / 3) / 2)
    assert best_f1([1, 0, 1], [0.9, 0.8, 0.7]) == pytest.approx((0.8, 0.7))
    assert average_precision([0, 0], [1, 2]) == 0.0


@pytest.mark.parametrize("content", ["nonsense", '{"id": 1}'])
def test_a_broken_file_of_pairs(tmp_path: Path, content: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        evaluate_wording(path)
    with pytest.raises(InputError):
        evaluate_wording(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("shown", "figures"),
    [
        ([("s1", "s2")], (1, 1, 0)),
        ([("s2", "s1"), ("s1", "s3")], (1, 2, 1)),
        ([("s1", "s4")], (0, 1, 1)),
        ([("s3", "s5")], (0, 0, 0)),
        ([("s1", "s2"), ("s6", "s2")], (1, 2, 0)),
        ([], (0, 0, 0)),
    ],
    ids=["right", "one right, one wrong", "not labelled", "unsure", "two halves of one quote", "nothing shown"],
)
def test_pairs_shown(shown: list[tuple[str, str]], figures: tuple[int, int, int]) -> None:
    behind = {"s1": "a", "s2": "b", "s3": "c", "s4": "", "s5": "d", "s6": "a"}
    stands_for = {key: frozenset(value) for key, value in behind.items()}
    true, unsure = [frozenset("ab"), frozenset("be")], [frozenset("cd")]
    told = score_shown(shown, stands_for, true, unsure)
    assert (told["found"], told["pairs_shown"], told["wrong"]) == figures
    assert (told["true"], told["shown"], told["reachable"]) == (2, told["found"] / 2, 0.5)


def test_from_pages_to_pairs(tmp_path: Path) -> None:
    rows = (ROOT / "fixtures" / "gold-pages.jsonl").read_text(encoding="utf-8").splitlines()
    pages, pairs = tmp_path / "pages.jsonl", tmp_path / "pairs.jsonl"
    pages.write_text(next(row for row in rows if json.loads(row)["doc"] == "iceland-rate-decision"), encoding="utf-8")
    labelled = (ROOT / "fixtures" / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [row for row in labelled if json.loads(row)["id"].startswith("iceland")]
    pairs.write_text("\n".join(kept), encoding="utf-8")
    told = json.loads(CliRunner().invoke(main, ["evaluate", "comparison", str(pages), str(pairs), "--json"]).stdout)
    assert told["by_page"]["iceland-rate-decision"]["found"] == told["found"]
    assert told["shown"] >= 0.8
    assert told["false"] <= 0.1
    pairs.write_text(labelled[0], encoding="utf-8")
    done = CliRunner().invoke(main, ["evaluate", "comparison", str(pages), str(pairs)])
    assert done.exit_code
    assert "is no quote of a page" in done.output


def test_words_in_marks_speak() -> None:
    mixed = Saying(id="1", text='that the talks were "not easy" and peace far', kind=Kind.MIXED, speaker="Ann Lee")
    lacks = Saying(id="2", text='"The talks go on and peace is far."', kind=Kind.DIRECT, speaker="Ann Lee")
    has = Saying(id="3", text='"The talks are not easy and peace is far."', kind=Kind.DIRECT, speaker="Ann Lee")
    at = NAMES.index("marked_apart")
    assert features(Seen(mixed), Seen(lacks))[at] == features(Seen(lacks), Seen(mixed))[at] > 0.4
    assert features(Seen(mixed), Seen(has))[at] == pytest.approx(0, abs=1e-5)
    assert features(Seen(lacks), Seen(has))[at] == 0


def test_own_pairs() -> None:
    figures = evaluate_wording(ROOT / "fixtures" / "pairs.jsonl")
    assert figures["best_f1"] >= 0.93
    assert figures["changes_f1"] >= 0.75


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("wording/pairs-dev.jsonl", {"average_precision": 0.80, "best_f1": 0.78, "relation_accuracy": 0.85}),
        ("events/pairs.jsonl", {"best_f1": 0.95, "relation_accuracy": 0.85, "changes_f1": 0.80}),
    ],
)
def test_labelled_pairs(name: str, wanted: dict[str, float]) -> None:
    if not (SHARED / name).exists():
        pytest.skip("needs the labelled pairs in ../shared")
    figures = evaluate_wording(SHARED / name)
    assert {k: figures[k] >= v for k, v in wanted.items()} == dict.fromkeys(wanted, True)


def test_the_first_page() -> None:
    path = SHARED / "seed" / "gold.jsonl"
    if not path.exists():
        pytest.skip("needs the first page in ../shared")
    row = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    sayings = []
    for quote in row["quotes"]:
        cut = {k: " ".join(row["text"][s:e] for s, e in quote[k]) for k in ("content", "source", "cue")}
        kind = Kind.DIRECT if cut["content"][0] in '"“' else Kind.MIXED if '"' in cut["content"] else Kind.INDIRECT
        sayings.append(
            Saying(
                id=quote["id"],
                text=cut["content"],
                kind=kind,
                speaker=(quote["speaker"] or [None])[0],
                source=cut["source"] or None,
                cue=cut["cue"] or None,
                outlet=quote["outlet"],
                day=DAY,
                article=quote["outlet"],
                start=quote["content"][0][0],
            )
        )
    found = {frozenset((m.a, m.b)) for m in match(sayings)}
    assert {frozenset(("S7", "S28")), frozenset(("S7", "S29"))} <= found


def test_shares_of_the_days_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoteattr.wording._WORTHWHILE", 1)
    many = [
        attrs.evolve(s, id=f"{s.id}{n}", article=f"{s.article}{n}", day=DAY + timedelta(n))
        for n in range(9)
        for s in EVENT
    ]
    many += [attrs.evolve(s, id=f"{s.id}u", article=f"{s.article}u", day=None) for s in EVENT[:2]]
    alone, shared = (sorted((a.id, b.id) for _, a, b in pairs(many, workers=n)) for n in (1, 2))
    assert alone == shared
    assert alone


def test_the_same_words_meet_whoever_is_named() -> None:
    text = "I lost by one vote and I will win by a million"
    found = match([say("x", "AFP", f'"{text},"'), say("y", "dpa", f"'{text},'", speaker=None)])
    assert [(m.a, m.b, m.relation) for m in found] == [("x", "y", Relation.VERBATIM)]
