"""Train the Stanza models of the package in ``quoteattr/models/en``: a tokenizer and a tagger of names.

    python -m quoteattr.training.stanza ner --corpora FOLDER --out FOLDER
    python -m quoteattr.training.stanza ner --corpora FOLDER --out FOLDER --resume --rate 0.001 --steps 1200 --seed 3
    python -m quoteattr.training.stanza tokenize --corpora FOLDER --out FOLDER
    python -m quoteattr.training.stanza pack --corpora FOLDER --out FOLDER [--package quoteattr/models/en]
    python -m quoteattr.training.stanza networks [--package quoteattr/models/en]
    python -m quoteattr.training.stanza score --corpora FOLDER --out FOLDER [--package quoteattr/models/en]

``--corpora`` holds ``ner/`` (gum.train.json, gum.dev.json, gum.news.json, gum.test.json, silver-train.json.gz), ``ud/``
(train, dev and test .conllu) and ``vectors/md64.txt.gz``. Converted data, models and scores go to ``--out``. Set
``OMP_NUM_THREADS=1``: more threads are slower with networks this small.

``--resume`` goes on from the weights saved last; neither of Stanza's trainers keeps the state of its optimiser. With
another ``--seed`` the names and marks put into the sentences are others.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from quoteattr.training.names import Token, World, mentions, translated
from quoteattr.training.sentences import paragraphs, read_conllu, text_and_labels

log = logging.getLogger("quoteattr.training")
LABELS = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "LOC": "PLACE",
    "GPE": "PLACE",
    "FAC": "PLACE",
    "PLACE": "PLACE",
}
NAME = "quoteattr"
QUOTES = {'"': 0, "“": 0, "”": 1, "''": 1, "``": 0}


def read_names(path: Path) -> list[list[Token]]:
    """Read sentences with names; labels become PERSON, ORG and PLACE, others are dropped."""
    raw = path.read_bytes()
    sentences = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    for sentence in sentences:
        for token in sentence:
            label = LABELS.get(token["ner"][2:], "")
            token["ner"] = f"{token['ner'][:2]}{label}" if label else "O"
    return list(sentences)


def words_of(sentence: Sequence[Token]) -> tuple[str, ...]:
    """Return the words of a sentence, by which copies are told."""
    return tuple(token["text"] for token in sentence)


def repaired(sentences: list[list[Token]]) -> list[list[Token]]:
    """Mend the silver labels where one name has several: each name takes the label it has most often.

    A single word that is the family name of people in full elsewhere ("Trump", labelled ORG) counts as a person.
    """
    labels: dict[str, Counter[str]] = {}
    family: Counter[str] = Counter()
    for sentence in sentences:
        for start, end, label in mentions(sentence):
            if label:
                labels.setdefault(" ".join(words_of(sentence[start:end])), Counter())[label] += 1
                if label == "PERSON" and end - start > 1:
                    family[sentence[end - 1]["text"]] += 1
    for sentence in sentences:
        for start, end, label in mentions(sentence):
            if not label:
                continue
            name = " ".join(words_of(sentence[start:end]))
            best = labels[name].most_common(1)[0][0]
            if end - start == 1 and label == "ORG" and family[name] >= 5 and family[name] * 5 > labels[name]["ORG"]:
                best = "PERSON"
            if name.islower():
                best = ""
            for token in sentence[start:end]:
                token["ner"] = f"{token['ner'][:2]}{best}" if best else "O"
    return sentences


def retyped(sentence: list[Token], rng: random.Random) -> list[Token]:
    """Return the sentence with another style of quotation marks and dashes, sometimes as a headline in title case."""
    pair = rng.choice(('""', "“”", "‘’", "''"))
    dash = rng.choice(("--", "—", "–", "-"))
    out, opened = [], False
    for token in sentence:
        text = token["text"]
        if text in QUOTES:
            opened = text in ("“", "``") or (text == '"' and not opened) or (text == "''" and token is sentence[0])
            text = pair[0] if opened else pair[1]
        elif text in ("--", "—"):
            text = dash
        out.append({"text": text, "ner": token["ner"]})
    if rng.random() < 0.08 and 4 < len(out) < 20:
        out = [{**t, "text": t["text"][:1].upper() + t["text"][1:] if len(t["text"]) > 3 else t["text"]} for t in out]
    return out


def prepare_ner(corpora: Path, out: Path, seed: int) -> tuple[Path, Path]:
    """Write the training and development sentences of the name tagger in Stanza's format."""
    world, rng = World(seed), random.Random(seed)
    gum = {part: read_names(corpora / "ner" / f"gum.{part}.json") for part in ("train", "dev", "test", "news")}
    # the silver file holds sentences of GUM too: out with them, lest the test be seen in training
    known = {words_of(s) for part in gum.values() for s in part}
    silver = [s for s in read_names(corpora / "ner" / "silver-train.json.gz") if words_of(s) not in known]
    silver = repaired(silver)
    log.info("%d sentences of GUM, %d silver", len(gum["train"]), len(silver))
    train = [*gum["train"]]
    for share in (0.5, 0.9):
        train += [translated(retyped(s, rng), world, share) for s in gum["train"]]
    for sentence in silver:
        train.append(translated(retyped(sentence, rng), world, rng.choice((0.0, 0.4, 0.8))))
        if rng.random() < 0.3 and any(label == "PERSON" for _, _, label in mentions(sentence)):
            train.append(translated(retyped(sentence, rng), world, 0.9))
    # half of the development set with other names, so that the model kept is one that does not live on known names
    dev = gum["dev"] + [translated(retyped(s, rng), world, 0.9) for s in gum["dev"]]
    paths = []
    for part, sentences in (("train", train), ("dev", dev), ("test", gum["test"]), ("news", gum["news"])):
        path = out / "ner" / f"en_{NAME}.{part}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        tokens = [[{"id": [i + 1], **t} for i, t in enumerate(s)] for s in sentences if s]
        path.write_text(json.dumps(tokens, ensure_ascii=False), encoding="utf-8")
        log.info("%s: %d sentences", path, len(tokens))
        paths.append(path)
    return paths[0], paths[1]


