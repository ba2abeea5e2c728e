"""Who is limited to sections sees and decides the cases of those only."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from moderation.models import Decision, ReviewItem, SectionLimit
from moderation.permissions import sections_of
from moderation.services.decisions import cases, undoing
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide, decide_all
from moderation.services.decisions.leaving import Left, Why
from moderation.services.desk import statistics
from tests.factories import (
    limit_to_sections,
    make_article,
    make_comment,
    make_moderator,
    make_review_item,
    make_user,
)

pytestmark = pytest.mark.django_db

TOLD = "This comment is in a section that you do not moderate."


def _case(section, text="A remark."):
    return make_review_item(make_comment(text, article=make_article(section=section)))


def _by_a_group(moderator):
    group = Group.objects.create(name="Sport desk")
    moderator.groups.add(group)
    SectionLimit.objects.create(group=group, section="Sport")
    return moderator


MODERATORS = {
    "without limits": (make_moderator, True),
    "limited to this section": (lambda: limit_to_sections(make_moderator(), "Sport"), True),
    "limited to this and another": (
        lambda: limit_to_sections(make_moderator(), "Sport", "Politics"),
        True,
    ),
    "limited to another": (lambda: limit_to_sections(make_moderator(), "Politics"), False),
    "limited to this by a group": (lambda: _by_a_group(make_moderator()), True),
    "limited to this by a group, to another personally": (
        lambda: limit_to_sections(_by_a_group(make_moderator()), "Politics"),
        True,
    ),
    "an administrator": (
        lambda: limit_to_sections(make_user(is_superuser=True), "Politics"),
        True,
    ),
}

ADDRESSES = {
    "card": ("get", {}),
    "thread": ("get", {}),
    "author": ("get", {}),
    "claim": ("post", {}),
    "decide": ("post", {"action": "approve"}),
    "defer": ("post", {}),
    "escalate": ("post", {}),
}


def test_statistics_count_the_sections_of_who_reads_them():
    for section in ("Sport", "Sport", "Politics"):
        item = _case(section)
        decide(
            comment=item.comment,
            moderator=make_moderator(),
            action="remove",
            version_token=version_token_of(item.comment),
        )
        _case(section)
    of_sport = limit_to_sections(make_moderator(), "Sport")
    numbers = {"days": "opened", "age": "cases", "articles": "removed"}
    for name, column in numbers.items():
        seen = [
            sum(row[column] for row in statistics.TABLES[name](7, viewer).rows)
            for viewer in (None, make_moderator(), of_sport)
        ]
        assert (name, seen[0] - seen[2]) == (name, seen[0] // 3)
        assert seen[0] == seen[1] > 0


@pytest.mark.parametrize("page", ADDRESSES)
@pytest.mark.parametrize("who", MODERATORS)
def test_a_case_is_for_who_moderates_its_section(client, who, page):
    make, may = MODERATORS[who]
    client.force_login(make())
    comment = _case("Sport").comment
    method, form = ADDRESSES[page]
    address = reverse(f"desk:{page}", args=[comment.pk])
    response = getattr(client, method)(
        address, {**form, "version_token": version_token_of(comment)}
    )
    assert (response.status_code == 403) is not may
    assert (TOLD in response.content.decode()) is not may


@pytest.mark.parametrize("who", MODERATORS)
def test_lists_show_what_is_for_the_moderator(client, who):
    make, may = MODERATORS[who]
    client.force_login(make())
    item = _case("Sport", "A remark on rowing.")
    decided = _case("Sport", "A decided remark on rowing.")
    _approve(decided.comment, make_moderator())
    response = client.get(reverse("desk:queue"))
    assert ("A remark on rowing." in response.content.decode()) is may
    assert response.context["queues"][0]["count"] == int(may)
    for name, query in (
        ("search", {"q": "rowing"}),
        ("log", {}),
    ):
        page = client.get(reverse(f"desk:{name}"), query).content.decode()
        assert ("remark on rowing." in page) is may
    pick = {"pick": item.comment_id}
    page = client.get(reverse("desk:bulk", args=["needs-review"]), pick).content.decode()
    assert ("A remark on rowing." in page) is may


def _approve(comment, moderator):
    return decide(
        comment=comment,
        moderator=moderator,
        action="approve",
        version_token=version_token_of(comment),
    )


def test_a_bulk_action_leaves_what_is_of_other_sections():
    sport, politics = _case("Sport").comment, _case("Politics").comment
    bulk = decide_all(
        version_token={c.pk: version_token_of(c) for c in (sport, politics)},
        moderator=limit_to_sections(make_moderator(), "Sport"),
        action="approve",
    )
    assert [decision.comment for decision in bulk.decisions] == [sport]
    assert bulk.left == [Left(politics.pk, Why.OTHER_SECTION)]


def test_a_decision_in_another_section_is_not_undone():
    decision = _approve(_case("Sport").comment, make_moderator())
    with pytest.raises(undoing.UndoError, match="a section that you do not moderate"):
        undoing.undo(decision=decision, moderator=limit_to_sections(make_moderator(), "Politics"))


def test_news_tell_nothing_of_other_sections(client):
    comment, anna = _case("Sport").comment, make_moderator(username="anna")
    cases.claim(item=ReviewItem.objects.get(), moderator=anna)
    client.force_login(limit_to_sections(make_moderator(), "Politics"))
    asked = {"card": comment.pk, "since": 0}
    page = client.get(reverse("desk:news", args=["needs-review"]), asked).content.decode()
    assert "anna" not in page
    assert "new" not in page.split("<nav")[0]


def test_the_limits_of_a_moderator_are_read_once(django_assert_num_queries):
    moderator = limit_to_sections(make_moderator(), "Sport")
    with django_assert_num_queries(1):
        assert sections_of(moderator) == sections_of(moderator) == {"Sport"}


def test_articles_without_a_section_are_for_moderators_without_limits(client):
    comment = _case("").comment
    client.force_login(limit_to_sections(make_moderator(), "Sport"))
    assert client.get(reverse("desk:card", args=[comment.pk])).status_code == 403
    assert Decision.objects.count() == 0
