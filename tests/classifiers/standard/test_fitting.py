import gzip
import io
import json
from itertools import product

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import DataError
from moderation.classifiers.corpora.sources import NEWS, REGISTRY
from moderation.classifiers.standard.joint import probabilities
from moderation.classifiers.training.prevalence import PREVALENCE, masses
from moderation.classifiers.training.standard import report
from moderation.classifiers.training.standard.joint import Rows, calibration, fit
from moderation.classifiers.training.standard.settling import measure, settling, verdicts
from moderation.services.policy.thresholds import DEFAULT_THRESHOLDS
from tests import standard_site
from tests.classifiers.transformer.tiny_release import write_release

THRESHOLDS = {name: (own.queue_at, own.hold_at) for name, own in DEFAULT_THRESHOLDS.items()}
ATTRIBUTES = len(Attribute)


def made_rows(number=20_000, seed=1):
    """Return comments of which both models see a part of what makes them bad."""
    random = np.random.default_rng(seed)
    truth = random.random((number, 1)) < 0.2
    signal = np.where(truth, 2.0, -2.0) * np.ones(ATTRIBUTES)
    linear = signal + random.normal(0, 2.5, signal.shape)
    transformer = signal + random.normal(0, 1.0, signal.shape)
    return Rows(linear, transformer, np.tile(truth, ATTRIBUTES).astype(float), np.ones(number))


def test_masses_have_the_prevalence_and_the_total_that_are_asked_for():
    share, weights = np.array([0.0, 0.5, 1.0, 0.0]), np.array([1.0, 2.0, 1.0, 4.0])
    bad, calm = masses(share, weights, 0.1)
    assert np.isclose(bad.sum(), 0.8)
    assert np.isclose(bad.sum() + calm.sum(), weights.sum())
    assert bad[0] == bad[3] == calm[2] == 0


def test_an_attribute_without_objections_is_an_error():
    with pytest.raises(DataError, match="Both calm and objectionable"):
        masses(np.zeros(3), np.ones(3), 0.1)


def test_the_better_model_weighs_more_and_both_together_are_best():
    rows = made_rows()
    model = fit(rows)
    assert (model.weights[:, 2] > 3 * model.weights[:, 1]).all()
    assert (model.weights[:, 1] > 0).all()
    found = report.figures(model, made_rows(seed=2), [""] * 20_000, PREVALENCE)
    for own in found.values():
        assert own["auc"] > own["auc_transformer"] > own["auc_linear"]
        assert own["calibration_error"] < 0.01


def test_a_model_that_misleads_is_left_out():
    rows = made_rows(2_000)
    model = fit(Rows(-rows.linear, rows.transformer, rows.labels, rows.weights))
    assert (model.weights[:, 1] == 0).all()
    assert (model.weights[:, 2] > 0).all()


def test_a_missing_label_counts_for_nothing():
    rows = made_rows(2_000)
    labels = rows.labels.copy()
    labels[1_000:] = np.nan
    half = Rows(rows.linear[:1_000], rows.transformer[:1_000], labels[:1_000], rows.weights[:1_000])
    whole = Rows(rows.linear, rows.transformer, labels, rows.weights)
    assert np.allclose(fit(half).weights, fit(whole).weights)


@given(st.integers(0, 1_000), st.integers(2, 60))
def test_a_calibration_rises_whatever_it_is_fitted_on(seed, number):
    random = np.random.default_rng(seed)
    logits = random.normal(0, 3, number).round(1)
    bad, calm = random.random(number), random.random(number)
    line = calibration(logits, bad, calm)
    points = np.linspace(-30, 30, 301)
    assert (np.diff(line(points)) > 0).all()


def test_settled_comments_break_no_clause_and_few_verdicts_change():
    rows = made_rows()
    model = fit(rows)
    sample = (rows.linear, rows.transformer, rows.weights)
    bounded = settling(model, *sample, THRESHOLDS)
    found = measure(bounded, *sample, THRESHOLDS)
    assert found.changed <= 0.001
    assert found.settled > 0.15
    settled = bounded.settled(rows.linear)
    alone = probabilities(bounded.logits_alone(rows.linear[settled]))
    assert set(verdicts(alone, THRESHOLDS).tolist()) == {0}


def test_nothing_is_settled_where_the_linear_model_knows_nothing():
    rows = made_rows(4_000)
    blind = np.zeros_like(rows.linear)
    model = settling(fit(rows), blind, rows.transformer, rows.weights, THRESHOLDS)
    assert not model.settled(blind).any()


NAMES = ("Ada", "Bela", "Cleo", "Dora", "Emil", "Fritz", "Gita", "Hugo")
PLACES = ("bridge", "school", "market", "station", "library", "theatre", "harbour", "garden")


def write_set(folder, name):
    """Write calm and vile comments of which a tenth is held out by their letters."""
    lines = ["text,toxicity,profanity,insult,threat,identity_attack,natural_sample,id"]
    for number, (who, where) in enumerate(product(NAMES * 12, PLACES)):
        natural = number % 2 if name == NEWS else ""
        lines.append(f"{name} {number} {who} opens the {where} now,0,0,0,0,0,{natural},{number}")
        lines.append(f"{name} {number} {who} will shoot you idiot,1,1,1,1,1,{natural},v{number}")
    with gzip.open(folder / f"{name}.csv.gz", "wt") as file:
        file.write("\n".join(lines))


def test_the_command_fits_a_release_that_the_site_can_load(tmp_path):
    for source in REGISTRY:
        write_set(tmp_path, source.name)
    transformer = write_release(tmp_path)
    output, said = tmp_path / "standard.joint", io.StringIO()
    call_command(
        "train",
        kind="standard",
        data=tmp_path,
        output=output,
        transformer=transformer,
        stdout=said,
    )
    assert "verdicts differ" in said.getvalue()
    standard = standard_site.Files(output, transformer).load()
    calm, vile = standard.score(["Ada opens the school now", "Bela will shoot you idiot"])
    assert calm[Attribute.TOXICITY] < 0.2
    assert vile[Attribute.TOXICITY] > 0.8
    card = json.loads(output.with_suffix(".json").read_text())
    assert card["bulk"]["verdicts_changed"] < 0.001
    assert list(card["figures"]) == [attribute.value for attribute in Attribute]


def test_a_kind_says_what_it_needs(tmp_path):
    with pytest.raises(CommandError, match="--kind standard needs --transformer"):
        call_command("train", kind="standard", data=tmp_path, output=tmp_path / "x.joint")
    with pytest.raises(CommandError, match="--kind transformer needs --encoder"):
        call_command("train", kind="transformer", data=tmp_path, output=tmp_path / "x.onnx")
