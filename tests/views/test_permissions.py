"""Every address and API call, as everybody meets it; docs/permissions.md states who gets in."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from articles import confirming, reader_links
from articles.reader_links import Purpose
from moderation.models import (
    Appeal,
    Block,
    Decision,
    Delivery,
    Event,
    InternalNote,
    LegalReport,
    Notice,
    RescoringRun,
    SavedView,
    Scope,
    WebhookEndpoint,
)
from moderation.services.clients import api_keys
from moderation.services.judging import scoring
from staff import invitations
from tests import permissions
from tests.connections.here import decide
from tests.factories import (
    make_administrator,
    make_article,
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
    make_user,
)

pytestmark = pytest.mark.django_db
GROUPS = {
    "moderators": "Moderators",
    "seniors": "Senior moderators",
    "editors": "Editors",
    "administrators": "Administrators",
}

ANYWHERE = {
    "language": "de",
    "provider_id": "staff",
    "name": "days",
    "batch": "0b0e3e0e-0000-4000-8000-000000000000",
    "number": 1,
    "uidb64": "MQ",
    "object_id": "1",
    "id": "1",
    "content_type_id": "1",
    "app_label": "articles",
    "url": "nothing/",
    "row": "1/1/",
    "rest": "nothing",
    "external_id": "42",
    "article_id": "42",
    "queue": "needs_review",
}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def with_key(scope):
    moderator = make_moderator() if scope == Scope.MODERATE else None
    _key, secret = api_keys.issue(
        name=scope, scopes=[scope], calls_per_minute=9_999, moderator=moderator
    )
    return Client(headers={"Authorization": f"Bearer {secret}", "X-Goog-Api-Key": secret})


def member(name):
    user = make_user(is_staff=name == "administrators")
    user.groups.add(Group.objects.get(name=GROUPS[name]))
    return signed_in(user)


@pytest.fixture
def author():
    return make_author(user=make_user())


@pytest.fixture
def comment(author, written_release):
    """A comment that was held, with a case, a decision and a notice."""
    make_policy_version()
    article = make_article(external_id="42")
    comment = make_comment("[personal_attack 0.9]", author=author, article=article)
    scoring.score([comment])
    return comment


@pytest.fixture
def arguments(comment, author, written_release):
    """What is in the addresses that begin so: rows that exist, secrets that are right."""
    moderator, notice = make_moderator(), Notice.objects.get()
    decision = decide(comment, Decision.Action.REMOVE, moderator)
    hook = WebhookEndpoint.objects.create(name="chat", url="https://example.org/")
    told = Event.objects.create(kind="comment.published", comment=comment)
    row = {
        "desk/authors/": author,
        "desk/notes/": InternalNote.objects.create(author=author, written_by=moderator, text="a"),
        "desk/appeals/": Appeal.objects.create(notice=notice, text="It was a joke."),
        "desk/policies/": notice.comment.article,
        "desk/webhooks/": hook,
        "desk/webhooks/deliveries/": Delivery.objects.create(event=told, endpoint=hook),
        "desk/runs/": RescoringRun.objects.create(release_id=written_release.pk),
        "desk/views/": SavedView.objects.create(moderator=moderator, name="a", address="/desk/"),
        "desk/decisions/": decision,
        "api/v1/decisions/": decision,
        "api/v1/authors/": author,
    }
    token = {
        "reports/": LegalReport.objects.create(
            comment=comment, explanation="a", good_faith_at=timezone.now()
        ).token,
        "notices/": notice.token,
        "you/": reader_links.token_for(author, Purpose.OWN_PAGE),
        "you/mailing/": reader_links.token_for(author, Purpose.MAILING),
        "you/staying/": reader_links.token_for(author, Purpose.STAYING),
        "accounts/email/": confirming.token_of(confirming.ask(email="a@b.org", author=author)),
        "accounts/forgotten/": "abc-def",
        "accounts/invitation/": invitations.address_of(
            invitations.invite(
                email="a@b.org",
                group=Group.objects.get(name="Moderators"),
                opens_admin=False,
                by=make_administrator(),
            )
        ).split("/")[-2],
    }
    published = make_comment(author=author, article=comment.article, status="published")
    row |= {"comments/": published, "embed/comments/": published}
    block = Block.objects.create(author=author, reason="a", blocked_by=moderator)
    return {
        "": ANYWHERE | {"pk": comment.pk, "slug": comment.article.slug, "block": block.pk},
        "desk/": {"slug": "needs-review"},
        "desk/watches/": {"slug": comment.article.slug},
        **{address: {"pk": each.pk} for address, each in row.items()},
        **{address: {"token": each} for address, each in token.items()},
    }


@pytest.fixture
def visitors(written_release, author):
    return {
        "strangers": Client(),
        "readers": signed_in(make_user()),
        "its author": signed_in(author.user),
        "staff": signed_in(make_user(is_staff=True)),
        **{name: member(name) for name in GROUPS},
        "superusers": signed_in(make_administrator()),
        **{f"keys to {scope}": with_key(scope) for scope in Scope},
    }


# Addresses in the admin name rows by number, so the numbers must be the same each time.
@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_every_address_lets_in_whom_the_documentation_names_and_nobody_else(visitors, arguments):
    found = permissions.found(visitors, arguments)
    assert found == permissions.stated()
