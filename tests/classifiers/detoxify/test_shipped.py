"""The shipped transformer as a checkpoint: Detoxify's own code says what the release says."""

import importlib
import json

import numpy as np
import pytest

from moderation.classifiers.base import ReleaseError, probabilities
from moderation.classifiers.detoxify import checkpoint
from moderation.classifiers.detoxify.classifier import CLASSES
from moderation.classifiers.release_file import card_path, write_card
from moderation.classifiers.transformer import SHIPPED_RELEASE, TransformerClassifier

pytestmark = pytest.mark.needs("detoxify")

# The release computes with 8-bit numbers between the layers, Detoxify with 32-bit ones.
ROUNDING = 0.5
TEXTS = (
    "you are an idiot and everybody knows it",
    "thank you for this report about the new bridge",
    "i hope somebody burns your house down",
    "what a damn fine goal in the last minute",
    "the mayor was called a liar and the court agreed",
    "those people are vermin and should be sent back",
)


def test_detoxify_predicts_what_the_release_scores(tmp_path):
    written = checkpoint.write(SHIPPED_RELEASE, tmp_path)
    pinned = json.loads(card_path(SHIPPED_RELEASE).read_text("utf-8"))
    assert written.weights_sha256 == pinned[checkpoint.WEIGHTS_SHA256]
    model = importlib.import_module("detoxify").Detoxify(
        checkpoint=written.path, huggingface_config_path=str(written.config_folder)
    )
    found = model.predict(list(TEXTS))
    ours = TransformerClassifier.load(SHIPPED_RELEASE)
    theirs = np.array([found[CLASSES[attribute]] for attribute in ours.attributes]).T
    expected = np.array([probabilities(own) for own in ours.score(TEXTS)])
    np.testing.assert_allclose(log_odds(theirs), log_odds(expected), atol=ROUNDING)


def test_other_weights_than_the_card_pins_are_refused(tmp_path):
    release = tmp_path / SHIPPED_RELEASE.name
    release.write_bytes(SHIPPED_RELEASE.read_bytes())
    write_card(release, {checkpoint.WEIGHTS_SHA256: "0" * 64})
    with pytest.raises(ReleaseError, match="its card says 0000"):
        checkpoint.write(release, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def log_odds(shares):
    return np.log(shares / (1 - shares))
