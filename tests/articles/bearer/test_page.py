"""What docs/sso.md says."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from articles import bearer
from tests.articles.bearer.issuing import SECRET, request_with

PAGE = (Path(settings.BASE_DIR) / "docs/sso.md").read_text()


@pytest.mark.django_db
def test_the_example_signs_a_reader_in():
    names = {"secret": SECRET}
    exec(re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1], names)  # noqa: S102
    author = bearer.reader_of(request_with(names["token"]))
    found = (author.external_id, author.name, author.badge_labels)
    assert found == ("4711", "Lena Reader", ["Subscriber"])


def test_every_code_is_in_the_table():
    table = PAGE.partition("## Refused tokens")[2].partition("##")[0]
    rows = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) == set(bearer.Reason.values)
