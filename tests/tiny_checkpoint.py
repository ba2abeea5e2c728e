"""A very small BERT with random weights, in the checkpoint format of Detoxify."""

import hashlib
import json
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "you", "are", "an", "idiot", "thank", "calm"]
CLASSES = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]


class Checkpoint(NamedTuple):
    path: Path
    sha256: str
    config: Path


def write(folder: Path, *, layers: int = 2, hidden: int = 32) -> Checkpoint:
    torch, transformers = import_module("torch"), import_module("transformers")
    config_folder = folder / "config"
    config_folder.mkdir()
    config = transformers.BertConfig(
        vocab_size=len(WORDS),
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=hidden // 16,
        intermediate_size=2 * hidden,
        num_labels=len(CLASSES),
    )
    config.save_pretrained(config_folder)
    (config_folder / "vocab.txt").write_text("\n".join(WORDS))
    tokenizer = {"model_max_length": 512, "tokenizer_class": "BertTokenizer"}
    (config_folder / "tokenizer_config.json").write_text(json.dumps(tokenizer))
    torch.manual_seed(1)
    arch = {
        "num_classes": len(CLASSES),
        "model_type": str(config_folder),
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "BertTokenizer",
    }
    weights = transformers.BertForSequenceClassification(config).state_dict()
    described = {"arch": {"args": arch}, "dataset": {"args": {"classes": CLASSES}}}
    path = folder / "tiny.ckpt"
    torch.save({"config": described, "state_dict": weights}, path)
    return Checkpoint(path, hashlib.sha256(path.read_bytes()).hexdigest(), config_folder)