def prepare_vectors(corpora: Path, out: Path, most: int) -> Path:
    """Write the ``most`` most frequent word vectors as a Stanza pretrain file, in half precision."""
    from stanza.models.common.pretrain import Pretrain

    path = out / "pretrain" / f"{NAME}.pt"
    if not path.exists():
        pretrain = Pretrain(None, str(corpora / "vectors" / "md64.txt.gz"), most, save_to_file=False)
        pretrain.load()
        # half precision here already, so that training sees the very vectors that are packed
        pretrain._emb = pretrain.emb.half()
        pretrain.save(str(path))
    return path


def train_ner(args: argparse.Namespace) -> None:
    """Train the tagger of names."""
    from stanza.models import ner_tagger

    train, dev = prepare_ner(args.corpora, args.out, args.seed)
    vectors = prepare_vectors(args.corpora, args.out, args.vectors)
    options = {
        "wordvec_pretrain_file": vectors,
        "train_file": train,
        "eval_file": dev,
        "save_dir": train.parent,
        "save_name": "ner.pt",
        "shorthand": f"en_{NAME}",
        "hidden_dim": args.hidden,
        "char_hidden_dim": 48,
        "char_emb_dim": 32,
        "word_emb_dim": 64,
        "dropout": 0.4,
        "word_dropout": 0.02,
        "optim": "adam",
        "lr": args.rate or 0.003,
        "batch_size": 32,
        "max_batch_words": 800,
        "max_steps": args.steps or 2700,
        "eval_interval": 300,
        "patience": 1,
        "min_lr": 0.0001,
        "seed": args.seed,
    }
    if args.resume:
        # Stanza takes the rate from the saved model, whatever it is told
        import torch

        saved = torch.load(train.parent / "ner.pt", map_location="cpu", weights_only=True)
        saved["config"]["lr"] = options["lr"]
        torch.save(saved, train.parent / "ner.pt", _use_new_zipfile_serialization=False)
    flags = ["--no_emb_finetune", *(["--finetune"] if args.resume else [])]
    ner_tagger.main([*_flags(options), *flags])


