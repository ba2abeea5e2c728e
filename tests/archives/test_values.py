import pytest

from moderation.services.transfer.archives.records import BadRecord
from moderation.services.transfer.archives.values import moment


@pytest.mark.parametrize(
    "value",
    ["2019-13-01 00:00:00", "noon", None, 5, {}, "9999999999999", "", "0000-00-00", "\ud800", "-1"],
)
def test_what_is_no_moment_is_refused(value):
    with pytest.raises(BadRecord):
        moment(value)


@pytest.mark.parametrize(
    "value",
    [
        "2019-05-04 12:00:00",
        "2019-05-04T12:00Z",
        "2019-05-04T14:00:00+02:00",
        "2019-05-04T14:00:00+0200",
        "Sat, 04 May 2019 12:00:00 +0000",
        " 2019-05-04 12:00 ",
    ],
)
def test_what_says_no_zone_is_utc(value):
    assert moment(value).timestamp() == 1_556_971_200
