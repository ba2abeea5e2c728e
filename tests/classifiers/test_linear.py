from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.base import Attribute, ReleaseError
from moderation.classifiers.linear import SHIPPED_RELEASE, LinearClassifier
from moderation.classifiers.linear.weights import LinearWeights
from moderation.classifiers.release_file import card_path

HOLD = 0.8
QUEUE = 0.5


def copy_of_release(folder):
    path = folder / SHIPPED_RELEASE.name
    path.write_bytes(SHIPPED_RELEASE.read_bytes())
    card_path(path).write_bytes(card_path(SHIPPED_RELEASE).read_bytes())
    return path


def words(classifier, text, attribute):
    return [text[span.start : span.end] for span in classifier.explain(text, attribute)]


def test_the_shipped_release_is_small_and_named(shipped):
    assert SHIPPED_RELEASE.stat().st_size <= 8 * 2**20
    assert shipped.name == SHIPPED_RELEASE.stem
    assert len(shipped.digest) == 64


def test_a_cut_release_is_refused(tmp_path):
    path = copy_of_release(tmp_path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ReleaseError, match="damaged or was altered"):
        LinearClassifier.load(path)


def test_an_altered_release_is_refused(tmp_path):
    path = copy_of_release(tmp_path)
    content = bytearray(path.read_bytes())
    content[1000] ^= 1
    path.write_bytes(content)
    with pytest.raises(ReleaseError, match="damaged or was altered"):
        LinearClassifier.load(path)


def test_a_missing_release_is_refused(tmp_path):
    with pytest.raises(ReleaseError, match="Cannot read the release"):
        LinearClassifier.load(tmp_path / "linear-none.npz")


def test_a_release_without_its_card_is_refused(tmp_path):
    path = copy_of_release(tmp_path)
    card_path(path).unlink()
    with pytest.raises(ReleaseError, match="missing or unreadable"):
        LinearClassifier.load(path)


def test_a_file_that_is_no_release_is_refused(tmp_path):
    path = tmp_path / "linear-odd.npz"
    path.write_bytes(b"no archive")
    digest = "5b5e0e7a9ef1e1e8ce8ecd2ae5dc1dd8b6fea0ea4c2b19d7ac5d3e29e8ea6f95"
    card_path(path).write_text(f'{{"sha256": "{digest}"}}')
    with pytest.raises(ReleaseError):
        LinearClassifier.load(path)


def test_a_release_is_read_as_it_was_written(tmp_path):
    release, _ = LinearWeights.load(SHIPPED_RELEASE)
    margins = np.array([0.0, 1.5, 2.0, 3.0, np.inf])
    replace(release, margins=margins).save(tmp_path / "linear-own.npz", {})
    read, _ = LinearWeights.load(tmp_path / "linear-own.npz")
    np.testing.assert_array_equal(read.margins, margins)
    np.testing.assert_array_equal(read.weights, release.weights)
    assert (read.features, read.lexicon) == (release.features, release.lexicon)


def test_no_texts_give_no_scores(shipped):
    assert shipped.score([]) == []


@pytest.mark.parametrize("text", ["", "   ", "\0", "🙂🙂", "\ud800", "\u202e", "<b></b>", "\n\n"])
def test_text_without_words_scores_calmly(shipped, text):
    (scores,) = shipped.score([text])
    assert max(scores.values()) < 0.2


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("You are an idiot.", Attribute.PERSONAL_ATTACK),
        ("What did y’all expect? You put an idiot in charge.", Attribute.PERSONAL_ATTACK),
        ("Recalling him was a mistake. Idiot!", Attribute.PERSONAL_ATTACK),
        ("He will not spare NATO or any jack(…).", Attribute.PROFANITY),
        ("This is bullsh!t.", Attribute.PROFANITY),
    ],
)
def test_what_breaks_a_usual_policy_reaches_the_queue(shipped, text, attribute):
    (scores,) = shipped.score([text])
    assert scores[attribute] >= QUEUE


