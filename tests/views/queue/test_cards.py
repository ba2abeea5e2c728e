"""What a card says, and how many queries the queue's cards take."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation.models import ReviewItem
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import ProposedClause
from tests.factories import (
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)
from tests.views.queue.cards import waiting_case

pytestmark = pytest.mark.django_db


def test_the_evidence_is_marked_and_the_text_escaped(desk):
    comment = make_comment("<b>you idiot</b> & co")
    make_finding(comment, evidence=[[7, 12, 2.0]])
    make_review_item(comment)
    page = desk.get(reverse("desk:queue")).content.decode()
    assert "&lt;b&gt;you <mark>idiot</mark>&lt;/b&gt; &amp; co" in page


def test_a_card_says_that_its_language_is_read_with_doubt(desk):
    comment = make_comment("Wann wird die Brücke endlich eröffnet?")
    doubted = {"reason": "not_read", "language": "de", "probability": 0.3, "threshold": 0.2}
    comment.findings.create(**doubted, verdict="hold")
    make_review_item(comment)
    page = " ".join(desk.get(reverse("desk:queue")).content.decode().split())
    assert page.count("In German, read with doubt: toxicity 30%") == 1
    assert "Not read:" not in page


def test_a_card_says_why_in_the_policys_words(desk):
    version = make_policy_version()
    comment = make_comment("you idiot")
    clause = version.clauses.get(attribute="personal_attack")
    make_finding(comment, clause, probability=0.93, evidence=[[4, 9, 2.0]])
    make_review_item(comment)
    page = desk.get(reverse("desk:queue")).content.decode()
    why = re.search(r'<p class="why".*?</p>', page, re.DOTALL).group()
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", why)).split())
    assert words == "Held for review 93% likely to break personal attacks because of “idiot”"


def test_the_queue_takes_the_same_number_of_queries_however_long(
    desk, django_assert_max_num_queries
):
    version = make_policy_version()

    def add(number):
        for _ in range(number):
            item = waiting_case("you idiot", 0.9)
            make_finding(item.comment, version.clauses.first())
            ReviewItem.objects.filter(pk=item.pk).update(
                claimed_by=make_moderator(), claimed_until=timezone.now() + timedelta(minutes=1)
            )

    add(1)
    with django_assert_max_num_queries(40) as first:
        desk.get(reverse("desk:queue"))
    add(2)
    with django_assert_max_num_queries(len(first)):
        desk.get(reverse("desk:queue"))


def test_what_cards_have_in_common_carries_the_numbers_of_each(desk):
    """The actions are drawn once for all cards; those of another status have other words."""
    items = [waiting_case("one", 0.9), waiting_case("two", 0.8)]
    items.append(make_review_item(make_comment("three", status="published")))
    page = desk.get(reverse("desk:queue")).content.decode()
    for item in items:
        pk, article = item.comment_id, item.comment.article_id
        card = page.partition(f'id="card-{pk}"')[2].partition("</article>")[0]
        assert f'hx-post="/desk/comments/{pk}/defer/"' in card
        assert f'href="/desk/comments/{pk}/notes/?next=' in card
        assert f'href="/desk/?article={article}"' in card
        assert ("Approve: stays visible." in card) == (item.comment.status == "published")
    assert len(re.findall(r"[0-9]{19}", page)) == 0


def test_rules_that_are_drawn_once_come_in_the_order_of_each_card_and_of_the_version_in_force(desk):
    version = make_policy_version()
    found = {}
    for clause in version.clauses.all():
        item = waiting_case(f"about {clause.quote}", 0.9)
        make_finding(item.comment, clause)
        found[item.comment_id] = clause.quote

    def offered():
        page = desk.get(reverse("desk:queue")).content.decode()
        cards = {
            pk: page.partition(f'id="card-{pk}"')[2].partition("</article>")[0] for pk in found
        }
        return {pk: re.findall(r'<span title="(.*?)">', card) for pk, card in cards.items()}

    quotes = sorted(found.values())
    assert offered() == {
        pk: [quote, *(other for other in quotes if other != quote)] for pk, quote in found.items()
    }
    only = [ProposedClause(None, "swearing")]
    drafting.publish_text(policy=version.policy, text="No swearing.", clauses=only)
    assert offered() == {pk: ["swearing"] for pk in found}
