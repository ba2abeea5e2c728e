"""What is looked up beside a card, as a page of its own and as a panel."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from moderation.classifiers.base import Attribute
from moderation.models import AuthorRecord, Block
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import ProposedClause
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return make_moderator(username="anna")


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def marked(page):
    return [unescape(words) for words in re.findall(r"<strong>(.*?)</strong>", page, re.DOTALL)]


def policy(desk, comment, **headers):
    return desk.get(reverse("desk:policy_of", args=[comment.pk]), headers=headers).content.decode()


def history(desk, comment, **headers):
    return desk.get(reverse("desk:author_of", args=[comment.pk]), headers=headers).content.decode()


def test_the_policy_marks_the_rule_that_the_comment_breaks(desk):
    clause = make_policy_version().clauses.get(attribute="personal_attack")
    comment = make_comment("You idiot!")
    make_finding(comment, clause)
    page = policy(desk, comment)
    assert marked(page) == ["personal attacks"]
    assert "Comments that include profanity or" in page


def test_rules_in_the_same_words_are_named_once(desk):
    words = "personal attacks"
    attributes = (Attribute.PERSONAL_ATTACK, Attribute.THREAT)
    policy_of = make_policy_version().policy
    clauses = [ProposedClause(attribute, words) for attribute in attributes]
    version = drafting.publish_text(policy=policy_of, text=f"No {words}.", clauses=clauses)
    comment = make_comment("You idiot!")
    for clause in version.clauses.all():
        make_finding(comment, clause)
    assert policy(desk, comment).count(f"<q>{words}</q>") == 1


def test_a_rule_of_an_older_version_is_marked_where_it_stands_now(desk):
    comment = make_comment("You idiot!")
    make_finding(comment, make_policy_version().clauses.get(attribute="personal_attack"))
    newer = make_policy_version()
    page = policy(desk, comment)
    assert marked(page) == ["personal attacks"]
    assert f"Version {newer.number}," in page


def test_a_rule_whose_words_are_not_in_the_text_is_named(desk):
    version = make_policy_version()
    clause = version.clauses.get(attribute="personal_attack")
    type(clause).objects.filter(pk=clause.pk).update(quote="insults & slander")
    comment = make_comment("You idiot!")
    make_finding(comment, clause)
    page = policy(desk, comment)
    assert marked(page) == []
    assert "Not in these words in the text:" in page


def test_an_article_s_own_policy_is_shown_for_its_comments(desk):
    make_policy_version()
    article = make_article(title="The harbour")
    make_policy_version(article)
    comment = make_comment(article=article)
    assert "The harbour ·" in policy(desk, comment)
    assert "The harbour ·" not in policy(desk, make_comment())


def test_without_a_policy_or_a_finding_the_panel_says_so(desk):
    assert "No discussion policy is published yet." in policy(desk, make_comment())
    make_policy_version()
    assert "No rule matched." in policy(desk, make_comment())


def test_scripts_get_the_panel_alone(desk):
    make_policy_version()
    comment = make_comment()
    for page in (policy, history):
        assert "<html" in page(desk, comment)
        panel = page(desk, comment, **{"HX-Request": "true"})
        assert ("<html" in panel, 'id="panel-title"' in panel) == (False, True)


def test_the_author_s_newest_ten_comments_stand_with_their_status(desk):
    author = make_author(name="Ani")
    AuthorRecord.objects.create(author=author, approved=3, removed=2)
    statuses = ["published", "held", "removed"] * 4
    written = [
        make_comment(f"Remark {n}.", author=author, status=status)
        for n, status in enumerate(statuses)
    ]
    make_comment("Another's.")
    page = history(desk, written[-1])
    assert re.findall(r"Remark \d+", page) == [f"Remark {n}" for n in range(11, 1, -1)]
    assert re.findall(r'class="status (\w+)"', page) == statuses[:1:-1]
    assert "3 approved, 2 removed" in page
    assert page.count("this comment") == 1


def test_a_block_in_force_is_lifted_from_the_panel(desk, moderator):
    comment = make_comment()
    old = Block.objects.create(
        author=comment.author, reason="Long ago", until=timezone.now() - timezone.timedelta(days=1)
    )
    block = Block.objects.create(author=comment.author, reason="Insults")
    page = history(desk, comment)
    assert ("Insults" in page, old.reason in page) == (True, False)
    address = reverse("desk:lift", args=[comment.pk, block.pk])
    panel = desk.post(address, headers={"HX-Request": "true"}).content.decode()
    block.refresh_from_db()
    assert block.lifted_by == moderator
    assert ("Lifted." in panel, "Insults" in panel) == (True, False)
    again = desk.post(address, headers={"HX-Request": "true"}).content.decode()
    assert "lifted before" in again


def test_without_scripts_lifting_leads_back(desk):
    comment = make_comment()
    block = Block.objects.create(author=comment.author, reason="Insults")
    address = reverse("desk:lift", args=[comment.pk, block.pk])
    assert desk.post(address, {"next": "/desk/?order=oldest"}).url == "/desk/?order=oldest"


def test_a_block_of_another_author_is_not_lifted_by_this_address(desk):
    block = Block.objects.create(author=make_author(), reason="Insults")
    assert desk.post(reverse("desk:lift", args=[make_comment().pk, block.pk])).status_code == 404
    assert Block.objects.in_force().get() == block


@pytest.mark.parametrize("name", ["policy_of", "author_of"])
def test_what_is_not_there_is_not_found(desk, name):
    assert desk.get(reverse(f"desk:{name}", args=[4711])).status_code == 404


def test_a_panel_takes_as_many_queries_for_three_rows_as_for_one(desk):
    def queries(number):
        author, clause = make_author(), make_policy_version().clauses.first()
        for _ in range(number):
            comment = make_comment(author=author)
            make_finding(comment, clause)
            Block.objects.create(author=author, reason="Insults")
        with CaptureQueriesContext(connection) as captured:
            history(desk, comment, **{"HX-Request": "true"})
            policy(desk, comment, **{"HX-Request": "true"})
        return len(captured)

    assert queries(1) == queries(3)


def test_a_card_leads_to_both_and_to_the_article_s_own_cases(desk):
    comment = make_review_item().comment
    page = desk.get(reverse("desk:queue")).content.decode()
    for address in (
        reverse("desk:policy_of", args=[comment.pk]),
        reverse("desk:author_of", args=[comment.pk]),
        f"{reverse('desk:queue')}?article={comment.article_id}",
    ):
        assert f'href="{address}' in page


VISITORS = {
    "a stranger": (lambda: None, False),
    "a reader": (make_user, False),
    "an administrator of accounts": (lambda: make_user(is_staff=True), False),
    "a moderator": (make_moderator, True),
}


@pytest.mark.parametrize("visitor", VISITORS)
def test_moderators_get_from_a_public_comment_to_its_card_and_back(client, visitor):
    make, is_led = VISITORS[visitor]
    comment = make_comment(status="published")
    if user := make():
        client.force_login(user)
    page = client.get(comment.article.get_absolute_url()).content.decode()
    led = re.findall(r'href="(/desk/comments/[^"]*)"', page)
    assert bool(led) == is_led
    for address in led:
        card = client.get(unescape(address)).content.decode()
        assert f'<a href="{comment.get_absolute_url()}">Back</a>' in card