@pytest.mark.parametrize(
    ("text", "attribute", "evidence"),
    [
        ("You are an idiot.", Attribute.PERSONAL_ATTACK, ["idiot"]),
        ("Recalling him was a mistake. Idiot!", Attribute.PERSONAL_ATTACK, ["Idiot"]),
        ("He will not spare NATO or any jack(…).", Attribute.PROFANITY, ["jack(…)"]),
        ("Such an i d i o t, really", Attribute.PERSONAL_ATTACK, ["i d i o t"]),
        ("The library opens at ten.", Attribute.PERSONAL_ATTACK, []),
    ],
)
def test_evidence_is_what_a_person_would_underline(shipped, text, attribute, evidence):
    assert words(shipped, text, attribute) == evidence


@pytest.mark.parametrize(
    "text",
    [
        "Remember always 1915, no more genocide towards Armenians anywhere on this globe.",
        "This is actually Mother Russia giving Armenia the middle finger.",
        "Thank you for this clear article about the summit.",
    ],
)
def test_calm_comments_are_not_queued(shipped, text):
    (scores,) = shipped.score([text])
    assert max(scores.values()) < QUEUE


@given(
    st.text()
    | st.lists(st.sampled_from(("you", "an", "idiot", "i", "d", "o", "t", "sh!t", "f**k"))).map(
        " ".join
    )
)
def test_contributions_and_bias_are_the_logit(shipped, text):
    for column, logit in enumerate(shipped.model.logits([text])[0]):
        explanation = shipped.model.explain(text, column)
        total = sum(explanation.contributions) + explanation.bias
        assert total == pytest.approx(logit, abs=1e-6)


@given(st.text())
def test_evidence_lies_in_the_text_in_order_and_apart(shipped, text):
    for attribute in Attribute:
        spans = shipped.explain(text, attribute)
        edges = [edge for span in spans for edge in (span.start, span.end)]
        assert edges == sorted(set(edges))
        assert all(0 <= edge <= len(text) for edge in edges)


def test_texts_score_the_same_alone_and_together(shipped):
    texts = ["you idiot", "", "i d i o t", "hello there", "you idiot you idiot"] * 700
    alone = [shipped.score([text])[0] for text in texts[:5]] * 700
    for one, other in zip(shipped.score(texts), alone, strict=True):
        assert one == pytest.approx(other, abs=1e-12)


def test_threads_agree(shipped):
    texts = [f"you idiot number {n} of clan{n}" for n in range(2000)]
    expected = shipped.score(texts)
    fresh = LinearClassifier.load(SHIPPED_RELEASE)
    with ThreadPoolExecutor(8) as pool:
        for scores in pool.map(fresh.score, [texts] * 8):
            assert scores == expected


def test_the_cache_stays_bounded_and_right(shipped, monkeypatch):
    monkeypatch.setattr("moderation.classifiers.linear.compiled._CACHE_LIMIT", 50)
    fresh = LinearClassifier.load(SHIPPED_RELEASE)
    texts = [f"you idiot {n}x{n}" for n in range(300)]
    assert [fresh.score([text])[0] for text in texts] == shipped.score(texts)
    assert fresh.model.remembered <= 60


def test_chunks_that_were_used_again_survive_a_full_cache(shipped, monkeypatch):
    monkeypatch.setattr("moderation.classifiers.linear.compiled._CACHE_LIMIT", 50)
    fresh = LinearClassifier.load(SHIPPED_RELEASE)
    texts = [f"you idi0t, f**k {n}x{n}" for n in range(300)]
    expected = [shipped.explain(text, Attribute.PERSONAL_ATTACK) for text in texts]
    analysed = []
    monkeypatch.setattr(fresh.model._normalizer, "plain_word", analysed.append)
    for text in texts:
        fresh.score([text])
    assert [analysed.count(chunk) for chunk in ("you", "idi0t,", "f**k")] == [1, 1, 1]
    assert [fresh.explain(text, Attribute.PERSONAL_ATTACK) for text in texts] == expected
