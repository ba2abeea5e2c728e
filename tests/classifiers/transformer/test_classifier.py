"""Scores and evidence of a tiny release, read by onnxruntime as the shipped one is."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.classifiers.base import Attribute
from moderation.classifiers.transformer import TransformerClassifier
from tests.classifiers.transformer.tiny_release import (
    ABUSE,
    CALM,
    WINDOW,
    expected_logits,
    make_embedding,
    make_tokenizer,
    vocabulary,
    write_release,
)

ATTACK = Attribute.PERSONAL_ATTACK
COLUMN = list(Attribute).index(ATTACK)
words = st.sampled_from(["you", "idiot", "the", "bridge", "shoot", "late", "qx"])


def evidence(classifier, text, threshold=None, attribute=ATTACK):
    return [text[span.start : span.end] for span in classifier.explain(text, attribute, threshold)]


def test_an_attack_scores_high_and_only_for_what_it_is(tiny):
    (scores,) = tiny.score(["you are an idiot"])
    assert {attribute for attribute in Attribute if scores[attribute] >= 0.5} == {ATTACK}


def test_a_probability_is_the_calibrated_mean_of_the_tokens(tiny):
    (scores,) = tiny.score(["you idiot"])
    mean = (3 * CALM + ABUSE) / 4
    assert tiny.logits(["you idiot"])[0, COLUMN] == pytest.approx(mean)
    assert scores[ATTACK] == pytest.approx(1 / (1 + np.exp(-(mean + 0.5))))


def test_no_texts_give_no_scores(tiny):
    assert tiny.score([]) == []
    assert tiny.logits([]).shape == (0, len(Attribute))


@settings(max_examples=50)
@given(text=st.lists(words, max_size=WINDOW - 2).map(" ".join))
def test_a_text_that_fits_into_a_window_is_read_as_a_whole(tiny, text):
    tokenizer, embedding = make_tokenizer(vocabulary()), make_embedding(vocabulary())
    tokens = len(tokenizer.encode(text, add_special_tokens=False).ids)
    if tokens <= WINDOW - 2:
        expected = expected_logits(tokenizer, embedding, text)
        assert tiny.logits([text])[0] == pytest.approx(expected, rel=1e-5)


def test_nothing_hides_behind_length(tiny):
    calm = ["the bridge"] * 450
    attacked = [*calm[:449], "you idiot", *calm]
    before, after = tiny.score([" ".join(calm), " ".join(attacked)])
    assert before[ATTACK] < 0.1
    assert after[ATTACK] > 0.9


def test_the_worst_window_counts_for_each_attribute(tiny):
    calm = " the bridge" * 30
    (scores,) = tiny.score([f"idiot{calm} shoot{calm}"])
    assert [scores[ATTACK] > 0.5, scores[Attribute.THREAT] > 0.5] == [True, True]


def test_a_text_scores_the_same_whatever_it_is_scored_with(tiny):
    texts = [
        "idiot " * 300,
        "",
        "\ud800",
        "thank you",
        " ",
        "🖕",
        "\x00",
        "you are an idiot",
        "你好",
    ]
    together = tiny.score(texts * 3)
    assert together == [tiny.score([text])[0] for text in texts] * 3
    assert tiny.score_in_bulk(texts) == together[: len(texts)]


@given(text=st.text(st.characters(), max_size=60))
def test_any_text_gets_probabilities(tiny, text):
    (scores,) = tiny.score([text])
    assert list(scores) == list(Attribute)
    assert all(0 <= probability <= 1 for probability in scores.values())
    if scores[ATTACK] < 0.99:
        assert tiny.explain(text, ATTACK, 0.99) == []


@pytest.mark.parametrize("text", ["x" * 10_000, "ab" * 5_000, "🖕" * 10_000, "a-" * 5_000])
def test_ten_thousand_characters_without_a_space_are_read(tiny, text):
    (scores,) = tiny.score([text])
    assert 0 <= scores[ATTACK] <= 1
    assert isinstance(tiny.explain(text, Attribute.PROFANITY, 0.5), list)


def test_an_attack_among_ten_thousand_characters_without_a_space_is_found(tiny):
    (scores,) = tiny.score(["bridge-" * 700 + "idiot" + "-bridge" * 700])
    assert scores[ATTACK] > 0.9


def test_a_hundred_thousand_tokens_are_read_in_one_call(tiny):
    scores = tiny.score(["the bridge " * 50] * 999 + ["you are an idiot"])
    assert [place for place, own in enumerate(scores) if own[ATTACK] > 0.5] == [999]


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_share_one_session(tmp_path, threads):
    classifier = TransformerClassifier.load(write_release(tmp_path), threads=threads)
    texts = [f"you {'are ' * number} idiot" for number in range(60)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: classifier.score([text])[0], texts))
    assert found == classifier.score(texts)


def test_the_word_lists_of_the_release_are_known(tiny):
    assert [tiny.knows(word) for word in ("bridge", "idiot", "dikshit")] == [True, True, False]


def test_evidence_is_the_word_without_which_the_text_is_below_the_threshold(tiny):
    text = "You are the late IDIOT, again!"
    assert evidence(tiny, text) == ["IDIOT"]
    (span,) = tiny.explain(text, ATTACK)
    assert span.contribution == pytest.approx(tiny.logits([text])[0, COLUMN] - CALM, abs=1e-3)


def test_evidence_is_given_as_it_was_posted(tiny):
    assert evidence(tiny, "🚀 you 1d10t!! late") == ["1d10t"]
    assert evidence(tiny, "you are the i d i o t") == ["i d i o t"]
    assert evidence(tiny, "you 🖕 are late", attribute=Attribute.PROFANITY) == ["🖕"]


def test_words_that_are_enough_each_for_the_verdict_go_together(tiny):
    assert evidence(tiny, "you idiot and the late moron are the bridge") == ["idiot", "moron"]


def test_neighbouring_words_are_one_phrase(tiny):
    assert evidence(tiny, "you are the late idiot moron again") == ["idiot moron"]


def test_a_comment_that_speaks_as_a_whole_has_no_words_to_show(tiny):
    assert evidence(tiny, "idiot moron idiot moron the idiot moron") == []


def test_what_is_below_the_threshold_has_no_evidence(tiny):
    assert evidence(tiny, "the bridge is late") == []
    assert evidence(tiny, "", 0.9) == []


def test_a_single_word_is_its_own_evidence(tiny):
    assert evidence(tiny, "idiot") == ["idiot"]


def test_words_in_different_windows_of_a_long_text_are_found(tiny):
    calm = "the bridge " * 200
    text = f"{calm}you idiot {calm}{calm}moron {calm}"
    assert evidence(tiny, text) == ["idiot", "moron"]


@settings(max_examples=60, deadline=None)
@given(
    text=st.lists(words | st.sampled_from(["IDIOT!", "1diot", "🖕", "i d i o t"]), max_size=40).map(
        " ".join
    ),
    threshold=st.sampled_from([0.2, 0.5, 0.9]),
)
def test_without_its_evidence_a_text_is_below_the_threshold(tiny, text, threshold):
    before = tiny.score([text])[0][ATTACK]
    spans = tiny.explain(text, ATTACK, threshold)
    rest = text
    for span in reversed(spans):
        rest = rest[: span.start] + rest[span.end :]
    if spans:
        assert before >= threshold > tiny.score([rest])[0][ATTACK]
    assert all(one.end <= other.start for one, other in pairwise(spans))
