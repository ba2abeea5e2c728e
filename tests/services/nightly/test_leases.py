from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.services.nightly import leases, starting
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def test_a_leased_chunk_cannot_be_claimed(version, small_chunks):
    make_comment()
    run = starting.begin()
    assert leases.claim(run) is not None
    assert leases.claim(run) is None


@pytest.mark.parametrize("gone", [{"leased_until": "past"}, {"worker": "process"}])
def test_the_chunk_of_a_dead_worker_is_taken_over(version, gone):
    make_comment()
    run = starting.begin()
    leases.claim(run)
    if "worker" in gone:
        host = leases.this_worker().rpartition(" ")[0]
        run.chunks.update(worker=f"{host} {2**22 + 1}")  # no process has such a number
    else:
        run.chunks.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert leases.claim(run) is not None


def test_the_lease_of_a_worker_on_another_machine_holds_until_it_expires(version):
    make_comment()
    run = starting.begin()
    leases.claim(run)
    run.chunks.update(worker=f"elsewhere {2**22 + 1}")
    assert leases.claim(run) is None
