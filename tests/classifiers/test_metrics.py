import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from moderation.classifiers.evaluation import metrics

SHARE = np.array([0.0, 0.0, 1.0, 1.0, 0.4, 0.6])
SCORE = np.array([0.1, 0.4, 0.35, 0.8, 0.2, 0.9])


def test_auc_counts_half_of_the_readers_as_positive():
    assert metrics.auc(SHARE, SCORE) == roc_auc_score([0, 0, 1, 1, 0, 1], SCORE)


def test_figures_without_a_class_are_nan():
    calm = np.zeros(3)
    assert np.isnan(metrics.auc(calm, calm))
    assert np.isnan(metrics.average_precision(calm, calm))
    assert np.isnan(metrics.recall_at(0.1, calm, calm))
    assert np.isnan(metrics.recall(calm, calm))


def test_recall_at_a_false_positive_rate_is_the_best_threshold_that_keeps_to_it():
    share = np.array([0, 0, 0, 0, 1, 1, 1, 1.0])
    score = np.array([0.1, 0.2, 0.3, 0.85, 0.2, 0.6, 0.8, 0.9])
    assert metrics.recall_at(0.0, share, score) == 0.25
    assert metrics.recall_at(0.25, share, score) == 0.75


def test_a_classifier_that_says_the_share_is_calibrated():
    share = np.linspace(0, 1, 150)
    assert metrics.calibration_error(share, share) == pytest.approx(0)
    assert metrics.brier_skill(share, share) == 1


def test_a_classifier_that_is_always_too_high_by_a_tenth_errs_by_a_tenth():
    share = np.linspace(0, 0.9, 150)
    assert metrics.calibration_error(share, share + 0.1) == pytest.approx(0.1)


def test_the_bins_have_equal_mass():
    sizes = [size for _, _, size in metrics.calibration_curve(np.zeros(150), np.arange(150.0))]
    assert sizes == [10] * 15


def test_always_saying_the_mean_has_no_skill():
    share = np.array([0, 1, 1, 0.0])
    assert metrics.brier_skill(share, np.full(4, 0.5)) == 0


def test_the_power_mean_is_close_to_the_worst():
    assert metrics.power_mean([0.5, 1.0, 1.0, float("nan")]) == pytest.approx((34 / 3) ** -0.2)


def test_bpsn_is_low_where_mentions_count_as_attacks():
    share = np.array([0, 0, 1, 1.0])
    mention = np.array([True, False, False, False])
    alarmed, calm = np.array([0.9, 0.1, 0.6, 0.7]), np.array([0.2, 0.1, 0.6, 0.7])
    assert metrics.identity_bias(share, alarmed, {"g": mention})["bpsn_auc"] == 0
    assert metrics.identity_bias(share, calm, {"g": mention})["bpsn_auc"] == 1


def test_reviewing_the_worst_half_finds_them_all():
    curve = dict(metrics.workload(np.repeat([1.0, 0.0], 50), np.linspace(1, 0, 100)))
    assert (curve[0.5], curve[0.1]) == (1.0, 0.2)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=40))
def test_figures_never_raise_and_stay_in_their_range(pairs):
    share, score = np.array(pairs).T
    for figure in (metrics.auc, metrics.average_precision, metrics.calibration_error):
        assert not figure(share, score) > 1 + 1e-9
    assert metrics.workload(share, score)[-1][0] == 1


def test_the_interval_holds_the_figure():
    low, high = metrics.bootstrap(metrics.recall, np.tile(SHARE, 20), np.tile(SCORE, 20))
    assert low <= metrics.recall(SHARE, SCORE) <= high
    assert low < high
