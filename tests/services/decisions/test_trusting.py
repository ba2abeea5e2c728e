from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.models import Trust
from moderation.services.decisions import trusting
from moderation.services.decisions.trusting import TrustChangedError, set_trust
from tests.factories import make_author, make_moderator
from tests.racing import race

pytestmark = pytest.mark.django_db

Level = Trust.Level


def test_an_entry_says_who_set_what_when_why_and_until_when():
    author, anna, until = make_author(), make_moderator(), timezone.now() + timedelta(days=1)
    set_trust(author=author, level=Level.HELD, moderator=anna, seen=0, reason="Baits.", until=until)
    entry = trusting.entry_in_force(author)
    assert (entry.level, entry.set_by, entry.reason, entry.until) == (
        "held",
        anna,
        "Baits.",
        until,
    )


def test_lifting_leaves_what_was_set_in_the_log():
    author, anna = make_author(), make_moderator()
    first = set_trust(author=author, level=Level.TRUSTED, moderator=anna, seen=0)
    set_trust(author=author, level=Level.ORDINARY, moderator=anna, seen=first.pk)
    assert trusting.entry_in_force(author) is None
    assert list(author.trust.values_list("level", flat=True)) == ["ordinary", "trusted"]


def test_what_a_colleague_set_meanwhile_is_not_overwritten():
    author, anna = make_author(), make_moderator()
    set_trust(author=author, level=Level.HELD, moderator=anna, seen=0)
    with pytest.raises(TrustChangedError) as refused:
        set_trust(author=author, level=Level.TRUSTED, moderator=make_moderator(), seen=0)
    assert (refused.value.entry.level, refused.value.entry.set_by) == ("held", anna)
    assert trusting.entry_in_force(author).level == "held"


@pytest.mark.django_db(transaction=True)
def test_of_moderators_who_set_it_at_once_one_does():
    author = make_author()
    levels = [Level.TRUSTED, Level.HELD] * 2
    moderators = [make_moderator() for _ in levels]

    def setter(moderator, level):
        return lambda: set_trust(author=author, level=level, moderator=moderator, seen=0)

    results = race(*(setter(m, own) for m, own in zip(moderators, levels, strict=True)))
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["Trust"] + ["TrustChangedError"] * 3
    assert Trust.objects.count() == 1
