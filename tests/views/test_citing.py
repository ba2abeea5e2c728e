"""A removal cites a rule that is in force for the comment, whatever a request asks for."""

from html import unescape

import pytest
from django.urls import reverse

from articles.models import Comment
from moderation.models import Appeal, Clause, Decision, Notice, Policy, PolicyVersion
from moderation.services.decisions import appeals, deciding
from moderation.services.decisions.citing import NotInForceError
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.leaving import Left, Why
from moderation.services.policy import drafting
from tests.factories import (
    make_article,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db

REMOVE = Decision.Action.REMOVE
QUOTE = "personal attacks"


@pytest.fixture
def desk(client):
    client.force_login(make_moderator())
    return client


@pytest.fixture
def comment():
    """A held comment under an article that the site's policy is for."""
    version = make_policy_version()
    comment = make_comment("Rude.")
    make_finding(comment, version.clauses.get(quote=QUOTE))
    make_review_item(comment)
    return comment


def of_a_draft(comment):
    draft = drafting.draft_of(policy=Policy.objects.get(article=None))
    return draft.clauses.get(quote=QUOTE)


def of_another_article(comment):
    return make_policy_version(make_article()).clauses.get(quote=QUOTE)


def of_an_older_version(comment):
    make_policy_version()
    return Clause.objects.get(version__number=1, quote=QUOTE)


def of_the_site_where_the_article_has_its_own(comment):
    make_policy_version(comment.article)
    return Clause.objects.get(version__policy__article=None, quote=QUOTE)


FOREIGN = {
    of_a_draft: "“personal attacks” stands in a draft that is not published.",
    of_another_article: "“personal attacks” is a rule of another policy than this comment's.",
    of_an_older_version: "“personal attacks” is of an older version of the policy.",
    of_the_site_where_the_article_has_its_own: (
        "“personal attacks” is a rule of another policy than this comment's."
    ),
}
foreign = pytest.mark.parametrize("foreign", FOREIGN, ids=lambda each: each.__name__)


def assert_nothing_happened(comment):
    comment.refresh_from_db()
    assert comment.status == Comment.Status.HELD
    assert (Decision.objects.count(), Notice.objects.count()) == (0, 0)


def said(response):
    return [str(message) for message in response.context["messages"]]


def bulk_form(*comments, **fields):
    tokens = {f"seen-{comment.pk}": version_token_of(comment) for comment in comments}
    return {"action": "remove", "pick": [comment.pk for comment in comments], **tokens, **fields}


@foreign
def test_a_decision_under_a_clause_that_is_not_in_force_is_refused(comment, foreign):
    with pytest.raises(NotInForceError) as refused:
        deciding.decide(
            comment=comment,
            moderator=make_moderator(),
            action=REMOVE,
            version_token=version_token_of(comment),
            clause=foreign(comment),
        )
    assert str(refused.value) == f"{FOREIGN[foreign]} Choose a rule that is in force."
    assert_nothing_happened(comment)


@foreign
def test_a_forged_card_is_refused_with_a_sentence(desk, comment, foreign):
    form = {
        "action": "remove",
        "version_token": version_token_of(comment),
        "clause": foreign(comment).pk,
    }
    response = desk.post(reverse("desk:decide", args=[comment.pk]), form)
    assert response.status_code == 422
    assert f"{FOREIGN[foreign]} Choose a rule that is in force." in unescape(
        response.content.decode()
    )
    assert_nothing_happened(comment)


@foreign
def test_a_forged_batch_leaves_the_comment_and_says_so(desk, comment, foreign):
    form = bulk_form(comment, clause=foreign(comment).pk)
    response = desk.post(reverse("desk:decide_bulk"), form, follow=True)
    assert said(response) == [
        "Nothing was decided.",
        "1 comment was left: the chosen rule is not in force for it.",
    ]
    assert_nothing_happened(comment)


@pytest.mark.parametrize("clause", ["0", "-1", "9" * 18, "9" * 40, "x"])
def test_a_clause_that_does_not_exist_is_refused_with_a_sentence(desk, comment, clause):
    response = desk.post(
        reverse("desk:decide_bulk"), bulk_form(comment, clause=clause), follow=True
    )
    assert said(response) == ["There is no such rule any more. Choose one that is in force."]
    form = {
        "action": "remove",
        "version_token": version_token_of(comment),
        "clause": clause,
    }
    assert desk.post(reverse("desk:decide", args=[comment.pk]), form).status_code == 422
    assert_nothing_happened(comment)


def test_a_batch_is_removed_where_the_chosen_clause_is_in_force_and_left_elsewhere(desk, comment):
    clause = Clause.objects.get(quote=QUOTE)
    other = make_comment("Rude too.")
    make_policy_version(other.article)
    batch = deciding.decide_all(
        version_token={each.pk: version_token_of(each) for each in (comment, other)},
        moderator=make_moderator(),
        action=REMOVE,
        clause=clause,
    )
    assert [(d.comment, d.clause) for d in batch.decisions] == [(comment, clause)]
    assert batch.left == [Left(other.pk, Why.NOT_IN_FORCE)]


def test_each_for_the_rule_it_breaks_means_the_rule_as_it_is_in_force_for_that_comment(comment):
    """Found under the first version; the site has a second one, and one article its own."""
    other = make_comment("Rude too.")
    make_finding(other, Clause.objects.get(quote=QUOTE))
    second = make_policy_version()
    own = make_policy_version(other.article)
    batch = deciding.decide_all(
        version_token={each.pk: version_token_of(each) for each in (comment, other)},
        moderator=make_moderator(),
        action=REMOVE,
    )
    assert [(d.comment, d.policy_version, d.clause.version) for d in batch.decisions] == [
        (comment, second, second),
        (other, own, own),
    ]
    assert [notice.clause.version for notice in Notice.objects.order_by("id")] == [second, own]


@pytest.mark.parametrize(
    ("now", "cited"),
    [
        ({"quote": "attacks on people", "attribute": "personal_attack"}, "attacks on people"),
        ({"quote": "Personal  Attacks"}, "Personal  Attacks"),
        ({"quote": "threats", "attribute": "threat"}, None),
    ],
    ids=["the same attribute", "the same words", "neither"],
)
def test_a_rule_is_known_again_by_what_it_measures_or_by_its_words(comment, now, cited):
    version = PolicyVersion.objects.create(
        policy=Policy.objects.get(), number=2, text="…", published_at=comment.posted_at
    )
    Clause.objects.create(version=version, **now)
    batch = deciding.decide_all(
        version_token={comment.pk: version_token_of(comment)},
        moderator=make_moderator(),
        action=REMOVE,
    )
    assert [d.clause.quote for d in batch.decisions] == ([cited] if cited else [])
    assert batch.left == ([] if cited else [Left(comment.pk, Why.NO_LONGER_A_RULE)])


@foreign
def test_a_card_offers_rules_in_force_only(desk, comment, foreign):
    shut_out = foreign(comment)
    page = desk.get(reverse("desk:card", args=[comment.pk])).content.decode()
    assert f'name="clause" value="{shut_out.pk}"' not in page
    assert f">{QUOTE}</span>" in page


def test_the_author_page_removes_under_the_rule_in_force(desk, comment):
    second = make_policy_version()
    form = {
        "measure": "warning",
        "reason": "Mind the tone.",
        "remove": [comment.pk],
        "version_token": version_token_of(comment),
        "confirm": "yes",
    }
    desk.post(reverse("desk:author", args=[comment.pk]), form)
    removal = Decision.objects.get(action=REMOVE)
    assert (removal.clause.version, removal.clause.quote) == (second, QUOTE)


def test_the_author_page_leaves_what_broke_a_rule_that_is_no_more(desk, comment):
    PolicyVersion.objects.create(
        policy=Policy.objects.get(), number=2, text="…", published_at=comment.posted_at
    )
    form = {
        "measure": "none",
        "remove": [comment.pk],
        "version_token": version_token_of(comment),
        "confirm": "yes",
    }
    response = desk.post(reverse("desk:author", args=[comment.pk]), form, follow=True)
    assert said(response) == [
        "1 comment was left: the rule that it was found to break is not in force any more. "
        "Choose a rule for it."
    ]
    assert_nothing_happened(comment)


@pytest.fixture
def appeal(comment):
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=REMOVE,
        version_token=version_token_of(comment),
        clause=Clause.objects.get(quote=QUOTE),
    )
    return appeals.lodge(notice=comment.notices.get(), text="Please look again.")


def test_a_rejected_appeal_cites_the_rule_as_it_is_in_force(desk, appeal):
    second = make_policy_version()
    desk.post(reverse("desk:decide_appeal", args=[appeal.pk]), {"uphold": "no"})
    assert Decision.objects.first().clause.version == second
    assert Notice.objects.first().clause.version == second


def test_an_appeal_is_not_rejected_for_a_rule_that_is_no_more(desk, appeal):
    PolicyVersion.objects.create(
        policy=Policy.objects.get(), number=2, text="…", published_at=appeal.lodged_at
    )
    address = reverse("desk:decide_appeal", args=[appeal.pk])
    response = desk.post(address, {"uphold": "no"}, follow=True)
    assert said(response) == [
        "The rule that this was removed for, “personal attacks”, is not in force any more. Uphold "
        "the appeal, or open the comment and remove it for a rule that is in force."
    ]
    desk.post(address, {"uphold": "yes"})
    appeal.refresh_from_db()
    assert appeal.status == Appeal.Status.UPHELD
