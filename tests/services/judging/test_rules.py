from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Comment
from moderation.models import Finding, Verdict
from moderation.services.judging import rules, scoring
from tests.factories import make_author, make_clause, make_comment, make_policy_version, rule

NOW = timezone.now()


@pytest.mark.parametrize(
    ("text", "phrases", "words"),
    [
        ("Buy SNAKE oil now", "snake oil", ["SNAKE oil"]),
        ("snakes oil", "snake oil", []),
        ("a.press release", "press", ["press"]),
        ("WordPress", "press", []),
        ("ѕnаke oil", "snake oil", ["ѕnаke oil"]),
        ("sna\u200bke oil", "snake oil", ["sna\u200bke oil"]),
        ("sn4ke oil", "snake oil", ["sn4ke oil"]),
        ("s n a k e oil", "snake oil", ["s n a k e oil"]),
        ("sn**e oil", "snake oil", ["sn**e oil"]),
        ("oil, snake; oil!", "snake oil\noil", ["oil", "snake; oil", "oil"]),
        ("nothing", "", []),
        ("the moon and a toll", "moron\ntroll", []),
        ("a 🖕, c++ and c", "🖕\nc++", ["🖕", "c++"]),
        ("nothing", "\n  \n", []),
        ("", "snake", []),
    ],
)
def test_listed_words_are_found_whole_and_through_disguises(text, phrases, words):
    assert [text[start:end] for start, end in rules.listed_words(text, phrases)] == words


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_and_any_list_give_spans_within_the_text(text, phrases):
    for start, end in rules.listed_words(text, phrases):
        assert 0 <= start < end <= len(text)


def found(text, *rules_of_clause):
    clause = make_clause(attribute="", rules=list(rules_of_clause))
    comment = Comment(text=text)
    (own,) = rules.findings([comment], [[clause]])
    return [(f.reason, f.verdict) for f in own]


def test_words_to_hold_outweigh_words_to_queue():
    lists = [rule("words", "snake\nmiracle", "queue"), rule("words", "snake oil")]
    assert found("snake oil", *lists) == [(Finding.Reason.WORDS, Verdict.HOLD)]
    assert found("a miracle", *lists) == [(Finding.Reason.WORDS, Verdict.QUEUE)]
    assert found("nothing", *lists) == []


@pytest.mark.parametrize(
    ("own", "text", "reason"),
    [
        (rule("words", "pills", "remove"), "Cheap p1lls", Finding.Reason.WORDS),
        (rule("patterns", r"\bcall \d{5,}\b", "remove"), "CALL 123456", Finding.Reason.PATTERN),
        (rule("links", 1, "remove"), "See a.example/x and b.com", Finding.Reason.LINKS),
        (
            rule("capitals", 80, "remove"),
            "THIS IS ALL WRITTEN AS ONE SHOUT",
            Finding.Reason.CAPITALS,
        ),
    ],
)
def test_any_rule_of_a_text_may_remove_at_once(own, text, reason):
    assert found(text, own) == [(reason, Verdict.REMOVE)]
    assert found("A calm remark of a reader about the bridge.", own) == []


def test_a_pattern_points_at_each_place_that_it_matches():
    clause = make_clause(attribute="", rules=[rule("patterns", "ab+\nb+c")])
    (finding,) = rules.in_text(Comment(text="xAB abbc"), [clause])
    assert finding.evidence == [[1, 3, 0.0], [4, 7, 0.0], [5, 8, 0.0]]


@pytest.mark.parametrize(
    ("text", "is_shouting"),
    [
        ("NATO and the EU agreed on it", False),
        ("OK THANKS", False),
        ("１２３４５ 안녕하세요 여러분 반갑습니다 오늘도 좋은 하루 되세요", False),
        ("ÄÖÜ SAGT DAS NICHT ZU UNS", True),
    ],
)
def test_short_texts_and_abbreviations_are_no_shouting(text, is_shouting):
    assert bool(found(text, rule("capitals", 80))) == is_shouting


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("See https://a.example/x and www.b.example", True),
        ("See https://a.example/x", False),
        ("shop.com, deals.biz", True),
        ("bit.ly/x, t.me/deals", True),
        ("deals.shop", False),
        ("[a.shop](http://a.shop)", False),
        ("e.g. this. And that.", False),
    ],
)
def test_links_are_counted(text, held):
    assert found(text, rule("links", 2)) == ([(Finding.Reason.LINKS, Verdict.HOLD)] if held else [])


