import math
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from benchmarks.sklearn_pipeline import scikit_learn_pipeline
from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS, Corpus, LabelledComment
from moderation.classifiers.corpora.identities import TERMS, counterfactuals, groups
from moderation.classifiers.linear import LinearClassifier
from moderation.classifiers.linear.compiled import CompiledModel
from moderation.classifiers.linear.features import size
from moderation.classifiers.linear.weights import LinearWeights
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.classifiers.training.augmentation import identity_sentences
from moderation.classifiers.training.linear.crossfit import SENTENCE_MARGIN, Measured
from moderation.classifiers.training.linear.examples import Recipe, examples
from moderation.classifiers.training.linear.exemptions import exempted
from moderation.classifiers.training.linear.feature_space import FeatureSpace
from moderation.classifiers.training.linear.heads import Fit, Heads, calibration
from moderation.classifiers.training.linear.train import Aids, Settings, train
from moderation.classifiers.training.linear.vocabulary import learn_lexicon
from moderation.classifiers.training.linear.word_vectors import WordVectors

SUBJECTS = ("article", "mayor", "summit", "library", "editor", "bridge", "budget", "council")
CALM = ("the {} was clear and fair", "thank you for the {} today", "our {} needs more time")
ABUSE = ("you idiot read the {}", "the {} is run by an idiot", "idiot this {} again")
WORDS = ["cockatoo", "cock", "fuckable"]
SETTINGS = Settings(folds=2)


@pytest.fixture(scope="module")
def corpus():
    rows = [
        (f"{sentence.format(subject)} {number}", label)
        for number in range(6)
        for subject in SUBJECTS
        for sentences, label in ((CALM, 0.0), (ABUSE, 1.0))
        for sentence in sentences
    ]
    return Corpus(
        LabelledComment(text, (label,) * len(COLUMNS), "made", 1.0, random_sample=True)
        for text, label in rows
    )


@pytest.fixture(scope="module")
def vectors():
    return WordVectors(("idiot", "imbecile", "library"), np.array([[1.0, 0], [1, 0], [0, 1]]))


@pytest.fixture(scope="module")
def release(corpus, vectors):
    return train(corpus, Aids({"bullshit"}, vectors), SETTINGS).release


def probability(release, text):
    (scores,) = LinearClassifier(release, name="made", digest="").score([text])
    return scores[Attribute.PERSONAL_ATTACK]


def test_it_learns_what_the_labels_say(release):
    assert probability(release, "an idiot") > 0.5 > probability(release, "a library")


def test_training_twice_gives_the_same_release(release, corpus, vectors):
    again, _ = train(corpus, Aids({"bullshit"}, vectors), SETTINGS)
    np.testing.assert_array_equal(again.weights, release.weights)
    assert (again.features, again.lexicon) == (release.features, release.lexicon)


def test_a_word_that_was_never_seen_borrows_from_its_neighbours(release, corpus):
    without, _ = train(corpus, Aids({"bullshit"}), SETTINGS)
    assert probability(release, "imbecile") > probability(without, "imbecile")


def test_a_release_survives_being_written_and_read(release, tmp_path):
    path = tmp_path / "linear-made.npz"
    release.save(path, {"limits": ["none"]})
    loaded, _ = LinearWeights.load(path)
    assert (loaded.features, loaded.lexicon, loaded.known) == (
        release.features,
        release.lexicon,
        release.known,
    )
    texts = ["idiot", "the library", ""]
    np.testing.assert_array_equal(
        scikit_learn_pipeline(loaded).decision_function(texts),
        scikit_learn_pipeline(release).decision_function(texts),
    )


def test_pruning_keeps_the_strongest_features(release, corpus, vectors):
    small, _ = train(corpus, Aids({"bullshit"}, vectors), Settings(folds=2, kept_features=20))
    assert len(small.features) == 20
    assert "<idiot>" in small.features


def test_the_lexicon_is_what_goes_with_abuse_or_is_listed(corpus):
    lexicon = learn_lexicon(corpus, {"bullshit", "thank", "xxx"})
    assert lexicon.words[0] == "idiot"
    assert "bullshit" in lexicon
    assert {"thank", "xxx"}.isdisjoint(lexicon.words)
    assert {"library", "thank"} < lexicon.known


def test_comments_without_labels_are_not_taken_for_calm():
    unlabelled = (math.nan,) * (len(COLUMNS) - 1)
    texts = [(f"you bastard {number}", (1.0,) * len(COLUMNS)) for number in range(9)]
    texts += [(f"that bastard {number}", (*unlabelled, math.nan)) for number in range(99)]
    texts += [(f"a calm remark {number}", (0.0,) * len(COLUMNS)) for number in range(9)]
    corpus = Corpus(LabelledComment(t, row, "made", 1.0, random_sample=False) for t, row in texts)
    assert learn_lexicon(corpus, set()).words[0] == "bastard"


def test_ordinary_words_are_pardoned_where_calm_words_hold_the_same_letters(release):
    bad = replace(release, lexicon=("cock", "fuck"), known=("peacock", "hancock", "library"))
    grams = ("<cock", "cock", "ock>", "fuck")
    weights = np.full((len(grams), len(COLUMNS)), 2, dtype=np.float16)
    bad = replace(bad, features=grams, weights=weights)
    fair = exempted(bad, ["Peacock", "Hancock", "cockatoo", "fuckable", "library"])
    before, after = (CompiledModel(release).logits(WORDS) - release.bias for release in (bad, fair))
    assert (before > 0).all()
    assert after[0] == pytest.approx(np.zeros(len(COLUMNS)), abs=1e-3)
    np.testing.assert_array_equal(after[1:], before[1:])


