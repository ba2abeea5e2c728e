import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Comment
from moderation.classifiers.base import Attribute
from moderation.models import Clause, Finding, Notice, Policy, ReviewItem, Score
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from moderation.services.desk import cards, statistics
from moderation.services.judging import naming, scoring
from moderation.services.nightly import starting
from moderation.services.nightly.working import Worker
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import ProposedClause
from moderation.services.readers import notices
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
    rule,
)
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

RUDE, VILE, BROKEN = "Ann [profanity 0.55]", "Ann [profanity 0.95]", "Ann [broken]"
Part, Reason, Status = Finding.Part, Finding.Reason, Comment.Status


@pytest.fixture
def version(written_release):
    return make_policy_version()


def scored(name, text="Fine.", **fields):
    comment = make_comment(text, author=make_author(name=name), **fields)
    scoring.score([comment])
    comment.refresh_from_db()
    return comment


def found(comment):
    return [
        (f.part, f.reason, f.clause and f.clause.quote, f.verdict) for f in comment.findings.all()
    ]


def test_a_bad_name_holds_the_comment_and_the_finding_says_that_it_is_the_name(version):
    comment = scored(VILE)
    finding = comment.findings.get()
    assert comment.status == Status.HELD
    assert found(comment) == [(Part.NAME, Reason.CLAUSE, "profanity", "hold")]
    assert [finding.quoted_from(comment)[s:e] for s, e, _ in finding.evidence] == [
        "[profanity 0.95]"
    ]
    assert comment.review_items.get().probability == 0.95
    assert Score.objects.get().profanity == 0.01


@pytest.mark.parametrize(
    ("probability", "queue_at", "hold_at", "verdict"),
    [
        (0.55, 0.5, 0.9, "queue"),
        (0.6, 0.5, 0.9, "hold"),
        (0.85, 0.8, 0.9, "hold"),
        (0.45, 0.1, 0.4, "hold"),
        (0.45, 0.1, 0.9, "queue"),
        (0.75, 0.8, 0.9, None),
    ],
)
def test_a_name_is_held_from_a_lower_probability_than_a_text(
    version, probability, queue_at, hold_at, verdict
):
    Clause.objects.update(queue_at=queue_at, hold_at=hold_at)
    comment = scored(f"Ann [profanity {probability}]")
    assert [f.verdict for f in comment.findings.all()] == ([verdict] if verdict else [])


def test_a_name_is_never_removed_without_a_person(version):
    Clause.objects.update(remove_at=0.95)
    assert scored("[profanity 0.99]").status == Status.HELD


def test_the_name_that_a_comment_was_posted_under_is_judged_and_not_another(version):
    assert scored("Ann", posted_as=VILE).status == Status.HELD
    assert scored(VILE, posted_as="Ann").status == Status.PUBLISHED


def test_name_and_text_have_findings_of_their_own(version):
    comment = scored(VILE, "You. [profanity 0.9]")
    assert sorted(found(comment)) == [
        (Part.NAME, Reason.CLAUSE, "profanity", "hold"),
        (Part.TEXT, Reason.CLAUSE, "profanity", "hold"),
    ]
    assert notices.quoted(comment, comment.findings.all()) == [
        "[profanity 0.9]",
        "[profanity 0.95]",
    ]


def test_word_lists_apply_to_names(version):
    version.clauses.filter(quote="profanity").update(rules=[rule("words", "grobian")])
    version.clauses.filter(quote="personal attacks").update(rules=[rule("words", "lout", "queue")])
    assert found(scored("The Grobian")) == [(Part.NAME, Reason.WORDS, "profanity", "hold")]
    assert found(scored("Loud Lout")) == [(Part.NAME, Reason.WORDS, "personal attacks", "queue")]


@pytest.mark.parametrize("name", ["https://pills.example/x", "www.pills.example", "See pills.com"])
def test_an_address_as_a_name_is_held_whatever_the_policy_allows_in_a_text(version, name):
    assert found(scored(name)) == [(Part.NAME, Reason.ADDRESS, None, "hold")]


@pytest.mark.parametrize("name", ["J. R. R. Tolkien", "St. John", "Ann M.", "Dr. No", "Mary-Ann"])
def test_dots_in_a_name_are_not_an_address(version, name):
    assert found(scored(name)) == []


@pytest.mark.parametrize(
    "name",
    [
        "Shoot The Mayor",
        "K1ll All Bankers",
        "Hang them all",
        "Burn Their Houses",
        "Murder Journalists",
        "Death To Bankers",
        "The Mayor Must Die",
        "ＳＴＡＢ ＴＨＥ ＭＡＹＯＲ",
    ],
)
def test_a_call_for_violence_as_a_name_is_held(version, name):
    assert found(scored(name)) == [(Part.NAME, Reason.VIOLENCE, None, "hold")]


@pytest.mark.parametrize(
    "name", ["Hang Nguyen", "David Lynch", "Will Burns", "Bill Burnham", "Thi Thu Hang", "Gas Man"]
)
def test_names_that_are_spelt_like_violence_are_not_held(version, name):
    assert found(scored(name)) == []


def test_a_comment_whose_name_cannot_be_scored_is_held_as_not_scored(version):
    calm, broken = make_comment("Fine."), make_comment("Fine.", author=make_author(name=BROKEN))
    scoring.score([calm, broken])
    assert found(broken) == [(Part.TEXT, Reason.NOT_SCORED, None, "hold")]
    assert ReviewItem.objects.get().queue == ReviewItem.Queue.NOT_SCORED
    calm.refresh_from_db()
    assert calm.status == Status.PUBLISHED


