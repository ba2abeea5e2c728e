"""What a training run begins with, and how long it is."""

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from moderation.classifiers.base import ReleaseError
from moderation.classifiers.corpora.corpus import Corpus, DataError, LabelledComment
from moderation.classifiers.release_file import card_path
from moderation.classifiers.training.options import add_beginning_and_length, known_passes
from moderation.classifiers.transformer import TransformerClassifier
from tests.classifiers.transformer.tiny_release import write_release

pytestmark = pytest.mark.needs("torch")

TEXTS = ["the bridge is fine 5", "you are an idiot 5"]
NEWS = "civil_comments_news"


def card_of(release: Path) -> dict[str, Any]:
    return dict(json.loads(card_path(release).read_text("utf-8")))


def logits(network: Any, classifier: TransformerClassifier) -> Any:
    import torch

    ids = [classifier._reader.ids(text) for text in TEXTS]
    rows = [torch.tensor([[classifier._first, *own, classifier._last]]) for own in ids]
    with torch.no_grad():
        return np.concatenate([network.eval()(row, torch.ones_like(row)) for row in rows])


def test_a_run_begins_with_the_weights_of_a_release(encoder: Path, release: Path) -> None:
    from moderation.classifiers.training.transformer.beginning import beginning

    classifier = TransformerClassifier.load(release)
    found = logits(beginning(encoder, release), classifier)
    np.testing.assert_allclose(found, classifier.logits(TEXTS), atol=0.5)


def test_a_run_begins_with_the_average_of_a_former_run(encoder: Path, release: Path) -> None:
    import torch

    from moderation.classifiers.training.transformer.beginning import beginning

    former = release.with_name("checkpoint.pt")
    average = torch.load(former, weights_only=True)["average"]
    found = beginning(encoder, former).state_dict()
    assert all(torch.equal(found[name], average[name]) for name in average)


def test_only_the_last_layers_learn_if_that_is_asked_for(encoder: Path) -> None:
    import torch

    from moderation.classifiers.training.transformer.examples import Encoded
    from moderation.classifiers.training.transformer.fitting import Fit, Fitting
    from moderation.classifiers.training.transformer.network import load_encoder

    network = load_encoder(encoder)
    before = {name: own.clone() for name, own in network.state_dict().items()}
    rows = [Encoded(np.array([2, 5 + row, 3], dtype=np.int32), (1.0,) * 5, 1.0) for row in range(8)]
    fitting = Fitting(network, [rows], Fit(batch=2, layers=1), seed=1)
    fitting.run(encoder.with_name("last-layers.pt"), lambda _: None)
    after = network.state_dict()
    learnt = [name for name in after if not torch.equal(after[name], before[name])]
    last = ("head.", "encoder.encoder.layer.1.")
    assert [name for name in learnt if not name.startswith(last)] == []
    assert len(learnt) > 10


def test_what_is_neither_a_release_nor_a_run_is_refused(
    encoder: Path, release: Path, tmp_path: Path
) -> None:
    from moderation.classifiers.training.transformer.beginning import beginning

    foreign = tmp_path / "foreign.pt"
    foreign.write_bytes(b"no checkpoint")
    with pytest.raises(DataError, match=r"neither a release .* nor the checkpoint of a run"):
        beginning(encoder, foreign)
    with pytest.raises(ReleaseError, match="is no release of the transformer: it lacks"):
        beginning(encoder, write_release(tmp_path))
    with pytest.raises(ReleaseError, match="Cannot read the release"):
        beginning(encoder, tmp_path / "none.onnx")


def test_weights_of_another_shape_are_refused(encoder: Path, release: Path, tmp_path: Path) -> None:
    import torch

    from moderation.classifiers.training.transformer.beginning import beginning

    state = torch.load(release.with_name("checkpoint.pt"), weights_only=True)
    wider = {name: torch.cat([value, value]) for name, value in state["average"].items()}
    torch.save({**state, "average": wider}, tmp_path / "wider.pt")
    with pytest.raises(DataError, match="of a network of another shape than the encoder"):
        beginning(encoder, tmp_path / "wider.pt")