def prepare_tokenize(corpora: Path, out: Path, seed: int) -> Path:
    """Write text and labels for the tokenizer: the treebanks, in many typographies, and newswire made from them."""
    folder = out / "tokenize"
    folder.mkdir(parents=True, exist_ok=True)
    world = World(seed)
    for part in ("train", "dev", "test"):
        source = read_conllu(corpora / "ud" / f"{part}.conllu")
        pieces = source if part == "test" else paragraphs(source, world, part == "train")
        pairs = [text_and_labels(piece) for piece in pieces]
        (folder / f"{part}.txt").write_text("\n\n".join(t for t, _ in pairs) + "\n\n", encoding="utf-8")
        (folder / f"{part}.toklabels").write_text("\n\n".join(x for _, x in pairs) + "\n\n", encoding="utf-8")
        log.info("%s: %d paragraphs, %d characters", part, len(pairs), sum(len(t) for t, _ in pairs))
    return folder


def train_tokenize(args: argparse.Namespace) -> None:
    """Train the tokenizer and sentence splitter."""
    from stanza.models import tokenizer

    folder = prepare_tokenize(args.corpora, args.out, args.seed)
    steps = args.steps or 2000
    options = {
        "txt_file": folder / "train.txt",
        "label_file": folder / "train.toklabels",
        "dev_txt_file": folder / "dev.txt",
        "dev_label_file": folder / "dev.toklabels",
        "lang": "en",
        "shorthand": f"en_{NAME}",
        "max_seqlen": 150,
        "mwt_json_file": _empty(folder / "mwt.json"),
        "save_dir": folder,
        "save_name": "tokenize.pt",
        "emb_dim": 32,
        "hidden_dim": args.hidden,
        "steps": steps,
        "eval_steps": 250,
        "anneal_after": steps // 3,
        "anneal": 0.8,
        "max_steps_before_stop": 1500,
        "dropout": 0.2,
        "unit_dropout": 0.2,
        "lr0": args.rate or 0.002,
        "seed": args.seed,
    }
    resume = ["--load_name", "tokenize.pt"] if args.resume and (folder / "tokenize.pt").exists() else []
    tokenizer.main([*_flags(options), "--no_use_mwt", *resume])


def _flags(options: dict[str, Any]) -> list[str]:
    return [part for key, value in options.items() for part in (f"--{key}", str(value))]


def _empty(path: Path) -> Path:
    path.write_text("[]", encoding="utf-8")
    return path


def pack(args: argparse.Namespace) -> None:
    """Write the package: weights in half precision, vectors, and ``resources.json``."""
    import torch

    target = args.package / "en"
    for processor, source in (("tokenize", "tokenize"), ("ner", "ner"), ("pretrain", NAME)):
        saved = torch.load(args.out / processor / f"{source}.pt", map_location="cpu", weights_only=True)
        if "model" in saved:
            # the delta vectors are not trained here; without their words Stanza neither needs nor looks them up
            weights = {k: v for k, v in saved["model"].items() if not k.startswith("delta_emb")}
            saved["model"] = {k: v.half() if v.is_floating_point() else v for k, v in weights.items()}
            saved["vocab"] = {k: v for k, v in saved["vocab"].items() if k != "delta"}
            # paths of the machine that trained it
            saved["config"] = {
                k: None if k.endswith(("_file", "_dir")) or (isinstance(v, str) and "/" in v) else v
                for k, v in saved["config"].items()
            }
        path = target / processor / f"{NAME}.pt"
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save(saved, path)
        log.info("%s: %.2f MB", path.name, path.stat().st_size / 1e6)
    dependency = {"model": "pretrain", "package": NAME}
    resources = {
        "en": {
            "lang_name": "English",
            "tokenize": {NAME: {}},
            "ner": {NAME: {"dependencies": [dependency]}},
            "pretrain": {NAME: {}},
            "default_processors": {"tokenize": NAME, "ner": NAME},
            "default_dependencies": {"ner": [dependency]},
            "packages": {key: {"tokenize": NAME, "ner": NAME} for key in ("default", NAME)},
        }
    }
    (args.package / "resources.json").write_text(json.dumps(resources, indent=2) + "\n", encoding="utf-8")
    networks(args)


