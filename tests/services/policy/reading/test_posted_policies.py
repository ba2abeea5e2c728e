import pytest

from moderation.services.policy.reading import read_policy
from tests.services.policy.reading.marked import named, unmarked
from tests.services.policy.reading.posted_in_prose import ALL_IN_PROSE
from tests.services.policy.reading.posted_with_markup import ALL_WITH_MARKUP

POLICIES = {**ALL_IN_PROSE, **ALL_WITH_MARKUP}


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_what_a_posted_policy_forbids_is_read_in_its_order_and_nothing_else(policy):
    marked = unmarked(policy)
    reading = read_policy(marked.text)
    assert [named(one) for one in reading.prohibitions] == marked.prohibitions
    assert reading.unread == ()
