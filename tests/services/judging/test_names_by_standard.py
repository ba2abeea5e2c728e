"""The release that ships judges names by the words in them, not as sentences."""

import pytest

from moderation.models import Finding
from moderation.services.judging import releases, scoring
from tests.factories import make_author, make_comment, make_policy_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def standard(settings):
    settings.CLASSIFIER = "standard"
    return releases.activate("standard")


def flagged(*names):
    make_policy_version()
    comments = [make_comment("Thank you.", author=make_author(name=name)) for name in names]
    outcomes = scoring.judge(comments)
    part = Finding.Part.NAME
    return [o.comment.author_name for o in outcomes if any(f.part == part for f in o.findings)]


def test_names_of_one_word_and_pen_names_are_no_attacks(standard):
    names = [
        "Reader", "Hagop", "Vram", "Priya", "Mohammed", "Skeptic", "Teacher", "Farmer", "Cyclist",
        "Old Timer", "Bob the builder", "Dad of three", "BlueSky42", "Grandma Jo", "Boston fan",
    ]  # fmt: skip
    assert flagged(*names) == []


def test_a_name_that_insults_is_found(standard):
    assert flagged("Anna", "The Mayor Is An Idiot", "Fuck You All") == [
        "The Mayor Is An Idiot",
        "Fuck You All",
    ]
