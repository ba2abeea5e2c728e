import json
from dataclasses import replace

import numpy as np
import pytest

from moderation.classifiers.base import Attribute, ReleaseError
from moderation.classifiers.release_file import card_path, digest
from moderation.classifiers.standard.classifier import linear_logits, transformer_logits
from moderation.classifiers.transformer import TransformerClassifier
from tests import standard_site
from tests.classifiers.transformer.tiny_release import write_release
from tests.standard_site import HALVES

CALM = "The bridge opens on Monday."
INSULT = "You are an idiot."
THREAT = "You are late again, shoot the bridge."
TEXTS = [CALM, INSULT, THREAT, "", "\ud800", "x" * 10_000]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return standard_site.write(tmp_path_factory.mktemp("release"))


@pytest.fixture(scope="module")
def standard(files):
    return files.load()


def table(scores):
    return np.array([[row[attribute] for attribute in Attribute] for row in scores])


def rewritten(folder, change):
    """Return a release in `folder` whose JSON was changed, and whose card agrees with it."""
    files = standard_site.write(folder)
    data = json.loads(files.joint.read_text())
    change(data)
    files.joint.write_text(json.dumps(data))
    card_path(files.joint).write_text(json.dumps({"sha256": digest(files.joint.read_bytes())}))
    return files


def test_a_score_is_the_weighted_sum_of_both_logits(standard):
    linear = linear_logits(standard.linear, TEXTS)
    transformer = transformer_logits(standard.transformer, TEXTS)
    expected = 1 / (1 + np.exp(-(linear + transformer) / 2))
    assert np.allclose(table(standard.score(TEXTS)), expected)


def test_in_bulk_the_linear_model_settles_calm_comments_alone(standard):
    in_bulk, linear = standard.score_in_bulk(TEXTS), standard.linear.score(TEXTS)
    settled = (linear_logits(standard.linear, TEXTS) < -3.0).all(axis=1)
    assert settled.tolist() == [True, False, False, True, True, True]
    assert np.allclose(table(in_bulk)[settled], table(linear)[settled])
    assert np.allclose(table(in_bulk)[~settled], table(standard.score(TEXTS))[~settled])


def test_no_texts_have_no_scores(standard):
    assert standard.score([]) == standard.score_in_bulk([]) == []


def test_the_evidence_was_verified_with_the_joined_score(standard):
    (before,) = standard.score([THREAT])
    (span,) = standard.explain(THREAT, Attribute.THREAT, 0.4)
    assert before[Attribute.THREAT] >= 0.4
    assert THREAT[span.start : span.end] == "shoot"
    (without,) = standard.score([THREAT.replace("shoot", "")])
    assert without[Attribute.THREAT] < 0.4


def test_evidence_names_words_that_only_one_part_knows(standard):
    for text, attribute, word in (
        ("You are a stupid cunt.", Attribute.PROFANITY, "cunt"),
        ("Thank you, finger the bridge.", Attribute.PROFANITY, "finger"),
    ):
        (span,) = standard.explain(text, attribute, 0.5)
        assert text[span.start : span.end] == word


MORE = " and the tram goes past the old mill to the lake"


def halves(standard, texts):
    """The joined logits of texts that are read as a whole."""
    return (
        linear_logits(standard.linear, texts) + transformer_logits(standard.transformer, texts)
    ) / 2


def test_an_attack_in_a_long_stretch_counts_as_a_passage_by_itself_less_the_margin(standard):
    text = f"today{MORE}{MORE} shoot the bridge{MORE}{MORE}"
    passages = [text[slice(*span)] for span in standard_site.PASSAGES.of(text)]
    whole, parts = halves(standard, [text])[0], halves(standard, passages)
    expected = np.maximum(whole, parts.max(axis=0) - standard_site.PASSAGES.margin)
    expected[-1] = whole[-1]  # toxicity is what the comment is as a whole
    assert (expected > whole).any()
    assert np.allclose(standard.logits([text, CALM])[0], expected)
    (scores,) = standard.score([text])
    (span,) = standard.explain(text, Attribute.THREAT, 0.95 * scores[Attribute.THREAT])
    assert text[span.start : span.end] == "shoot"


