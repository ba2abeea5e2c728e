"""A release written as a checkpoint and loaded by Detoxify's own code."""

import importlib
import socket

import numpy as np
import pytest

from moderation.classifiers.base import Attribute, ReleaseError, probabilities
from moderation.classifiers.detoxify import checkpoint
from moderation.classifiers.detoxify.classifier import CLASSES, WORD_LISTS, DetoxifyClassifier
from moderation.classifiers.detoxify.mean_pooling import TOLERANCE
from moderation.classifiers.transformer import TransformerClassifier
from tests.classifiers.detoxify import small_release
from tests.classifiers.transformer.tiny_release import write_release

pytestmark = pytest.mark.needs("detoxify")

TEXTS = (
    "you are an idiot",
    "",
    "the bridge is late again thank you",
    "thank you",
    "fine " * 14,
    "something unknown",
)


def log_odds(scores):
    shares = np.array([probabilities(own) for own in scores])
    return np.log(shares / (1 - shares))


@pytest.fixture(scope="module")
def exact(tmp_path_factory):
    return small_release.write(tmp_path_factory.mktemp("exact"), exact=True)


@pytest.fixture(scope="module")
def in_8_bits(tmp_path_factory):
    return small_release.write(tmp_path_factory.mktemp("small"))


def predict(written, texts):
    """What the package says by itself, as scores."""
    package = importlib.import_module("detoxify")
    model = package.Detoxify(
        checkpoint=written.path, huggingface_config_path=str(written.config_folder)
    )
    found = model.predict(list(texts))
    return [
        {attribute: found[label][row] for attribute, label in CLASSES.items()}
        for row in range(len(texts))
    ]


def load(written):
    return DetoxifyClassifier.load_checkpoint(
        written.path, sha256=written.sha256, config_folder=written.config_folder
    )


def test_detoxify_predicts_the_mean_over_all_tokens_and_the_head(exact, tmp_path):
    written = checkpoint.write(exact.path, tmp_path)
    np.testing.assert_allclose(
        log_odds(predict(written, TEXTS)), log_odds(exact.probabilities(TEXTS)), atol=TOLERANCE
    )


def test_8_bit_weights_are_read_as_the_numbers_that_they_stand_for(in_8_bits, tmp_path):
    written = checkpoint.write(in_8_bits.path, tmp_path)
    stored = importlib.import_module("torch").load(written.path, weights_only=False)["state_dict"]
    for name, parameter in in_8_bits.network.encoder.state_dict().items():
        # Half a step of 7 bits: 1/63 of the largest number in the matrix
        step = float(parameter.abs().max()) / 63
        assert float((stored[f"bert.{name}"] - parameter).abs().max()) <= 0.51 * step, name


def test_it_says_what_the_release_says(in_8_bits, tmp_path):
    written = checkpoint.write(in_8_bits.path, tmp_path)
    ours = TransformerClassifier.load(in_8_bits.path).score(TEXTS)
    np.testing.assert_allclose(log_odds(predict(written, TEXTS)), log_odds(ours), atol=0.5)


def test_training_passes_the_weights_as_they_were_before_rounding(in_8_bits, tmp_path):
    written = checkpoint.write(in_8_bits.path, tmp_path, in_8_bits.network.state_dict())
    expected = log_odds(in_8_bits.probabilities(TEXTS))
    np.testing.assert_allclose(log_odds(predict(written, TEXTS)), expected, atol=TOLERANCE)


def test_disguised_words_are_read_as_the_release_reads_them(exact, tmp_path):
    classifier = load(checkpoint.write(exact.path, tmp_path))
    disguised, plain = classifier.score(["you are an 1d10t", "you are an idiot"])
    assert disguised == pytest.approx(plain)
    assert (classifier.name, list(plain)) == ("detoxify-small", list(Attribute))


def test_a_text_is_read_as_far_as_the_window_goes(exact, tmp_path):
    classifier = load(checkpoint.write(exact.path, tmp_path))
    fitting = " ".join(["you are"] * ((small_release.WINDOW - 2) // 2))
    longer, whole = classifier.score([fitting + " an idiot" * 30, fitting])
    assert longer == pytest.approx(whole)


def test_texts_of_any_kind_are_scored(exact, tmp_path):
    classifier = load(checkpoint.write(exact.path, tmp_path))
    texts = ["\ud800", "x" * 10_000, "🖕", "i d i o t", "", " "]
    assert [sorted(scores) for scores in classifier.score(texts)] == [sorted(Attribute)] * 6


def test_writing_twice_gives_the_same_digest(exact, tmp_path):
    assert checkpoint.write(exact.path, tmp_path) == checkpoint.write(exact.path, tmp_path)


def test_no_network_is_used(exact, tmp_path, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it connected"))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("it looked up a name"))
    load(checkpoint.write(exact.path, tmp_path))


def test_a_checkpoint_with_other_answers_is_deleted(tmp_path):
    release = small_release.write(tmp_path, off=9.0)
    with pytest.raises(ReleaseError, match="does not give the answers of the release"):
        checkpoint.write(release.path, tmp_path / "out")
    assert not (tmp_path / "out" / "small.ckpt").exists()


def test_another_network_is_refused(tmp_path):
    release = write_release(tmp_path)
    with pytest.raises(ReleaseError, match="cannot be written as a checkpoint: it lacks"):
        checkpoint.write(release, tmp_path)


def test_weights_that_are_no_numbers_are_refused(exact, tmp_path):
    state = exact.network.state_dict()
    name = "encoder.encoder.layer.1.output.dense.bias"
    with pytest.raises(ReleaseError, match=f"{name} is damaged"):
        checkpoint.write(exact.path, tmp_path, state | {name: state[name] * float("nan")})


def test_weights_of_another_shape_are_refused(exact, tmp_path):
    state = exact.network.state_dict()
    name = "encoder.encoder.layer.0.intermediate.dense.weight"
    with pytest.raises(ReleaseError, match=f"{name} is damaged, or of another network"):
        checkpoint.write(exact.path, tmp_path, state | {name: state[name].T})


def test_unknown_weights_are_refused(exact, tmp_path):
    state = exact.network.state_dict()
    more = {"encoder.pooler.dense.bias": state["head.bias"]}
    with pytest.raises(ReleaseError, match=r"it has encoder\.pooler\.dense\.bias"):
        checkpoint.write(exact.path, tmp_path, state | more)


def test_damaged_word_lists_are_refused(exact, tmp_path):
    written = checkpoint.write(exact.path, tmp_path)
    (tmp_path / WORD_LISTS).write_text("{")
    with pytest.raises(ReleaseError, match=r"word lists .* are damaged"):
        load(written)
