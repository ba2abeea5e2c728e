"""Which clause of a new version stands for one of an old version."""

import pytest

from moderation.models import Clause
from moderation.services.judging import succession

INSULTS = Clause(quote="insults", attribute="personal_attack")
SPEECH = Clause(quote="insults", attribute="toxicity")
ATTACKS = Clause(quote="attacks on others", attribute="personal_attack")
OFF_TOPIC = Clause(quote="comments off the topic")
REWORDED = Clause(quote="comments that are off the topic")
LIBEL = Clause(quote="libel")


@pytest.mark.parametrize(
    ("among", "expected"),
    [
        ([ATTACKS, SPEECH], SPEECH),
        ([LIBEL, ATTACKS], ATTACKS),
        ([LIBEL, OFF_TOPIC], None),
        ([SPEECH, ATTACKS, INSULTS], INSULTS),
    ],
    ids=["same words", "same attribute", "nothing alike", "itself"],
)
def test_words_weigh_more_than_what_is_measured(among, expected):
    assert succession.successor(INSULTS, among) is expected


def test_what_people_judge_is_followed_by_similar_words():
    assert succession.successor(OFF_TOPIC, [LIBEL, REWORDED]) is REWORDED


def test_each_clause_is_paired_once_the_most_alike_first():
    assert succession.paired([ATTACKS, INSULTS], [SPEECH, LIBEL]) == {1: 0}
