"""No text of a page stays English in German: what both pages say in the same words is a name."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from moderation.models import ClassifierRelease, Notice, PolicyVersion
from moderation.services.judging import scoring
from moderation.services.policy import drafting
from staff.models import AuditEntry
from tests.factories import (
    make_administrator,
    make_article,
    make_author,
    make_clause,
    make_comment,
    make_policy_version,
    make_senior,
)

# What people wrote, and what stands in a field.
WRITTEN = re.compile(
    r"<(bdi|q|mark|blockquote|textarea|script|style|svg|code|title|del|ins)\b.*?</\1>"
    r"|<select name=\"language\".*?</select>"  # many languages have one name in both
    r"|<[^>]+ data-policy-text.*?</div>|<p[^>]* class=\"text.*?</p>",
    re.DOTALL,
)
ATTRIBUTES = re.compile(r'\b(?:aria-label|placeholder|title)="([^"]*)"')
WORD = re.compile(r"[A-Za-z]{3,}")
# Words that are the same in both languages, and names.
SAME = {
    "Comity", "English", "Deutsch", "Name", "Status", "Text", "Minus", "Dhivehi", "Gujarati",
    "Odia", "Somali", "Tagalog", "Moderation", "Filter", "Median", "Esc", "Kannada", "Hindi",
    "Telugu", "Urdu", "CSV", "optional", "testserver", "WordPress",
}  # fmt: skip
# The rules of the policy that the tests make, and its comments and articles.
QUOTED = {"personal", "attack", "attacks", "profanity", "threats", "Ars", "Pax", "Vera"}
PAGES = (
    "queue",
    "log",
    "search",
    "statistics",
    "runs",
    "preferences",
    "appeals",
    "policies",
    "shift",
    "strikes",
)
OF_A_QUEUE = ("bulk", "clusters")  # fmt: skip


def texts(page):
    page = WRITTEN.sub(" ", page[page.index("<body") :])
    said = [*re.split(r"<[^>]*>", page), *ATTRIBUTES.findall(page)]
    return {" ".join(unescape(piece).split()) for piece in said}


def left_in_english(client, address, settings=None):
    page = {}
    for language in ("en", "de"):
        if settings:
            settings.LANGUAGE_CODE = language
        response = client.get(address, headers={"accept-language": language})
        assert response.status_code == 200
        page[language] = texts(response.content.decode())
    both = page["en"] & page["de"]
    policies = " ".join(PolicyVersion.objects.values_list("text", flat=True))
    both = {text for text in both if text not in policies}
    return sorted(text for text in both if set(WORD.findall(text)) - SAME - QUOTED)


@pytest.fixture
def editor(client):
    user = make_senior(username="mo")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["change_policy"]))
    client.force_login(user)
    return client


@pytest.fixture
def policy():
    version = make_policy_version()
    draft = drafting.draft_of(policy=version.policy)
    clauses = [make_clause(version=version, quote="no threats", attribute="threat")]
    drafting.save(draft=draft, text="We permit no threats here.", clauses=clauses)
    return version.policy


@pytest.fixture
def comments(policy, written_release):
    article, author = make_article(title="Ars", body="Pax"), make_author(name="Vera")
    texts = [f"{n} [personal_attack 0.9]!" for n in range(3)]
    made = [make_comment(text, article=article, author=author) for text in texts]
    scoring.score(made)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_the_desk_is_german_throughout(editor, comments, name):
    assert left_in_english(editor, reverse(f"desk:{name}")) == []


@pytest.mark.django_db
def test_the_policy_editor_is_german_throughout(editor, comments, policy):
    assert left_in_english(editor, reverse("desk:policy", args=[policy.pk])) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["card", "author"])
def test_the_pages_of_a_comment_are_german_throughout(editor, comments, name):
    address = reverse(f"desk:{name}", args=[comments[0].pk])
    assert left_in_english(editor, address) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_A_QUEUE)
def test_the_pages_of_a_queue_are_german_throughout(editor, comments, name):
    assert left_in_english(editor, reverse(f"desk:{name}", args=["needs-review"])) == []


@pytest.mark.django_db
def test_readers_pages_are_german_throughout(client, comments, settings):
    held = comments[0]
    comment = make_comment("Pax", article=held.article, status="published")
    notice = Notice.objects.get(comment=held)
    addresses = [
        comment.article.get_absolute_url(),
        reverse("articles:article_list"),
        reverse("articles:join"),
        reverse("discussion:policy"),
        reverse("discussion:report", args=[comment.pk]),
        reverse("discussion:report_illegal", args=[comment.pk]),
        notice.get_absolute_url(),
        reverse("login"),
        reverse("password_reset"),
    ]
    assert {own: left_in_english(client, own, settings=settings) for own in addresses} == (
        {own: [] for own in addresses}
    )


@pytest.mark.django_db
def test_the_pages_about_signing_in_are_german(editor, settings):
    names = ("security", "add_app", "add_passkey", "password_change")
    left = {name: left_in_english(editor, reverse(name)) for name in names}
    settings.REAUTHENTICATE_MINUTES = 15
    left["reauthenticate"] = left_in_english(editor, reverse("reauthenticate"))
    assert {name: texts for name, texts in left.items() if texts} == {}


@pytest.mark.django_db
def test_the_admin_is_german_throughout(client, comments):
    client.force_login(make_administrator())
    models = [model._meta for model in admin.site._registry]
    ours = [one for one in models if one.app_label in ("articles", "moderation", "staff")]
    lists = [reverse(f"admin:{one.app_label}_{one.model_name}_changelist") for one in ours]
    addresses = [reverse("admin:index"), *lists, reverse("admin:articles_article_add")]
    left = {text for own in addresses for text in left_in_english(client, own)}
    data = {
        *Group.objects.values_list("name", flat=True),
        *User.objects.values_list("username", flat=True),
        *AuditEntry.objects.values_list("detail", flat=True),
    }
    data |= {"linear", *ClassifierRelease.objects.values_list("name", flat=True)}
    assert sorted(left - data) == []