def test_each_name_of_a_batch_is_read_once(version, use_classifier):
    classifier = WrittenClassifier("counted")
    use_classifier(classifier)
    authors = [make_author(name="Ann"), make_author(name="Ann"), make_author(name="Ben")]
    comments = [make_comment(author=author) for author in authors for _ in range(3)]
    scoring.judge(comments)
    scoring.judge(comments)
    assert sorted(text for text in classifier.texts_seen if text in ("Ann", "Ben")) == [
        "Ann",
        "Ben",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_reading_names_takes_one_query_however_many_there_are(
    version, number, django_assert_num_queries
):
    comments = [make_comment() for _ in range(number)]
    stored = Comment.objects.filter(pk__in=[comment.pk for comment in comments])
    fresh, with_authors = list(stored), list(stored.select_related("author"))
    scoring.judge(with_authors)
    with django_assert_num_queries(_queries_of(with_authors) + 1):
        scoring.judge(fresh)


def _queries_of(comments):
    with CaptureQueriesContext(connection) as captured:
        scoring.judge(comments)
    return len(captured)


def test_names_are_judged_again_under_a_new_policy(version):
    assert found(scored(VILE)) != []
    milder = drafting.publish_text(
        policy=Policy.objects.get(),
        text="No threats.",
        clauses=[ProposedClause(Attribute.THREAT, "threats")],
    )
    assert found(scored(VILE)) == []
    assert milder.number == 2


def test_the_nightly_run_judges_names_too(version):
    held = scored(VILE)
    fresh = make_comment("Fine.", author=make_author(name=RUDE), status=Status.PUBLISHED)
    drafting.publish_text(
        policy=version.policy,
        text=version.text,
        clauses=[ProposedClause(Attribute.PROFANITY, "profanity")],
    )
    Worker().work(starting.begin())
    held.refresh_from_db()
    assert held.status == Status.HELD
    assert [found(held), found(fresh)] == [
        [(Part.NAME, Reason.CLAUSE, "profanity", "hold")],
        [(Part.NAME, Reason.CLAUSE, "profanity", "queue")],
    ]


def test_the_warning_before_posting_covers_the_name(client, version):
    article = make_article()
    sent = {"name": VILE, "text": "Fine."}
    response = client.post(f"/articles/{article.slug}/comments/", sent)
    assert response.context["form"].question == (
        "“[profanity 0.95]” in the name may break the discussion policy: profanity."
    )
    client.post(f"/articles/{article.slug}/comments/", {**sent, "confirmed": "on"})
    assert Comment.objects.get().status == Status.HELD


def test_the_warning_names_an_address_without_a_clause(client, version):
    article = make_article()
    sent = {"name": "www.pills.example", "text": "Fine."}
    response = client.post(f"/articles/{article.slug}/comments/", sent)
    assert response.context["form"].question == (
        "“www.pills.example” in the name may break the discussion policy."
    )


def test_an_author_is_told_that_it_is_the_name(client, version):
    comment = scored(VILE)
    notice = Notice.objects.get(comment=comment)
    assert notice.explanation == notices.ABOUT_THE_NAME
    assert notice.evidence == ["[profanity 0.95]"]
    page = client.get(notice.get_absolute_url()).content.decode()
    assert f"as <bdi>{VILE}</bdi>" in page


def test_the_desk_marks_the_words_in_the_name_and_not_in_the_text(client, version):
    text = "Nothing of this is marked, whatever offsets the name has."
    comment = scored(VILE, text)
    client.force_login(make_moderator())
    for address in (
        reverse("desk:card", args=[comment.pk]),
        reverse("desk:bulk", args=["needs-review"]) + "?least=0&most=100",
        reverse("desk:search") + "?q=Nothing",
    ):
        page = client.get(address).content.decode()
        assert "<bdi>Ann <mark>[profanity 0.95]</mark></bdi>" in page
        assert text in page
        assert "<strong>The name</strong> is 95% likely to break <q>profanity</q>" in page
        assert '<span class="word">“[profanity 0.95]”</span' in page


def test_a_card_shows_a_rule_that_the_name_breaks(client, version):
    comment = scored("www.pills.example")
    client.force_login(make_moderator())
    page = client.get(reverse("desk:card", args=[comment.pk])).content.decode()
    assert "The name: Has an address" in " ".join(page.split())
    assert cards.of_comments([comment])[0].preselected is None


def test_a_clause_that_text_and_name_break_counts_once_in_the_statistics(version):
    comment = scored(VILE, "You. [profanity 0.95]")
    decide(
        comment=comment,
        moderator=make_moderator(),
        action="remove",
        version_token=version_token_of(comment),
    )
    (row,) = statistics.by_clause(7).rows
    assert (row["clause"], row["found"], row["removed"]) == ("profanity", 1, 1)


def test_the_cache_of_names_has_a_limit(version, monkeypatch):
    monkeypatch.setattr(naming, "MAX_NAMES", 2)
    for number in range(6):
        scored(f"Reader {number}")
    (cache,) = [cache for key, cache in naming._caches.items() if key[0] == version.pk][-1:]
    assert len(cache) <= 3