def networks(args: argparse.Namespace) -> None:
    """Write the networks of the package as ONNX beside Stanza's files."""
    from quoteattr.training.stanza_networks import write_networks

    write_networks(args.package, NAME)


def score(args: argparse.Namespace) -> None:
    """Measure the package with Stanza's own evaluation: words and sentences, names by label, words per CPU second."""
    import stanza
    import torch
    from stanza.models.common.utils import ud_scores
    from stanza.models.ner.scorer import score_by_entity
    from stanza.utils.conll import CoNLL

    torch.set_num_threads(1)
    options = {"dir": str(args.package), "package": NAME, "download_method": None, "use_gpu": False, "verbose": False}
    begun = time.process_time()
    pipeline = stanza.Pipeline("en", processors="tokenize,ner", **options)
    found: dict[str, Any] = {"load_seconds": round(time.process_time() - begun, 2)}
    folder = args.out / "tokenize"
    words_only = stanza.Pipeline("en", processors="tokenize", **options)
    guess = folder / "guess.conllu"
    CoNLL.write_doc2conll(words_only((folder / "test.txt").read_text(encoding="utf-8")), str(guess))
    scores = ud_scores(str(args.corpora / "ud" / "test.conllu"), str(guess))
    found |= {key: round(100 * scores[key].f1, 2) for key in ("Tokens", "Sentences")}
    for part in ("news", "test"):
        gold = read_names(args.corpora / "ner" / f"gum.{part}.json")
        pretokenized = stanza.Pipeline("en", processors="tokenize,ner", tokenize_pretokenized=True, **options)
        document = pretokenized([list(words_of(s)) for s in gold])
        guessed = [[t.ner for t in s.tokens] for s in document.sentences]
        *_, f1, by_label = score_by_entity(guessed, [_bioes([t["ner"] for t in s]) for s in gold])
        found[f"gum.{part}"] = {"all": round(100 * f1, 1), **{k: round(100 * v, 1) for k, v in by_label.items()}}
    articles = [json.loads(x)["text"] for x in (args.corpora / "polnear" / "dev.jsonl").open(encoding="utf-8")][:50]
    for name, steps in (("tokenize", words_only), ("tokenize,ner", pipeline)):
        begun = time.process_time()
        number = sum(document.num_words for document in steps.bulk_process(articles))
        found[f"words per CPU second, {name}"] = round(number / (time.process_time() - begun))
    log.info("%s", json.dumps(found, indent=2))
    (args.out / "scores.json").write_text(json.dumps(found, indent=2), encoding="utf-8")


def _bioes(tags: list[str]) -> list[str]:
    from stanza.models.ner.utils import bio2_to_bioes

    return list(bio2_to_bioes(tags))


STEPS = {"tokenize": train_tokenize, "ner": train_ner, "pack": pack, "networks": networks, "score": score}


def main(argv: Sequence[str] | None = None) -> None:
    """Run one step of the training."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("step", choices=tuple(STEPS))
    parser.add_argument("--corpora", type=Path, help="folder with ner, ud and vectors")
    parser.add_argument("--out", type=Path, help="folder for converted data and models")
    parser.add_argument("--package", type=Path, default=Path("quoteattr/models/en"), help="folder of the package")
    parser.add_argument("--steps", type=int, help="training steps; default 2700 (ner), 2000 (tokenize)")
    parser.add_argument("--hidden", type=int, help="hidden units; default 128 (ner), 64 (tokenize)")
    parser.add_argument("--vectors", type=int, default=30000, help="word vectors to keep")
    parser.add_argument("--rate", type=float, help="learning rate; default 0.003 (ner), 0.002 (tokenize)")
    parser.add_argument("--seed", type=int, default=1234)
    parser.add_argument("--resume", action="store_true", help="go on from the weights saved last")
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if args.step != "networks" and not (args.corpora and args.out):
        parser.error(f"{args.step} needs --corpora and --out")
    args.hidden = args.hidden or (128 if args.step == "ner" else 64)
    STEPS[args.step](args)


if __name__ == "__main__":
    main()