@pytest.fixture(scope="module")
def passes_twice(one_step: Any) -> Any:
    return replace(one_step, recipe=replace(one_step.recipe, passes={NEWS: 2}))


@pytest.fixture(scope="module")
def short(
    train: Callable[..., None],
    passes_twice: Any,
    release: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The release of a run of one step, where one that was killed left half a checkpoint."""
    output = tmp_path_factory.mktemp("short") / "short.onnx"
    output.with_name("checkpoint.partial").write_bytes(b"half a file")
    train(output, settings=passes_twice, start_from=release)
    return output


def test_a_run_ends_when_its_time_is_over_and_says_what_it_was(short: Path) -> None:
    made = card_of(short)["trained_with"]
    assert (made["start_from"], made["steps"], made["passes"]) == ("tiny.onnx", 1, {NEWS: 2})


def test_a_checkpoint_that_was_being_written_when_a_run_was_killed_is_ignored(short: Path) -> None:
    assert not short.with_name("checkpoint.partial").exists()
    assert TransformerClassifier.load(short).name == "short"


def test_time_that_was_spent_before_a_run_was_stopped_counts(
    train: Callable[..., None], passes_twice: Any, release: Path, short: Path
) -> None:
    import torch

    train(short, settings=passes_twice, start_from=release, resume=True)
    assert torch.load(short.with_name("checkpoint.pt"), weights_only=True)["step"] == 1


def test_the_weights_are_written_for_detoxify_too_and_pinned(release: Path, tmp_path: Path) -> None:
    from moderation.classifiers.detoxify import checkpoint

    assert (release.with_name("tiny-detoxify") / "tiny.ckpt").exists()
    again = checkpoint.write(release, tmp_path / "elsewhere")
    assert card_of(release)[checkpoint.WEIGHTS_SHA256] == again.weights_sha256


def comment(source: str, number: int) -> LabelledComment:
    return LabelledComment(f"{source} {number}", (0.0,) * 5, source, 1.0, random_sample=False)


@pytest.mark.parametrize(("passes", "seen"), [({}, 1), ({NEWS: 3}, 3), ({NEWS: 0}, 0)])
def test_each_set_is_seen_as_often_as_it_is_asked_for(passes: dict[str, int], seen: int) -> None:
    from moderation.classifiers.training.transformer.examples import Recipe, stages

    corpus = Corpus([comment(source, n) for source in (NEWS, "other") for n in range(8)])
    recipe = Recipe(disguised=0, mistyped=0, diluted_comments=0, long_calm=0, passes=passes)
    texts = [example.text for stage in stages(corpus, [], recipe, seed=1) for example in stage]
    assert sorted(texts) == sorted(
        [f"{NEWS} {n}" for n in range(8)] * seen + [f"other {n}" for n in range(8)]
    )


def test_an_unknown_set_is_refused() -> None:
    with pytest.raises(
        DataError, match=r"There is no set .none.\. Name one of: civil_comments_news"
    ):
        known_passes({"none": 2})


def test_passes_are_given_set_by_set() -> None:
    parser = argparse.ArgumentParser()
    add_beginning_and_length(parser)
    given = parser.parse_args(["--passes", "a=2", "--passes", "b=0", "--minutes", "90"])
    assert (given.passes, given.minutes, given.start_from) == ({"a": 2, "b": 0}, 90.0, None)


@pytest.mark.parametrize("wrong", ["2", "a=", "=2", "a=x", "a=-1"])
def test_passes_that_say_nothing_are_refused(wrong: str, capsys: Any) -> None:
    parser = argparse.ArgumentParser()
    add_beginning_and_length(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--passes", wrong])
    assert "--passes takes SET=N, such as civil_comments_news=2" in capsys.readouterr().err
