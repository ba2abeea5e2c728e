"""Trains a tiny network on written data, from the files of a catalogue to a release."""

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import DataError
from moderation.classifiers.transformer import TransformerClassifier

torch = pytest.importorskip("torch", reason="training needs the transformer stack")
pytestmark = pytest.mark.needs("torch")

WORDS = (
    "you", "are", "an", "idiot", "the", "bridge", "is", "fine", "thank", "mayor", "i", "will",
    "kill", "them", "council", "report", "good",
)  # fmt: skip
CALM = ("thank you mayor {}", "the bridge is fine {}", "good report {}")
HOSTILE = ("you are an idiot {}", "i will kill them {}")
COLUMNS = ("toxicity", "profanity", "insult", "threat", "identity_attack")


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a random encoder whose vocabulary is WORDS, digits and letters."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel

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


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def quick() -> object:
    from moderation.classifiers.training.transformer.fitting import Fit
    from moderation.classifiers.training.transformer.rows import Settings

    return Settings(fit=Fit(batch=16, rate=5e-3, average=0.9), sentences=40)


@pytest.fixture(scope="module")
def train(data: Path, encoder: Path, quick: object) -> Callable[..., None]:
    from moderation.classifiers.training.transformer import train as training

    def run(output: Path, *, resume: bool = False) -> None:
        training.train(data, output, encoder, quick, resume=resume)  # type: ignore[arg-type]

    return run


@pytest.fixture(scope="module")
def release(train: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("release") / "tiny.onnx"
    train(path)
    return path


def test_a_trained_release_tells_hostile_comments_from_calm_ones(release: Path) -> None:
    classifier = TransformerClassifier.load(release)
    calm, hostile = classifier.score(["the bridge is fine 5", "you are an idiot 5"])
    assert calm[Attribute.TOXICITY] < 0.5 < hostile[Attribute.TOXICITY]


def test_the_weights_in_8_bits_stay_close_to_the_network(release: Path, encoder: Path) -> None:
    from moderation.classifiers.training.transformer.export import exact_model
    from moderation.classifiers.training.transformer.network import load_encoder

    network = load_encoder(encoder).eval()
    ids = torch.tensor([[2, 4, 5, 6, 7, 3], [2, 8, 9, 3, 0, 0]])
    mask = (ids != 0).long()
    with torch.no_grad():
        expected = network(ids, mask).numpy()
    import onnxruntime

    model = exact_model(network.state_dict(), network.encoder.config)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    logits, tokens = session.run(None, {"ids": ids.numpy(), "mask": mask.numpy()})
    np.testing.assert_allclose(logits, expected, atol=1e-5)
    weights = mask.numpy()[..., None]
    np.testing.assert_allclose((tokens * weights).sum(1) / weights.sum(1), expected, atol=1e-5)


class Stopped(Exception):
    """The run was killed."""


def test_a_run_that_was_stopped_and_resumed_ends_with_the_same_weights(
    release: Path, train: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from moderation.classifiers.training.transformer.fitting import Fitting
    from moderation.classifiers.training.transformer.watch import Watch

    def stop(_: Watch, fitting: Fitting) -> None:
        if fitting.step == 7:
            fitting.save(tmp_path / "checkpoint.pt")
            raise Stopped

    output = tmp_path / "tiny.onnx"
    with monkeypatch.context() as patched:
        patched.setattr(Watch, "__call__", stop)
        with pytest.raises(Stopped):
            train(output)
    with pytest.raises(DataError, match="--resume"):
        train(output)
    train(output, resume=True)
    texts = ["the bridge is fine 5", "you are an idiot 5"]
    np.testing.assert_allclose(
        TransformerClassifier.load(output).logits(texts),
        TransformerClassifier.load(release).logits(texts),
        atol=1e-3,
    )


def test_two_processes_do_not_train_into_one_folder(
    train: Callable[..., None], tmp_path: Path
) -> None:
    import fcntl

    with (tmp_path / "training.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(DataError, match="Another process is training"):
            train(tmp_path / "tiny.onnx")


def test_a_checkpoint_of_another_run_is_refused(
    train: Callable[..., None], release: Path, tmp_path: Path
) -> None:
    state = torch.load(release.with_name("checkpoint.pt"), weights_only=True)
    torch.save(state | {"steps": 3}, tmp_path / "checkpoint.pt")
    with pytest.raises(DataError, match="from a run of 3 steps"):
        train(tmp_path / "tiny.onnx", resume=True)
