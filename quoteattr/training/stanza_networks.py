"""Write the networks of the Stanza package as ONNX, so that extraction needs neither Stanza nor torch.

The graphs are put together by hand from the trained weights: two are a few operators around an LSTM, and what a traced
graph would fix (number of texts, lengths) stays open.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 8  # read by every onnxruntime since 1.13
FEATURES = ["space_before", "capitalized", "numeric", "end_of_para", "start_of_para"]


def _gates(weight: torch.Tensor) -> np.ndarray[Any, Any]:
    """Reorder the gates from torch's (in, forget, cell, out) to ONNX's (in, out, forget, cell)."""
    i, f, c, o = np.split(weight.float().numpy(), 4)
    return np.concatenate([i, o, f, c])


_Port = tuple[str, int, Sequence[Any]]  # name, type, shape


class _Graph:
    """A graph that grows node by node; weights are kept in half precision, as Stanza's file has them."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def weight(self, name: str, value: np.ndarray[Any, Any]) -> str:
        if value.dtype.kind == "f":
            self.weights.append(numpy_helper.from_array(value.astype(np.float16), f"{name}.half"))
            return self.node("Cast", [f"{name}.half"], name, to=TensorProto.FLOAT)
        self.weights.append(numpy_helper.from_array(value, name))
        return name

    def node(self, kind: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def lstm(self, name: str, saved: dict[str, Any], key: str, inputs: str, lengths: str, last: bool = False) -> str:
        """Add a bidirectional LSTM; it gives [time, batch, 2 hidden], or the last states as [batch, 2 hidden].

        It starts from trained states where there are any.
        """
        ways = ("", "_reverse")
        both = {
            part: np.stack([_gates(saved[f"{key}.{part}_l0{way}"]) for way in ways])
            for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        }
        hidden = both["weight_hh"].shape[-1]
        states, final = f"{name}.states", f"{name}.final"
        starts = []
        for state in "hc":
            trained = saved.get(f"{key.removesuffix('.lstm')}_{state}_init")
            if trained is not None:
                self.weight(f"{name}.{state}", trained.numpy())
                starts.append(self.node("Expand", [f"{name}.{state}", self._columns(lengths)], f"{name}.{state}.start"))
        self.nodes.append(
            helper.make_node(
                "LSTM",
                [
                    inputs,
                    self.weight(f"{name}.w", both["weight_ih"]),
                    self.weight(f"{name}.r", both["weight_hh"]),
                    self.weight(f"{name}.b", np.concatenate([both["bias_ih"], both["bias_hh"]], axis=1)),
                    lengths,
                    *starts,
                ],
                ["" if last else states, final if last else ""],
                hidden_size=hidden,
                direction="bidirectional",
            )
        )
        turned = self.node(
            "Transpose", [final if last else states], f"{name}.turned", perm=[1, 0, 2] if last else [0, 2, 1, 3]
        )
        shape = self.weight(f"{name}.shape", np.array([0, -1] if last else [0, 0, -1], dtype=np.int64))
        return self.node("Reshape", [turned, shape], name)

    def _columns(self, lengths: str) -> str:
        """Return the shape [1, batch, 1]."""
        if not any(node.output[0] == "columns" for node in self.nodes):
            self.node("Shape", [lengths], "batch")
            self.weight("one", np.array([1], dtype=np.int64))
            self.node("Concat", ["one", "batch", "one"], "columns", axis=0)
        return "columns"

    def save(self, path: Path, inputs: Sequence[_Port], output: _Port, **facts: Any) -> None:
        graph = helper.make_graph(
            self.nodes,
            path.stem,
            [helper.make_tensor_value_info(*given) for given in inputs],
            [helper.make_tensor_value_info(*output)],
            self.weights,
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="quoteattr"
        )
        helper.set_model_props(model, {k: json.dumps(v, ensure_ascii=False) for k, v in facts.items()})
        onnx.checker.check_model(model)
        path.write_bytes(model.SerializeToString())


def write_splitter(source: Path, target: Path) -> None:
    """Write the tokenizer: characters and their features in, a label a character out (0 inside, 1 word, 2 sentence)."""
    saved = torch.load(source, map_location="cpu", weights_only=True)
    config, weights = saved["config"], saved["model"]
    plain = config["rnn_layers"] == 1 and config["conv_res"] is None and not config["use_mwt"]
    if not plain or not config["hierarchical"] or config["feat_funcs"] != FEATURES:
        raise ValueError(f"{source} is a tokenizer of another build than training/stanza.py makes")
    graph = _Graph()
    graph.weight("embeddings", weights["embeddings.weight"].numpy())
    graph.node("Gather", ["embeddings", "characters"], "embedded")
    graph.node("Concat", ["embedded", "features"], "given", axis=-1)
    first = graph.lstm("first", weights, "rnn", "given", "lengths")
    # one column for "a word ends", one for "a sentence ends"
    graph.weight("judge", torch.cat([weights["tok_clf.weight"], weights["sent_clf.weight"]]).T.numpy())
    graph.weight("judge.bias", torch.cat([weights["tok_clf.bias"], weights["sent_clf.bias"]]).numpy())
    graph.node("MatMul", [first, "judge"], "judged.plain")
    graph.node("Add", ["judged.plain", "judge.bias"], "judged")
    # the second layer sees little of what the first is sure to be the inside of a word
    graph.weight("word", np.array([0], dtype=np.int64))
    graph.node("Gather", ["judged", "word"], "judged.word", axis=-1)
    graph.weight("coolness", np.array([config["hier_invtemp"]], dtype=np.float32))
    graph.node("Mul", ["judged.word", "coolness"], "cooled")
    graph.node("Sigmoid", ["cooled"], "share")
    graph.node("Mul", [first, "share"], "shared")
    second = graph.lstm("second", weights, "rnn2", "shared", "lengths")
    graph.weight("again", torch.cat([weights["tok_clf2.weight"], weights["sent_clf2.weight"]]).T.numpy())
    graph.node("MatMul", [second, "again"], "judged.again")
    graph.node("Add", ["judged", "judged.again"], "scores")
    # log sigmoid(x) = -softplus(-x); the three labels are no, word and not sentence, word and sentence
    graph.node("Neg", ["scores"], "against")
    graph.node("Softplus", ["against"], "cost.yes")
    graph.node("Softplus", ["scores"], "cost.no")
    for name in ("cost.yes", "cost.no"):
        graph.nodes.append(helper.make_node("Split", [name], [f"{name}.word", f"{name}.sentence"], axis=-1))
    graph.node("Add", ["cost.yes.word", "cost.no.sentence"], "cost.inner")
    graph.node("Add", ["cost.yes.word", "cost.yes.sentence"], "cost.last")
    graph.node("Concat", ["cost.no.word", "cost.inner", "cost.last"], "costs", axis=-1)
    graph.node("ArgMin", ["costs"], "labels", axis=-1, keepdims=0)
    graph.save(
        target,
        [
            ("characters", TensorProto.INT32, ["time", "texts"]),
            ("features", TensorProto.FLOAT, ["time", "texts", len(FEATURES)]),
            ("lengths", TensorProto.INT32, ["texts"]),
        ],
        ("labels", TensorProto.INT64, ["time", "texts"]),
        characters=saved["vocab"]["_id2unit"],
    )


def write_namer(source: Path, spelling: Path, tagging: Path) -> None:
    """Write the name tagger: one network that spells words, one that tags sentences."""
    saved = torch.load(source, map_location="cpu", weights_only=True)
    config, weights, vocab = saved["config"], saved["model"], saved["vocab"]
    plain = config["num_layers"] == config["char_num_layers"] == 1 and not config["charlm"] and not config["bert_model"]
    if not plain or not config["input_transform"] or not config["lowercase"] or config["char_lowercase"]:
        raise ValueError(f"{source} is a name tagger of another build than training/stanza.py makes")
    graph = _Graph()
    graph.weight("embeddings", weights["charmodel.char_emb.weight"].numpy())
    graph.node("Gather", ["embeddings", "characters"], "given")
    spelt = graph.lstm("spelt", weights, "charmodel.charlstm.lstm", "given", "lengths", last=True)
    graph.save(
        spelling,
        [("characters", TensorProto.INT32, ["time", "words"]), ("lengths", TensorProto.INT32, ["words"])],
        (spelt, TensorProto.FLOAT, ["words", 2 * config["char_hidden_dim"]]),
        characters=vocab["char"]["_id2unit"],
    )
    graph = _Graph()
    graph.weight("transform", weights["input_transform.weight"].T.numpy())
    graph.weight("transform.bias", weights["input_transform.bias"].numpy())
    graph.node("MatMul", ["words", "transform"], "transformed.plain")
    graph.node("Add", ["transformed.plain", "transform.bias"], "transformed")
    # every word once, then to its places
    graph.node("Gather", ["transformed", "places"], "given")
    tagger = graph.lstm("tagger", weights, "taggerlstm.lstm", "given", "lengths")
    graph.weight("judge", weights["tag_clfs.0.weight"].T.numpy())
    graph.weight("judge.bias", weights["tag_clfs.0.bias"].numpy())
    graph.node("MatMul", [tagger, "judge"], "scores.plain")
    graph.node("Add", ["scores.plain", "judge.bias"], "scores")
    graph.save(
        tagging,
        [
            ("words", TensorProto.FLOAT, ["words", weights["input_transform.weight"].shape[1]]),
            ("places", TensorProto.INT32, ["time", "sentences"]),
            ("lengths", TensorProto.INT32, ["sentences"]),
        ],
        ("scores", TensorProto.FLOAT, ["time", "sentences", weights["tag_clfs.0.bias"].shape[0]]),
        tags=vocab["tag"]["_id2unit"][0],
        transitions=weights["crits.0._transitions"].float().tolist(),
    )


def write_vectors(source: Path, words: Path, vectors: Path) -> None:
    """Write the word vectors as an array that can be mapped into memory, and their words, one a line."""
    saved = torch.load(source, map_location="cpu", weights_only=True)
    units = saved["vocab"]["_id2unit"]
    if any("\n" in unit for unit in units):
        raise ValueError(f"a word of {source} holds a line break")
    words.write_text("".join(f"{unit}\n" for unit in units), encoding="utf-8")
    emb = saved["emb"]
    np.save(vectors, np.asarray(emb.numpy() if hasattr(emb, "numpy") else emb, dtype=np.float16))


def write_networks(package: Path, name: str) -> None:
    """Write all networks of the package ``name`` beside the files of Stanza that they come from."""
    folder = package / "en"
    write_splitter(folder / "tokenize" / f"{name}.pt", folder / "tokenize" / f"{name}.onnx")
    ner = folder / "ner"
    write_namer(ner / f"{name}.pt", ner / f"{name}-spelling.onnx", ner / f"{name}.onnx")
    vectors = folder / "pretrain"
    write_vectors(vectors / f"{name}.pt", vectors / f"{name}.txt", vectors / f"{name}.npy")
