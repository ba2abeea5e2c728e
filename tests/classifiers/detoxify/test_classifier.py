import hashlib
import importlib
import json

import pytest

from moderation.classifiers.base import Attribute, ReleaseError
from moderation.classifiers.detoxify import packages
from moderation.classifiers.detoxify.classifier import DetoxifyClassifier

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "you", "are", "an", "idiot", "thank"]
CLASSES = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]

needs_detoxify = pytest.mark.needs("detoxify")


@pytest.fixture
def torch():
    return importlib.import_module("torch")


@pytest.fixture
def build(tmp_path, torch):
    """Write a tiny BERT in Detoxify's checkpoint format; return what loads it."""

    def build(*, classes=CLASSES, vocabulary=VOCABULARY, change=lambda weights: weights):
        transformers = importlib.import_module("transformers")
        folder = tmp_path / "config"
        folder.mkdir(exist_ok=True)
        config = transformers.BertConfig(
            vocab_size=len(VOCABULARY),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            num_labels=len(classes),
        )
        config.save_pretrained(folder)
        if vocabulary:
            (folder / "vocab.txt").write_text("\n".join(vocabulary))
        tokenizer = {"model_max_length": 512, "tokenizer_class": "BertTokenizer"}
        (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer))
        torch.manual_seed(1)
        weights = transformers.BertForSequenceClassification(config).state_dict()
        arch = {
            "num_classes": len(classes),
            "model_type": str(folder),
            "model_name": "BertForSequenceClassification",
            "tokenizer_name": "BertTokenizer",
        }
        checkpoint = tmp_path / "tiny.ckpt"
        torch.save(
            {
                "config": {"arch": {"args": arch}, "dataset": {"args": {"classes": classes}}},
                "state_dict": change(weights),
            },
            checkpoint,
        )
        digest = hashlib.sha256(checkpoint.read_bytes()).hexdigest()
        return {"checkpoint": checkpoint, "sha256": digest, "config_folder": folder}

    return build


@needs_detoxify
def test_a_checkpoint_scores_every_attribute(build):
    parts = build()
    classifier = DetoxifyClassifier.load_checkpoint(**parts)
    (scores,) = classifier.score(["you are an idiot"])
    assert set(scores) == set(Attribute)
    assert all(0 <= share <= 1 for share in scores.values())
    assert (classifier.name, classifier.digest) == ("detoxify-tiny", parts["sha256"])
    assert classifier.explain("you are an idiot", Attribute.TOXICITY) == []


@needs_detoxify
def test_texts_of_any_kind_are_scored_in_order(build):
    classifier = DetoxifyClassifier.load_checkpoint(**build())
    texts = ["idiot " * 3000, "", "\ud800", "thank you", " ", "🙂", "you are an idiot"] * 6
    together = classifier.score(texts)
    alone = [classifier.score([text])[0] for text in texts[:7]] * 6
    for one, other in zip(together, alone, strict=True):
        assert one == pytest.approx(other, abs=1e-5)


@needs_detoxify
def test_no_texts_give_no_scores(build):
    assert DetoxifyClassifier.load_checkpoint(**build()).score([]) == []


@needs_detoxify
def test_a_checkpoint_with_another_digest_is_not_opened(build, torch, monkeypatch):
    parts = build() | {"sha256": "0" * 64}
    monkeypatch.setattr(torch, "load", lambda *args, **options: pytest.fail("it was opened"))
    with pytest.raises(ReleaseError, match="was not opened"):
        DetoxifyClassifier.load_checkpoint(**parts)


@needs_detoxify
def test_a_checkpoint_without_a_pinned_digest_is_not_opened(build):
    with pytest.raises(ReleaseError, match="was not opened"):
        DetoxifyClassifier.load_checkpoint(**build() | {"sha256": ""})


@needs_detoxify
def test_renamed_weights_are_refused(build):
    def rename(weights):
        return {key.replace("classifier", "head"): weight for key, weight in weights.items()}

    with pytest.raises(ReleaseError, match="would be random"):
        DetoxifyClassifier.load_checkpoint(**build(change=rename))


@needs_detoxify
def test_a_missing_vocabulary_is_refused(build):
    with pytest.raises(ReleaseError, match="vocabulary is missing"):
        DetoxifyClassifier.load_checkpoint(**build(vocabulary=None))


@needs_detoxify
def test_missing_classes_are_refused(build):
    with pytest.raises(ReleaseError, match="does not predict insult, threat"):
        DetoxifyClassifier.load_checkpoint(**build(classes=["toxic", "obscene", "identity_hate"]))


@needs_detoxify
def test_a_missing_checkpoint_is_refused(build, tmp_path):
    with pytest.raises(ReleaseError, match="Cannot read the checkpoint"):
        DetoxifyClassifier.load_checkpoint(
            tmp_path / "none.ckpt", sha256="0" * 64, config_folder=tmp_path
        )


@needs_detoxify
def test_an_unknown_model_is_refused():
    with pytest.raises(ReleaseError, match="Name one of: multilingual, original"):
        DetoxifyClassifier.load_named("perspective")


@needs_detoxify
def test_a_model_that_was_not_downloaded_says_how_to_get_it(torch, monkeypatch, tmp_path):
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))
    with pytest.raises(ReleaseError, match="run once: python -c"):
        DetoxifyClassifier.load_named("original")


def test_without_the_package_it_says_how_to_install_it(monkeypatch):
    def refuse(module):
        raise ImportError(name=module)

    monkeypatch.setattr(packages.importlib, "import_module", refuse)
    with pytest.raises(ReleaseError, match=r"pip install -r requirements\.txt"):
        DetoxifyClassifier.load_named("original")