def test_a_slur_is_at_least_as_likely_an_attack_as_the_release_says(standard):
    for text in ("The pikeys mended my roof.", "A p\u0456key, they said.", "No Camel-Jockeys."):
        (scores,) = standard.score([text])
        assert scores[Attribute.IDENTITY_ATTACK] == pytest.approx(0.5)
        (span,) = standard.explain(text, Attribute.IDENTITY_ATTACK, 0.4)
        assert text[span.start : span.end].lower().strip("s") in (
            "pikey",
            "p\u0456key",
            "camel-jockey",
        )
    (scores,) = standard.score(["The spikeys and the camel, jockeys too."])
    assert scores[Attribute.IDENTITY_ATTACK] < 0.4


def test_in_bulk_neither_a_slur_nor_a_long_stretch_is_settled_by_the_linear_model_alone(standard):
    texts = [CALM, "The pikeys are here.", f"today{MORE}{MORE}{MORE}"]
    assert standard.settled(texts) == [True, False, False]
    assert standard.score_in_bulk(texts)[1:] == standard.score(texts)[1:]


def test_words_are_known_that_the_linear_model_knows(standard):
    assert standard.knows("bridge")
    assert not standard.knows("vermixn")


def test_the_digest_covers_all_three_files(files, standard, tmp_path):
    other = standard_site.write(tmp_path, replace(HALVES, settled_below=np.full(5, -4.0)))
    assert other.load().digest != standard.digest
    assert files.load().digest == standard.digest
    assert standard.name == "standard-tiny"


def test_a_pair_that_it_was_not_fitted_for_is_refused(files, tmp_path):
    path = write_release(tmp_path, name="other", record=lambda own: own | {"window": 8})
    other = replace(files, transformer=path)
    with pytest.raises(ReleaseError, match=r"fitted for transformer-tiny .* not for other .*"):
        other.load()
    assert isinstance(TransformerClassifier.load(other.transformer), TransformerClassifier)


def test_a_cut_file_is_refused(tmp_path):
    files = standard_site.write(tmp_path)
    files.joint.write_bytes(files.joint.read_bytes()[:-20])
    with pytest.raises(ReleaseError, match="is damaged or was altered"):
        files.load()


def _negative_weight(data):
    data["attributes"]["threat"]["weights"][1] = -1.0


def _infinite_bound(data):
    data["attributes"]["threat"]["settled_below"] = float("nan")


def _falling(data):
    data["attributes"]["toxicity"]["calibration"] = [[0.0, 1.0], [1.0, 0.0]]


def _missing_attribute(data):
    del data["attributes"]["profanity"]


def _other_weight(data):
    data["attributes"]["profanity"]["weights"][2] += 0.1


def _long_passages(data):
    data["passages"]["words"] = 31


def _sure_slurs(data):
    data["slurs"]["least"] = 1.0


def _newer(data):
    data["format"] = 3


def _without_answers(data):
    data["known_answers"] = []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_negative_weight, "a weight is negative"),
        (_infinite_bound, "a number is not finite"),
        (_falling, "a calibration does not rise"),
        (_missing_attribute, "'profanity'"),
        (_other_weight, "its known answers are missed by up to"),
        (_newer, "its format is 3, known is 2"),
        (_without_answers, "it has no known answers"),
        (_long_passages, "a passage has more words than a stretch"),
        (_sure_slurs, "a probability is not between 0 and 1"),
        (dict.clear, "'format'"),
    ],
)
def test_a_release_that_says_something_else_is_refused(tmp_path, change, message):
    with pytest.raises(ReleaseError, match="is not a release of a joint model") as refusal:
        rewritten(tmp_path, change).load()
    assert message in str(refusal.value)


def test_a_file_that_is_no_json_object_is_refused(tmp_path):
    files = standard_site.write(tmp_path)
    for content in (b"[]", b"\xff", b"3"):
        files.joint.write_bytes(content)
        card_path(files.joint).write_text(json.dumps({"sha256": digest(content)}))
        with pytest.raises(ReleaseError, match="is not a release of a joint model"):
            files.load()
