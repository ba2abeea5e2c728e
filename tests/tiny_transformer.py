"""A transformer release that fits into a test: it knows a few words, and reads nothing else.

Each token has a logit of its own for all attributes, so a text's logit is their mean.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from moderation.classifiers.base import Attribute
from moderation.classifiers.release_file import write_card

# The logits of words; those of all others are CALM.
WORDS = {"vermin": 30.0, "burn": 30.0, "lovely": -20.0}
CALM = -3.0
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def write(path: Path, words: Mapping[str, float] = WORDS) -> Path:
    """Write a release to `path`, and its card beside it."""
    vocabulary = {word: number for number, word in enumerate([*SPECIAL, *words])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))  # type: ignore[call-arg]
    tokenizer.normalizer = normalizers.Lowercase()  # type: ignore[assignment]
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()  # type: ignore[assignment]
    logits = [CALM] * len(SPECIAL) + list(words.values())
    model = _graph(np.repeat(np.array(logits, np.float32)[:, None], len(Attribute), axis=1))
    record = {
        "format": 1,
        "attributes": list(Attribute),
        "calibration": {attribute: [1.0, 0.0] for attribute in Attribute},
        "window": 128,
        "lexicon": ["idiot"],
        "known": sorted(words),
        "known_answers": [{"text": "", "logits": [CALM] * len(Attribute)}],
    }
    helper.set_model_props(model, {"tokenizer": tokenizer.to_str(), "comity": json.dumps(record)})
    onnx.save(model, path)
    write_card(path, {})
    return path


def _graph(table: np.ndarray) -> onnx.ModelProto:
    """Return a graph that looks each token up and takes the mean of those in the mask."""
    texts, tokens = "texts", "tokens"
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["token_logits"]),
        helper.make_node("Cast", ["mask"], ["weights"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["weights", "last"], ["column"]),
        helper.make_node("Mul", ["token_logits", "column"], ["counted"]),
        helper.make_node("ReduceSum", ["counted", "tokens_axis"], ["total"], keepdims=0),
        helper.make_node("ReduceSum", ["weights", "tokens_axis"], ["number"], keepdims=1),
        helper.make_node("Div", ["total", "number"], ["logits"]),
    ]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, [texts, tokens])
        for name in ("ids", "mask")
    ]
    width = table.shape[1]
    outputs = [
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, [texts, width]),
        helper.make_tensor_value_info("token_logits", TensorProto.FLOAT, [texts, tokens, width]),
    ]
    constants = [
        numpy_helper.from_array(table, "table"),
        numpy_helper.from_array(np.array([2], np.int64), "last"),
        numpy_helper.from_array(np.array([1], np.int64), "tokens_axis"),
    ]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