@pytest.mark.django_db
class TestRepeats:
    def findings(self, comment):
        (found,) = rules.findings(
            [comment], [[make_clause(attribute="", rules=[rule("repeats", 2)])]]
        )
        return found

    def test_the_same_text_again_is_held_whatever_its_case_and_spaces(self):
        first = make_comment("Vote  NOW")
        again = make_comment("vote now", author=first.author)
        assert self.findings(first) == []
        assert [f.reason for f in self.findings(again)] == [Finding.Reason.REPEATED]

    def test_each_comment_of_a_batch_is_counted_separately(self):
        clause = make_clause(attribute="", rules=[rule("repeats", 3)])
        author = make_comment("Vote").author
        later = [NOW + timedelta(hours=hours) for hours in (1, 2, 25.5, 25.9)]
        comments = [make_comment("VOTE", author=author, posted_at=moment) for moment in later]
        found = rules.findings(comments, [[clause]] * 4)
        assert [len(own) for own in found] == [0, 1, 0, 1]

    def test_a_draft_is_counted_with_what_is_stored(self):
        first = make_comment("Vote")
        draft = Comment(text="vote", author=first.author, article=first.article)
        assert [f.reason for f in self.findings(draft)] == [Finding.Reason.REPEATED]
        assert self.findings(Comment(text="vote")) == []

    def test_three_comments_cost_as_many_queries_as_one(self, django_assert_num_queries):
        clause = make_clause(attribute="", rules=[rule("repeats", 2)])
        for number in (1, 3):
            comments = [make_comment("Vote") for _ in range(number)]
            with django_assert_num_queries(1):
                rules.findings(comments, [[clause]] * number)

    def test_others_and_other_days_do_not_count(self):
        old = make_comment("Vote", posted_at=NOW - timedelta(days=2))
        make_comment("Vote")
        assert self.findings(make_comment("Vote", author=old.author)) == []


@pytest.mark.django_db
class TestAccountAges:
    CLAUSE = {"attribute": "", "rules": [rule("account_age", 7, "queue")]}

    def verdicts(self, *comments):
        found = rules.findings(comments, [[make_clause(**self.CLAUSE)]] * len(comments))
        return [[(f.reason, f.verdict) for f in own] for own in found]

    def test_the_age_is_that_on_the_day_of_posting(self):
        author = make_author(created_at=NOW - timedelta(days=30))
        early = make_comment(author=author, posted_at=NOW - timedelta(days=25))
        late = make_comment(author=author, posted_at=NOW - timedelta(days=22))
        assert self.verdicts(early, late) == [[(Finding.Reason.NEW_ACCOUNT, "queue")], []]

    def test_a_draft_by_somebody_unknown_is_by_a_new_account(self):
        known = make_author(created_at=NOW - timedelta(days=30))
        drafts = [Comment(text="Hello"), Comment(text="Hello", author=known)]
        assert self.verdicts(*drafts) == [[(Finding.Reason.NEW_ACCOUNT, "queue")], []]

    def test_authors_of_imported_comments_are_not_new(self):
        assert self.verdicts(make_comment(source_id="wp:1")) == [[]]

    @pytest.mark.parametrize("number", [1, 3])
    def test_any_number_of_comments_costs_one_query(self, number, django_assert_num_queries):
        comments = [make_comment() for _ in range(number)]
        with django_assert_num_queries(1):
            self.verdicts(*comments)


@pytest.mark.django_db
def test_a_rule_that_removes_stores_a_decision_under_its_clause(written_release):
    version = make_policy_version()
    clause = version.clauses.get(attribute="profanity")
    version.clauses.filter(pk=clause.pk).update(rules=[rule("words", "snake oil", "remove")])
    comment = make_comment("Buy snake oil")
    scoring.score([comment])
    comment.refresh_from_db()
    decision = comment.decisions.get()
    assert comment.status == Comment.Status.REMOVED
    assert (decision.action, decision.clause, decision.moderator) == ("remove", clause, None)
    assert comment.notices.get().evidence == ["snake oil"]


@pytest.mark.django_db
def test_a_listed_word_holds_a_comment_that_the_classifier_would_publish(written_release):
    version = make_policy_version()
    version.clauses.filter(attribute="profanity").update(rules=[rule("words", "snake oil")])
    comment = make_comment("Buy snake oil")
    scoring.score([comment])
    comment.refresh_from_db()
    finding = comment.findings.get()
    assert comment.status == Comment.Status.HELD
    assert (finding.reason, finding.evidence) == (Finding.Reason.WORDS, [[4, 13, 0.0]])
    assert comment.notices.get().evidence == ["snake oil"]
    assert comment.review_items.open().count() == 1
