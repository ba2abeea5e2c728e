import json
import math
import sys
from importlib.util import find_spec

import pytest

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import (
    COLUMNS,
    Corpus,
    DataError,
    LabelledComment,
    bucket,
    is_held_out,
    read_files,
)
from moderation.classifiers.corpora.obfuscation import FAMILIES
from moderation.classifiers.evaluation.figures import evaluate, without_nan
from moderation.classifiers.evaluation.rendering import MissingPlotterError, bias_table, html, table

TOXIC = ["You are an idiot", "Shut up, moron", "What a load of bullshit", "Idiot!", "I hate you"]
CALM = [
    "Thank you for the article",
    "My gay neighbour is kind",
    "The summit is in May",
    "Yes",
    "No",
]


def comment(text, toxicity, source="made"):
    labels = tuple(toxicity if a == Attribute.TOXICITY else math.nan for a in COLUMNS)
    return LabelledComment(text, labels, source, 1.0, random_sample=False)


@pytest.fixture
def corpus():
    numbered = [(f"{text}, number {n}", 1.0) for n in range(8) for text in TOXIC]
    numbered += [(f"{text}, number {n}", 0.0) for n in range(8) for text in CALM]
    return Corpus(comment(text, label) for text, label in numbered)


@pytest.fixture
def evaluation(shipped, corpus):
    return evaluate(shipped, corpus, repeats=20)


def test_only_labelled_attributes_are_measured(evaluation):
    assert list(evaluation["attributes"]) == ["toxicity"]
    assert evaluation["attributes"]["toxicity"]["auc"]["value"] > 0.9


def test_every_family_of_evasions_is_measured(evaluation):
    retention = evaluation["robustness"]["retention"]
    assert set(retention) == {*FAMILIES, "embedded"}
    assert retention["homoglyphs"] == 1.0


def test_innocent_lookalikes_are_measured(evaluation):
    assert abs(evaluation["robustness"]["false_positives_by_lookalikes"]) < 0.2


def test_swapping_groups_is_measured(evaluation):
    assert 0 <= evaluation["counterfactual_flips"] <= 1


def test_the_figures_are_valid_json(evaluation):
    text = json.dumps(without_nan(evaluation), allow_nan=False)
    assert json.loads(text)["texts"] == 80


def test_the_tables_have_a_row_for_each_figure(evaluation):
    assert table(evaluation).row_count == 1
    assert bias_table(evaluation).row_count > 10


def test_the_page_holds_tables_and_a_plot_for_each_curve(evaluation):
    if find_spec("matplotlib") is None:  # as where only the core is installed
        with pytest.raises(MissingPlotterError):
            html(evaluation)
        return
    page = html(evaluation)
    assert page.count("data:image/png;base64,") == 3
    assert page.count("<table>") == 2


def test_without_matplotlib_it_says_how_to_install_it(evaluation, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(MissingPlotterError, match=r"pip install -r requirements-dev\.txt"):
        html(evaluation)


def test_missing_labels_stay_missing(tmp_path):
    path = tmp_path / "made.csv"
    path.write_text("text,toxicity,insult\nhello,0,\nidiot,1,0.8\n,,\n")
    corpus = read_files([path])
    assert [comment.text for comment in corpus.comments] == ["hello", "idiot"]
    assert math.isnan(corpus.labels[0, list(COLUMNS).index(Attribute.PERSONAL_ATTACK)])


@pytest.mark.parametrize("content", [b"body\nhello\n", b"\xff\xfe\x00text", b""])
def test_unusable_data_are_refused_with_the_file_and_the_reason(tmp_path, content):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"bad\.csv"):
        read_files([path])


def test_copies_of_a_text_fall_on_the_same_side():
    assert bucket("You, IDIOT!") == bucket("you idiot")
    assert is_held_out("You, IDIOT!") == is_held_out("you idiot")
