import pytest

from moderation.services.nightly.pacing import Pace


@pytest.mark.parametrize(
    ("number", "took", "size"),
    [
        (1000, 0.02, 2000),
        (1000, 0.01, 2000),
        (1000, 0.08, 500),
        (1000, 1.0, 400),
        (200, 0.01, 1000),
        (200, 0.08, 400),
    ],
)
def test_the_pace_follows_from_how_long_the_last_transaction_took(number, took, size):
    pace = Pace(size=1000, least=400, most=4000, seconds=0.04)
    pace.adapt(number, took)
    assert pace.size == size
