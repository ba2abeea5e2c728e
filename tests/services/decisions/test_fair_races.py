"""Readers, authors and editors at once."""

import pytest

from articles.models import Comment
from moderation.models import (
    Appeal,
    Decision,
    Notice,
    Policy,
    PolicyVersion,
    Report,
    ReviewItem,
)
from moderation.services.decisions import appeals, deciding, reporting
from moderation.services.decisions.appeals import AppealRefused
from moderation.services.decisions.concurrency import StaleError, version_token_of
from moderation.services.policy import drafting, intake
from moderation.services.policy.drafting import DraftChanged
from moderation.services.policy.publishable import NotPublishable
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
)
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def removed():
    comment = make_comment(status=Comment.Status.PUBLISHED)
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.REMOVE,
        version_token=version_token_of(comment),
    )
    comment.refresh_from_db()
    return comment


def appealed(comment):
    return appeals.lodge(notice=comment.notices.get(), text="Please look again.")


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_an_author_who_clicks_many_times_appeals_once(removed):
    results = race(*[lambda: appealed(removed)] * 4)
    assert kinds(results) == ["Appeal", *[AppealRefused.__name__] * 3]
    assert Appeal.objects.count() == 1
    assert ReviewItem.objects.open().count() == 1


def test_of_moderators_who_answer_an_appeal_at_once_one_answers(removed):
    appeal = appealed(removed)

    def answer(moderator, uphold):
        return lambda: appeals.decide(appeal=appeal, moderator=moderator, uphold=uphold, answer="")

    results = race(*(answer(make_moderator(), number % 2 == 0) for number in range(4)))
    assert kinds(results) == ["Appeal", *[AppealRefused.__name__] * 3]
    appeal.refresh_from_db()
    removed.refresh_from_db()
    upheld = appeal.status == Appeal.Status.UPHELD
    assert (removed.status == Comment.Status.PUBLISHED) == upheld
    answers = [Notice.Kind.APPEAL_UPHELD, Notice.Kind.APPEAL_REJECTED]
    assert Notice.objects.filter(kind__in=answers).count() == 1


def test_the_page_of_appeals_and_the_desk_do_not_block_each_other(removed):
    appeal = appealed(removed)
    version_token = version_token_of(removed)
    at_the_page, at_the_desk = make_moderator(), make_moderator()
    results = race(
        lambda: appeals.decide(appeal=appeal, moderator=at_the_page, uphold=True, answer=""),
        lambda: deciding.decide(
            comment=removed,
            moderator=at_the_desk,
            action=Decision.Action.REMOVE,
            version_token=version_token,
        ),
    )
    assert kinds(results) in (
        sorted(["Appeal", StaleError.__name__]),
        sorted([AppealRefused.__name__, "Decision"]),
    )
    appeal.refresh_from_db()
    assert appeal.status != Appeal.Status.OPEN


def test_one_person_who_reports_from_many_tabs_counts_once():
    comment = make_comment(status=Comment.Status.PUBLISHED)
    results = race(*[lambda: reporting.report(comment=comment, reporter="ani", network="here")] * 5)
    assert sorted(results) == [False, False, False, False, True]
    assert Report.objects.count() == 1
    assert ReviewItem.objects.open().get().reports == 1


def test_a_network_that_reports_many_comments_at_once_is_stopped_at_its_limit():
    article, author = make_article(), make_author()
    comments = [
        make_comment(article=article, author=author, status=Comment.Status.PUBLISHED)
        for _ in range(reporting.REPORTS_PER_HOUR + 5)
    ]
    results = race(
        *(
            lambda comment=comment: reporting.report(
                comment=comment, reporter="ani", network="here"
            )
            for comment in comments
        )
    )
    refused = [result for result in results if isinstance(result, reporting.ReportRefused)]
    assert (len(refused), Report.objects.count()) == (5, reporting.REPORTS_PER_HOUR)


def test_of_editors_who_publish_at_once_one_publishes():
    policy = make_policy_version().policy
    draft = drafting.draft_of(policy=policy)
    editors = [make_moderator() for _ in range(4)]

    def publish(editor):
        return lambda: drafting.publish(draft=draft, published_by=editor)

    results = race(*(publish(editor) for editor in editors))
    assert kinds(results) == [*[NotPublishable.__name__] * 3, "PolicyVersion"]
    assert [version.number for version in PolicyVersion.objects.order_by("number")] == [1, 2]


def test_of_editors_who_save_at_once_one_saves_and_the_others_are_told():
    policy = make_policy_version().policy
    draft = drafting.draft_of(policy=policy)
    version_token, clauses = drafting.version_token_of(draft), list(draft.clauses.all())

    def save(text):
        return lambda: drafting.save(
            draft=draft, version_token=version_token, text=text, clauses=clauses
        )

    texts = [f"Text {number}: no personal attacks." for number in range(4)]
    results = race(*map(save, texts))
    assert kinds(results) == [*["DraftChanged"] * 3, "NoneType"]
    draft.refresh_from_db()
    assert draft.text == texts[results.index(None)]


def test_of_editors_who_save_and_publish_at_once_none_loses_a_text_unseen():
    policy = make_policy_version().policy
    draft = drafting.draft_of(policy=policy)
    version_token, clauses = drafting.version_token_of(draft), list(draft.clauses.all())
    editor = make_moderator()
    mine, theirs = "Mine: profanity, personal attacks.", "Theirs: profanity, personal attacks."
    results = race(
        lambda: drafting.save(draft=draft, version_token=version_token, text=mine, clauses=clauses),
        lambda: drafting.publish_as_written(
            draft=draft,
            version_token=version_token,
            text=theirs,
            clauses=clauses,
            published_by=editor,
        ),
    )
    draft.refresh_from_db()
    if isinstance(results[0], DraftChanged):
        assert (draft.text, draft.published_by) == (theirs, editor)
    else:
        assert isinstance(results[1], DraftChanged)
        assert (draft.text, draft.published_at) == (mine, None)


def test_of_editors_who_change_settings_at_once_one_does_and_the_others_are_told():
    policy = make_policy_version().policy
    version_token = intake.version_token_of(policy)

    def save(number):
        def run():
            own = Policy.objects.get(pk=policy.pk)
            own.approvals_of_new_authors = number
            intake.save(policy=own, version_token=version_token)

        return run

    results = race(*map(save, (1, 2, 3, 4)))
    assert kinds(results) == [*["IntakeChanged"] * 3, "NoneType"]
    policy.refresh_from_db()
    assert policy.approvals_of_new_authors == results.index(None) + 1


def test_editors_who_begin_at_once_share_a_draft():
    policy = make_policy_version().policy
    drafts = race(*[lambda: drafting.draft_of(policy=policy)] * 4)
    assert len({draft.pk for draft in drafts}) == 1
