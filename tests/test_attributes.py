"""Every place that knows the attributes by name; a new attribute fails here until all know it."""

import pytest

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS
from moderation.classifiers.detoxify import classifier as detoxify
from moderation.classifiers.perspective.names import ATTRIBUTES
from moderation.models import Score
from moderation.services.judging import releases
from moderation.services.policy.clause_proposals import propose_clauses
from moderation.services.policy.thresholds import DEFAULT_THRESHOLDS


def test_a_score_has_a_column_for_each_attribute():
    columns = {field.name for field in Score._meta.get_fields()}
    assert [attribute for attribute in Attribute if attribute.value not in columns] == []


@pytest.mark.parametrize(
    "table",
    [DEFAULT_THRESHOLDS, COLUMNS, detoxify.CLASSES],
    ids=["thresholds", "corpus", "detoxify"],
)
def test_a_table_by_attribute_has_them_all_in_order(table):
    assert list(table) == list(Attribute)


def test_the_scoring_api_has_a_name_for_each_attribute():
    assert set(ATTRIBUTES.values()) == set(Attribute)


def test_a_policy_can_state_each_attribute():
    proposed = propose_clauses("Offensive comments will be removed.")
    assert [clause.attribute for clause in proposed] == list(Attribute)


def test_the_shipped_release_measures_each_attribute():
    (scores,) = releases.load("linear").score(["A calm remark."])
    assert list(scores) == list(Attribute)
