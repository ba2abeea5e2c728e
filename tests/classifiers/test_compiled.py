"""Compiled inference gives what the scikit-learn pipeline gives, on texts of every kind."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.sklearn_pipeline import reference_logits, scikit_learn_pipeline
from moderation.classifiers.corpora.obfuscation import FAMILIES
from moderation.classifiers.linear import SHIPPED_RELEASE
from moderation.classifiers.linear.compiled import CompiledModel
from moderation.classifiers.linear.weights import LinearWeights

SEPARATORS = [" ", " ", " ", "  ", "\n", ", ", ". ", "! ", "?? ", " … ", " 🙂 ", "/", "-", "\u00a0"]


@pytest.fixture(scope="module")
def release():
    return LinearWeights.load(SHIPPED_RELEASE)[0]


@pytest.fixture(scope="module")
def model(release):
    return CompiledModel(release)


@pytest.fixture(scope="module")
def pipeline(release):
    return scikit_learn_pipeline(release)


def corpus(release, size):
    """Texts of words that the release knows or does not, some of them disguised."""
    random = Random(7)  # noqa: S311 -- not a secret
    pools = [release.known, release.lexicon, ("zyx", "Ünïcode", "12", "x", "www.example.org")]
    pairs = [feature.replace(" _ ", " and ") for feature in release.features if " " in feature]

    def word():
        chosen = random.choice(random.choices([*pools, pairs], [6, 2, 1, 2])[0])
        if random.random() < 0.1 and len(chosen) > 3 and " " not in chosen:
            chosen = random.choice(list(FAMILIES.values()))(chosen, random)
        return chosen.upper() if random.random() < 0.1 else chosen

    def text():
        if random.random() < 0.1:  # so long that a sentence is read in parts
            return " ".join(word() for _ in range(random.randint(20, 80)))
        return "".join(word() + random.choice(SEPARATORS) for _ in range(random.randint(0, 12)))

    return [text() for _ in range(size)]


def test_it_equals_the_pipeline_on_five_thousand_texts(release, model, pipeline):
    texts = corpus(release, 5_000)
    np.testing.assert_allclose(
        model.logits(texts), reference_logits(pipeline, texts), rtol=0, atol=1e-9
    )


LETTERS = ["i", "d", "o", "t", "1", "!", "&#105;"]
WORDS = ["f**k", "shit", "you.", "idiot!", "a$$", "x&nbsp;y", "\u202etoi", "\u202c", "\b", "\u200b"]
TANGLED = st.lists(st.sampled_from([*LETTERS, *LETTERS, *WORDS, " ", "\n", ". "])).map(" ".join)


@settings(deadline=None)
@given(st.lists(st.text() | TANGLED, min_size=1, max_size=5))
def test_it_equals_the_pipeline_on_any_text(model, pipeline, texts):
    np.testing.assert_allclose(
        model.logits(texts), reference_logits(pipeline, texts), rtol=0, atol=1e-9
    )


def test_every_attribute_has_a_margin_of_its_own(release):
    text = "The council met on Tuesday. You are an idiot. It was a long and quiet evening."
    margins = np.array([np.inf, 3.0, 0.0, np.inf, 1.5])
    changed = replace(release, margins=margins)
    model, pipeline = CompiledModel(changed), scikit_learn_pipeline(changed)
    logits = reference_logits(pipeline, [text])
    whole = pipeline.decision_function([text])
    np.testing.assert_allclose(model.logits([text]), logits, rtol=0, atol=1e-9)
    np.testing.assert_array_equal((logits == whole)[0], np.isinf(margins))
    for column, logit in enumerate(logits[0]):
        assert model.explain(text, column).logit == pytest.approx(logit, abs=1e-9)


@given(TANGLED)
def test_an_explanation_is_of_the_deciding_part(model, pipeline, text):
    for column, logit in enumerate(reference_logits(pipeline, [text])[0]):
        assert model.explain(text, column).logit == pytest.approx(logit, abs=1e-9)


def test_letters_at_the_end_of_one_text_and_the_start_of_the_next_do_not_meet(model):
    texts = ["we are i d", "i o t", "i d i o t"]
    alone = [model.logits([text])[0] for text in texts]
    np.testing.assert_allclose(model.logits(texts), alone, rtol=0, atol=1e-12)
