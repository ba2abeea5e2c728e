from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles import limits
from articles.models import Attempts
from tests.racing import race

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def tried(number, key="ani", name="posts", most=3):
    return [limits.allows(name, key, most=most, within=MINUTE) for _ in range(number)]


def let_the_time_pass():
    Attempts.objects.update(ends_at=timezone.now())


def test_so_many_attempts_are_allowed_and_no_more():
    assert tried(5) == [True, True, True, False, False]


def test_others_and_other_limits_are_counted_apart():
    tried(3)
    assert (tried(1), tried(1, key="ben"), tried(1, name="edits")) == ([False], [True], [True])


def test_when_the_time_is_over_it_begins_anew():
    tried(5)
    let_the_time_pass()
    assert tried(4) == [True, True, True, False]


def test_refused_attempts_do_not_prolong_the_time():
    tried(3)
    ends_at = Attempts.objects.get().ends_at
    tried(2)
    assert (Attempts.objects.get().ends_at, Attempts.objects.get().number) == (ends_at, 5)


def test_a_count_can_be_forgotten():
    tried(4)
    tried(4, key="ben")
    limits.forget("posts", "ani")
    assert (tried(1), tried(1, key="ben")) == ([True], [False])


def test_nothing_of_the_key_is_readable():
    tried(1, key="ani@example.org")
    kept = Attempts.objects.get().key
    assert len(kept) == 64
    assert "ani" not in kept


def test_the_nightly_job_deletes_counts_whose_time_is_over():
    tried(1, key="old")
    let_the_time_pass()
    tried(1, key="new")
    call_command("forget_origins", verbosity=0)
    assert Attempts.objects.count() == 1
    assert tried(3, key="new") == [True, True, False]


@pytest.mark.django_db(transaction=True)
def test_of_many_attempts_at_one_moment_no_more_are_allowed():
    results = race(*[lambda: limits.allows("posts", "ani", most=7, within=MINUTE)] * 20)
    assert sorted(results) == [False] * 13 + [True] * 7


class AnyKey(TestCase):
    @given(st.text(st.characters()), st.integers(1, 6))
    def test_any_text_is_a_key(self, key, most):
        Attempts.objects.all().delete()
        assert tried(8, key=key, most=most) == [True] * most + [False] * (8 - most)
