"""Thresholds are typed and shown in per cent."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from moderation.views.percent_field import PercentField


@pytest.mark.parametrize(
    ("typed", "share"),
    [("50", 0.5), ("61.5", 0.615), ("61,5", 0.615), (" 7 % ", 0.07), ("0", 0.0), ("100", 1.0)],
)
def test_per_cent_are_a_share(typed, share):
    assert PercentField().clean(typed) == share


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0.5", "0.5 is less than 1%. Write 50 if you mean 50%."),
        ("-1", "Write a number from 0 to 100."),
        ("101", "Write a number from 0 to 100."),
        ("much", "Write a number of per cent, such as 50."),
        ("nan", "Write a number of per cent, such as 50."),
        ("", "This field is required."),
    ],
)
def test_what_is_no_number_of_per_cent_is_explained(typed, message):
    with pytest.raises(ValidationError) as refused:
        PercentField().clean(typed)
    assert refused.value.messages == [message]


@given(st.integers(100, 10_000))
def test_a_stored_share_is_shown_as_it_was_typed(hundredths):
    share = hundredths / 10_000
    assert PercentField().clean(PercentField().prepare_value(share)) == share
