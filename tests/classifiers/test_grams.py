"""What is found for many tokens at once is what is found for each by name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.linear.features import token_features
from moderation.classifiers.linear.grams import Grams

LETTERS = "abé'ж1🙂"
TOKENS = ["abab", "é", "aéb", "жжжж", "a'b", "1a", "a", "🙂", "ab" * 30]
FEATURES = sorted({feature for token in TOKENS for feature in token_features(token)[::2]})
WEIGHTS = np.random.default_rng(1).normal(size=(len(FEATURES), 2)).astype(np.float32)


@pytest.fixture(scope="module")
def grams():
    return Grams(FEATURES, WEIGHTS)


def sum_by_name(token):
    places = [FEATURES.index(name) for name in token_features(token) if name in FEATURES]
    return WEIGHTS[places].sum(axis=0, dtype=np.float64)


@given(st.lists(st.sampled_from(TOKENS) | st.text(LETTERS, min_size=1), min_size=1))
def test_the_features_of_tokens_add_up(grams, tokens):
    expected = [sum_by_name(token) for token in tokens]
    np.testing.assert_allclose(grams.sums(tokens), expected, rtol=0, atol=1e-12)


def test_a_release_without_short_features_is_read_too():
    grams = Grams(["<idiots>"], WEIGHTS[:1])
    np.testing.assert_allclose(grams.sums(["idiots", "idio"]), [WEIGHTS[0], [0, 0]], atol=1e-12)