def test_added_examples_keep_labels_and_missing_ones_stay_missing(corpus):
    made = examples(corpus, Lexicon(["idiot"]), Recipe(disguised_share=0.5), seed=1)
    masked = [e for e in made if "█" in e.sequence]
    assert masked
    assert all(e.labels[0] == 1 and "idiot" in e.sequence for e in masked)
    balance = [e for e in made if e.comment < 0]
    profanity = np.array([e.labels[list(COLUMNS).index(Attribute.PROFANITY)] for e in balance])
    toxicity = np.array([e.labels[list(COLUMNS).index(Attribute.TOXICITY)] for e in balance])
    assert np.isnan(profanity[toxicity == 1]).all()
    assert (profanity[toxicity == 0] == 0).all()


def test_an_empty_recipe_adds_nothing(corpus):
    recipe = Recipe(masked=0, disguised=0, balance=0)
    assert len(examples(corpus, Lexicon(), recipe, seed=1)) == len(corpus)


def test_calibration_undoes_a_known_distortion():
    random = np.random.default_rng(0)
    logits = random.normal(size=(4000, 1))
    share = 1 / (1 + np.exp(-(2 * logits - 1)))
    slopes, intercepts = calibration(logits, share)
    assert slopes[0] == pytest.approx(2, abs=0.05)
    assert intercepts[0] == pytest.approx(-1, abs=0.05)


def test_groups_and_their_counterfactuals_are_found():
    texts = ["Gay people vote", "two muslims met", "nobody"]
    found = groups(texts)
    assert {term: rows.tolist() for term, rows in found.items()} == {
        "gay": [True, False, False],
        "muslim": [False, True, False],
    }
    families = list(counterfactuals(texts, Random(1)))  # noqa: S311
    assert [family[0] for family in families] == texts[:2]
    assert all(any(term in copy for term in TERMS) for family in families for copy in family[1:])


def test_words_of_a_source_without_calm_comments_are_not_taken_for_abuse():
    row = (1.0,) * len(COLUMNS)
    texts = [(f"you bastard {n}", row, "forum") for n in range(9)]
    texts += [(f"a calm remark {n}", (0.0,) * len(COLUMNS), "forum") for n in range(9)]
    texts += [(f"that mayor {n}", row, "news, attacks only") for n in range(9)]
    corpus = Corpus(
        LabelledComment(t, r, source, 1.0, random_sample=False) for t, r, source in texts
    )
    lexicon = learn_lexicon(corpus, set())
    assert "bastard" in lexicon
    assert "mayor" not in lexicon


def test_words_and_names_that_look_like_a_disguise_are_known(corpus):
    lexicon = learn_lexicon(corpus, (), innocent=["Idiott", "Bridges"])
    assert Normalizer(learn_lexicon(corpus, ()))("Idiott").text == "idiot"
    assert Normalizer(lexicon)("Idiott").text == "idiott"
    assert "bridges" not in lexicon.known


def test_names_are_pardoned_unless_they_are_bad_words(release):
    bad = replace(release, lexicon=("cock",), known=())
    bad = replace(bad, features=("cock",), weights=np.full((1, len(COLUMNS)), 2, np.float16))
    fair = exempted(bad, [], names=["Hitchcock", "Cock"])
    logits = CompiledModel(fair).logits(["hitchcock", "cock"]) - fair.bias
    assert logits[0] == pytest.approx(np.zeros(len(COLUMNS)), abs=1e-3)
    assert (logits[1] > 0.5).all()


def test_an_insult_without_a_group_is_no_attack_on_one():
    column = list(COLUMNS).index(Attribute.IDENTITY_ATTACK)
    labels = dict(identity_sentences())
    attacked = {text for text, row in labels.items() if row[column] == 1}
    assert "shut up you gay idiot" in attacked
    assert labels["shut up you lazy idiot"][column] == 0
    assert np.isnan(np.delete(labels["shut up you lazy idiot"], column)).all()


def test_too_few_positives_are_not_asked_which_words_matter(corpus):
    plain = Settings(folds=2, fit=Fit(least_for_ratios=math.inf), recipe=Recipe(balance=0))
    few = Settings(folds=2, recipe=Recipe(balance=0))
    asked = Settings(folds=2, fit=Fit(least_for_ratios=0), recipe=Recipe(balance=0))
    weights, same, other = (
        train(corpus, Aids(), settings).release.weights for settings in (plain, few, asked)
    )
    np.testing.assert_array_equal(weights, same)
    assert not np.array_equal(weights, other)


def test_what_was_left_out_is_measured_by_models_that_never_saw_it(corpus, vectors):
    left_out = train(corpus, Aids(vectors=vectors), SETTINGS).left_out
    assert left_out.probabilities.shape == (len(corpus), len(COLUMNS))
    toxic = left_out.corpus.labels[:, 0] == 1
    assert (left_out.probabilities[toxic].mean(0) > left_out.probabilities[~toxic].mean(0)).all()


def test_a_comment_is_calibrated_as_its_worst_sentence_where_that_is_worse():
    space = FeatureSpace(("<calm>", "<idiot>"), None)
    heads = Heads(np.array([[-5.0], [9.0]]), np.zeros(1))
    text = "A calm remark on the new bridge, calm. Idiot."
    measured = Measured.of([text, "idiot"], space, Normalizer())
    sentence = 9 / size(1) - SENTENCE_MARGIN
    np.testing.assert_allclose(measured.logits(heads), [[sentence], [9 / size(1)]])


def test_a_term_that_ends_in_s_is_found():
    found = groups(["The trans woman sang.", "A calm day."])
    assert {term: mentioned.tolist() for term, mentioned in found.items()} == {
        "trans": [True, False]
    }
