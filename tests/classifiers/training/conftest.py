"""A tiny encoder, written data, and a release that was trained on them once for all tests."""

import csv
import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

WORDS = (
    "you", "are", "an", "idiot", "the", "bridge", "is", "fine", "thank", "mayor", "i", "will",
    "kill", "them", "council", "report", "good",
)  # fmt: skip
CALM = ("thank you mayor {}", "the bridge is fine {}", "good report {}")
HOSTILE = ("you are an idiot {}", "i will kill them {}")
COLUMNS = ("toxicity", "profanity", "insult", "threat", "identity_attack")


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a random encoder whose vocabulary is WORDS, digits and letters."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel

    # Several threads wait for each other where others use the machine.
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("encoder")
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS, *map(str, range(10))]
    vocabulary = {token: number for number, token in enumerate(dict.fromkeys(tokens))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=128,
    )  # fmt: skip
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a catalogue in which every set holds a few calm and hostile comments."""
    from moderation.classifiers.corpora.sources import REGISTRY

    folder = tmp_path_factory.mktemp("data")
    for place, source in enumerate(REGISTRY):
        rows = [
            [sentence.format(f"{place} {number}"), *(["1" if hostile else "0"] * len(COLUMNS)), "9"]
            for hostile, sentences in ((False, CALM), (True, HOSTILE))
            for sentence in sentences
            for number in range(12)
        ]
        with gzip.open(folder / f"{source.name}.csv.gz", "wt", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["text", *COLUMNS, "n_raters_marking_spans"])
            writer.writerows(rows)
    return folder


@pytest.fixture(scope="session")
def quick() -> object:
    from moderation.classifiers.training.transformer.fitting import Fit
    from moderation.classifiers.training.transformer.rows import Settings

    return Settings(fit=Fit(batch=16, rate=5e-3, average=0.9), sentences=40)


@pytest.fixture(scope="session")
def train(data: Path, encoder: Path, quick: object) -> Callable[..., None]:
    from moderation.classifiers.training.transformer import train as training

    def run(output: Path, *, settings: Any = quick, **options: Any) -> None:
        training.train(data, output, encoder, settings, **{"resume": False, **options})

    return run


@pytest.fixture(scope="session")
def release(train: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("release") / "tiny.onnx"
    train(path)
    return path


@pytest.fixture(scope="session")
def one_step(quick: Any) -> Any:
    """Return settings of a run whose time is over after its first step."""
    return replace(quick, fit=replace(quick.fit, seconds=1e-9))
