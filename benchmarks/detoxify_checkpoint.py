"""A checkpoint of BERT-base's size with random weights: as fast and slow as a trained one."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import BertConfig, BertForSequenceClassification

from moderation.classifiers.detoxify.classifier import DetoxifyClassifier

_CLASSES = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def load(folder: Path, words: Sequence[str]) -> DetoxifyClassifier:
    """Write the checkpoint to `folder` and load it through Detoxify's own code.

    `words` are one token each, as frequent words are in BERT's own vocabulary.
    """
    torch.set_num_threads(1)
    config = BertConfig(num_labels=len(_CLASSES))
    config.save_pretrained(folder)
    letters = [chr(code) for code in range(33, 127)]
    pieces = [*_SPECIAL, *letters, *(f"##{letter}" for letter in letters)]
    vocabulary = dict.fromkeys([*pieces, *words])
    (folder / "vocab.txt").write_text("\n".join(list(vocabulary)[: config.vocab_size]))
    tokenizer = {"model_max_length": 512, "tokenizer_class": "BertTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer))
    arch = {
        "num_classes": len(_CLASSES),
        "model_type": str(folder),
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "BertTokenizer",
    }
    checkpoint = folder / "base.ckpt"
    torch.save(
        {
            "config": {"arch": {"args": arch}, "dataset": {"args": {"classes": _CLASSES}}},
            "state_dict": BertForSequenceClassification(config).state_dict(),
        },
        checkpoint,
    )
    digest = hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    return DetoxifyClassifier.load_checkpoint(checkpoint, sha256=digest, config_folder=folder)
