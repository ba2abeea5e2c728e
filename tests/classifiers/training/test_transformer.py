"""Trains a tiny network on written data, from the files of a catalogue to a release."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import DataError
from moderation.classifiers.transformer import TransformerClassifier

pytestmark = pytest.mark.needs("torch")


def test_a_trained_release_tells_hostile_comments_from_calm_ones(release: Path) -> None:
    classifier = TransformerClassifier.load(release)
    calm, hostile = classifier.score(["the bridge is fine 5", "you are an idiot 5"])
    assert calm[Attribute.TOXICITY] < 0.5 < hostile[Attribute.TOXICITY]


def test_the_weights_in_8_bits_stay_close_to_the_network(release: Path, encoder: Path) -> None:
    import torch

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


def test_a_damaged_checkpoint_is_refused(
    train: Callable[..., None], release: Path, tmp_path: Path
) -> None:
    whole = release.with_name("checkpoint.pt").read_bytes()
    (tmp_path / "checkpoint.pt").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match=r"is damaged .*: delete it and start anew"):
        train(tmp_path / "tiny.onnx", resume=True)


def test_a_checkpoint_of_another_run_is_refused(
    train: Callable[..., None], release: Path, tmp_path: Path
) -> None:
    import torch

    state = torch.load(release.with_name("checkpoint.pt"), weights_only=True)
    torch.save(state | {"steps": 3}, tmp_path / "checkpoint.pt")
    with pytest.raises(DataError, match="from a run of 3 steps"):
        train(tmp_path / "tiny.onnx", resume=True)
