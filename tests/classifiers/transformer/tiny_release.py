"""A transformer release that is small enough to be written for each test, and runs for real.

Its network has no layers: the embedding of a token are its logits. A calm token says -3 of
each attribute, an abusive one what WORDS says, so that expected logits are simple means.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from moderation.classifiers.base import Attribute
from moderation.classifiers.release_file import write_card

WINDOW = 16
CALM = -3.0
ABUSE = 90.0
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
LETTERS = (*ascii_lowercase, *(f"##{letter}" for letter in ascii_lowercase))
WORDS = {
    "idiot": Attribute.PERSONAL_ATTACK,
    "moron": Attribute.PERSONAL_ATTACK,
    "finger": Attribute.PROFANITY,
    "shoot": Attribute.THREAT,
}
KNOWN = ("you", "are", "the", "bridge", "late", "again", "thank", ".", "!")
QUESTIONS = ("", "thank you", "you are an idiot", "the bridge again")

Record = dict[str, Any]


def vocabulary() -> list[str]:
    return [*SPECIAL, *LETTERS, *KNOWN, *WORDS]


def make_tokenizer(words: Sequence[str]) -> Tokenizer:
    numbers = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def make_embedding(words: Sequence[str]) -> np.ndarray:
    embedding = np.full((len(words), len(Attribute)), CALM, dtype=np.float32)
    for word, attribute in WORDS.items():
        embedding[words.index(word), list(Attribute).index(attribute)] = ABUSE
    return embedding


def make_model(embedding: np.ndarray, *, opset: int = 20, ids: str = "ids") -> onnx.ModelProto:
    """The network: the embedding of each token, and their mean without padding."""
    nodes = [
        helper.make_node("Gather", ["embedding", ids], ["token_logits"]),
        helper.make_node("Cast", ["mask"], ["weights"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["weights", "last"], ["column"]),
        helper.make_node("Mul", ["token_logits", "column"], ["counted"]),
        helper.make_node("ReduceSum", ["counted", "tokens"], ["total"], keepdims=0),
        helper.make_node("ReduceSum", ["weights", "tokens"], ["size"], keepdims=1),
        helper.make_node("Div", ["total", "size"], ["logits"]),
    ]
    shape, width = ["texts", "tokens"], embedding.shape[1]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in (ids, "mask")],
        [
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["texts", width]),
            helper.make_tensor_value_info("token_logits", TensorProto.FLOAT, [*shape, width]),
        ],
        [
            numpy_helper.from_array(embedding, "embedding"),
            numpy_helper.from_array(np.array([2]), "last"),
            numpy_helper.from_array(np.array([1]), "tokens"),
        ],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)


def make_record(tokenizer: Tokenizer, embedding: np.ndarray) -> Record:
    return {
        "format": 1,
        "attributes": [attribute.value for attribute in Attribute],
        "calibration": {attribute.value: [1.0, 0.5] for attribute in Attribute},
        "window": WINDOW,
        "lexicon": list(WORDS),
        "known": ["you", "are", "an", "the", "bridge", "late", "again", "thank"],
        "known_answers": [
            {"text": text, "logits": expected_logits(tokenizer, embedding, text)}
            for text in QUESTIONS
        ],
    }


def expected_logits(tokenizer: Tokenizer, embedding: np.ndarray, text: str) -> list[float]:
    """The logits of a plain text as if it were read at once."""
    inner = tokenizer.encode(text, add_special_tokens=False).ids
    ids = [tokenizer.token_to_id("[CLS]"), *inner, tokenizer.token_to_id("[SEP]")]
    return [float(mean) for mean in embedding[ids].mean(axis=0)]


def write_release(
    folder: Path,
    *,
    words: Sequence[str] | None = None,
    embedding: np.ndarray | None = None,
    record: Callable[[Record], Record] = lambda record: record,
    without: Sequence[str] = (),
    name: str = "tiny",
    **model: Any,
) -> Path:
    """Write a release and its card; what is not given fits together."""
    tokenizer = make_tokenizer(words or vocabulary())
    own = make_embedding(vocabulary())
    written = make_model(own if embedding is None else embedding, **model)
    metadata = {
        "tokenizer": tokenizer.to_str(),
        "comity": json.dumps(record(make_record(make_tokenizer(vocabulary()), own))),
    }
    kept = {key: text for key, text in metadata.items() if key not in without}
    helper.set_model_props(written, kept)
    path = folder / f"{name}.onnx"
    path.write_bytes(written.SerializeToString())
    write_card(path, {})
    return path
