"""What is no transformer release is refused, with what is wrong and the next step."""

import builtins
import sys

import numpy as np
import pytest

from moderation.classifiers.base import ReleaseError
from moderation.classifiers.release_file import write_card
from moderation.classifiers.transformer import TransformerClassifier
from tests.classifiers.transformer.tiny_release import (
    make_embedding,
    vocabulary,
    write_release,
)

RESTORE = r"restore the file from the distribution, or train a release anew"


def refused(path, what):
    with pytest.raises(ReleaseError, match=what) as caught:
        TransformerClassifier.load(path)
    return str(caught.value)


def test_a_release_has_the_name_of_its_file_and_the_digest_of_its_card(tmp_path):
    classifier = TransformerClassifier.load(write_release(tmp_path, name="tiny-2026"))
    assert classifier.name == "tiny-2026"
    assert classifier.digest in (tmp_path / "tiny-2026.json").read_text()


def test_a_file_that_is_missing_is_refused(tmp_path):
    refused(tmp_path / "none.onnx", f"Cannot read the release .*; {RESTORE}")


def test_a_file_without_a_card_is_refused(tmp_path):
    path = write_release(tmp_path)
    path.with_suffix(".json").unlink()
    refused(path, f"card .* is missing.*; {RESTORE}")


def test_a_cut_file_is_refused(tmp_path):
    path = write_release(tmp_path)
    path.write_bytes(path.read_bytes()[:-100])
    refused(path, f"damaged or was altered.*; {RESTORE}")


def test_a_file_that_was_cut_before_its_card_was_written_is_refused(tmp_path):
    path = write_release(tmp_path)
    path.write_bytes(path.read_bytes()[:300])
    write_card(path, {})
    refused(path, f"onnxruntime .* cannot read .*; {RESTORE}")


def test_a_file_that_is_swapped_for_another_release_is_refused(tmp_path):
    path = write_release(tmp_path)
    path.write_bytes(write_release(tmp_path, name="other", opset=19).read_bytes())
    refused(path, "damaged or was altered")


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "tiny.onnx"
    path.write_text("words")
    write_card(path, {})
    refused(path, f"onnxruntime .* cannot read .*; {RESTORE}")


@pytest.mark.parametrize(
    ("missing", "what"),
    [("comity", "metadata lack `comity`, so another project made it"), ("tokenizer", "lack `tok")],
)
def test_a_foreign_onnx_file_is_refused(tmp_path, missing, what):
    refused(write_release(tmp_path, without=[missing]), f"{what}.*; {RESTORE}")


def test_a_network_with_other_inputs_is_refused(tmp_path):
    refused(write_release(tmp_path, ids="input_ids"), r"its inputs are input_ids .*, not ids")


def test_a_network_with_fewer_outputs_is_refused(tmp_path):
    embedding = make_embedding(vocabulary())[:, :4]
    refused(write_release(tmp_path, embedding=embedding), "its outputs are not 5 numbers")


def test_an_opset_that_is_too_new_is_refused(tmp_path):
    refused(
        write_release(tmp_path, opset=99),
        r"made for a newer onnxruntime than .*pip install -r requirements-core\.txt",
    )


@pytest.mark.parametrize("words", [[*vocabulary(), "extra"], vocabulary()[:-1]])
def test_a_tokenizer_of_another_size_is_refused(tmp_path, words):
    refused(write_release(tmp_path, words=words), f"{len(words)} words, belongs to another network")


def test_a_tokenizer_of_the_same_size_with_other_words_gives_wrong_answers(tmp_path):
    words = [*vocabulary()[:4], *reversed(vocabulary()[4:])]
    refused(write_release(tmp_path, words=words), "does not give the answers .*CLASSIFIER=linear")


def test_a_tokenizer_without_the_tokens_at_the_ends_is_refused(tmp_path):
    words = [word.strip("[]") for word in vocabulary()[2:4]]
    others = [*vocabulary()[:2], *words, *vocabulary()[4:]]
    refused(write_release(tmp_path, words=others), r"lacks \[CLS\] or \[SEP\]")


def test_other_weights_give_wrong_answers(tmp_path):
    refused(
        write_release(tmp_path, embedding=make_embedding(vocabulary()) + 1),
        r"a logit is off by 1\.00",
    )


def test_answers_that_differ_by_rounding_are_accepted(tmp_path):
    path = write_release(tmp_path, embedding=make_embedding(vocabulary()) + np.float32(0.05))
    assert TransformerClassifier.load(path).name == "tiny"


def test_weights_that_are_no_numbers_are_refused(tmp_path):
    embedding = make_embedding(vocabulary())
    embedding[vocabulary().index("you")] = np.nan
    refused(write_release(tmp_path, embedding=embedding), f"weights are damaged; {RESTORE}")


def test_a_damaged_weight_that_no_known_answer_reads_gives_no_score(tmp_path):
    embedding = make_embedding(vocabulary())
    embedding[vocabulary().index("late")] = np.nan
    classifier = TransformerClassifier.load(write_release(tmp_path, embedding=embedding))
    classifier.score(["you are an idiot"])
    with pytest.raises(ReleaseError, match="gives no number"):
        classifier.score(["the bridge is late"])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"format": 2}, "its format is 2, this version reads 1"),
        ({"attributes": ["toxicity"]}, "its attributes are toxicity"),
        ({"attributes": ["charm"]}, "charm"),
        ({"calibration": {}}, "profanity"),
        ({"window": "wide"}, "its window is 'wide' tokens"),
        ({"window": 2}, "its window is 2 tokens"),
        ({"known_answers": []}, "no known answers"),
        ({"known_answers": [{"text": "", "logits": [1.0]}]}, "known answers are not 5 numbers"),
    ],
)
def test_metadata_that_say_something_else_are_refused(tmp_path, change, what):
    path = write_release(tmp_path, record=lambda record: record | change)
    refused(path, f"not a release of the transformer: .*{what}.*; {RESTORE}")


def test_a_calibration_that_turns_scores_around_is_refused(tmp_path):
    def change(record):
        return record | {"calibration": {name: [-1.0, 0.0] for name in record["attributes"]}}

    refused(write_release(tmp_path, record=change), "slope of its calibration is not above 0")


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_a_package_that_is_missing_is_named(tmp_path, monkeypatch, package):
    real = builtins.__import__

    def without(name, *rest):
        if name == package:
            raise ImportError(name=name)
        return real(name, *rest)

    path = write_release(tmp_path)
    monkeypatch.delitem(sys.modules, package, raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    refused(path, rf"needs {package}, .*pip install -r requirements-core\.txt")
