"""What is kept between requests looks as if it were made anew."""

import pytest
from django.utils import timezone

from articles import names
from articles.kept import Kept
from articles.models import AccountName, Article, Author, Comment
from articles.templatetags import drawing
from moderation.classifiers.base import Attribute
from moderation.models import Policy
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import ProposedClause
from tests.factories import make_article, make_author, make_comment, make_moderator

PUBLISHED = Comment.Status.PUBLISHED


def texts(client, address):
    """The page without what differs in each answer, from what is kept and then made anew."""
    kept = comparable(client.get(address).content.decode())
    drawing._kept.forget()
    return kept, comparable(client.get(address).content.decode())


# What each form gets anew, with the time in it
OWN_OF_A_FORM = ("csrf", "submission", 'name="opened"')


def comparable(page):
    return [line for line in page.splitlines() if not any(own in line for own in OWN_OF_A_FORM)]


CHANGES = {
    "text": lambda c: Comment.objects.filter(pk=c.pk).update(text="Other words."),
    "edited": lambda c: Comment.objects.filter(pk=c.pk).update(edited_at=timezone.now()),
    "redacted": lambda c: Comment.objects.filter(pk=c.pk).update(redacted_at=timezone.now()),
    "featured": lambda c: Comment.objects.filter(pk=c.pk).update(featured_at=timezone.now()),
    "removed": lambda c: Comment.objects.filter(pk=c.pk).update(status=Comment.Status.REMOVED),
    "posted as": lambda c: Comment.objects.filter(pk=c.pk).update(posted_as="Another"),
    "renamed": lambda c: Author.objects.filter(pk=c.author_id).update(name="Renamed"),
    "badges": lambda c: Author.objects.filter(pk=c.author_id).update(badges=["subscriber"]),
    "moved in time": lambda c: Comment.objects.filter(pk=c.pk).update(posted_at=timezone.now()),
    "closed": lambda c: Article.objects.update(commenting=Article.Commenting.CLOSED),
    "linked": lambda c: Article.objects.update(url="https://paper.example/story"),
    "imitated": lambda c: AccountName.objects.create(
        user=make_moderator(), key=next(iter(names.keys(c.author_name)))
    ),
}


@pytest.mark.django_db
def test_a_comment_that_changed_is_never_shown_as_it_was(client, settings):
    settings.SSO_BADGES = {"subscriber": "Subscriber"}
    for what, change in CHANGES.items():
        article = make_article(slug=what.replace(" ", "-"))
        first = make_comment(article=article, status=PUBLISHED, author=make_author(name="Ada"))
        make_comment(article=article, status=PUBLISHED, parent=first, text="An answer.")
        before = comparable(client.get(article.get_absolute_url()).content.decode())
        change(first)
        kept, anew = texts(client, article.get_absolute_url())
        assert kept == anew, what
        assert kept != before, what


@pytest.mark.django_db
def test_a_new_version_of_the_policy_is_shown_at_once(client):
    article = make_article(section="Local")
    for number, policy in enumerate(
        [
            Policy.objects.create(),
            Policy.objects.create(section="Local"),
            Policy.objects.create(article=article),
        ]
    ):
        for text in (f"First text {number}.", f"Second text {number}."):
            clause = ProposedClause(Attribute.PERSONAL_ATTACK, text)
            drafting.publish_text(policy=policy, text=text, clauses=[clause])
            assert text in client.get(article.get_absolute_url()).content.decode()


def test_what_was_used_last_is_kept():
    kept: Kept[int] = Kept(2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: 1)
    assert [kept.known(key) for key in ("a", "b", "c")] == [1, None, 1]
